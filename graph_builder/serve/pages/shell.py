"""What every page has: links, the state of the graph, and a template."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse

from graph_builder.ask.reports import in_printed_order
from graph_builder.names import ID, ONTOLOGY, RULE, SCHEME, VET
from graph_builder.serve.context import graph_of, lang_of, render, snapshot_of
from graph_builder.serve.islands import island, words
from graph_builder.serve.pages.known import Known, value_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response

_BASE = "https://w3id.org/zhitu"
#: Longest value of a field that is looked at; no name and no sentence is longer.
LONGEST = 500
_KEPT = "pages"
_SCHOOLS = """SELECT DISTINCT ?school ?name WHERE {
  ?school a vet:School ; rdfs:label ?name . FILTER(LANG(?name) = "%s") } ORDER BY ?school ?name"""


def known(request: Request) -> Known:
    """What has been worked out about the graph that this request sees."""
    memory = snapshot_of(request).memory
    found = memory.get(_KEPT)
    if not isinstance(found, Known):
        found = memory[_KEPT] = Known(graph_of(request))
    return found


def field(request: Request, name: str) -> str:
    """A value of the address, without what no name holds; blank when it is missing."""
    value = request.query_params.get(name, "")[:LONGEST]
    return "".join(c for c in value if c.isprintable()).strip()


def href(iri: str) -> str:
    """The path at which this server shows a thing of ours; blank for a thing of others."""
    if iri.startswith(VET):
        return "/ontology#" + quote(iri.removeprefix(VET))
    if iri.startswith((ID, SCHEME, RULE)):
        return quote(iri.removeprefix(_BASE), safe="/%~-._")
    return "/ontology" if iri == ONTOLOGY else ""


def data_path(iri: str, suffix: str) -> str:
    """The path at which this server gives what it knows of a thing as RDF."""
    return f"/data{href(iri)}.{suffix}"


def link(path: str, /, **values: str) -> str:
    """A path with a query; values that are blank are left out."""
    query = urlencode([(k, v) for k, v in values.items() if v], safe="/:")
    return f"{path}?{query}" if query else path


def schools(request: Request) -> list[str]:
    """Names of the schools, in the order in which the reports present them."""
    key = f"schools {lang_of(request)}"
    kept = known(request).kept
    found = kept.get(key)
    if not isinstance(found, list):
        rows = graph_of(request).select(_SCHOOLS % lang_of(request)).rows
        by_iri = {value_of(school): value_of(name) for school, name in rows}
        order = in_printed_order(by_iri, known(request).school_order)
        found = kept[key] = [by_iri[iri] for iri in order]
    return found


def page(
    request: Request, template: str, /, *, status: int = 200, **values: object
) -> HTMLResponse:
    """A page in the reader's language.

    Args:
        request: Asks for it.
        template: File of `templates/`.
        status: HTTP status.
        values: What the template shows.
    """
    return render(
        request,
        template,
        status=status,
        reports=known(request).reports,
        headers=None,
        href=href,
        island=island,
        island_words=words,
        link=link,
        **values,
    )


def to(path: str, /, **values: str) -> Response:
    """Send the browser to another page."""
    return RedirectResponse(link(path, **values), 303)
