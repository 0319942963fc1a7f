"""A page of the browser under watch: what it complains of, asks for, and lacks for some readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: What axe-core finds of this weight makes a page unusable for somebody.
SERIOUS = {"serious", "critical"}
_SHORTEN = """document.querySelectorAll(
  "datalist, .term:nth-of-type(n+6), .index li:nth-child(n+6), .plainlist > li:nth-child(n+8),"
  + ".finding:nth-of-type(n+4)").forEach((e) => e.remove())"""


class Watched:
    """A page of the browser, with all that it complains of and asks for."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        headers = {"Accept-Language": options.pop("lang", "zh")}
        wide = {"width": 1280, "height": 800}
        self.context = browser.new_context(
            **{"viewport": wide, "extra_http_headers": headers, **options}
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))


def serious_findings(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds on a page: the rule, and the start of the element."""
    # A page of two hundred like entries needs no more than a few of them looked at.
    page.evaluate(_SHORTEN)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (v["id"], n["html"][:200]) for v in found if v["impact"] in SERIOUS for n in v["nodes"][:3]
    ]
