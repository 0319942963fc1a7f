"""Rows of text for people and programs: aligned table, CSV, TSV, JSON, Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Characters that mean something in Markdown or HTML -> how they are written as themselves.
_MARKDOWN = str.maketrans({c: "\\" + c for c in "\\|*_`[]~"} | {"<": "&lt;", "&": "&amp;"})
FORMATS = ("table", "csv", "tsv", "json", "md")


def width(text: str) -> int:
    """Columns that a text takes on a terminal: Chinese characters take two."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 -- not needed for ASCII

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def render(
    columns: Sequence[str], rows: Sequence[Sequence[str]], form: str, *, bom: bool = False
) -> str:
    """Write rows in one of `FORMATS`.

    Args:
        columns: Column titles, left to right.
        rows: Cells in the order of `columns`.
        form: One of `FORMATS`.
        bom: Begin a CSV with a byte order mark, without which Excel misreads Chinese.
    """
    writer = {"table": _table, "csv": _csv, "tsv": _tsv, "json": _json, "md": _markdown}[form]
    return ("\ufeff" if bom and form == "csv" else "") + writer(columns, rows)


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which could forge terminal output."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " for c in text)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[one_line(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(columns))]
    rule = ["─" * w for w in widths]
    out = []
    for line in (lines[0], rule, *lines[1:]):
        padded = (cell + " " * (w - width(cell)) for cell, w in zip(line, widths, strict=True))
        out.append("  ".join(padded).rstrip())
    return "\n".join(out) + "\n"


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return (
        f"'{cell}"
        if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _number(cell)
        else cell
    )


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return not cell.strip("+-").isalpha()  # inf and nan


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (columns, *([safe_cell(cell) for cell in row] for row in rows))
    # A line of one blank cell is written as "", since readers pass over blank lines.
    return "".join((",".join(map(_csv_cell, line)) or '""') + "\n" for line in lines)


def _csv_cell(cell: str) -> str:
    """Quoted where RFC 4180 wants it; the module csv leaves a lone carriage return bare."""
    quoted = "," in cell or '"' in cell or "\n" in cell or "\r" in cell
    return '"' + cell.replace('"', '""') + '"' if quoted else cell


def _tsv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join("\t".join(one_line(cell) for cell in row) + "\n" for row in (columns, *rows))


def _json(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    import json  # noqa: PLC0415 -- only for this format

    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def safe_markdown(text: str) -> str:
    """The text as one line of Markdown that shows it as it is."""
    return one_line(text).translate(_MARKDOWN)


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(map(safe_markdown, cells)) + " |\n"

    return line(columns) + line(["---"] * len(columns)) + "".join(line(row) for row in rows)
