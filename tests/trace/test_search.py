"""Paths between two things: all of them, the best first, with few queries."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.graph.access import EmbeddedGraph, Rows
from graph_builder.names import ID, ORG, RDF, RULE, SCHEME, VET
from graph_builder.trace import Link, Step, Trace, is_station, trace, trace_to
from graph_builder.trace import best as module
from graph_builder.trace.best import DERIVED_COST, HUB_COST
from graph_builder.trace.ends import candidates
from graph_builder.trace.opened import CHUNK, FANOUT, MAX_QUERIES
from graph_builder.trace.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.access import Bindings

#: Start, end, and where it is said: a passage, a rule, or both.
Edge = tuple[str, str, str]
PLACE, RULES = "place", "rule"


def node(name: str) -> str:
    return f"{ID}thing/{name}"


def graph_of(edges: Iterable[Edge], predicate: str = VET + "worksWith") -> EmbeddedGraph:
    """A graph of directed statements, each in the graphs that say it and among the facts."""
    store = ox.Store()
    for start, end, said in edges:
        s, p, o = ox.NamedNode(node(start)), ox.NamedNode(predicate), ox.NamedNode(node(end))
        store.add(ox.Quad(s, p, o))
        if PLACE in said:
            store.add(ox.Quad(s, p, o, ox.NamedNode(f"{ID}report/x/section/1")))
        if RULES in said:
            store.add(ox.Quad(s, p, o, ox.NamedNode(f"{RULE}works_with")))
    return EmbeddedGraph(store)


def stations(path: list[Step]) -> list[str]:
    return [path[0].start, *(step.end for step in path)]


def names(found: Trace) -> list[str]:
    """The paths as words: a-b-c."""
    return ["-".join(i.rpartition("/")[2] for i in stations(path)) for path in found.paths]


NODES = "abcdefg"
EDGES = st.lists(
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from([PLACE, RULES, PLACE + RULES]),
    ),
    max_size=16,
)


@given(EDGES, st.integers(1, 6))
def test_the_paths_are_all_simple_paths_within_the_hops(edges: list[Edge], hops: int) -> None:
    found = trace(graph_of(edges), [node("a")], [node("b")], max_hops=hops, limit=10_000)
    expected = simple_paths(edges, hops)
    assert set(names(found)) == expected
    assert len(found.paths) == len(expected)
    assert (found.complete, found.more) == (True, False)


def simple_paths(edges: Iterable[Edge], hops: int) -> set[str]:
    """What networkx finds from a to b."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(["a", "b"])
    network.add_edges_from((s, o) for s, o, _ in edges if s != o)
    return {"-".join(path) for path in nx.all_simple_paths(network, "a", "b", cutoff=hops)}


@settings(max_examples=50)
@given(
    edges=EDGES,
    hops=st.integers(1, 6),
    avoid=st.sets(st.sampled_from("cdefg"), max_size=2),
    stated_only=st.booleans(),
)
def test_options_leave_exactly_the_paths_that_fit_them(
    edges: list[Edge], hops: int, avoid: set[str], *, stated_only: bool
) -> None:
    scope = Scope(avoid=frozenset(map(node, avoid)), stated_only=stated_only)
    via = [frozenset((node("c"), node("d"))), frozenset((node("e"),))]
    for wanted in (0, 1, 2):
        found = trace(
            graph_of(edges),
            [node("a")],
            [node("b")],
            max_hops=hops,
            limit=10_000,
            via=via[:wanted],
            scope=scope,
        )
        kept = [
            (s, o, said)
            for s, o, said in edges
            if avoid.isdisjoint((s, o)) and not (stated_only and not said_in_place(edges, s, o))
        ]
        expected = {
            path
            for path in simple_paths(kept, hops)
            if (wanted < 1 or {"c", "d"} & {*path}) and (wanted < 2 or "e" in path)
        }
        assert set(names(found)) == expected
        assert len(found.paths) == len(expected)


