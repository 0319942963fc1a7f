"""One search box for everything: things by any name, questions, and places of the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from graph_builder.serve.context import graph_of, lang_of, snapshot_of
from graph_builder.serve.indexes import index_of
from graph_builder.serve.pages.catalogue import matching
from graph_builder.serve.pages.refs import Names, Ref
from graph_builder.serve.pages.shell import field, known, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.serve.search import Found

_MOST = 60
_TABLE = re.compile(r"(?:附?表|table)\s*(\d+(?:-\d+)?)", re.IGNORECASE)


class Hit(NamedTuple):
    """A thing that was found, what it is, and the name by which it was found."""

    ref: Ref
    kinds: str
    by: str


def search(request: Request) -> Response:
    """What goes by these words."""
    words = field(request, "q")
    seen = known(request)
    found = index_of(snapshot_of(request)).search(words, limit=_MOST + 1)
    table = _TABLE.fullmatch(words)
    place = f"/id/report/{seen.reports[0].id}/table/{table[1]}" if table and seen.reports else ""
    return page(
        request,
        "search.html",
        words=words,
        hits=_hits(request, found[:_MOST]),
        more=len(found) > _MOST,
        found=matching(words)[:12] if words else [],
        place=place,
        asks=bool(words),
    )


def _hits(request: Request, found: list[Found]) -> list[Hit]:
    names = Names(
        graph_of(request), [iri for f in found for iri in (f.iri, *f.kinds)], lang_of(request)
    )
    return [
        Hit(
            names.ref(f.iri),
            " · ".join(names.text(kind) for kind in f.kinds),
            "" if f.name == names.text(f.iri) else f.name,
        )
        for f in found
    ]


routes = [Route("/search", search)]
