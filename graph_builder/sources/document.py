"""What a report document holds: passages with addresses, printed tables, and what was repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Kinds of passage, in the order in which counts are written.
PASSAGE_KINDS = (
    "title-line",
    "contents-line",
    "heading",
    "paragraph",
    "sentence",
    "caption",
    "case-heading",
    "table-caption",
    "table-header",
    "table-row",
    "table-cell",
    "note",
)

Span = tuple[int, int]


class Passage(NamedTuple):
    """A printed place.

    Attributes:
        address: Relative to the report, such as `section/2.5/paragraph/3/sentence/1`.
        kind: One of `PASSAGE_KINDS`.
        section: `title-page`, `preface`, `contents`, or a number as printed.
        case: Number of the case study as printed; blank outside cases.
        spans: Half-open offsets into the normalised text, in reading order; several when a page
            break tore the passage.
    """

    address: str
    kind: str
    section: str
    case: str
    spans: tuple[Span, ...]


class PrintedTable(NamedTuple):
    """A table as printed, after the repair of what page breaks did to it.

    Attributes:
        number: As in the caption, such as `6-1`; `3-listing` for the one under a note of table 3.
        kind: A kind of `tablespecs.SPECS`, or `plain`.
        caption: Without the number; blank for a table without a caption.
        section: Where it stands.
        header: Header rows; all rows of a table have the same width.
        rows: Body rows. A cell that is blank because cells were merged stays blank.
    """

    number: str
    kind: str
    caption: str
    section: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


class Repair(NamedTuple):
    """Something that the layout tore and the reader put together.

    Attributes:
        kind: `joined-row`, `shifted-row`, `repeated-header` or `joined-paragraph`.
        address: The passage that was put together.
        note: Lines of the normalised text, from 1, joined by `+`.
    """

    kind: str
    address: str
    note: str


class Notice(NamedTuple):
    """Something that a person should look at: a key of the message catalogue and its values."""

    key: str
    values: dict[str, object]


class Document(NamedTuple):
    """A report document as read; everything in document order.

    Attributes:
        metadata: What the title page says: title, publisher, published, declared, year ...; and
            language and sha256. Values are text, except the year.
        passages: All printed places.
        tables: All printed tables.
        repairs: What was put together.
        notices: What a person should look at.
    """

    metadata: dict[str, str | int]
    passages: tuple[Passage, ...]
    tables: tuple[PrintedTable, ...]
    repairs: tuple[Repair, ...]
    notices: tuple[Notice, ...]


def join_pieces(pieces: Sequence[str], *, spaced: bool = False) -> str:
    """Put the pieces of a torn text together, in reading order.

    Args:
        pieces: Stretches of the text without outer white space.
        spaced: The text is a list whose items are set apart by spaces, so a space joins.

    Returns:
        The whole. Chinese is written without spaces, so nothing comes between the pieces, except
        a space between two ASCII letters, which would otherwise run together as one word.
    """
    out: list[str] = []
    last = ""
    for piece in pieces:
        if not piece:
            continue
        if last and (spaced or (_is_letter(last) and _is_letter(piece[0]))):
            out.append(" ")
        out.append(piece)
        last = piece[-1]
    return "".join(out)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def text_of(text: str, passage: Passage, tables: Sequence[PrintedTable] = ()) -> str:
    """The words of a passage, taken from the normalised text.

    Args:
        text: The normalised text that the offsets of the passage count.
        passage: A passage of it.
        tables: Tables of the document; a torn cell or row of a table is put together as its
            columns ask for, and without the table as running text.

    Returns:
        For a table row its cells with tabs between them; otherwise the passage without line breaks.
    """
    pieces = [text[start:end] for start, end in passage.spans]
    if len(pieces) == 1:
        return pieces[0]
    if not passage.kind.startswith("table-"):
        return join_pieces(pieces)
    spaced = _list_columns(passage, tables)
    if passage.kind == "table-row":
        split = [[cell.strip() for cell in piece.split("\t")] for piece in pieces]
        width = max(len(cells) for cells in split)
        columns = [[cells[i] if i < len(cells) else "" for cells in split] for i in range(width)]
        return "\t".join(join_pieces(c, spaced=i in spaced) for i, c in enumerate(columns, 1))
    column = passage.address.rpartition("/")[2]
    return join_pieces(pieces, spaced=column.isdecimal() and int(column) in spaced)


def _list_columns(passage: Passage, tables: Sequence[PrintedTable]) -> frozenset[int]:
    """Columns, from 1, of the passage's table whose items are set apart by spaces."""
    from graph_builder.sources.tablespecs import list_columns  # noqa: PLC0415 -- only torn tables

    number = passage.address.split("/")[1]
    table = next((t for t in tables if t.number == number), None)
    return list_columns(table) if table is not None else frozenset()
