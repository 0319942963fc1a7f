"""The part of a graph that a trace has opened, with a bound on what it asks and follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.trace.links import BETWEEN, DEGREES, NEIGHBOURS, Link, Step, is_link, is_station
from graph_builder.trace.scope import DATES, Scope, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph_builder.graph.access import Graph, Rows

#: Things opened by one query.
CHUNK = 200
#: Rows that one such query may bring; what would bring more holds a hub.
ROWS = 20_000
#: A thing between the ends with more neighbours than this is a hub: a path may touch it, but the
#: search does not go through it to all of them.
FANOUT = 500
#: Times `CHUNK` things are asked at most how they are linked with hubs; beyond that these are cut.
CLOSED = 3
#: Queries that one search puts to the graph, whatever the graph is like.
MAX_QUERIES = 60
#: Rows that one search takes from the graph, and so keeps in memory; the last query may exceed it.
MAX_ROWS = 60_000
#: Of the queries, these are kept for the links and sizes of hubs.
RESERVED = 10


class Opened:
    """What has been seen of the graph so far.

    Attributes:
        wanted: The ends of the trace and what it must go through: they are followed even where
            they are hubs, unless they are too large to be opened.
        links: Station -> neighbour -> links, for every station that has been opened.
        degrees: Station -> number of its neighbours, in the whole graph, where known.
        hubs: Stations that have too many neighbours to be followed.
        unopened: Those of `hubs` whose links were not even fetched.
        queries: Number of queries put to the graph.
        rows: Number of rows that they brought.
        spent: Whether the search ended because it had asked all it may.
    """

    def __init__(
        self, graph: Graph, scope: Scope | None = None, wanted: frozenset[str] = frozenset()
    ) -> None:
        self.graph = graph
        self.wanted = wanted
        self.scope = scope or Scope()
        self.links: dict[str, dict[str, dict[Link, list[str]]]] = {}
        self.degrees: dict[str, int] = {}
        self.hubs: set[str] = set()
        self.unopened: set[str] = set()
        self.queries = 0
        self.rows = 0
        self.spent = False
        self._closed: set[str] = set()
        self._excluded: dict[str, bool] = {}
        self._steps: dict[tuple[str, str], Step | None] = {}

    def open(self, things: Iterable[str]) -> None:
        """Fetch the links of these things, unless that is done."""
        closed = sorted(t for t in things if t not in self.links and t not in self.unopened)
        for chunk in chunks(closed):
            if self._enough():
                return
            rows = self._ask(NEIGHBOURS % values(chunk), limit=ROWS)
            if rows.truncated:
                self._open_with_hubs(chunk)
            else:
                self._take(chunk, rows)

    def _open_with_hubs(self, chunk: list[str]) -> None:
        self.measure(chunk)
        large = {t for t in chunk if self.degrees[t] > (ROWS // 4 if t in self.wanted else FANOUT)}
        self.unopened |= large
        self.hubs |= large
        rest = [t for t in chunk if t not in large]
        if rest:
            self._take(rest, self._ask(NEIGHBOURS % values(rest)))

    def close(self, hubs: Iterable[str], things: Iterable[str]) -> None:
        """Fetch the links between hubs that were left shut and these things."""
        shut = sorted(hubs)
        others = sorted(t for t in things if t not in self.links and t not in self._closed)
        if not shut or len(others) > CLOSED * CHUNK:
            return
        for chunk in chunks(others):
            if self._enough(RESERVED // 2):
                return
            self._closed.update(chunk)
            self._note(self._ask(BETWEEN.format(values(shut), values(chunk))))

    def measure(self, things: Iterable[str]) -> bool:
        """Find out how many neighbours these things have; whether anything was found out."""
        unknown = sorted(t for t in things if t not in self.degrees)
        for chunk in chunks(unknown):
            if self.queries >= MAX_QUERIES:
                return False
            for thing in chunk:
                self.degrees[thing] = 0
            for a, n in self._ask(DEGREES % values(chunk)).rows:
                self.degrees[a.value] = int(n.value)  # type: ignore[union-attr]
        return bool(unknown)

    def _take(self, chunk: list[str], rows: Rows) -> None:
        for thing in chunk:
            self.links.setdefault(thing, {})
        self._note(rows)
        for thing in chunk:
            self.degrees[thing] = len(self.links[thing])
            if self.degrees[thing] > FANOUT and thing not in self.wanted:
                self.hubs.add(thing)

    def _note(self, rows: Rows) -> None:
        self._steps.clear()
        for a, p, b, forward, g in rows.rows:
            predicate, other = p.value, b.value  # type: ignore[union-attr]
            if is_station(other) and is_link(predicate) and other != a.value:  # type: ignore[union-attr]
                link = Link(predicate, forward.value in {"true", "1"})  # type: ignore[union-attr]
                near = self.links.setdefault(a.value, {})  # type: ignore[union-attr]
                graphs = near.setdefault(other, {}).setdefault(link, [])
                if isinstance(g, ox.NamedNode):
                    graphs.append(g.value)

    def neighbours(self, thing: str) -> list[str]:
        """Stations one usable step away, as far as opened; sorted."""
        near = [n for n in self.links.get(thing, ()) if self.step(thing, n) is not None]
        return sorted(n for n in near if not self._excluded.get(n))

    def check_dates(self, things: Iterable[str]) -> None:
        """In the trace of one year, leave out those of these things that belong to other years."""
        if self.scope.year is None:
            return
        for chunk in chunks(sorted(t for t in things if t not in self._excluded)):
            if self._enough():
                return
            dates: dict[str, list[tuple[str, str]]] = {t: [] for t in chunk}
            for thing, p, date in self._ask(DATES % values(chunk)).rows:
                name = local_name(p.value)  # type: ignore[union-attr]
                dates[thing.value].append((name, date.value))  # type: ignore[union-attr]
            self._excluded |= {t: self.scope.dated_otherwise(d) for t, d in dates.items()}

    def of_class(self, things: Iterable[str], cls: str) -> set[str]:
        """Those of the things that belong to a class."""
        found: set[str] = set()
        for chunk in chunks(sorted(things)):
            if self._enough():
                break
            query = f"SELECT ?t WHERE {{ VALUES ?t {{ {values(chunk)} }} ?t a <{cls}> }}"
            found |= {row[0].value for row in self._ask(query).rows}  # type: ignore[union-attr]
        return found

    def step(self, start: str, end: str) -> Step | None:
        """The best usable step: stated before derived, then by property; None if there is none.

        A thing at the rim was seen from the inside only; its links are turned round.
        """
        key = (start, end)
        if key not in self._steps:
            self._steps[key] = self._best(start, end)
        return self._steps[key]

    def _best(self, start: str, end: str) -> Step | None:
        if not self.scope.avoid.isdisjoint((start, end)):
            return None
        links = self.links.get(start, {}).get(end)
        if links is None:
            seen = self.links.get(end, {}).get(start, {})
            links = {Link(link.predicate, not link.forward): g for link, g in seen.items()}
        steps = []
        for link, graphs in links.items():
            kept = self.scope.kept(graphs)
            if kept is not None:
                steps.append(Step(start, end, link, kept))
        return min(steps, key=lambda s: (s.derived, s.link), default=None)

    def _enough(self, reserved: int = RESERVED) -> bool:
        most = MAX_QUERIES - reserved
        self.spent = self.spent or self.queries >= most or self.rows >= MAX_ROWS
        return self.spent

    def _ask(self, query: str, limit: int | None = None) -> Rows:
        self.queries += 1
        # The limit stands in the text too: an endpoint would send everything.
        text = query if limit is None else f"{query} LIMIT {limit + 1}"
        rows = self.graph.select(text, limit=limit)
        self.rows += len(rows.rows)
        return rows


def values(iris: Iterable[str]) -> str:
    """IRIs as the inside of a VALUES block."""
    return " ".join(f"<{iri}>" for iri in iris)


def chunks(things: list[str]) -> Iterator[list[str]]:
    """The things, `CHUNK` at a time."""
    for start in range(0, len(things), CHUNK):
        yield things[start : start + CHUNK]
