"""A trace from names to sentences, on all three kinds of graph."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.errors import LimitReached, QueryError
from graph_builder.graph.access import EmbeddedGraph, Graph, open_graph
from graph_builder.names import ID, RDF, RDFS, RULE, VET
from graph_builder.trace import Traced, trace_names
from graph_builder.trace.asked import MOST_HOPS
from graph_builder.trace.forms import as_json, as_text, gap_lines
from graph_builder.trace.opened import CHUNK, FANOUT, MAX_QUERIES, MAX_ROWS
from tests.trace.test_search import Counting

#: Name from, name to.
PAIRS = (
    ("市交校", "五菱"),
    ("市一职校", "马来西亚"),
    ("餐饮服务业", "柳州市旅游学校"),
    ("五菱", "泰国"),
    ("国家级重点中等职业学校", "市一职校"),
    ("国家职业教育改革实施方案", "市交校"),
)
#: For one name: by its full name, then by part of one; for words, hubs and years a few more.
QUERIES_OF_A_NAME, QUERIES_OF_THE_REST = 5, 10


@pytest.fixture(scope="module")
def folder(liuzhou: EmbeddedGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph as a store folder."""
    path: Path = tmp_path_factory.mktemp("stores") / "store"
    store = ox.Store(str(path))
    store.bulk_extend(liuzhou.store)
    store.flush()
    return path


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_a_store_folder_and_memory_give_the_same(
    liuzhou: EmbeddedGraph, folder: Path, start: str, end: str
) -> None:
    here, there = (trace_names(g, start, end) for g in (liuzhou, open_graph(folder)))
    assert here == there
    assert here.paths


@pytest.mark.parametrize(("start", "end"), PAIRS[:3])
@pytest.mark.parametrize("hops", [1, 12])
def test_the_number_of_queries_is_bounded(
    liuzhou: EmbeddedGraph, start: str, end: str, hops: int
) -> None:
    graph = Counting(liuzhou.store)
    traced = trace_names(graph, start, end, max_hops=hops, via=["柳州市"], avoid=["横店"])
    names = 4 * QUERIES_OF_A_NAME
    # Without a path it is looked for one that is longer, and for one without the options.
    searches = MAX_QUERIES if traced.paths else 2 * MAX_QUERIES
    assert traced.queries == graph.queries <= searches + names + QUERIES_OF_THE_REST


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_every_step_is_told_with_its_places(liuzhou: EmbeddedGraph, start: str, end: str) -> None:
    traced = trace_names(liuzhou, start, end)
    for path in traced.paths:
        assert sum(told.steps for told in path.told) == len(path.steps)
        at = 0
        for told in path.told:
            steps = path.steps[at : at + told.steps]
            at += told.steps
            assert set(told.graphs) == {g for step in steps for g in step.graphs} != set()
            assert told.derived == any(step.derived for step in steps)
            assert "https://" not in told.sentence
            assert traced.places(told.graphs)


def test_english_has_a_sentence_for_each_of_the_chinese_ones(liuzhou: EmbeddedGraph) -> None:
    for start, end in PAIRS[:3]:
        zh, en = (trace_names(liuzhou, start, end, lang=lang) for lang in ("zh", "en"))
        assert [[t.graphs for t in p.told] for p in zh.paths] == [
            [t.graphs for t in p.told] for p in en.paths
        ]
        for path in en.paths:
            assert all(told.sentence[0].isupper() or told.sentence[0] == "“" for told in path.told)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a query is stopped in a forked process")
def test_a_time_limit_is_kept(liuzhou: EmbeddedGraph) -> None:
    began = time.monotonic()
    with pytest.raises(LimitReached):
        trace_names(liuzhou, "市交校", "五菱", timeout=0.001)
    assert time.monotonic() - began < 5
    assert trace_names(liuzhou, "市交校", "五菱", limit=1, timeout=60).paths


def test_a_graph_elsewhere_gets_only_the_time_that_is_left(liuzhou: EmbeddedGraph) -> None:
    class Slow(Counting):
        """Another kind of graph than one in this process, for all that the trace can see."""

    slow: Graph = _Elsewhere(Slow(liuzhou.store))
    with pytest.raises(LimitReached):
        trace_names(slow, "市交校", "五菱", timeout=0.05)


