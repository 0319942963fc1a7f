"""What every request and every answer goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from graph_builder.messages import LANGUAGES
from graph_builder.serve.language import COOKIE, COOKIE_AGE, choose_language

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope["app"].state
        query = QueryParams(scope["query_string"])
        lang = choose_language(query, Headers(scope=scope), state.settings.lang)
        scope["zhitu.lang"] = lang
        scope["zhitu.snapshot"] = state.snapshot

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
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

        await self.app(scope, receive, framed)
