"""A comparison of two reports as text, Markdown, JSON or CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.addresses import describe
from graph_builder.messages import message
from graph_builder.output import one_line, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph_builder.check.audit.figures import Change
    from graph_builder.check.audit.findings import Finding
    from graph_builder.check.audit.reworded import Reworded
    from graph_builder.check.audit.since import Comparison
    from graph_builder.check.audit.words import Words

_COLUMNS = ("indicator", "before", "after", "difference", "change", "note")


def render_since(
    compared: Sequence[Comparison], words: Words, form: str, *, bom: bool = False
) -> str:
    """Write comparisons as `table`, `md`, `json` or `csv`; CSV holds indicators and rows."""
    lang = words.lang
    heads = [message(f"since-column-{c}", lang) for c in _COLUMNS]
    if form == "json":
        data = [_data(c, words) for c in compared]
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        rows = [_cells(change, lang) for c in compared for change in c.changes]
        rows += [_row_cells(row, lang) for c in compared for row in c.rows]
        return render(heads, rows, "csv", bom=bom)
    return "\n".join(_text(c, words, heads, form) for c in compared)


def _text(compared: Comparison, words: Words, heads: list[str], form: str) -> str:
    lang, mark = words.lang, "## " if form == "md" else ""
    titles = words.titles
    title = message(
        "since-title",
        lang,
        title=titles[compared.after.iri],
        before=titles[compared.before.iri],
    )
    lines = [f"# {title}" if form == "md" else title, "", _summary(compared, lang), ""]
    lines += [f"{mark}{message('since-figures', lang)}", ""]
    rows = [_cells(c, lang) for c in compared.changes if c.state != "same" or _note(c, lang)]
    lines.append(render(heads, rows, form))
    if compared.rows:
        lines += [f"{mark}{message('since-rows', lang)}", ""]
        lines += [one_line(f"- {_row(row, lang)}") for row in compared.rows]
        lines.append("")
    lines += [one_line(line) for line in _lists(compared, lang)]
    for state, findings in _findings(compared).items():
        if findings:
            lines += ["", f"{mark}{message(f'since-finding-{state}', lang)}", ""]
            lines += [one_line(f"- {words.sentence(f)}") for f in findings]
    return "\n".join(lines) + "\n"


def _findings(compared: Comparison) -> dict[str, tuple[Finding, ...]]:
    return {"new": compared.new, "gone": compared.gone, "kept": compared.kept}


def _summary(compared: Comparison, lang: str) -> str:
    same, changed = compared.count("same"), compared.count("changed")
    return message(
        "since-summary",
        lang,
        both=same + changed,
        same=same,
        changed=changed,
        gone=compared.count("before"),
        new=compared.count("after"),
        findings_new=len(compared.new),
        findings_gone=len(compared.gone),
        findings_kept=len(compared.kept),
    )


def _row(row: Reworded, lang: str) -> str:
    before, after = (_words(side, row.table, lang) for side in (row.before, row.after))
    if row.before and row.after:
        return message("since-row-changed", lang, before=before, after=after)
    if row.after:
        return message("since-row-came", lang, row=after)
    return message("since-row-went", lang, row=before)


def _words(side: tuple[int, str, str] | None, table: str, lang: str) -> str:
    """表 1 第 3 行“毕业生人数（人）”."""
    if side is None:
        return ""
    number, label, unit = side
    place = describe(f"table/{table}/row/{number}", lang)
    key = "since-row-words" if unit else "since-row-label"
    return message(key, lang, place=place, label=label, unit=unit)


def _lists(compared: Comparison, lang: str) -> Iterator[str]:
    for listed in compared.lists:
        kind = message(f"since-{listed.kind}", lang)
        for way, names in (("came", listed.came), ("went", listed.went)):
            if names:
                joined = ("、" if lang == "zh" else ", ").join(names)
                yield message(f"since-{way}", lang, kind=kind, count=len(names), names=joined)


def _cells(change: Change, lang: str) -> list[str]:
    difference = change.difference
    return [
        change.name,
        change.before.printed if change.before else "",
        change.after.printed if change.after else "",
        "" if difference is None else f"{difference:+f}" if difference else "0",
        change.relative,
        _note(change, lang),
    ]


def _row_cells(row: Reworded, lang: str) -> list[str]:
    label = next(side[1] for side in (row.after, row.before) if side)
    before, after = (_words(side, row.table, lang) for side in (row.before, row.after))
    return [label, before, after, "", "", message("since-rows", lang)]


def _note(change: Change, lang: str) -> str:
    """What the reader should know beside the two figures; blank for nothing."""
    old, new = change.before, change.after
    if old is None or new is None:
        return message(f"since-only-{change.state}", lang)
    notes = []
    if old.unit != new.unit:
        notes.append(message("since-unit", lang, before=old.unit, after=new.unit))
    if old.label and new.label and old.label != new.label:
        notes.append(message("since-label", lang, before=old.label, after=new.label))
    if old.several or new.several:
        notes.append(message("since-several", lang))
    return ("；" if lang == "zh" else "; ").join(notes)


def _data(compared: Comparison, words: Words) -> dict[str, object]:
    return {
        "before": compared.before.id,
        "after": compared.after.id,
        "indicators": [
            dict(zip(_COLUMNS, _cells(c, words.lang), strict=True)) | {"state": c.state}
            for c in compared.changes
        ],
        "rows": [row._asdict() for row in compared.rows],
        "lists": [listed._asdict() for listed in compared.lists],
        "findings": {
            state: [
                {"code": f.code, "verdict": f.verdict, "text": words.text(f), "places": f.places}
                for f in findings
            ]
            for state, findings in _findings(compared).items()
        },
    }
