"""A report for a terminal: a summary, then the findings, grouped by rule, worst first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from graph_builder.check.report import LEVELS
from graph_builder.messages import message
from graph_builder.output import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.check.report import Report
    from graph_builder.check.shown import Shown

#: Findings of one rule, and places of one finding, that are printed; all of them are in the CSV.
MOST_FINDINGS = 20
MOST_PLACES = 3


def as_text(report: Report, findings: Sequence[Shown], lang: str) -> str:
    """The whole report, with a line break at its end."""
    lines = [summary(report, lang)]
    for rule, group in groupby(findings, key=lambda f: f.rule):
        own = list(group)
        lines.append("")
        lines.append(
            message(
                "check-rule",
                lang,
                level=message(f"check-level-{rule.level}", lang),
                code=rule.code,
                count=len(own),
                message=one_line(rule.says(lang)),
            )
        )
        lines += [_line(f, lang) for f in own[:MOST_FINDINGS]]
        if len(own) > MOST_FINDINGS:
            lines.append(message("check-more", lang, count=len(own) - MOST_FINDINGS))
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


def _line(finding: Shown, lang: str) -> str:
    """One finding: the thing, what is wrong with it, and where it is printed."""
    if finding.other:
        key = "check-finding-other"
    elif finding.value:
        key = "check-finding-value"
    else:
        key = "check-finding-property" if finding.property else "check-finding"
    said = message(
        key,
        lang,
        thing=finding.thing,
        property=finding.property or message("check-itself", lang),
        value=finding.value,
        other=finding.other,
    )
    places = "；".join(finding.places[:MOST_PLACES])
    if len(finding.places) > MOST_PLACES:
        count = len(finding.places)
        places = message("check-more-places", lang, places=places, count=count)
    return "  " + one_line(f"{said}  〔{places}〕" if places else said)
