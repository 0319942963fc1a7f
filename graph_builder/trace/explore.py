"""Opening a graph from both ends, level by level, until the two sides can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.trace.opened import Opened


class Side:
    """One side of the search: everything within `radius` steps of its ends.

    Attributes:
        distances: Station -> steps from the nearest end of this side, nearest first.
        frontier: The stations `radius` steps away.
        radius: Steps taken so far.
    """

    def __init__(self, ends: Iterable[str]) -> None:
        self.ends = frozenset(ends)
        self.distances = dict.fromkeys(sorted(self.ends), 0)
        self.frontier = sorted(self.ends)
        self.radius = 0

    def followed(self, opened: Opened) -> list[str]:
        """The stations of the frontier that are gone through: all but the known hubs."""
        return [t for t in self.frontier if t not in opened.hubs]

    def widen(self, opened: Opened) -> None:
        """Go one step further."""
        opened.open(self.followed(opened))
        fresh: dict[str, None] = {}
        for thing in self.followed(opened):
            # `neighbours` sorts; what has been reached already is no news.
            fresh |= dict.fromkeys(n for n in opened.links.get(thing, ()) if n not in fresh)
        opened.check_dates(n for n in fresh if n not in self.distances)
        reached: set[str] = set()
        for thing in self.followed(opened):
            reached.update(n for n in opened.neighbours(thing) if n not in self.distances)
        self.radius += 1
        self.frontier = sorted(reached)
        self.distances |= dict.fromkeys(self.frontier, self.radius)


def explore(opened: Opened, near: Side, far: Side, hops: int) -> None:
    """Widen the two sides until every path of at most `hops` steps is seen.

    The side with fewer stations to open goes first, so that an end which is a hub itself, a country
    or a large city, is left to the other side to reach. It stops early when the graph ends, or
    when `opened` has asked all it may.
    """
    while near.radius + far.radius < hops and not opened.spent:
        sides = [side for side in (near, far) if side.followed(opened)]
        if len(sides) < 2 and not opened.hubs:  # noqa: PLR2004 -- one side is seen whole
            break
        if not sides:
            break
        min(sides, key=lambda side: (len(side.followed(opened)), side.radius)).widen(opened)
    # What leads from a hub that was left shut to the rim of the other side, no side has seen.
    for side, other in ((near, far), (far, near)):
        shut = [hub for hub in opened.unopened if side.distances.get(hub, hops) < hops]
        opened.close(shut, other.frontier)
