"""The words of a graph for who writes queries: classes and properties, how often and with what.

What is used is read from the graph's own VoID description, what it means from the labels and
definitions that the graph holds, so that this is true of any graph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.graph.described import describe_dataset
from graph_builder.names import DATASET, PREFIXES
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.search import forms_of

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph

Object = dict[str, object]

_HEAD = "PREFIX void: <http://rdfs.org/ns/void#> SELECT * WHERE "
_CLASSES = "{ ?part void:class ?term ; void:entities ?uses }"
_PROPERTIES = (
    f"{{ <{DATASET}> void:propertyPartition [ void:property ?term ; void:triples ?uses ] }}"
)
_USED_ON = """{ ?part void:class ?class ;
  void:propertyPartition [ void:property ?term ; void:triples ?uses ] }"""
_LEADS_TO = "{ ?link void:linkPredicate ?term ; void:objectsTarget [ void:class ?class ] }"
_DEFINED = """SELECT DISTINCT ?term ?kind WHERE {
  VALUES ?kind { owl:Class rdfs:Class owl:ObjectProperty owl:DatatypeProperty rdf:Property }
  ?term a ?kind FILTER(isIRI(?term)) } ORDER BY ?term"""
_SAID = """SELECT ?term ?said ?text WHERE {
  VALUES ?said { rdfs:label skos:prefLabel skos:definition rdfs:comment }
  VALUES ?term { %s } ?term ?said ?text FILTER(isLiteral(?text)) } ORDER BY ?term ?said ?text"""
#: Prefixes that people know for vocabularies which ours does not use.
_COMMON = {
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.w3.org/2006/time#": "time",
    "http://www.w3.org/2006/vcard/ns#": "vcard",
}
#: What may stand behind a prefix without an escape.
_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_MOST_TERMS = 5000


def vocabulary(graph: Graph, lang: str) -> Object:
    """Classes and properties that a graph uses or defines.

    Args:
        graph: Any graph; six queries count it, so call this in a process of its own.
        lang: Language of the definitions.
    """
    counted = ox.Store()
    counted.load(describe_dataset(graph).text, format=ox.RdfFormat.TURTLE)
    kinds = {
        value_of(term): "class" if value_of(kind).endswith("Class") else "property"
        for term, kind in graph.select(_DEFINED).rows
    }
    uses: dict[tuple[str, str], int] = {}
    for sort, query in (("class", _CLASSES), ("property", _PROPERTIES)):
        for iri, count in _rows(counted, query, "term", "uses"):
            uses[sort, iri] = int(count)
            kinds.setdefault(iri, sort)
    used_on: dict[str, dict[str, int]] = {}
    for iri, cls, count in _rows(counted, _USED_ON, "term", "class", "uses"):
        used_on.setdefault(iri, {})[cls] = int(count)
    leads_to: dict[str, set[str]] = {}
    for iri, cls in _rows(counted, _LEADS_TO, "term", "class"):
        leads_to.setdefault(iri, set()).add(cls)
    chosen = sorted(kinds, key=lambda t: (-uses.get((kinds[t], t), 0), t))[:_MOST_TERMS]
    said, others = _said(graph, chosen), _other_prefixes(chosen)
    terms = [
        {
            "kind": kinds[iri],
            "iri": iri,
            "name": _short(iri, {**PREFIXES, **others}),
            **_words(iri, said.get(iri, {}), lang),
            "uses": uses.get((kinds[iri], iri), 0),
            "on": used_on.get(iri, {}),
            "to": sorted(leads_to.get(iri, ())),
        }
        for iri in chosen
    ]
    return {"prefixes": PREFIXES, "others": others, "terms": terms}


def _rows(store: ox.Store, pattern: str, *names: str) -> list[tuple[str, ...]]:
    found = store.query(_HEAD + pattern)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 -- it is a SELECT
    return [tuple(value_of(row[name]) for name in names) for row in found]


def _said(graph: Graph, terms: list[str]) -> dict[str, dict[str, list[ox.Literal]]]:
    """Term -> local name of the property -> what it says."""
    values = " ".join(f"<{iri}>" for iri in terms)
    found: dict[str, dict[str, list[ox.Literal]]] = {}
    for term, prop, text in graph.select(_SAID % values).rows:
        if isinstance(text, ox.Literal):
            key = re.split(r"[#/]", value_of(prop))[-1]
            found.setdefault(value_of(term), {}).setdefault(key, []).append(text)
    return found


def _words(iri: str, said: dict[str, list[ox.Literal]], lang: str) -> Object:
    named = [*said.get("label", []), *said.get("prefLabel", [])]
    local = re.split(r"[#/:]", iri)[-1] or iri
    labels = {
        code: next((x.value for x in named if (x.language or "").startswith(code)), "")
        for code in ("zh", "en")
    }
    if not any(labels.values()):
        labels = dict.fromkeys(labels, next((x.value for x in named), local))
    texts = [*said.get("definition", []), *said.get("comment", [])]
    best = [x for x in texts if (x.language or "").startswith(lang)] or texts
    _, pinyin, initials = forms_of(labels["zh"])
    return {
        **labels,
        "definition": best[0].value if best else "",
        "pinyin": pinyin,
        "initials": initials,
    }


def _short(iri: str, prefixes: dict[str, str]) -> str:
    """`prefix:name`, or blank where the rest is no name without an escape."""
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return ""


def _other_prefixes(terms: list[str]) -> dict[str, str]:
    """Prefixes, to be declared, for namespaces of a graph that no prefix of ours stands for."""
    found: dict[str, str] = {}
    for iri in terms:
        place = max(iri.rfind("#"), iri.rfind("/")) + 1
        namespace = iri[:place]
        if not _LOCAL.fullmatch(iri[place:]) or namespace in {*PREFIXES.values(), *found.values()}:
            continue
        words = re.findall(r"[a-z][a-z0-9]*", namespace.partition("://")[2].lower())
        wanted = _COMMON.get(namespace) or (words[-1] if words else "ns")
        number, name = 1, wanted
        while name in PREFIXES or name in found:
            number += 1
            name = f"{wanted}{number}"
        found[name] = namespace
    return found
