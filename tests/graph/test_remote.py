"""One clear error for all that can go wrong with an endpoint, and nothing hangs."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from graph_builder.errors import GraphError, LimitReached, QueryError, ZhituError
from graph_builder.graph.remote import RemoteGraph
from tests.graph.servers import Misbehaving, misbehaving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph_builder.graph.access import Graph
    from tests.running import Zhitu

SELECT = "SELECT ?n WHERE { ?s ?p ?n }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def running() -> Iterator[Misbehaving]:
    with misbehaving() as server:
        yield server


@pytest.fixture
def server(running: Misbehaving) -> str:
    return running.url


def one_error(
    graph: Graph | str, ask: Callable[[Graph], object], kind: type[ZhituError], code: str
) -> ZhituError:
    """The one error that asking raises, which names the address in both languages."""
    with pytest.raises(kind) as caught:
        ask(RemoteGraph(graph) if isinstance(graph, str) else graph)
    assert caught.value.code == code
    for lang in ("zh", "en"):
        told = caught.value.render(lang)
        assert "://" in told
        assert "\n" not in told
    return caught.value


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        pytest.param("html", GraphError, "REMOTE-PAGE", id="HTML"),
        pytest.param("broken", GraphError, "REMOTE-ANSWER", id="broken JSON"),
        pytest.param("deep", GraphError, "REMOTE-ANSWER", id="JSON without end"),
        pytest.param("other_json", GraphError, "REMOTE-ANSWER", id="JSON of another kind"),
        pytest.param("odd_value", GraphError, "REMOTE-ANSWER", id="value of an unknown kind"),
        pytest.param("empty", GraphError, "REMOTE-ANSWER", id="nothing"),
        pytest.param("cut", GraphError, "REMOTE-DOWN", id="cut stream"),
        pytest.param("packed_and_cut", GraphError, "REMOTE-DOWN", id="cut gzip"),
        pytest.param("packed_oddly", GraphError, "REMOTE-PACKING", id="unknown compression"),
        pytest.param("hangs_up", GraphError, "REMOTE-DOWN", id="hangs up"),
        pytest.param("password", GraphError, "REMOTE-LOGIN", id="asks for a password"),
        pytest.param("status/403", GraphError, "REMOTE-STATUS", id="403"),
        pytest.param("status/404", GraphError, "REMOTE-STATUS", id="404"),
        pytest.param("fails", GraphError, "REMOTE-FAULT", id="500"),
        pytest.param("busy_for_an_hour", GraphError, "REMOTE-BUSY", id="503 for an hour"),
        pytest.param("refuses", QueryError, "REMOTE-REFUSED", id="400"),
        pytest.param("refuses_silently", QueryError, "REMOTE-REFUSED", id="400 without a word"),
    ],
)
def test_each_fault_of_an_endpoint_is_one_clear_error(
    server: str, path: str, kind: type[ZhituError], code: str
) -> None:
    began = time.monotonic()
    error = one_error(server + path, lambda g: g.select(SELECT), kind, code)
    assert error.where is not None
    assert error.where.file == server + path
    assert time.monotonic() - began < 3
    if path.startswith("status/"):
        assert error.values["status"] == int(path.removeprefix("status/"))
    if path in {"refuses", "fails"}:
        assert error.values["reason"] == {"refuses": "第 1 行：不懂", "fails": "内部错误"}[path]


@pytest.mark.parametrize("path", ["sound", "packed"])
def test_a_sound_answer_gets_through(server: str, path: str) -> None:
    assert len(RemoteGraph(server + path).select(SELECT).rows) == 200


def test_triples_that_are_not_whole_are_not_shown(server: str) -> None:
    assert len(RemoteGraph(server + "sound").construct(CONSTRUCT)) == 2
    one_error(server + "html", lambda g: g.construct(CONSTRUCT), GraphError, "REMOTE-PAGE")
    # What arrived is whole Turtle, so that only the length tells.
    one_error(server + "cut_turtle", lambda g: g.construct(CONSTRUCT), GraphError, "REMOTE-DOWN")


@pytest.mark.parametrize("path", ["slow", "drips", "drips_headers"])
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


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(server: str, path: str) -> None:
    small = RemoteGraph(server + path, most_bytes=1 << 20)
    error = one_error(small, lambda g: g.select(SELECT), GraphError, "REMOTE-LARGE")
    assert error.values["limit"] == 1


@pytest.mark.parametrize("path", ["busy", "busy_until"])
def test_a_busy_endpoint_is_asked_again(running: Misbehaving, path: str) -> None:
    began = time.monotonic()
    assert len(RemoteGraph(running.url + path).select(SELECT).rows) == 200
    # Twice refused, then the question where the facts are, then the query.
    assert len(running.asked["/" + path]) == 4
    # 0.25 and 0.5 seconds by itself, one second each where the server says so.
    assert time.monotonic() - began >= {"busy": 0.75, "busy_until": 2}[path]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(running: Misbehaving, status: int) -> None:
    graph = RemoteGraph(f"{running.url}redirect/{status}/%2Fsound")
    assert len(graph.select(SELECT).rows) == 200


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "http://localhost:1/sound",
        "http://example.org/",
        "ftp://127.0.0.1/",
        "http://[",
        "//example.org/x",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(server: str, target: str) -> None:
    url = f"{server}redirect/302/{quote(target, safe='')}"
    error = one_error(url, lambda g: g.select(SELECT), GraphError, "REMOTE-REDIRECT")
    assert target.removeprefix("//") in str(error.values["target"])


def test_redirects_in_a_circle_end(running: Misbehaving) -> None:
    circle = quote("/redirect/307/%2Fsound", safe="")
    for _ in range(4):
        circle = quote(f"/redirect/307/{circle}", safe="")
    error = one_error(
        f"{running.url}redirect/307/{circle}",
        lambda g: g.select(SELECT),
        GraphError,
        "REMOTE-STATUS",
    )
    assert error.values["status"] == 307


def test_an_endpoint_that_is_down_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/query"
        error = one_error(url, lambda g: g.ask("ASK WHERE { ?s ?p ?o }"), GraphError, "REMOTE-DOWN")
    assert error.values["reason"] == "Connection refused"


@pytest.mark.parametrize(
    "url", ["http://", "http://[", "http://a b/", "http://h:x/", "http://h\n/", "ftp://h/"]
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    one_error(url, lambda g: g.select(SELECT), GraphError, "REMOTE-ADDRESS")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    error = one_error(
        "https://me:secret@example.org/sparql",
        lambda g: g.select(SELECT),
        GraphError,
        "REMOTE-USERINFO",
    )
    assert "secret" not in error.render("zh") + error.render("en")


# --- who asks


def test_name_and_password_are_shown_when_asked_for(
    running: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHITU_USER", "a")
    monkeypatch.setenv("ZHITU_PASSWORD", "b")
    assert RemoteGraph(running.url + "password").select(SELECT).rows
    assert RemoteGraph(running.url + "sound/unasked").select(SELECT).rows
    assert running.asked["/sound/unasked"] == [None, None]
    monkeypatch.setenv("ZHITU_PASSWORD", "c")
    url = running.url + "password"
    one_error(url, lambda g: g.select(SELECT), GraphError, "REMOTE-DENIED")


def test_a_token_is_shown(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHITU_TOKEN", "secret")
    assert RemoteGraph(server + "token").select(SELECT).rows
    monkeypatch.setenv("ZHITU_TOKEN", "other")
    one_error(server + "token", lambda g: g.select(SELECT), GraphError, "REMOTE-DENIED")


def test_neither_goes_to_another_host(
    running: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHITU_TOKEN", "secret")
    with misbehaving() as other:
        url = f"{running.url}redirect/307/{quote(other.url + 'token', safe='')}"
        one_error(url, lambda g: g.select(SELECT), GraphError, "REMOTE-REDIRECT")
        assert other.asked == {}


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "school_to_industry", "school=市交校"),
        ("ask", "市交校对接哪些产业链？"),
        ("ask", "--sparql", "ASK { ?s ?p ?o }"),
        ("trace", "市交校", "五菱"),
    ],
    ids=["by name", "in words", "own query", "trace"],
)
def test_a_handshake_that_never_ends_is_left_when_the_reader_says(
    zhitu: Zhitu, words: tuple[str, ...]
) -> None:
    # The system accepts the connection, and nobody ever speaks TLS with it.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/sparql"
        began = time.monotonic()
        done = zhitu(*words, "--graph", url, "--timeout", "0.3")
    assert (done.code, done.out) == (2, "")
    assert "QUERY-TIMEOUT" in done.err
    assert " 0.3 " in done.err
    assert time.monotonic() - began < 10
