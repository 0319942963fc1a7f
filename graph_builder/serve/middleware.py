"""What every request and every answer goes through."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request

from graph_builder.errors import ZhituError
from graph_builder.messages import LANGUAGES, message
from graph_builder.serve.context import lang_of
from graph_builder.serve.failures import failure, handled
from graph_builder.serve.form import unquoted
from graph_builder.serve.language import COOKIE, COOKIE_AGE
from graph_builder.serve.sparql import sparql

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from graph_builder.serve.settings import Settings

#: No script, style or request that does not come from this server, and none inside a page.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def stack() -> list[Middleware]:
    """All of them, the outermost first."""
    packing = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    return [Middleware(Frame), Middleware(ShortWay), packing]


class ShortWay:
    """Takes plain queries to `/sparql` past packing and routing, which cost as much as they do."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (
            scope["type"] != "http"
            or scope["path"] != "/sparql"
            or scope["method"] not in {"GET", "POST"}
            or any(name == b"accept-encoding" and b"gzip" in v for name, v in scope["headers"])
        ):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await sparql(request)
        except (ZhituError, HTTPException) as error:
            response = await handled(request, error)
        await response(scope, receive, send)


class Frame:
    """Gives a request its snapshot, and an answer its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope["app"].state
        most = state.settings.max_body
        refusal = _refusal(scope, state.settings)
        if refusal:
            scope["query_string"] = b""
        snapshot = scope["zhitu.snapshot"] = state.snapshot

        began, status = time.perf_counter(), 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _with_ours(scope, message["headers"])}
            await send(message)

        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413)
            return message

        snapshot.enter()
        try:
            if refusal:
                status_of, code, values = refusal
                request = Request(scope, receive)
                text = f"{message(code, lang_of(request), **values)} [{code}]"
                await failure(request, status_of, code, text)(scope, receive, framed)
            else:
                await self.app(scope, bounded, framed)
        finally:
            snapshot.leave()
            state.metrics.count(scope["path"], status, time.perf_counter() - began)


def _with_ours(scope: Scope, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer and those that every answer has, unless it has its own."""
    present = dict(headers)
    more = [pair for pair in _HEADERS if pair[0] not in present]
    if not present.get(b"content-type", b"").startswith(b"text/html"):
        return [*headers, *more]
    vary = [value for name, value in headers if name == b"vary"]
    more.append((b"vary", b", ".join((*vary, b"Accept-Language, Cookie"))))
    if b"lang=" in scope["query_string"]:
        request = Request(scope)
        if request.query_params.get("lang") in LANGUAGES:
            cookie = f"{COOKIE}={lang_of(request)}; Path=/; Max-Age={COOKIE_AGE}"
            more.append((b"set-cookie", f"{cookie}; HttpOnly; SameSite=Lax".encode()))
    return [*(pair for pair in headers if pair[0] != b"vary"), *more]


def _refusal(scope: Scope, settings: Settings) -> tuple[int, str, dict[str, object]] | None:
    """Why a request is not looked at: a status, the code of a sentence, and its values."""
    query: bytes = scope["query_string"]
    if query.count(b"&") >= settings.max_parameters:
        return 400, "SERVE-PARAMETERS", {"most": settings.max_parameters}
    try:
        unquoted(scope.get("raw_path") or b"").decode()
        unquoted(query).decode()
    except UnicodeDecodeError:
        return 400, "SERVE-ENCODING", {}
    length = next((v for name, v in scope["headers"] if name == b"content-length"), b"")
    if length.isdigit() and int(length[:20]) > settings.max_body:
        return 413, "SERVE-BODY", {"path": scope["path"]}
    return None
