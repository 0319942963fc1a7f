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
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_builder.errors import GraphError, Place, QueryError
from graph_builder.serve.forker import FORK, KILL, ORDER, READY, SLOW
from graph_builder.serve.worker import LENGTH

if TYPE_CHECKING:
    from graph_builder.serve.worker import CallJob, QueryJob

#: Seconds that the forker may need to load a snapshot.
LOADING = 600.0
#: Bytes taken at once; a larger buffer would be given back to the system after each message.
_PIECE = 64 << 10


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
        worker.close()
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
    """A worker, as the server sees it: told by the event loop whenever it has sent something."""

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self.connection = connection
        self.jobs = 0
        self.slow = False
        self.dead = False
        self.pid: int | None = None
        #: Seconds of the processor that it had used when its last job was done.
        self.used = 0.0
        self._loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._head: dict[str, Any] | None = None
        self._file: int | None = None
        self._reply: asyncio.Future[Reply] | None = None
        self._early: asyncio.Future[Reply] | None = None
        self._loop.add_reader(connection, self._read)

    async def do(
        self, job: QueryJob | CallJob, early: asyncio.Future[Reply] | None = None
    ) -> asyncio.Future[Reply]:
        """Send a job.

        Args:
            job: What to do.
            early: Takes a long answer while it is written; the reply that ends it has none.

        Returns:
            The reply to come; EOFError when the worker dies.
        """
        self._reply, self._early = self._loop.create_future(), early
        self.jobs += 1
        pickled = pickle.dumps(job)
        data = LENGTH.pack(len(pickled)) + pickled
        try:
            try:
                sent = self.connection.send(data)
            except BlockingIOError:
                sent = 0
            if sent < len(data):
                await self._loop.sock_sendall(self.connection, data[sent:])
        except OSError:
            self._died()
        return self._reply

    def processor_seconds(self) -> float | None:
        """Seconds of the processor that it has used so far; None where that is not to be had."""
        if self.pid is None:
            return 0.0  # it has not begun
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            return None

    def close(self) -> None:
        """Hang up."""
        if self.connection.fileno() >= 0:
            self._loop.remove_reader(self.connection)
            self.connection.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _read(self) -> None:
        """Take what has come; a descriptor that comes along is kept aside."""
        try:
            data, fds, _, _ = socket.recv_fds(self.connection, _PIECE, 1)
        except BlockingIOError:
            return
        except OSError:
            data, fds = b"", []
        if fds:
            self._file = fds[0]
        if not data:
            self._died()
            return
        self._received += data
        while (message := self._message()) is not None:
            self._told(*message)

    def _message(self) -> tuple[dict[str, Any], bytes] | None:
        """The next head and what stands behind it, once both are here."""
        received = self._received
        start = LENGTH.size
        if self.pid is None and len(received) >= start:
            self.pid = LENGTH.unpack_from(received)[0]
            del received[:start]
        if len(received) < start:
            return None
        end = start + LENGTH.unpack_from(received)[0]
        if len(received) < end:
            return None
        if self._head is None:
            self._head = json.loads(received[start:end])
        length = 0 if "file" in self._head else self._head["length"]
        if len(received) < end + length:
            return None
        head, self._head = self._head, None
        body = bytes(received[end : end + length])
        del received[: end + length]
        return head, body

    def _told(self, head: dict[str, Any], body: bytes) -> None:
        file = None
        if "file" in head:
            file, self._file = self._file, None
        waiting = self._early
        if "processor" in head:
            self.used = head["processor"]
            waiting = self._reply
        if waiting is not None and not waiting.done():
            waiting.set_result(Reply(head, body, file))
        elif file is not None:
            os.close(file)  # nobody wants it any more

    def _died(self) -> None:
        self.dead = True
        self.close()
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(EOFError())
