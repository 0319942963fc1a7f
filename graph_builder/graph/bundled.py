"""The graph of the reports that ship with zhitu, built once and then opened from a cache folder.

The cache is `$XDG_CACHE_HOME/zhitu/<stamp>/`. The stamp covers every input file and the code that
reads it, so that an edited fact or a new version is never answered from an old graph. Where the
folder cannot be written the graph is built in memory.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from graph_builder import __version__
from graph_builder.errors import GraphError
from graph_builder.graph.access import EmbeddedGraph, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- pathlib costs start-up time
_SUFFIXES = (".py", ".csv", ".toml", ".ttl", ".rq")


def _input_folders(names: Iterable[str]) -> list[str]:
    inside = os.path.join(_PACKAGE, "bundled")  # noqa: PTH118 -- as above
    base = inside if os.path.isdir(inside) else os.path.dirname(_PACKAGE)  # noqa: PTH112, PTH120 -- as above
    return [os.path.join(base, name) for name in names]  # noqa: PTH118 -- as above


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in {"__pycache__", "bundled"}:
                yield from _files(entry.path)
        elif entry.name.endswith(_SUFFIXES):
            yield entry


def stamp() -> str:
    """A short digest that changes when any input of the bundled graph changes."""
    return _digest((*_input_folders(("data", "ontology")), _PACKAGE))


def questions_stamp() -> str:
    """The same for the catalogue of questions."""
    code = os.path.join(_PACKAGE, "ask")  # noqa: PTH118 -- as above
    return _digest((*_input_folders(("queries",)), code))


def _digest(folders: Iterable[str]) -> str:
    from _blake2 import blake2b  # noqa: PLC0415 -- hashlib loads OpenSSL, which costs start-up time

    digest = blake2b(__version__.encode(), digest_size=12)
    for folder in folders:
        for entry in sorted(_files(folder), key=lambda e: e.path):
            status = entry.stat()
            digest.update(f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def cache_folder() -> str:
    """Folder for what can be made again; `$XDG_CACHE_HOME` or the platform's usual place."""
    base = os.environ.get("XDG_CACHE_HOME")
    if not base:
        local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
        base = local or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118 -- as above
    return os.path.join(base, "zhitu")  # noqa: PTH118 -- as above


def open_bundled() -> EmbeddedGraph:
    """Open the bundled graph, building it when it is not in the cache yet."""
    folder = os.path.join(cache_folder(), stamp())  # noqa: PTH118 -- as above
    place = os.path.join(folder, "store")  # noqa: PTH118 -- as above
    if os.path.isdir(folder):  # noqa: PTH112 -- as above
        try:
            return open_store(place)
        except GraphError:
            # Someone has tidied up in there; what is left is of no use.
            from shutil import rmtree  # noqa: PLC0415 -- only when it happens

            rmtree(folder, ignore_errors=True)
    from graph_builder.graph.bundle import fill_cache  # noqa: PLC0415 -- only when it is missing

    store = fill_cache(folder)
    return open_store(place) if store is None else EmbeddedGraph(store)
