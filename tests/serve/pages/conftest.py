from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.export import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the system; one for all tests of a module."""
    yield from browser.start()
