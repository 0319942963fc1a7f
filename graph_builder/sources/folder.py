"""A document as files of a data folder: `report.toml`, `passages.csv` and `tables/*.csv`."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from graph_builder.atomic import replace_files
from graph_builder.errors import InputError, Place
from graph_builder.sources.document import PASSAGE_KINDS
from graph_builder.sources.loading import DataFolder, load_folder, read_settings
from graph_builder.sources.metadata import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from graph_builder.sources.document import Document, Passage, PrintedTable

__all__ = ["DataFolder", "load_folder", "write_folder"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = ("id", *METADATA_KEYS, "language", "sha256")


def write_folder(document: Document, folder: Path) -> str:
    """Write a document into a data folder; a fault leaves the folder as it was.

    The same document always gives the same bytes. Tables of an earlier reading that the document
    does not have are removed; other files of the folder, such as `facts/`, stay.

    Args:
        document: What was read.
        folder: Created when it does not exist. Its name is the report's id, unless its
            `report.toml` has one already.

    Returns:
        The report's id.

    Raises:
        InputError: The id is not made of lower-case letters, digits and hyphens, or the
            `report.toml` that is there cannot be read.
        OutputError: A file cannot be written.
    """
    report = _report_id(folder)
    files = {
        "report.toml": _report_toml(document, report),
        "passages.csv": _csv_bytes(
            ("address", "kind", "section", "case", "spans"), map(_passage_cells, document.passages)
        ),
    }
    for table in document.tables:
        files[f"tables/{table.number}.csv"] = _table_csv(table)
    stale = {f"tables/{path.name}" for path in (folder / "tables").glob("*.csv")} - set(files)
    replace_files(folder, files, sorted(stale))
    return report


def _report_id(folder: Path) -> str:
    known = folder / "report.toml"
    if known.exists():
        found = read_settings(folder).get("id")
        if not isinstance(found, str) or not _ID.fullmatch(found):
            raise InputError("REPORT-ID", Place(str(known)), found=found)
        return found
    name = folder.resolve().name
    if not _ID.fullmatch(name):
        raise InputError("REPORT-ID", Place(str(folder)), found=name)
    return name


def _report_toml(document: Document, report: str) -> bytes:
    values: dict[str, str | int] = {"id": report, **document.metadata}
    lines = [f"{key} = {_toml(values[key])}" for key in _KEYS if key in values]
    counts = Counter(passage.kind for passage in document.passages)
    lines += ["", "[counts]"]
    lines += [f"{kind} = {counts[kind]}" for kind in PASSAGE_KINDS]
    lines.append(f"table = {len(document.tables)}")
    for table in document.tables:
        lines += ["", "[[tables]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in _table_settings(table).items()]
    for repair in document.repairs:
        lines += ["", "[[repairs]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in repair._asdict().items()]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _table_settings(table: PrintedTable) -> dict[str, str | int]:
    return {
        "number": table.number,
        "kind": table.kind,
        "caption": table.caption,
        "section": table.section,
        "header_rows": len(table.header),
        "rows": len(table.rows),
        "columns": len(table.header[0]),
    }


def _toml(value: str | int) -> str:
    """A value as TOML; characters that TOML forbids in a string are written as escapes."""
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m.group()):04X}", escaped) + '"'


def _passage_cells(passage: Passage) -> tuple[str, ...]:
    spans = "+".join(f"{start}-{end}" for start, end in passage.spans)
    return (passage.address, passage.kind, passage.section, passage.case, spans)


def _table_csv(table: PrintedTable) -> bytes:
    columns = ("row", *(str(n) for n in range(1, len(table.header[0]) + 1)))
    header = ((f"header-{n}", *cells) for n, cells in enumerate(table.header, 1))
    body = ((str(n), *cells) for n, cells in enumerate(table.rows, 1))
    return _csv_bytes(columns, [*header, *body])


def _csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
