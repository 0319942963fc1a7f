"""Findings as a reader sees them: names instead of IRIs, and the places that print the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.addresses import describe_graph
from graph_builder.ask.entities import labels
from graph_builder.check.rules import in_language
from graph_builder.graph.statistics import in_order
from graph_builder.messages import catalogue, message
from graph_builder.names import ID, OWL, VET, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.check.excerpts import Excerpt
    from graph_builder.check.report import Finding, Report
    from graph_builder.check.rules import Rule
    from graph_builder.graph.access import Graph, Term

_REPORT = ID + "report/"
#: Rules about these look at the graph as a whole; what they blame is the value.
_WHOLE = {VET + "Report", OWL + "Ontology"}
_STATED = """SELECT DISTINCT ?thing ?property ?graph WHERE {
  VALUES ?thing { %s } GRAPH ?graph { ?thing ?property ?value } }
ORDER BY ?thing ?property ?graph"""
_NAMED = """SELECT DISTINCT ?thing ?property ?graph WHERE {
  VALUES ?thing { %s } GRAPH ?graph { ?from ?property ?thing } }
ORDER BY ?thing ?property ?graph"""
_CHUNK = 400


class Spot(NamedTuple):
    """A place: the IRI of its passage, rule or table of ours, and how a reader would call it."""

    iri: str
    words: str


def joined(places: Iterable[str], lang: str) -> str:
    """Places in words, in a row."""
    return ("；" if lang == "zh" else "; ").join(places)


class Shown(NamedTuple):
    """A finding in words.

    Attributes:
        rule: The rule that is not kept.
        iri: IRI of the thing, or its literal text.
        thing: Its name.
        property: Name of the property at fault, blank where the thing itself is.
        value: The value at fault, by name; blank where something is missing.
        other: What the value should agree with, by name.
        places: Where the fault is printed, in the order of the document.
        graph: Which graph it is in, where several are checked.
        printed: What is printed there, for formats that show it.
        message: What the rule, or the very shape inside it, says.
    """

    rule: Rule
    iri: str
    thing: str
    property: str
    value: str
    other: str
    places: tuple[Spot, ...]
    graph: str = ""
    printed: tuple[Excerpt, ...] = ()
    message: str = ""


def shown(graph: Graph, report: Report, lang: str, most: int | None = None) -> list[Shown]:
    """The findings of a report in words, in its order.

    Args:
        graph: Knows the names of things and where they are printed.
        report: What was found.
        lang: The reader's language.
        most: Findings of one rule to put into words, for formats that show no more; all of them
            unless given.
    """
    found = [(o.rule, _blamed(o.rule, f)) for o in report.outcomes for f in o.findings[:most]]
    terms: set[str] = set()
    for rule, f in found:
        terms.update(t.value for t in (f.focus, f.value, f.other) if isinstance(t, ox.NamedNode))
        terms.update(_property(rule, f))
    names = labels(graph, terms, lang)
    places = _Places(graph, (f.focus for _, f in found), lang)

    def name(term: Term | None) -> str:
        if isinstance(term, ox.NamedNode):
            return names.get(term.value) or _unnamed(term.value, lang)
        return "" if term is None else term.value if isinstance(term, ox.Literal) else str(term)

    return [
        Shown(
            rule,
            getattr(f.focus, "value", str(f.focus)),
            name(f.focus),
            "、".join(names.get(p) or property_name(p, lang) for p in _property(rule, f)),
            name(f.value),
            name(f.other),
            places.of(f.focus, f.path or next(iter(rule.properties), "")),
            message=rule.says(lang) or in_language(dict(f.said), lang),
        )
        for rule, f in found
    ]


def _blamed(rule: Rule, finding: Finding) -> Finding:
    """A rule that looks at a report or at the whole graph blames the value, not the report."""
    if not rule.query or not set(rule.targets.classes) <= _WHOLE or finding.value is None:
        return finding
    if not rule.targets.classes:
        return finding
    return finding._replace(focus=finding.value, value=finding.other, other=None)


def _property(rule: Rule, finding: Finding) -> list[str]:
    """The property to name: the one at fault, else the first that the path of the rule walks."""
    if finding.path:
        return [finding.path]
    if finding.value is not None or len(rule.properties) == 1:
        return list(rule.properties[:1])
    return []


def property_name(iri: str, lang: str) -> str:
    """The name of a property of another vocabulary, where we have one; else its short IRI."""
    key = f"check-name.{compact(iri)}"
    return message(key, lang) if key in catalogue() else compact(iri)


def _unnamed(iri: str, lang: str) -> str:
    """A passage in words; anything else as a short IRI."""
    address = iri.removeprefix(_REPORT).partition("/")[2] if iri.startswith(_REPORT) else ""
    return describe_graph(iri, lang) if address else compact(iri)


class _Places:
    """Which passages speak of the things that findings blame, looked up in a few queries."""

    def __init__(self, graph: Graph, things: Iterable[Term], lang: str) -> None:
        self._lang = lang
        self._graphs: dict[str, list[tuple[str, str]]] = {}
        self._words: dict[frozenset[str], tuple[Spot, ...]] = {}
        iris = sorted({t.value for t in things if isinstance(t, ox.NamedNode)})
        for query in (_STATED, _NAMED):
            missing = [iri for iri in iris if iri not in self._graphs]
            for start in range(0, len(missing), _CHUNK):
                values = " ".join(f"<{iri}>" for iri in missing[start : start + _CHUNK])
                for thing, prop, where in graph.select(query % values).rows:
                    pair = (getattr(prop, "value", ""), getattr(where, "value", ""))
                    self._graphs.setdefault(getattr(thing, "value", ""), []).append(pair)

    def of(self, thing: Term, prop: str) -> tuple[Spot, ...]:
        """Where the thing's property is stated, else where anything is said of it."""
        iri = getattr(thing, "value", "")
        if iri.startswith(_REPORT) and "/" in iri.removeprefix(_REPORT):
            return (Spot(iri, describe_graph(iri, self._lang)),)
        stated = self._graphs.get(iri, [])
        exact = {g for p, g in stated if p == prop} or {g for _, g in stated}
        graphs = {g for g in exact if g.startswith(_REPORT)} or exact
        key = frozenset(graphs)
        if key not in self._words:
            self._words[key] = self._described(key)
        return self._words[key]

    def _described(self, graphs: frozenset[str]) -> tuple[Spot, ...]:
        """Graphs as places, in the order of the document."""
        ordered = sorted(graphs, key=lambda g: in_order(g.removeprefix(_REPORT)))
        # Our own tables are several graphs that go by one name.
        named = {describe_graph(g, self._lang): g for g in reversed(ordered)}
        return tuple(Spot(named[words], words) for words in reversed(named))
