"""The one interface through which everything sees a graph: `open_graph` and its queries."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, runtime_checkable

import pyoxigraph as ox

from graph_builder.errors import GraphError, LimitReached, Place, QueryError
from graph_builder.graph.sparql_text import refuse_outside_access, with_values
from graph_builder.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Bindings = Mapping[str, ox.NamedNode | ox.Literal]

T = TypeVar("T")

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}


class Rows(NamedTuple):
    """The answer to a SELECT.

    Attributes:
        columns: Names of the projected variables, in order.
        rows: Values in the order of `columns`, None where unbound; rows in the query's order.
        truncated: Whether there were more rows than the limit let through.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]
    truncated: bool


class Graph(Protocol):
    """A graph that can be asked, wherever it is.

    Facts stand in the default graph; `GRAPH ?passage { ... }` finds where they are said.
    `bindings` maps variable names to terms. `timeout` is in seconds; a query that takes longer is
    really stopped. `limit` caps the rows or triples that come back. SERVICE is refused; see
    `let_out`.
    """

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        """Run a SELECT query."""

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        """Run an ASK query."""

    def construct(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query."""


@runtime_checkable
class _Outgoing(Protocol):
    allow_remote: bool


def let_out(graph: Graph, *, allowed: bool) -> None:
    """Allow or forbid that queries of a graph call other servers; forbidden when it is opened."""
    if isinstance(graph, _Outgoing):
        graph.allow_remote = allowed


def may_leave(graph: Graph) -> bool:
    """Whether queries of a graph may call other servers."""
    return isinstance(graph, _Outgoing) and graph.allow_remote


class EmbeddedGraph:
    """A graph in this process: in memory, or in a store folder opened for reading.

    Attributes:
        store: The store.
        allow_remote: Whether a query may call other servers by SERVICE.
    """

    def __init__(self, store: ox.Store, *, allow_remote: bool = False) -> None:
        self.store = store
        self.allow_remote = allow_remote

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        """Run a SELECT query; see `Graph`."""

        def work() -> Rows:
            result = self._run(query, bindings, ox.QuerySolutions, "SELECT")
            columns = tuple(v.value for v in result.variables)
            rows: list[tuple[Term | None, ...]] = []
            for solution in result:
                if limit is not None and len(rows) == limit:
                    return Rows(columns, rows, truncated=True)
                rows.append(tuple(solution))
            return Rows(columns, rows, truncated=False)

        return within(timeout, work)

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        """Run an ASK query; see `Graph`."""
        return within(timeout, lambda: bool(self._run(query, bindings, ox.QueryBoolean, "ASK")))

    def construct(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query; see `Graph`."""

        def work() -> list[ox.Triple]:
            triples: list[ox.Triple] = []
            for triple in self._run(query, bindings, ox.QueryTriples, "CONSTRUCT"):
                if limit is not None and len(triples) == limit:
                    break
                triples.append(triple)
            return triples

        return within(timeout, work)

    def _run(self, query: str, bindings: Bindings | None, kind: type[T], form: str) -> T:
        if not self.allow_remote:
            refuse_outside_access(query)
        bound = with_values(query, {name: str(term) for name, term in (bindings or {}).items()})
        try:
            result = self.store.query(bound, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError("QUERY-SYNTAX", None, reason=error.msg) from error
        if not isinstance(result, kind):
            raise QueryError("QUERY-FORM", None, expected=form)
        return result


def within(timeout: float | None, work: Callable[[], T]) -> T:
    """Do the work, in a child process that is killed when it takes longer than `timeout` seconds.

    pyoxigraph cannot cancel a query (oxigraph issue 1926). Where processes cannot be forked, the
    work runs in this process and is not stopped.

    Raises:
        LimitReached: The time is over.
    """
    if timeout is None or not hasattr(os, "fork"):
        return work()
    import multiprocessing  # noqa: PLC0415 -- only for queries that strangers wrote

    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_report_back, args=(work, sender, timeout), daemon=True)
    try:
        # Ctrl-C has to wait until the child is known, or nobody would kill it.
        with _ctrl_c_later():
            child.start()
            sender.close()
        if not receiver.poll(timeout):
            raise LimitReached("QUERY-TIMEOUT", None, seconds=timeout)
        try:
            outcome, value = receiver.recv()
        except EOFError as error:
            raise QueryError("QUERY-DIED", None) from error
    finally:
        with _ctrl_c_later():
            if child.pid is not None:
                child.kill()
                child.join()
            receiver.close()
    if outcome == "error":
        raise QueryError(value[0], None, **value[1])
    if outcome == "fault":
        raise value
    result: T = value
    return result


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Let Ctrl-C wait for the end of a block.

    Blocking the signal is not enough: a thread of the store would take it, and Python would raise
    KeyboardInterrupt in the main thread all the same.
    """
    import signal  # noqa: PLC0415 -- as above
    import threading  # noqa: PLC0415 -- as above

    if threading.current_thread() is not threading.main_thread():
        yield  # Ctrl-C is never raised here
        return
    pressed: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if pressed and callable(usual):
        usual(pressed[0], None)


def _report_back(work: Callable[[], object], sender: object, timeout: float) -> None:
    import signal  # noqa: PLC0415 -- as above

    # Ctrl-C is for the parent to tell. Should the parent be killed, nobody stops this process: the
    # alarm does, for which the kernel needs no help from a query that never returns.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, timeout + 1)
    try:
        sender.send(("done", work()))  # type: ignore[attr-defined]
    except QueryError as error:
        sender.send(("error", (error.code, error.values)))  # type: ignore[attr-defined]
    except Exception as error:
        sender.send(("fault", error))  # type: ignore[attr-defined]


def open_graph(
    where: str | os.PathLike[str] | None = None, *, timeout: float | None = None
) -> Graph:
    """Open a graph for reading.

    Args:
        where: A file (`.nq .trig .ttl .nt`), a store folder, or the URL of a SPARQL 1.1 endpoint;
            None for the graph of the reports that ship with zhitu.
        timeout: Seconds for each query to an endpoint that sets no limit itself.

    Raises:
        GraphError: There is no such graph, or it cannot be read.
    """
    if where is None:
        from graph_builder.graph.bundled import open_bundled  # noqa: PLC0415 -- avoids a circle

        return open_bundled()
    path = os.fspath(where)
    if path.startswith(("http://", "https://")):
        from graph_builder.graph.remote import DEFAULT_TIMEOUT, RemoteGraph  # noqa: PLC0415 -- slow

        return RemoteGraph(path, seconds=timeout or DEFAULT_TIMEOUT)
    if os.path.isdir(path):  # noqa: PTH112 -- pathlib costs start-up time here
        return open_store(path)
    return EmbeddedGraph(load_files([path]))


def open_store(path: str) -> EmbeddedGraph:
    """Open a store folder for reading."""
    try:
        return EmbeddedGraph(ox.Store.read_only(path))
    except (OSError, RuntimeError) as error:  # the latter for damaged files
        raise GraphError("GRAPH-STORE", Place(path), reason=str(error)) from error


def load_files(paths: Sequence[str]) -> ox.Store:
    """Load RDF files into a store in memory.

    Raises:
        GraphError: Missing, unreadable, of an unknown kind, or faulty; names the line.
    """
    store = ox.Store()
    for path in paths:
        suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 -- as above
        if suffix not in _FORMATS:
            raise GraphError("GRAPH-SUFFIX", Place(path), expected=" ".join(_FORMATS))
        try:
            store.bulk_load(path=path, format=_FORMATS[suffix])
        except SyntaxError as error:
            raise GraphError("RDF-SYNTAX", Place(path, error.lineno), reason=error.msg) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise GraphError("GRAPH-FILE", Place(path), reason=reason) from error
    return store
