"""A long answer: sent while it grows, bounded in memory, and broken off for all to see."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import shutil
import socket
import subprocess
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from tests.serve.site import Settings, Site, eventually, running

if TYPE_CHECKING:
    from collections.abc import Iterator

STATEMENTS = 1000
#: A million rows, as no more come from pairs of a thousand.
MILLION = "SELECT ?a ?b { ?a <http://x/p> ?x . ?b <http://x/p> ?y }"
#: Ten thousand million: the time is over long before.
ENDLESS = "SELECT ?a ?b ?c { ?a <http://x/p> ?x . ?b <http://x/p> ?y . ?c <http://x/p> ?z }"


def statements() -> str:
    return "".join(f'<http://x/{n}> <http://x/p> "{n}" .\n' for n in range(STATEMENTS))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    file = tmp_path_factory.mktemp("long") / "graph.nt"
    file.write_text(statements(), "utf-8")
    with running(Settings(graph=str(file), timeout=8.0, workers=1, watch=0)) as site:
        yield site


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same with room for 400,000 rows."""
    file = tmp_path_factory.mktemp("short") / "graph.nt"
    file.write_text(statements(), "utf-8")
    settings = Settings(graph=str(file), workers=1, watch=0, max_rows=400_000)
    with running(settings) as site:
        yield site


def memory() -> int:
    """Bytes that this process, the server among it, holds in memory."""
    text = Path("/proc/self/statm").read_text("ascii")
    return int(text.split()[1]) * 4096


def test_a_million_rows_come_bit_by_bit_and_take_no_memory(long: Site) -> None:
    before, most, rows, first = memory(), 0, -1, 0.0  # the head of the table is no row
    began = time.monotonic()
    with long.http.stream(
        "GET", "/sparql", params={"query": MILLION}, headers={"Accept": "text/csv"}
    ) as answer:
        assert answer.status_code == 200
        for piece in answer.iter_bytes():
            first = first or time.monotonic() - began
            rows += piece.count(b"\n")
            most = max(most, memory())
    assert rows == STATEMENTS**2
    assert first < (time.monotonic() - began) / 2
    assert most - before < 30 << 20
    assert long.http.get("/healthz").status_code == 200


def broken_off(site: Site, query: str) -> str:
    """What happens to an answer that does not end, as a client sees it."""
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read") as caught:
        site.sparql(query)
    return str(caught.value)


def test_an_answer_that_passes_a_limit_on_its_way_is_broken_off_and_told_the_next_time(
    short: Site,
) -> None:
    broken_off(short, MILLION)
    again = short.sparql(MILLION)
    assert (again.status_code, short.error(again)) == (400, "QUERY-ROWS")
    assert "zhitu_failures_total" in short.http.get("/metrics").text
    assert short.sparql("ASK { ?s ?p ?o }").json()["boolean"] is True


def test_every_client_notices_that_an_answer_was_broken_off(short: Site) -> None:
    queries = (f"{MILLION} # client {n}" for n in range(9))
    address = short.url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", "/sparql?" + urlencode({"query": next(queries)}))
    answer = connection.getresponse()
    assert answer.status == 200
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    connection.close()

    wrapper = SPARQLWrapper(f"{short.url}/sparql")
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(next(queries))
    with pytest.raises(http.client.IncompleteRead):
        wrapper.query().convert()

    with (
        pytest.raises(httpx.RemoteProtocolError),
        short.http.stream(
            "GET",
            "/sparql",
            params={"query": next(queries)},
            headers={"Accept-Encoding": "gzip"},
        ) as packed,
    ):
        for _ in packed.iter_raw():
            pass


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_says_that_an_answer_was_broken_off(short: Site, tmp_path: Path) -> None:
    words = ["curl", "-sS", "-G", f"{short.url}/sparql", "-o", str(tmp_path / "answer")]
    done = subprocess.run(
        [*words, "--data-urlencode", f"query={MILLION} # curl"],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    # 18: a partial file.
    assert done.returncode == 18
    assert (tmp_path / "answer").stat().st_size > 1 << 20


def test_a_client_that_could_not_notice_waits_for_the_whole_answer(short: Site) -> None:
    host, port = short.url.removeprefix("http://").split(":")
    query = urlencode({"query": f"{MILLION} # of HTTP/1.0"})
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f"GET /sparql?{query} HTTP/1.0\r\n\r\n".encode())
        said = b""
        while piece := connection.recv(1 << 16):
            said += piece
    assert b" 400 " in said.split(b"\r\n")[0]
    assert b"QUERY-ROWS" in said
    head = short.http.head("/sparql", params={"query": f"{MILLION} # asked by HEAD"})
    assert head.status_code == 400


def test_a_client_that_leaves_while_an_answer_grows_ends_its_query(long: Site) -> None:
    pool = long.app.state.snapshot.strangers
    began = time.monotonic()
    with long.http.stream("GET", "/sparql", params={"query": ENDLESS}) as answer:
        next(answer.iter_bytes())
        assert pool.running == 1
    assert eventually(lambda: pool.running == 0)
    assert time.monotonic() - began < 8


def test_a_long_answer_is_whole_when_packed(short: Site) -> None:
    query = f"{MILLION} LIMIT 300000"
    with short.http.stream(
        "GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(raw))["results"]["bindings"]) == 300_000
    assert zlib.decompressobj(31).decompress(raw[:1000], 100).startswith(b'{"head"')
    assert io.BytesIO(raw).read(2) == b"\x1f\x8b"
