"""What takes a second to make from a graph and serves every later request: made once for each."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from graph_builder.serve.search import Index

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph_builder.ask.understand import Reader
    from graph_builder.graph.access import Graph
    from graph_builder.serve.snapshot import Snapshot

T = TypeVar("T")
_making = threading.Lock()


def index_of(snapshot: Snapshot) -> Index:
    """The names of a snapshot, ready to be searched."""
    return _once(snapshot, "names", Index)


def reader_of(snapshot: Snapshot) -> Reader:
    """Who understands sentences about a snapshot."""

    def make(graph: Graph) -> Reader:
        from graph_builder.ask.catalogue import bundled_questions  # noqa: PLC0415 -- slow to load
        from graph_builder.ask.understand import Reader  # noqa: PLC0415 -- as above

        return Reader(graph, list(bundled_questions().values()))

    return _once(snapshot, "reader", make)


def prepare(snapshot: Snapshot) -> None:
    """Make both, before anybody waits for them."""
    index_of(snapshot)
    reader_of(snapshot)


def _once(snapshot: Snapshot, key: str, make: Callable[[Graph], T]) -> T:
    if key not in snapshot.memory:
        with _making:
            if key not in snapshot.memory:
                snapshot.memory[key] = make(snapshot.graph)
    made: T = snapshot.memory[key]  # type: ignore[assignment]
    return made
