"""From what a person types to the things of the graph, and back to labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeGuard

import pyoxigraph as ox

from graph_builder.addresses import Places, report_of
from graph_builder.claims.nearest import nearest
from graph_builder.errors import NameNotFound, Words
from graph_builder.names import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graph_builder.graph.access import Graph, Term

_NAMES = "rdfs:label|skos:prefLabel|skos:altLabel|vet:hasShortName|vet:hasName"
_EXACT = f"""
SELECT DISTINCT ?thing ?class WHERE {{
  VALUES ?name {{ %s }}
  ?thing {_NAMES} ?name . ?thing a ?class .
}}"""
_CONTAINING = f"""
SELECT DISTINCT ?thing ?class WHERE {{
  ?thing {_NAMES} ?name . FILTER(CONTAINS(STR(?name), ?part))
  ?thing a ?class .
}}"""
_ALL_NAMES = f"SELECT DISTINCT ?name WHERE {{ ?thing {_NAMES} ?name . %s }}"
_LABELS = """
SELECT ?thing ?label WHERE {
  VALUES ?thing { %s }
  ?thing rdfs:label|skos:prefLabel ?label . FILTER(LANG(?label) = "%s")
} ORDER BY ?thing ?label"""
# All pairs, since Virtuoso refuses a path of which both ends are lists.
_ABOVE = """SELECT DISTINCT ?class ?above WHERE {
  ?class rdfs:subClassOf ?above FILTER(isIRI(?above)) } ORDER BY ?class ?above"""
_CHUNK = 400


class Entity(NamedTuple):
    """A thing of the graph: its IRI and the IRIs of its classes."""

    iri: str
    classes: frozenset[str]


def find_entities(
    graph: Graph, name: str, cls: str | None = None, *, inside: bool = False
) -> list[Entity]:
    """Things that go by a name, or, with `inside`, that have it inside one of their names.

    Args:
        graph: Where to look.
        name: A name, short name, label in Chinese or English, an IRI, or `prefix:name`.
        cls: IRI of a class that the things must have.
        inside: Also accept names that only contain it.

    Returns:
        By IRI; empty when there is none.
    """
    iri = expand(name)
    if iri is not None:
        rows = graph.select(
            "SELECT ?thing ?class WHERE { ?thing a ?class }", {"thing": ox.NamedNode(iri)}
        ).rows
        found = [(iri, row[-1]) for row in rows]
    else:
        literals = " ".join(
            str(lit)
            for lit in (
                ox.Literal(name, language="zh"),
                ox.Literal(name, language="en"),
                ox.Literal(name),
            )
        )
        query = _CONTAINING if inside else _EXACT % literals
        bindings = {"part": ox.Literal(name)} if inside else None
        found = [(row[0].value, row[1]) for row in graph.select(query, bindings).rows]  # type: ignore[union-attr]
    classes: dict[str, set[str]] = {}
    for thing, one_class in found:
        classes.setdefault(thing, set()).add(one_class.value)  # type: ignore[union-attr]
    return [Entity(i, frozenset(c)) for i, c in sorted(classes.items()) if cls is None or cls in c]


def is_short_name(graph: Graph, iri: str, name: str) -> bool:
    """Whether a report introduces the name as the short name of this thing."""
    terms: dict[str, ox.NamedNode | ox.Literal]
    terms = {"thing": ox.NamedNode(iri), "name": ox.Literal(name, language="zh")}
    return graph.ask("ASK WHERE { ?thing vet:hasShortName ?name }", terms)


def narrowest(graph: Graph, classes: Collection[str]) -> set[str]:
    """The classes that have no narrower one among them: a school without `agent`."""
    above: dict[str, set[str]] = {}
    for one, other in graph.select(_ABOVE).rows:
        if isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode):
            above.setdefault(one.value, set()).add(other.value)
    waiting, wider = [*classes], set[str]()
    while waiting:
        found = above.get(waiting.pop(), set()) - wider
        wider |= found
        waiting += found
    return set(classes) - wider


def expand(name: str) -> str | None:
    """The IRI that is meant by `<iri>`, `https://...` or `prefix:local`; None for a plain name."""
    iri = name.removeprefix("<").removesuffix(">")
    if not iri.startswith(("http://", "https://")):
        prefix, colon, local = name.partition(":")
        if not colon or prefix not in PREFIXES:
            return None
        iri = PREFIXES[prefix] + local
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        return None


def the_entity(graph: Graph, name: str, cls: str | None = None) -> Entity:
    """The one thing that goes by a name; a name inside only one longer name will do.

    Raises:
        NameNotFound: None, one of another class, or several; names the candidates, what the name
            stands for, or the nearest names.
    """
    found = find_entities(graph, name, cls) or find_entities(graph, name, cls, inside=True)
    if len(found) == 1:
        return found[0]
    if found:
        names = labels(graph, [e.iri for e in found], "zh")
        listed = "、".join(f"{names.get(e.iri, '')}（{compact(e.iri)}）" for e in found[:8])
        raise NameNotFound("NAME-AMBIGUOUS", None, found=name, count=len(found), candidates=listed)
    if cls is not None:
        _refuse_other_class(graph, name, cls)
    bindings = {"class": ox.NamedNode(cls)} if cls else None
    query = _ALL_NAMES % ("?thing a ?class" if cls else "")
    known = [row[0].value for row in graph.select(query, bindings).rows]  # type: ignore[union-attr]
    raise NameNotFound(
        "NAME-UNKNOWN", None, found=name, nearest="、".join(nearest(name, known)) or "—"
    )


def _refuse_other_class(graph: Graph, name: str, cls: str) -> None:
    """Say what a name stands for when that is no thing of the class that is needed."""
    others = find_entities(graph, name)
    if not others:
        return
    kinds = narrowest(graph, set().union(*(e.classes for e in others)))
    zh, en = (labels(graph, {*kinds, cls}, lang) for lang in ("zh", "en"))

    def called(names: dict[str, str], iris: Iterable[str], between: str) -> str:
        return between.join(sorted(names.get(iri) or compact(iri) for iri in iris))

    kind = Words(called(zh, kinds, "、"), called(en, kinds, ", "))
    expected = Words(called(zh, [cls], ""), called(en, [cls], ""))
    raise NameNotFound("NAME-CLASS", None, found=name, kinds=kind, expected=expected)


def labels(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, str]:
    """IRI -> label in a language, else in the other one; things without a label are left out."""
    wanted = sorted(set(iris))
    found: dict[str, str] = {}
    for language in (lang, "en" if lang == "zh" else "zh"):
        missing = [iri for iri in wanted if iri not in found]
        for start in range(0, len(missing), _CHUNK):
            values = " ".join(f"<{iri}>" for iri in missing[start : start + _CHUNK])
            for thing, label in graph.select(_LABELS % (values, language)).rows:
                found.setdefault(thing.value, label.value)  # type: ignore[union-attr]
    return found


def places(graph: Graph, cited: Iterable[str], lang: str) -> Places:
    """Words for the places of an answer.

    Args:
        graph: Where the titles of reports are.
        cited: IRIs of the graphs that the answer cites; other IRIs do not count.
        lang: The reader's language.
    """
    reports = {report for iri in cited if (report := report_of(iri))}
    if len(reports) < 2:  # noqa: PLR2004 -- one report need not be named
        return Places(lang)
    titles = labels(graph, reports, lang)
    return Places(lang, {report: titles.get(report) or compact(report) for report in reports})


def is_iri(term: Term | None) -> TypeGuard[ox.NamedNode]:
    """Whether a value is a thing and not a literal."""
    return isinstance(term, ox.NamedNode)
