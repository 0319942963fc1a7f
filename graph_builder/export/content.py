"""What a view shows, before anything is drawn or written: columns of boxes, a matrix, bars, tables.

A view is made in one language; its network and its tables hold the same facts for data files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.export.network import Network

#: How a link is known: printed in the report, made by a rule, counted together by the view, or
#: laid down by the ontology.
STYLES = ("stated", "derived", "grouped", "defined")


class Box(NamedTuple):
    """A thing in a column of a layered picture.

    Attributes:
        key: What bands name it by; an IRI, or anything unique for a group.
        column: Number of its column, from 0 at the left.
        label: What is written in it.
        kind: Local name of its class, which gives colour and mark.
        members: How many things it stands for.
        title: Its whole name, shown on hovering.
        hue: Number of a colour of the theme; -1 for that of its kind.
    """

    key: str
    column: int
    label: str
    kind: str
    members: int = 1
    title: str = ""
    hue: int = -1


class Band(NamedTuple):
    """A link between two boxes.

    Attributes:
        source: Key of the box on the left (or where a line begins).
        target: Key of the box on the right.
        style: One of `STYLES`.
        weight: Thickness, in the unit that the view counts; 1 for a plain line.
        label: What the link says, with its places; shown on hovering, and written on the lines of
            a trace.
        hue: Number of a colour of the theme; -1 for no colour of its own.
    """

    source: str
    target: str
    style: str = "stated"
    weight: float = 1
    label: str = ""
    hue: int = -1


class Layers(NamedTuple):
    """A layered picture: a Sankey diagram when `unit` says what a band's thickness counts."""

    columns: list[str]
    boxes: list[Box]
    bands: list[Band]
    unit: str = ""
    #: Whether the labels of lines are written beside them.
    labelled: bool = False


class Cell(NamedTuple):
    """A cell of a matrix that holds something: its text, how it is known, what to say of it.

    `style` is one of `STYLES`, or `plain` for a cell that only describes its row.
    """

    text: str
    style: str = "stated"
    title: str = ""


class Matrix(NamedTuple):
    """Rows by columns; `cells` holds only what is there, by row and column number from 0.

    `shaded` marks the cells that hold something, for a picture of what is there and what is not.
    """

    corner: str
    rows: list[str]
    columns: list[str]
    cells: dict[tuple[int, int], Cell]
    shaded: bool = True


class Bar(NamedTuple):
    """One bar: the value drawn, the value printed, and which series (year, column) it is of."""

    value: float
    text: str
    series: int = 0
    title: str = ""


class Group(NamedTuple):
    """The bars of one thing, in order; groups of one `section` (a unit) share a scale."""

    label: str
    bars: list[Bar]
    section: str = ""


class Bars(NamedTuple):
    """Groups of horizontal bars, from top to bottom.

    `series` names the series (years, columns); one blank name where there is only one.
    """

    series: list[str]
    groups: list[Group]


class Table(NamedTuple):
    """Rows of a data file: name of the sheet, column titles, cells (text or numbers)."""

    name: str
    columns: list[str]
    rows: list[list[str | int | float]]


class View(NamedTuple):
    """All that one view shows.

    Attributes:
        name: Which view; one of `graph_builder.export.views.registry.VIEWS`.
        lang: Language of its words.
        title: Heading.
        notes: Whole sentences: source, completeness, what was left out or counted together.
        picture: What is drawn; None where the tables are.
        network: The facts as nodes and edges; None where the view has none.
        tables: The facts as rows, the main one first, each with a column for the evidence.
        quads: Statements beyond those of the network, for RDF.
        twin: The same view in the other language, for a page that can change its language.
    """

    name: str
    lang: str
    title: str
    notes: list[str]
    picture: Layers | Matrix | Bars | None
    network: Network | None
    tables: list[Table]
    quads: tuple[ox.Quad, ...] = ()
    twin: View | None = None
