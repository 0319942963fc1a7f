"""What a handler may ask of its request: the graph, the language, and a page from a template."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from graph_builder.messages import message
from graph_builder.serve.language import choose_language

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.graph.access import Graph
    from graph_builder.serve.settings import Settings
    from graph_builder.serve.snapshot import Snapshot


def snapshot_of(request: Request) -> Snapshot:
    """The snapshot of the graph that this request sees, from its first byte to its last."""
    snapshot: Snapshot = request.scope["zhitu.snapshot"]
    return snapshot


def graph_of(request: Request) -> Graph:
    """The graph that this request sees."""
    return snapshot_of(request).graph


def settings_of(request: Request) -> Settings:
    """How this server was told to serve."""
    settings: Settings = request.app.state.settings
    return settings


def lang_of(request: Request) -> str:
    """`zh` or `en`: from `?lang=`, the cookie, `Accept-Language`, or the server's default."""
    lang: str | None = request.scope.get("zhitu.lang")
    if lang is None:
        lang = choose_language(request.query_params, request.headers, settings_of(request).lang)
        request.scope["zhitu.lang"] = lang
    return lang


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """A page from a template in `templates/`.

    The template sees `lang`, `request`, `say(key, **fields)` for sentences of the catalogue in the
    reader's language, and `values`. Everything is escaped unless the template says otherwise.
    """
    lang = lang_of(request)

    def say(key: str, /, **fields: object) -> str:
        return message(key, lang, **fields)

    text = request.app.state.templates.get_template(template).render(
        lang=lang, request=request, say=say, url_with=partial(url_with, request), **values
    )
    headers = {"Content-Language": lang, **(headers or {})}
    return HTMLResponse(text, status, headers)


def url_with(request: Request, **changes: object) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    url = request.url
    taken = [name for name, value in changes.items() if value is None]
    url = url.remove_query_params(taken).include_query_params(
        **{name: value for name, value in changes.items() if value is not None}
    )
    return f"{url.path}?{url.query}" if url.query else url.path
