"""Numbers for operators: `/metrics` in the text format of Prometheus, `/healthz`, `/readyz`."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from graph_builder import __version__
from graph_builder.serve.cache import Answers
from graph_builder.serve.context import lang_of, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.serve.snapshot import Snapshot

#: Upper ends of the classes of the histogram, in seconds.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: First parts of paths that are told apart; the others are pages.
AREAS = frozenset(("api", "sparql", "id", "data", "scheme", "rule", "static", "ontology"))


class Metrics:
    """What has happened since the start."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: dict[str, list[int]] = {}
        self.total_seconds: dict[str, float] = {}
        self.failures: Counter[str] = Counter()
        self.switches = 0

    def count(self, path: str, status: int, seconds: float) -> None:
        """One request has been answered."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        area = first if first in AREAS else "page"
        self.requests[area, status] += 1
        classes = self.seconds.setdefault(area, [0] * (len(BOUNDS) + 1))
        classes[bisect_left(BOUNDS, seconds)] += 1
        self.total_seconds[area] = self.total_seconds.get(area, 0.0) + seconds

    def lines(self, snapshot: Snapshot, *, problem: bool) -> Iterator[str]:
        """The whole text, line by line."""
        yield from _help("requests_total", "counter", "Requests answered, by area and status.")
        for (area, status), number in sorted(self.requests.items()):
            yield f'zhitu_requests_total{{area="{area}",status="{status}"}} {number}'
        yield from _help("request_seconds", "histogram", "How long a request took, by area.")
        for area, classes in sorted(self.seconds.items()):
            sums = list(accumulate(classes))
            for bound, number in zip((*map(str, BOUNDS), "+Inf"), sums, strict=True):
                yield f'zhitu_request_seconds_bucket{{area="{area}",le="{bound}"}} {number}'
            yield f'zhitu_request_seconds_sum{{area="{area}"}} {self.total_seconds[area]:.6f}'
            yield f'zhitu_request_seconds_count{{area="{area}"}} {sums[-1]}'
        yield from _help("failures_total", "counter", "Requests that were refused or failed.")
        for code, number in sorted(self.failures.items()):
            yield f'zhitu_failures_total{{code="{code}"}} {number}'
        kept = snapshot.memory.get("answers")
        numbers: tuple[tuple[str, str, str, float], ...] = (
            ("queries_running", "gauge", "Queries of strangers.", snapshot.strangers.running),
            ("queries_waiting", "gauge", "Queries in the queue.", snapshot.strangers.waiting),
            (
                "queries_remembered_total",
                "counter",
                "Queries answered from memory.",
                kept.hits if isinstance(kept, Answers) else 0,
            ),
            ("graph_quads", "gauge", "Statements and their copies.", len(snapshot.graph.store)),
            ("graph_opened_timestamp_seconds", "gauge", "When it was.", snapshot.opened),
            ("graph_switches_total", "counter", "New graphs picked up.", self.switches),
            ("graph_problem", "gauge", "1 while a new graph cannot be used.", int(problem)),
        )
        for name, kind, words, value in numbers:
            yield from _help(name, kind, words)
            yield f"zhitu_{name} {value}"
        yield from _help("info", "gauge", "The version.")
        yield f'zhitu_info{{version="{__version__}"}} 1'


def _help(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP zhitu_{name} {words}"
    yield f"# TYPE zhitu_{name} {kind}"


async def metrics(request: Request) -> Response:
    """The numbers."""
    state = request.app.state
    lines = state.metrics.lines(snapshot_of(request), problem=state.problem is not None)
    kind = "text/plain; version=0.0.4; charset=utf-8"
    return PlainTextResponse("".join(f"{line}\n" for line in lines), media_type=kind)


async def healthz(_request: Request) -> Response:
    """Whether the server lives."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """What is served, and what keeps a newer graph from being served."""
    problem, snapshot = request.app.state.problem, snapshot_of(request)
    return JSONResponse(
        {
            "ready": True,
            "graph": request.app.state.settings.graph,
            "quads": len(snapshot.graph.store),
            "opened": snapshot.opened,
            "problem": None if problem is None else problem.render(lang_of(request)),
        }
    )


def routes() -> list[Route]:
    """What operators ask."""
    return [Route("/metrics", metrics), Route("/healthz", healthz), Route("/readyz", readyz)]
