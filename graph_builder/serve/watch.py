"""A new graph file is picked up while serving; a missing or broken one changes nothing.

The new graph is opened, counted and made ready beside the old one, and only then put in its place.
Requests that began on the old one end on it.
"""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from graph_builder.errors import GraphError, Place, ZhituError
from graph_builder.serve.indexes import prepare
from graph_builder.serve.snapshot import open_snapshot

if TYPE_CHECKING:
    from starlette.datastructures import State

    from graph_builder.serve.settings import Settings
    from graph_builder.serve.snapshot import Snapshot

log = logging.getLogger("zhitu.serve")

#: What tells one state of a file or folder from another; None when it is not there.
Signature = tuple[tuple[int, int, int], ...] | None


def signature(where: str) -> Signature:
    """The state of a graph file or store folder."""
    paths = [where]
    if os.path.isdir(where):  # noqa: PTH112 -- a relative path must stay what it is
        paths.append(os.path.join(where, "CURRENT"))  # noqa: PTH118 -- as above
    try:
        stats = [os.stat(path) for path in paths]  # noqa: PTH116 -- as above
    except OSError:
        return None
    return tuple((s.st_ino, s.st_mtime_ns, s.st_size) for s in stats)


async def watch(state: State, settings: Settings, known: Signature) -> None:
    """Look again and again, for ever.

    Args:
        state: Its `snapshot` is replaced; its `problem` is the error that keeps the old one.
        settings: Where the graph is, and how often to look.
        known: The state that the present snapshot was opened from.
    """
    assert settings.graph is not None  # noqa: S101 -- the bundled graph does not change
    seen = known
    while True:
        await asyncio.sleep(settings.watch)
        now = signature(settings.graph)
        if now == known:
            seen = now
        elif now is None:
            known = seen = None
            _report(state, GraphError("SERVE-GONE", Place(settings.graph)))
        elif now != seen:
            seen = now  # it may still be written; wait until it stays the same
        else:
            known = now
            await _switch(state, settings)


async def _switch(state: State, settings: Settings) -> None:
    try:
        fresh = await run_in_threadpool(_opened, settings)
    except ZhituError as error:
        _report(state, error)
        return
    except Exception as error:  # whatever it is, the old graph must go on
        log.exception("%s", settings.graph)
        _report(state, GraphError("SERVE-UNREADABLE", Place(str(settings.graph)), reason=error))
        return
    old: Snapshot = state.snapshot
    state.snapshot, state.problem = fresh, None
    state.metrics.switches += 1
    log.warning("%s: %d", settings.graph, len(fresh.graph.store))
    old.retire()


def _opened(settings: Settings) -> Snapshot:
    snapshot = open_snapshot(settings)
    prepare(snapshot)
    return snapshot


def _report(state: State, error: ZhituError) -> None:
    state.problem = error
    log.error("%s", error.render(state.settings.lang))
