"""What can be said when no path is found: what each side reaches, and where they come near."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.trace.links import kind
from graph_builder.trace.opened import CHUNK, values
from graph_builder.trace.scope import Scope
from graph_builder.trace.search import Search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph_builder.graph.access import Graph
    from graph_builder.trace.explore import Side
    from graph_builder.trace.links import Step

#: How many steps further is looked for a path that is too long.
FURTHER = 3
_ALIKE = """SELECT ?a ?b WHERE { VALUES ?a { %s } { ?a vet:possiblySameAs ?b } UNION
  { ?b vet:possiblySameAs ?a } } ORDER BY ?a ?b"""


class Reach(NamedTuple):
    """What one side of a trace reaches.

    Attributes:
        ends: IRIs where it begins.
        hops: How many steps were taken.
        reached: Number of things reached, its beginnings not counted.
        ended: Whether nothing further is linked to them.
        kinds: Kind of thing, as IRIs name it (`school`, `industry`) -> how many were reached.
    """

    ends: tuple[str, ...]
    hops: int
    reached: int
    ended: bool
    kinds: dict[str, int]


class Near(NamedTuple):
    """Two things, one on each side, and how many steps each is from its end."""

    start: str
    near: int
    end: str
    far: int


class Gap(NamedTuple):
    """Why there is no path.

    Attributes:
        start: What the start reaches.
        end: What the end reaches; None when a kind of ends was wanted.
        longer: Steps of the shortest path that is too long; None when none is near.
        missing: The stretch of that path that lies beyond the allowed steps, from and to.
        without: Steps of the shortest path when nothing is ruled out; None when there is none.
        alike: Two things with similar names, which the report does not call one.
        nearest: For kinds that both sides reach, the nearest thing on each side; nearest first.
    """

    start: Reach
    end: Reach | None
    longer: int | None = None
    missing: tuple[str, str] | None = None
    without: int | None = None
    alike: tuple[str, str] | None = None
    nearest: tuple[tuple[str, Near], ...] = ()

    def iris(self) -> set[str]:
        """Everything that is named."""
        pairs = [self.missing, self.alike, *((n.start, n.end) for _, n in self.nearest)]
        return {iri for pair in pairs if pair is not None for iri in pair}


def reach_of(search: Search) -> Gap:
    """What the start of a search reaches, when nothing of the wanted kind is among it."""
    return Gap(_reach(search.near), None)


def gap_between(graph: Graph, search: Search, max_hops: int) -> Gap:
    """Why a search found no path of at most `max_hops` steps."""
    for side in (search.near, search.far):
        while side.radius < max(1, max_hops // 2) and side.followed(search.opened):
            side.widen(search.opened)
    start, end = _reach(search.near), _reach(search.far)
    near, far = dict(search.near.distances), dict(search.far.distances)
    longer = _shortest(search, range(max_hops + 1, max_hops + FURTHER + 1))
    if longer:
        stations = [longer[0].start, *(step.end for step in longer)]
        # Half of the allowed steps from either end are known ground; the rest is what is missing.
        before = max_hops // 2
        after = max_hops - before
        missing = (stations[before], stations[-1 - after])
        return Gap(start, end, longer=len(longer), missing=missing)
    without = None
    if search.via or search.opened.scope != Scope():
        free = Search(graph, search.near.ends, search.far.ends)
        without = len(_shortest(free, range(1, max_hops + 1))) or None
    alike = _alike(graph, near, far)
    return Gap(start, end, without=without, alike=alike, nearest=_nearest(near, far))


def _shortest(search: Search, lengths: range) -> list[Step]:
    """A path of the least number of steps; empty when there is none."""
    for hops in lengths:
        paths = search.within(hops, 1).paths
        if paths:
            return paths[0]
    return []


def _reach(side: Side) -> Reach:
    kinds: dict[str, int] = {}
    for thing, steps in side.distances.items():
        if steps:
            kinds[kind(thing)] = kinds.get(kind(thing), 0) + 1
    ordered = dict(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])))
    return Reach(
        tuple(sorted(side.ends)), side.radius, sum(kinds.values()), not side.frontier, ordered
    )


def _alike(graph: Graph, near: Mapping[str, int], far: Mapping[str, int]) -> tuple[str, str] | None:
    """The nearest pair, one on each side, that may be the same by their names."""
    nearest = sorted(near, key=lambda t: (near[t], t))[:CHUNK]
    rows = graph.select(_ALIKE % values(nearest)).rows
    pairs = [(a.value, b.value) for a, b in rows if b is not None and b.value in far]  # type: ignore[union-attr]
    return min(pairs, key=lambda p: (near[p[0]] + far[p[1]], p), default=None)


def _nearest(near: Mapping[str, int], far: Mapping[str, int]) -> tuple[tuple[str, Near], ...]:
    found = []
    first, second = _first_of_each(near), _first_of_each(far)
    for name in first.keys() & second.keys():
        a, b = first[name], second[name]
        found.append((name, Near(a, near[a], b, far[b])))
    found.sort(key=lambda pair: (pair[1].near + pair[1].far, pair[0]))
    return tuple(found[:3])


def _first_of_each(distances: Mapping[str, int]) -> dict[str, str]:
    first: dict[str, str] = {}
    for thing in sorted(distances, key=lambda t: (distances[t], t)):
        if distances[thing]:
            first.setdefault(kind(thing), thing)
    return first