def said_in_place(edges: list[Edge], start: str, end: str) -> bool:
    """Whether a passage links the two, in either direction."""
    return any(PLACE in said for s, o, said in edges if {s, o} == {start, end})


@settings(max_examples=30)
@given(EDGES, st.integers(1, 5))
def test_the_best_path_to_each_thing_of_a_class_is_the_best_of_all_to_it(
    edges: list[Edge], hops: int
) -> None:
    graph = graph_of(edges)
    for target in "bcd":
        of_class(graph, target)
    found = trace_to(graph, [node("a")], VET + "School", max_hops=hops)
    assert found.costs == sorted(found.costs)
    alone = {
        target: trace(graph, [node("a")], [node(target)], max_hops=hops, limit=1)
        for target in "bcd"
    }
    expected = {node(target): alone[target].costs[0] for target in "bcd" if alone[target].paths}
    costs = {path[-1].end: c for path, c in zip(found.paths, found.costs, strict=True)}
    assert costs == pytest.approx(expected)
    through = trace_to(graph, [node("a")], VET + "School", max_hops=hops, via=[{node("e")}])
    for path in through.paths:
        assert "e" in names(through._replace(paths=[path]))[0].split("-")
        assert len(set(stations(path))) == len(path) + 1 <= hops + 1


def of_class(graph: EmbeddedGraph, name: str) -> None:
    """Say that a node is a school."""
    kind, school = ox.NamedNode(RDF + "type"), ox.NamedNode(VET + "School")
    graph.store.add(ox.Quad(ox.NamedNode(node(name)), kind, school))


@given(EDGES, st.integers(1, 5))
def test_every_step_is_a_statement_of_the_graph_with_all_the_places_that_say_it(
    edges: list[Edge], hops: int
) -> None:
    graph = graph_of(edges)
    for path in trace(graph, [node("a")], [node("b")], max_hops=hops, limit=1000).paths:
        for before, after in pairwise(path):
            assert before.end == after.start
        for step in path:
            s, o = (step.start, step.end) if step.link.forward else (step.end, step.start)
            said = graph.store.quads_for_pattern(
                ox.NamedNode(s), ox.NamedNode(step.link.predicate), ox.NamedNode(o), None
            )
            named = sorted(
                q.graph_name.value for q in said if isinstance(q.graph_name, ox.NamedNode)
            )
            assert step.graphs == tuple(named) != ()
            assert step.derived == (named == [f"{RULE}works_with"])


def cost_of(path: list[Step], links: dict[str, set[str]]) -> float:
    """What a path costs by the words of the module: steps, derived ones dearer, and hubs."""
    moves = sum(DERIVED_COST if step.derived else 1 for step in path)
    return moves + sum(HUB_COST * math.log2(len(links[step.start])) for step in path[1:])


@given(EDGES, st.integers(1, 4))
def test_the_best_come_first_and_a_limit_keeps_the_best(edges: list[Edge], limit: int) -> None:
    graph = graph_of(edges)
    full = trace(graph, [node("a")], [node("b")], max_hops=7, limit=10_000)
    links: dict[str, set[str]] = {}
    for s, o in ((s, o) for s, o, _ in edges if s != o):
        links.setdefault(node(s), set()).add(node(o))
        links.setdefault(node(o), set()).add(node(s))
    costs = [cost_of(path, links) for path in full.paths]
    assert costs == pytest.approx(sorted(costs))
    few = trace(graph, [node("a")], [node("b")], max_hops=7, limit=limit)
    assert few.paths == full.paths[:limit]


def test_a_stated_way_comes_before_a_shorter_derived_one() -> None:
    edges = [("a", "b", RULES), ("a", "x", PLACE), ("x", "y", PLACE), ("y", "b", PLACE)]
    found = trace(graph_of(edges), [node("a")], [node("b")])
    assert names(found) == ["a-x-y-b", "a-b"]
    assert [step.derived for step in found.paths[1]] == [True]
    assert names(trace(graph_of(edges), [node("a")], [node("b")], limit=1)) == ["a-x-y-b"]


