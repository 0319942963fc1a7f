"""Pictures of the main pages: `python -m tests.serve.pages.screenshots FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.export import browser
from tests.serve.pages.places import PAGES, address
from tests.serve.site import Settings, running

#: Name of the file -> page, and height in pixels.
SHOTS = {
    "web-home": ("home", 900),
    "web-trace": ("trace", 900),
    "web-table": ("row", 800),
    "web-quality": ("quality", 900),
    "web-question": ("question with a parameter", 1000),
    "web-school": ("thing", 1000),
    "web-sparql": ("sparql", 800),
}


def main(folder: Path) -> None:
    """Serve the reports that ship with zhitu, and take a picture of each page of `SHOTS`."""
    folder.mkdir(parents=True, exist_ok=True)
    with running(Settings()) as site:
        site.http.get("/quality/findings.csv", timeout=120, headers={"Accept-Language": "zh"})
        for chromium in browser.start():
            page = chromium.new_page(extra_http_headers={"Accept-Language": "zh"})
            for name, (which, height) in SHOTS.items():
                page.set_viewport_size({"width": 1280, "height": height})
                page.goto(site.url + address(PAGES[which]), wait_until="networkidle")
                page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