class _Elsewhere:
    """A graph that answers after a while, as a server does, and keeps its time limit."""

    def __init__(self, graph: EmbeddedGraph) -> None:
        self.graph = graph
        self.construct = graph.construct
        self.ask = graph.ask

    def select(self, query, bindings=None, *, timeout=None, limit=None):  # type: ignore[no-untyped-def]
        time.sleep(min(timeout, 0.03))
        return self.graph.select(query, bindings, limit=limit)


def quads(lines: list[tuple[str, str, str, str]]) -> EmbeddedGraph:
    """Statements, each in its graph and among the facts."""
    store = ox.Store()
    for s, p, o, g in lines:
        obj: ox.NamedNode | ox.Literal
        obj = ox.NamedNode(o) if o.startswith("https://") else ox.Literal(o, language="zh")
        for graph in (ox.DefaultGraph(), ox.NamedNode(g)):
            store.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), obj, graph))
    return EmbeddedGraph(store)


def corpus() -> EmbeddedGraph:
    """Two schools and a company, of which reports of two years say that they work together."""
    names = [(ID + f"{kind}/{n}", n) for kind, n in KINDS]
    lines = []
    for iri, label in names:
        lines.append((iri, RDFS + "label", label, ID + "names"))
        cls = "School" if "/school/" in iri else "Enterprise" if "/enter" in iri else "Event"
        lines.append((iri, RDF + "type", VET + cls, ID + "names"))
    for year in ("2023", "2024"):
        report = ID + f"report/r-{year}"
        lines.append((report, RDFS + "label", f"{year} 年报告", report))
    graph = quads(lines + LINKS)
    for year in ("2023", "2024"):
        told = ox.NamedNode(ID + f"report/r-{year}")
        literal = ox.Literal(year, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))
        graph.store.add(ox.Quad(told, ox.NamedNode(VET + "reportsYear"), literal))
    for event, year, name in DATES:
        literal = ox.Literal(year)
        graph.store.add(
            ox.Quad(ox.NamedNode(ID + f"event/{event}"), ox.NamedNode(VET + name), literal)
        )
    return graph


KINDS = [
    ("school", "a"),
    ("school", "b"),
    ("enterprise", "w"),
    ("enterprise", "lone"),
    ("event", "e23"),
    ("event", "e24"),
    ("event", "old"),
    ("event", "long"),
]
#: Property, and the year of the report that states it; None for a rule.
LINKS = [
    (ID + f"event/{event}", VET + predicate, ID + other, ID + f"report/r-{year}/section/1")
    for event, year in (("e23", 2023), ("e24", 2024), ("old", 2024), ("long", 2024))
    for predicate, other in (("organisedBy", "school/a"), ("hasParticipant", "enterprise/w"))
] + [(ID + "school/a", VET + "worksWith", ID + "enterprise/w", RULE + "works_with")]
DATES = [
    ("e24", "2024", "inYear"),
    ("old", "2019-05", "inYear"),
    ("long", "2022-09-01", "startsOn"),
    ("long", "2025-06", "endsOn"),
]


def through(traced: Traced) -> set[str]:
    """What the paths go through."""
    return {step.end.rpartition("/")[2] for path in traced.paths for step in path.steps[:-1]} | {
        "directly" for path in traced.paths if len(path.steps) == 1
    }


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (None, {"e23", "e24", "old", "long", "directly"}),
        (2023, {"e23"}),
        # `old` is told in the report about 2024, but dated 2019; `long` lasts from 2022 to 2025.
        (2024, {"e24", "long"}),
    ],
)
def test_a_year_is_that_of_the_report_and_of_what_it_dates(
    year: int | None, expected: set[str]
) -> None:
    assert through(trace_names(corpus(), "a", "w", year=year)) == expected


def test_a_year_without_a_report_is_an_error() -> None:
    with pytest.raises(QueryError) as caught:
        trace_names(corpus(), "a", "w", year=2019)
    assert "2023、2024" in caught.value.render("zh")


