"""Work is done in several processes, is really stopped at its limit, and leaves nothing behind."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from graph_builder.check.workers import Stopped, Task, run_tasks
from graph_builder.errors import GraphError, InputError, Place, QueryError


def _square(n: int) -> tuple[int, int]:
    return n * n, os.getpid()


def _for_ever() -> None:
    while True:
        pass


def children() -> set[str]:
    """Process numbers of the children of this process, ended ones that nobody waited for too."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split())


def _fail() -> None:
    raise InputError("CHECK-FILE", Place("a.ttl"), reason="b")


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    done = run_tasks([Task(partial(_square, n), 60) for n in range(9)], jobs)
    assert [n for n, _ in done] == [n * n for n in range(9)]  # type: ignore[misc, has-type]
    assert os.getpid() not in {pid for _, pid in done}  # type: ignore[misc, has-type]


def test_one_job_without_a_limit_needs_no_process() -> None:
    assert run_tasks([Task(partial(_square, 3))]) == [(9, os.getpid())]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_task_that_runs_away_is_stopped_and_the_others_are_done(jobs: int) -> None:
    began, before = time.monotonic(), children()
    tasks = [Task(_for_ever, 0.2), *(Task(partial(_square, n), 60) for n in range(3))]
    stopped, *done = run_tasks(tasks, jobs)
    assert stopped == Stopped(0.2)
    assert [n for n, _ in done] == [0, 1, 4]  # type: ignore[misc, has-type]
    assert time.monotonic() - began < 30
    assert children() == before


def test_an_error_of_a_task_reaches_the_caller_whole() -> None:
    before = children()
    with pytest.raises(InputError) as caught:
        run_tasks([Task(_for_ever, 60), Task(_fail, 60)], 2)
    assert caught.value.render("en").startswith("a.ttl: ")
    assert children() == before


def test_a_process_that_dies_is_an_error() -> None:
    with pytest.raises(QueryError, match="QUERY-DIED"):
        run_tasks([Task(partial(os._exit, 3), 60)], 2)


def test_work_may_use_processes_of_its_own() -> None:
    inner = partial(run_tasks, [Task(partial(_square, 2), 60), Task(_for_ever, 0.1)], 2)
    first, second = run_tasks([Task(inner), Task(inner)], 2)
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert first[0][0] == second[0][0] == 4
    assert first[1] == second[1] == Stopped(0.1)


def test_an_error_of_ours_survives_the_way_between_processes() -> None:
    def refuse() -> None:
        raise GraphError("CHECK-NO-REPORT", Place("x.nq"))

    with pytest.raises(GraphError, match=r"x\.nq"):
        run_tasks([Task(refuse, 5)], 2)