def test_many_derived_ways_do_not_crowd_out_a_stated_one() -> None:
    detours = [(s, o, RULES) for n in range(60) for s, o in (("a", f"m{n}"), (f"m{n}", "b"))]
    stated = [("a", "x", PLACE), ("x", "y", PLACE), ("y", "b", PLACE)]
    found = trace(graph_of([*detours, *stated]), [node("a")], [node("b")], limit=1)
    assert names(found) == ["a-x-y-b"]


def test_a_short_way_comes_before_a_long_one_and_ties_go_by_name() -> None:
    edges = [("a", "d", PLACE), ("d", "b", PLACE), ("a", "c", PLACE), ("c", "b", PLACE)]
    edges += [("a", "b", PLACE), ("c", "d", PLACE)]
    found = trace(graph_of(edges), [node("a")], [node("b")])
    assert names(found) == ["a-b", "a-c-b", "a-d-b", "a-c-d-b", "a-d-c-b"]


def test_a_specific_way_comes_before_one_through_a_hub() -> None:
    edges = [("a", "hub", PLACE), ("hub", "b", PLACE), ("a", "x", PLACE), ("x", "b", PLACE)]
    edges += [("hub", f"other{n}", PLACE) for n in range(30)]
    found = trace(graph_of(edges), [node("a")], [node("b")])
    assert names(found) == ["a-x-b", "a-hub-b"]


def test_paths_are_not_longer_than_allowed() -> None:
    chain = list(zip("acdef", "cdefb", [PLACE] * 5, strict=True))
    assert names(trace(graph_of(chain), [node("a")], [node("b")], max_hops=5)) == ["a-c-d-e-f-b"]
    short = trace(graph_of(chain), [node("a")], [node("b")], max_hops=4)
    assert short.paths == []
    # Two steps from either end: a c d, and b f e.
    assert short.reached == (3, 3)


def test_a_link_against_its_direction_is_told() -> None:
    (path,) = trace(graph_of([("b", "a", PLACE)]), [node("a")], [node("b")]).paths
    (step,) = path
    assert step.link == Link(VET + "worksWith", forward=False)
    assert (step.start, step.end) == (node("a"), node("b"))


def test_of_two_links_the_stated_one_is_shown() -> None:
    graph = graph_of([("a", "b", RULES)], VET + "aDerived")
    for quad in graph_of([("b", "a", PLACE)], VET + "stated").store:
        graph.store.add(quad)
    (path,) = trace(graph, [node("a")], [node("b")]).paths
    assert path[0].link == Link(VET + "stated", forward=False)
    assert not path[0].derived


def test_a_graph_without_passages_is_traced_too() -> None:
    (path,) = trace(graph_of([("a", "b", "nowhere")]), [node("a")], [node("b")]).paths
    assert (path[0].graphs, path[0].derived) == ((), False)


def test_several_starts_and_ends_are_traced_together() -> None:
    edges = [("a", "c", PLACE), ("b", "c", PLACE), ("c", "d", PLACE)]
    found = trace(graph_of(edges), [node("a"), node("b")], [node("c"), node("d")], max_hops=2)
    assert names(found) == ["a-c", "b-c", "a-c-d", "b-c-d"]
    assert trace(graph_of(edges), [node("a")], [node("a")]).paths == []
    assert trace(graph_of(edges), [node("a")], [node("nobody")]).paths == []


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (ID + "school/x", True),
        (SCHEME + "industry/x", True),
        (SCHEME + "level/x", False),
        (ID + "report/x/section/1", False),
        (VET + "School", False),
        ("http://elsewhere/", False),
    ],
)
def test_paths_go_through_things_and_industries_only(iri: str, *, expected: bool) -> None:
    assert is_station(iri) is expected


@pytest.mark.parametrize("predicate", [VET + "possiblySameAs", VET + "printedIn", "http://x/p"])
def test_what_is_no_link_between_things_is_no_step(predicate: str) -> None:
    assert trace(graph_of([("a", "b", PLACE)], predicate), [node("a")], [node("b")]).paths == []


