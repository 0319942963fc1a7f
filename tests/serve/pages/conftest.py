from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.export import browser
from tests.serve.pages.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.serve.site import Site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the system; one for all tests of a module."""
    yield from browser.start()


@pytest.fixture(scope="module")
def watched(chromium: Browser, site: Site) -> Iterator[Watched]:
    """A reader of Chinese, whose browser has nothing to complain of in any test of the module."""
    assert site.url
    reader = Watched(chromium, reduced_motion="reduce")
    # The first page of a graph counts its words, which takes seconds on a busy machine.
    reader.page.set_default_timeout(15_000)
    yield reader
    reader.context.close()
    assert reader.complaints == []
    assert [url for url in reader.requests if not url.startswith((site.url, "blob:"))] == []
