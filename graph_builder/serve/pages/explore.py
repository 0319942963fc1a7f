"""Free exploration: a page for a script, with places to start; without one it says where else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from graph_builder.serve.context import lang_of
from graph_builder.serve.drawable import can_be_drawn, local
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.refs import Names
from graph_builder.serve.pages.shell import known, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: What there is much to see of: kind of start -> how such things are found, the richest first.
_STARTS = {
    "schools": "?thing vet:offersCluster ?other ; a vet:School",
    "industries": "?other vet:reachesIndustryGroup ?thing",
    "enterprises": "?other vet:hasPartner ?thing . ?thing a vet:Enterprise",
}
_RICHEST = """SELECT ?thing (COUNT(DISTINCT ?other) AS ?n) WHERE { %s }
GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT 4"""


class Start(NamedTuple):
    """Something to start from: its name, and the address of a canvas with it alone."""

    name: str
    href: str


def explore(request: Request) -> Response:
    """The canvas, empty as yet."""
    return page(request, "explore.html", starts=_starts(request))


def address(iri: str) -> str:
    """Where a thing is explored; blank for what cannot be drawn."""
    if not can_be_drawn(iri):
        return ""
    from urllib.parse import quote  # noqa: PLC0415 -- slow to load

    name = quote(local(iri), safe="/-_.~!*'()")
    return f"/explore#t={name}&s={name}"


def _starts(request: Request) -> dict[str, list[Start]]:
    seen, lang = known(request), lang_of(request)
    key = f"explore {lang}"
    found = seen.kept.get(key)
    if not isinstance(found, dict):
        rows = {k: seen.graph.select(_RICHEST % p).rows for k, p in _STARTS.items()}
        iris = {k: [value_of(thing) for thing, _ in r] for k, r in rows.items()}
        names = Names(seen.graph, [i for group in iris.values() for i in group], lang)
        found = seen.kept[key] = {
            k: [Start(names.text(i), address(i)) for i in group if address(i)]
            for k, group in iris.items()
        }
    return found


routes = [Route("/explore", explore)]
