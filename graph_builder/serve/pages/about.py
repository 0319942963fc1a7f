"""Downloads, the interface for programs, and what this is: licences, registers, completeness."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import PlainTextResponse
from starlette.routing import Route

from graph_builder import __version__
from graph_builder.serve.context import lang_of
from graph_builder.serve.islands import bundled
from graph_builder.serve.pages.listing import LISTS
from graph_builder.serve.pages.shell import known, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: What a served page is made with; the licences come from the packages themselves.
_PACKAGES = ("pyoxigraph", "rdflib", "starlette", "uvicorn", "jinja2", "pypinyin", "pyshacl",
             "networkx", "SPARQLWrapper", "PyYAML", "OpenCC")  # fmt: skip


class Package(NamedTuple):
    """A package in use: name, version, licence."""

    name: str
    version: str
    licence: str


def about(request: Request) -> Response:
    """What this is, who may use it how, and how whole it is."""
    seen = known(request)
    total = sum(c.passages for c in seen.coverage)
    cited = sum(c.cited for c in seen.coverage)
    return page(
        request,
        "about.html",
        version=__version__,
        packages=[p for name in _PACKAGES if (p := _package(name))],
        bundled=bundled(),
        total=total,
        cited=cited,
    )


def licences(request: Request) -> Response:  # noqa: ARG001 -- the same for everybody
    """The licence texts of the scripts that the pages load."""
    parts = (f"{p.name} {p.version} ({p.licence})\n\n{p.text.strip()}\n" for p in bundled())
    return PlainTextResponse(f"\n{'=' * 72}\n\n".join(parts))


def downloads(request: Request) -> Response:
    """Every file that this server gives away."""
    lists = [entry.key for entry in LISTS]
    return page(request, "downloads.html", lists=lists, lang_now=lang_of(request))


def interface(request: Request) -> Response:
    """The addresses for programs."""
    return page(request, "api.html")


def _package(name: str) -> Package | None:
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    said = (found[key] for key in ("License-Expression", "License") if key in found)
    licence = next(said, "") or ""
    if not licence or len(licence) > 60:  # noqa: PLR2004 -- a whole licence text is no name
        classes = found.get_all("Classifier") or []
        licence = next((c.rpartition(" :: ")[2] for c in classes if c.startswith("License")), "")
    return Package(found["Name"], found["Version"], licence)


routes = [
    Route("/about", about),
    Route("/about/licences", licences),
    Route("/downloads", downloads),
    Route("/api", interface),
]
