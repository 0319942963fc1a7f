"""The pages of `zhitu serve` on loopback: the HTML of each, against an answer without a graph."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.measure import in_turns, run, table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Milliseconds in which the HTML of a page is to be there.
GOAL = 50.0
RUNS = 21
_REPORT = "/id/report/liuzhou-2023"
PAGES = {
    "/healthz (the peer: an answer without a graph)": "/healthz",
    "first page": "/",
    "catalogue of 141 questions": "/questions",
    "answer with a chart": "/questions/honours_by_school",
    "answer of one school": "/questions/school_to_industry?school=市交校",
    "trace, 20 paths": "/trace?from=市交校&to=五菱",
    "a school": "/id/school/liu-zhou-shi-jiao-tong-xue-xiao",
    "the report": _REPORT,
    "table 6-1": f"{_REPORT}/table/6-1",
    "a sentence": f"{_REPORT}/section/6.5/paragraph/2/sentence/4",
    "list of cooperations": "/lists/cooperations",
    "search by initials": "/search?q=sjx",
    "quality": "/quality",
    "the ontology": "/ontology",
    "SPARQL, 9 rows": "/sparql?query=SELECT ?s WHERE { ?s a vet:School }",
}


def report(runs: int = RUNS) -> str:
    """Ask a server of its own for every page, round after round, over one connection."""
    with served() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        sizes: dict[str, int] = {}

        def get(name: str) -> None:
            path = quote(PAGES[name], safe="/?&=%:{}.,")
            connection.request("GET", path, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            sizes[name] = len(answer.read())
            if answer.status != HTTPStatus.OK:
                sys.exit(f"{path}: {answer.status}")

        while True:  # the check of the whole graph is carried out once, in the background
            connection.request("GET", "/quality/findings.json")
            if connection.getresponse().read():
                break
        timings = in_turns({name: lambda name=name: get(name) for name in PAGES}, runs)  # type: ignore[misc]
    peer = timings[next(iter(PAGES))].median
    rows = [
        [name, t.shown(), f"{t.median / peer:.1f} ×", f"{sizes[name] / 1024:.0f} KB"]
        for name, t in timings.items()
    ]
    slowest = max(t.median for t in timings.values()) * 1000
    met = "reached" if slowest <= GOAL else "missed"
    return (
        table(["page", "time", "against /healthz", "HTML"], rows)
        + f"\nSlowest median {slowest:.0f} ms (goal ≤ {GOAL:.0f} ms: {met}).\n"
    )


@contextmanager
def served() -> Iterator[int]:
    """A server of the reports that ship with zhitu, on a free port."""
    zhitu = str(Path(sys.executable).with_name("zhitu"))
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([zhitu, "serve", "--port", "0"], stdout=said, stderr=said)
        try:
            yield _port(process, said.fileno())
        finally:
            process.terminate()
            process.wait(10)


def _port(process: subprocess.Popen[bytes], said: int) -> int:
    """The port that the server says it has."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        found = re.search(rb"http://127\.0\.0\.1:(\d+)", os.pread(said, 10_000, 0))
        if found:
            return int(found[1])
        time.sleep(0.05)
    sys.exit("zhitu serve did not start")


if __name__ == "__main__":
    run(report, RUNS)
