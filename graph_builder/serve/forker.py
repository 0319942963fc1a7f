"""The process that holds the graph for strangers' queries and forks the workers that answer them.

A query cannot be cancelled, a process can be killed; and only a process without threads can be
forked safely, which the server is not. So the server starts this one, which loads the snapshot
once, and asks it for workers: they share its memory, start in a millisecond and die alone.

It is told by messages of nine bytes: a letter and the number of a worker. `F`, which a file
descriptor to talk through comes with, makes the worker; `S` leaves it what others do not want of
the processor; `K` kills it. The process ends, and its workers with it, when the server does.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import struct
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER = struct.Struct("!cQ")
FORK, KILL, SLOW = b"F", b"K", b"S"
#: Nice value of a worker that takes long.
_LOWEST = 19
#: What is sent once the snapshot is loaded, and instead of it when it cannot be.
READY, BROKEN = b"R", b"B"


def serve(control: socket.socket, place: str) -> None:
    """Do as told through `control`; the snapshot is at `place`, a file or a store folder."""
    from graph_builder.serve import answers  # noqa: F401, PLC0415 -- every worker has it then
    from graph_builder.serve.worker import work  # noqa: PLC0415 -- as above

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server to tell
    try:
        open_store = _loaded(place)
    except (OSError, SyntaxError, RuntimeError):
        control.sendall(BROKEN)
        return
    gc.freeze()  # what workers share is not looked through, which would copy it
    control.sendall(READY)
    alive: dict[int, int] = {}  # number of a worker -> its process
    while True:
        message, fds, _, _ = socket.recv_fds(control, ORDER.size, 1)
        _reap(alive)
        if len(message) < ORDER.size:
            break
        order, number = ORDER.unpack(message)
        if order == FORK and fds:
            pid = _fork(control, fds[0], open_store, work)
            os.close(fds[0])
            if pid is not None:
                alive[number] = pid
        elif order == KILL and number in alive:
            os.kill(alive[number], signal.SIGKILL)
            os.waitpid(alive.pop(number), 0)
        elif order == SLOW and number in alive:
            os.setpriority(os.PRIO_PROCESS, alive[number], _LOWEST)
    for pid in alive.values():
        os.kill(pid, signal.SIGKILL)


def _loaded(place: str) -> Callable[[], ox.Store]:
    """How a worker gets the store: the one that it shares, or a folder that it opens itself.

    RocksDB has threads, which a fork would lose, so that a folder is opened after the fork.
    """
    if os.path.isdir(place):  # noqa: PTH112 -- pathlib costs start-up time
        return lambda: ox.Store.read_only(place)
    store = ox.Store()
    store.bulk_load(path=place, format=ox.RdfFormat.N_QUADS)
    return lambda: store


def _fork(
    control: socket.socket,
    fd: int,
    open_store: Callable[[], ox.Store],
    work: Callable[[socket.socket, ox.Store], None],
) -> int | None:
    try:
        pid = os.fork()
    except OSError:
        return None  # closing the other end tells the server
    if pid:
        return pid
    code = 1
    try:
        control.close()
        work(socket.socket(fileno=fd), open_store())
        code = 0
    finally:
        os._exit(code)


def _reap(alive: dict[int, int]) -> None:
    """Forget the workers that ended by themselves."""
    for number, pid in list(alive.items()):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                continue
        del alive[number]


def main() -> None:
    """Serve through the file descriptor and the snapshot that the command line names."""
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])


if __name__ == "__main__":
    main()
