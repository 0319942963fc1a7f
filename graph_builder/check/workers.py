"""Pieces of work in processes of their own, each with a time limit, several at once.

Neither a query of pyoxigraph nor a constraint in Python can be cancelled; a process can be killed.
A process is forked, so that it shares the graph with its parent and costs a few milliseconds.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from graph_builder.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    #: Told how many of how many tasks are done.
    Told = Callable[[int, int], None]

T = TypeVar("T")
U = TypeVar("U")

#: Seconds after which work without a limit of its own is given up: nothing may hang for ever.
_LONGEST = 900.0
#: Whether this process is a worker, which does its tasks itself.
_inside = False


class Task(NamedTuple):
    """Something to do, and the seconds that it may take; None for as long as it needs."""

    work: Callable[[], object]
    limit: float | None = None


class Stopped(NamedTuple):
    """What stands for the result of a task that was stopped after `seconds`."""

    seconds: float


class Plan(Generic[T]):
    """Tasks, and what is made of their results, which come in the same order."""

    def __init__(self, tasks: Sequence[Task], finish: Callable[[Sequence[object]], T]) -> None:
        self.tasks = tuple(tasks)
        self.finish = finish

    def carry_out(self, jobs: int = 1, told: Told | None = None) -> T:
        """Do the tasks, `jobs` at once, and make something of their results."""
        return self.finish(run_tasks(self.tasks, jobs, told))


def beside(one: Plan[T], other: Plan[U]) -> Plan[tuple[T, U]]:
    """Two plans as one, so that neither waits for the other."""

    def finish(results: Sequence[object]) -> tuple[T, U]:
        own = len(one.tasks)
        return one.finish(results[:own]), other.finish(results[own:])

    return Plan([*one.tasks, *other.tasks], finish)


def run_tasks(tasks: Sequence[Task], jobs: int = 1, told: Told | None = None) -> list[object]:
    """Carry out tasks, the first ones first; their results, in the order of the tasks.

    One job without any limit, or a system that cannot fork: all in this process, none is stopped.

    Args:
        tasks: What to do; what they return or raise must be picklable.
        jobs: How many processes to use at once.
        told: Called after each task with how many of how many are done.

    Raises:
        Exception: What the first failing task raised.
        QueryError: A process died, for want of memory most likely.
    """
    alone = jobs == 1 and all(task.limit is None for task in tasks)
    if alone or not hasattr(os, "fork"):
        return [_alone(tasks, number, told) for number in range(len(tasks))]
    pool = _Pool(tasks, max(1, min(jobs, len(tasks))), told)
    try:
        return pool.run()
    finally:
        pool.close()


def _alone(tasks: Sequence[Task], number: int, told: Told | None) -> object:
    result = tasks[number].work()
    if told is not None:
        told(number + 1, len(tasks))
    return result


def apart(work: Callable[[], object]) -> object:
    """Do work that starts threads in a process of its own.

    A process forked later from one that has such threads would wait for them without end.
    """
    return work() if _inside else run_tasks([Task(work, _LONGEST)])[0]


class _Worker:
    """A process that does one task after the other, as it is told."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        import multiprocessing  # noqa: PLC0415 -- slow to load

        context = multiprocessing.get_context("fork")
        self.connection, other = context.Pipe()
        self.process: ForkProcess = context.Process(
            target=_serve, args=(tasks, other, self.connection)
        )
        self.process.start()
        other.close()
        self.number = -1
        self.until: float | None = None

    def give(self, number: int, limit: float | None) -> None:
        self.number = number
        self.until = None if limit is None else time.monotonic() + limit
        self.connection.send(number)

    def kill(self) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.connection.close()


class _Pool:
    def __init__(self, tasks: Sequence[Task], jobs: int, told: Told | None = None) -> None:
        self.tasks = tasks
        self.told = told
        self.done = 0
        self.jobs = jobs
        self.results: list[object] = [None] * len(tasks)
        self.waiting = list(range(len(tasks)))[::-1]
        self.busy: list[_Worker] = []

    def run(self) -> list[object]:
        from multiprocessing.connection import wait  # noqa: PLC0415 -- as above

        for _ in range(self.jobs):
            worker = _Worker(self.tasks)
            self.busy.append(worker)
            self._next(worker)
        while self.busy:
            ends = [worker.until for worker in self.busy if worker.until is not None]
            left = max(0.0, min(ends) - time.monotonic()) if ends else None
            ready = wait([worker.connection for worker in self.busy], left)
            for worker in list(self.busy):
                if worker.connection in ready:
                    self._take(worker)
                elif worker.until is not None and worker.until <= time.monotonic():
                    self._stop(worker)
        return self.results

    def _take(self, worker: _Worker) -> None:
        try:
            done, value = worker.connection.recv()
        except EOFError as error:
            raise QueryError("QUERY-DIED", None) from error
        if not done:
            raise value
        self.results[worker.number] = value
        self._tell()
        self._next(worker)

    def _stop(self, worker: _Worker) -> None:
        """Kill the worker of a task whose time is over, and let another one take its place."""
        self.results[worker.number] = Stopped(self.tasks[worker.number].limit or 0.0)
        self._tell()
        self.busy.remove(worker)
        worker.kill()
        if self.waiting:
            fresh = _Worker(self.tasks)
            self.busy.append(fresh)
            self._next(fresh)

    def _tell(self) -> None:
        self.done += 1
        if self.told is not None:
            self.told(self.done, len(self.tasks))

    def _next(self, worker: _Worker) -> None:
        if self.waiting:
            number = self.waiting.pop()
            worker.give(number, self.tasks[number].limit)
        else:
            self.busy.remove(worker)
            worker.kill()

    def close(self) -> None:
        """Leave no process behind, whatever happened."""
        for worker in self.busy:
            worker.kill()


def _serve(tasks: Sequence[Task], connection: Connection, parents: Connection) -> None:
    """The life of a worker; it ends when its parent does."""
    import signal  # noqa: PLC0415 -- only here

    global _inside  # noqa: PLW0603 -- a process has one such state
    _inside = True
    # Ctrl-C is for the parent to tell; see `graph.access.within` for the alarm.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    parents.close()
    while True:
        try:
            task = tasks[connection.recv()]
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0 if task.limit is None else task.limit + 1)
        try:
            answer = True, task.work()
        except Exception as error:
            answer = False, error
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send(answer)
        except BrokenPipeError:
            return  # the parent was killed meanwhile
