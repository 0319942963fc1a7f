"""A built graph put onto a server: whole, once, continued after an interruption."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import Request

import pyoxigraph as ox
import pytest

from graph_builder.errors import GraphError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.push import BATCH, Pushed, push
from graph_builder.graph.remote import RemoteGraph
from graph_builder.graph.target import update_address
from graph_builder.graph.wire import Wire
from tests.graph.endpoints import oxigraph
from tests.graph.servers import misbehaving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.running import Zhitu

ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
NAMED = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
P = ox.NamedNode("http://x/p")


def quad(n: int, graph: str | None = None) -> ox.Quad:
    thing = ox.NamedNode(f"http://x/{n}")
    return ox.Quad(thing, P, ox.Literal(n), None if graph is None else ox.NamedNode(graph))


def graph_of(*quads: ox.Quad) -> EmbeddedGraph:
    store = ox.Store()
    store.extend(quads)
    return EmbeddedGraph(store)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("push") / "store") as url:
        yield url + "query"


@pytest.fixture
def empty(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The server, emptied, and a cache in which no push is written down."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    clear(server)
    return server


def clear(url: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    Wire(url).send(Request(update_address(url), b"CLEAR ALL", headers), 20)  # noqa: S310 -- our own server


def count(url: str) -> int:
    ((n,),) = RemoteGraph(url).select(COUNT).rows
    return int(n.value)  # type: ignore[union-attr]


def test_a_push_says_how_much_there_is_and_how_much_was_sent(empty: str) -> None:
    source = graph_of(quad(1), quad(2), quad(2, "http://x/g"), quad(3, "http://x/g"))
    for _ in range(2):
        assert push(source, empty) == Pushed(2, 4, 4, apart=False)
        remote = RemoteGraph(empty)
        assert remote.select(ALL).rows == source.select(ALL).rows
        assert remote.select(NAMED).rows == source.select(NAMED).rows
    assert not remote.ask("ASK WHERE { GRAPH <https://w3id.org/zhitu/graph/probe> { ?s ?p ?o } }")


def interrupted(source: EmbeddedGraph, url: str, *, replace: bool = False) -> None:
    """Stop a push after two batches."""

    def stop(done: int, _total: int) -> None:
        if done == 2 * BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(source, url, replace=replace, progress=stop)
    assert count(url) == 2 * BATCH


def test_an_interrupted_push_goes_on_where_it_stopped(empty: str) -> None:
    source = graph_of(*(quad(n) for n in range(2 * BATCH + 500)))
    seen: list[tuple[int, int]] = []
    for replace in (False, True):
        seen.clear()
        interrupted(source, empty, replace=replace)
        pushed = push(
            source, empty, replace=replace, progress=lambda done, total: seen.append((done, total))
        )
        assert pushed == Pushed(1, 2 * BATCH + 500, 500, apart=False)
        assert seen == [(2 * BATCH + 500, 2 * BATCH + 500)]
        assert count(empty) == 2 * BATCH + 500


def test_what_the_server_lost_meanwhile_is_sent_again(empty: str) -> None:
    source = graph_of(*(quad(n) for n in range(2 * BATCH + 500)))
    interrupted(source, empty)
    clear(empty)
    assert push(source, empty).sent == 500 + 2 * BATCH + 500
    assert count(empty) == 2 * BATCH + 500


def test_another_graph_is_not_continued(empty: str) -> None:
    interrupted(graph_of(*(quad(n) for n in range(2 * BATCH + 500))), empty)
    other = graph_of(*(quad(n) for n in range(2 * BATCH + 501)))
    assert push(other, empty).sent == 2 * BATCH + 501


def test_what_else_the_server_holds_is_touched_only_when_asked_for(empty: str) -> None:
    push(graph_of(quad(1), quad(2), quad(7, "http://x/other")), empty)
    with pytest.raises(GraphError, match="PUSH-MORE") as caught:
        push(graph_of(quad(1)), empty)
    assert caught.value.values["found"] == 2
    assert count(empty) == 2
    push(graph_of(quad(1)), empty, replace=True)
    assert count(empty) == 1
    assert RemoteGraph(empty).ask("ASK WHERE { GRAPH <http://x/other> { ?s ?p 7 } }")


def test_a_corrected_statement_is_not_left_beside_the_old_one_in_silence(empty: str) -> None:
    push(graph_of(quad(1), quad(2)), empty)
    with pytest.raises(GraphError, match="PUSH-COUNT") as caught:
        push(graph_of(quad(1), quad(3)), empty)
    assert (caught.value.values["found"], caught.value.values["expected"]) == (3, 2)
    push(graph_of(quad(1), quad(3)), empty, replace=True)
    assert count(empty) == 2


def test_a_blank_node_is_not_pushed(empty: str) -> None:
    blank = graph_of(ox.Quad(ox.BlankNode("b"), P, ox.Literal("x")))
    with pytest.raises(GraphError, match="PUSH-BLANK"):
        push(blank, empty)


def test_the_address_for_updates_follows_the_custom_of_servers() -> None:
    assert update_address("http://h/query") == "http://h/update"
    assert update_address("http://h/ds/query") == "http://h/ds/update"
    assert update_address("http://h/sparql") == "http://h/sparql"


def test_a_server_that_takes_no_updates_is_told(server: str) -> None:
    with pytest.raises(GraphError, match="PUSH-REFUSED") as caught:
        push(graph_of(quad(1)), server, update=server)
    assert server in caught.value.render("en")
    with misbehaving() as other, pytest.raises(GraphError, match="PUSH-REFUSED"):
        push(graph_of(quad(1)), other.url + "sound", update=other.url + "status/405")


def test_the_command(empty: str, zhitu: Zhitu, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text("<http://x/1> <http://x/p> 'a'@zh <http://x/g> .\n".replace("'", '"'), "utf-8")
    done = zhitu("push", file, "--to", empty)
    assert done.code == 0
    assert "1 个图、1 条陈述" in done.out
    assert "这次送出 1 条" in done.out
    again = zhitu("push", file, "--to", empty, "--lang", "en")
    assert "Graphs: 1; statements: 1; sent this time: 1." in again.out
    wrong = zhitu("push", empty, "--to", empty)
    assert (wrong.code, "PUSH-SOURCE" in wrong.err) == (2, True)
    assert zhitu("push").code == 2
