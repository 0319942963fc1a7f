"""What stands in the cells of a table: things, printed places, and plain Python values."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.answer import is_place
from graph_builder.ask.entities import is_iri, labels, places
from graph_builder.names import XSD, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph_builder.addresses import Places
    from graph_builder.graph.access import Graph, Term


class Thing(NamedTuple):
    """A thing of the graph; printed, it is its label.

    Attributes:
        label: What it is called, in the language of the table.
        iri: Which thing it is.
    """

    label: str
    iri: str

    def __str__(self) -> str:
        return self.label


class Place(NamedTuple):
    """Where something is said: a printed place, a rule, or a register of zhitu.

    Attributes:
        text: The place in words, such as 表 6-1 第 15 行.
        iri: IRI of the graph that holds the statement.
    """

    text: str
    iri: str

    def __str__(self) -> str:
        return self.text


#: What may stand in a cell.
Cell = Thing | Place | str | int | float | bool | Decimal | date | None


def _boolean(value: str) -> bool:
    return value in {"true", "1"}


_READERS: dict[str, Callable[[str], int | float | bool | Decimal | date]] = {
    XSD + "integer": int,
    XSD + "gYear": int,
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": _boolean,
    XSD + "date": date.fromisoformat,
}


def things(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, Thing]:
    """IRI -> thing, with its label or, where it has none, the short form of its IRI."""
    wanted = set(iris)
    names = labels(graph, wanted, lang)
    return {iri: Thing(names.get(iri) or compact(iri), iri) for iri in wanted}


def cells(
    graph: Graph, rows: Iterable[tuple[Term | None, ...]], lang: str
) -> list[tuple[Cell, ...]]:
    """Rows of RDF terms as rows of Python values.

    Literals of XML Schema types become `int`, `float`, `bool`, `Decimal` and `date`, a year an
    `int`; all others, and those whose text does not fit their type, are `str`.
    """
    listed = list(rows)
    iris = {t.value for row in listed for t in row if is_iri(t) and not is_place(t.value)}
    known = things(graph, iris, lang)
    told = places(graph, (t.value for row in listed for t in row if is_iri(t)), lang)
    return [tuple(_cell(term, known, told) for term in row) for row in listed]


def _cell(term: Term | None, known: dict[str, Thing], told: Places) -> Cell:
    if term is None:
        return None
    if is_iri(term):
        return known.get(term.value) or Place(told(term.value), term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    reader = _READERS.get(term.datatype.value)
    if reader is not None:
        with suppress(ValueError, ArithmeticError):
            return reader(term.value)
    return term.value
