"""A worker: one job after the other on the snapshot, within limits that the kernel enforces.

It begins by telling its process number in four bytes. A job is a length in four bytes and a
pickle; its sender is the server, never a stranger. A reply is a length, a JSON head, and the
answer: behind the head when it is short, otherwise in a file whose descriptor comes along, so that
nobody waits for a slow reader. Where the job allows it, a long answer is handed over early, while
it is written; a second head, which has `processor`, says later how that ended.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import resource
import signal
import socket
import struct
import sys
import time
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.errors import QueryError, ZhituError
from graph_builder.graph.sparql_text import refuse_outside_access, tokens
from graph_builder.names import PREFIXES
from graph_builder.serve.formats import GRAPHS, TABLES
from graph_builder.serve.output import Output, TooMuch

if TYPE_CHECKING:
    from collections.abc import Callable

#: A class of characters among what the parser expected, such as `['0' ..= '9' | '_']`.
_CHARACTERS = re.compile(r",? ?\['[^\]]*(?:'\]'[^\]]*)*\]|,? ?\[_\]")
LENGTH = struct.Struct("!I")
#: What this does not find names no graph of the dataset.
_FROM = re.compile(r"FROM(?:\s|NAMED|#[^\n\r]{0,200}[\n\r])*+<", re.IGNORECASE)

#: Added to the nice value of a worker of strangers: pages go before.
NICE = 2


class QueryJob(NamedTuple):
    """A stranger's query.

    Attributes:
        query: SPARQL text.
        default_graphs: IRIs of the default graph, instead of the store's own.
        named_graphs: IRIs of the named graphs, instead of all.
        table: Key of `formats.TABLES` for rows and ASK; None when the reader takes none.
        graph: Key of `formats.GRAPHS` for triples; None as above.
        seconds: Time that it may take.
        max_rows: Rows or triples that it may give.
        max_bytes: Bytes that it may give.
        max_memory: Bytes that it may add to the process.
        early: Whether a long answer may be handed over before it is whole.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    table: str | None
    graph: str | None
    seconds: float
    max_rows: int
    max_bytes: int
    max_memory: int
    early: bool = False


class CallJob(NamedTuple):
    """A function of ours and its arguments behind the graph; what it returns is pickled."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    seconds: float


def work(connection: socket.socket, store: ox.Store) -> None:
    """Do jobs until the server hangs up."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What runs out of memory says so at length; the server says it to who asked.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    connection.sendall(LENGTH.pack(os.getpid()))
    niced = False
    while (job := _receive(connection)) is not None:
        # Should the server be gone, nobody stops this process but the kernel.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, job.seconds + 2)
        if isinstance(job, QueryJob):
            if not niced:
                os.nice(NICE)
                niced = True
            _reply(connection, *_query(store, job, partial(_send_file, connection)))
        else:
            _reply(connection, *_call(store, job))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _receive(connection: socket.socket) -> QueryJob | CallJob | None:
    head = _exactly(connection, LENGTH.size)
    if head is None:
        return None
    body = _exactly(connection, LENGTH.unpack(head)[0])
    return None if body is None else pickle.loads(body)  # noqa: S301 -- as above


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _reply(connection: socket.socket, head: dict[str, object], body: bytes | IO[bytes]) -> None:
    head = {**head, "processor": time.process_time()}
    if isinstance(body, bytes):
        text = json.dumps({**head, "length": len(body)}).encode()
        connection.sendall(LENGTH.pack(len(text)) + text + body)
        return
    with body:
        _send_file(connection, {**head, "length": body.tell()}, body)


def _send_file(connection: socket.socket, head: dict[str, object], file: IO[bytes]) -> None:
    text = json.dumps({**head, "file": True}).encode()
    socket.send_fds(connection, [LENGTH.pack(len(text))], [file.fileno()])
    connection.sendall(text)


def _query(
    store: ox.Store, job: QueryJob, send_file: Callable[[dict[str, object], IO[bytes]], None]
) -> tuple[dict[str, object], bytes | IO[bytes]]:
    _limit_memory(job.max_memory)
    try:
        return _answer(store, job, send_file)
    except QueryError as error:
        return {"code": error.code, "values": error.values}, b""
    except TooMuch as error:
        return {
            "code": str(error),
            "values": {"rows": job.max_rows, "megabytes": job.max_bytes >> 20},
        }, b""
    except MemoryError:
        return {"code": "QUERY-MEMORY", "values": {}}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"code": "QUERY-FAILED", "values": {"reason": str(error)}}, b""


