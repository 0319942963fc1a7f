"""From the rows of a rule to findings: what was compared, where it is printed, what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph_builder.check.audit.readings import Reading
    from graph_builder.check.audit.rules import AuditRule
    from graph_builder.graph.access import Term


class Item(NamedTuple):
    """A member of a list in a row: an IRI or words, the figure printed for it, and its places."""

    name: str
    printed: str
    places: tuple[str, ...]


Value = ox.NamedNode | ox.Literal | tuple[str, ...] | list[Item]


class Finding(NamedTuple):
    """A relation that does not hold.

    Attributes:
        code: Code of the rule.
        report: IRI of the report.
        verdict: One of `rules.VERDICTS`.
        values: Variable -> value, as the rule projects it; lists as items, places as addresses.
        evidence: For each thing compared, the addresses that print it.
        compared: Those of `evidence` that a reading must be about: all but parts printed as 0.
        reading: The reading that decided the verdict.
        remarks: Readings that are about the same places and decide nothing.
    """

    code: str
    report: str
    verdict: str
    values: dict[str, Value]
    evidence: tuple[tuple[str, ...], ...]
    compared: tuple[tuple[str, ...], ...]
    reading: Reading | None = None
    remarks: tuple[Reading, ...] = ()

    @property
    def places(self) -> list[str]:
        """Every address, tables first, in the order of the report."""
        return sorted({p for group in self.evidence for p in group}, key=address_key)

    @property
    def first_place(self) -> str:
        """Where the first thing compared is printed, in a table if it is; blank for nowhere."""
        return min(self.evidence[0], key=address_key) if self.evidence and self.evidence[0] else ""


def address_key(address: str) -> tuple[bool, list[tuple[int, str]]]:
    """What addresses are sorted by: tables first, numbers by size."""
    parts = address.replace(".", "/").replace("-", "/").split("/")
    numbers = [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]
    return not address.startswith("table/"), numbers


def findings_of(
    rule: AuditRule,
    columns: Sequence[str],
    rows: Sequence[Sequence[Term | None]],
    readings: Mapping[str, Sequence[Reading]],
) -> Iterator[Finding | None]:
    """For each relation that was tested None when it holds, else the finding.

    Args:
        rule: The rule.
        columns: Names of the variables.
        rows: What its query gave.
        readings: IRI of a report -> its readings.
    """
    for row in rows:
        terms = dict(zip(columns, row, strict=True))
        holds, report = terms.get("holds"), terms.get("report")
        if not isinstance(holds, ox.Literal) or not isinstance(report, ox.NamedNode):
            continue
        if holds.value in {"true", "1"}:
            yield None
            continue
        finding = _finding(rule, report.value, terms)
        yield _judged(finding, rule, readings.get(report.value, ()))


def _finding(rule: AuditRule, report: str, terms: Mapping[str, Term | None]) -> Finding:
    values: dict[str, Value] = {}
    evidence: list[tuple[str, ...]] = []
    idle: list[tuple[str, ...]] = []
    for name in rule.columns:
        term = terms[name]
        if name in {"report", "holds", "verdict"} or not isinstance(
            term, ox.NamedNode | ox.Literal
        ):
            continue
        if name == "places" or name.endswith("Places"):
            places = _addresses(report, term.value)
            values[name] = places
            evidence.append(places)
        elif "\t" in term.value:
            items = _items(report, term.value)
            values[name] = items
            evidence.extend(item.places for item in items if item.places)
            idle.extend(item.places for item in items if item.printed == "0")
        else:
            values[name] = term
    own = terms.get("verdict")
    verdict = own.value if isinstance(own, ox.Literal) else rule.verdict
    compared = tuple(group for group in evidence if group not in idle)
    return Finding(rule.code, report, verdict, values, tuple(evidence), compared)


def _addresses(report: str, iris: str) -> tuple[str, ...]:
    found = {iri.removeprefix(f"{report}/") for iri in iris.split()}
    return tuple(sorted(found, key=address_key))


def _items(report: str, text: str) -> list[Item]:
    """The members of a list: a line each, of name, figure and places with tabs between them."""
    items = []
    for line in text.split("\n"):
        name, printed, places = line.split("\t")
        items.append(Item(name, printed, _addresses(report, places)))
    return sorted(items, key=lambda i: ([address_key(p) for p in i.places], i.name, i.printed))


def _telling(places: tuple[str, ...]) -> list[str]:
    """The cells among the places, if there are any: a sentence often prints many figures."""
    return [place for place in places if place.startswith("table/")] or list(places)


def _judged(finding: Finding, rule: AuditRule, readings: Sequence[Reading]) -> Finding:
    """The finding as the readings leave it; one of them must be about everything compared."""
    places = [_telling(group) for group in finding.compared]
    about = [r for r in readings if places and all(r.covers(group) for group in places)]
    answers = [r for r in about if r.code in rule.answered_by]
    if not answers:
        return finding._replace(remarks=tuple(about))
    reading = next((r for r in answers if r.verdict == "explained"), answers[0])
    remarks = tuple(r for r in about if r is not reading)
    return finding._replace(verdict=reading.verdict, reading=reading, remarks=remarks)
