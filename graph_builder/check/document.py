"""A result in words that every format can write, whether rules found it or an audit did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graph_builder.check.excerpts import Excerpt
    from graph_builder.check.shown import Spot

#: How serious something is, worst first; each format has its own word or colour for it.
TONES = ("bad", "warn", "note", "good")


class Entry(NamedTuple):
    """One finding.

    Attributes:
        text: A sentence: what is wrong with what.
        iri: What it is about.
        places: Where it is printed.
        printed: What is printed there.
        graph: Which graph it is in, where there are several.
        tone: One of `TONES`; blank for that of its section.
        level: Its verdict in words, where findings of one rule may differ.
        notes: What a reviewer has to say of it, a sentence each.
    """

    text: str
    iri: str
    places: tuple[Spot, ...] = ()
    printed: tuple[Excerpt, ...] = ()
    graph: str = ""
    tone: str = ""
    level: str = ""
    notes: tuple[str, ...] = ()


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
        entries: Its findings; the first of them where a format shows no more.
        found: How many there are.
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
    found: int
    untested: str = ""

    def tone_of(self, entry: Entry) -> str:
        """How serious one of its findings is."""
        return entry.tone or self.tone


class Tile(NamedTuple):
    """A number at the top of a page."""

    tone: str
    number: int
    words: str


class Grid(NamedTuple):
    """What was tested: a sentence, and a table whose first column names the rows."""

    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(NamedTuple):
    """The answer to one question: whether the data conform, or whether the report agrees.

    Attributes:
        key: `conformance` or `audit`.
        title: The question.
        lead: What came out, in one sentence.
        about: What was checked and by what, in one sentence.
        tiles: The numbers.
        sections: Every rule, worst first, those that found nothing too.
        grid: What was tested.
        fail_at: The mildest of `TONES` that counts as failed; blank for none.
        csv: The command that lists every finding.
    """

    key: str
    title: str
    lead: str
    about: str
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    grid: Grid
    fail_at: str
    csv: str

    @property
    def topics(self) -> dict[str, list[Section]]:
        """Title of a topic -> its sections, by title."""
        found: dict[str, list[Section]] = {}
        for section in sorted(self.sections, key=lambda s: (s.topic, s.code)):
            found.setdefault(section.topic, []).append(section)
        return found

    def failed(self, section: Section) -> bool:
        """Whether a finding of the section is bad enough to fail."""
        failing = TONES[: TONES.index(self.fail_at) + 1] if self.fail_at else ()
        return any(section.tone_of(entry) in failing for entry in section.entries)


class Document(NamedTuple):
    """The whole.

    Attributes:
        lang: Language of every text.
        title: Title.
        about: What was looked at, in one sentence.
        notes: What else the reader has to know.
        parts: One for each question.
        footer: Who made it, and where to read more.
    """

    lang: str
    title: str
    about: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    footer: str

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all parts."""
        return tuple(s for part in self.parts for s in part.sections)