def _answer(
    store: ox.Store, job: QueryJob, send_file: Callable[[dict[str, object], IO[bytes]], None]
) -> tuple[dict[str, object], bytes | IO[bytes]]:
    refuse_outside_access(job.query)
    known = [*job.default_graphs, *job.named_graphs, *_graphs_of(job.query)]
    for iri in known:
        if not store.contains_named_graph(_named(iri)):
            raise QueryError("QUERY-GRAPH", None, found=iri)
    try:
        result = store.query(
            job.query,
            prefixes=PREFIXES,
            default_graph=[_named(n) for n in job.default_graphs] or _none_or_empty(job),
            named_graphs=[_named(n) for n in job.named_graphs] if _has_dataset(job) else None,
        )
    except SyntaxError as error:
        raise syntax_error(error.msg) from error
    triples = isinstance(result, ox.QueryTriples)
    kind, name = ("graph", job.graph) if triples else ("table", job.table)
    if name is None:
        raise QueryError("QUERY-NO-FORMAT", None, kind=kind)
    head: dict[str, object] = {"kind": kind, "format": name}
    hand_over = partial(send_file, head) if job.early else None
    if isinstance(result, ox.QueryTriples):
        out = Output(GRAPHS[name].row, job.max_rows, job.max_bytes, hand_over)
        # Through Python, since only this function knows prefixes.
        ox.serialize(result, out, format=GRAPHS[name].writer, prefixes=PREFIXES)  # type: ignore[arg-type]
    else:
        out = Output(TABLES[name].row, job.max_rows, job.max_bytes, hand_over)
        result.serialize(out, format=TABLES[name].writer)  # type: ignore[arg-type]
    body = out.finished()
    if out.handed_over and not isinstance(body, bytes):
        body.close()
        body = b""
    return head, body


def _has_dataset(job: QueryJob) -> bool:
    return bool(job.default_graphs or job.named_graphs)


def _none_or_empty(job: QueryJob) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None:
    """The default graph of a request that names none: the store's, or empty beside named ones."""
    return [] if job.named_graphs else None


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError("QUERY-GRAPH", None, found=iri) from error


def _graphs_of(query: str) -> list[str]:
    """The IRIs that FROM and FROM NAMED name in full."""
    found, after_from = list[str](), False
    if _FROM.search(query) is None:
        return found  # Looking at every token takes longer than many a query.
    for kind, text, _ in tokens(query):
        if kind == "iri" and after_from and ":" in text:
            found.append(text[1:-1])
        if kind == "word":
            after_from = text.upper() == "FROM" or (after_from and text.upper() == "NAMED")
        elif kind not in {"space", "comment"}:
            after_from = False
    return found


def failed(head: dict[str, object]) -> QueryError:
    """The error that a reply tells."""
    values = head["values"]
    assert isinstance(values, dict)  # noqa: S101 -- written by `_query`
    return QueryError(str(head["code"]), None, **values)


def syntax_error(reason: str) -> QueryError:
    """The engine's complaint, `error at 2:8: expected ...`, with its position taken apart."""
    words = " ".join(reason.split())
    place, _, rest = words.removeprefix("error at ").partition(": ")
    line, _, column = place.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return QueryError("QUERY-SYNTAX", None, reason=words)
    # Characters that a name may be made of help nobody.
    words = _CHARACTERS.sub("", rest).rstrip(" ,|")
    return QueryError(
        "QUERY-SYNTAX-AT", None, line=int(line), column=int(column), reason=words[:300]
    )


def _call(store: ox.Store, job: CallJob) -> tuple[dict[str, object], bytes]:
    from graph_builder.graph.access import EmbeddedGraph  # noqa: PLC0415 -- for calls only

    try:
        value = job.function(EmbeddedGraph(store), *job.arguments)
    except ZhituError as error:
        value = error
    except Exception as error:  # told to the server, which logs it
        value = RuntimeError(f"{type(error).__name__}: {error}")
    return {}, pickle.dumps(value)


def _limit_memory(more: int) -> None:
    """Let the process grow by `more` bytes from here; what asks for more ends it."""
    if sys.platform != "linux":
        return  # elsewhere the size of a process is not to be had without help
    with open("/proc/self/statm", "rb", buffering=0) as handle:  # noqa: PTH123 -- for each query
        pages = int(handle.read(100).split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
