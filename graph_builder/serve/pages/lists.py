"""Lists of things, narrowed by facets and by words; every filter stands in the address."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from graph_builder.messages import message
from graph_builder.output import render
from graph_builder.serve.context import lang_of, snapshot_of
from graph_builder.serve.indexes import index_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.listing import (
    BY_KEY,
    LISTS,
    Facet,
    Listed,
    Listing,
    count_things,
    facets_of,
    listed,
    token,
)
from graph_builder.serve.pages.refs import Ref, names
from graph_builder.serve.pages.shell import field, known, link, page

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.graph.access import Term
    from graph_builder.serve.search import Index

#: Things on one page.
PER_PAGE = 100
#: Values of a facet that are shown at once.
MOST_VALUES = 15
_DIGITS = 7
#: Things that are looked at when a list is narrowed by words.
_MOST_FOUND = 10_000


class Choice(NamedTuple):
    """A value of a facet: what it is called, how many things have it, and where it leads."""

    ref: Ref
    number: int
    href: str
    chosen: bool


class Shown(NamedTuple):
    """A facet with its values, most frequent first; `more` stand behind the first ones."""

    key: str
    choices: list[Choice]
    more: list[Choice]


class _Named:
    """What a list shows in words: reports by their short names, all else by its label."""

    def __init__(self, request: Request, terms: list[Term | str]) -> None:
        seen = known(request)
        self._short = seen.report_names(lang_of(request))
        self._order = seen.school_order
        self._names = names(request, terms)

    def ref(self, term: Term | str) -> Ref:
        """A value as words with a link."""
        ref = self._names.ref(term)
        return ref._replace(text=self._short[ref.iri]) if ref.iri in self._short else ref

    def place_of(self, term: Term) -> tuple[int, str]:
        """A key that puts schools as the reports present them, all else by IRI or text."""
        return self._order.get(value_of(term), len(self._order)), str(term)


def overview(request: Request) -> Response:
    """All lists with their numbers."""
    seen = known(request)
    counts = [(entry.key, count_things(seen, entry)) for entry in LISTS]
    return page(request, "lists.html", counts=counts, found=None)


def one(request: Request) -> Response:
    """One list."""
    key, _, form = request.path_params["key"].partition(".")
    entry = BY_KEY.get(key)
    if entry is None or form not in {"", "csv"}:
        raise HTTPException(404)
    seen, lang = known(request), lang_of(request)
    index = index_of(snapshot_of(request))
    everything = listed(seen, entry)
    facets = facets_of(seen, entry)
    chosen = {f.key: v for f in facets if f.narrows and (v := field(request, f.key))}
    words = field(request, "q")
    things = _narrowed(index, everything, chosen, words)
    columns = [f for f in facets if f.column]
    pages = max(1, -(-len(things) // PER_PAGE))
    number = min(_number(field(request, "page")), pages)
    some = things if form else things[(number - 1) * PER_PAGE : number * PER_PAGE]
    terms: list[Term | str] = [*some]
    for facet in facets:
        terms += [v for vs in everything.values[facet.key].values() for v in vs]
    named = _Named(request, terms)
    rows = [
        (named.ref(thing), [[named.ref(v) for v in everything.values[f.key].get(thing, [])]
                            for f in columns])
        for thing in some
    ]  # fmt: skip
    if form:
        return _csv(entry, columns, rows, lang)
    path = f"/lists/{entry.key}"
    return page(
        request,
        "list.html",
        entry=entry,
        columns=[f.key for f in columns],
        rows=rows,
        facets=[
            _facet(index, f, everything, chosen, words, named, path) for f in facets if f.narrows
        ],
        chosen=chosen,
        words=words,
        count=len(things),
        total=len(everything.things),
        number=number,
        pages=pages,
        turn=lambda n: link(path, **chosen, q=words, page=str(n) if n > 1 else ""),
        csv=link(f"{path}.csv", **chosen, q=words),
        clear=path,
    )


def _number(text: str) -> int:
    """The number of a page; the first where the address has nonsense."""
    return max(1, int(text)) if text.isdecimal() and len(text) < _DIGITS else 1


def _narrowed(index: Index, everything: Listed, chosen: dict[str, str], words: str) -> list[str]:
    """The things that have every chosen value and match the words."""
    things = everything.things
    for key, wanted in chosen.items():
        values = everything.values[key]
        things = [t for t in things if any(token(v) == wanted for v in values.get(t, ()))]
    if words:
        ranked = {f.iri: n for n, f in enumerate(index.search(words, limit=_MOST_FOUND))}
        things = sorted((t for t in things if t in ranked), key=ranked.__getitem__)
    return things


def _facet(
    index: Index,
    facet: Facet,
    everything: Listed,
    chosen: dict[str, str],
    words: str,
    named: _Named,
    path: str,
) -> Shown:
    """The values that the things have which the other filters let through."""
    others = {k: v for k, v in chosen.items() if k != facet.key}
    things = _narrowed(index, everything, others, words)
    counts: Counter[Term] = Counter()
    for thing in things:
        counts.update(set(everything.values[facet.key].get(thing, ())))
    choices = []
    for term, count in sorted(counts.items(), key=lambda i: (-i[1], *named.place_of(i[0]))):
        on = chosen.get(facet.key) == token(term)
        value = "" if on else token(term)
        target = link(path, **{**others, facet.key: value}, q=words)
        choices.append(Choice(named.ref(term), count, target, on))
    if facet.key in {"year", "table"}:
        choices.sort(key=lambda c: (len(c.ref.text), c.ref.text))
    front = [c for n, c in enumerate(choices) if n < MOST_VALUES or c.chosen]
    return Shown(facet.key, front, [c for c in choices if c not in front])


def _csv(
    entry: Listing, columns: list[Facet], rows: list[tuple[Ref, list[list[Ref]]]], lang: str
) -> Response:
    heads = [message(f"web-list-{entry.key}", lang)]
    heads += [message(f"web-facet-{f.key}", lang) for f in columns]
    cells = [
        [thing.text, *("；".join(r.text for r in refs) for refs in beside)]
        for thing, beside in rows
    ]
    body = render(heads, cells, "csv", bom=True)
    headers = {"Content-Disposition": f'attachment; filename="{entry.key}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


routes = [Route("/lists", overview), Route("/lists/{key}", one)]
