"""The first question, whether the data conform to the rules, as a part of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.document import Entry, Grid, Part, Section, Tile
from graph_builder.check.rules import in_language
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.check.several import Checked
    from graph_builder.check.shown import Shown

_TONE = {"violation": "bad", "warning": "warn", "info": "note"}
_HEADS = ("topic", "rules", "looked", "found", "untested")


def conformance_part(checked: Checked, lang: str, fail_at: str = "bad") -> Part:
    """What every rule looked at and found, in words."""
    report = checked.report
    entries: dict[str, list[Entry]] = {}
    for f in checked.findings:
        entry = Entry(sentence(f, lang), f.iri, f.places, f.printed, f.graph)
        entries.setdefault(f.rule.code, []).append(entry)
    sections = tuple(
        Section(
            o.rule.code,
            in_language(report.titles.get(o.rule.topic, {}), lang) or o.rule.topic,
            _TONE[o.rule.level],
            message(f"check-level-{o.rule.level}", lang),
            o.rule.says(lang),
            in_language(o.rule.why, lang),
            o.focus_nodes,
            tuple(entries.get(o.rule.code, ())),
            len(o.findings),
            _untested(o.untested, o.focus_nodes, report.limit, lang),
        )
        for o in report.outcomes
    )
    idle = sum(bool(s.untested) for s in sections)
    counts = [(_TONE[level], report.count(level), level) for level in _TONE]
    tiles = [Tile(tone, n, message(f"check-level-{level}", lang)) for tone, n, level in counts]
    clean = sum(not s.entries and not s.untested for s in sections)
    tiles.append(Tile("good", clean, message("check-tile-kept", lang)))
    if idle:
        tiles.append(Tile("note", idle, message("check-tile-untested", lang)))
    worst = next((level for _, n, level in counts if n), "none")
    part = Part(
        "conformance",
        message("check-question-conformance", lang),
        message(f"check-lead-{worst}", lang, total=report.total, bad=counts[0][1]),
        message(
            "check-about",
            lang,
            rules=len(sections),
            focus=report.focus_nodes,
            engine=report.engine,
        ),
        tuple(tiles),
        sections,
        Grid("", (), ()),
        fail_at,
        "zhitu check --format csv",
    )
    return part._replace(grid=_grid(part, lang))


def _grid(part: Part, lang: str) -> Grid:
    rows = [
        (
            topic,
            str(len(sections)),
            str(sum(s.tested for s in sections)),
            str(sum(s.found for s in sections)),
            str(sum(bool(s.untested) for s in sections)),
        )
        for topic, sections in part.topics.items()
    ]
    heads = tuple(message(f"check-html-{head}", lang) for head in _HEADS)
    return Grid(message("check-html-tested-intro", lang), heads, tuple(rows))


def sentence(finding: Shown, lang: str) -> str:
    """The thing and what is wrong with it."""
    if finding.other:
        key = "check-entry-other"
    elif finding.value:
        key = "check-entry-value"
    else:
        key = "check-entry-property" if finding.property else "check-entry"
    said = message(
        key,
        lang,
        thing=finding.thing,
        property=finding.property or message("check-itself", lang),
        value=finding.value,
        other=finding.other,
    )
    if finding.rule.says(lang) or not finding.message:
        return said
    # The shapes inside a rule without a message of its own may each say something else.
    return message("check-finding-said", lang, finding=said, said=finding.message)


def _untested(reason: str, focus_nodes: int, limit: float | None, lang: str) -> str:
    if reason == "time":
        return message("check-untested-time", lang, seconds=f"{limit or 0:g}")
    if reason:
        return message(f"check-untested-{reason}", lang)
    return "" if focus_nodes else message("check-untested-idle", lang)
