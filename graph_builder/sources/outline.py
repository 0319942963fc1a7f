"""Which numbered lines are headings: confirmed by the table of contents or by their order."""

from __future__ import annotations

from graph_builder.sources import shapes

_Key = tuple[int, ...]


class Outline:
    """The sections met so far, and those that the table of contents announces."""

    def __init__(self) -> None:
        self._announced: dict[str, str] = {}
        self._met: dict[str, str] = {}
        self._last: _Key = ()
        self._challenges = 0
        self.paged = False

    @property
    def begun(self) -> bool:
        """Whether a numbered heading has been met."""
        return bool(self._met)

    def announce(self, entry: str) -> None:
        """Take in a line of the table of contents."""
        self.paged = self.paged or shapes.contents_entry(entry)
        found = shapes.heading(shapes.without_page(entry))
        if found is not None:
            self._announced.setdefault(found.number, found.title)

    def announced(self, number: str) -> bool:
        """Whether the table of contents has a section of this number."""
        return number in self._announced

    def missing(self) -> list[str]:
        """Numbers of the sections that the table of contents announces and the text lacks."""
        return [number for number in self._announced if number not in self._met]

    def accept(self, line: shapes.Numbered, *, torn: bool) -> bool:
        """Whether a line shaped like a heading is one; it then becomes the latest heading.

        Args:
            line: Number and title.
            torn: The paragraph above it was left unfinished, so that the line may well be its
                end (`… 值` / `2.1 亿元`): only the title in the table of contents then counts.
        """
        if line.number in self._met:
            return False
        key = tuple(int(part) for part in line.number.split("."))
        title = self._announced.get(line.number)
        confirmed = title is not None and key > self._last and shapes.same_title(title, line.title)
        if not confirmed and (torn or not self._follows(key)):
            return False
        self._met[line.number] = line.title
        self._last = key
        return True

    def challenge(self) -> str | None:
        """Number of the next section headed 挑战 in the current chapter; None outside chapters."""
        if not self._last:
            return None
        chapter = self._last[0]
        self._challenges = self._challenges + 1 if self._last[1:] else 1
        number = f"{chapter}.{self._challenges}"
        if number in self._met:
            return None
        self._met[number] = ""
        self._last = (chapter, self._challenges)
        return number

    def _follows(self, key: _Key) -> bool:
        """Whether a number comes right after the latest one: first part, or next on some level."""
        if key == (*self._last, 1):
            return True
        depth = len(key)
        return depth <= len(self._last) and key == (
            *self._last[: depth - 1],
            self._last[depth - 1] + 1,
        )
