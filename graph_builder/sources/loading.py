"""A data folder is read back strictly: every fault is named with file, line, column and remedy."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_builder.errors import InputError, Place
from graph_builder.sources.document import PASSAGE_KINDS, Passage, PrintedTable, Repair, Span
from graph_builder.sources.tablespecs import SPECS, missing_columns, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_REQUIRED = {"id": str, "title": str, "language": str, "sha256": str}
_TABLE_KEYS = {
    "number": str,
    "kind": str,
    "caption": str,
    "section": str,
    "header_rows": int,
    "rows": int,
    "columns": int,
}
_REPAIR_KEYS = {"kind": str, "address": str, "note": str}
_PASSAGE_COLUMNS = ("address", "kind", "section", "case", "spans")
_TABLE_KINDS = (*(spec.kind for spec in SPECS), "plain")
_ADDRESS = re.compile(r"(?:section|table)/[0-9A-Za-z.-]+(?:/[a-z]+/[0-9A-Za-z.-]+)*")
_SPANS = re.compile(r"\d{1,9}-\d{1,9}(?:\+\d{1,9}-\d{1,9})*", re.ASCII)
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")
_TOML_LINE = re.compile(r"at line (\d+)")


class DataFolder(NamedTuple):
    """A report as its data folder holds it.

    Attributes:
        path: The folder.
        metadata: id, title, sha256, language and what else the title page says.
        counts: Kind of passage, and `table` -> how many there are.
        passages: In document order.
        tables: In document order.
        repairs: In document order.
    """

    path: Path
    metadata: dict[str, str | int]
    counts: dict[str, int]
    passages: tuple[Passage, ...]
    tables: tuple[PrintedTable, ...]
    repairs: tuple[Repair, ...]


def load_folder(folder: Path) -> DataFolder:
    """Read what `write_folder` wrote.

    Args:
        folder: A folder with `report.toml`, `passages.csv` and `tables/`.

    Raises:
        InputError: A file is missing, cannot be read, or is not as it should be.
    """
    settings = read_settings(folder)
    place = Place(_shown(folder, "report.toml"))
    _require(settings, _REQUIRED, place, "report.toml")
    metadata = {k: v for k, v in settings.items() if isinstance(v, (str, int))}
    listed = _entries(settings, "tables", _TABLE_KEYS, place)
    repairs = _entries(settings, "repairs", _REPAIR_KEYS, place)
    counts = settings.get("counts", {})
    if not isinstance(counts, dict) or not all(isinstance(n, int) for n in counts.values()):
        raise InputError("DATA-KEY", place, name="counts", within="report.toml")
    _check_files(folder, [entry["number"] for entry in listed], place)
    return DataFolder(
        folder,
        metadata,
        counts,
        tuple(_load_passages(folder)),
        tuple(_load_table(folder, entry) for entry in listed),
        tuple(Repair(**{key: entry[key] for key in _REPAIR_KEYS}) for entry in repairs),
    )


def read_settings(folder: Path) -> dict[str, Any]:
    """The content of a folder's `report.toml`.

    Raises:
        InputError: Missing, not readable, not UTF-8, or not TOML.
    """
    text = _read(folder, "report.toml")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        place = Place(_shown(folder, "report.toml"), int(line.group(1)) if line else None)
        raise InputError("DATA-TOML", place, reason=str(error)) from error


def _shown(folder: Path, name: str) -> str:
    """How messages name a file of the folder."""
    return f"{folder.name}/{name}"


def _read(folder: Path, name: str) -> str:
    path = folder / name
    place = Place(_shown(folder, name))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("DATA-MISSING", place) from error
    except OSError as error:
        raise InputError("CSV-READ", place, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise InputError("CSV-ENCODING", place) from error


def _require(entry: dict[str, Any], keys: Mapping[str, type], place: Place, within: str) -> None:
    for key, kind in keys.items():
        if type(entry.get(key)) is not kind:
            raise InputError("DATA-KEY", place, name=key, within=within)


def _entries(
    settings: dict[str, Any], name: str, keys: Mapping[str, type], place: Place
) -> list[dict[str, Any]]:
    entries = settings.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError("DATA-KEY", place, name=name, within="report.toml")
    for entry in entries:
        _require(entry, keys, place, f"[[{name}]]")
    return entries


def _check_files(folder: Path, numbers: list[str], place: Place) -> None:
    """Tables are listed once each, by a number that is a file name, and there is no other file."""
    for i, number in enumerate(numbers):
        if not _NUMBER.fullmatch(number):
            raise InputError("DATA-TABLE-NUMBER", place, found=number)
        if number in numbers[:i]:
            raise InputError("DATA-TABLE-TWICE", place, found=number)
    for path in sorted((folder / "tables").glob("*.csv")):
        if path.stem not in numbers:
            raise InputError("DATA-TABLE-UNLISTED", Place(_shown(folder, f"tables/{path.name}")))


def _rows(folder: Path, name: str, columns: Sequence[str]) -> Iterator[tuple[Place, list[str]]]:
    """Lines of a CSV file below its header, with their places; all of the header's width."""
    shown = _shown(folder, name)
    reader = csv.reader(io.StringIO(_read(folder, name), newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != list(columns):
            found, expected = ",".join(header), ",".join(columns)
            raise InputError("CSV-HEADER", Place(shown, 1), found=found, expected=expected)
        for cells in reader:
            place = Place(shown, reader.line_num)
            if len(cells) != len(columns):
                raise InputError("CSV-WIDTH", place, found=len(cells), expected=len(columns))
            yield place, cells
    except csv.Error as error:
        raise InputError("CSV-SYNTAX", Place(shown, reader.line_num), reason=str(error)) from error


def _load_passages(folder: Path) -> Iterator[Passage]:
    known: set[str] = set()
    for place, (address, kind, section, case, spans) in _rows(
        folder, "passages.csv", _PASSAGE_COLUMNS
    ):
        if not _ADDRESS.fullmatch(address):
            raise InputError("DATA-ADDRESS", _at(place, "address"), found=address)
        if address in known:
            raise InputError("DATA-ADDRESS-TWICE", _at(place, "address"), found=address)
        known.add(address)
        if kind not in PASSAGE_KINDS:
            expected = "、".join(PASSAGE_KINDS)
            raise InputError("DATA-KIND", _at(place, "kind"), found=kind, expected=expected)
        yield Passage(address, kind, section, case, _parse_spans(spans, place))


def _parse_spans(spans: str, place: Place) -> tuple[Span, ...]:
    parsed: list[Span] = []
    if _SPANS.fullmatch(spans):
        for part in spans.split("+"):
            start, _, end = part.partition("-")
            parsed.append((int(start), int(end)))
    offsets = [offset for span in parsed for offset in span]
    in_order = all(start < end for start, end in parsed) and offsets == sorted(offsets)
    if not parsed or not in_order:
        raise InputError("DATA-SPANS", _at(place, "spans"), found=spans)
    return tuple(parsed)


def _load_table(folder: Path, entry: dict[str, Any]) -> PrintedTable:
    name = f"tables/{entry['number']}.csv"
    place = Place(_shown(folder, "report.toml"))
    if entry["kind"] not in _TABLE_KINDS:
        expected = "、".join(_TABLE_KINDS)
        raise InputError("DATA-KIND", place, found=entry["kind"], expected=expected)
    labels = [f"header-{n}" for n in range(1, entry["header_rows"] + 1)]
    labels += [str(n) for n in range(1, entry["rows"] + 1)]
    columns = ("row", *(str(n) for n in range(1, entry["columns"] + 1)))
    rows: list[tuple[str, ...]] = []
    for line, cells in _rows(folder, name, columns):
        expected = labels[len(rows)] if len(rows) < len(labels) else "-"
        if cells[0] != expected:
            raise InputError("DATA-ROW", _at(line, "row"), found=cells[0], expected=expected)
        rows.append(tuple(cells[1:]))
    if len(rows) != len(labels):
        shown = Place(_shown(folder, name))
        raise InputError("DATA-ROWS", shown, found=len(rows), expected=len(labels))
    split = entry["header_rows"]
    table = PrintedTable(
        entry["number"],
        entry["kind"],
        entry["caption"],
        entry["section"],
        tuple(rows[:split]),
        tuple(rows[split:]),
    )
    _check_columns(table, Place(_shown(folder, name), 2))
    return table


def _check_columns(table: PrintedTable, place: Place) -> None:
    """The columns from which claims are made are there; their titles may have been edited."""
    spec = spec_of(table.kind)
    missing = missing_columns(table)
    if spec is not None and missing:
        raise InputError(
            "TABLE-COLUMN-MISSING",
            place,
            table=table.number,
            missing="、".join(missing),
            found="、".join(head for head in (*table.header, ())[0] if head),
            expected=spec.expected(),
        )


def _at(place: Place, column: str) -> Place:
    return Place(place.file, place.line, column)
