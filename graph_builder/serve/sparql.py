"""`/sparql`: the SPARQL 1.1 Protocol for queries, and what the endpoint says of itself.

A query is carried out by a worker within limits (`worker.py`); its whole answer is there before the
first byte is sent, so that the status is true and a slow reader holds up nobody. Small answers are
kept for as long as the snapshot is served.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from graph_builder.errors import QueryError
from graph_builder.messages import message
from graph_builder.serve import formats
from graph_builder.serve.accept import best, weights
from graph_builder.serve.busy import Busy
from graph_builder.serve.cache import Answers
from graph_builder.serve.context import lang_of, settings_of, snapshot_of
from graph_builder.serve.failures import busy, failure, told
from graph_builder.serve.worker import QueryJob, failed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Sequence

    from starlette.requests import Request

    from graph_builder.serve.forked import Reply
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
_FORM = "application/x-www-form-urlencoded"
_PLAIN = "application/sparql-query"
_TABLES = formats.media_types(formats.TABLES)
_GRAPHS = formats.media_types(formats.GRAPHS)
#: Stands for the address of the endpoint, which depends on who asks.
_ENDPOINT = "https://w3id.org/zhitu/sparql"
_PIECE = 1 << 18


class Asked(NamedTuple):
    """What a request asks; `query` None when it asks nothing."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


class Refused(Exception):
    """The request is none of the protocol's: a status, the code of a sentence, and its values."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = values


async def sparql(request: Request) -> Response:
    """Answer a request of the protocol."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS), **CORS})
    try:
        return await _respond(request, await _asked(request))
    except Refused as error:
        lang = lang_of(request)
        text = f"{message(error.code, lang, **error.values)} [{error.code}]"
        return failure(request, error.status, error.code, text, headers=CORS)
    except Busy as error:
        return busy(request, error, CORS)
    except QueryError as error:
        return told(request, error, headers=CORS)


async def _respond(request: Request, asked: Asked) -> Response:
    page = getattr(request.app.state.pages, "sparql", None)
    if page and request.method != "POST" and not asked.form and _is_for_a_person(request):
        return await shown(request, page)
    return await (_describe(request) if asked.query is None else _answer(request, asked))


async def shown(request: Request, page: Callable[..., Response]) -> Response:
    """A page that has its address in common with other forms of the same."""
    response = await run_in_threadpool(page, request)
    response.headers.add_vary_header("Accept")
    return response


async def _describe(request: Request) -> Response:
    """What the service says of itself, where it is asked nothing."""
    media = best(request.headers.get("accept", ""), [*_GRAPHS, "text/html"])
    if media is None:
        raise HTTPException(406, headers={"Vary": "Accept", **CORS})
    name = _GRAPHS.get(media, "ttl")
    url = str(request.url.replace(query="", fragment=""))
    data = await run_in_threadpool(_description, snapshot_of(request), url, name)
    kind = formats.content_type(formats.GRAPHS[name].media if media == "text/html" else media)
    return Response(data, headers={"Content-Type": kind, "Vary": "Accept", **CORS})


def _is_for_a_person(request: Request) -> bool:
    """Whether a browser is asking: it likes a page better than any format of results."""
    offered = (*_TABLES, *_GRAPHS, "text/html")
    return best(request.headers.get("accept", ""), offered) == "text/html"


async def _asked(request: Request) -> Asked:
    pairs = request.query_params.multi_items()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST":
        body = await request.body()
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise Refused(400, "SERVE-ENCODING") from error
        if kind == _FORM:
            most = settings_of(request).max_parameters
            try:
                pairs += parse_qsl(
                    text, keep_blank_values=True, max_num_fields=most, errors="strict"
                )
            except UnicodeDecodeError as error:
                raise Refused(400, "SERVE-ENCODING") from error
            except ValueError as error:
                raise Refused(400, "SERVE-PARAMETERS", most=most) from error
        elif kind == _PLAIN:
            pairs.append(("query", text))
        elif kind == "application/sparql-update":
            raise Refused(403, "SERVE-UPDATE")
        else:
            raise Refused(415, "SERVE-MEDIA", found=kind or "—", expected=f"{_FORM}, {_PLAIN}")
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in pairs):
        raise Refused(403, "SERVE-UPDATE")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise Refused(400, "SERVE-QUERY-TWICE")
    if request.method == "POST" and not queries:
        raise Refused(400, "SERVE-QUERY-MISSING")
    return Asked(
        queries[0] if queries else None,
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        next((value for name, value in pairs if name == "format"), ""),
    )


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


