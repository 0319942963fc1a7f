"""Paths between two sets of things, and from one set to everything of a class.

Both are found from the outside in: each side is opened level by level, `CHUNK` things with one
query, so that the graph is never loaded as a whole. A search puts at most `MAX_QUERIES` queries to
the graph, however large that is and wherever it stands.
"""

from __future__ import annotations

import heapq
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.trace.best import Candidates, best_paths, cost_of
from graph_builder.trace.explore import Side, explore
from graph_builder.trace.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph_builder.graph.access import Graph
    from graph_builder.trace.best import Path
    from graph_builder.trace.links import Step
    from graph_builder.trace.scope import Scope


#: Paths of up to so many steps are looked for at first.
FIRST_HOPS = 3


class Trace(NamedTuple):
    """The paths found.

    Attributes:
        paths: Best first; each is its steps from start to end.
        costs: What each costs, in steps; see `best`.
        complete: Whether nothing was cut off that could hide a better path.
        more: Whether there are more paths than `limit` let through.
        reached: Number of things within reach of the starts and of the ends.
        hubs: IRI -> number of neighbours of the hubs that were not followed to all of them.
        queries: Number of queries that were put to the graph, at most `MAX_QUERIES`.
    """

    paths: list[list[Step]]
    costs: list[float]
    complete: bool
    more: bool
    reached: tuple[int, int]
    hubs: dict[str, int]
    queries: int


class Search:
    """A search that can be taken further after it found nothing."""

    def __init__(
        self,
        graph: Graph,
        starts: Collection[str],
        ends: Collection[str],
        *,
        via: Sequence[Collection[str]] = (),
        scope: Scope | None = None,
    ) -> None:
        wanted = frozenset().union(starts, ends, *via)
        self.opened = Opened(graph, scope, wanted)
        self.near, self.far = Side(starts), Side(ends)
        self.via = via

    def paths(self, max_hops: int, limit: int) -> Trace:
        """All simple paths of at most `max_hops` steps, the `limit` best of them.

        Longer paths are looked for only while one of them could still be among the best: a path
        costs at least one for each of its steps.
        """
        for hops in range(min(max_hops, FIRST_HOPS), max_hops):
            found = self.within(hops, limit)
            if found.more and len(found.costs) == limit and found.costs[-1] <= hops + 1:
                return found
        return self.within(max_hops, limit)

    def within(self, hops: int, limit: int) -> Trace:
        """The best of all simple paths of at most `hops` steps."""
        explore(self.opened, self.near, self.far, hops)
        ends = (self.near.ends, self.far.ends)
        candidates = Candidates(self.opened, *ends, hops, via=self.via)
        best, more, whole = best_paths(candidates, limit)
        return Trace(
            [steps_of(candidates, path) for path in best],
            [cost_of(candidates, path) for path in best],
            complete=whole and not self.opened.spent and not self._cut(),
            more=more,
            reached=(len(self.near.distances), len(self.far.distances)),
            hubs=self._cut(),
            queries=self.opened.queries,
        )

    def ends(self, cls: str, max_hops: int, limit: int) -> Trace:
        """Everything of a class within `max_hops` steps, with the best path to each."""
        opened, side = self.opened, self.near
        found: set[str] = set()
        while side.radius < max_hops and side.followed(opened) and not opened.spent:
            side.widen(opened)
            found |= opened.of_class(side.frontier, cls)
            if not self.via and len(found) >= limit:
                costs = sorted(c for c, _ in _to_each(_around(self, found), found).values())
                # A path that goes further costs at least one for each of its steps.
                if costs[limit - 1 : limit] and costs[limit - 1] <= side.radius + 1:
                    break
        candidates = _around(self, found)
        ways = _through(self, found, max_hops) if self.via else _to_each(candidates, found)
        best = heapq.nsmallest(limit, ways.values())
        return Trace(
            [steps_of(candidates, path) for _, path in best],
            [cost for cost, _ in best],
            complete=not opened.spent and not self._cut(),
            more=len(ways) > limit,
            reached=(len(side.distances), len(found)),
            hubs=self._cut(),
            queries=opened.queries,
        )

    def _cut(self) -> dict[str, int]:
        """The hubs inside a side; those at its rim are not to be followed anyway."""
        opened = self.opened
        return {
            hub: opened.degrees[hub]
            for hub in sorted(opened.hubs)
            if any(
                side.distances.get(hub, side.radius) < side.radius for side in (self.near, self.far)
            )
        }


