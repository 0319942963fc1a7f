"""What is drawn of a graph while somebody walks through it: things, and the links between them.

These functions run in a worker, which ends them when their time is over. They take IRIs that
`drawable.canvas_iri` has let through, and never text of a stranger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.entities import narrowest
from graph_builder.export.marks import MARKS, MORE, mark_of
from graph_builder.names import ID, IDENTITY_GRAPH, RULE, SCHEME, VET
from graph_builder.serve.drawable import LONGEST, is_drawn_link, local
from graph_builder.serve.pages.refs import Names
from graph_builder.serve.pages.shell import href

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.access import Graph

Object = dict[str, object]

#: Links of the things of one canvas that are looked at; with more of them nothing can be seen.
MOST_LINKS = 50_000
_CLASSES = """SELECT DISTINCT ?thing ?class WHERE {
  VALUES ?thing { %s } ?thing a ?class FILTER(isIRI(?class)) } ORDER BY ?thing ?class"""
_LINKS = """SELECT DISTINCT ?s ?p ?o WHERE {
  VALUES ?s { %s } ?s ?p ?o FILTER(isIRI(?o)) }"""
_WHERE = """SELECT DISTINCT ?s ?p ?o ?g WHERE {
  VALUES ?s { %s } GRAPH ?g { ?s ?p ?o FILTER(isIRI(?o)) } }"""


class Kind(NamedTuple):
    """What a thing is drawn as: an id for filters, and its name in both languages."""

    id: str
    zh: str
    en: str
    colour: int
    shape: str


def among(graph: Graph, iris: tuple[str, ...]) -> Object:
    """The things of a canvas, and every statement between two of them.

    Args:
        graph: Where they stand.
        iris: IRIs of the things.

    Returns:
        `things`, in the order in which they were given and without those that the graph does not
        know; `links` by subject, property and object; `verbs`, what each property is called.
    """
    things = described(graph, iris)
    known = {str(t["iri"]) for t in things}
    links = _links(graph, sorted(known))
    verbs = {p for _, p, _ in links}
    zh, en = (Names(graph, verbs, lang) for lang in ("zh", "en"))
    return {
        "things": things,
        "links": [
            {"s": local(s), "p": p, "o": local(o), "derived": derived}
            for (s, p, o), derived in sorted(links.items())
        ],
        "verbs": {p: {"zh": zh.text(p), "en": en.text(p)} for p in sorted(verbs)},
    }


def described(graph: Graph, iris: Iterable[str]) -> list[Object]:
    """Things with their names in both languages and how they are drawn."""
    wanted = list(dict.fromkeys(iris))
    classes: dict[str, list[str]] = {}
    if wanted:
        for thing, one in graph.select(_CLASSES % _values(wanted)).rows:
            assert isinstance(thing, ox.NamedNode)  # noqa: S101 -- one of those above
            assert isinstance(one, ox.NamedNode)  # noqa: S101 -- filtered
            classes.setdefault(thing.value, []).append(one.value)
    found = [iri for iri in wanted if iri in classes]
    zh, en = (Names(graph, found, lang) for lang in ("zh", "en"))
    kinds: dict[tuple[str, ...], Kind] = {}
    made: list[Object] = []
    for iri in found:
        key = (_scheme(iri), *classes[iri])
        if key not in kinds:
            kinds[key] = _kind(graph, iri, classes[iri])
        made.append(
            {
                "id": local(iri),
                "iri": iri,
                "label": {"zh": _cut(zh.text(iri)), "en": _cut(en.text(iri))},
                "kind": kinds[key]._asdict(),
                "href": href(iri),
            }
        )
    return made


def _links(graph: Graph, iris: list[str]) -> dict[tuple[str, str, str], bool]:
    """Statements between these things -> whether rules alone say so."""
    if not iris:
        return {}
    known, values = set(iris), _values(iris)
    found: dict[tuple[str, str, str], bool] = {}
    for row in graph.select(_LINKS % values, limit=MOST_LINKS).rows:
        s, p, o = (t.value for t in row)  # type: ignore[union-attr]
        if o in known and o != s and is_drawn_link(p):
            found[s, p, o] = False
    graphs: dict[tuple[str, str, str], set[str]] = {}
    for row in graph.select(_WHERE % values, limit=MOST_LINKS).rows:
        s, p, o, g = (t.value for t in row)  # type: ignore[union-attr]
        if o in known and o != s and is_drawn_link(p):
            graphs.setdefault((s, p, o), set()).add(g)
    for link, where in graphs.items():
        # What only our register of names says of a concept is no fact about it.
        if where == {IDENTITY_GRAPH} and not link[2].startswith(ID):
            found.pop(link, None)
        else:
            found[link] = all(g.startswith(RULE) for g in where)
    return found


def _kind(graph: Graph, iri: str, classes: list[str]) -> Kind:
    """The class that decides how a thing is drawn; a plain concept goes by its scheme."""
    own = [c.removeprefix(VET) for c in classes if c.startswith(VET)]
    marked = next((c for c in (*MARKS, *MORE) if c in own), "")
    narrow = sorted(c for c in narrowest(graph, classes) if c.startswith(VET))
    cls = VET + marked if marked else narrow[0] if narrow else _scheme(iri) or min(classes)
    zh, en = (Names(graph, [cls], lang).text(cls) for lang in ("zh", "en"))
    name = local(cls) if cls.startswith(SCHEME) else cls.removeprefix(VET)
    colour, shape = mark_of(name)
    return Kind(name, zh, en, colour, shape)


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST else label[:LONGEST] + "……"


def _scheme(iri: str) -> str:
    """The scheme of a concept; blank for a thing."""
    return iri.rpartition("/")[0] if iri.startswith(SCHEME) else ""


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
