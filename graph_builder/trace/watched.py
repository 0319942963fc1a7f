"""A graph as one trace sees it: its queries are counted, and share one time limit."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from graph_builder.errors import LimitReached

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.graph.access import Bindings, Graph, Rows


class Watched:
    """A graph that counts its queries and gives each only the time that is left."""

    def __init__(self, graph: Graph, timeout: float | None) -> None:
        self.graph = graph
        self.timeout = timeout
        self.deadline = None if timeout is None else time.monotonic() + timeout
        self.queries = 0

    def _left(self) -> float | None:
        self.queries += 1
        if self.deadline is None:
            return None
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise LimitReached("QUERY-TIMEOUT", None, seconds=self.timeout)
        return left

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,  # noqa: ARG002 -- the deadline of the trace counts
        limit: int | None = None,
    ) -> Rows:
        """Run it in the time that is left; see `Graph`."""
        return self.graph.select(query, bindings, timeout=self._left(), limit=limit)

    def ask(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,  # noqa: ARG002 -- as above
    ) -> bool:
        """Run it in the time that is left; see `Graph`."""
        return self.graph.ask(query, bindings, timeout=self._left())

    def construct(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,  # noqa: ARG002 -- as above
        limit: int | None = None,
    ) -> list[ox.Triple]:
        """Run it in the time that is left; see `Graph`."""
        return self.graph.construct(query, bindings, timeout=self._left(), limit=limit)
