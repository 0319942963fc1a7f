"""The first page: what the graph holds, how fresh it is, and three ways in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from graph_builder.graph.statistics import in_order
from graph_builder.serve.context import graph_of, lang_of, snapshot_of
from graph_builder.serve.pages.catalogue import questions
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.listing import LISTS, count_things
from graph_builder.serve.pages.refs import Names
from graph_builder.serve.pages.shell import known, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.graph.access import Graph

#: Questions without parameters that show what the tool can do, whatever the report.
_EXAMPLES = (
    "honours_by_school",
    "groups_by_schools",
    "foreign_partners_by_country",
    "figures_printed_differently",
)
_PAIRS = """SELECT DISTINCT ?school ?end WHERE {
  { SELECT ?school ?end WHERE { ?c vet:hasSchoolParty ?school ; vet:hasPartner ?end .
    ?school a vet:School . ?end a vet:Enterprise } ORDER BY ?school ?end LIMIT 1 }
  UNION
  { SELECT ?school ?end WHERE { ?school vet:reachesIndustryGroup ?end ; a vet:School }
    ORDER BY DESC(?school) ?end LIMIT 1 }
}"""


class Tile(NamedTuple):
    """A number with the list behind it."""

    key: str
    number: int


def home(request: Request) -> Response:
    """What there is."""
    graph, lang, seen = graph_of(request), lang_of(request), known(request)
    counts = [Tile(entry.key, count_things(seen, entry)) for entry in LISTS]
    cited = sum(c.cited for c in seen.coverage)
    total = sum(c.passages for c in seen.coverage)
    sections = sorted({c.section for c in seen.coverage}, key=in_order)
    return page(
        request,
        "home.html",
        tiles=[tile for tile in counts if tile.number],
        opened=datetime.fromtimestamp(snapshot_of(request).opened, UTC).strftime("%Y-%m-%d %H:%M"),
        facts=seen.facts,
        passages=seen.passages,
        share=round(100 * cited / total) if total else 0,
        sections=len(sections),
        examples=[questions()[name] for name in _EXAMPLES if name in questions()],
        questions=len(questions()),
        pairs=_pairs(graph, lang),
    )


def _pairs(graph: Graph, lang: str) -> list[tuple[str, str]]:
    """Ends of paths that this graph certainly has, as examples."""
    rows = graph.select(_PAIRS).rows
    names = Names(graph, (term for row in rows for term in row), lang)
    return [(names.text(value_of(a)), names.text(value_of(b))) for a, b in rows]


routes = [Route("/", home)]
