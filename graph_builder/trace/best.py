"""The best simple paths of what has been opened, in the order of what they cost.

Short comes before long, stated before derived, specific before through a hub. The paths are found
in that order (A*, with what the rest costs at least as the guide), so that the first twenty of a
million are found without looking at the others.
"""

from __future__ import annotations

import heapq
import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graph_builder.trace.links import Step
    from graph_builder.trace.opened import Opened

    Path = tuple[str, ...]

#: A derived step costs as much as this many stated ones: rules shorten at most three stated steps,
#: and what the report says comes first.
DERIVED_COST = 4.0
#: Cost of going through a hub: this much for each doubling of its number of links.
HUB_COST = 0.1
#: Beginnings of paths looked at; a denser tangle is cut off, and the trace says so.
MAX_LOOKED = 100_000


class Candidates:
    """The stations that can lie on a path of at most `max_hops` steps, and what steps cost.

    Args:
        opened: What has been seen of the graph.
        starts: Where paths begin.
        ends: Where they end.
        max_hops: Longest path.
        via: Each path goes through one thing of each of these sets.
    """

    def __init__(
        self,
        opened: Opened,
        starts: Collection[str],
        ends: Collection[str],
        max_hops: int,
        via: Sequence[Collection[str]] = (),
    ) -> None:
        self.opened = opened
        self.starts = sorted(starts)
        self.ends = frozenset(ends)
        self.max_hops = max_hops
        self._reverse: dict[str, list[str]] = {}
        for thing, near in opened.links.items():
            for other in near:
                if other not in opened.links:
                    self._reverse.setdefault(other, []).append(thing)
        self._neighbours: dict[str, list[str]] = {}
        ahead = self._distances(self.starts)
        left = self._distances(sorted(self.ends))
        within = {t: d + left[t] for t, d in ahead.items() if t in left}
        self.near: dict[str, list[str]] = {
            t: [n for n in self._around(t) if within.get(n, max_hops + 1) <= max_hops]
            for t, steps in within.items()
            if steps <= max_hops
        }
        self._bits = dict.fromkeys(self.near, 0)
        for number, things in enumerate(via):
            for thing in things:
                if thing in self._bits:
                    self._bits[thing] |= 1 << number
        self.all_bits = (1 << len(via)) - 1
        self._rest: dict[tuple[str, int, int], float] = {}
        self._passing: dict[str, float] = {}
        self._ways: dict[str, list[tuple[str, float]]] = {}

    def _around(self, thing: str) -> list[str]:
        known = self._neighbours.get(thing)
        if known is None:
            known = self.opened.neighbours(thing)
            back = self._reverse.get(thing)
            if back:
                usable = (t for t in back if self.opened.step(thing, t) is not None)
                known = sorted({*known, *usable})
            self._neighbours[thing] = known
        return known

    def _distances(self, ends: list[str]) -> dict[str, int]:
        distances = dict.fromkeys(ends, 0)
        frontier = ends
        for distance in range(1, self.max_hops + 1):
            fresh = {n for t in frontier for n in self._around(t) if n not in distances}
            frontier = sorted(fresh)
            distances |= dict.fromkeys(frontier, distance)
        return distances

    def step(self, start: str, end: str) -> Step:
        """The best step from one station to a neighbour of it."""
        step = self.opened.step(start, end)
        if step is None:
            raise KeyError(start, end)
        return step

    def bits(self, thing: str) -> int:
        """Which of the `via` sets hold this station, one bit each."""
        return self._bits.get(thing, 0)

    def ways(self, thing: str) -> list[tuple[str, float]]:
        """The neighbours of a station that a path may go on to, and what the step there costs."""
        known = self._ways.get(thing)
        if known is None:
            near = self.near.get(thing, ())
            known = [(n, DERIVED_COST if self.step(thing, n).derived else 1.0) for n in near]
            self._ways[thing] = known
        return known

    def passing(self, thing: str) -> float:
        """What it costs to go through a station."""
        known = self._passing.get(thing)
        if known is None:
            links = self.opened.degrees.get(thing, len(self.near[thing]))
            known = self._passing[thing] = HUB_COST * math.log2(max(1, links))
        return known

    def measure(self, paths: Sequence[Path]) -> bool:
        """Find out how large the stations on these paths are; whether that was news.

        A thing that no side has opened, a meeting point of both, is taken for a small one until
        then, so that what a path costs may be underrated but is never overrated.
        """
        news = self.opened.measure({thing for path in paths for thing in path[1:-1]})
        if news:
            self._rest.clear()
            self._passing.clear()
        return news

    def rest(self, thing: str, hops: int, seen: int) -> float:
        """The least that the way on from a station costs, with at most `hops` steps.

        `seen` says which `via` sets have been met. That a path must not cross itself is left out of
        account, so that it may cost more but never less.
        """
        if hops == 0:
            return math.inf
        key = (thing, hops, seen)
        known = self._rest.get(key)
        if known is None:
            known = math.inf
            for other, move in self.ways(thing):
                met = seen | self._bits[other]
                if other in self.ends and met == self.all_bits:
                    after = 0.0
                else:
                    after = self.passing(other) + self.rest(other, hops - 1, met)
                known = min(known, move + after)
            self._rest[key] = known
        return known


def best_paths(candidates: Candidates, limit: int) -> tuple[list[Path], bool, bool]:
    """The `limit` best simple paths, whether there are more, and whether all were looked for.

    Ties go by IRI, station by station.
    """
    while True:
        found = _best(candidates, limit)
        # Once all stations on the best paths are known, no underrated path can come before them.
        if not candidates.measure(found[0]):
            return found


def _best(candidates: Candidates, limit: int) -> tuple[list[Path], bool, bool]:
    found: list[Path] = []
    looked = 0
    queue: list[tuple[float, Path, bool, float, int]] = []
    for start in candidates.starts:
        if start in candidates.near:
            met = candidates.bits(start)
            least = candidates.rest(start, candidates.max_hops, met)
            if least < math.inf:
                heapq.heappush(queue, (round(least, 9), (start,), False, 0.0, met))
    while queue:
        _, path, whole, spent, met = heapq.heappop(queue)
        if whole:
            if len(found) == limit:
                return found, True, True
            found.append(path)
            continue
        looked += 1
        if looked > MAX_LOOKED:
            return found, True, False
        for entry in _further(candidates, path, spent, met):
            heapq.heappush(queue, entry)
    return found, False, True


def _further(
    candidates: Candidates, path: Path, spent: float, met: int
) -> Iterator[tuple[float, Path, bool, float, int]]:
    """The path with one more step: as a whole path where it arrives, and as a beginning."""
    last, left = path[-1], candidates.max_hops - len(path)
    for other, move in candidates.ways(last):
        if other in path:
            continue
        cost = spent + move
        now = met | candidates.bits(other)
        longer = (*path, other)
        if other in candidates.ends and now == candidates.all_bits:
            yield round(cost, 9), longer, True, cost, now
        least = candidates.rest(other, left, now) if left else math.inf
        if least < math.inf:
            cost += candidates.passing(other)
            yield round(cost + least, 9), longer, False, cost, now


def cost_of(candidates: Candidates, path: Path) -> float:
    """What a path costs: its steps, derived ones dearer, and the hubs on the way."""
    moves = sum(dict(candidates.ways(a))[b] for a, b in pairwise(path))
    return moves + sum(candidates.passing(t) for t in path[1:-1])
