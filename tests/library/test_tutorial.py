"""The tutorial: its code runs, and prints what the page says it prints."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def test_the_code_of_the_tutorial_prints_what_the_page_says(
    warm_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert warm_cache.is_dir()
    blocks = _BLOCK.findall(PAGE.read_text("utf-8"))
    names: dict[str, object] = {}
    pieces = 0
    for place, (kind, code) in enumerate(blocks):
        if kind != "python":
            continue
        pieces += 1
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102 -- the code of the page
        shown = [text for after, text in blocks[place + 1 : place + 2] if after == "text"]
        assert printed.getvalue() == "".join(shown), code
    assert pieces >= 10
    assert capsys.readouterr() == ("", "")