@pytest.mark.parametrize("predicate", [ORG + "member", ORG + "organization"])
def test_a_position_links_who_holds_it_with_where(predicate: str) -> None:
    found = trace(graph_of([("a", "b", PLACE)], predicate), [node("a")], [node("b")])
    assert names(found) == ["a-b"]


def test_a_tangle_is_cut_off_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LOOKED", 10)
    edges = [(s, o, PLACE) for s in NODES for o in NODES if s < o]
    found = trace(graph_of(edges), [node("a")], [node("b")], max_hops=5, limit=100)
    monkeypatch.setattr(module, "MAX_LOOKED", 0)
    nothing = trace(graph_of(edges), [node("a")], [node("b")], max_hops=5, limit=100)
    assert (nothing.paths, nothing.complete) == ([], False)
    # Within ten beginnings come the one path of one step and the five of two.
    assert names(found)[:6] == ["a-b", "a-c-b", "a-d-b", "a-e-b", "a-f-b", "a-g-b"]
    assert not found.complete


def test_a_limit_says_whether_there_are_more() -> None:
    edges = [("a", "c", PLACE), ("c", "b", PLACE), ("a", "b", PLACE)]
    graph = graph_of(edges)
    more = [trace(graph, [node("a")], [node("b")], limit=n).more for n in (1, 2, 3)]
    assert more == [True, False, False]


class Counting(EmbeddedGraph):
    """A graph that counts what it is asked."""

    queries = 0

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        self.queries += 1
        return super().select(query, bindings, timeout=timeout, limit=limit)

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        self.queries += 1
        return super().ask(query, bindings, timeout=timeout)


@pytest.mark.parametrize("hops", [1, 3, 5])
def test_the_number_of_queries_grows_with_the_hops_and_not_with_the_links(
    liuzhou: EmbeddedGraph, hops: int
) -> None:
    graph = Counting(liuzhou.store)
    starts, ends = candidates(liuzhou, "市交校"), candidates(liuzhou, "五菱")
    found = trace(graph, starts, ends, max_hops=hops, limit=50)
    assert found.queries == graph.queries
    # One for each step, and one more for each CHUNK of things.
    assert graph.queries <= hops + 1 + sum(found.reached) / CHUNK


def hub_graph(spokes: int) -> EmbeddedGraph:
    """a - x - hub - b, where the hub has many more neighbours, each with a neighbour of its own."""
    rays = [("hub", f"s{n}", PLACE) for n in range(spokes)]
    tips = [(f"s{n}", f"t{n}", PLACE) for n in range(spokes)]
    return graph_of([("a", "x", PLACE), ("x", "hub", PLACE), ("hub", "b", PLACE), *rays, *tips])


def test_a_path_through_a_hub_is_found_and_the_hub_is_not_followed() -> None:
    graph = hub_graph(3 * FANOUT)
    found = trace(graph, [node("a")], [node("b")], max_hops=5)
    assert names(found) == ["a-x-hub-b"]
    # Its 1,503 neighbours would take eight queries more.
    assert found.queries <= 5
    assert found.hubs == {node("hub"): 3 * FANOUT + 2}
    assert not found.complete
    # Its links count in full: log2 of them, and of the two of x.
    cost = 3 + HUB_COST * (math.log2(3 * FANOUT + 2) + math.log2(2))
    assert found.costs == [pytest.approx(cost)]


def test_a_hub_that_a_path_is_wanted_to_go_through_is_followed() -> None:
    graph = hub_graph(2 * FANOUT)
    for name in ("t3", "t4"):
        of_class(graph, name)
    ends = [node("a")], VET + "School"
    assert names(trace_to(graph, *ends)) == []
    found = trace_to(graph, *ends, via=[{node("hub")}])
    assert names(found) == ["a-x-hub-s3-t3", "a-x-hub-s4-t4"]
    assert found.hubs == {}


