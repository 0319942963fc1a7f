"""A graph on a server, copied into memory page by page.

`check` and `audit` look at everything, with queries on which some servers break. A copy answers
them as a file would, and costs a bounded number of requests: one for each `PAGE` statements of a
large graph, one for each `NAMES` small ones, two that count.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.errors import GraphError, Place
from graph_builder.graph.access import EmbeddedGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.graph.access import Graph

    #: Name of a graph, None for the default graph -> how many statements stand in it.
    Counts = Counter[str | None]

#: Statements fetched by one request; below what Virtuoso sends at most by default (10,000).
PAGE = 5_000
#: Graphs of which the statements are fetched by one request.
NAMES = 200
#: A larger graph is not copied: it would take about 2 GB here.
MOST = 3_000_000

_IN_GRAPHS = "SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {0} }} GRAPH ?g {{ ?s ?p ?o }} }}"
_DEFAULT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_COUNT_NAMED = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_COUNT_DEFAULT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def copied(graph: Graph, most: int = MOST) -> EmbeddedGraph:
    """The graph itself when it is in this process, else a copy of what the server has.

    Raises:
        GraphError: It has more than `most` statements, or changed while it was copied.
    """
    if isinstance(graph, EmbeddedGraph):
        return graph
    place = Place(str(getattr(graph, "url", "")))
    counts = counts_of(graph)
    total = sum(counts.values())
    if total > most:
        raise GraphError("COPY-LARGE", place, found=total, limit=most)
    store = ox.Store()
    for query in _queries(counts):
        for *name, s, p, o in graph.select(query).rows:
            store.add(ox.Quad(s, p, o, *name))  # type: ignore[arg-type]
    copy = EmbeddedGraph(store)
    if counts_of(copy) != counts:
        raise GraphError("COPY-CHANGED", place)
    return copy


def counts_of(graph: Graph, timeout: float | None = None) -> Counts:
    """How many statements stand in each graph; graphs without any are left out."""
    counts = Counter[str | None]()
    for name, n in graph.select(_COUNT_NAMED, timeout=timeout).rows:
        counts[getattr(name, "value", "")] = int(getattr(n, "value", 0))
    ((n,),) = graph.select(_COUNT_DEFAULT, timeout=timeout).rows
    counts[None] = int(getattr(n, "value", 0))
    return +counts


def _queries(counts: Counts) -> Iterator[str]:
    """Queries for everything, none of which has more than `PAGE` rows."""
    for start in range(0, counts[None], PAGE):
        yield f"{_DEFAULT} LIMIT {PAGE} OFFSET {start}"
    waiting: list[str] = []
    held = 0
    for name, count in sorted((n, c) for n, c in counts.items() if n is not None):
        if count > PAGE:
            for start in range(0, count, PAGE):
                yield f"{_IN_GRAPHS.format(f'<{name}>')} LIMIT {PAGE} OFFSET {start}"
            continue
        if waiting and (held + count > PAGE or len(waiting) == NAMES):
            yield _IN_GRAPHS.format(" ".join(waiting))
            waiting, held = [], 0
        waiting.append(f"<{name}>")
        held += count
    if waiting:
        yield _IN_GRAPHS.format(" ".join(waiting))
