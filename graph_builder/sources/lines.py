"""Lines of the normalised text with their offsets."""

from __future__ import annotations

from typing import NamedTuple

#: A line with more cells is no row of a table.
MAX_COLUMNS = 64


class Line(NamedTuple):
    """A line that is not blank.

    Attributes:
        number: From 1.
        start: Offset of the line's first character.
        end: Offset behind its last character, before the line end.
        left: Offset of `text`.
        text: The line without outer white space.
        after_gap: Whether a blank line stands above it.
        tabbed: Whether it holds a tab, as table rows do.
    """

    number: int
    start: int
    end: int
    left: int
    text: str
    after_gap: bool
    tabbed: bool

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of the line without outer white space."""
        return self.left, self.left + len(self.text)


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, in order."""
    lines: list[Line] = []
    start = 0
    gap = False
    for number, raw in enumerate(text.split("\n"), 1):
        words = raw.strip()
        if words:
            left = start + len(raw) - len(raw.lstrip())
            tabbed = 0 < raw.count("\t") < MAX_COLUMNS
            lines.append(Line(number, start, start + len(raw), left, words, gap, tabbed))
        gap = not words
        start += len(raw) + 1
    return lines
