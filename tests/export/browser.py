"""A real browser for the tests of the viewer: the Chromium of the system, driven by playwright."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
#: The browser asks for nothing of its own accord; root has no sandbox.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Number of colours in a PNG picture that is given as base64.
_COLOURS = """async (data) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${data}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const pixels = canvas.getImageData(0, 0, picture.width, picture.height).data;
  return new Set(new Uint32Array(pixels.buffer)).size;
}"""


#: The playwright of this process, while a browser is open: there can be one only.
_running: list[Playwright] = []


def start() -> Iterator[Browser]:
    """A running browser; without one the tests are skipped, or fail where CI must not pass by.

    For fixtures of a module: while it is open an event loop runs, and no other can be started.
    """
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- may be missing
    except ImportError:
        _without("playwright is not installed (pip install zhitu[dev])")
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    if found is None:
        _without("there is no Chromium (apt-get install chromium)")
    with ExitStack() as stack:
        if not _running:
            _running.append(stack.enter_context(sync_playwright()))
            stack.callback(_running.clear)
        browser = _running[0].chromium.launch(executable_path=found, args=list(_QUIET))
        stack.callback(browser.close)
        yield browser


def _without(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Viewer:
    """A page of the viewer, and everything that went wrong or left the page."""

    def __init__(self, browser: Browser, path: Path, **options: Any) -> None:
        settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, **options}
        self.browser = browser
        self.page: Page = browser.new_page(**settings)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def node(self, name: str) -> str:
        """Selector of the node that shows exactly this class and name, as `学校 · 一校`."""
        return f'.node:has(> title:text-is("{name}"))'

    def names(self, selector: str = ".node:not(.off)") -> list[str]:
        """Names of the nodes that match, without their class."""
        titles = self.page.locator(f"{selector} > title").all_text_contents()
        return sorted(title.partition(" · ")[2] for title in titles)

    def seen(self, selector: str) -> bool:
        """Whether the whole of a node lies inside the stage and below the column heads."""
        stage, box = (self.page.locator(s).bounding_box() for s in ("#stage", selector))
        assert stage is not None
        assert box is not None
        return (
            stage["x"] <= box["x"] + 0.5
            and stage["y"] + 29 <= box["y"]
            and box["x"] + box["width"] <= stage["x"] + stage["width"] + 0.5
            and box["y"] + box["height"] <= stage["y"] + stage["height"] + 0.5
        )

    def colours(self, selector: str) -> int:
        """Number of colours on the screen within an element."""
        from base64 import b64encode  # noqa: PLC0415 -- only here

        picture = b64encode(self.page.locator(selector).screenshot()).decode()
        blank = self.browser.new_page()
        try:
            return int(blank.evaluate(_COLOURS, picture))
        finally:
            blank.close()
