"""The catalogue of questions as RDF: one `sh:SPARQLSelectExecutable` for each question.

The pattern is that of the SIB collection of SPARQL examples: text in `rdfs:comment`, query in
`sh:select`, prefixes in `sh:prefixes`, words to search for in `schema:keywords`, the endpoint in
`schema:target`. Parameters are `sh:Parameter`s, as SHACL-SPARQL declares them: the local name of
`sh:path` is the variable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ask.entities import expand
from graph_builder.errors import OutputError
from graph_builder.names import (
    DCTERMS,
    ONTOLOGY,
    PREFIXES,
    QUESTION,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SKOS,
    XSD,
)
from graph_builder.turtle import turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph_builder.ask.questions import Parameter, Question

CATALOGUE = QUESTION.removesuffix("/")
_PREFIX = re.compile(r"^PREFIX\s+([\w-]+):\s*<([^>]+)>", re.M)
_TITLE = {"zh": "职图的问题目录", "en": "The catalogue of questions of zhitu"}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SHOWN = ("dcterms", "rdf", "rdfs", "schema", "sh", "skos", "vet", "xsd")


def catalogue_turtle(questions: Iterable[Question], target: str | None = None) -> bytes:
    """The questions as Turtle, without blank nodes.

    Args:
        questions: What to publish.
        target: URL of the endpoint that answers them, where there is one.
    """
    return turtle(catalogue_triples(list(questions), target), {p: PREFIXES[p] for p in _SHOWN})


def catalogue_triples(questions: list[Question], target: str | None = None) -> Iterator[ox.Triple]:
    """The same as triples; see `catalogue_turtle`."""
    catalogue = ox.NamedNode(CATALOGUE)
    yield _triple(catalogue, RDF + "type", ox.NamedNode(SCHEMA + "DataCatalog"))
    yield _triple(catalogue, DCTERMS + "license", ox.NamedNode(_LICENCE))
    yield from _texts(catalogue, RDFS + "label", _TITLE)
    for question in questions:
        node = ox.NamedNode(QUESTION + question.name)
        yield _triple(catalogue, DCTERMS + "hasPart", node)
        yield from _question(node, question)
        if target is not None:
            yield _triple(node, SCHEMA + "target", ox.NamedNode(target))


def body(query: str) -> str:
    """The query without its header: what an engine that knows nothing of headers should get."""
    return "".join(line for line in query.splitlines(keepends=True) if not line.startswith("#+"))


def check_url(url: str) -> None:
    """Refuse what is no web address.

    Raises:
        OutputError: `ENDPOINT-URL`, with what was given.
    """
    try:
        known = ox.NamedNode(url).value.startswith(("http://", "https://"))
    except ValueError:
        known = False
    if not known:
        raise OutputError("ENDPOINT-URL", None, found=url)


def _question(node: ox.NamedNode, question: Question) -> Iterator[ox.Triple]:
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield _triple(node, RDF + "type", ox.NamedNode(SH + kind))
    yield from _texts(node, RDFS + "label", question.title)
    yield from _texts(node, RDFS + "comment", question.description)
    yield from _texts(node, SKOS + "scopeNote", question.complete_for)
    for phrase in question.ask_as:
        lang = "en" if phrase.isascii() else "zh"
        yield _triple(node, SKOS + "altLabel", ox.Literal(phrase, language=lang))
    for word in (question.theme, question.view):
        yield _triple(node, SCHEMA + "keywords", ox.Literal(word))
    # Each question declares its own prefixes, since two may use one for different namespaces.
    yield _triple(node, SH + "prefixes", node)
    for prefix, namespace in _PREFIX.findall(question.query):
        yield from _declaration(node, prefix, namespace)
    yield _triple(node, SH + "select", ox.Literal(body(question.query)))
    yield _triple(node, RDFS + "isDefinedBy", ox.NamedNode(ONTOLOGY))
    for parameter in question.params:
        yield from _parameter(node, parameter)


def _declaration(node: ox.NamedNode, prefix: str, namespace: str) -> Iterator[ox.Triple]:
    _, _, last = namespace.rstrip("/#").rpartition("/")
    own = ox.NamedNode(f"{CATALOGUE}#prefix-{prefix}-{last}")
    yield _triple(node, SH + "declare", own)
    yield _triple(own, RDF + "type", ox.NamedNode(SH + "PrefixDeclaration"))
    yield _triple(own, SH + "prefix", ox.Literal(prefix))
    space = ox.Literal(namespace, datatype=ox.NamedNode(XSD + "anyURI"))
    yield _triple(own, SH + "namespace", space)


def _parameter(node: ox.NamedNode, parameter: Parameter) -> Iterator[ox.Triple]:
    own = ox.NamedNode(f"{node.value}/{parameter.name}")
    yield _triple(node, SH + "parameter", own)
    yield _triple(own, RDF + "type", ox.NamedNode(SH + "Parameter"))
    yield _triple(own, SH + "path", ox.NamedNode(f"{CATALOGUE}#{parameter.name}"))
    iri = ox.NamedNode(expand(parameter.type) or parameter.type)
    kind = "datatype" if iri.value.startswith(XSD) else "class"
    yield _triple(own, SH + kind, iri)
    yield _triple(own, SH + "optional", ox.Literal(not parameter.required))
    yield _triple(own, SKOS + "example", ox.Literal(parameter.example))


def _texts(node: ox.NamedNode, predicate: str, texts: Mapping[str, str]) -> Iterator[ox.Triple]:
    for lang, text in texts.items():
        yield _triple(node, predicate, ox.Literal(text, language=lang))


def _triple(subject: ox.NamedNode, predicate: str, obj: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), obj)
