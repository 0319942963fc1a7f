"""A check that takes longer than a second says on a terminal how far it has come."""

from __future__ import annotations

import sys
import time
from functools import partial

import pytest

from graph_builder.check.progress import Progress
from graph_builder.check.workers import Task, run_tasks


def _patient(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> Progress:
    """A progress that has waited for its second, on a terminal or in a pipe."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    progress = Progress("zh")
    progress._next = time.monotonic() - 1
    return progress


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_task_that_is_done_is_told(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    tasks = [Task(partial(int, n), None if jobs == 1 else 60.0) for n in range(3)]
    assert run_tasks(tasks, jobs, lambda done, total: told.append((done, total))) == [0, 1, 2]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_terminal_is_shown_count_and_rate_and_left_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = _patient(monkeypatch, terminal=True)
    progress(3, 9)
    shown = capsys.readouterr().err
    assert shown.startswith("\r检查了 3/9 项，每秒 ")
    progress(9, 9)
    wiped = capsys.readouterr().err
    assert wiped.strip() == ""
    # A Chinese character takes two columns.
    assert wiped.count(" ") > len(shown)


def test_a_pipe_and_a_quick_check_stay_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _patient(monkeypatch, terminal=False)(3, 9)
    quick = Progress("zh")
    quick(3, 9)
    quick(9, 9)
    assert capsys.readouterr().err == ""
