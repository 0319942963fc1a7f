"""CSV files that people edit, read strictly: every fault is named with its line and remedy."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Row(NamedTuple):
    """A line of a CSV file: its place for error messages, and its cells by column name."""

    file: str
    line: int
    cells: dict[str, str]

    def place(self, column: str | None = None) -> Place:
        """Where a person has to look."""
        return Place(self.file, self.line, column)


def read_rows(path: Path, columns: Sequence[str], shown_as: str) -> Iterator[Row]:
    """Read a CSV file whose header must be exactly `columns`, in this order.

    Args:
        path: The file; UTF-8, with or without a byte order mark.
        columns: The expected header.
        shown_as: How messages name the file.

    Yields:
        One row for each line that is not blank, cells stripped of outer white space.

    Raises:
        InputError: Not readable, not UTF-8, another header, or a row of another width.
    """
    try:
        handle = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputError(
            "CSV-READ", Place(shown_as), reason=error.strerror or str(error)
        ) from error
    with handle:
        reader = csv.reader(handle, strict=True)
        try:
            header = next(reader, [])
            if header != list(columns):
                raise InputError(
                    "CSV-HEADER",
                    Place(shown_as, 1),
                    found=",".join(header),
                    expected=",".join(columns),
                )
            for cells in reader:
                if not any(cells):
                    continue
                if len(cells) != len(columns):
                    raise InputError(
                        "CSV-WIDTH",
                        Place(shown_as, reader.line_num),
                        found=len(cells),
                        expected=len(columns),
                    )
                values = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
                yield Row(shown_as, reader.line_num, values)
        except UnicodeDecodeError as error:
            raise InputError("CSV-ENCODING", Place(shown_as)) from error
        except csv.Error as error:
            raise InputError(
                "CSV-SYNTAX", Place(shown_as, reader.line_num), reason=str(error)
            ) from error


def several(cell: str) -> list[str]:
    """The values of a cell, in order; none for a blank cell."""
    if not cell:
        return []
    return [value for part in cell.split("|") if (value := part.strip())]
