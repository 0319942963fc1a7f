"""What `benchmarks.many_reports` found, as goals reached or missed and as a table."""

from __future__ import annotations

import json
import math
import statistics
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measure import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph_builder.ask.questions import Question

#: Goals: seconds on one report, growth of a question about one thing from the first to the last
#: size, zhitu's time against Virtuoso's.
GOAL, GROWTH, PEER = 0.010, 3.0, 2.0
#: A question over everything may grow by so much more than the reports before it is no more linear.
LINEAR = 1.5
#: Kinds of a parameter that stand for one thing of one report.
_ONE_THING = ("vet:School", "vet:ProgrammeCluster", "vet:Enterprise", "vet:CaseStudy")


class Measured(NamedTuple):
    """One question on one graph: medians in seconds, None where it was given up or not asked.

    `cpu` is the processor's time of ours; `differs` tells whether Virtuoso gave as many rows.
    """

    rows: int
    ours: float | None
    cpu: float | None
    virtuoso: float | None
    rdflib: float | None
    differs: bool


class Size(NamedTuple):
    """What was measured on one corpus.

    Attributes:
        size: Number of reports.
        statements: Number of quads.
        machine: The machine in words.
        memory: Most memory that zhitu took, in MB.
        empty: Seconds of an empty request to Virtuoso; 0 when it was not asked.
        questions: Name of the question -> what was measured.
    """

    size: int
    statements: int
    machine: str
    memory: float
    empty: float
    questions: dict[str, Measured]

    def as_json(self) -> str:
        """For `from_json`."""
        return json.dumps(self._asdict(), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Size:
        """What `as_json` wrote."""
        read = json.loads(text)
        read["questions"] = {name: Measured(*m) for name, m in read["questions"].items()}
        return cls(**read)


def told(questions: Sequence[Question], sizes: Sequence[Size], now: Sequence[int]) -> str:
    """The machine, each goal with what misses it, and a line for each question."""
    names = [q.name for q in questions if all(q.name in s.questions for s in sizes)]
    lines = ["### Every question on many reports", ""]
    for s in sizes:
        lines += [
            f"- {s.size} reports{'' if s.size in now else ', measured before'}: "
            f"{s.statements:,} statements; peak memory {s.memory:,.0f} MB; median question "
            f"{_median(s, names) * 1e3:.2f} ms"
            + (f"; an empty request to Virtuoso {s.empty * 1e3:.1f} ms" if s.empty else "")
            + f". {s.machine}"
        ]
    first, last = sizes[0], sizes[-1]
    lines += ["", *_absolute(first, names)]
    if last is not first:
        lines += _grown(questions, names, first, last)
    for s in sizes:
        lines += [*_peer(s, names, "virtuoso"), *_peer(s, names, "rdflib")]
    return "\n".join(lines) + "\n\n" + _details(questions, names, sizes)


def _median(size: Size, names: Sequence[str]) -> float:
    return statistics.median(size.questions[n].cpu or math.inf for n in names)


def _absolute(first: Size, names: Sequence[str]) -> list[str]:
    cpu = {n: first.questions[n].cpu or math.inf for n in names}
    slow = {n: f"{c * 1e3:.1f} ms" for n, c in cpu.items() if c >= GOAL}
    return [
        f"- {first.size} report(s), each below {GOAL * 1e3:.0f} ms of the processor (slowest "
        f"{max(cpu.values()) * 1e3:.1f} ms): {_verdict(slow)}"
    ]


def _grown(
    questions: Sequence[Question], names: Sequence[str], first: Size, last: Size
) -> list[str]:
    times = last.size / first.size
    grown = {n: _ratio(last.questions[n].cpu, first.questions[n].cpu) for n in names}
    one = [q.name for q in questions if any(p.type in _ONE_THING and p.required for p in q.params)]
    one = [n for n in one if n in names]
    lines = []
    if one:
        missed = {n: f"{grown[n]:.1f} ×" for n in one if grown[n] >= GROWTH}
        lines.append(
            f"- about one thing ({len(one)} questions), from {first.size} to {last.size} reports "
            f"less than {GROWTH:g} × (most {max(grown[n] for n in one):.1f} ×): {_verdict(missed)}"
        )
    rest = {n: grown[n] for n in names if n not in one}
    if rest:
        missed = {n: f"{g:,.0f} ×" for n, g in rest.items() if g > LINEAR * times}
        lines.append(
            f"- over everything ({len(rest)} questions), growth for {times:g} × the reports: "
            f"median {statistics.median(rest.values()):,.1f} ×, most {max(rest.values()):,.0f} ×; "
            f"no more than {LINEAR:g} × that of the reports: {_verdict(missed)}"
        )
    return lines


def _peer(size: Size, names: Sequence[str], peer: str) -> list[str]:
    theirs = {n: getattr(size.questions[n], peer) for n in names}
    asked = {n: t for n, t in theirs.items() if t is not None}
    if not asked:
        return []
    ratios = {n: _ratio(size.questions[n].ours, t) for n, t in asked.items()}
    slow = {n: f"{r:.1f} ×" for n, r in ratios.items() if r > PEER}
    silent = [n for n in names if n not in asked]
    differ = [n for n in names if size.questions[n].differs] if peer == "virtuoso" else []
    return [
        f"- {size.size} reports, zhitu / {peer}: median "
        f"{statistics.median(ratios.values()):.3g} ×, "
        f"zhitu faster in {sum(r < 1 for r in ratios.values())} of {len(ratios)}; none above "
        f"{PEER:g} ×: {_verdict(slow)}; given up by {peer}: {', '.join(silent) or 'none'}"
        + (f"; other number of rows: {', '.join(differ)}" if differ else "")
    ]


def _ratio(one: float | None, other: float | None) -> float:
    if other is None:
        return 0.0
    return math.inf if one is None else one / other


def _verdict(missed: Mapping[str, str]) -> str:
    if not missed:
        return "reached"
    return f"missed by {len(missed)}: " + ", ".join(f"{n} ({told})" for n, told in missed.items())


def _details(questions: Sequence[Question], names: Sequence[str], sizes: Sequence[Size]) -> str:
    columns = ["question"]
    for s in sizes:
        columns += [f"rows, {s.size}", "zhitu ms", "/ Virtuoso", "/ rdflib"]
    columns.append("growth exponent")
    rows = []
    for question in questions:
        if question.name not in names:
            continue
        row = [f"{question.theme}/{question.name}"]
        for s in sizes:
            m = s.questions[question.name]
            ours = "given up" if m.ours is None else f"{m.ours * 1e3:,.2f}"
            row += [f"{m.rows:,}", ours, _share(m.ours, m.virtuoso), _share(m.ours, m.rdflib)]
        rows.append([*row, _exponent(question.name, sizes[0], sizes[-1])])
    return table(columns, rows)


def _share(ours: float | None, theirs: float | None) -> str:
    return "—" if ours is None or theirs is None else f"{ours / theirs:.3g}"


def _exponent(name: str, first: Size, last: Size) -> str:
    """0 for a time that stays, 1 for one in line with the number of reports."""
    grown = _ratio(last.questions[name].cpu, first.questions[name].cpu)
    if first is last or not 0 < grown < math.inf:
        return "—"
    return f"{math.log(grown) / math.log(last.size / first.size):.2f}"
