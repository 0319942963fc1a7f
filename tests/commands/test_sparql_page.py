"""The page on SPARQL: its commands print what the page says they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.running import Zhitu

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sparql.md"


def test_the_commands_of_the_page_print_what_the_page_says(zhitu: Zhitu) -> None:
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    commands = 0
    for block in blocks:
        for piece in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, printed = piece.partition("\n")
            done = zhitu(*shlex.split(command)[1:])
            assert done.out + done.err == printed, command
            commands += 1
    assert commands == 8
