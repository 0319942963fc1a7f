"""Things at the path of their IRI: a page for people, RDF for programs.

`/id/school/x` is the thing. Who asks for a page gets it there; who asks for RDF is sent by 303 to
a document about it, `/data/id/school/x.ttl`, which has an address of its own to link and download.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_builder.names import ID, ONTOLOGY, PREFIXES, RULE, SCHEME, VET
from graph_builder.serve import formats
from graph_builder.serve.accept import best
from graph_builder.serve.context import snapshot_of
from graph_builder.serve.sparql import CORS, shown

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.graph.access import Graph

#: First part of the path -> what IRIs of such things begin with.
ROOTS = {"id": ID, "scheme": SCHEME, "rule": RULE}
FORMATS = {**formats.GRAPHS, **formats.DATASETS}
_MEDIA = formats.media_types(FORMATS)
#: A thing about which there is more is cut off; its document would be of no use.
MOST = 200_000

#: Parts of a report that are no passages -> the property by which passages name them.
_PARTS = {"table": "inTable", "section": "inSection"}
_ABOUT = """SELECT ?s ?p ?o ?g WHERE {
  { VALUES ?s { <%(iri)s> } ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p ?o } } } UNION
  { VALUES ?o { <%(iri)s> } ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p ?o } } } UNION
  { VALUES ?s { <%(iri)s> } GRAPH ?g { ?s ?p ?o } }
} ORDER BY ?s ?p ?o ?g"""
_SAID = (
    "SELECT ?s ?p ?o ?g WHERE { VALUES ?g { <%(iri)s> } GRAPH ?g { ?s ?p ?o } } ORDER BY ?s ?p ?o"
)
#: Only of a passage is it of use to list what it says; a report says everything.
_PASSAGE = re.compile(re.escape(ID) + r"report/[^/]+/.+")
_TERMS = """SELECT ?s ?p ?o WHERE { ?s ?p ?o
  FILTER(isIRI(?s) && (?s = <%s> || STRSTARTS(STR(?s), "%s"))) } ORDER BY ?s ?p ?o"""


async def entity(request: Request) -> Response:
    """A thing: its page, or where its RDF is."""
    root = request.url.path.split("/")[1]
    iri = _iri(root, request.path_params["path"])
    path = f"/data/{root}/{request.path_params['path']}"
    return await _chosen(request, "entity", iri, path)


async def ontology(request: Request) -> Response:
    """The ontology: its page, or where its RDF is; its terms are fragments of it."""
    return await _chosen(request, "ontology", ONTOLOGY, "/data/ontology")


async def _chosen(request: Request, name: str, iri: str, path: str) -> Response:
    page = getattr(request.app.state.pages, name, None)
    offered = [*(["text/html"] if page else []), *_MEDIA]
    media = best(request.headers.get("accept", ""), offered)
    links = ", ".join(
        f'<{_quoted(path)}.{suffix}>; rel="alternate"; type="{f.media}"'
        for suffix, f in FORMATS.items()
    )
    headers = {"Vary": "Accept", "Link": links, **CORS}
    if media is None:
        raise HTTPException(406, headers=headers)
    if not await run_in_threadpool(_is_known, snapshot_of(request).graph, iri):
        raise HTTPException(404, headers=headers)
    if media != "text/html" or page is None:
        target = f"{_quoted(path)}.{_MEDIA[media]}"
        return RedirectResponse(target, 303, headers)
    response = await shown(request, page if name == "ontology" else lambda r: page(r, iri))
    response.headers["Link"] = links
    return response


async def data(request: Request) -> Response:
    """The document about a thing, in the format of its suffix."""
    stem, _, suffix = request.path_params["path"].rpartition(".")
    root, _, rest = stem.partition("/")
    if suffix not in FORMATS or (root not in ROOTS and stem != "ontology"):
        raise HTTPException(404)
    graph = snapshot_of(request).graph
    if stem == "ontology":
        iri, quads = ONTOLOGY, await run_in_threadpool(ontology_terms, graph)
    else:
        iri = _iri(root, rest)
        quads = await run_in_threadpool(about, graph, iri)
    if not quads:
        raise HTTPException(404)
    body = await run_in_threadpool(written, quads, suffix)
    headers = {
        "Content-Type": formats.content_type(FORMATS[suffix].media),
        "Link": f'<{iri}>; rel="describes"',
        **CORS,
    }
    return Response(body, headers=headers)


def about(graph: Graph, iri: str) -> list[ox.Quad]:
    """Every statement about a thing, in both directions, in the default graph and in passages.

    Of a passage, what it says as well.
    """
    default, quads = ox.DefaultGraph(), []
    rows = graph.select(_ABOUT % {"iri": iri}, limit=MOST).rows
    if _PASSAGE.fullmatch(iri):
        rows += graph.select(_SAID % {"iri": iri}, limit=MOST).rows
    for s, p, o, g in rows:
        assert isinstance(s, ox.NamedNode | ox.BlankNode)  # noqa: S101 -- as every subject
        assert isinstance(p, ox.NamedNode)  # noqa: S101 -- as every predicate
        quads.append(ox.Quad(s, p, o, default))  # type: ignore[arg-type]
        if isinstance(g, ox.NamedNode):
            quads.append(ox.Quad(s, p, o, g))  # type: ignore[arg-type]
    return list(dict.fromkeys(quads))


def ontology_terms(graph: Graph) -> list[ox.Quad]:
    """Everything that the graph says about the terms of the ontology."""
    rows = graph.select(_TERMS % (ONTOLOGY, VET)).rows
    return [ox.Quad(s, p, o) for s, p, o in rows]  # type: ignore[arg-type]


def written(quads: list[ox.Quad], suffix: str) -> bytes:
    """Statements in a format of `FORMATS`; one for triples gets the default graph alone."""
    writer = FORMATS[suffix].writer
    if suffix in formats.DATASETS:
        return ox.serialize(quads, format=writer, prefixes=PREFIXES) or b""
    triples = [q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph)]
    return ox.serialize(triples, format=writer, prefixes=PREFIXES) or b""


def _is_known(graph: Graph, iri: str) -> bool:
    node = f"<{iri}>"
    if _is_part_of_report(graph, iri):
        return True
    return graph.ask(
        f"ASK WHERE {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} UNION "
        f"{{ GRAPH ?g {{ {node} ?p ?o }} }} UNION {{ GRAPH {node} {{ ?s ?p ?o }} }} }}"
    )


def _is_part_of_report(graph: Graph, iri: str) -> bool:
    """Whether it is a table or section that has passages without being one itself."""
    report, _, part = iri.removeprefix(ID + "report/").partition("/")
    kind, _, number = part.partition("/")
    if not iri.startswith(ID + "report/") or kind not in _PARTS or "/" in number:
        return False
    pattern = f"GRAPH <{ID}report/{report}> {{ ?passage vet:{_PARTS[kind]} ?number }}"
    return graph.ask(f"ASK WHERE {{ {pattern} }}", {"number": ox.Literal(number)})


def _iri(root: str, path: str) -> str:
    """The IRI that a path stands for.

    Raises:
        HTTPException: 404, for a path that is no part of any IRI.
    """
    try:
        return ox.NamedNode(ROOTS[root] + _quoted(path)).value
    except ValueError as error:
        raise HTTPException(404) from error


def _quoted(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 -- as in `names`

    return quote(path, safe="/-._~")


def routes() -> list[Route]:
    """Things, the documents about them, and the ontology."""
    return [
        *(Route(f"/{root}/{{path:path}}", entity) for root in ROOTS),
        Route("/data/{path:path}", data),
        Route("/ontology", ontology),
    ]
