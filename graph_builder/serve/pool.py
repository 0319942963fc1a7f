"""Workers for queries of strangers and for long work of our own, seen from the server.

A `Forker` belongs to one snapshot. A `Pool` of it carries out a bounded number of jobs at once,
lets a bounded number wait, and turns away the rest; a job whose time is over, or whose client has
gone, is killed together with its worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import socket
import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import GraphError, LimitReached, Place, QueryError
from graph_builder.serve.busy import Busy
from graph_builder.serve.forker import FORK, KILL, ORDER, READY
from graph_builder.serve.worker import LENGTH, CallJob, QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable

#: A worker is replaced after this many jobs, so that what it has kept is given back.
JOBS = 500
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
            size, file = await self._start()
        except (ConnectionError, BrokenPipeError) as error:
            raise EOFError from error
        try:
            head = json.loads(await self._exactly(size))
            body = b"" if file is not None else await self._exactly(head["length"])
        except BaseException:
            if file is not None:
                os.close(file)
            raise
        return Reply(head, body, file)

    async def _start(self) -> tuple[int, int | None]:
        """Length of the head, and the descriptor that comes with it."""
        await _readable(self.connection)
        data, fds, _, _ = socket.recv_fds(self.connection, LENGTH.size, 1)
        if len(data) < LENGTH.size:
            raise EOFError
        return LENGTH.unpack(data)[0], fds[0] if fds else None

    async def _exactly(self, size: int) -> bytes:
        loop = asyncio.get_running_loop()
        parts = []
        while size:
            part = await loop.sock_recv(self.connection, min(size, _PIECE))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


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


class Pool:
    """Workers of one kind.

    Args:
        forker: Who forks them.
        workers: How many jobs are done at once.
        queue: How many more may wait.
    """

    def __init__(self, forker: Forker, workers: int, queue: int) -> None:
        self.forker = forker
        self.workers = workers
        self.queue = queue
        self.idle: list[Worker] = []
        self.waiting = 0
        self.running = 0
        self.closed = False
        self._free = asyncio.Semaphore(workers)

    async def run(self, job: QueryJob | CallJob) -> Reply:
        """Carry out a job.

        Raises:
            Busy: Too many wait already.
            LimitReached: The time is over; the worker is dead.
            QueryError: The worker died by itself, for want of memory most likely.
        """
        if self._free.locked() and self.waiting >= self.queue:
            raise Busy(max(1, round(job.seconds)))
        self.waiting += 1
        try:
            async with asyncio.timeout(job.seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise Busy(max(1, round(job.seconds))) from error
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            return await self._run(job)
        finally:
            self.running -= 1
            self._free.release()

    async def call(
        self, function: Callable[..., object], *arguments: object, seconds: float
    ) -> object:
        """What a function of ours returns, given the graph and these arguments.

        Raises:
            ZhituError: What the function raised, or see `run`.
            RuntimeError: A fault in the function.
        """
        reply = await self.run(CallJob(function, arguments, seconds))
        value: object = pickle.loads(reply.body)  # noqa: S301 -- from our own process
        if isinstance(value, Exception):
            raise value
        return value

    async def _run(self, job: QueryJob | CallJob) -> Reply:
        worker = self.idle.pop() if self.idle else self.forker.fork()
        began = time.monotonic()
        try:
            async with asyncio.timeout(job.seconds):
                reply = await worker.do(job)
        except TimeoutError as error:
            self.forker.kill(worker)
            raise LimitReached("QUERY-TOO-SLOW", None, seconds=job.seconds) from error
        except EOFError as error:
            self.forker.kill(worker)
            if worker.jobs > 1 and time.monotonic() - began < 0.005:  # noqa: PLR2004 -- it was dead before
                return await self._run(job)
            raise QueryError("QUERY-MEMORY", None) from error
        except BaseException:
            self.forker.kill(worker)
            raise
        if self.closed or worker.jobs >= JOBS:
            self.forker.kill(worker)
        else:
            self.idle.append(worker)
        return reply

    def close(self) -> None:
        """Let the workers go that have nothing to do; the others go when they are done."""
        self.closed = True
        while self.idle:
            self.forker.kill(self.idle.pop())
