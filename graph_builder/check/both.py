"""The two questions beside each other: whether the data conform, whether the report agrees.

They are kept apart in every format: a faithful graph of a report that contradicts itself is well
formed, and a faulty graph says nothing about the report.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.check.audit.part import audit_part
from graph_builder.check.audit.render import audit_cells, audit_data, audit_markdown
from graph_builder.check.audit.text import audit_lines
from graph_builder.check.conforming import conformance_part
from graph_builder.check.document import Document
from graph_builder.check.formats import COLUMNS, as_data, as_rows
from graph_builder.check.shown import joined
from graph_builder.check.text import as_text
from graph_builder.messages import message
from graph_builder.output import one_line, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.check.audit.audited import Audited
    from graph_builder.check.several import Checked

#: Value of `--fail-on` -> the mildest tone that fails, of conformance and of the audit.
FAIL_AT = {
    "violation": ("bad", ""),
    "warning": ("warn", ""),
    "contradiction": ("bad", "bad"),
    "never": ("", ""),
}


def fails(checked: Checked, fail_on: str) -> bool:
    """Whether the result is bad enough for exit code 1; `fail_on` is a key of `FAIL_AT`."""
    if fail_on != "contradiction":
        return checked.report.fails(fail_on)
    return checked.report.fails() or any(a.audit.fails() for a in checked.audits or ())


def document(checked: Checked, lang: str, fail_on: str = "violation") -> Document:
    """Both in words, for the formats that know no difference between rules and rules."""
    conforms, agrees = FAIL_AT[fail_on]
    parts = [conformance_part(checked, lang, conforms)]
    if checked.audits is not None:
        parts.append(audit_part(checked.audits, lang, agrees))
    about = message(
        "check-looked-at-graphs" if checked.graphs else "check-looked-at",
        lang,
        graphs="、".join(checked.graphs),
    )
    titles = [t for a in checked.audits or () for t in a.words.titles.values()]
    return Document(
        lang,
        message("check-report-title", lang),
        message("check-of-reports", lang, titles="、".join(titles)) if titles else about,
        source_note(checked, lang),
        tuple(parts),
        message("check-html-footer", lang, command="zhitu check"),
    )


def source_note(checked: Checked, lang: str) -> tuple[str, ...]:
    """That the given document is not the one that the graph was made from."""
    return (message("check-source-other", lang),) if checked.source_fits is False else ()


def both_text(checked: Checked, lang: str, fail_on: str) -> str:
    """For the terminal: the data first, then the report."""
    head = [*source_note(checked, lang)]
    if checked.audits is None:
        return "".join(f"{line}\n" for line in head) + as_text(checked, lang)
    lines = [*head, *_heading("conformance", lang)]
    text = "\n".join(lines) + "\n" + as_text(checked, lang)
    lines = ["", *_heading("audit", lang)]
    for audited in checked.audits:
        if audited.graph:
            lines.append(message("check-looked-at-graphs", lang, graphs=audited.graph))
        lines += audit_lines(audited.audit, audited.words, audited.source)
        lines.append("")
    if not checked.audits:
        lines += [message("audit-unable", lang), ""]
    lines.append(message(f"check-exit-{fail_on}", lang))
    return text + "\n".join(one_line(line) for line in lines) + "\n"


def _heading(key: str, lang: str) -> list[str]:
    title = message(f"check-question-{key}", lang)
    return [message("check-heading", lang, title=title), ""]


def both_json(checked: Checked, lang: str) -> str:
    """Everything, rule by rule, those that found nothing too."""
    data = as_data(checked.report, checked.findings, lang)
    if checked.audits is not None:
        data["audits"] = [_audit_data(a) for a in checked.audits]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _audit_data(audited: Audited) -> dict[str, object]:
    graph = {"graph": audited.graph} if audited.graph else {}
    return {**graph, **audit_data(audited.audit, audited.words)}


def both_rows(checked: Checked, lang: str) -> tuple[list[str], list[list[str]]]:
    """Column titles and a row for each finding; with the audit, the first says about what."""
    several = len(checked.graphs) > 1
    columns = [*COLUMNS, *(["graph"] if several else [])]
    titles = [message(f"check-column-{column}", lang) for column in columns]
    rows = as_rows(checked.findings, lang, several=several)
    if checked.audits is None:
        return titles, rows
    titles.insert(0, message("check-column-part", lang))
    own = message("check-part-conformance", lang)
    rows = [[own, *row] for row in rows]
    return titles, rows + [row for a in checked.audits for row in _rows(a, several=several)]


def _rows(audited: Audited, *, several: bool) -> Iterator[list[str]]:
    words = audited.words
    part = message("check-part-audit", words.lang)
    for finding in audited.audit.findings:
        _, code, verdict, _, text, remedy, _, reading, reason = audit_cells(finding, words)
        places = joined(dict.fromkeys(words.all_places(finding)), words.lang)
        said = [s for s in (remedy, reading, reason) if s]
        cells = [part, verdict, code, text, "", "", "", places, " ".join(said), finding.report]
        yield [*cells, *([audited.graph] if several else [])]


def both_markdown(checked: Checked, lang: str) -> str:
    """A table of the faults of the data, then the audit."""
    several = len(checked.graphs) > 1
    columns = (*COLUMNS, *(["graph"] if several else []))
    titles = [message(f"check-column-{column}", lang) for column in columns]
    rows = as_rows(checked.findings, lang, several=several)
    table = render(titles, rows, "md")
    if checked.audits is None:
        return table
    lines = [f"# {message('check-question-conformance', lang)}", "", table]
    lines += [f"# {message('check-question-audit', lang)}", ""]
    for audited in checked.audits:
        lines += [*audit_markdown(audited.audit, audited.words, level=2), ""]
    if not checked.audits:
        lines += [message("audit-unable", lang), ""]
    return "\n".join(lines)
