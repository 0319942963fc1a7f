"""The graph as it stands at one moment: what a request sees from beginning to end.

A snapshot owns what it needs: the graph in memory or, when it is large, a private copy of its store
folder. What happens to the file it came from, or to the folder, does not touch it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.errors import GraphError, Place
from graph_builder.graph.access import EmbeddedGraph, load_files, open_graph, open_store
from graph_builder.serve.forked import Forker
from graph_builder.serve.pool import MOMENT, Pool

if TYPE_CHECKING:
    from graph_builder.serve.settings import Settings

#: A store folder or file of up to this many bytes is held in memory, where it answers 3 times
#: as fast; a larger one is read from the disk.
IN_MEMORY = 200 << 20
#: Long work of our own that is done at once, and that may wait.
CALLS, CALLS_WAITING = 2, 256


class Snapshot:
    """An opened graph; it stays as it is while requests use it.

    Attributes:
        graph: The graph, for queries of our own.
        memory: What was worked out from this graph once and may be used again: key -> value.
        opened: When it was opened, in seconds since 1970.
        stamp: Names this snapshot in an ETag.
        strangers: Workers for queries that strangers wrote.
        calls: Workers for long work of our own.
    """

    def __init__(self, graph: EmbeddedGraph, folder: Path, forker: Forker, settings: Settings):
        self.graph = graph
        self.folder = folder
        #: What a check opens; None for the graph that ships with zhitu.
        self.checked_place = None if settings.graph is None else forker.place
        self.forker = forker
        self.memory: dict[str, object] = {}
        self.opened = time.time()
        self.stamp = f"{time.time_ns():x}"
        self.strangers = Pool(forker, settings.workers, settings.queue, MOMENT)
        self.calls = Pool(forker, CALLS, CALLS_WAITING)
        self.users = 0
        self.retired = False

    def enter(self) -> None:
        """A request begins to use it."""
        self.users += 1

    def leave(self) -> None:
        """A request has ended; the last one of a retired snapshot closes it."""
        self.users -= 1
        if self.retired and not self.users:
            self._close_aside()

    def retire(self) -> None:
        """Close it as soon as nobody uses it any more."""
        self.retired = True
        if not self.users:
            self._close_aside()

    def _close_aside(self) -> None:
        asyncio.get_running_loop().run_in_executor(None, self.close)

    def close(self) -> None:
        """Give everything back."""
        self.strangers.close()
        self.calls.close()
        self.forker.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_snapshot(settings: Settings) -> Snapshot:
    """Open the graph of the settings.

    Raises:
        GraphError: It is missing, faulty, empty, or on another server.
    """
    where = settings.graph
    if where is not None and where.startswith(("http://", "https://")):
        raise GraphError("SERVE-REMOTE", None, found=where)
    folder = Path(tempfile.mkdtemp(prefix="zhitu-serve-"))
    try:
        place, graph = _copy(where, folder)
        _check_filled(where, graph)
        forker = Forker(str(place))
        forker.wait()
        return Snapshot(graph, folder, forker, settings)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _check_filled(where: str | None, graph: EmbeddedGraph) -> None:
    if not len(graph.store):
        raise GraphError("SERVE-EMPTY", Place(where) if where else None)


def _copy(where: str | None, folder: Path) -> tuple[Path, EmbeddedGraph]:
    """The snapshot's own copy, and the graph opened from it."""
    if where is None:
        opened = open_graph()
        assert isinstance(opened, EmbeddedGraph)  # noqa: S101 -- the bundled graph always is
        return _in_memory(opened.store, folder)
    if not os.path.isdir(where):  # noqa: PTH112 -- the same test as `open_graph`
        if _size(where) <= IN_MEMORY:
            return _in_memory(load_files([where]), folder)
        store = ox.Store(str(folder / "store"))
        store.bulk_extend(load_files([where]))
        store.flush()
        del store
        return folder / "store", open_store(str(folder / "store"))
    if sum(e.stat().st_size for e in os.scandir(where) if e.is_file()) <= IN_MEMORY:
        return _in_memory(open_store(where).store, folder)
    open_store(where)  # a folder that is none is refused before it is copied
    _link(Path(where), folder / "store")
    return folder / "store", open_store(str(folder / "store"))


def _in_memory(store: ox.Store, folder: Path) -> tuple[Path, EmbeddedGraph]:
    """Write the quads to a file, from which the forker reads them, and hold them in memory."""
    place = folder / "graph.nq"
    store.dump(str(place), format=ox.RdfFormat.N_QUADS)
    memory = ox.Store()
    memory.bulk_load(path=str(place), format=ox.RdfFormat.N_QUADS)
    return place, EmbeddedGraph(memory)


def _link(store: Path, copy: Path) -> None:
    """A copy of a store folder that shares the files which never change."""
    copy.mkdir()
    for entry in os.scandir(store):
        if entry.name.endswith(".sst"):
            with contextlib.suppress(OSError):
                os.link(entry.path, copy / entry.name)
                continue
        if entry.is_file():
            shutil.copyfile(entry.path, copy / entry.name)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 -- as above
    except OSError:
        return 0  # `load_files` says what is wrong
