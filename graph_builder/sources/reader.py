"""The text of a report becomes a document: passages with addresses, and printed tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph_builder.errors import InputError, Place
from graph_builder.sources import shapes
from graph_builder.sources.document import Document, Notice, PrintedTable
from graph_builder.sources.lines import MAX_COLUMNS, split_lines
from graph_builder.sources.metadata import read_metadata
from graph_builder.sources.outline import Outline
from graph_builder.sources.prose import Prose
from graph_builder.sources.tables import Heading, read_table, starts_table
from graph_builder.sources.tablespecs import spec_of

if TYPE_CHECKING:
    from graph_builder.sources.lines import Line
    from graph_builder.sources.text import ReportText

#: The longest report has far fewer; a text that has more is something else.
MAX_LINES = 500_000
#: Room for the cells of one table: 15,000 rows of the greatest width.
MAX_CELLS = 1_000_000


def read_report(text: ReportText) -> Document:
    """Read a report that follows the national template.

    The time taken grows with the length of the text only, whatever it holds.

    Args:
        text: The normalised text.

    Raises:
        InputError: No known table; a known table with a column or cell too few or too many; or
            far more lines or passages than any report.
    """
    if text.text.count("\n") > MAX_LINES:
        raise InputError("REPORT-TOO-LONG", Place(str(text.path)), limit=MAX_LINES)
    return _Reader(text).read()


class _Reader:
    """Goes through the lines once; `_at` is the next one."""

    def __init__(self, text: ReportText) -> None:
        self._report = text
        self._text = text.text
        self._lines = split_lines(text.text)
        self._at = 0
        self._prose = Prose(text.text, str(text.path))
        self._outline = Outline()
        self._tables: list[PrintedTable] = []
        self._notices: list[Notice] = []
        self._front: list[str] = []
        self._seen: set[str] = set()
        self._notes: Counter[str] = Counter()
        self._unnumbered = 0
        # The table that a note would belong to: set as long as only notes follow it.
        self._above = ""

    def read(self) -> Document:
        if self._report.encoding != "utf-8":
            self._notices.append(Notice("report-encoding", {"encoding": "GB18030"}))
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not (self._table(line) or self._note(line)):
                self._above = ""
                if not self._front_matter(line) and not self._heading(line):
                    self._body(line)
            self._at += 1
        self._prose.close()
        if not any(spec_of(table.kind) for table in self._tables):
            raise InputError("REPORT-NO-TABLE", Place(str(self._report.path)))
        metadata, missing = read_metadata(self._front or [self._lines[0].text])
        notices = [*missing, *self._notices]
        notices += [Notice("heading-missing", {"number": n}) for n in self._outline.missing()]
        metadata |= {"language": "zh", "sha256": self._report.sha256}
        prose = self._prose
        return Document(
            metadata,
            tuple(prose.passages),
            tuple(self._tables),
            tuple(prose.repairs),
            tuple(notices),
        )

    # Each of the following takes the line at `_at` and says whether it was of its kind. When more
    # than one line was taken, `_at` is left at the last of them.

    def _next(self, ahead: int = 1) -> Line | None:
        index = self._at + ahead
        return self._lines[index] if index < len(self._lines) else None

    def _table(self, line: Line) -> bool:
        """A caption with table lines below it, or table lines without a caption."""
        if self._prose.section == "contents" and shapes.contents_entry(line.text):
            return False
        following = self._next()
        table_below = following is not None and following.tabbed
        if not line.tabbed and table_below:
            numbered = shapes.table_caption(line.text)
            if numbered is not None:
                self._read_tables(numbered.number, numbered.title, line)
                return True
            if shapes.unnumbered_table_caption(line.text):
                self._read_tables(self._next_unnumbered(), line.text, line)
                return True
        if line.tabbed and "\t" in line.text and (table_below or self._above):
            self._at -= 1
            self._read_tables(
                f"{self._above}-listing" if self._above else self._next_unnumbered(), ""
            )
            return True
        return False

    def _next_unnumbered(self) -> str:
        self._unnumbered += 1
        return f"unnumbered-{self._unnumbered}"

    def _read_tables(self, number: str, caption: str, caption_line: Line | None = None) -> None:
        """Read the table lines behind `_at`; another table's header among them begins a new one."""
        self._prose.close()
        lines: list[Line] = []
        while (line := self._next(len(lines) + 1)) is not None and line.tabbed:
            if lines and self._is_other_header(lines[0], line):
                break
            lines.append(line)
        if len(lines) * MAX_COLUMNS > MAX_CELLS:
            raise InputError("REPORT-TOO-LONG", Place(str(self._report.path)), limit=MAX_CELLS)
        number = self._prose.unique(f"table/{number}").removeprefix("table/")
        if caption_line is not None:
            self._prose.add("table-caption", f"table/{number}", [caption_line.span])
        heading = Heading(str(self._report.path), number, caption, self._prose.section)
        found = read_table(self._text, lines, heading)
        for seed in found.passages:
            self._prose.add(*seed)
        self._tables.append(found.table)
        self._prose.repairs.extend(found.repairs)
        self._notices.extend(found.notices)
        self._at += len(lines)
        self._above = number.removesuffix("-listing")

    def _is_other_header(self, first: Line, line: Line) -> bool:
        if line.text == first.text:
            return False
        return starts_table(self._text, "", line) is not None

    def _note(self, line: Line) -> bool:
        if not self._above or line.tabbed or not shapes.note(line.text):
            return False
        self._notes[self._above] += 1
        address = f"table/{self._above}/note/{self._notes[self._above]}"
        self._prose.add("note", address, [line.span])
        return True

    def _front_matter(self, line: Line) -> bool:
        """Title page, heading of preface and contents, and entries of the contents."""
        prose = self._prose
        if self._outline.begun:
            return False
        for name, is_heading in (("preface", shapes.preface), ("contents", shapes.contents)):
            if name not in self._seen and is_heading(line.text):
                self._seen.add(name)
                prose.heading(line, name)
                return True
        if prose.section == "contents" and self._is_entry(line):
            self._outline.announce(line.text)
            prose.single(line, "contents-line", "line")
            return True
        return False

    def _is_entry(self, line: Line) -> bool:
        """Entries have page numbers; one without may be torn, or the contents has none at all."""
        if shapes.contents_entry(line.text):
            return True
        if self._outline.paged:
            following = self._next()
            return following is not None and shapes.contents_entry(following.text)
        found = shapes.heading(line.text)
        if found is None:
            return shapes.challenge(line.text) or shapes.table_caption(line.text) is not None
        return not self._outline.announced(found.number)

    def _heading(self, line: Line) -> bool:
        found = shapes.heading(line.text)
        if found is not None and self._outline.accept(found, torn=self._prose.torn):
            self._prose.heading(line, found.number)
            return True
        if shapes.challenge(line.text) and (number := self._outline.challenge()) is not None:
            self._prose.heading(line, number)
            return True
        return False

    def _body(self, line: Line) -> None:
        prose = self._prose
        number = shapes.case_heading(line.text)
        if number is not None:
            prose.case_heading(self._case_lines(line), number)
        elif shapes.caption(line.text):
            prose.single(line, "caption", "caption")
        elif shapes.table_caption(line.text) is not None:
            # The table was a picture, or its tabs are lost: its caption is all there is.
            prose.single(line, "caption", "caption")
            self._notices.append(Notice("table-absent", {"line": line.number}))
        elif prose.section == "title-page":
            self._front.append(line.text)
            prose.single(line, "title-line", "paragraph")
        else:
            prose.paragraph(line)

    def _case_lines(self, line: Line) -> list[Line]:
        """The heading of a case, with the line that closes its bracket when it was torn."""
        following = self._next()
        torn = "【" in line.text and "】" not in line.text
        if torn and following is not None and following.text.endswith("】"):
            self._at += 1
            return [line, following]
        return [line]
