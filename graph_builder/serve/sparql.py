"""`/sparql`: the SPARQL 1.1 Protocol for queries, and what the endpoint says of itself.

A query is carried out by a worker within limits (`worker.py`). An answer of up to a megabyte is
there as a whole before its first byte is sent, so that its status is true; a longer one is sent
while it grows (`growing.py`). Small answers are kept for as long as the snapshot is served.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from graph_builder.errors import QueryError
from graph_builder.messages import message
from graph_builder.serve import formats
from graph_builder.serve.accept import best
from graph_builder.serve.busy import Busy
from graph_builder.serve.cache import Answers
from graph_builder.serve.context import lang_of, settings_of, snapshot_of
from graph_builder.serve.failures import busy, failure, told
from graph_builder.serve.forked import Reply
from graph_builder.serve.growing import FromFile
from graph_builder.serve.protocol import GRAPHS, Asked, Refused, asked, is_for_a_person, wanted
from graph_builder.serve.worker import QueryJob, failed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from graph_builder.serve.snapshot import Snapshot

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
#: Any page of any site may read what is public here; it can change nothing.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ANSWER = {"Vary": "Accept", "Cache-Control": "no-cache", **CORS}
#: Stands for the address of the endpoint, which depends on who asks.
_ENDPOINT = "https://w3id.org/zhitu/sparql"


async def sparql(request: Request) -> Response:
    """Answer a request of the protocol."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS), **CORS})
    try:
        return await _respond(request, await asked(request))
    except Refused as error:
        lang = lang_of(request)
        text = f"{message(error.code, lang, **error.values)} [{error.code}]"
        return failure(request, error.status, error.code, text, headers=CORS)
    except Busy as error:
        return busy(request, error, CORS)
    except QueryError as error:
        return told(request, error, headers=CORS)


async def _respond(request: Request, what: Asked) -> Response:
    page = getattr(request.app.state.pages, "sparql", None)
    if page and request.method != "POST" and not what.form and is_for_a_person(request):
        return await shown(request, page)
    return await (_describe(request) if what.query is None else _answer(request, what, what.query))


async def shown(request: Request, page: Callable[..., Response]) -> Response:
    """A page that has its address in common with other forms of the same."""
    response = await run_in_threadpool(page, request)
    response.headers.add_vary_header("Accept")
    return response


async def _describe(request: Request) -> Response:
    """What the service says of itself, where it is asked nothing."""
    media = best(request.headers.get("accept", ""), [*GRAPHS, "text/html"])
    if media is None:
        raise HTTPException(406, headers={"Vary": "Accept", **CORS})
    name = GRAPHS.get(media, "ttl")
    url = str(request.url.replace(query="", fragment=""))
    data = await run_in_threadpool(_description, snapshot_of(request), url, name)
    kind = formats.content_type(formats.GRAPHS[name].media if media == "text/html" else media)
    return Response(data, headers={"Content-Type": kind, "Vary": "Accept", **CORS})


def _description(snapshot: Snapshot, url: str, name: str) -> bytes:
    """The description of the service at `url`; counting is done once for each snapshot."""
    from graph_builder.graph.described import describe_dataset  # noqa: PLC0415 -- seldom asked for

    if "description" not in snapshot.memory:
        text = describe_dataset(snapshot.graph, endpoint=_ENDPOINT).text
        snapshot.memory["description"] = text
    known = snapshot.memory["description"]
    assert isinstance(known, bytes)  # noqa: S101 -- nobody else uses the key
    try:
        ours = known.replace(f"<{_ENDPOINT}>".encode(), f"{ox.NamedNode(url)}".encode())
    except ValueError:  # the header Host is no part of an IRI
        ours = known
    if name == "ttl":
        return ours
    quads = ox.parse(ours, format=ox.RdfFormat.TURTLE)
    return ox.serialize((q.triple for q in quads), format=formats.GRAPHS[name].writer) or b""


async def _answer(request: Request, what: Asked, query: str) -> Response:
    settings, snapshot = settings_of(request), snapshot_of(request)
    table, graph, *media = wanted(request.headers.get("accept", ""), what.form)
    limits = (settings.timeout, settings.max_rows, settings.max_bytes, settings.max_memory)
    job = QueryJob(query, what.default_graphs, what.named_graphs, table, graph, *limits)
    key = _key(job, media)
    tag = f'"{snapshot.stamp}-{key}"'
    headers = {**_ANSWER, "ETag": tag}
    if request.method != "POST" and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    answers = snapshot.memory.setdefault("answers", Answers(settings.max_kept))
    assert isinstance(answers, Answers)  # noqa: S101 -- nobody else uses the key
    reply, doing = answers.get(key), None
    if reply is None:
        early = _may_grow(request) and not answers.was_broken(key)
        doing, reply = await begun(request, job._replace(early=early))
    if reply is None:
        return Response(status_code=499)  # nobody is there to read it
    if "code" in reply.head:
        return _failed(request, reply)
    answers.keep(key, reply)
    kind = media[0] if reply.head["kind"] == "table" else media[1]
    headers["Content-Type"] = formats.content_type(kind)
    if what.form:
        name = f"zhitu.{reply.head['format']}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if reply.file is None:
        return Response(reply.body, headers=headers)
    if "length" in reply.head:
        headers["Content-Length"] = str(reply.head["length"])
    return FromFile(reply.file, headers, doing, lambda: answers.remember_broken(key))


def _key(job: QueryJob, media: list[str]) -> str:
    """What a query, its dataset and its format are known by while a snapshot is served."""
    digest = hashlib.blake2b(job.query.encode("utf-8", "surrogatepass"), digest_size=12)
    digest.update(repr((len(job.query), job[1:5], media)).encode())
    return digest.hexdigest()


def _may_grow(request: Request) -> bool:
    """Whether a reader can tell an answer that is broken off from one that has ended."""
    return request.method != "HEAD" and request.scope["http_version"] != "1.0"


async def begun(request: Request, job: QueryJob) -> tuple[asyncio.Task[Reply] | None, Reply | None]:
    """The work on a query unless it is done, and its reply or the beginning of that.

    No reply at all when the client has hung up, which ends the work.
    """
    early: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
    begun = await snapshot_of(request).strangers.begin(job, early)
    if isinstance(begun, Reply):
        return None, _whole(begun, early)
    doing = asyncio.ensure_future(begun)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        either: set[asyncio.Future[Any]] = {doing, early, leaving}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if early.done():
            return doing, early.result()
        return None, doing.result() if doing.done() else None
    finally:
        leaving.cancel()
        if not (doing.done() or early.done()):
            doing.cancel()


def _whole(reply: Reply, early: asyncio.Future[Reply]) -> Reply:
    """The whole of a long answer that was done soon after its beginning was handed over."""
    if not early.done():
        return reply
    head, _, file = early.result()
    assert file is not None  # noqa: S101 -- what is handed over is a file
    if "code" in reply.head:
        os.close(file)
        return reply
    return Reply({**head, "length": os.fstat(file).st_size}, b"", file)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _failed(request: Request, reply: Reply) -> Response:
    error = failed(reply.head)
    place = {name: error.values[name] for name in ("line", "column") if name in error.values}
    return told(request, error, headers=CORS, **place)


def routes() -> Sequence[Route]:
    """The endpoint, for every method, so that a wrong one is answered in words too."""
    return [Route("/sparql", sparql, methods=list(METHODS))]
