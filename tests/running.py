"""Running zhitu as people do: in this process with captured output, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


class Outcome(NamedTuple):
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


class Zhitu:
    """The command `zhitu`, run in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: object) -> Outcome:
        """Run it; arguments that are no text, such as paths, are turned into text."""
        code = main([str(word) for word in words])
        captured = self.capsys.readouterr()
        return Outcome(code, captured.out, captured.err)


def command(*words: object) -> list[str]:
    """The command line of zhitu as a process of its own."""
    return [sys.executable, "-m", "graph_builder", *map(str, words)]


def environment(cache: Path, **more: str) -> dict[str, str]:
    """What a process of zhitu needs of the environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZHITU", "PYTHON"))}
    return {**kept, "XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": "1", **more}


def process(
    cache: Path, *words: object, before: Callable[[], None] | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run zhitu as a process of its own; `before` is called in it, before it begins."""
    return subprocess.run(
        command(*words),
        env=environment(cache, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=before,
    )
