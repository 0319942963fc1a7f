"""`/api/explore/*`: what the page of free exploration asks for while somebody uses it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph_builder.ask.entities import is_iri, labels, narrowest
from graph_builder.ask.reports import named_places
from graph_builder.errors import NameNotFound, QueryError
from graph_builder.graph.facts_of import facts_of
from graph_builder.names import RDF, SKOS
from graph_builder.serve.context import lang_of, snapshot_of
from graph_builder.serve.drawable import can_be_drawn, canvas_iri, is_drawn_link, local
from graph_builder.serve.neighbours import among, described
from graph_builder.serve.pages.entity import NAMES
from graph_builder.serve.pages.facts import grouped
from graph_builder.serve.pages.refs import Names, Ref, literal, place
from graph_builder.serve.pages.shell import href

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.addresses import Places
    from graph_builder.graph.access import Graph
    from graph_builder.graph.facts_of import Fact
    from graph_builder.serve.neighbours import Object
    from graph_builder.serve.pages.facts import Group, Item

#: Things on one canvas; with more of them nobody sees anything.
MOST_THINGS = 400
#: Seconds that one answer may take.
SECONDS = 8.0
#: Statements about a thing that are read in each direction, and items of a group that are sent.
MOST_FACTS, MOST_ITEMS = 4000, 200
_ASIDE = frozenset((*NAMES, RDF + "type", SKOS + "definition", SKOS + "scopeNote"))


async def thing(request: Request) -> Response:
    """A thing with all that is said of it, and where."""
    text = request.query_params.get("iri", "").strip()
    iri = canvas_iri(text)
    if iri is None:
        raise QueryError("EXPLORE-IRI", None, found=text[:200])
    call = snapshot_of(request).calls.call
    return JSONResponse(await call(around, iri, lang_of(request), seconds=SECONDS))


async def links(request: Request) -> Response:
    """The things of a canvas and the links between them.

    The body is JSON: `{"things": [...]}`, IRIs or what follows `…/id/` in them.
    """
    try:
        wanted = json.loads(await request.body())["things"]
        texts = [str(x) for x in wanted] if isinstance(wanted, list) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        texts = None
    if texts is None:
        raise QueryError("EXPLORE-BODY", None)
    if len(texts) > MOST_THINGS:
        raise QueryError("EXPLORE-MANY", None, found=len(texts), most=MOST_THINGS)
    iris = tuple(iri for iri in map(canvas_iri, texts) if iri is not None)
    call = snapshot_of(request).calls.call
    return JSONResponse(await call(among, iris, seconds=SECONDS))


def around(graph: Graph, iri: str, lang: str) -> Object:
    """A thing, and all that the graph says about it in both directions.

    Args:
        graph: Where it stands.
        iri: Its IRI.
        lang: Language of the words.

    Returns:
        `thing` as it is drawn, `kinds`, `names`, and `groups` of facts with their places, as on
        the page of the thing. `cut` says that there are more facts than are read.

    Raises:
        NameNotFound: The graph says nothing about it.
    """
    drawn = described(graph, [iri])
    if not drawn:
        raise NameNotFound("WEB-UNKNOWN", None, found=iri)
    facts = facts_of(graph, iri, limit=MOST_FACTS)
    shown = [f for f in facts if f.predicate not in _ASIDE]
    said = named_places(graph, lang)
    names = Names(graph, [iri, *(x for f in shown for x in (f.predicate, f.other))], lang, said)
    own = [f.other.value for f in facts if f.predicate == RDF + "type" and is_iri(f.other)]
    kinds = narrowest(graph, own)
    called = labels(graph, kinds, lang)
    return {
        "thing": drawn[0],
        "kinds": [{"text": called[k], "href": href(k)} for k in sorted(called)],
        "names": _names(facts, said),
        "groups": [_group(g) for g in grouped(iri, shown, names)],
        "cut": len(facts) >= MOST_FACTS,
    }


def _names(facts: list[Fact], said: Places) -> list[Object]:
    """Each name once, with the places that print it."""
    found: dict[str, dict[str, Object]] = {}
    for prop in NAMES:
        for f in facts:
            if f.predicate == prop and f.outgoing and not is_iri(f.other):
                text = literal(f.other, "").text  # type: ignore[arg-type]
                known = found.setdefault(text, {})
                for ref in (place(g, said) for g in f.graphs):
                    if ref.kind != "own":
                        known[ref.iri] = _place(ref)
    return [{"text": text, "places": list(known.values())} for text, known in found.items()]


def _group(group: Group) -> Object:
    items = [*group.items, *group.more]
    return {
        "link": group.predicate,
        "forward": group.outgoing,
        "title": group.title,
        "href": group.term,
        "basis": group.basis,
        "drawn": is_drawn_link(group.predicate) and any(can_be_drawn(i.ref.iri) for i in items),
        "count": len(items),
        "items": [_item(i) for i in items[:MOST_ITEMS]],
    }


def _item(item: Item) -> Object:
    ref = item.ref
    return {
        "text": ref.text,
        "href": ref.href,
        "lang": ref.lang,
        "id": local(ref.iri) if can_be_drawn(ref.iri) else "",
        "places": [_place(p) for p in item.places],
        "notes": item.notes,
        "why": item.why,
    }


def _place(ref: Ref) -> Object:
    """A place in words."""
    return {"text": ref.text, "href": ref.href, "kind": ref.kind}


def routes() -> list[Route]:
    """Both endpoints."""
    return [
        Route("/api/explore/thing", thing),
        Route("/api/explore/links", links, methods=["POST"]),
    ]
