"""One search box for everything: things by any name, questions, and places of the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from graph_builder.names import passage_iri
from graph_builder.serve.context import lang_of, snapshot_of
from graph_builder.serve.indexes import index_of
from graph_builder.serve.pages.catalogue import matching
from graph_builder.serve.pages.explore import address
from graph_builder.serve.pages.refs import Ref, names, speaking_of
from graph_builder.serve.pages.report import outline
from graph_builder.serve.pages.shell import field, href, known, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.serve.search import Found

_MOST = 60
_TABLE = re.compile(r"(?:附?表|table)\s*(\d+(?:-\d+)?)", re.IGNORECASE)


class Hit(NamedTuple):
    """A thing found: what it is, by which name, which reports speak of it, where to explore it."""

    ref: Ref
    kinds: str
    by: str
    reports: list[Ref]
    explore: str


def search(request: Request) -> Response:
    """What goes by these words."""
    words = field(request, "q")
    found = index_of(snapshot_of(request)).search(words, limit=_MOST + 1)
    table = _TABLE.fullmatch(words)
    return page(
        request,
        "search.html",
        words=words,
        hits=_hits(request, found[:_MOST]),
        more=len(found) > _MOST,
        found=matching(words)[:12] if words else [],
        tables=_tables(request, table[1]) if table else [],
        asks=bool(words),
    )


def _tables(request: Request, number: str) -> list[Ref]:
    """The table of this number in each report that has it."""
    seen, lang = known(request), lang_of(request)
    say, made = seen.places(lang), []
    for report in seen.reports[:_MOST]:
        if any(t.number == number for s in outline(seen, report.id, lang) for t in s.tables):
            iri = passage_iri(report.id, f"table/{number}")
            made.append(Ref(say(iri), href(iri), "passage"))
    return made


def _hits(request: Request, found: list[Found]) -> list[Hit]:
    named = names(request, [iri for f in found for iri in (f.iri, *f.kinds)])
    reports = speaking_of(request, [f.iri for f in found])
    return [
        Hit(
            named.ref(f.iri),
            " · ".join(named.text(kind) for kind in f.kinds),
            "" if f.name == named.text(f.iri) else f.name,
            reports.get(f.iri, []),
            address(f.iri),
        )
        for f in found
    ]


routes = [Route("/search", search)]
