"""The process that forks workers, and a worker, as the server sees them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import socket
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import GraphError, Place, QueryError
from graph_builder.serve.forker import FORK, KILL, ORDER, READY, SLOW
from graph_builder.serve.worker import LENGTH

if TYPE_CHECKING:
    from graph_builder.serve.worker import CallJob, QueryJob

#: Seconds that the forker may need to load a snapshot.
LOADING = 600.0
_PIECE = 1 << 18


class Reply(NamedTuple):
    """What a worker answers.

    Attributes:
        head: See `worker`.
        body: The answer, when it is short; otherwise blank.
        file: Descriptor of the file with the answer, to be closed by who takes it; or None.
    """

    head: dict[str, object]
    body: bytes
    file: int | None = None


class Forker:
    """The process that holds a snapshot and forks workers.

    Args:
        place: The snapshot: an N-Quads file or a store folder.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-m", "graph_builder.serve.forker", str(theirs.fileno()), place],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        self.numbers = count()

    def wait(self) -> None:
        """Wait until the snapshot is loaded.

        Raises:
            GraphError: It cannot be.
        """
        self.control.settimeout(LOADING)
        try:
            said = self.control.recv(1)
        except OSError:
            said = b""
        self.control.settimeout(None)
        if said != READY:
            self.close()
            raise GraphError("SERVE-FORKER", Place(self.place))

    def fork(self) -> Worker:
        """A new worker; its first job may be sent at once."""
        ours, theirs = socket.socketpair()
        number = next(self.numbers)
        with theirs:
            try:
                socket.send_fds(self.control, [ORDER.pack(FORK, number)], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise QueryError("QUERY-DIED", None) from error
        ours.settimeout(0)
        return Worker(number, ours)

    def kill(self, worker: Worker) -> None:
        """End a worker, whatever it does."""
        worker.connection.close()
        with contextlib.suppress(OSError):
            self.control.sendall(ORDER.pack(KILL, worker.number))

    def slow(self, worker: Worker) -> None:
        """Let a worker have what the others leave of the processor."""
        with contextlib.suppress(OSError):
            self.control.sendall(ORDER.pack(SLOW, worker.number))

    def close(self) -> None:
        """End the process and its workers."""
        self.control.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Worker:
    """A worker, as the server sees it."""

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self.connection = connection
        self.jobs = 0
        self.slow = False
        self.pid: int | None = None
        #: Seconds of the processor that it had used when its last job was done.
        self.used = 0.0
        self._received = bytearray()
        self._file: int | None = None

    async def do(self, job: QueryJob | CallJob) -> Reply:
        """Send a job and wait for its reply.

        Raises:
            EOFError: The worker died.
        """
        loop = asyncio.get_running_loop()
        data = pickle.dumps(job)
        self.jobs += 1
        try:
            await loop.sock_sendall(self.connection, LENGTH.pack(len(data)) + data)
            if self.pid is None:
                self.pid = LENGTH.unpack(await self._take(LENGTH.size))[0]
            size = LENGTH.unpack(await self._take(LENGTH.size))[0]
            head = json.loads(await self._take(size))
            self.used = head["processor"]
            body = b"" if "file" in head else await self._take(head["length"])
        except OSError as error:
            self._drop_file()
            raise EOFError from error
        except BaseException:
            self._drop_file()
            raise
        file, self._file = self._file, None
        return Reply(head, body, file)

    def processor_seconds(self) -> float | None:
        """Seconds of the processor that it has used so far; None where that is not to be had."""
        if self.pid is None:
            return 0.0  # it has not begun
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            return None

    async def _take(self, size: int) -> bytes:
        """The next bytes that the worker sends; a descriptor that comes along is kept aside."""
        while len(self._received) < size:
            try:
                data, fds, _, _ = socket.recv_fds(self.connection, _PIECE, 1)
            except BlockingIOError:
                await _readable(self.connection)
                continue
            if fds:
                self._file = fds[0]
            if not data:
                raise EOFError
            self._received += data
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _drop_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(connection, _settle, ready)
    try:
        await ready
    finally:
        loop.remove_reader(connection)


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
