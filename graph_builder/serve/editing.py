"""What the query editor asks of the server: the words of the graph, mistakes, and answers."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graph_builder.ask.diagnosis import diagnose
from graph_builder.errors import LimitReached, QueryError
from graph_builder.serve.context import lang_of, settings_of, snapshot_of
from graph_builder.serve.failures import told
from graph_builder.serve.pages.results import job_for, read
from graph_builder.serve.sparql import CORS, begun
from graph_builder.serve.vocabulary import vocabulary

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.serve.snapshot import Snapshot

#: Seconds for counting a large graph, and for reading a query that is being written.
_COUNTING, _READING = 120.0, 1.0


async def words(request: Request) -> Response:
    """The vocabulary; worked out once for each snapshot and language."""
    snapshot, lang = snapshot_of(request), lang_of(request)
    doing = snapshot.memory.get(f"vocabulary {lang}")
    if not isinstance(doing, asyncio.Task) or (doing.done() and doing.exception()):
        doing = snapshot.memory[f"vocabulary {lang}"] = asyncio.create_task(_words(snapshot, lang))
    # Whoever waits may go; the others still want it.
    body: bytes = await asyncio.shield(doing)
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie", **CORS}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


async def _words(snapshot: Snapshot, lang: str) -> bytes:
    found = await snapshot.calls.call(vocabulary, lang, seconds=_COUNTING)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


async def mistakes(request: Request) -> object:
    """What is wrong with a query, found without running it."""
    query, snapshot = request.query_params.get("query", ""), snapshot_of(request)
    try:
        found = await snapshot.calls.call(diagnose, query, lang_of(request), seconds=_READING)
    except LimitReached:  # it can be read, else it would not take so long
        found = []
    assert isinstance(found, list)  # noqa: S101 -- as `diagnose` says
    return {"mistakes": [m._asdict() for m in found]}


async def answered(request: Request) -> object:
    """The answer to a query as the page shows it."""
    query = request.query_params.get("query", "")
    if not query.strip():
        raise QueryError("API-MISSING", None, name="query")
    try:
        job = job_for(query, settings_of(request))
        _, reply = await begun(request, job)
        if reply is None:
            return Response(status_code=499)  # nobody is there to read it
        return (await run_in_threadpool(read, request, query, reply)).as_json()
    except QueryError as error:
        place = {name: error.values[name] for name in ("line", "column") if name in error.values}
        return told(request, error, headers=CORS, **place)
