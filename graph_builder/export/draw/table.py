"""A table as a picture: the first columns of its rows, as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.content import Cell, Matrix

if TYPE_CHECKING:
    from graph_builder.export.content import Table


def as_matrix(table: Table) -> Matrix:
    """The table with its first column as the heads of the rows."""
    cells = {
        (i, j): Cell(str(value))
        for i, row in enumerate(table.rows)
        for j, value in enumerate(row[1:])
        if str(value)
    }
    rows = [str(row[0]) for row in table.rows]
    return Matrix(table.columns[0], rows, table.columns[1:], cells, shaded=False)
