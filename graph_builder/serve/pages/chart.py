"""A bar chart drawn on the server: every bar is a shape that the page stretches to its width."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: More rows than this are a table.
MOST_ROWS = 40
#: Columns of figures that are drawn beside each other.
MOST_SERIES = 4


class Bar(NamedTuple):
    """One bar: its length in per cent of the longest, its figure, and which series it is of."""

    length: float
    value: str
    series: int


class Chart(NamedTuple):
    """A chart: what it shows, the names of its series, and a label with its bars for each row."""

    title: str
    series: list[str]
    rows: list[tuple[str, list[Bar]]]


def chart(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, bool]]]
) -> Chart | None:
    """Draw the columns of figures against the first columns of words.

    Args:
        title: What it shows.
        heads: Titles of the columns.
        rows: Text of each cell, and whether it is a figure.

    Returns:
        None when there is nothing to draw: no column of figures, no words, one row, or too many.
    """
    if not 1 < len(rows) <= MOST_ROWS:
        return None
    columns = range(len(heads))
    figures = [c for c in columns if all(row[c][1] for row in rows)][:MOST_SERIES]
    words = [c for c in columns if not any(row[c][1] for row in rows) and _differs(rows, c)]
    if not figures or not words:
        return None
    most = max(abs(float(row[c][0])) for row in rows for c in figures) or 1.0
    drawn = [
        (
            " · ".join(row[c][0] for c in words[:2] if row[c][0]),
            [
                Bar(round(100 * max(0.0, float(row[c][0])) / most, 2), row[c][0], n)
                for n, c in enumerate(figures)
            ],
        )
        for row in rows
    ]
    return Chart(title, [heads[c] for c in figures], drawn)


def _differs(rows: Sequence[Sequence[tuple[str, bool]]], column: int) -> bool:
    return len({row[column][0] for row in rows}) > 1