def trace(
    graph: Graph,
    starts: Collection[str],
    ends: Collection[str],
    *,
    max_hops: int = 5,
    limit: int = 20,
    via: Sequence[Collection[str]] = (),
    scope: Scope | None = None,
) -> Trace:
    """All simple paths between two sets of things, best first.

    Args:
        graph: Where to look.
        starts: IRIs; a path begins at one of them.
        ends: IRIs; a path ends at one of them.
        max_hops: Longest path, in steps.
        limit: How many paths to give back.
        via: Sets of IRIs; a path goes through one of each.
        scope: Which statements and things may be used; all when None.

    Returns:
        Paths ordered by cost: short before long, stated before derived, specific before through a
        hub; ties by IRI.
    """
    return Search(graph, starts, ends, via=via, scope=scope).paths(max_hops, limit)


def trace_to(
    graph: Graph,
    starts: Collection[str],
    cls: str,
    *,
    max_hops: int = 5,
    limit: int = 20,
    via: Sequence[Collection[str]] = (),
    scope: Scope | None = None,
) -> Trace:
    """Everything of a class within reach, with the best path to each, best first.

    The search ends as soon as `limit` things are found that nothing further away can beat.

    Args:
        graph: Where to look.
        starts: IRIs; a path begins at one of them.
        cls: IRI of the class of the ends.
        max_hops: Longest path, in steps.
        limit: How many ends to give back.
        via: Sets of IRIs; a path goes through one of each.
        scope: Which statements and things may be used; all when None.
    """
    return Search(graph, starts, (), via=via, scope=scope).ends(cls, max_hops, limit)


def _around(search: Search, found: set[str]) -> Candidates:
    return Candidates(search.opened, search.near.ends, found, search.near.radius, via=search.via)


def _to_each(candidates: Candidates, ends: set[str]) -> dict[str, tuple[float, Path]]:
    """The best path to each of the ends.

    A station whose turn has come with no more steps is done with, so that the work grows with the
    stations and the steps, not with the paths.
    """
    best: dict[str, tuple[float, Path]] = {}
    fewest: dict[str, int] = {}
    starts = [start for start in candidates.starts if start in candidates.near]
    queue: list[tuple[float, Path, float]] = [(0.0, (start,), 0.0) for start in starts]
    heapq.heapify(queue)
    while queue:
        cost, path, spent = heapq.heappop(queue)
        last = path[-1]
        if fewest.get(last, len(path) + 1) <= len(path):
            continue
        fewest[last] = len(path)
        if last in ends and len(path) > 1:
            best.setdefault(last, (cost, path))
        if len(path) > candidates.max_hops:
            continue
        passing = candidates.passing(last) if len(path) > 1 else 0.0
        for other, move in candidates.ways(last):
            if other not in path:
                more = spent + passing + move
                heapq.heappush(queue, (round(more, 9), (*path, other), more))
    return best


def _through(search: Search, ends: set[str], max_hops: int) -> dict[str, tuple[float, Path]]:
    """The best path to each of the ends that goes through all the `via` sets."""
    ways: dict[str, tuple[float, Path]] = {}
    for end in sorted(ends):
        candidates = Candidates(search.opened, search.near.ends, (end,), max_hops, via=search.via)
        for path in best_paths(candidates, 1)[0]:
            ways[end] = (cost_of(candidates, path), path)
    return ways


def steps_of(candidates: Candidates, path: Path) -> list[Step]:
    """The steps of a path."""
    return [candidates.step(a, b) for a, b in pairwise(path)]
