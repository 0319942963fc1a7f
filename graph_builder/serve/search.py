"""Finding things by what people type: Chinese, pinyin, initials of pinyin, English.

Every name of every thing is looked at; the best fit of its names is the fit of a thing. 市交校,
`shijiaoxiao` and `sjx` find the same school.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.entities import labels
from graph_builder.ask.linking import normalise
from graph_builder.names import ID, SCHEME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.access import Graph

_NAMES = """SELECT DISTINCT ?thing ?name WHERE {
  ?thing rdfs:label|skos:prefLabel|skos:altLabel|vet:hasShortName|vet:hasName ?name
} ORDER BY ?thing ?name"""
_CLASSES = """SELECT DISTINCT ?thing ?class WHERE { ?thing a ?class } ORDER BY ?thing ?class"""
_ABOVE = """SELECT DISTINCT ?class ?above WHERE {
  ?class rdfs:subClassOf+ ?above FILTER(?class != ?above) } ORDER BY ?class ?above"""
_DROPPED = re.compile(r"[\W_]+")
#: Longer than this nobody types.
MAX_LENGTH = 200
#: How well a name fits: whole, its beginning, inside; by its signs, its initials, its pinyin.
_WHOLE, _BEGINS, _INSIDE = 0, 2, 4
_SIGNS, _INITIALS, _PINYIN = 0, 1, 1
_SHORTEST_INITIALS = 2


class Found(NamedTuple):
    """A thing that was found.

    Attributes:
        iri: Its IRI.
        name: The name that fits best.
        kinds: IRIs of its narrowest classes.
        fit: From 0, the best.
    """

    iri: str
    name: str
    kinds: tuple[str, ...]
    fit: int


class _Name(NamedTuple):
    iri: str
    name: str
    signs: str
    pinyin: str
    initials: str


class Index:
    """All names of a graph, ready to be searched.

    Args:
        graph: Whose names.
    """

    def __init__(self, graph: Graph) -> None:
        self._names: list[_Name] = []
        spelt: dict[str, tuple[str, str, str]] = {}
        for thing, name in graph.select(_NAMES).rows:
            if not (isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal)):
                continue
            if thing.value.startswith((ID, SCHEME)):
                forms = spelt.get(name.value)
                if forms is None:
                    forms = spelt[name.value] = forms_of(name.value)
                self._names.append(_Name(thing.value, name.value, *forms))
        self._kinds = _kinds(graph)

    def search(self, text: str, *, kind: str | None = None, limit: int = 20) -> list[Found]:
        """The things that a text fits, the best first.

        Args:
            text: What was typed.
            kind: IRI of a class that things must have directly.
            limit: How many.
        """
        wanted = _flat(text[:MAX_LENGTH])
        best: dict[str, Found] = {}
        for name in self._names if wanted else ():
            fit = _fit(wanted, name)
            if fit is None:
                continue
            known = best.get(name.iri)
            if known is None or (fit, len(name.name)) < (known.fit, len(known.name)):
                kinds = self._kinds.get(name.iri, ())
                if kind is None or kind in kinds:
                    best[name.iri] = Found(name.iri, name.name, kinds, fit)
        ranked = sorted(best.values(), key=lambda f: (f.fit, len(f.name), f.name, f.iri))
        return ranked[:limit]


def found_objects(graph: Graph, found: Iterable[Found], lang: str) -> list[dict[str, object]]:
    """What was found, for programs: IRI, label, the name that fits, and kinds in words."""
    things = list(found)
    names = labels(graph, {i for f in things for i in (f.iri, *f.kinds)}, lang)
    return [
        {
            "iri": f.iri,
            "label": names.get(f.iri, f.name),
            "name": f.name,
            "kinds": [{"iri": k, "label": names.get(k, "")} for k in f.kinds],
        }
        for f in things
    ]


def _kinds(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Thing -> its classes without those above another one of them."""
    above: dict[object, set[object]] = {}
    for narrow, broad in graph.select(_ABOVE).rows:
        above.setdefault(narrow, set()).add(broad)
    classes: dict[str, list[ox.NamedNode]] = {}
    for thing, one in graph.select(_CLASSES).rows:
        if isinstance(thing, ox.NamedNode) and isinstance(one, ox.NamedNode):
            classes.setdefault(thing.value, []).append(one)
    return {
        thing: tuple(c.value for c in own if not any(c in above.get(o, ()) for o in own))
        for thing, own in classes.items()
    }


def forms_of(name: str) -> tuple[str, str, str]:
    """A name as signs, as pinyin without tones, and as the initials of that."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- slow to load

    signs = _flat(name)
    if signs.isascii():
        return signs, "", ""
    syllables = lazy_pinyin(signs)
    return signs, "".join(syllables), "".join(s[:1] for s in syllables)


def _flat(text: str) -> str:
    return _DROPPED.sub("", normalise(text))


def _fit(wanted: str, name: _Name) -> int | None:
    fits = [_place(wanted, name.signs, _SIGNS)]
    if wanted.isascii() and name.pinyin:
        fits.append(_place(wanted, name.pinyin, _PINYIN))
        if len(wanted) >= _SHORTEST_INITIALS:
            fits.append(_place(wanted, name.initials, _INITIALS))
    return min((f for f in fits if f is not None), default=None)


def _place(wanted: str, text: str, form: int) -> int | None:
    if wanted not in text:
        return None
    if wanted == text:
        return _WHOLE + form
    return (_BEGINS if text.startswith(wanted) else _INSIDE) + form
