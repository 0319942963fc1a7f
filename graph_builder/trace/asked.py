"""From names to told paths: everything that `zhitu trace` and the Python interface need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.addresses import report_of
from graph_builder.ask.entities import labels
from graph_builder.errors import QueryError
from graph_builder.graph.access import EmbeddedGraph, within
from graph_builder.names import ID, VET, compact
from graph_builder.trace.ends import kind_of, named
from graph_builder.trace.gap import gap_between, reach_of
from graph_builder.trace.opened import chunks, values
from graph_builder.trace.scope import Scope, local_name, scope_of_year
from graph_builder.trace.search import Search
from graph_builder.trace.traced import Asked, Traced, TracedPath
from graph_builder.trace.watched import Watched
from graph_builder.trace.wording import DETAILS, Teller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.graph.access import Graph
    from graph_builder.trace.gap import Gap
    from graph_builder.trace.search import Trace

#: Longest path that may be asked for.
MOST_HOPS = 12
#: How many things a path may be wanted to go through.
MOST_VIA = 4
_DETAILS = (
    "SELECT ?thing ?p ?value WHERE { VALUES ?thing { %s } VALUES ?p { %s } ?thing ?p ?value }"
    " ORDER BY ?thing ?p ?value"
)


def trace_names(
    graph: Graph,
    start: str,
    end: str | None = None,
    *,
    to: str | None = None,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    stated_only: bool = False,
    year: int | None = None,
    max_hops: int = 5,
    limit: int = 20,
    timeout: float | None = None,
    lang: str = "zh",
) -> Traced:
    """Trace from one name to another, or to everything of a kind, and tell the paths.

    A trace puts at most `MAX_QUERIES` (60) queries to the graph to search it, 5 for each name that
    it is given, and 10 for the words, or one for each 50 things shown if that is more; when options
    rule every path out, it searches once more without them. The graph is never loaded as a whole.

    Args:
        graph: Where to look.
        start: A name, short name, label in Chinese or English, IRI or `prefix:name`; everything
            that it may mean is taken.
        end: The same for the end; None with `to`.
        to: A kind of ends: `企业`, `enterprise`, `vet:Enterprise`, or any class by its label.
        via: Names; each path goes through one meaning of each.
        avoid: Names that no path goes through.
        stated_only: Leave out what only rules say.
        year: Take only what reports about this year state, and nothing dated otherwise.
        max_hops: Longest path, in steps; at most `MOST_HOPS`.
        limit: How many paths to give back.
        timeout: Seconds for all of it; the work is really stopped.
        lang: Language of labels and sentences, `zh` or `en`.

    Raises:
        NameNotFound: A name or a kind stands for nothing; names the nearest.
        QueryError: What is asked contradicts itself.
        LimitReached: The time is over.
        GraphError: The graph cannot be read.
    """
    _check(start, end, to, via, max_hops)

    def work(seconds: float | None) -> Traced:
        watched = Watched(graph, seconds)
        asked = Asked(
            named(watched, start),
            None if end is None else named(watched, end),
            None if to is None else kind_of(watched, to, lang),
            tuple(named(watched, name) for name in via),
            tuple(named(watched, name) for name in avoid),
            stated_only,
            year,
            max_hops,
            limit,
            lang,
        )
        _check_things(asked)
        return _told(watched, asked, *_searched(watched, asked))

    if timeout is not None and isinstance(graph, EmbeddedGraph):
        # One child for the whole trace: a query in this process cannot be stopped.
        return within(timeout, lambda: work(None))
    return work(timeout)


def _check(start: str, end: str | None, to: str | None, via: Sequence[str], max_hops: int) -> None:
    if end is None and to is None:
        raise QueryError("TRACE-NO-END", None)
    if end is not None and to is not None:
        raise QueryError("TRACE-TWO-ENDS", None, end=end, to=to)
    if start == end:
        raise QueryError("TRACE-SAME", None, start=start, end=end)
    if len(via) > MOST_VIA:
        raise QueryError("TRACE-VIA", None, found=len(via), most=MOST_VIA)
    if max_hops > MOST_HOPS:
        raise QueryError("TRACE-HOPS", None, found=max_hops, most=MOST_HOPS)


def _check_things(asked: Asked) -> None:
    start, end = asked.start, asked.end
    if end is not None and len({*start.things, *end.things}) == 1:
        raise QueryError("TRACE-SAME", None, start=start.name, end=end.name)
    avoided = {thing for name in asked.avoid for thing in name.things}
    for wanted in (start, end, *asked.via):
        if wanted is not None and avoided.issuperset(wanted.things):
            raise QueryError("TRACE-AVOID", None, found=wanted.name)


def _searched(graph: Graph, asked: Asked) -> tuple[Trace, Gap | None]:
    avoid = frozenset(thing for name in asked.avoid for thing in name.things)
    if asked.year is not None:
        scope = scope_of_year(graph, asked.year, avoid)
    else:
        scope = Scope(avoid=avoid, stated_only=asked.stated_only)
    ends = asked.end.things if asked.end is not None else ()
    via = [frozenset(name.things) for name in asked.via]
    search = Search(graph, asked.start.things, ends, via=via, scope=scope)
    if asked.kind is not None:
        found = search.ends(asked.kind.iri, asked.max_hops, asked.limit)
        return found, None if found.paths else reach_of(search)
    found = search.paths(asked.max_hops, asked.limit)
    return found, None if found.paths else gap_between(graph, search, asked.max_hops)


def _told(graph: Watched, asked: Asked, found: Trace, gap: Gap | None) -> Traced:
    steps = [step for path in found.paths for step in path]
    details = _details(graph, {iri for s in steps for iri in (s.start, s.end)})
    reports = {report for s in steps for g in s.graphs if (report := report_of(g))}
    several = len(reports) > 1
    wanted = {iri for s in steps for iri in (s.start, s.end, s.link.predicate)}
    wanted |= {thing for name in asked.names() for thing in name.things}
    wanted |= {
        v for of in details.values() for vs in of.values() for v in vs if v.startswith("http")
    }
    wanted |= {*found.hubs, *(reports if several else ())}
    wanted |= gap.iris() if gap is not None else set()
    names = labels(graph, wanted, asked.lang)
    teller = Teller(names, details, asked.lang)
    paths = tuple(
        TracedPath(tuple(path), cost, tuple(teller.tell(path)))
        for path, cost in zip(found.paths, found.costs, strict=True)
    )
    return Traced(
        asked,
        paths,
        complete=found.complete,
        more=found.more,
        hubs=found.hubs,
        gap=gap,
        labels=names,
        reports={r: names.get(r) or compact(r) for r in reports} if several else {},
        queries=graph.queries,
    )


def _details(graph: Graph, things: set[str]) -> dict[str, dict[str, list[str]]]:
    """What the sentences say about cooperations, honours and prizes."""
    kinds = tuple(f"{ID}{kind}/" for kind in ("cooperation", "conferral", "prize"))
    details: dict[str, dict[str, list[str]]] = {}
    properties = " ".join(f"<{VET}{p}>" for p in DETAILS)
    for chunk in chunks(sorted(t for t in things if t.startswith(kinds))):
        for thing, p, value in graph.select(_DETAILS % (values(chunk), properties)).rows:
            of = details.setdefault(thing.value, {})  # type: ignore[union-attr]
            of.setdefault(local_name(p.value), []).append(value.value)  # type: ignore[union-attr]
    return details
