"""Putting a built graph onto a SPARQL server, batch by batch, until both count the same.

Every statement is sent, and a statement that arrives twice is there once. How far a push came is
written down beside the cache, so that one that was interrupted goes on from there. In the end the
server has all of ours, so that each graph is as here when the numbers agree; where it has more, it
holds something else or an older version, and is left alone until the caller says otherwise.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.errors import GraphError, OutputError, Place
from graph_builder.graph.bundled import cache_folder
from graph_builder.graph.copied import counts_of
from graph_builder.graph.facts_graph import FACTS_GRAPH
from graph_builder.graph.remote import DEFAULT_TIMEOUT
from graph_builder.graph.target import Target, update_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph_builder.graph.access import EmbeddedGraph

#: Statements in one request: few enough for servers that compile each (Virtuoso).
BATCH = 1000


class Pushed(NamedTuple):
    """What a push did.

    Attributes:
        graphs: How many graphs the server now holds as we do, the default graph among them.
        statements: How many statements stand in them.
        sent: How many of those were sent this time; fewer after an interruption.
        apart: Whether the default graph's facts went into `FACTS_GRAPH`.
    """

    graphs: int
    statements: int
    sent: int
    apart: bool


def push(
    source: EmbeddedGraph,
    url: str,
    *,
    update: str | None = None,
    replace: bool = False,
    timeout: float = DEFAULT_TIMEOUT,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Pushed:
    """Make a server hold every graph of `source` as it stands there.

    Args:
        source: What to push; holds no blank nodes.
        url: Address at which the server answers queries.
        update: Address at which it takes SPARQL updates; see `update_address` unless given.
        replace: Empty the graphs of `source` on the server first.
        timeout: Seconds for each request.
        progress: Told after each batch how many statements of how many are there.

    Raises:
        GraphError: The server refuses, holds something else in one of these graphs, or counts
            other than we do in the end; or `source` has blank nodes.
    """
    ours = counts_of(source)
    names = sorted(ours, key=lambda name: name or "")
    total = sum(ours.values())
    journal = _Journal(url, _digest(source, names))
    target = Target(url, update or update_address(url), timeout)
    target.find_out()
    if replace and not journal.done:
        target.clear(ours)
    theirs = target.counts()
    for name, count in ours.items():
        if theirs[name] > count:
            raise _miscounted("PUSH-MORE", url, name, theirs[name], count)
    sent = 0
    # A second round only where something is missing after all: the server lost what it had.
    for first in (journal.done, 0):
        for number, batch in enumerate(_batches(source, names, first), first + 1):
            target.insert(batch)
            sent += len(batch)
            journal.note(number)
            progress(min(number * BATCH, total), total)
        theirs = target.counts()
        if all(theirs[name] >= count for name, count in ours.items()) or not first:
            break
    journal.forget()
    for name, count in ours.items():
        if theirs[name] != count:
            raise _miscounted("PUSH-COUNT", url, name, theirs[name], count)
    return Pushed(len(ours), total, sent, apart=target.apart)


class _Journal:
    """How many batches of a source an address has taken; kept in a file until all are there.

    Where nothing can be written, an interrupted push begins anew.
    """

    def __init__(self, url: str, digest: str) -> None:
        name = hashlib.sha256(url.encode()).hexdigest()[:24]
        self.file = Path(cache_folder()) / f"push-{name}.txt"
        self.digest = digest
        self.done = 0
        with suppress(OSError, ValueError):
            noted, _, count = self.file.read_text("ascii").partition(" ")
            self.done = int(count) if noted == digest else 0

    def note(self, done: int) -> None:
        with suppress(OSError, OutputError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.file.with_suffix(f".{os.getpid()}")
            fresh.write_text(f"{self.digest} {done}", "ascii")
            fresh.replace(self.file)

    def forget(self) -> None:
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


def _digest(source: EmbeddedGraph, names: Iterable[str | None]) -> str:
    """A digest of every statement in the order in which it is sent.

    Raises:
        GraphError: A statement has a blank node, which would become two when sent twice.
    """
    digest = hashlib.sha256()
    for quad in _quads(source, names):
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise GraphError("PUSH-BLANK", None, found=str(quad.triple)[:200])
        digest.update(f"{quad}\n".encode())
    return digest.hexdigest()


def _batches(
    source: EmbeddedGraph, names: Iterable[str | None], first: int
) -> Iterator[list[ox.Quad]]:
    waiting = islice(_quads(source, names), first * BATCH, None)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _quads(source: EmbeddedGraph, names: Iterable[str | None]) -> Iterator[ox.Quad]:
    graphs = (ox.DefaultGraph() if name is None else ox.NamedNode(name) for name in names)
    return chain.from_iterable(source.store.quads_for_pattern(None, None, None, g) for g in graphs)


def _miscounted(code: str, url: str, name: str | None, found: int, expected: int) -> GraphError:
    graph = name or FACTS_GRAPH
    return GraphError(code, Place(url), graph=graph, found=found, expected=expected)
