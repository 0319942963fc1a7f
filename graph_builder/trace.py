"""Paths between two things of a graph, each step with what says it.

The links that count are statements between things: schools, clusters, programmes, industries,
partners, cooperations, cases ... Passages, reports and classifying concepts (a level, a status) are
no stations. From each end the graph is opened half of the way, level by level, with one query for
each `CHUNK` of things, so that the graph is never loaded as a whole and a remote one is asked a
bounded number of times.
"""

from __future__ import annotations

import heapq
import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import ID, RULE, SCHEME, VET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph_builder.graph.access import Graph

    Adjacency = dict[str, dict[str, "Step"]]

#: Things opened by one query.
CHUNK = 200
#: Paths looked at before the best are chosen; a denser tangle is cut off, and the trace says so.
MAX_PATHS = 20_000
#: A derived step costs as much as this many stated ones: rules shorten at most three stated steps,
#: and what the report says comes first.
DERIVED_COST = 4.0
#: Cost of going through a hub: this much for each doubling of its number of links.
HUB_COST = 0.1

_NEIGHBOURS = """SELECT ?a ?p ?b ?forward ?g WHERE {
  VALUES ?a { %s }
  { ?a ?p ?b . BIND(true AS ?forward) } UNION { ?b ?p ?a . BIND(false AS ?forward) }
  UNION { GRAPH ?g { ?a ?p ?b } BIND(true AS ?forward) }
  UNION { GRAPH ?g { ?b ?p ?a } BIND(false AS ?forward) }
  FILTER(isIRI(?b))
}"""
_NO_LINKS = frozenset(
    VET + p
    for p in ("possiblySameAs", "resembles", "printedIn", "isPassageOf", "linksFrom", "linksTo")
)
_STATIONS = (ID, SCHEME + "industry")


class Link(NamedTuple):
    """A statement between two stations: `forward` when it points along the path."""

    predicate: str
    forward: bool


class Step(NamedTuple):
    """One step of a path.

    Attributes:
        start: IRI where it begins.
        end: IRI where it arrives.
        link: The statement that connects them.
        graphs: IRIs of the passages (or the rule) that hold the statement; none in a graph that
            keeps no passages.
    """

    start: str
    end: str
    link: Link
    graphs: tuple[str, ...]

    @property
    def derived(self) -> bool:
        """Whether rules say it and no passage does."""
        return bool(self.graphs) and all(g.startswith(RULE) for g in self.graphs)


class Trace(NamedTuple):
    """The paths found.

    Attributes:
        paths: Best first; each is its steps from start to end.
        complete: Whether every simple path of at most the given length was looked at.
        reached: Number of things within reach of the starts and of the ends.
        queries: Number of queries that were put to the graph.
    """

    paths: list[list[Step]]
    complete: bool
    reached: tuple[int, int]
    queries: int