def test_where_several_reports_are_cited_a_place_names_its_own() -> None:
    text = as_text(trace_names(corpus(), "a", "w"))
    assert "〔《2023 年报告》第 1 节〕" in text
    assert "〔《2024 年报告》第 1 节〕" in text
    assert "〔第 1 节〕" in as_text(trace_names(corpus(), "a", "w", year=2023))


def test_what_is_linked_to_nothing_is_told() -> None:
    traced = trace_names(corpus(), "a", "lone")
    lines = gap_lines(traced)
    assert lines[0] == "5 步以内，“a”和“lone”之间没有路径。"
    # Four events and the company.
    assert lines[1] == "“a”一侧总共只连着 5 个事物，再往外没有联系：活动 4、企业 1。"
    assert lines[2] == "“lone”不与任何事物相连。"
    assert as_json(traced).startswith("{")


def test_what_an_option_rules_out_is_told() -> None:
    graph = corpus()
    lines = gap_lines(trace_names(graph, "a", "w", via=["b"]))
    assert "去掉 --via b 就有路径，最短 1 步。" in lines
    avoided = trace_names(graph, "a", "w", avoid=["e23", "e24", "old", "long"], stated_only=True)
    assert gap_lines(avoided)[-1] == (
        "去掉 --avoid e23 --avoid e24 --avoid old --avoid long --stated-only 就有路径，最短 1 步。"
    )


def test_a_path_that_is_too_long_is_told_with_what_is_missing() -> None:
    place = ID + "report/r/section/1"
    chain = ["school/a", "event/x", "unit/y", "event/z", "enterprise/w"]
    lines = [(ID + s, VET + "mentions", ID + o, place) for s, o in pairwise(chain)]
    lines += [(ID + c, RDFS + "label", c[-1], place) for c in chain]
    lines += [(ID + c, RDF + "type", VET + "Thing", place) for c in chain]
    traced = trace_names(quads(lines), "a", "w", max_hops=2)
    assert gap_lines(traced)[-1] == (
        "再走 2 步就能连上：最短的路径有 4 步，缺的一段从活动“x”到活动“z”。请把最多步数放宽到 4。"
    )


def test_names_that_resemble_each_other_are_told_and_not_linked() -> None:
    place = ID + "report/r/section/1"
    lines = [
        (ID + "school/a", VET + "mentions", ID + "enterprise/v", place),
        (ID + "enterprise/w", VET + "inCountry", ID + "country/c", place),
        (ID + "enterprise/v", VET + "possiblySameAs", ID + "enterprise/w", place),
    ]
    for kind, name in (("school", "a"), ("enterprise", "v"), ("enterprise", "w"), ("country", "c")):
        lines.append((ID + f"{kind}/{name}", RDFS + "label", name, place))
        lines.append((ID + f"{kind}/{name}", RDF + "type", VET + kind, place))
    lines_told = gap_lines(trace_names(quads(lines), "a", "c"))
    assert "名称相近的是v和w：报告没有说它们是同一个，所以不连。" in lines_told
    assert "两侧都有“企业”：“a”一侧最近的是v（1 步），“c”一侧最近的是w（1 步）。" in lines_told


def test_the_example_of_the_page_is_what_the_command_prints(liuzhou: EmbeddedGraph) -> None:
    page = (Path(__file__).parents[2] / "docs" / "trace.md").read_text("utf-8")
    _, example, _ = page.split("```", 2)
    head, _, printed = example.partition("zhitu trace 市交校 五菱 --limit 2\n")
    assert head == "console\n$ "
    assert printed == as_text(trace_names(liuzhou, "市交校", "五菱", limit=2))


def test_the_page_states_the_bounds_of_the_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "trace.md").read_text("utf-8")
    assert f"最多 {MAX_QUERIES} 个查询，约 {MAX_ROWS // 10_000} 万行" in page
    assert f"邻居超过 {FANOUT} 个" in page
    assert f"一个查询打开 {CHUNK} 个事物" in page
    assert f"（最大 {MOST_HOPS}）" in page
