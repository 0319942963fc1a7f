"""What a stranger's query may take: time, rows, bytes, memory, a place in the queue."""

from __future__ import annotations

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.serve.site import Settings, Site, eventually, running

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
SMALL = "ASK { ?s ?p ?o }"
SECONDS = 0.7


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of 2,000 statements with narrow limits and one worker."""
    file = tmp_path_factory.mktemp("strict") / "graph.nt"
    lines = [f'<http://x/{n}> <http://x/p> "value {n}" .\n' for n in range(2000)]
    file.write_text("".join(lines), "utf-8")
    settings = Settings(
        graph=str(file),
        timeout=SECONDS,
        max_rows=1000,
        max_bytes=100_000,
        max_memory=64 << 20,
        workers=1,
        queue=2,
        watch=0,
    )
    with running(settings) as site:
        yield site


def workers(site: Site) -> list[int]:
    """Processes of the workers of a server."""
    forker = site.app.state.snapshot.forker.process.pid
    children = Path(f"/proc/{forker}/task/{forker}/children").read_text("ascii")
    return [int(pid) for pid in children.split()]


def test_a_query_that_takes_too_long_is_stopped_and_told_so(strict: Site) -> None:
    began = time.monotonic()
    answer = strict.sparql(RUNAWAY)
    took = time.monotonic() - began
    assert (answer.status_code, strict.error(answer)) == (503, "QUERY-TOO-SLOW")
    assert str(SECONDS) in answer.json()["error"]["message"]
    assert SECONDS <= took < SECONDS + 10
    # The process is gone, and the next query gets a fresh one.
    assert strict.sparql(SMALL).json()["boolean"] is True
    assert len(workers(strict)) == 1


def test_a_query_that_wants_all_memory_is_stopped_and_told_so(strict: Site) -> None:
    answer = strict.sparql(GREEDY)
    assert answer.status_code == 503
    assert strict.error(answer) in {"QUERY-MEMORY", "QUERY-TOO-SLOW"}
    assert strict.sparql(SMALL).status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/csv"])
def test_too_many_rows_are_refused_and_not_cut_in_silence(strict: Site, accept: str) -> None:
    short = "SELECT ?s { ?s ?p ?o } LIMIT 500"
    assert strict.sparql(short, accept).status_code == 200
    answer = strict.sparql("SELECT ?p { ?s ?p ?o }", accept)
    assert (answer.status_code, strict.error(answer)) == (400, "QUERY-ROWS")
    assert "1000" in answer.json()["error"]["message"]


def test_too_many_bytes_are_refused(strict: Site) -> None:
    answer = strict.sparql("SELECT * { ?s ?p ?o } LIMIT 999")
    assert (answer.status_code, strict.error(answer)) == (400, "QUERY-BYTES")


def many(site: Site, queries: list[str]) -> list[httpx.Response]:
    """Put queries all at once."""
    with ThreadPoolExecutor(len(queries)) as threads:
        asked = [
            threads.submit(httpx.get, f"{site.url}/sparql", params={"query": q}, timeout=30)
            for q in queries
        ]
        return [one.result() for one in asked]


def test_of_queries_that_take_long_few_go_on_and_the_others_may_come_again(strict: Site) -> None:
    answers = many(strict, [f"{RUNAWAY} # {n}" for n in range(6)])
    turned_away = [a for a in answers if a.status_code == 429]
    # One worker: one goes on in the second lane until its time is over.
    assert len(turned_away) >= 2
    assert {a.status_code for a in answers} == {429, 503}
    for answer in turned_away:
        assert int(answer.headers["retry-after"]) >= 1
        assert strict.error(answer) == "SERVE-BUSY"


def test_a_query_known_to_take_long_takes_no_place_from_others(strict: Site) -> None:
    known = f"{RUNAWAY} # known"
    assert strict.sparql(known).status_code == 503
    answers = many(strict, [known] * 8)
    # On a slow machine some may come when the time of those before is over already.
    assert [a.status_code for a in answers].count(429) >= 1
    assert {a.status_code for a in answers} == {429, 503}


def test_more_queries_than_may_wait_are_turned_away(strict: Site) -> None:
    # One runs, two wait.
    answers = many(strict, [f"{RUNAWAY} # more {n}" for n in range(12)])
    assert [a.status_code for a in answers].count(429) >= 4


def test_a_client_that_hangs_up_ends_its_query(site: Site) -> None:
    host, port = site.url.removeprefix("http://").split(":")
    pool = site.app.state.snapshot.strangers
    with socket.create_connection((host, int(port))) as connection:
        path = "/sparql?query=" + RUNAWAY.replace(" ", "%20").replace("?", "%3F")
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert eventually(lambda: pool.running == 1)
        began = time.monotonic()
    assert eventually(lambda: pool.running == 0)
    assert time.monotonic() - began < site.app.state.settings.timeout - 1


def test_a_reader_that_dawdles_holds_no_worker(site: Site) -> None:
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        path = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert eventually(lambda: site.app.state.snapshot.strangers.running == 0)
        assert site.sparql(SMALL).status_code == 200


def test_a_worker_that_is_killed_is_replaced(strict: Site) -> None:
    strict.sparql(SMALL)
    for pid in workers(strict):
        os.kill(pid, 9)
    answers = [strict.sparql(f"ASK {{ ?s ?p {n} }}") for n in range(3)]
    assert [a.status_code for a in answers] == [200] * 3


def test_a_body_that_is_too_long_is_refused_before_it_is_read(strict: Site) -> None:
    body = b"query=" + b"x" * (2 << 20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = strict.http.post("/sparql", content=body, headers=kind)
    assert (answer.status_code, strict.error(answer)) == (413, "SERVE-BODY")
    chunks = strict.http.post("/sparql", content=iter([body[:1000], body]), headers=kind)
    assert chunks.status_code == 413


def test_good_queries_are_answered_beside_bad_ones(strict: Site) -> None:
    stop = threading.Event()

    def attack() -> None:
        for n in count():
            if stop.is_set():
                return
            query = f"{RUNAWAY} # {threading.get_ident()} {n}"
            httpx.get(f"{strict.url}/sparql", params={"query": query}, timeout=30)

    threads = [threading.Thread(target=attack) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        # What is ours does not wait behind what is theirs, and neither do queries of a moment.
        for n in range(10):
            assert strict.http.get("/healthz").status_code == 200
            assert strict.sparql(f"ASK {{ ?s ?p {n} }}").status_code == 200
            assert strict.http.get("/api/search", params={"q": "value"}).status_code == 200
    finally:
        stop.set()
        for thread in threads:
            thread.join()
