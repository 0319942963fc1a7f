"""What every request and every answer goes through."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request

from graph_builder.messages import LANGUAGES, message
from graph_builder.serve.failures import failure
from graph_builder.serve.language import COOKIE, COOKIE_AGE, choose_language

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
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def stack() -> list[Middleware]:
    """All of them, the outermost first."""
    return [Middleware(Frame), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]


class Frame:
    """Gives a request its snapshot and its language, and an answer its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope["app"].state
        refusal = _refusal(scope, state.settings)
        if refusal:
            scope["query_string"] = b""
        query = QueryParams(scope["query_string"])
        lang = choose_language(query, Headers(scope=scope), state.settings.lang)
        scope["zhitu.lang"] = lang
        snapshot = scope["zhitu.snapshot"] = state.snapshot

        began, status = time.perf_counter(), 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.add_vary_header("Accept-Language, Cookie")
                    if query.get("lang") in LANGUAGES:
                        headers.append(
                            "Set-Cookie",
                            f"{COOKIE}={lang}; Path=/; Max-Age={COOKIE_AGE}; HttpOnly; "
                            "SameSite=Lax",
                        )
            await send(message)

        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > state.settings.max_body:
                raise HTTPException(413)
            return message

        snapshot.enter()
        try:
            if refusal:
                status_of, code, values = refusal
                text = f"{message(code, lang, **values)} [{code}]"
                answer = failure(Request(scope, receive), status_of, code, text)
                await answer(scope, receive, framed)
            else:
                await self.app(scope, bounded, framed)
        finally:
            snapshot.leave()
            state.metrics.count(scope["path"], status, time.perf_counter() - began)


def _refusal(scope: Scope, settings: Settings) -> tuple[int, str, dict[str, object]] | None:
    """Why a request is not looked at: a status, the code of a sentence, and its values."""
    query: bytes = scope["query_string"]
    if query.count(b"&") >= settings.max_parameters:
        return 400, "SERVE-PARAMETERS", {"most": settings.max_parameters}
    try:
        unquote_to_bytes(scope.get("raw_path") or b"").decode()
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return 400, "SERVE-ENCODING", {}
    length = Headers(scope=scope).get("content-length", "")
    if length.isdecimal() and int(length[:20]) > settings.max_body:
        return 413, "SERVE-BODY", {"path": scope["path"]}
    return None
