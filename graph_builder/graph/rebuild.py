"""A printed table put together again from the graph, cell for cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.errors import NameNotFound
from graph_builder.names import report_iri

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph, Term

#: Of a report and a number. Constants in the text are joined first, bindings last, which counts
#: where a graph has many reports.
_CELLS = """SELECT ?address ?printed WHERE {
  GRAPH %s {
    ?passage vet:inTable %s ; vet:hasAddress ?address .
    OPTIONAL { ?passage vet:hasPrintedText ?printed }
  }
} ORDER BY ?address"""
_TABLES = """SELECT DISTINCT ?table WHERE {
  GRAPH ?report { ?passage vet:isPassageOf ?report ; vet:inTable ?table }
} ORDER BY ?table"""


def rebuild_table(graph: Graph, report: str, number: str) -> list[list[str]]:
    """Rebuild a printed table from what the graph says about its cells.

    Args:
        graph: Where the report stands.
        report: Id of the report, such as `liuzhou-2023`.
        number: Number of the table as the report counts it, such as `6-1` or `3-listing`.

    Returns:
        The lines of the table's CSV in a report folder: first `row` and the column numbers, then
        the header rows (`header-1` ...) and the body rows (`1` ...), each behind its name. A cell
        that the report leaves blank is blank.

    Raises:
        NameNotFound: The graph has no such table of this report; names those that it has.
    """
    node = ox.NamedNode(report_iri(report))
    rows = graph.select(_CELLS % (node, ox.Literal(number)))
    cells: dict[tuple[str, int], dict[int, str]] = {}
    for address, printed in ((_text(a), _text(p)) for a, p in rows.rows):
        parts = address.split("/")
        place = dict(zip(parts[::2], parts[1::2], strict=False))
        for kind in ("header", "row"):
            if kind in place:
                row = cells.setdefault((kind, int(place[kind])), {})
                if "column" in place:
                    row[int(place["column"])] = printed
    if not cells:
        tables = graph.select(_TABLES, {"report": node}).rows
        known = "、".join(_text(table) for (table,) in tables) or "—"
        raise NameNotFound("TABLE-UNKNOWN", None, found=number, report=report, known=known)
    columns = range(1, max((c for row in cells.values() for c in row), default=0) + 1)
    lines = [["row", *map(str, columns)]]
    for (kind, n), row in sorted(cells.items()):
        lines.append([f"header-{n}" if kind == "header" else str(n)])
        lines[-1].extend(row.get(c, "") for c in columns)
    return lines


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
