"""A graph behind an endpoint: the same answers, and one clear error for all that can go wrong."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.ask.answer import answer, shown
from graph_builder.ask.questions import Question, load_questions
from graph_builder.errors import GraphError, LimitReached, QueryError, ZhituError
from graph_builder.graph.access import EmbeddedGraph, Graph, open_graph
from graph_builder.graph.facts_of import facts_of
from graph_builder.graph.rebuild import rebuild_table
from graph_builder.graph.remote import RemoteGraph
from graph_builder.names import ID
from graph_builder.paths import bundled
from graph_builder.trace import trace
from graph_builder.trace.ends import candidates
from tests.graph.servers import misbehaving
from tests.graph.test_access import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUESTIONS = load_questions(bundled("queries"))
SELECT = "SELECT ?n WHERE { ?s ?p ?n }"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with misbehaving() as url:
        yield url


@pytest.fixture
def remote(endpoint: str) -> Graph:
    return open_graph(endpoint)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_question_has_the_same_answer_from_an_endpoint(
    question: Question, remote: Graph, liuzhou: EmbeddedGraph
) -> None:
    values = {p.name: p.example for p in question.params if p.example}
    here, there = (answer(g, question, values) for g in (liuzhou, remote))
    assert there.bindings == here.bindings
    assert there.rows == here.rows
    assert shown(remote, there.rows, "zh") == shown(liuzhou, here.rows, "zh")


def test_so_have_traces_facts_and_tables(remote: Graph, liuzhou: EmbeddedGraph) -> None:
    found = []
    for graph in (remote, liuzhou):
        ends = candidates(graph, "五菱")
        paths = trace(graph, candidates(graph, "市交校"), ends, max_hops=3)
        facts = facts_of(graph, ID + "enterprise/wu-ling")
        found.append((paths, facts, rebuild_table(graph, "liuzhou-2023", "1-1")))
    assert found[0] == found[1]
    assert found[0][0].paths


def test_the_three_forms_and_their_limits(remote: Graph) -> None:
    query = "SELECT ?s WHERE { ?report vet:presentsSchool ?s } ORDER BY ?s"
    assert len(remote.select(query).rows) == 9
    cut = remote.select(query, limit=8)
    assert (len(cut.rows), cut.truncated) == (8, True)
    assert not remote.select(query, limit=9).truncated
    assert remote.ask("ASK WHERE { ?report vet:presentsSchool ?s }", timeout=30)
    assert not remote.ask("ASK WHERE { ?s vet:presentsSchool ?s }")
    triples = remote.construct("CONSTRUCT WHERE { ?report vet:presentsSchool ?s }")
    assert len(triples) == 9
    assert all(isinstance(t.object, ox.NamedNode) for t in triples)
    assert len(remote.construct("CONSTRUCT WHERE { ?s ?p ?o }", limit=4)) == 4


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
        pytest.param(lambda g: g.select("ASK WHERE { ?s ?p ?o }"), "SELECT", id="select"),
        pytest.param(lambda g: g.ask(SELECT), "ASK", id="ask"),
    ],
)
def test_another_form_of_answer_is_refused(
    remote: Graph, ask: Callable[[Graph], object], form: str
) -> None:
    with pytest.raises(QueryError, match="QUERY-FORM") as caught:
        ask(remote)
    assert caught.value.values["expected"] == form


def one_error(
    url: str, ask: Callable[[Graph], object], kind: type[ZhituError], code: str
) -> ZhituError:
    """The one error that asking raises, which names the address in both languages."""
    with pytest.raises(kind) as caught:
        ask(RemoteGraph(url))
    assert caught.value.code == code
    for lang in ("zh", "en"):
        told = caught.value.render(lang)
        assert url in told
        assert "\n" not in told
    return caught.value


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        pytest.param("html", GraphError, "REMOTE-ANSWER", id="HTML"),
        pytest.param("broken", GraphError, "REMOTE-ANSWER", id="broken JSON"),
        pytest.param("other_json", GraphError, "REMOTE-ANSWER", id="JSON of another kind"),
        pytest.param("odd_value", GraphError, "REMOTE-ANSWER", id="value of an unknown kind"),
        pytest.param("empty", GraphError, "REMOTE-ANSWER", id="nothing"),
        pytest.param("cut", GraphError, "REMOTE-DOWN", id="cut stream"),
        pytest.param("hangs_up", GraphError, "REMOTE-DOWN", id="hangs up"),
        pytest.param("status/401", GraphError, "REMOTE-STATUS", id="401"),
        pytest.param("status/403", GraphError, "REMOTE-STATUS", id="403"),
        pytest.param("status/404", GraphError, "REMOTE-STATUS", id="404"),
        pytest.param("status/500", GraphError, "REMOTE-STATUS", id="500"),
        pytest.param("status/503", GraphError, "REMOTE-STATUS", id="503"),
        pytest.param("refuses", QueryError, "REMOTE-REFUSED", id="400"),
        pytest.param("refuses_silently", QueryError, "REMOTE-REFUSED", id="400 without a word"),
    ],
)
def test_each_fault_of_an_endpoint_is_one_clear_error(
    server: str, path: str, kind: type[ZhituError], code: str
) -> None:
    error = one_error(server + path, lambda g: g.select(SELECT), kind, code)
    if path.startswith("status/"):
        assert error.values["status"] == int(path.removeprefix("status/"))
    if path == "refuses":
        assert error.values["reason"] == "第 1 行：不懂"


def test_a_sound_answer_gets_through(server: str) -> None:
    assert len(RemoteGraph(server + "sound").select(SELECT).rows) == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("html", "REMOTE-ANSWER", id="HTML"),
        pytest.param("cut_turtle", "REMOTE-DOWN", id="cut where a statement ends"),
    ],
)
def test_triples_that_are_not_whole_are_not_shown(server: str, path: str, code: str) -> None:
    construct = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert len(RemoteGraph(server + "turtle").construct(construct)) == 2
    one_error(server + path, lambda g: g.construct(construct), GraphError, code)


@pytest.mark.parametrize("path", ["slow", "drips"])
def test_an_endpoint_that_takes_too_long_is_left(server: str, path: str) -> None:
    began = time.monotonic()
    error = one_error(
        server + path,
        lambda g: g.select(SELECT, timeout=0.4),
        LimitReached,
        "QUERY-TIMEOUT",
    )
    assert error.values["seconds"] == 0.4
    assert 0.3 < time.monotonic() - began < 5


def test_an_endpoint_that_is_down_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/query"
        error = one_error(url, lambda g: g.ask("ASK WHERE { ?s ?p ?o }"), GraphError, "REMOTE-DOWN")
    assert error.values["reason"] == "Connection refused"


@pytest.mark.parametrize("url", ["http://", "http://[", "http://a b/"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    one_error(url, lambda g: g.select(SELECT), GraphError, "REMOTE-DOWN")
