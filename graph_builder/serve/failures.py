"""What goes wrong, told as a page to a browser and as JSON to a program."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from graph_builder.errors import GraphError, InputError, LimitReached, NameNotFound, ZhituError
from graph_builder.messages import message
from graph_builder.serve.accept import best
from graph_builder.serve.busy import Busy
from graph_builder.serve.context import lang_of, render
from graph_builder.serve.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger("zhitu.serve")

#: Kind of error -> status; the first that fits.
_STATUS: tuple[tuple[type[ZhituError], int], ...] = (
    (NameNotFound, 404),
    (LimitReached, 503),
    (GraphError, 503),
    (InputError, 400),
    (ZhituError, 400),
)
_CODES = {
    "EXPORT-AROUND": 404,
    "EXPORT-EMPTY": 404,
    "EXPORT-NO-PATH": 404,
    "EXPORT-NO-ROWS": 404,
    "QUERY-NO-FORMAT": 406,
    "QUERY-UPDATE": 403,
    "QUERY-MEMORY": 503,
    "QUERY-DIED": 503,
    "QUERY-FAILED": 503,
}
#: Characters of a message.
_LONGEST = 900
_HTTP_KEYS = {
    404: "SERVE-NOTHING-HERE",
    405: "SERVE-METHOD",
    406: "SERVE-FORMAT",
    413: "SERVE-BODY",
}


def failure(
    request: Request,
    status: int,
    code: str,
    text: str,
    *,
    headers: dict[str, str] | None = None,
    **more: object,
) -> Response:
    """An error, as the reader's Accept asks for: a page, or `{"error": {...}}`.

    Args:
        request: What failed.
        status: HTTP status.
        code: Stable code of the error.
        text: The sentence for people.
        headers: Further headers.
        more: Further members of the JSON object, such as `line` and `column`.
    """
    request.app.state.metrics.failures[code] += 1
    if len(text) > _LONGEST:  # what was typed was long; both ends say more than its middle
        text = f"{text[: _LONGEST * 2 // 3]} … {text[-_LONGEST // 3 :]}"
    if not _wants_page(request):
        content = {"error": {"status": status, "code": code, "message": text, **more}}
        return JSONResponse(content, status, headers)
    phrase = message(f"serve-status-{status // 100}", lang_of(request))
    return render(
        request, "error.html", status=status, headers=headers, title=phrase, text=text, code=code
    )


def _wants_page(request: Request) -> bool:
    """Whether a page is asked for; a program that does not say gets JSON where programs ask."""
    path = request.url.path
    programs = path.startswith("/api/") or path == "/sparql"
    offered = ("text/html", "application/json")
    accept = request.headers.get("accept", "")
    return best(accept, offered[::-1] if programs else offered) == offered[0]


def told(
    request: Request, error: ZhituError, *, headers: dict[str, str] | None = None, **more: object
) -> Response:
    """An error of ours; its status follows from its code or its kind."""
    status = _CODES.get(error.code) or next(s for kind, s in _STATUS if isinstance(error, kind))
    lang = lang_of(request)
    text = spoken(error, lang) if _wants_page(request) else error.render(lang)
    return failure(request, status, error.code, text, headers=headers, **more)


def busy(request: Request, error: Busy, headers: dict[str, str] | None = None) -> Response:
    """Turned away for now; says when to come again."""
    text = f"{message('SERVE-BUSY', lang_of(request))} [SERVE-BUSY]"
    more = {"Retry-After": str(error.seconds), **(headers or {})}
    return failure(request, HTTPStatus.TOO_MANY_REQUESTS, "SERVE-BUSY", text, headers=more)


async def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, Busy)  # noqa: S101 -- registered for these only
    return busy(request, error)


async def _zhitu(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZhituError)  # noqa: S101 -- registered for these only
    return told(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- as above
    key = _HTTP_KEYS.get(error.status_code)
    text = message(key, lang_of(request), path=request.url.path) if key else error.detail
    headers = dict(error.headers) if error.headers else None
    return failure(
        request, error.status_code, key or f"HTTP-{error.status_code}", text, headers=headers
    )


async def _fault(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    text = message("SERVE-FAULT", lang_of(request))
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return failure(request, status, "SERVE-FAULT", text)


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    ZhituError: _zhitu,
    Busy: _busy,
    HTTPException: _http,
    Exception: _fault,
}


async def handled(request: Request, error: ZhituError | HTTPException) -> Response:
    """What one of the handlers makes of an error."""
    return await (_http if isinstance(error, HTTPException) else _zhitu)(request, error)
