"""`/api/*`: answers for programs in JSON. One list of endpoints makes the routes and OpenAPI."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph_builder.ask.catalogue import find_question
from graph_builder.ask.entities import expand
from graph_builder.errors import QueryError
from graph_builder.serve import answers, editing
from graph_builder.serve.context import lang_of, snapshot_of
from graph_builder.serve.failures import told
from graph_builder.serve.indexes import index_of, reader_of
from graph_builder.serve.search import found_objects
from graph_builder.serve.sparql import CORS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    Handler = Callable[[Request], Awaitable[object]]

#: Things that a search finds unless asked otherwise, and at most.
_FOUND, _MOST_FOUND = 20, 200


class Parameter(NamedTuple):
    """A parameter of an endpoint; `most` makes it a whole number from 1."""

    name: str
    required: bool = False
    most: int = 0
    default: int = 0


class Endpoint(NamedTuple):
    """An endpoint; its words stand in the catalogue under `api.NAME` and `api.NAME.PARAMETER`.

    Attributes:
        name: Last part of its path.
        handler: What answers.
        parameters: What it takes; `lang` is taken by all.
        open: Whether it takes other parameters too: those of a question.
        members: Members of the JSON object that it answers with -> JSON type; none for a list.
    """

    name: str
    handler: Handler
    parameters: tuple[Parameter, ...]
    members: dict[str, str | list[str]]
    open: bool = False


async def ask(request: Request) -> object:
    """A question by name or in plain words."""
    snapshot, lang = snapshot_of(request), lang_of(request)
    given = {n: v for n, v in request.query_params.items() if n not in _OWN_OF_ASK}
    name, sentence = _text(request, "question"), _text(request, "q")
    if bool(name) == bool(sentence):
        raise QueryError("API-ASK-WHAT", None)
    limit = _number(request, "limit")

    def work() -> object:
        if name:
            question, values = find_question(name), given
        else:
            reader = reader_of(snapshot)
            question, values = answers.understand(reader, sentence, given, lang)
        iris = request.query_params.get("iris", "") not in {"", "0", "false"}
        return answers.ask(snapshot.graph, question, values, lang, limit=limit, iris=iris)

    return await run_in_threadpool(work)


async def questions(request: Request) -> object:
    """The catalogue."""
    return await run_in_threadpool(answers.questions, lang_of(request))


async def trace(request: Request) -> object:
    """Paths between two things."""
    start, end = _text(request, "from", needed=True), _text(request, "to", needed=True)
    hops, limit = _number(request, "max_hops"), _number(request, "limit")
    return await snapshot_of(request).calls.call(
        answers.trace_paths,
        *(start, end, lang_of(request), hops, limit),
        seconds=answers.TRACE_SECONDS,
    )


async def show(request: Request) -> object:
    """Everything about a thing."""
    name = _text(request, "name", needed=True)
    return await run_in_threadpool(answers.show, snapshot_of(request).graph, name, lang_of(request))


async def search(request: Request) -> object:
    """Things by name."""
    text, kind = _text(request, "q", needed=True), _text(request, "kind")
    limit, lang, snapshot = _number(request, "limit"), lang_of(request), snapshot_of(request)

    def work() -> object:
        cls = expand(kind) or kind if kind else None
        found = index_of(snapshot).search(text, kind=cls, limit=limit)
        return {"results": found_objects(snapshot.graph, found, lang)}

    return await run_in_threadpool(work)


async def check(request: Request) -> object:
    """Whether the graph is well formed; carried out once for each snapshot and language."""
    snapshot, lang = snapshot_of(request), lang_of(request)
    doing = snapshot.memory.get(f"check {lang}")
    if not isinstance(doing, asyncio.Task) or (doing.done() and doing.exception()):
        work = snapshot.calls.call(
            answers.check, snapshot.checked_place, lang, seconds=answers.CHECK_SECONDS
        )
        doing = snapshot.memory[f"check {lang}"] = asyncio.create_task(work)
    # Whoever waits may go; the others still want it.
    return await asyncio.shield(doing)


ENDPOINTS = (
    Endpoint(
        "ask",
        ask,
        (
            Parameter("q"),
            Parameter("question"),
            Parameter("limit", most=answers.MAX_ROWS, default=answers.ROWS),
            Parameter("iris"),
        ),
        {
            "question": "string",
            "title": "string",
            "values": "object",
            "value_labels": "object",
            "columns": "array",
            "rows": "array",
            "truncated": "boolean",
            "complete_for": "string",
        },
        open=True,
    ),
    Endpoint("questions", questions, (), {}),
    Endpoint(
        "trace",
        trace,
        (
            Parameter("from", required=True),
            Parameter("to", required=True),
            Parameter("max_hops", most=answers.MAX_HOPS, default=5),
            Parameter("limit", most=answers.MAX_PATHS, default=20),
        ),
        {"start": "object", "end": "object", "complete": "boolean", "paths": "array"},
    ),
    Endpoint(
        "show",
        show,
        (Parameter("name", required=True),),
        {"iri": "string", "label": "string", "facts": "array"},
    ),
    Endpoint(
        "search",
        search,
        (
            Parameter("q", required=True),
            Parameter("kind"),
            Parameter("limit", most=_MOST_FOUND, default=_FOUND),
        ),
        {"results": "array"},
    ),
    Endpoint(
        "check",
        check,
        (),
        {
            "engine": "string",
            "focus_nodes": "integer",
            "counts": "object",
            "rules": "array",
        },
    ),
    Endpoint(
        "vocabulary",
        editing.words,
        (),
        {"prefixes": "object", "others": "object", "terms": "array"},
    ),
    Endpoint(
        "mistakes",
        editing.mistakes,
        (Parameter("query", required=True),),
        {"mistakes": "array"},
    ),
    Endpoint(
        "rows",
        editing.answered,
        (Parameter("query", required=True),),
        {
            "kind": "string",
            "columns": "array",
            "rows": "array",
            "total": "integer",
            "truth": ["boolean", "null"],
        },
    ),
)
_BY_PATH = {f"/api/{e.name}": e for e in ENDPOINTS}
_OWN_OF_ASK = {"lang", *(p.name for p in ENDPOINTS[0].parameters)}


def _text(request: Request, name: str, *, needed: bool = False) -> str:
    value = request.query_params.get(name, "").strip()
    if needed and not value:
        raise QueryError("API-MISSING", None, name=name)
    return value


def _number(request: Request, name: str) -> int:
    """A whole number from 1; one that is larger than may be counts as the largest that may."""
    endpoint = _BY_PATH[request.url.path]
    parameter = next(p for p in endpoint.parameters if p.name == name)
    typed = request.query_params.get(name, "").strip()
    if not typed:
        return parameter.default
    if not (typed.isascii() and typed.isdecimal() and typed.strip("0")):
        raise QueryError("API-NUMBER", None, name=name, found=typed[:100], most=parameter.most)
    return min(int(typed[:20]), parameter.most)


def _answered(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=CORS)
        try:
            found = await handler(request)
        except answers.Unsure as error:
            return told(request, error, headers=CORS, candidates=error.candidates)
        return found if isinstance(found, Response) else JSONResponse(found, headers=CORS)

    return respond


def routes() -> list[Route]:
    """The endpoints, and their description."""
    from graph_builder.serve.openapi import document  # noqa: PLC0415 -- avoids a circle

    async def openapi(request: Request) -> object:
        return document(lang_of(request))

    listed = [(e.name, e.handler) for e in ENDPOINTS] + [("openapi.json", openapi)]
    return [
        Route(f"/api/{name}", _answered(handler), methods=["GET", "HEAD", "OPTIONS"])
        for name, handler in listed
    ]
