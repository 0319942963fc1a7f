"""A table of typed rows that prints, shows itself in a notebook, and turns into other tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, overload

from graph_builder.errors import OutputError, QueryError
from graph_builder.library.values import Cell, Place, Thing
from graph_builder.messages import message
from graph_builder.output import one_line, render

if TYPE_CHECKING:
    import os

    import networkx as nx
    import pandas as pd

#: Rows that a notebook shows; more would only be scrolled past.
SHOWN = 60


class Row(Sequence[Cell]):
    """One row: a sequence of cells, which also go by the names of their columns.

    `row.school`, `row["school"]` and `row[0]` are the same cell. A column whose name is a word of
    Python, such as `class`, is `row.class_`.
    """

    __slots__ = ("_cells", "_columns")

    def __init__(self, columns: tuple[str, ...], values: tuple[Cell, ...]) -> None:
        self._columns = columns
        self._cells = values

    @overload
    def __getitem__(self, key: int | str) -> Cell: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(key, str):
            return self._cells[_position(self._columns, key)]
        return self._cells[key]

    def __getattr__(self, name: str) -> Cell:
        if name.startswith("__"):  # copying and the like ask for what is not there
            raise AttributeError(name)
        try:
            return self[name if name in self._columns else name.removesuffix("_")]
        except QueryError as error:
            raise AttributeError(str(error)) from error

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._cells)

    def __repr__(self) -> str:
        told = (f"{c}={v!s}" for c, v in zip(self._columns, self._cells, strict=True))
        return f"Row({', '.join(told)})"

    def as_dict(self) -> dict[str, Cell]:
        """Column -> cell."""
        return dict(zip(self._columns, self._cells, strict=True))


class Table(Sequence[Row]):
    """Rows with named columns.

    Attributes:
        title: What the table shows.
        columns: Names of the columns: those of the variables of its query.
        headings: Titles of the columns in the reader's language.
        notes: What one has to know about it: how complete it is, what was cut off.
        lang: `zh` or `en`.
    """

    def __init__(
        self,
        columns: Sequence[str],
        rows: Sequence[tuple[Cell, ...]],
        *,
        title: str = "",
        headings: Sequence[str] = (),
        notes: Sequence[str] = (),
        lang: str = "zh",
    ) -> None:
        self.columns = tuple(columns)
        self.headings = tuple(headings) or self.columns
        self.title = title
        self.notes = tuple(notes)
        self.lang = lang
        self._rows = [Row(self.columns, tuple(row)) for row in rows]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def column(self, name: str) -> list[Cell]:
        """The cells of one column, from top to bottom.

        Raises:
            QueryError: There is no such column; names those there are.
        """
        position = _position(self.columns, name)
        return [row[position] for row in self._rows]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title!r}: {len(self)} × {len(self.columns)}>"

    def __str__(self) -> str:
        count = message("rows", self.lang, count=len(self))
        head = f"{one_line(self.title)}\n" if self.title else ""
        return "\n".join([head + self.to_text() + count, *self.notes])

    def to_text(self, form: str = "table") -> str:
        """The rows as text: `table`, `csv`, `tsv`, `json` or `md`."""
        lang = self.lang if form in {"table", "md"} else None
        return render(self.headings, [[_text(cell, lang) for cell in row] for row in self], form)

    def to_csv(self, path: str | os.PathLike[str] | None = None, *, bom: bool = False) -> str:
        """The rows as CSV, which is also written to a file when a path is given.

        Args:
            path: Where to write; the old file stays when that fails.
            bom: Begin with a byte order mark, without which Excel misreads Chinese.

        Raises:
            OutputError: The file cannot be written.
        """
        text = ("\ufeff" if bom else "") + self.to_text("csv")
        if path is not None:
            from pathlib import Path  # noqa: PLC0415 -- only when a file is written

            from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- as above

            write_atomically(Path(path), text.encode())
        return text

    def to_pandas(self, *, iris: bool = False) -> pd.DataFrame:
        """The rows as a data frame whose columns are `columns`.

        Args:
            iris: Give things and places by IRI and not by label.

        Raises:
            OutputError: pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415 -- not everybody has it
        except ImportError as error:
            raise OutputError("LIBRARY-PANDAS", None) from error
        rows = [[_flat(cell, iris=iris) for cell in row] for row in self._rows]
        return pd.DataFrame(rows, columns=list(self.columns))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The things of the rows as a network, each row linking its things from left to right.

        Nodes are IRIs with a `label`; edges carry the `row` (from 0) and its `places`.
        """
        import networkx as nx  # noqa: PLC0415 -- slow to load

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for number, row in enumerate(self._rows):
            chain = [*self._before(), *(cell for cell in row if isinstance(cell, Thing))]
            places = [cell.text for cell in row if isinstance(cell, Place)]
            for thing in chain:
                network.add_node(thing.iri, label=thing.label)
            for left, right in pairwise(chain):
                network.add_edge(left.iri, right.iri, row=number, places=places)
        return network

    def _before(self) -> list[Thing]:
        """Things that stand before the first of each row; a plain table has none."""
        return []

    def _repr_html_(self) -> str:
        """The table as notebooks show it; every text is escaped."""
        parts = ['<table class="zhitu">']
        if self.title:
            parts.append(f"<caption>{escape(self.title)}</caption>")
        heads = "".join(f"<th>{escape(h)}</th>" for h in self.headings)
        parts.append(f"<thead><tr>{heads}</tr></thead><tbody>")
        for row in self._rows[:SHOWN]:
            parts.append(f"<tr>{''.join(_html(cell, self.lang) for cell in row)}</tr>")
        parts.append("</tbody></table>")
        notes = [message("rows", self.lang, count=len(self)), *self.notes]
        if len(self) > SHOWN:
            notes.insert(1, message("library-shown", self.lang, count=SHOWN))
        parts += [f"<p>{escape(note)}</p>" for note in notes]
        return "".join(parts)


def _position(columns: tuple[str, ...], name: str) -> int:
    if name in columns:
        return columns.index(name)
    raise QueryError("LIBRARY-COLUMN", None, found=name, known="、".join(columns) or "—")


def _text(cell: Cell, lang: str | None = None) -> str:
    """A cell as text; for people, who have a language, true and false are words."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        word = str(cell).lower()
        return word if lang is None else message(f"library-{word}", lang)
    return str(cell)


def _flat(cell: Cell, *, iris: bool) -> Cell:
    if isinstance(cell, Thing | Place):
        return cell.iri if iris else str(cell)
    return cell


def _html(cell: Cell, lang: str) -> str:
    title = f' title="{escape(cell.iri)}"' if isinstance(cell, Thing | Place) else ""
    return f"<td{title}>{escape(_text(cell, lang))}</td>"