def test_a_hub_too_large_to_be_opened_is_gone_through_from_both_sides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("graph_builder.trace.opened.ROWS", 50)
    graph = hub_graph(2 * FANOUT)
    for ends, expected in (
        (("a", "b"), ["a-x-hub-b"]),
        (("a", "t7"), ["a-x-hub-s7-t7"]),
        (("s3", "s4"), ["s3-hub-s4"]),
    ):
        found = trace(graph, [node(ends[0])], [node(ends[1])], max_hops=4)
        assert names(found) == expected
    # An end that is a hub is left to the other side to reach.
    assert names(trace(graph, [node("hub")], [node("a")])) == ["hub-x-a"]
    assert names(trace(graph, [node("t9")], [node("hub")], max_hops=3)) == ["t9-s9-hub"]


def test_a_search_never_asks_more_than_it_may() -> None:
    # A tree in which everything has 20 neighbours of its own, four levels deep.
    edges: list[Edge] = []
    level = ["a"]
    for _ in range(4):
        links = [(parent, f"{parent}.{n}", PLACE) for parent in level for n in range(20)][:9000]
        edges += links
        deeper = [child for _, child, _ in links]
        level = deeper
    graph = Counting(graph_of(edges).store)
    of_class(graph, level[-1])
    found = trace_to(graph, [node("a")], VET + "University", max_hops=12)
    assert found.queries == graph.queries <= MAX_QUERIES
    assert found.paths == []
    assert not found.complete


def test_a_search_for_a_class_ends_when_nothing_further_away_can_be_better() -> None:
    chain = [("a", "c", PLACE), ("c", "d", PLACE), ("d", "e", PLACE), ("e", "f", PLACE)]
    graph = Counting(graph_of(chain).store)
    for name in "cdef":
        of_class(graph, name)
    found = trace_to(graph, [node("a")], VET + "School", limit=1)
    assert names(found) == ["a-c"]
    # The start and its one neighbour: links and class of each.
    assert graph.queries <= 2 + 2


def test_a_frontier_is_opened_in_chunks() -> None:
    spokes = [("a", f"m{n}", PLACE) for n in range(2 * CHUNK + 1)]
    graph = Counting(graph_of([*spokes, ("m7", "b", PLACE), ("b", "c", PLACE)]).store)
    found = trace(graph, [node("a")], [node("c")], max_hops=4)
    assert names(found) == ["a-m7-b-c"]
    # From the side with less to open: a, c, b, m7; the 401 neighbours of a are left alone, but one
    # of them is where the sides meet, and its size is asked for.
    assert graph.queries == found.queries == 5


def test_many_things_are_opened_in_chunks() -> None:
    spokes = [(s, f"{s}{n}", PLACE) for n in range(2 * CHUNK + 1) for s in "ab"]
    graph = Counting(graph_of([*spokes, ("a7", "b7", PLACE)]).store)
    found = trace(graph, [node("a")], [node("b")], max_hops=3)
    assert names(found) == ["a-a7-b7-b"]
    # a; b; the 401 neighbours of one of them in three chunks; the size of where they meet.
    assert graph.queries == found.queries == 1 + 1 + 3 + 1


def test_the_traffic_school_reaches_wuling_by_what_the_report_says(liuzhou: EmbeddedGraph) -> None:
    starts, ends = candidates(liuzhou, "市交校"), candidates(liuzhou, "五菱")
    found = trace(liuzhou, starts, ends)
    report = ID + "report/liuzhou-2023/"
    # 3.2: the school works with 柳州五菱新能源汽车有限公司; 5.1, case 7: with 五菱, in Malaysia.
    reached = {path[-1].end: [s.graphs for s in path] for path in reversed(found.paths)}
    company = ID + "enterprise/liu-zhou-wu-ling-xin-neng-yuan-qi-che-you-xian-gong-si"
    assert reached[company] == [(report + "section/3.2/paragraph/3/sentence/1",)] * 2
    assert all(
        graph.startswith(report + "section/5.1/")
        for graphs in reached[ID + "enterprise/wu-ling"]
        for graph in graphs
    )
    assert not any(step.derived for step in found.paths[0])
