"""A result in words that every format can write, whether rules found it or an audit did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.check.rules import in_language
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.check.excerpts import Excerpt
    from graph_builder.check.several import Checked
    from graph_builder.check.shown import Shown, Spot

#: How serious something is, worst first; each format has its own word or colour for it.
TONES = ("bad", "warn", "note", "good")
_TONE = {"violation": "bad", "warning": "warn", "info": "note"}


class Entry(NamedTuple):
    """One finding.

    Attributes:
        text: A sentence: what is wrong with what.
        iri: What it is about.
        places: Where it is printed.
        printed: What is printed there.
        graph: Which graph it is in, where there are several.
    """

    text: str
    iri: str
    places: tuple[Spot, ...] = ()
    printed: tuple[Excerpt, ...] = ()
    graph: str = ""


class Section(NamedTuple):
    """A rule and what it found.

    Attributes:
        code: Its code.
        topic: Title of the group that it belongs to.
        tone: One of `TONES`.
        level: Its level or verdict, in words.
        title: What is wrong and what to do.
        why: Why the rule exists.
        tested: How many things it looked at.
        entries: Its findings.
        untested: Why it was not carried out, in words; blank when it was.
    """

    code: str
    topic: str
    tone: str
    level: str
    title: str
    why: str
    tested: int
    entries: tuple[Entry, ...]
    untested: str = ""


class Tile(NamedTuple):
    """A number at the top of a page."""

    tone: str
    number: int
    words: str


class Document(NamedTuple):
    """The whole.

    Attributes:
        lang: Language of every text.
        title: Title.
        lead: What came out, in one sentence.
        about: What was checked and by what, in one sentence.
        notes: What else the reader has to know.
        tiles: The numbers.
        sections: Every rule, worst first, those that found nothing too.
    """

    lang: str
    title: str
    lead: str
    about: str
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]

    @property
    def topics(self) -> dict[str, list[Section]]:
        """Title of a topic -> its sections, by title."""
        found: dict[str, list[Section]] = {}
        for section in sorted(self.sections, key=lambda s: (s.topic, s.code)):
            found.setdefault(section.topic, []).append(section)
        return found


def document(checked: Checked, lang: str) -> Document:
    """The result of a conformance check in words."""
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
    about = message(
        "check-about-graphs" if checked.graphs else "check-about",
        lang,
        graphs="、".join(checked.graphs),
        rules=len(sections),
        focus=report.focus_nodes,
        engine=report.engine,
    )
    lead = message(f"check-lead-{worst}", lang, total=report.total, bad=counts[0][1])
    title = message("check-report-title", lang)
    return Document(lang, title, lead, about, source_note(checked, lang), tuple(tiles), sections)


def source_note(checked: Checked, lang: str) -> tuple[str, ...]:
    """That the given document is not the one that the graph was made from."""
    return (message("check-source-other", lang),) if checked.source_fits is False else ()


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
