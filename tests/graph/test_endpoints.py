"""The same answers from real servers as from the graph in this process, row by row.

One server keeps a default graph by itself (oxigraph), the other answers from all graphs together
(Virtuoso). What differs is a fault of ours, or one of the server's around which the query is
written; `docs/decisions/0018` lists those.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.answer import answer, shown
from graph_builder.ask.questions import Question, load_questions
from graph_builder.errors import GraphError, QueryError
from graph_builder.graph.access import EmbeddedGraph, Graph, open_graph
from graph_builder.graph.copied import copied
from graph_builder.graph.facts_graph import FACTS_GRAPH
from graph_builder.graph.facts_of import facts_of
from graph_builder.graph.push import push
from graph_builder.graph.rebuild import rebuild_table
from graph_builder.graph.remote import RemoteGraph
from graph_builder.names import ID, REFERENCE_GRAPH
from graph_builder.paths import bundled
from graph_builder.trace import trace
from graph_builder.trace.ends import candidates
from tests.graph.endpoints import MOST_ROWS, OWNER
from tests.graph.test_access import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.running import Zhitu

QUESTIONS = load_questions(bundled("queries"))
CASES = Path(__file__).resolve().parents[1] / "cases" / "questions"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
SELECT = "SELECT ?n WHERE { ?s ?p ?n }"
#: Ends of traces, and how many steps to go.
TRACES = (
    ("市交校", "五菱", 3),
    ("市一职校", "横店", 3),
    ("市二职校", "泰国", 3),
    ("市交校", "马来西亚", 3),
    ("市一职校", "市二职校", 2),
    ("市交校", "东风柳汽", 2),
    ("市一职校", "餐饮服务业", 3),
    ("航运产业", "市交校", 3),
    ("五菱", "马来西亚", 2),
    ("旅游学校", "横店", 2),
    ("市交校", "市二职校", 2),
    ("旅游学校", "市一职校", 2),
    ("市交校", "航运产业", 3),
    ("市二职校", "美的电子商务有限公司", 2),
    ("旅游学校", "柳州国旅", 2),
    ("东风柳汽", "马来西亚", 2),
    ("市一职校", "泰国", 2),
    ("柳州市机械电子工业职业技术学校", "市交校", 2),
    ("柳州市鹿寨职业教育中心", "市交校", 2),
    ("东风风行", "柳州国旅", 2),
)
#: Ends between which the report has no path of so few steps.
APART = {("柳州市机械电子工业职业技术学校", "市交校"), ("东风风行", "柳州国旅")}


@pytest.fixture
def remote(endpoint: str) -> Graph:
    return open_graph(endpoint)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_question_has_the_same_answer_from_an_endpoint(
    question: Question, remote: Graph, liuzhou: EmbeddedGraph
) -> None:
    values = tomllib.loads((CASES / question.name / "params.toml").read_text("utf-8"))
    here, there = (answer(g, question, values) for g in (liuzhou, remote))
    assert there.bindings == here.bindings
    assert there.rows == here.rows
    assert shown(remote, there.rows, "zh") == shown(liuzhou, here.rows, "zh")


@pytest.mark.parametrize(("start", "end", "hops"), TRACES)
def test_so_has_a_trace(
    remote: Graph, liuzhou: EmbeddedGraph, start: str, end: str, hops: int
) -> None:
    here, there = (
        trace(g, candidates(g, start), candidates(g, end), max_hops=hops) for g in (liuzhou, remote)
    )
    assert there == here
    assert bool(here.paths) != ((start, end) in APART)
    assert there.queries <= 20


def test_twenty_traces_are_compared() -> None:
    assert len(set(TRACES)) == 20


def test_so_have_facts_and_tables(remote: Graph, liuzhou: EmbeddedGraph) -> None:
    wuling = ID + "enterprise/wu-ling"
    assert facts_of(remote, wuling) == facts_of(liuzhou, wuling)
    tables = [rebuild_table(g, "liuzhou-2023", "1-1") for g in (liuzhou, remote)]
    assert tables[0] == tables[1]


def test_the_three_forms_and_their_limits(remote: Graph) -> None:
    query = "SELECT ?s WHERE { ?report vet:presentsSchool ?s } ORDER BY ?s"
    assert len(remote.select(query).rows) == 9
    cut = remote.select(query, limit=8)
    assert (len(cut.rows), cut.truncated) == (8, True)
    assert not remote.select(query, limit=9).truncated
    assert remote.select(query + " LIMIT 3", limit=8).truncated is False
    assert remote.ask("ASK WHERE { ?report vet:presentsSchool ?s }", timeout=30)
    assert not remote.ask("ASK WHERE { ?s vet:presentsSchool ?s }")
    triples = remote.construct("CONSTRUCT WHERE { ?report vet:presentsSchool ?s }")
    assert len(triples) == 9
    assert all(isinstance(t.object, ox.NamedNode) for t in triples)
    assert len(remote.construct("CONSTRUCT WHERE { ?report vet:presentsSchool ?s }", limit=4)) == 4


@pytest.mark.parametrize("text", HOSTILE)
def test_a_bound_term_is_that_very_term(remote: Graph, text: str) -> None:
    for term in (ox.Literal(text), ox.Literal(text, language="zh")):
        echo = remote.select("SELECT ?echo WHERE { BIND(?x AS ?echo) }", {"x": term})
        assert echo.rows == [(term,)]


def test_words_in_comments_do_not_change_the_kind_of_request(remote: Graph) -> None:
    query = "# ask\n#+ insert, drop, load\n#   construct\nSELECT ?n WHERE { BIND(1 AS ?n) }"
    assert remote.select(query).rows == [(ox.Literal(1),)]


def test_the_endpoint_is_not_asked_to_call_others(remote: Graph) -> None:
    with pytest.raises(QueryError, match="QUERY-SERVICE"):
        remote.select("SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="QUERY-UNBOUND"):
        remote.select("SELECT * { ?s ?p ?o }", {"s": ox.NamedNode(ID + "a")})


def test_a_syntax_error_is_told_in_the_words_of_the_endpoint(remote: Graph) -> None:
    with pytest.raises(QueryError, match="REMOTE-REFUSED") as caught:
        remote.select("SELECT ?s WHERE { ?s ?p }")
    assert "error at" in str(caught.value.values["reason"])
    assert "\n" not in caught.value.render("en")


@pytest.mark.parametrize(
    ("ask", "form"),
    [
        pytest.param(lambda g: g.select("ASK WHERE { ?s a vet:Nothing }"), "SELECT", id="select"),
        pytest.param(lambda g: g.ask(SELECT + " LIMIT 1"), "ASK", id="ask"),
    ],
)
def test_another_form_of_answer_is_refused(
    remote: Graph, ask: Callable[[Graph], object], form: str
) -> None:
    with pytest.raises(QueryError, match="QUERY-FORM") as caught:
        ask(remote)
    assert caught.value.values["expected"] == form


def test_a_part_of_an_answer_is_not_taken_for_the_whole(virtuoso_server: str) -> None:
    graph = open_graph(virtuoso_server + "sparql")
    everything = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    with pytest.raises(GraphError, match="REMOTE-CUT"):
        graph.select(everything)
    assert len(graph.select(everything, limit=MOST_ROWS - 2).rows) == MOST_ROWS - 2


def test_a_password_is_shown_in_the_way_that_the_server_asks_for(
    virtuoso_server: str, liuzhou: EmbeddedGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = "ASK WHERE { ?report vet:presentsSchool ?s }"
    with pytest.raises(GraphError, match="REMOTE-LOGIN"):
        RemoteGraph(virtuoso_server + "sparql-auth").ask(ask)
    with pytest.raises(GraphError, match="REMOTE-LOGIN"):
        push(liuzhou, virtuoso_server + "sparql-auth")
    with pytest.raises(GraphError, match="PUSH-REFUSED"):
        push(liuzhou, virtuoso_server + "sparql")
    monkeypatch.setenv("ZHITU_USER", OWNER)
    monkeypatch.setenv("ZHITU_PASSWORD", OWNER)
    assert RemoteGraph(virtuoso_server + "sparql-auth").ask(ask)
    monkeypatch.setenv("ZHITU_PASSWORD", "wrong")
    with pytest.raises(GraphError, match="REMOTE-DENIED"):
        RemoteGraph(virtuoso_server + "sparql-auth").ask(ask)


# --- what a push left there, and what is fetched back


def test_a_pushed_graph_is_the_graph(liuzhou: EmbeddedGraph, endpoint: str) -> None:
    """The servers of this run were filled by a push; see `conftest.py`."""
    remote = open_graph(endpoint)
    pairs = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    ours, theirs = ({str(row) for row in g.select(pairs).rows} for g in (liuzhou, remote))
    assert ours <= theirs
    assert not any(FACTS_GRAPH in row for row in theirs)
    assert remote.select(COUNT).rows == liuzhou.select(COUNT).rows


def test_the_command_on_a_server_without_a_default_graph_of_its_own(
    virtuoso_server: str,
    liuzhou: EmbeddedGraph,
    zhitu: Zhitu,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZHITU_USER", OWNER)
    monkeypatch.setenv("ZHITU_PASSWORD", OWNER)
    file = tmp_path / "register.nq"
    register = [q for q in liuzhou.store if q.graph_name == ox.NamedNode(REFERENCE_GRAPH)]
    file.write_text("".join(f"{q} .\n" for q in register), "utf-8")
    done = zhitu("push", file, "--to", virtuoso_server + "sparql-auth")
    assert f"这次送出 {len(register)} 条" in done.out
    assert FACTS_GRAPH in done.err


def test_a_copy_is_the_graph(liuzhou: EmbeddedGraph, endpoint: str) -> None:
    remote = open_graph(endpoint)
    copy = copied(remote)
    ours = {str(quad) for quad in liuzhou.store}
    theirs = {str(quad) for quad in copy.store}
    assert theirs == ours
    assert copied(liuzhou) is liuzhou
    with pytest.raises(GraphError, match="COPY-LARGE"):
        copied(remote, most=1000)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "市一职校"),
        ("why", "市交校", "通达产业", "航运产业"),
        ("stats",),
        ("stats", "--coverage"),
        ("trace", "市交校", "五菱", "--max-hops", "3"),
        ("ask", "市交校对接哪些产业链？"),
        ("void", "--endpoint", "http://x/sparql"),
        ("export", "network", "-o", "/dev/stdout", "--format", "graphml"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_every_command_prints_the_same(
    zhitu: Zhitu, liuzhou_file: Path, endpoint: str, words: tuple[str, ...]
) -> None:
    here, there = (zhitu(*words, "--graph", where) for where in (liuzhou_file, endpoint))
    assert there.code == here.code
    assert there.out.replace(endpoint, "") == here.out.replace(str(liuzhou_file), "")


def test_check_reads_the_whole_graph_first(
    zhitu: Zhitu, liuzhou_file: Path, virtuoso_server: str
) -> None:
    url = virtuoso_server + "sparql"
    here, there = (zhitu("check", "--graph", where) for where in (liuzhou_file, url))
    assert (there.code, there.out) == (here.code, here.out)