def _wanted(request: Request, asked: Asked) -> tuple[str | None, str | None, str, str]:
    """Names of the formats for rows and triples, and their media types; by `format` or Accept."""
    accept = request.headers.get("accept", "")
    # SPARQLWrapper sends both; the header is the one that the protocol knows.
    vague = {"", "*/*", "text/html"} & {name for name, _ in weights(accept) or [("", 1.0)]}
    if asked.form and vague:
        tables = asked.form if asked.form in formats.TABLES else None
        graphs = asked.form if asked.form in formats.GRAPHS else None
        if tables or graphs:
            return (
                tables,
                graphs,
                formats.TABLES[tables].media if tables else "",
                formats.GRAPHS[graphs].media if graphs else "",
            )
    table, graph = best(accept, list(_TABLES)), best(accept, list(_GRAPHS))
    return _TABLES.get(table or ""), _GRAPHS.get(graph or ""), table or "", graph or ""


async def _answer(request: Request, asked: Asked) -> Response:
    settings, snapshot = settings_of(request), snapshot_of(request)
    table, graph, *media = _wanted(request, asked)
    job = QueryJob(
        asked.query or "",
        asked.default_graphs,
        asked.named_graphs,
        table,
        graph,
        settings.timeout,
        settings.max_rows,
        settings.max_bytes,
        settings.max_memory,
    )
    headers = {"Vary": "Accept", "Cache-Control": "no-cache", **CORS}
    key = hashlib.blake2b(repr((job[:5], media)).encode(), digest_size=12).hexdigest()
    tag = f'"{snapshot.stamp}-{key}"'
    headers["ETag"] = tag
    if request.method != "POST" and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    answers = snapshot.memory.setdefault("answers", Answers(settings.max_kept))
    assert isinstance(answers, Answers)  # noqa: S101 -- nobody else uses the key
    reply = answers.get(key)
    if reply is None:
        reply = await unless_gone(request, snapshot.strangers.run(job))
        if reply is None:
            return Response(status_code=499)  # nobody is there to read it
        if "code" in reply.head:
            return _failed(request, reply)
        answers.keep(key, reply)
    kind = media[0] if reply.head["kind"] == "table" else media[1]
    headers["Content-Type"] = formats.content_type(kind)
    if asked.form:
        name = f"zhitu.{reply.head['format']}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if reply.file is None:
        return Response(reply.body, headers=headers)
    headers["Content-Length"] = str(reply.head["length"])
    return StreamingResponse(_pieces(reply.file), headers=headers)


def _failed(request: Request, reply: Reply) -> Response:
    error = failed(reply.head)
    place = {name: error.values[name] for name in ("line", "column") if name in error.values}
    return told(request, error, headers=CORS, **place)


async def _pieces(file: int) -> AsyncIterator[bytes]:
    """The bytes of a file that has no name, which is closed at the end."""
    try:
        offset = 0
        while piece := os.pread(file, _PIECE, offset):
            offset += len(piece)
            yield piece
    finally:
        os.close(file)


async def unless_gone(request: Request, work: Coroutine[object, object, Reply]) -> Reply | None:
    """The result of some work; None when the client hung up, which ends the work."""
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((doing, leaving), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        return None
    finally:
        leaving.cancel()
        if not doing.done():
            doing.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def routes() -> Sequence[Route]:
    """The endpoint, for every method, so that a wrong one is answered in words too."""
    return [Route("/sparql", sparql, methods=list(METHODS))]
