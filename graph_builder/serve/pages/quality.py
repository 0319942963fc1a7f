"""Quality: whether the graph is well formed and whether the report agrees with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from graph_builder.serve.context import lang_of, settings_of, snapshot_of
from graph_builder.serve.pages.checked import MOST, Result, result_of
from graph_builder.serve.pages.refs import names
from graph_builder.serve.pages.shell import href, page

if TYPE_CHECKING:
    from starlette.requests import Request

#: Seconds that a reader waits before being told that the work goes on.
_PATIENCE = 0.4
#: Seconds that a program waits for a download.
_LONG = 120.0
_FILES = {"findings.csv": "text/csv; charset=utf-8", "findings.json": "application/json"}
#: Tone of a finding -> class in the style sheet, where `note` is a remark.
TONES = {"bad": "bad", "warn": "warn", "note": "noted", "good": "good"}


async def quality(request: Request) -> Response:
    """Both results, one below the other; while they are worked out, a page that looks again."""
    result = await _result(request, _PATIENCE)
    if result is None:
        response = await run_in_threadpool(page, request, "working.html")
        response.headers["Refresh"] = "2"
        return response
    return await run_in_threadpool(_shown, request, result)


def _shown(request: Request, result: Result) -> Response:
    named = names(request)
    return page(
        request,
        "quality.html",
        notes=result.document.notes,
        parts=result.document.parts,
        tones=TONES,
        spots=lambda found: [named.place(spot.iri) for spot in found],
        thing=href,
        most=MOST,
    )


async def download(request: Request) -> Response:
    """All findings as CSV or JSON."""
    which = request.path_params["which"]
    if which not in _FILES:
        raise HTTPException(404)
    result = await _result(request, _LONG)
    if result is None:
        raise HTTPException(503, headers={"Retry-After": "60"})
    headers = {"Content-Disposition": f'attachment; filename="{which}"'}
    body = result.csv if which.endswith(".csv") else result.json
    return Response(body, media_type=_FILES[which], headers=headers)


async def _result(request: Request, wait: float) -> Result | None:
    source = settings_of(request).source
    return await result_of(snapshot_of(request), lang_of(request), source, wait=wait)


routes = [Route("/quality", quality), Route("/quality/{which}", download)]
