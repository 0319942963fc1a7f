"""A graph from Python: asking, tracing, showing and selecting give typed tables."""

from __future__ import annotations

import csv
import io
import math
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_builder
from graph_builder.errors import GraphError, LimitReached, NameNotFound, OutputError, QueryError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.library.opened import OpenedGraph, open_graph
from graph_builder.library.table import SHOWN, Table
from graph_builder.library.values import Place, Thing
from graph_builder.names import ID, VET

if TYPE_CHECKING:
    from pathlib import Path

SCHOOL = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"
# Table 6-1, row 15.
SHIPS = ("船舶驾驶专业群", "船舶驾驶", "航运产业", "表 6-1 第 15 行")


@pytest.fixture(scope="module")
def g(liuzhou: EmbeddedGraph) -> OpenedGraph:
    return OpenedGraph(liuzhou)


# --- asking


@pytest.mark.parametrize("asked", ["school_to_industry", "市交校对接哪些产业？"])
def test_a_question_is_asked_by_name_or_in_plain_words(g: OpenedGraph, asked: str) -> None:
    given_: dict[str, Any] = {"school": "市交校"} if asked.isascii() else {}
    answer = g.ask(asked, **given_)
    assert answer.question.name == "school_to_industry"
    assert answer.values == {"school": Thing("柳州市交通学校", SCHOOL)}
    assert answer.columns == ("cluster", "programme", "industry", "passage")
    assert answer.headings == ("专业群", "核心专业", "产业", "出处")
    assert len(answer) == 5
    assert tuple(str(cell) for cell in answer[1]) == SHIPS
    assert "没有列出不等于没有" in answer.notes[0]
    assert f"<{SCHOOL}>" in answer.sparql
    assert "#+" not in answer.sparql


def test_things_and_places_of_an_answer_have_iris_and_lead_on(g: OpenedGraph) -> None:
    row = g.ask("school_to_industry", school=SCHOOL)[1]
    assert isinstance(row.industry, Thing)
    assert isinstance(row.passage, Place)
    assert row.passage.iri == ID + "report/liuzhou-2023/table/6-1/row/15"
    back = g.ask("industry_to_schools", industry=row.industry)
    assert [str(r.school) for r in back] == ["柳州市交通学校"]


def test_a_limit_is_noted(g: OpenedGraph) -> None:
    answer = g.ask("school_to_industry", school="市交校", limit=2)
    assert len(answer) == 2
    assert answer.notes[0] == "只取了前 2 行；加大 limit 看更多。"


def test_a_question_has_the_time_that_the_command_gives_it(
    liuzhou: EmbeddedGraph, warm_cache: Path
) -> None:
    assert warm_cache.is_dir()
    # 60 seconds on any graph, none on the small one that ships with zhitu.
    assert OpenedGraph(liuzhou).timeout == 60
    assert open_graph().timeout == math.inf
    with pytest.raises(LimitReached):
        OpenedGraph(liuzhou).ask("school_to_industry", school="市交校", timeout=1e-6)
    assert len(open_graph().ask("school_to_industry", school="市交校", timeout=math.inf)) == 5


def test_evidence_comes_as_objects_and_as_columns(g: OpenedGraph) -> None:
    answer = g.ask("school_to_industry", school="市交校", evidence=True)
    assert answer.evidence is not None
    assert answer.columns[-2:] == ("rests_on", "all_places")
    ships = answer.evidence[1]
    assert (ships.bases, ships.rules, ships.text) == (("stated",), (), "报告写明")
    assert answer[1].passage in ships.places
    derived = g.ask("schools_sharing_groups", school="鹿寨中心", evidence=True)
    assert derived.evidence is not None
    assert all("derived" in one.bases for one in derived.evidence)
    assert "推得：通达同一产业组的学校" in [rule.text for rule in derived.evidence[0].rules]
    assert g.ask("school_to_industry", school="市交校").evidence is None


def test_labels_titles_and_notes_come_in_english_too(liuzhou: EmbeddedGraph) -> None:
    answer = OpenedGraph(liuzhou, lang="en").ask("school_to_industry", school="市交校")
    assert answer.title == "Which industries a school reaches"
    assert str(answer[1].passage) == "Table 6-1, row 15"
    assert answer.notes[0].startswith("Note: ")
    with pytest.raises(QueryError, match="LIBRARY-LANG"):
        OpenedGraph(liuzhou, lang="fr")


