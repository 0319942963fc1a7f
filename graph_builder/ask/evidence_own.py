"""What the rows of a query of one's own rest on (docs/decisions/0020)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from graph_builder.ask.evidence import MANY, evidence_in
from graph_builder.ask.own import form_of
from graph_builder.ask.patterns import Unreadable, read_patterns
from graph_builder.errors import LimitReached, QueryError
from graph_builder.graph.access import EmbeddedGraph

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.ask.evidence import Evidence
    from graph_builder.graph.access import Bindings, Graph, Rows

#: Solutions of a query that are looked at, of each SELECT in it.
MOST_SOLUTIONS = 50_000


def refuse_without_rows(query: str) -> None:
    """Refuse a query that gives no rows.

    Raises:
        QueryError: It is no SELECT.
    """
    form = form_of(query)
    if form != "SELECT":
        raise QueryError("ASK-EVIDENCE-SELECT", None, found=form)


def own_evidence(graph: Graph, query: str, rows: Rows, *, timeout: float) -> list[Evidence]:
    """The evidence of each row of a SELECT query of one's own.

    A row that stands for several solutions rests on what all of them rest on.

    Args:
        graph: That gave the rows.
        query: The query, which has run.
        rows: What it gave.
        timeout: Seconds for all of it.

    Raises:
        QueryError: It has something in it that makes its rows impossible to trace, which is named;
            or more solutions than are looked at.
        LimitReached: It took too long.
    """
    watched = _Watched(graph, timeout)
    try:
        scope = read_patterns(query, own=True)
        return evidence_in(watched, scope, {}, rows, timeout=timeout, most=MOST_SOLUTIONS)
    except Unreadable as error:
        if error.what == MANY:
            raise QueryError("ASK-EVIDENCE-MANY", None, most=MOST_SOLUTIONS) from error
        raise QueryError("ASK-EVIDENCE-FORM", None, found=error.what or "?") from error


class _Watched:
    """A graph all of whose queries together have so many seconds."""

    def __init__(self, graph: Graph, seconds: float) -> None:
        self.graph = graph
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def _left(self, timeout: float | None) -> float | None:
        left = self.end - time.monotonic()
        if left <= 0:
            raise LimitReached("QUERY-TIMEOUT", None, seconds=self.seconds)
        # A look-up of known statements is short; a process of its own would take longer.
        return None if timeout is None and isinstance(self.graph, EmbeddedGraph) else left

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        return self.graph.select(query, bindings, timeout=self._left(timeout), limit=limit)

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        return self.graph.ask(query, bindings, timeout=self._left(timeout))

    def construct(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> list[ox.Triple]:
        left = self._left(timeout)
        return self.graph.construct(query, bindings, timeout=left, limit=limit)
