"""Readings: what a reviewer of a report says of places that seem not to agree (`readings.csv`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.claims.csvfile import read_rows, several
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from graph_builder.claims.csvfile import Row

COLUMNS = ("id", "code", "verdict", "passages", "reading", "reason")
#: What a reading may say: both places are right, or the report does not tell which is.
VERDICTS = ("explained", "open")


class Reading(NamedTuple):
    """One line of `readings.csv`.

    Attributes:
        id: Its name.
        code: Its kind, from `ontology/audit/reading-kinds.csv`.
        verdict: One of `VERDICTS`.
        passages: Addresses of the places that it is about, in file order.
        reading: How the places are to be read.
        reason: What in the report speaks for it.
    """

    id: str
    code: str
    verdict: str
    passages: tuple[str, ...]
    reading: str
    reason: str

    def covers(self, places: Iterable[str]) -> bool:
        """Whether it is about one of the places, about what holds one, or about a part of one."""
        return any(_overlap(place, own) for place in places for own in self.passages)


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def read_readings(
    path: Path, addresses: Collection[str], kinds: Collection[str], shown_as: str
) -> list[Reading]:
    """Read the readings of a report.

    Args:
        path: A `readings.csv`.
        addresses: Every address that the report has.
        kinds: Known codes.
        shown_as: How messages name the file.

    Raises:
        InputError: A blank cell, an id twice, an unknown code, verdict or passage; names the line.
    """
    readings: dict[str, Reading] = {}
    for row in read_rows(path, COLUMNS, shown_as):
        for column in COLUMNS:
            if not row.cells[column]:
                raise InputError("AUDIT-BLANK", row.place(column))
        if row.cells["id"] in readings:
            raise InputError("AUDIT-TWICE", row.place("id"), found=row.cells["id"])
        _known(row, "code", row.cells["code"], kinds)
        _known(row, "verdict", row.cells["verdict"], VERDICTS)
        passages = tuple(several(row.cells["passages"]))
        for passage in passages:
            if passage not in addresses:
                close = (nearest(passage, addresses, 1) or ["—"])[0]
                raise InputError(
                    "FACT-PASSAGE", row.place("passages"), found=passage, nearest=close
                )
        cells = row.cells
        readings[cells["id"]] = Reading(
            cells["id"],
            cells["code"],
            cells["verdict"],
            passages,
            cells["reading"],
            cells["reason"],
        )
    return list(readings.values())


def _known(row: Row, column: str, found: str, known: Collection[str]) -> None:
    if found not in known:
        close = "、".join(nearest(found, known)) or "、".join(sorted(known))
        raise InputError("AUDIT-READING", row.place(column), found=found, nearest=close)
