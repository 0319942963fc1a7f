"""Passages of running text: headings, cases, captions, and paragraphs with their sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph_builder.errors import InputError, Place
from graph_builder.sources import shapes
from graph_builder.sources.document import Passage, Repair, Span
from graph_builder.sources.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.sources.lines import Line

#: No report has nearly as many printed places; a text that has is something else.
MAX_PASSAGES = 500_000


class Prose:
    """Collects passages in document order and keeps the counts that addresses need.

    Args:
        text: The normalised text.
        name: Name of the document, for messages.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.passages: list[Passage] = []
        self.repairs: list[Repair] = []
        self.section = "title-page"
        self.case = ""
        self._name = name
        self._open: list[Line] = []
        self._counts: Counter[str] = Counter()
        self._addresses: set[str] = set()

    def add(self, kind: str, address: str, spans: Iterable[Span]) -> None:
        """Add a passage of the current section and case.

        Raises:
            InputError: The text has more passages than any report.
        """
        if len(self.passages) >= MAX_PASSAGES:
            raise InputError("REPORT-TOO-LONG", Place(self._name), limit=MAX_PASSAGES)
        self.passages.append(Passage(address, kind, self.section, self.case, tuple(spans)))

    def unique(self, address: str) -> str:
        """The address, or the address with the number of its occurrence when it is taken."""
        found = address
        while found in self._addresses:
            self._counts[address] += 1
            found = f"{address}-occurrence-{self._counts[address] + 1}"
        self._addresses.add(found)
        return found

    def heading(self, line: Line, section: str) -> None:
        """Begin a section; it ends the case before it."""
        self.close()
        self.section, self.case = section, ""
        self.add("heading", f"section/{section}", [line.span])

    def case_heading(self, lines: list[Line], number: str) -> None:
        """Begin a case study."""
        self.close()
        address = self.unique(f"section/{self.section}/case/{number}")
        self.case = address.rpartition("/")[2]
        self.add("case-heading", address, [line.span for line in lines])

    def single(self, line: Line, kind: str, part: str) -> None:
        """Add a line that is a passage of its own, counted within its section."""
        self.close()
        self.add(kind, f"section/{self.section}/{part}/{self._next(part)}", [line.span])

    def paragraph(self, line: Line) -> None:
        """Add a line of running text: it goes on with a torn paragraph, or begins one."""
        if not self.torn or not shapes.may_be_torn(self._open[-1].text, line.text):
            self.close()
        self._open.append(line)

    @property
    def torn(self) -> bool:
        """Whether the latest paragraph looks unfinished."""
        if not self._open or (len(self._open) == 1 and shapes.is_short_line(self._open[0].text)):
            return False
        return shapes.may_be_torn(self._open[-1].text, "")

    def close(self) -> None:
        """End the paragraph that may still have gone on, and add it with its sentences."""
        if not self._open:
            return
        lines, self._open = self._open, []
        address = f"section/{self.section}/paragraph/{self._next('paragraph')}"
        self.add("paragraph", address, [line.span for line in lines])
        if len(lines) > 1:
            self.repairs.append(
                Repair("joined-paragraph", address, "+".join(str(line.number) for line in lines))
            )
        whole = "".join(line.text for line in lines)
        spans = _Pieces(lines)
        for n, (start, end) in enumerate(split_sentences(whole), 1):
            self.add("sentence", f"{address}/sentence/{n}", spans.between(start, end))

    def _next(self, part: str) -> int:
        key = f"{self.section} {part}"
        self._counts[key] += 1
        return self._counts[key]


class _Pieces:
    """Finds the spans of a stretch of joined lines; stretches are asked for in order."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._index = 0
        self._before = 0

    def between(self, start: int, end: int) -> list[Span]:
        """Spans in the text of the characters from `start` to `end` of the joined lines."""
        while self._before + len(self._lines[self._index].text) <= start:
            self._before += len(self._lines[self._index].text)
            self._index += 1
        spans: list[Span] = []
        before, index = self._before, self._index
        while before < end:
            line = self._lines[index]
            first = line.left + max(start - before, 0)
            spans.append((first, line.left + min(end - before, len(line.text))))
            before += len(line.text)
            index += 1
        return spans
