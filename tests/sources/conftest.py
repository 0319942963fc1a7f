from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.sources.folder import write_folder
from graph_builder.sources.reader import read_report
from tests.sources.samples import whole_report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "yunzhou-2031"
    write_folder(read_report(whole_report()), target)
    return target
