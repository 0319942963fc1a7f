"""Findings in sentences: labels, figures and places in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.addresses import describe
from graph_builder.messages import message
from graph_builder.names import XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph_builder.check.audit.findings import Finding, Item, Value
    from graph_builder.check.audit.run import Audit
    from graph_builder.graph.access import Graph

_LABELS = """
SELECT ?thing ?label ?row WHERE {
  VALUES ?thing { %s }
  ?thing rdfs:label|skos:prefLabel ?label .
  OPTIONAL { ?thing vet:hasTemplateLabel ?row }
} ORDER BY ?thing ?label"""
_CHUNK = 400
_NUMBERS = frozenset(XSD + name for name in ("decimal", "integer", "double"))
_HTTP = ("http://", "https://")


class Words:
    """What a reader of `lang` (`zh` or `en`) is told about an audit."""

    def __init__(self, graph: Graph, audit: Audit, lang: str) -> None:
        self.lang = lang
        self.subjects = {r.iri: r.subject for r in audit.reports}
        self.titles = {r.iri: r.title or r.id for r in audit.reports}
        self.rules = {o.rule.code: o.rule for o in audit.outcomes}
        self._labels: dict[tuple[str, str], str] = {}
        self._rows: dict[str, str] = {}
        self._learn(graph, sorted(set(_iris(audit.findings))))

    def sentence(self, finding: Finding) -> str:
        """The place, what is wrong, what to do, and the code of the rule."""
        rule = self.rules[finding.code]
        key = "audit-finding" if finding.first_place else "audit-finding-nowhere"
        place = describe(finding.first_place, self.lang) if finding.first_place else ""
        if len(self.titles) > 1:
            place = message(
                "audit-report-place", self.lang, report=self.titles[finding.report], place=place
            )
        return message(
            key,
            self.lang,
            place=place,
            text=self.text(finding),
            remedy=rule.remedy[self.lang],
            code=rule.code,
        )

    def text(self, finding: Finding) -> str:
        """What is wrong, without place and remedy."""
        fields = {name: self._say(name, value) for name, value in finding.values.items()}
        rule = self.rules[finding.code]
        none = message("audit-none", self.lang)
        text = rule.finding[self.lang].format(**dict.fromkeys(rule.columns, none) | fields)
        about = finding.values.get("about")
        if isinstance(about, ox.NamedNode) and about.value != self.subjects[finding.report]:
            return message("audit-about", self.lang, about=fields["about"], text=text)
        return text

    def places(self, addresses: Iterable[str]) -> str:
        """Addresses in words, in a row."""
        return self._joined([describe(a, self.lang) for a in addresses])

    def all_places(self, finding: Finding) -> list[str]:
        """Every place of a finding in words."""
        return [describe(place, self.lang) for place in finding.places]

    def other_places(self, finding: Finding) -> str:
        """The places of a finding that its sentence does not name; blank for none."""
        said = self.sentence(finding)
        return self.places(p for p in finding.places if describe(p, self.lang) not in said)

    def _say(self, name: str, value: Value) -> str:
        if isinstance(value, tuple):
            return self.places(value)
        if isinstance(value, list):
            said = [self._item(item, name) for item in _together(value)]
            return self._joined(list(dict.fromkeys(said)))
        if name == "unit":
            return self._unit(value.value)
        if isinstance(value, ox.NamedNode):
            # The sentence sets it in quotation marks.
            return self._label(value.value).replace("“", "‘").replace("”", "’")
        if value.datatype.value in _NUMBERS:
            return self._number(Decimal(value.value), name)
        return value.value

    def _number(self, number: Decimal, name: str) -> str:
        """Without an exponent and idle zeros; a gap says whether it is too many or too few."""
        if name != "gap":
            return _plain(number)
        key = "audit-gap-more" if number > 0 else "audit-gap-fewer"
        return message(key, self.lang, number=_plain(abs(number)))

    def _item(self, item: Item, name: str) -> str:
        """A member of a list: 省级数量 5, or the figure or the name with its place."""
        if not item.name:
            place = self.places(item.places)
            if not item.printed:
                return place
            return message("audit-printed-at", self.lang, printed=item.printed, place=place)
        first, _, rest = item.name.partition(" ")
        words = self._label(first) if first.startswith(_HTTP) else first
        if name == "parts" and self.lang == "zh":
            words = self._rows.get(first, words)
        words = f"{words}{'' if self.lang == 'zh' else ' '}{rest}" if rest else words
        return f"{words} {item.printed}" if item.printed else words

    def _unit(self, iri: str) -> str:
        """What stands behind a figure; English figures stand without a counter."""
        label = self._labels.get((iri, "zh"), "")
        if label == "%":
            return label
        return "" if self.lang == "en" or label in {"", ":"} else f" {label}"

    def _label(self, iri: str) -> str:
        other = "en" if self.lang == "zh" else "zh"
        found = self._labels.get((iri, self.lang)) or self._labels.get((iri, other))
        return found or compact(iri)

    def _joined(self, words: Sequence[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(words)

    def _learn(self, graph: Graph, iris: Sequence[str]) -> None:
        for start in range(0, len(iris), _CHUNK):
            values = " ".join(f"<{iri}>" for iri in iris[start : start + _CHUNK])
            for thing, label, row in graph.select(_LABELS % values).rows:
                if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal):
                    self._labels.setdefault((thing.value, label.language or "zh"), label.value)
                    if isinstance(row, ox.Literal):
                        self._rows[thing.value] = row.value


def _together(items: Iterable[Item]) -> list[Item]:
    """Items without a name that print the same, as one with the places of all."""
    found: dict[tuple[str, str], Item] = {}
    for item in items:
        key = (item.name, item.printed if not item.name else "|".join((item.printed, *item.places)))
        known = found.get(key)
        found[key] = item if known is None else known._replace(places=known.places + item.places)
    return list(found.values())


def _iris(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        for value in finding.values.values():
            if isinstance(value, ox.NamedNode):
                yield value.value
            elif isinstance(value, list):
                for item in value:
                    first = item.name.partition(" ")[0]
                    if first.startswith(_HTTP):
                        yield first


def _plain(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    return format(number.normalize(), "f") if number else "0"
