"""Tools for assistants by the Model Context Protocol: asking, finding, tracing, checking, SPARQL.

They answer with the objects of `/api/*`. A query of SPARQL runs as at `/sparql`: in a worker,
within limits, on what is read and never changed.
"""

from __future__ import annotations

import json
import os
from functools import wraps
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from graph_builder import __version__
from graph_builder.ask.catalogue import find_question
from graph_builder.errors import ZhituError
from graph_builder.messages import message
from graph_builder.serve import answers
from graph_builder.serve.busy import Busy
from graph_builder.serve.indexes import index_of, reader_of
from graph_builder.serve.search import found_objects
from graph_builder.serve.worker import QueryJob, failed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from graph_builder.serve.settings import Settings
    from graph_builder.serve.snapshot import Snapshot

Object = dict[str, Any]

#: Rows, things and paths that an assistant is given; more would fill its memory.
ROWS, FOUND, PATHS = 200, 20, 10
#: The same for SPARQL, in rows and in bytes.
SPARQL_ROWS, SPARQL_BYTES = 2000, 1 << 20
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class Tools:
    """What an assistant may do with a snapshot.

    Args:
        snapshot: The graph.
        settings: Limits.
        lang: Language of labels and sentences.
    """

    def __init__(self, snapshot: Snapshot, settings: Settings, lang: str) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.lang = lang

    async def ask(
        self, question: str, values: dict[str, str] | None = None, limit: int = ROWS
    ) -> Object:
        """A question by name or in plain words."""

        def work() -> Object:
            given = dict(values or {})
            if question.isascii() and question.replace("_", "").isalnum():
                asked = find_question(question)
            else:
                reader = reader_of(self.snapshot)
                asked, given = answers.understand(reader, question, given, self.lang)
            most = max(1, min(limit, answers.MAX_ROWS))
            return answers.ask(self.snapshot.graph, asked, given, self.lang, limit=most)

        return await run_sync(work)

    async def questions(self, word: str = "") -> Object:
        """The catalogue, or what of it has to do with a word."""
        listed = await run_sync(answers.questions, self.lang)
        found = [q for q in listed if word in json.dumps(q, ensure_ascii=False)]
        return {"questions": found}

    async def search(self, text: str, limit: int = FOUND) -> Object:
        """Things by name."""

        def work() -> Object:
            found = index_of(self.snapshot).search(text, limit=max(1, min(limit, 200)))
            return {"results": found_objects(self.snapshot.graph, found, self.lang)}

        return await run_sync(work)

    async def show(self, name: str) -> Object:
        """Everything about a thing."""
        return await run_sync(answers.show, self.snapshot.graph, name, self.lang)

    async def trace(self, start: str, end: str, max_hops: int = 5, limit: int = PATHS) -> Object:
        """Paths between two things."""
        arguments = (start, end, self.lang, max(1, max_hops), max(1, limit))
        seconds = answers.TRACE_SECONDS
        found: Any = await self.snapshot.calls.call(
            answers.trace_paths, *arguments, seconds=seconds
        )
        return dict(found)

    async def check(self) -> Object:
        """Whether the graph is well formed and its reports agree with themselves."""
        place, seconds = self.snapshot.checked_place, answers.CHECK_SECONDS
        found: Any = await self.snapshot.calls.call(
            answers.check, place, self.lang, seconds=seconds
        )
        return dict(found)

    async def sparql(self, query: str) -> Object:
        """A query of the reader's own."""
        settings = self.settings
        limits = (settings.timeout, SPARQL_ROWS, SPARQL_BYTES, settings.max_memory)
        reply = await self.snapshot.strangers.run(QueryJob(query, (), (), "json", "ttl", *limits))
        if "code" in reply.head:
            raise failed(reply.head)
        body = reply.body
        if reply.file is not None:
            with os.fdopen(reply.file, "rb") as file:
                file.seek(0)
                body = file.read()
        if reply.head["kind"] == "graph":
            return {"turtle": body.decode()}
        return dict(json.loads(body))


def make_server(tools: Tools) -> MCPServer[Any]:
    """The server of these tools."""
    lang = tools.lang
    server: MCPServer[Any] = MCPServer(
        "zhitu",
        title=message("mcp.title", lang),
        instructions=message("mcp.instructions", lang),
        version=__version__,
        log_level="WARNING",
    )
    for name in ("ask", "questions", "search", "show", "trace", "check", "sparql"):
        method = getattr(tools, name)
        server.tool(
            name=name,
            title=message(f"mcp.{name}.title", lang),
            description=message(f"mcp.{name}", lang),
            annotations=_READS,
        )(_told(method, lang))
    return server


def _told(method: Callable[..., Awaitable[Object]], lang: str) -> Callable[..., Awaitable[Object]]:
    """A tool whose errors reach the assistant as sentences."""

    @wraps(method)  # keeps the signature, from which the schema is made
    async def tool(*args: Any, **kwargs: Any) -> Object:
        try:
            return await method(*args, **kwargs)
        except answers.Unsure as error:
            listed = json.dumps(error.candidates, ensure_ascii=False)
            told = f"{error.render(lang)}\n{listed}"
            raise ToolError(told) from error
        except ZhituError as error:
            raise ToolError(error.render(lang)) from error
        except Busy as error:
            raise ToolError(message("SERVE-BUSY", lang)) from error

    return tool


def serve_stdio(settings: Settings, lang: str) -> None:
    """Serve on standard input and output until the assistant hangs up.

    Raises:
        GraphError: The graph cannot be opened.
    """
    from graph_builder.serve.snapshot import open_snapshot  # noqa: PLC0415 -- as in `run`

    snapshot = open_snapshot(settings)
    try:
        make_server(Tools(snapshot, settings, lang)).run("stdio")
    finally:
        snapshot.close()
