"""Rows of the indicator tables that two reports word differently, or print in another unit.

A row that is not worded as the template gives no figure, so that a comparison of figures cannot
see it: the printed rows are compared here.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph_builder.check.audit.run import AuditedReport
    from graph_builder.graph.access import Graph

    #: Row, as printed from 1 -> its label and its unit.
    Rows = Mapping[int, tuple[str, str]]

_ROWS = """
PREFIX kind: <https://w3id.org/zhitu/scheme/passage-kind/>
SELECT DISTINCT ?table ?row ?label ?unit WHERE {
  { SELECT DISTINCT ?table WHERE { ?indicator vet:inTemplateTable ?table } }
  GRAPH ?report {
    ?labels vet:inTable ?table ; vet:hasPassageKind kind:table-header ; vet:atColumn ?labelColumn ;
            vet:hasPrintedText ?labelTitle .
    ?units vet:inTable ?table ; vet:hasPassageKind kind:table-header ; vet:atColumn ?unitColumn ;
           vet:hasPrintedText ?unitTitle .
    FILTER (CONTAINS(?labelTitle, "指标") && CONTAINS(?unitTitle, "单位"))
    ?cell vet:inTable ?table ; vet:hasPassageKind kind:table-cell ; vet:atColumn ?labelColumn ;
          vet:atRow ?row ; vet:hasPrintedText ?label .
    OPTIONAL {
      ?unitCell vet:inTable ?table ; vet:hasPassageKind kind:table-cell ;
                vet:atColumn ?unitColumn ; vet:atRow ?row ; vet:hasPrintedText ?unit .
    }
  }
} ORDER BY ?table ?row"""
_IDLE = re.compile(r"[\s*]+")


class Reworded(NamedTuple):
    """A row that one report prints so and the other otherwise, or not at all.

    Attributes:
        table: Number of the table.
        before: Row, label and unit in the earlier report; None where it has no such row.
        after: The same in the later report.
    """

    table: str
    before: tuple[int, str, str] | None
    after: tuple[int, str, str] | None


def reworded(graph: Graph, before: AuditedReport, after: AuditedReport) -> tuple[Reworded, ...]:
    """The rows of tables that both reports print, in the order of the later report."""
    old, new = _tables(graph, before), _tables(graph, after)
    found: list[Reworded] = []
    for table in sorted(set(old) & set(new)):
        found += _pairs(table, old[table], new[table])
    return tuple(found)


def _pairs(table: str, old: Rows, new: Rows) -> list[Reworded]:
    gone, came = _only(old, new), _only(new, old)
    pairs: list[tuple[int | None, int | None]] = []
    for row in came:
        label, _ = new[row]
        # The row of the same number, else one of the same label.
        other = row if row in gone else next((r for r in gone if old[r][0] == label), None)
        if other is not None:
            gone.remove(other)
        pairs.append((other, row))
    pairs += [(row, None) for row in gone]
    return [
        Reworded(
            table,
            None if one is None else (one, *old[one]),
            None if other is None else (other, *new[other]),
        )
        for one, other in pairs
    ]


def _only(rows: Rows, others: Rows) -> list[int]:
    """The rows whose label and unit the other table has not, or not so often."""
    left = Counter(others.values())
    found = []
    for row, words in sorted(rows.items()):
        if left[words]:
            left[words] -= 1
        else:
            found.append(row)
    return found


def _tables(graph: Graph, report: AuditedReport) -> dict[str, dict[int, tuple[str, str]]]:
    """Table -> its rows; stars and blanks are not part of a label."""
    tables: dict[str, dict[int, tuple[str, str]]] = {}
    for terms in graph.select(_ROWS, {"report": ox.NamedNode(report.iri)}).rows:
        table, row, *words = ("" if t is None else getattr(t, "value", "") for t in terms)
        label, unit = (_IDLE.sub("", word) for word in words)
        tables.setdefault(table, {})[int(row)] = (label, unit)
    return tables
