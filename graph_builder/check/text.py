"""A report for a terminal: a summary, then the findings, grouped by rule, worst first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from graph_builder.check.conforming import sentence
from graph_builder.check.report import LEVELS
from graph_builder.check.shown import joined
from graph_builder.messages import message
from graph_builder.output import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.check.report import Report
    from graph_builder.check.several import Checked
    from graph_builder.check.shown import Shown

#: Findings of one rule, and places of one finding, that are printed; all of them are in the CSV.
MOST_FINDINGS = 20
MOST_PLACES = 3


def as_text(checked: Checked, lang: str) -> str:
    """The whole report, with a line break at its end."""
    report, findings = checked.report, checked.findings
    lines = [summary(report, lang)]
    counts = {o.rule.code: len(o.findings) for o in report.outcomes}
    for rule, group in groupby(findings, key=lambda f: f.rule):
        own, count = list(group), counts[rule.code]
        lines.append("")
        lines.append(
            message(
                "check-rule",
                lang,
                level=message(f"check-level-{rule.level}", lang),
                code=rule.code,
                count=count,
                message=one_line(rule.says(lang)),
            )
        )
        lines += [line for f in own[:MOST_FINDINGS] for line in _lines(f, lang)]
        if count > MOST_FINDINGS:
            lines.append(message("check-more", lang, count=count - MOST_FINDINGS))
    lines += _not_carried_out(report, lang)
    if report.idle:
        key = "check-idle-wrong" if report.idle_is_wrong else "check-idle"
        codes = "、".join(o.rule.code for o in report.idle)
        lines += ["", message(key, lang, count=len(report.idle), codes=codes)]
    if findings:
        lines += ["", message("check-next", lang, code=findings[0].rule.code)]
    return "\n".join(lines) + "\n"


def summary(report: Report, lang: str) -> str:
    """How many rules looked at how much and found what."""
    counts = {level: report.count(level) for level in LEVELS}
    return message(
        "check-summary" if report.total else "check-clean",
        lang,
        rules=len(report.outcomes),
        focus=report.focus_nodes,
        total=report.total,
        engine=report.engine,
        **counts,
    )


def _not_carried_out(report: Report, lang: str) -> Iterator[str]:
    for reason, key in (("time", "check-stopped"), ("evidence", "check-no-evidence")):
        outcomes = report.untested(reason)
        if outcomes:
            yield ""
            yield message(
                key,
                lang,
                count=len(outcomes),
                codes="、".join(o.rule.code for o in outcomes),
                seconds=f"{report.limit or 0:g}",
            )


def _lines(finding: Shown, lang: str) -> Iterator[str]:
    """One finding: the thing, what is wrong with it, where it is printed, and the words there."""
    said = "· " + sentence(finding, lang)
    places = joined((p.words for p in finding.places[:MOST_PLACES]), lang)
    if len(finding.places) > MOST_PLACES:
        count = len(finding.places)
        places = message("check-more-places", lang, places=places, count=count)
    if finding.graph:
        said = message("check-finding-graph", lang, finding=said, graph=finding.graph)
    yield "  " + one_line(f"{said}  〔{places}〕" if places else said)
    for e in finding.printed:
        yield "    " + one_line(
            message("check-quote", lang, before=e.before, sentence=e.sentence, after=e.after)
        )
