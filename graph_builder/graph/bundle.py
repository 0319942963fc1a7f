"""Filling the cache of the bundled graph."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from graph_builder.graph.build import build_graph, default_sources

#: An unused stamp is kept this long (seconds), in case another process still reads it.
KEPT = 24 * 3600


def fill_cache(folder: str) -> ox.Store | None:
    """Build the bundled graph into a cache folder; the store where nothing can be written."""
    store = build_graph(default_sources()).store
    target = Path(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=target.parent, ignore_cleanup_errors=True
        ) as temporary:
            write_store(store, Path(temporary) / "new" / "store")
            try:
                (Path(temporary) / "new").rename(target)
            except OSError:
                if not target.is_dir():
                    raise
        _forget_old(target)
    except OSError:
        return store
    return None


def write_store(store: ox.Store, folder: Path) -> None:
    """Write every quad of a store to a new store folder; a fault or Ctrl-C leaves none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=f".{folder.name[:80]}.", dir=folder.parent, ignore_cleanup_errors=True
    ) as temporary:
        fresh = Path(temporary) / "store"
        disk = ox.Store(str(fresh))
        disk.bulk_extend(store)
        disk.optimize()
        disk.flush()
        del disk
        fresh.rename(folder)


def _forget_old(current: Path) -> None:
    for other in current.parent.iterdir():
        if other != current and time.time() - other.stat().st_mtime > KEPT:
            if other.is_dir():
                shutil.rmtree(other, ignore_errors=True)
            else:
                other.unlink(missing_ok=True)
