"""How serious each rule is: `ontology/profile.csv`, and a file of the user's that overrides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.report import LEVELS
from graph_builder.claims.csvfile import read_rows
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("code", "level")


def load_profile(own: Path | None = None) -> dict[str, str]:
    """Code -> level (`violation`, `warning` or `info`).

    Args:
        own: A file with the same columns whose lines replace those that ship with zhitu.

    Raises:
        InputError: A file is missing or faulty, or has an unknown level or code.
    """
    shipped = bundled("ontology") / "profile.csv"
    levels = _read(shipped, shipped.name)
    if own is None:
        return levels
    changed = _read(own, str(own), known=levels)
    return levels | changed


def _read(path: Path, shown_as: str, known: dict[str, str] | None = None) -> dict[str, str]:
    levels: dict[str, str] = {}
    for row in read_rows(path, COLUMNS, shown_as):
        code, level = row.cells["code"], row.cells["level"]
        if level not in LEVELS:
            raise InputError(
                "CHECK-LEVEL",
                row.place("level"),
                found=level,
                expected="、".join(LEVELS),
            )
        if known is not None and code not in known:
            raise InputError(
                "CHECK-CODE",
                row.place("code"),
                found=code,
                nearest="、".join(nearest(code, known)) or "—",
            )
        if code in levels:
            raise InputError("CHECK-CODE-TWICE", row.place("code"), rule=code)
        levels[code] = level
    return levels
