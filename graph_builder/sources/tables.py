"""Lines with tabs become a printed table; rows that the layout tore are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import InputError, Place
from graph_builder.sources.document import Notice, PrintedTable, Repair, Span, join_pieces
from graph_builder.sources.tablespecs import TOTALS, Match, Start, is_number, recognise

if TYPE_CHECKING:
    from graph_builder.sources.lines import Line

#: No header of a known table is longer, in characters.
MAX_HEADER = 120
#: Every header of a known table has one of these.
HEADER_MARKS = ("指标", "学校名称", "专业群名称", "年度")

_Cell = tuple[Span, ...]


class PassageSeed(NamedTuple):
    """A passage of a table, before it is placed in a section."""

    kind: str
    address: str
    spans: tuple[Span, ...]


class ReadTable(NamedTuple):
    """A table with its passages, its repairs, and what a person should look at."""

    table: PrintedTable
    passages: list[PassageSeed]
    repairs: list[Repair]
    notices: list[Notice]


class Heading(NamedTuple):
    """Where and under what words a table stands: document, number, caption and section."""

    document: str
    number: str
    caption: str
    section: str


class _Row:
    """A row in the making: the lines it is printed on, and the spans of its cells."""

    def __init__(self, text: str, line: Line) -> None:
        self.text = text
        self.lines = [line]
        self.cells: list[_Cell] = _split_cells(text, line)
        self.shifted = False

    def words(self, column: int, *, spaced: bool = False) -> str:
        """The cell in a column from 0; blank beyond the last one."""
        cell = self.cells[column] if 0 <= column < len(self.cells) else ()
        return join_pieces([self.text[start:end] for start, end in cell], spaced=spaced)

    @property
    def filled(self) -> int:
        """Number of columns up to the last cell that is not blank."""
        return max((i for i, cell in enumerate(self.cells, 1) if cell), default=0)

    def append(self, other: _Row) -> None:
        """Go on with the cells of another line, each in its column."""
        width = max(len(self.cells), len(other.cells))
        mine = self.cells + [()] * (width - len(self.cells))
        rest = other.cells + [()] * (width - len(other.cells))
        self.cells = [a + b for a, b in zip(mine, rest, strict=True)]
        self.lines += other.lines


def _split_cells(text: str, line: Line) -> list[_Cell]:
    cells: list[_Cell] = []
    start = line.start
    for raw in text[line.start : line.end].split("\t"):
        words = raw.strip()
        left = start + len(raw) - len(raw.lstrip())
        cells.append(((left, left + len(words)),) if words else ())
        start += len(raw) + 1
    return cells


def starts_table(text: str, caption: str, line: Line) -> Match | None:
    """The kind of table whose whole header a line is; None for any other line."""
    # Header cells are short; most rows are told from a header without a closer look.
    if len(line.text) > MAX_HEADER or not any(mark in line.text for mark in HEADER_MARKS):
        return None
    match = recognise(caption, _heads(_Row(text, line)))
    return match if match is not None and not match.missing and not match.extra else None


def read_table(text: str, lines: list[Line], heading: Heading) -> ReadTable:
    """Read the lines of one table.

    Args:
        text: The normalised text.
        lines: Its lines, header first; at least one.
        heading: Where and under what words it stands.

    Raises:
        InputError: A known table lacks a column, has one more, or has a row wider than its header.
    """
    rows = [_Row(text, line) for line in lines]
    match = recognise(heading.caption, _heads(rows[0]))
    if match is None:
        notice = Notice("table-unknown", {"number": heading.number, "line": lines[0].number})
        width = max(row.filled for row in rows)
        return _finish(heading, "plain", (rows[:1], rows[1:], width), ([], [notice]), -1)
    header, body = rows[: match.spec.header_rows], rows[match.spec.header_rows :]
    width = _check_header(match, header, heading)
    repairs: list[Repair] = []
    body = _drop_repeated_headers(header, body, heading, repairs)
    body = _mend(match, body, width, heading, repairs)
    for row in body:
        if row.filled > width:
            place = Place(heading.document, row.lines[0].number)
            raise InputError("TABLE-WIDTH", place, found=row.filled, expected=width)
    spaced = match.columns.get(match.spec.spaced, -1)
    return _finish(heading, match.spec.kind, (header, body, width), (repairs, []), spaced)


def _heads(row: _Row) -> list[str]:
    return [row.words(i) for i in range(max(row.filled, 1))]


def _check_header(match: Match, header: list[_Row], heading: Heading) -> int:
    """Make sure that the columns of a known table are complete; gives their number."""
    place = Place(heading.document, header[0].lines[0].number)
    found = "、".join(head for head in _heads(header[0]) if head)
    values = {"table": heading.caption or heading.number, "found": found}
    if match.missing:
        missing = "、".join(match.missing)
        expected = match.spec.expected()
        raise InputError(
            "TABLE-COLUMN-MISSING", place, missing=missing, expected=expected, **values
        )
    if match.extra:
        extra = "、".join(header[0].words(i) for i, _ in match.extra)
        expected = match.spec.expected()
        raise InputError("TABLE-COLUMN-EXTRA", place, extra=extra, expected=expected, **values)
    width = max(row.filled for row in header)
    if match.spec.header_rows > 1:
        _check_second_header(match, header, width, heading)
    return width


def _check_second_header(match: Match, header: list[_Row], width: int, heading: Heading) -> None:
    """Below merged header cells, every column but the first names what it holds."""
    second = header[-1]
    first_level = min(column for role, column in match.columns.items() if role != "year")
    heads = [second.words(i) for i in range(first_level, width)]
    if len(header) < match.spec.header_rows or not all(h and not h.isdigit() for h in heads):
        raise InputError("TABLE-SECOND-HEADER", Place(heading.document, second.lines[0].number))


def _drop_repeated_headers(
    header: list[_Row], body: list[_Row], heading: Heading, repairs: list[Repair]
) -> list[_Row]:
    """Leave out header rows that were printed once more at the top of a page."""
    heads = [_heads(row) for row in header]
    kept: list[_Row] = []
    for row in body:
        if _heads(row) in heads:
            note = str(row.lines[0].number)
            repairs.append(Repair("repeated-header", f"table/{heading.number}/header/1", note))
        else:
            kept.append(row)
    return kept


def _mend(
    match: Match, body: list[_Row], width: int, heading: Heading, repairs: list[Repair]
) -> list[_Row]:
    """Shift rows that lost their first cell, and join rows torn over a page break."""
    rows: list[_Row] = []
    for row in body:
        _shift(match, row, width)
        if rows and row.lines[0].after_gap and not _begins(match, row):
            rows[-1].append(row)
        else:
            rows.append(row)
    for n, row in enumerate(rows, 1):
        address = f"table/{heading.number}/row/{n}"
        note = "+".join(str(line.number) for line in row.lines)
        if row.shifted:
            repairs.append(Repair("shifted-row", address, note))
        if len(row.lines) > 1:
            repairs.append(Repair("joined-row", address, note))
    return rows


def _shift(match: Match, row: _Row, width: int) -> None:
    """Move a row one cell to the right when words stand where its number should.

    Its first cell was lost: the number stands one column too far left, or, where the number is
    the first column, it was blank; and the last column is blank.
    """
    column = match.columns.get(match.spec.number, -1)
    words = row.words(column)
    if column < 0 or not words or is_number(words) or row.filled >= width:
        return
    before = row.words(column - 1) if column else ""
    if is_number(before) if column else words not in TOTALS:
        row.cells = [(), *row.cells]
        row.shifted = True


def _begins(match: Match, row: _Row) -> bool:
    return any(_fits(match, start, row) for start in match.spec.starts)


def _fits(match: Match, start: Start, row: _Row) -> bool:
    columns = match.columns
    if not all(role in columns for role in start.filled):
        # Without that column nothing tells a torn row from a whole one: none is joined.
        return len(start.filled) == 1 and not start.blank and len(match.spec.starts) == 1
    return all(row.words(columns[role]) for role in start.filled) and not any(
        row.words(columns[role]) for role in start.blank if role in columns
    )


def _finish(
    heading: Heading,
    kind: str,
    grid: tuple[list[_Row], list[_Row], int],
    found: tuple[list[Repair], list[Notice]],
    spaced: int,
) -> ReadTable:
    """Make the records: all rows padded to one width, a passage for each cell that is filled."""
    header, body, width = grid
    passages: list[PassageSeed] = []
    cells: list[list[tuple[str, ...]]] = [[], []]
    for part, (name, rows) in enumerate((("header", header), ("row", body))):
        for n, row in enumerate(rows, 1):
            address = f"table/{heading.number}/{name}/{n}"
            whole = tuple((line.start, line.end) for line in row.lines)
            passages.append(PassageSeed(f"table-{name}", address, whole))
            kind_of_cell = "table-header" if name == "header" else "table-cell"
            for column in range(width):
                if row.words(column):
                    place = f"{address}/column/{column + 1}"
                    passages.append(PassageSeed(kind_of_cell, place, row.cells[column]))
            padded = tuple(row.words(i, spaced=i == spaced) for i in range(width))
            cells[part].append(padded)
    table = PrintedTable(
        heading.number, kind, heading.caption, heading.section, tuple(cells[0]), tuple(cells[1])
    )
    return ReadTable(table, passages, *found)
