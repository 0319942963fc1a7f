"""The second question, whether the report agrees with itself, as a part of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.addresses import describe
from graph_builder.check.audit.rules import VERDICTS
from graph_builder.check.audit.text import reading_line, summary_of
from graph_builder.check.document import Entry, Grid, Part, Section, Tile
from graph_builder.check.shown import Spot
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph_builder.check.audit.audited import Audited
    from graph_builder.check.audit.findings import Finding
    from graph_builder.check.audit.run import Outcome
    from graph_builder.check.audit.words import Words

_TONE = {"contradiction": "bad", "open": "warn", "info": "note", "explained": "good"}
_HEADS = ("rule", "tested", "held", "found", "untested")


def audit_part(done: Sequence[Audited], lang: str, fail_at: str = "bad") -> Part:
    """What every rule tested and found, in words; the audits of several graphs become one.

    Args:
        done: Audits by the same rules; none where no graph could be audited.
        lang: The reader's language.
        fail_at: The mildest of `document.TONES` that counts as failed; blank for none.
    """
    codes = [o.rule.code for a in done[:1] for o in a.audit.outcomes]
    sections = sorted((_section(done, code, lang) for code in codes), key=_worst_first)
    counts = {v: sum(a.audit.count(v) for a in done) for v in VERDICTS}
    held = sum(a.audit.held for a in done)
    tiles = [Tile(_TONE[v], n, message(f"audit-verdict-{v}", lang)) for v, n in counts.items()]
    tiles.append(Tile("good", held, message("audit-tile-held", lang)))
    tested = sum(a.audit.tested for a in done)
    worst = next((v for v in ("contradiction", "open") if counts[v]), "none")
    lead = message(f"audit-lead-{worst}", lang, **counts)
    rows = tuple(_row(s, lang) for s in sorted(sections, key=lambda s: s.code))
    heads = tuple(message(f"audit-html-{head}", lang) for head in _HEADS)
    return Part(
        "audit",
        message("check-question-audit", lang),
        lead if done else message("audit-unable", lang),
        summary_of(tested, held, counts, lang) if done else "",
        tuple(tiles) if done else (),
        tuple(sections),
        Grid(message("audit-html-intro", lang), heads, rows),
        fail_at,
        "zhitu audit --format csv",
    )


def _section(done: Sequence[Audited], code: str, lang: str) -> Section:
    own = [next(o for o in a.audit.outcomes if o.rule.code == code) for a in done]
    rule = own[0].rule
    entries = tuple(e for a, o in zip(done, own, strict=True) for e in _entries(a, o, lang))
    tones = [tone for tone in _TONE.values() if any(e.tone == tone for e in entries)]
    worst = next((v for v in VERDICTS if any(o.count(v) for o in own)), rule.verdict)
    return Section(
        code,
        message("audit-topic", lang),
        tones[0] if tones else _TONE[rule.verdict],
        message(f"audit-verdict-{worst}", lang),
        rule.title[lang],
        rule.why[lang],
        sum(o.tested for o in own),
        entries,
        len(entries),
        _untested(own, lang),
    )


def _untested(own: Sequence[Outcome], lang: str) -> str:
    if any(o.stopped for o in own):
        return message("audit-untested-time", lang)
    if any(o.tested for o in own):
        return ""
    needs = own[0].rule.needs_source
    return message("audit-untested-source" if needs else "audit-untested-idle", lang)


def _entries(audited: Audited, outcome: Outcome, lang: str) -> Iterator[Entry]:
    printed = audited.printed.get(outcome.rule.code, ())
    for number, finding in enumerate(outcome.findings):
        remedy = outcome.rule.remedy[lang]
        text = message("audit-entry", lang, text=audited.words.text(finding), remedy=remedy)
        yield Entry(
            text,
            finding.report,
            _spots(finding, audited.words),
            printed[number] if number < len(printed) else (),
            audited.graph,
            _TONE[finding.verdict],
            message(f"audit-verdict-{finding.verdict}", lang),
            tuple(
                reading_line(reading, lang).strip()
                for reading in (finding.reading, *finding.remarks)
                if reading is not None
            ),
        )


def _spots(finding: Finding, words: Words) -> tuple[Spot, ...]:
    return tuple(
        Spot(f"{finding.report}/{place}", describe(place, words.lang)) for place in finding.places
    )


def _row(section: Section, lang: str) -> tuple[str, ...]:
    return (
        message("audit-html-named", lang, code=section.code, title=section.title),
        str(section.tested),
        str(section.tested - section.found),
        str(section.found),
        section.untested,
    )


def _worst_first(section: Section) -> tuple[list[int], str]:
    counts = [-sum(e.tone == tone for e in section.entries) for tone in _TONE.values()]
    return counts, section.code
