"""Carrying out jobs by workers: so many at once, so many waiting, the rest turned away.

A query that is not done after a moment leaves its place to the next one and goes on in a second
lane, at the lowest priority; where that is full it is stopped. So a few queries that run away hold
up nobody (docs/decisions/0027). A job whose time is over, or whose client has gone, is killed
together with its worker.
"""

from __future__ import annotations

import asyncio
import pickle
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from graph_builder.errors import LimitReached, QueryError
from graph_builder.serve.busy import Busy
from graph_builder.serve.cache import Answers
from graph_builder.serve.worker import CallJob, QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph_builder.serve.forked import Forker, Reply, Worker

#: A worker is replaced after this many jobs, so that what it has kept is given back.
JOBS = 500
#: Bytes of what functions of ours returned that are kept.
KEPT = 32 << 20
#: Seconds of the processor after which a query leaves the first lane.
MOMENT = 0.25
#: Where the machine is so busy that so many moments pass meanwhile, this part of one will do.
_LONG_WAIT, _SOME = 4, 0.5
#: Seconds that a job waits for a place at least, before it is turned away.
PATIENCE = 30.0
#: Queries that took longer are remembered, and begin in the second lane the next time.
REMEMBERED = 1000
#: A worker that dies this soon (seconds) was dead before it got the job.
_AT_ONCE = 0.005


class Pool:
    """Workers of one kind.

    Args:
        forker: Who forks them.
        workers: How many jobs are done at once in each lane.
        queue: How many more may wait for the first one.
        moment: Seconds of the processor after which a job leaves the first lane; None for never.
    """

    def __init__(
        self, forker: Forker, workers: int, queue: int, moment: float | None = None
    ) -> None:
        self.forker = forker
        self.workers = workers
        self.queue = queue
        self.moment = moment
        self.idle: list[Worker] = []
        self.waiting = 0
        self.running = 0
        self.slow = 0
        self.closed = False
        self.kept = Answers(KEPT)
        self._free = asyncio.Semaphore(workers)
        self._long: OrderedDict[str, None] = OrderedDict()

    async def run(self, job: QueryJob | CallJob) -> Reply:
        """Carry out a job.

        Raises:
            Busy: Too many wait already, or too many take long.
            LimitReached: The time is over; the worker is dead.
            QueryError: The worker died by itself, for want of memory most likely.
        """
        if isinstance(job, QueryJob) and job.query in self._long:
            return await self._in_second_lane(job)
        await self._wait(job)
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        self.running += 1
        try:
            return await self._run(job, leave)
        finally:
            self.running -= 1
            leave()

    async def call(
        self, function: Callable[..., object], *arguments: object, seconds: float
    ) -> object:
        """What a function of ours returns, given the graph and these arguments.

        The graph of a pool stays as it is, so what was returned once is returned again.

        Raises:
            ZhituError: What the function raised, or see `run`.
            RuntimeError: A fault in the function.
        """
        key = pickle.dumps((function, arguments)).hex()
        known = self.kept.get(key)
        reply = known or await self.run(CallJob(function, arguments, seconds))
        value: object = pickle.loads(reply.body)  # noqa: S301 -- from our own process
        if isinstance(value, Exception):
            raise value
        self.kept.keep(key, reply)
        return value

    async def _wait(self, job: QueryJob | CallJob) -> None:
        """Wait for a place in the first lane."""
        if self._free.locked() and self.waiting >= self.queue:
            raise _busy(job)
        self.waiting += 1
        try:
            async with asyncio.timeout(max(job.seconds, PATIENCE)):
                await self._free.acquire()
        except TimeoutError as error:
            raise _busy(job) from error
        finally:
            self.waiting -= 1

    async def _in_second_lane(self, job: QueryJob) -> Reply:
        if self.slow >= self.workers:
            raise _busy(job)
        self.slow += 1
        self.running += 1
        try:
            return await self._run(job, None)
        finally:
            self.running -= 1
            self.slow -= 1

    async def _run(self, job: QueryJob | CallJob, leave: Callable[[], None] | None) -> Reply:
        worker = self.idle.pop() if self.idle else self.forker.fork()
        began = time.monotonic()
        try:
            async with asyncio.timeout(job.seconds):
                reply = await self._reply(worker, job, leave)
        except TimeoutError as error:
            self.forker.kill(worker)
            raise LimitReached("QUERY-TOO-SLOW", None, seconds=job.seconds) from error
        except EOFError as error:
            self.forker.kill(worker)
            if worker.jobs > 1 and time.monotonic() - began < _AT_ONCE:
                return await self._run(job, leave)
            raise QueryError("QUERY-MEMORY", None) from error
        except BaseException:
            self.forker.kill(worker)
            raise
        if self.closed or worker.slow or worker.jobs >= JOBS:
            self.forker.kill(worker)
        else:
            self.idle.append(worker)
        return reply

    async def _reply(
        self, worker: Worker, job: QueryJob | CallJob, leave: Callable[[], None] | None
    ) -> Reply:
        if leave is None:
            self._slow_down(worker)
        if leave is None or self.moment is None or not isinstance(job, QueryJob):
            return await worker.do(job)
        doing = asyncio.ensure_future(worker.do(job))
        try:
            if await self._in_a_moment(worker, doing, self.moment):
                return doing.result()
            self._remember(job.query)
            if self.slow >= self.workers:
                raise _busy(job)
            self.slow += 1
            try:
                self._slow_down(worker)
                leave()
                return await doing
            finally:
                self.slow -= 1
        finally:
            doing.cancel()

    async def _in_a_moment(
        self, worker: Worker, doing: asyncio.Future[Reply], moment: float
    ) -> bool:
        """Whether a job is done before it has used the processor for a moment.

        The clock alone would tell how busy the machine is, and not what the query costs.
        """
        before, began = worker.used, time.monotonic()
        while True:
            await asyncio.wait((doing,), timeout=moment / 2)
            if doing.done():
                return True
            now = worker.processor_seconds()
            share = 1.0 if time.monotonic() - began < _LONG_WAIT * moment else _SOME
            if now is None or now - before >= moment * share:
                return False

    def _slow_down(self, worker: Worker) -> None:
        worker.slow = True
        self.forker.slow(worker)

    def _remember(self, query: str) -> None:
        self._long[query] = None
        self._long.move_to_end(query)
        if len(self._long) > REMEMBERED:
            self._long.popitem(last=False)

    def close(self) -> None:
        """Let the workers go that have nothing to do; the others go when they are done."""
        self.closed = True
        while self.idle:
            self.forker.kill(self.idle.pop())


def _busy(job: QueryJob | CallJob) -> Busy:
    return Busy(max(1, round(job.seconds)))