class _Opened:
    """The part of the graph opened so far."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.links: dict[str, dict[str, dict[Link, list[str]]]] = {}
        self.queries = 0

    def open(self, things: Iterable[str]) -> None:
        """Fetch the links of these things, unless they are open already."""
        closed = sorted(t for t in things if t not in self.links)
        for start in range(0, len(closed), CHUNK):
            chunk = closed[start : start + CHUNK]
            self.queries += 1
            for thing in chunk:
                self.links[thing] = {}
            rows = self.graph.select(_NEIGHBOURS % " ".join(f"<{t}>" for t in chunk)).rows
            for a, p, b, forward, g in rows:
                predicate, other = p.value, b.value  # type: ignore[union-attr]
                if is_station(other) and predicate.startswith(VET) and predicate not in _NO_LINKS:
                    link = Link(predicate, forward.value == "true")  # type: ignore[union-attr]
                    graphs = self.links[a.value].setdefault(other, {}).setdefault(link, [])  # type: ignore[union-attr]
                    if isinstance(g, ox.NamedNode):
                        graphs.append(g.value)

    def ball(self, centre: str, radius: int) -> set[str]:
        """Everything within `radius` steps; what is nearer than that is open afterwards."""
        reached = {centre}
        frontier = {centre}
        for _ in range(radius):
            self.open(frontier)
            frontier = {n for t in frontier for n in self.links[t]} - reached
            reached |= frontier
        return reached


def is_station(iri: str) -> bool:
    """Whether a path may go through this: a thing or an industry, but no passage and no report."""
    return iri.startswith(_STATIONS) and not iri.startswith(ID + "report/")


def trace(
    graph: Graph, starts: list[str], ends: list[str], *, max_hops: int = 5, limit: int = 20
) -> Trace:
    """All simple paths between two sets of things, best first.

    Args:
        graph: Where to look.
        starts: IRIs; a path begins at one of them.
        ends: IRIs; a path ends at one of them.
        max_hops: Longest path, in steps.
        limit: How many paths to give back.

    Returns:
        Paths ordered by cost: short before long, stated before derived, specific before through a
        hub; ties by IRI.
    """
    opened = _Opened(graph)
    half = math.ceil(max_hops / 2)
    near_start = {s: opened.ball(s, half) for s in starts}
    near_end = {e: opened.ball(e, max_hops - half) for e in ends}
    adjacency = _best_steps(opened)
    found: list[list[str]] = []
    complete = True
    for start in starts:
        for end in ends:
            for path in _simple_paths(adjacency, start, end, max_hops):
                if len(found) == MAX_PATHS:
                    complete = False
                    break
                found.append(path)
    best = heapq.nsmallest(limit, found, key=lambda path: (_cost(path, adjacency), path))
    paths = [[adjacency[a][b] for a, b in pairwise(path)] for path in best]
    reached = (len(set().union(*near_start.values())), len(set().union(*near_end.values())))
    return Trace(paths, complete, reached, opened.queries)


def _best_steps(opened: _Opened) -> Adjacency:
    """The best step between any two things: stated before derived, then by predicate.

    Things at the rim were seen from the inside only; their links are turned round.
    """
    adjacency: Adjacency = {}
    for a, neighbours in opened.links.items():
        for b, links in neighbours.items():
            steps = [Step(a, b, link, tuple(sorted(graphs))) for link, graphs in links.items()]
            best = min(steps, key=lambda s: (s.derived, s.link))
            adjacency.setdefault(a, {})[b] = best
            if b not in opened.links:
                back = Link(best.link.predicate, not best.link.forward)
                adjacency.setdefault(b, {})[a] = Step(b, a, back, best.graphs)
    return adjacency


def _simple_paths(adjacency: Adjacency, start: str, end: str, max_hops: int) -> Iterator[list[str]]:
    """Simple paths by length, pruned by the distance that is left to the end."""
    if start == end or start not in adjacency or end not in adjacency:
        return
    left = _distances(adjacency, end, max_hops)
    for length in range(left.get(start, max_hops + 1), max_hops + 1):
        path = [start]
        stack = [iter(sorted(adjacency[start]))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                path.pop()
                continue
            steps = len(path)
            if step in path or steps + left.get(step, max_hops + 1) > length:
                continue
            if step == end:
                if steps == length:
                    yield [*path, end]
                continue
            if steps < length:
                path.append(step)
                stack.append(iter(sorted(adjacency[step])))


def _distances(adjacency: Adjacency, end: str, most: int) -> dict[str, int]:
    distances = {end: 0}
    frontier = [end]
    for distance in range(1, most + 1):
        frontier = [n for t in frontier for n in adjacency.get(t, ()) if n not in distances]
        distances.update(dict.fromkeys(frontier, distance))
    return distances


def _cost(path: list[str], adjacency: Adjacency) -> float:
    moves = sum(DERIVED_COST if adjacency[a][b].derived else 1.0 for a, b in pairwise(path))
    return moves + sum(HUB_COST * math.log2(max(1, len(adjacency[t]))) for t in path[1:-1])
