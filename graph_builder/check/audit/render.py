"""An audit as text, JSON, CSV or Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.addresses import describe
from graph_builder.check.audit.rules import VERDICTS
from graph_builder.check.audit.text import (
    audit_lines,
    reading_line,
    rule_line,
    summary,
    tail_lines,
)
from graph_builder.messages import message
from graph_builder.output import one_line, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.check.audit.findings import Finding, Value
    from graph_builder.check.audit.run import Audit
    from graph_builder.check.audit.source import Source
    from graph_builder.check.audit.words import Words

FORMATS = ("table", "json", "csv", "md")
_COLUMNS = ("report", "code", "verdict", "place", "text", "remedy", "passages", "reading", "reason")


def render_audit(
    audit: Audit, words: Words, form: str, source: Source | None = None, *, bom: bool = False
) -> str:
    """Write an audit in one of `FORMATS`.

    Args:
        audit: What was tested and found.
        words: The reader's language.
        form: One of `FORMATS`.
        source: The document, whose sentences the text then shows.
        bom: Begin a CSV with a byte order mark.
    """
    if form == "json":
        return json.dumps(audit_data(audit, words), ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        heads = [message(f"audit-column-{c}", words.lang) for c in _COLUMNS]
        return render(heads, [audit_cells(f, words) for f in audit.findings], "csv", bom=bom)
    if form == "md":
        return "\n".join(audit_markdown(audit, words)) + "\n"
    return "\n".join(one_line(line) for line in audit_lines(audit, words, source)) + "\n"


def audit_cells(finding: Finding, words: Words) -> list[str]:
    """A row of a CSV: report, code, verdict, place, finding, remedy, passages, reading, reason."""
    rule = words.rules[finding.code]
    reading = finding.reading
    return [
        words.titles[finding.report],
        finding.code,
        message(f"audit-verdict-{finding.verdict}", words.lang),
        describe(finding.first_place, words.lang) if finding.first_place else "",
        words.text(finding),
        rule.remedy[words.lang],
        " ".join(finding.places),
        f"{reading.id}：{reading.reading}" if reading else "",
        reading.reason if reading else "",
    ]


def audit_data(audit: Audit, words: Words) -> dict[str, object]:
    """Everything, for JSON: what each rule tested, and every finding with its values."""
    return {
        "reports": [{"id": r.id, "title": r.title} for r in audit.reports],
        "tested": audit.tested,
        "held": audit.held,
        "verdicts": {v: audit.count(v) for v in VERDICTS},
        "rules": [
            {
                "code": o.rule.code,
                "title": o.rule.title[words.lang],
                "tested": o.tested,
                "held": o.held,
                "stopped": o.stopped,
                "needs_source": o.rule.needs_source,
            }
            for o in sorted(audit.outcomes, key=lambda o: o.rule.code)
        ],
        "findings": [_finding_data(f, words) for f in audit.findings],
    }


def _finding_data(finding: Finding, words: Words) -> dict[str, object]:
    return {
        "report": finding.report,
        "code": finding.code,
        "verdict": finding.verdict,
        "text": words.text(finding),
        "remedy": words.rules[finding.code].remedy[words.lang],
        "passages": finding.places,
        "values": {name: _plain(value) for name, value in finding.values.items()},
        "reading": finding.reading._asdict() if finding.reading else None,
        "remarks": [r._asdict() for r in finding.remarks],
    }


def _plain(value: Value) -> object:
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return [item._asdict() for item in value]


def audit_markdown(audit: Audit, words: Words, level: int = 1) -> Iterator[str]:
    """Lines of Markdown; `level` is that of the first heading."""
    lang = words.lang
    mark = "#" * level
    for title in words.titles.values():
        yield f"{mark} {_escaped(message('audit-report', lang, title=title))}"
    yield ""
    yield summary(audit, lang)
    for outcome in audit.outcomes:
        if not outcome.findings:
            continue
        yield ""
        yield f"{mark}# {_escaped(rule_line(outcome, lang))}"
        yield ""
        for finding in outcome.findings:
            verdict = message(f"audit-verdict-{finding.verdict}", lang)
            yield f"- **{verdict}** {_escaped(words.sentence(finding))}"
            others = words.other_places(finding)
            if others:
                yield f"  {_escaped(message('audit-see', lang, places=others).strip())}"
            for reading in (finding.reading, *finding.remarks):
                if reading is not None:
                    yield f"  {_escaped(reading_line(reading, lang).strip())}"
    yield ""
    yield from (_escaped(line) for line in tail_lines(audit, lang))


def _escaped(text: str) -> str:
    """Text of a report that must not become markup."""
    for mark in "\\*_`<[":
        text = text.replace(mark, f"\\{mark}")
    return one_line(text)