@pytest.mark.parametrize(
    ("asked", "values", "code"),
    [
        ("school_to_industri", {}, "QUESTION-UNKNOWN"),
        ("school_to_industry", {}, "PARAM-MISSING"),
        ("school_to_industry", {"scool": "市交校"}, "PARAM-UNKNOWN"),
        ("school_to_industry", {"school": "市交小"}, "NAME-UNKNOWN"),
        ("school_to_industry", {"school": "'; DROP TABLE schools; --"}, "NAME-UNKNOWN"),
        ("school_to_industry", {"school": "<script>alert(1)</script>"}, "NAME-UNKNOWN"),
        ("school_to_industry", {"school": "柳州国旅"}, "NAME-CLASS"),  # an enterprise
        ("", {}, "ASK-EMPTY"),
        ("？！", {}, "ASK-EMPTY"),
        ("市" * 10_000, {}, "ASK-LONG"),
        ("今天晚饭吃什么好呢", {}, "ASK-FOREIGN"),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    g: OpenedGraph, asked: str, values: dict[str, Any], code: str
) -> None:
    with pytest.raises((QueryError, NameNotFound)) as caught:
        g.ask(asked, **values)
    assert caught.value.code == code


# --- the table


def test_cells_go_by_position_and_by_name(g: OpenedGraph) -> None:
    row = g.ask("school_to_industry", school="市交校")[1]
    assert row[0] == row["cluster"] == row.cluster
    assert list(row.as_dict()) == ["cluster", "programme", "industry", "passage"]
    assert "cluster=船舶驾驶专业群" in repr(row)
    assert (len(row), row[2:], row == tuple(row)) == (4, (row.industry, row.passage), True)
    with pytest.raises(AttributeError, match="没有“school”"):
        _ = row.school
    with pytest.raises(QueryError, match="LIBRARY-COLUMN"):
        _ = row["school"]
    # `class` is a word of Python.
    assert Table(["class"], [("A类",)])[0].class_ == "A类"


def test_literals_become_python_values() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    query = f"""SELECT * WHERE {{ VALUES (?i ?d ?e ?b ?y ?day ?s ?zh ?none ?odd) {{ (
      42 71.60 1.5e0 true "2023"^^<{xsd}gYear> "2023-05-15"^^<{xsd}date> "16:1" "茶"@zh UNDEF
      "4.2"^^<{xsd}integer>) }} }}"""
    (row,) = OpenedGraph(EmbeddedGraph(ox.Store())).select(query)
    assert row.as_dict() == {
        "i": 42,
        "d": Decimal("71.60"),
        "e": 1.5,
        "b": True,
        "y": 2023,
        "day": date(2023, 5, 15),
        "s": "16:1",
        "zh": "茶",
        "none": None,
        "odd": "4.2",
    }


def test_a_table_becomes_csv_text_and_data_frame(g: OpenedGraph, tmp_path: Path) -> None:
    answer = g.ask("school_to_industry", school="市交校")
    rows = list(csv.reader(io.StringIO(answer.to_csv())))
    assert rows[0] == ["专业群", "核心专业", "产业", "出处"]
    assert tuple(rows[2]) == SHIPS
    path = tmp_path / "a.csv"
    assert answer.to_csv(path, bom=True).startswith("\ufeff专业群,")
    assert path.read_text("utf-8-sig") == answer.to_csv()
    assert f"| {' | '.join(SHIPS)} |" in answer.to_text("md")
    assert str(answer).splitlines()[-2:] == ["共 5 行。", answer.notes[0]]
    frame = answer.to_pandas()
    assert list(frame.columns) == list(answer.columns)
    assert tuple(frame.iloc[1]) == SHIPS
    assert answer.to_pandas(iris=True)["passage"][1].endswith("/table/6-1/row/15")
    with pytest.raises(OutputError, match="OUTPUT-WRITE"):
        answer.to_csv(tmp_path)


def test_without_pandas_there_is_one_clear_error() -> None:
    # A process in which pandas cannot be imported, as on a machine that has none.
    code = """
import sys
sys.modules["pandas"] = None
from graph_builder.errors import OutputError
from graph_builder.library.table import Table
try:
    Table(["a"], [(1,)]).to_pandas()
except OutputError as error:
    print(error.code)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "LIBRARY-PANDAS\n"


def test_an_answer_becomes_a_network_that_begins_with_what_was_asked(g: OpenedGraph) -> None:
    network = g.ask("school_to_industry", school="市交校").to_networkx()
    # Each of 5 rows: school → cluster → programme → industry.
    assert (network.number_of_nodes(), network.number_of_edges()) == (1 + 3 * 5, 3 * 5)
    assert network.nodes[SCHOOL]["label"] == "柳州市交通学校"
    assert network.out_degree(SCHOOL) == 5


HOSTILE = "<script>alert('1')</script>\"&"


def test_notebooks_get_escaped_html() -> None:
    cells = (HOSTILE, Thing(HOSTILE, HOSTILE))
    table = Table([HOSTILE, "b"], [cells], title=HOSTILE, notes=[HOSTILE])
    page = table._repr_html_()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 6
    assert 'title="&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;"' in page


@given(st.text(max_size=30))
def test_no_text_breaks_out_of_the_html(text: str) -> None:
    page = Table(["a"], [(text,)], title=text)._repr_html_()
    assert page.count("<") == Table(["a"], [("x",)], title="x" if text else "")._repr_html_().count(
        "<"
    )


def test_notebooks_show_so_many_rows_and_say_so() -> None:
    table = Table(["n"], [(n,) for n in range(SHOWN + 5)])
    page = table._repr_html_()
    assert page.count("<tr>") == SHOWN + 1
    assert f"前 {SHOWN} 行" in page
    assert f"共 {SHOWN + 5} 行" in page


# --- tracing, showing, selecting


def test_paths_are_tables_of_steps_with_places(g: OpenedGraph) -> None:
    paths = g.trace("市交校", "航运产业", max_hops=3, limit=2)
    first = paths.paths[0]
    assert [str(step.predicate) for step in first] == ["开设专业群", "所属专业群", "对接产业"]
    assert {str(place) for step in first for place in step.places} == {"表 6-1 第 15 行"}
    assert len(paths) == sum(len(path) for path in paths.paths)
    assert paths[0].path == 1
    # A core programme is in a cluster, so the second step goes against its statement.
    assert [row.direction for row in paths[:3]] == ["→", "←", "→"]
    assert not any(step.derived for step in first)
    assert "路径 1：柳州市交通学校 → 航运产业（3 步）" in str(paths)
    # Row 15: one sentence for each of the three steps.
    assert len(paths.told[0]) == 1 + 3
    assert first[0].sentence == "柳州市交通学校开设船舶驾驶专业群。"
    assert (paths.more, paths.complete) == (True, True)
    network = paths.to_networkx()
    assert network.has_edge(SCHOOL, first[0].end.iri)
    # The core programme is in the cluster, whichever way the path goes.
    assert network.has_edge(first[1].end.iri, first[1].start.iri)


def test_everything_of_a_kind_is_traced_with_the_options_of_the_command(g: OpenedGraph) -> None:
    paths = g.trace("市交校", to="产业", stated_only=True, avoid=["航运产业"], max_hops=3)
    # Table 6-1 has five industry chains of this school, one of which is avoided.
    assert len(paths.paths) == 4
    assert "航运产业" not in {path[-1].end.label for path in paths.paths}


def test_a_trace_that_finds_nothing_says_so(g: OpenedGraph) -> None:
    paths = g.trace("柳州市城市职业学院中专部", "航运产业", max_hops=1)
    assert (len(paths), paths.paths) == (0, [])
    assert paths.notes


def test_a_thing_is_shown_with_its_facts(g: OpenedGraph) -> None:
    facts = g.show("船舶驾驶专业群")
    assert facts.thing.label == "船舶驾驶专业群"
    assert facts.kinds == ("专业群",)
    offered = [f for f in facts.facts if not f.outgoing and str(f.predicate) == "开设专业群"]
    assert [(str(f.value), f.derived, str(f.places[0])) for f in offered] == [
        ("柳州市交通学校", False, "表 6-1 第 15 行")
    ]
    served = [f for f in facts.facts if f.derived]
    assert "推得" in str(served[0].places[0])
    assert facts.to_networkx().has_edge(SCHOOL, facts.thing.iri)
    with pytest.raises(NameNotFound):
        g.show("没有这样的学校")


def test_a_query_of_one_s_own_takes_values_and_limits(g: OpenedGraph) -> None:
    query = "SELECT ?c WHERE { ?school vet:offersCluster ?c } ORDER BY ?c"
    table = g.select(query, {"school": ox.NamedNode(SCHOOL)}, limit=3)
    assert (len(table), len(table.notes)) == (3, 1)
    assert all(isinstance(thing, Thing) for thing in table.column("c"))
    runaway = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(LimitReached):
        g.select(runaway, timeout=0.2)
    with pytest.raises(QueryError):
        g.select(f"ASK {{ ?s a <{VET}School> }}")


def test_questions_are_listed(g: OpenedGraph) -> None:
    assert "school_to_industry" in g.questions().column("name")
    found = g.questions("荣誉")
    assert 0 < len(found) < len(g.questions())


# --- the package


def test_the_package_offers_open_graph_and_loads_it_only_when_used(warm_cache: Path) -> None:
    assert warm_cache.is_dir()
    code = """
import sys, graph_builder
loaded = [m for m in sys.modules if m.startswith("graph_builder.")]
print(loaded, "pyoxigraph" in sys.modules)
print("open_graph" in dir(graph_builder))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\nTrue\n"
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = graph_builder.no_such_name


def test_a_file_is_opened_and_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"<{ID}a> a <{VET}School> .")
    table = graph_builder.open_graph(path).select("SELECT ?s WHERE { ?s a vet:School }")
    assert [thing.iri for thing in table.column("s") if isinstance(thing, Thing)] == [ID + "a"]
    for wrong in (tmp_path, tmp_path / "missing.nq", tmp_path / "a.docx"):
        with pytest.raises(GraphError):
            graph_builder.open_graph(wrong)
