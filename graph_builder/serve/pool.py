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
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from graph_builder.errors import LimitReached, QueryError
from graph_builder.serve.busy import Busy
from graph_builder.serve.cache import Answers
from graph_builder.serve.forked import Reply
from graph_builder.serve.worker import CallJob, QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from graph_builder.serve.forked import Forker, Worker

T = TypeVar("T")

#: A worker is replaced after this many jobs, so that what it has kept is given back.
JOBS = 5000
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
_DEAD_BEFORE = 0.005
#: A job that takes longer (seconds) is watched: the clock, the lanes, a client who hangs up.
AT_ONCE = 0.05


class _Run(NamedTuple):
    """A job under way: who does it, its reply to come, and when it was begun (`monotonic`)."""

    worker: Worker
    doing: asyncio.Future[Reply]
    began: float


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

    async def run(
        self, job: QueryJob | CallJob, early: asyncio.Future[Reply] | None = None
    ) -> Reply:
        """Carry out a job.

        Args:
            job: What to do.
            early: Takes a long answer while it is written, if the job allows it. Its file is then
                not in the reply, which only tells how it ended.

        Raises:
            Busy: Too many wait already, or too many take long.
            LimitReached: The time is over; the worker is dead.
            QueryError: The worker died by itself, for want of memory most likely.
        """
        begun = await self.begin(job, early)
        return begun if isinstance(begun, Reply) else await begun

    async def begin(
        self, job: QueryJob | CallJob, early: asyncio.Future[Reply] | None = None
    ) -> Reply | Coroutine[object, object, Reply]:
        """Carry out a job that is done at once, or begin it and give what is to be awaited.

        Nearly all queries are done before it is worth while to mind the clock, the second lane, or
        a client who may hang up. Arguments and errors are those of `run`.
        """
        if isinstance(job, QueryJob) and job.query in self._long:
            return self._in_second_lane(job, early)
        if self._free.locked():
            await self._wait(job)
        else:
            await self._free.acquire()
        self.running += 1
        worker, began = None, time.monotonic()
        try:
            worker = self._worker()
            doing = await worker.do(job, early)
            await within(doing, min(AT_ONCE, job.seconds))
        except BaseException:
            if worker is not None:
                self.forker.kill(worker)
            self._free.release()
            self.running -= 1
            raise
        if not doing.done() or doing.exception() is not None:
            return self._in_first_lane(job, early, _Run(worker, doing, began))
        self._free.release()
        self.running -= 1
        self._give_back(worker)
        return doing.result()

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
        if self.waiting >= self.queue:
            raise _busy(job)
        self.waiting += 1
        try:
            async with asyncio.timeout(max(job.seconds, PATIENCE)):
                await self._free.acquire()
        except TimeoutError as error:
            raise _busy(job) from error
        finally:
            self.waiting -= 1

    async def _in_first_lane(
        self, job: QueryJob | CallJob, early: asyncio.Future[Reply] | None, run: _Run
    ) -> Reply:
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        try:
            return await self._finish(job, early, run, leave)
        finally:
            self.running -= 1
            leave()

    async def _in_second_lane(self, job: QueryJob, early: asyncio.Future[Reply] | None) -> Reply:
        if self.slow >= self.workers:
            raise _busy(job)
        self.slow += 1
        self.running += 1
        try:
            worker, began = self._worker(), time.monotonic()
            self._slow_down(worker)
            run = _Run(worker, await worker.do(job, early), began)
            return await self._finish(job, early, run, None)
        finally:
            self.running -= 1
            self.slow -= 1

    async def _finish(
        self,
        job: QueryJob | CallJob,
        early: asyncio.Future[Reply] | None,
        run: _Run,
        leave: Callable[[], None] | None,
    ) -> Reply:
        """Wait for a reply within the limits; `leave` gives the place in the first lane up."""
        worker = run.worker
        try:
            async with asyncio.timeout(run.began + job.seconds - time.monotonic()):
                reply = await self._reply(job, run, leave)
        except TimeoutError as error:
            self.forker.kill(worker)
            raise LimitReached("QUERY-TOO-SLOW", None, seconds=job.seconds) from error
        except EOFError as error:
            self.forker.kill(worker)
            if worker.jobs > 1 and time.monotonic() - run.began < _DEAD_BEFORE:
                fresh, began = self.forker.fork(), time.monotonic()
                run = _Run(fresh, await fresh.do(job, early), began)
                return await self._finish(job, early, run, leave)
            raise QueryError("QUERY-MEMORY", None) from error
        except BaseException:
            self.forker.kill(worker)
            raise
        self._give_back(worker)
        return reply

    def _worker(self) -> Worker:
        while self.idle:
            worker = self.idle.pop()
            if not worker.dead:
                return worker
            self.forker.kill(worker)
        return self.forker.fork()

    def _give_back(self, worker: Worker) -> None:
        if self.closed or worker.slow or worker.jobs >= JOBS:
            self.forker.kill(worker)
        else:
            self.idle.append(worker)

    async def _reply(
        self, job: QueryJob | CallJob, run: _Run, leave: Callable[[], None] | None
    ) -> Reply:
        if leave is None or self.moment is None or not isinstance(job, QueryJob):
            return await run.doing
        if await self._in_a_moment(run, self.moment):
            return run.doing.result()
        self._remember(job.query)
        if self.slow >= self.workers:
            raise _busy(job)
        self.slow += 1
        try:
            self._slow_down(run.worker)
            leave()
            return await run.doing
        finally:
            self.slow -= 1

    async def _in_a_moment(self, run: _Run, moment: float) -> bool:
        """Whether a job is done before it has used the processor for a moment.

        The clock alone would tell how busy the machine is, and not what the query costs.
        """
        before = run.worker.used
        while not await within(run.doing, moment / 2):
            now = run.worker.processor_seconds()
            share = 1.0 if time.monotonic() - run.began < _LONG_WAIT * moment else _SOME
            if now is None or now - before >= moment * share:
                return False
        return True

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


async def within(work: asyncio.Future[T], seconds: float) -> bool:
    """Whether something is done within some seconds, well or badly."""
    if not work.done():
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()

        def settle(_: object = None) -> None:
            if not waiter.done():
                waiter.set_result(None)

        timer = loop.call_later(seconds, settle)
        work.add_done_callback(settle)
        try:
            await waiter
        finally:
            timer.cancel()
            work.remove_done_callback(settle)
    return work.done()


def _busy(job: QueryJob | CallJob) -> Busy:
    return Busy(max(1, round(job.seconds)))
