"""The pages of `zhitu serve` on loopback: the HTML of each, and the first paint in a browser.

The HTML is timed against an answer without a graph, the paint against an empty page in the same
browser. A page is painted cold by a server that has just started, in a browser with an empty cache,
and warm when both have seen it. Needs Debian's chromium.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
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

    from playwright.sync_api import BrowserContext

#: Milliseconds in which the HTML of a page is to be there, and in which it is to be painted.
GOAL, PAINT_GOAL = 50.0, 1000.0
RUNS = 21
#: Rounds of the browser; each takes seconds.
PAINTS = 7
#: Peer of the paints: a page that asks the server for nothing.
_EMPTY = "data:text/html,<p>1"
#: The first moment at which something of the page's content is on the screen, in ms since the
#: browser was told to go there.
_PAINTED = """() => new Promise((done) => {
  const seen = (list) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint) done(paint.startTime);
  };
  new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
})"""
_REPORT = "/id/report/liuzhou-2023"
#: Answers that are no page.
_NO_PAGE = frozenset(("/healthz",))
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
        + f"\nSlowest median {slowest:.0f} ms (goal ≤ {GOAL:.0f} ms: {met}).\n\n"
        + paints(max(PAINTS, runs // 3))
    )


def paints(runs: int) -> str:
    """First contentful paint of the pages, cold once each and warm in turns."""
    from tests.export import browser  # noqa: PLC0415 -- needs playwright

    names = [name for name, path in PAGES.items() if path.startswith("/") and path not in _NO_PAGE]
    found: dict[str, list[float]] = {name: [] for name in names}
    empty: list[float] = []
    cold: dict[str, float] = {}
    for chromium in browser.start():
        with served() as port:
            for name in names:  # each page once with an empty cache, soon after the start
                cold[name] = _paint(chromium.new_context(), _url(port, name))
            context = chromium.new_context()
            for n in range(runs + 1):
                empty.append(_paint(context, _EMPTY, keep=True))
                for name in names:
                    took = _paint(context, _url(port, name), keep=True)
                    if n > 0:
                        found[name].append(took)
            context.close()
    peer = statistics.median(empty)
    rows = [
        [name, f"{cold[name]:.0f} ms", f"{statistics.median(took):.0f} ms "
         f"({min(took):.0f}–{max(took):.0f})", f"{statistics.median(took) / peer:.1f} ×"]
        for name, took in found.items()
    ]  # fmt: skip
    slowest = max(*cold.values(), *(statistics.median(took) for took in found.values()))
    met = "reached" if slowest <= PAINT_GOAL else "missed"
    return (
        table(["page", "first paint, cold", "warm", "warm, against an empty page"], rows)
        + f"\nAn empty page: {peer:.0f} ms. Slowest {slowest:.0f} ms "
        + f"(goal ≤ {PAINT_GOAL:.0f} ms: {met}).\n"
    )


def _url(port: int, name: str) -> str:
    return f"http://127.0.0.1:{port}" + quote(PAGES[name], safe="/?&=%:{}.,")


def _paint(context: BrowserContext, url: str, *, keep: bool = False) -> float:
    page = context.new_page()
    page.goto(url, wait_until="load")
    took = float(page.evaluate(_PAINTED))
    page.close()
    if not keep:
        context.close()
    return took


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
