"""The application, put together: `create_app(settings)`.

Pages come from the package `graph_builder.serve.pages`, templates from `templates/`, and what a
browser loads beside them from `static/`, which is served at `/static/`. The package offers:

    routes: list[Route]                      every page but those below
    entity(request, iri) -> Response         the page of a thing, at /id/..., /scheme/..., /rule/...
    ontology(request) -> Response            the page at /ontology
    sparql(request) -> Response              the page at /sparql (a GET by a browser, no results)

The three functions may be missing. All handlers may be plain functions, which then run in a
thread. `context.py` gives them the graph (`graph_of`), the language (`lang_of`) and a page from a
template (`render`). What they must not do: pass `timeout=` to a query (that forks, and a process
with threads must not), put anything into a page unescaped, or use inline script or style: the
Content-Security-Policy in `middleware.py` allows neither. A `ZhituError` that they raise becomes a
page or JSON with the right status (`failures.py`).

Paths taken here: /sparql /api/* /id/* /scheme/* /rule/* /data/* /ontology /static/* /healthz
/readyz /metrics.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount, Route

from graph_builder.serve import api, entities, exploring, failures, metrics, middleware, sparql
from graph_builder.serve.indexes import prepare
from graph_builder.serve.islands import STATIC, Static
from graph_builder.serve.snapshot import open_snapshot
from graph_builder.serve.watch import signature, watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import ModuleType

    from jinja2 import Environment

    from graph_builder.serve.settings import Settings
    from graph_builder.serve.snapshot import Snapshot
    from graph_builder.serve.watch import Signature

_HERE = Path(__file__).parent


def create_app(
    settings: Settings, *, opened: Snapshot | None = None, seen: Signature = None
) -> Starlette:
    """The whole application; the graph is opened when it starts and closed when it stops.

    Args:
        settings: What to serve, and how.
        opened: The graph, where it is open already.
        seen: The state of the graph file before it was.
    """
    pages = pages_module()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        known = seen
        if opened is None:
            known = signature(settings.graph) if settings.graph else None
            app.state.snapshot = open_snapshot(settings)
        tasks = [asyncio.create_task(run_in_threadpool(prepare, app.state.snapshot))]
        if settings.graph and settings.watch:
            tasks.append(asyncio.create_task(watch(app.state, settings, known)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            app.state.snapshot.close()

    routes: list[Any] = [Mount("/static", Static(directory=STATIC), name="static")]
    routes += [*sparql.routes(), *api.routes(), *entities.routes(), *metrics.routes()]
    routes += exploring.routes()
    routes += list[Route](getattr(pages, "routes", []))
    app = Starlette(
        routes=routes,
        middleware=middleware.stack(),
        exception_handlers=failures.HANDLERS,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.snapshot = opened
    app.state.problem = None
    app.state.metrics = metrics.Metrics()
    app.state.pages = pages
    app.state.templates = templates()
    return app


def pages_module() -> ModuleType | None:
    """The package of pages, where there is one."""
    name = "graph_builder.serve.pages"
    return import_module(name) if find_spec(name) else None


def templates() -> Environment:
    """The templates of the pages; what they are given is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 -- slow to load

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
