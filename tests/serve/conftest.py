from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.serve.site import Settings, Site, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def site(cache_home: Path) -> Iterator[Site]:
    """A server of the reports that ship with zhitu; one for all tests, which only read."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(cache_home)
    try:
        with running(Settings(timeout=5.0, workers=2)) as found:
            yield found
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(autouse=True)
def no_cookie_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """The language that one test has chosen is not that of the next one."""
    yield
    if "site" in request.fixturenames:
        request.getfixturevalue("site").http.cookies.clear()
