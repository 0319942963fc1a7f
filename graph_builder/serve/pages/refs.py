"""Things, places and values as a page shows them: words with a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.addresses import Places
from graph_builder.ask.entities import labels
from graph_builder.ask.reports import reports_of
from graph_builder.check.shown import property_name
from graph_builder.messages import catalogue, message
from graph_builder.names import ID, RULE, SCHEME, compact
from graph_builder.serve.context import graph_of, lang_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.shell import href, known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from graph_builder.graph.access import Graph, Term

_REPORT = ID + "report/"
_TITLES = """SELECT ?thing ?title WHERE { VALUES ?thing { %s } ?thing dcterms:title ?title }
ORDER BY ?thing ?title"""
_ENDS = """SELECT ?thing ?from ?to WHERE {
  VALUES ?thing { %s } { ?thing vet:linksFrom ?from ; vet:linksTo ?to } UNION
  { ?thing vet:resembles ?from , ?to FILTER(STR(?from) < STR(?to)) }
} ORDER BY ?thing ?from ?to"""
#: Things that have no labels of their own.
_WITHOUT_LABELS = (SCHEME, ID + "resemblance/")
#: Characters of a value, and of a name, that a page shows; the whole stands in the data.
LONGEST, LONGEST_NAME = 600, 200


class Ref(NamedTuple):
    """Words with a link.

    Attributes:
        text: The words.
        href: Where they lead; blank for plain words.
        kind: `thing`, `passage`, `report`, `rule`, `own` (our own tables) or `text`.
        lang: Language of the words when it is known to be another than the page's.
        iri: What they stand for; blank for a value.
    """

    text: str
    href: str = ""
    kind: str = "text"
    lang: str = ""
    iri: str = ""


class Names:
    """The labels of some things, fetched together.

    Args:
        graph: Where they stand.
        terms: What will be shown.
        lang: The reader's language.
        places: Words for printed places; without it they do not name their report.
    """

    def __init__(
        self,
        graph: Graph,
        terms: Iterable[Term | str | None],
        lang: str,
        places: Places | None = None,
    ) -> None:
        self.lang = lang
        self._places = places or Places(lang)
        iris = {
            t if isinstance(t, str) else getattr(t, "value", "")
            for t in terms
            if t is not None and not isinstance(t, ox.Literal)
        }
        wanted = {i for i in iris if i and not is_place(i)}
        self._labels = labels(graph, wanted, lang)
        unnamed = [i for i in wanted if i.startswith(_WITHOUT_LABELS) and i not in self._labels]
        self._learn(graph, unnamed)

    def text(self, iri: str) -> str:
        """What a thing is called."""
        if is_place(iri):
            return self._places(iri)
        return cut(self._labels.get(iri) or property_name(iri, self.lang), LONGEST_NAME)

    def backwards(self, iri: str) -> str:
        """What a property is called when it is read from its other end."""
        key = f"web-back-{compact(iri).partition(':')[2]}"
        if key in catalogue():
            return message(key, self.lang)
        return message("web-incoming", self.lang, name=self.text(iri))

    def _learn(self, graph: Graph, unnamed: list[str]) -> None:
        """Names for what has no label: a scheme goes by its title, a link by its two ends."""
        if not unnamed:
            return
        values = " ".join(f"<{iri}>" for iri in sorted(unnamed))
        for scheme, title in graph.select(_TITLES % values).rows:
            if isinstance(title, ox.Literal) and title.language == self.lang:
                self._labels[value_of(scheme)] = title.value
        ends = [tuple(map(value_of, row)) for row in graph.select(_ENDS % values).rows]
        names = labels(graph, {iri for _, *pair in ends for iri in pair}, self.lang)
        for thing, start, end in ends:
            if start in names and end in names:
                self._labels[thing] = message(
                    "web-link-between", self.lang, start=names[start], end=names[end]
                )

    def ref(self, term: Term | str | None) -> Ref:
        """A term as words with a link."""
        if term is None:
            return Ref("")
        if isinstance(term, ox.Literal):
            return literal(term, self.lang)
        iri = term if isinstance(term, str) else getattr(term, "value", str(term))
        if is_place(iri):
            return self.place(iri)
        return Ref(
            self.text(iri), href(iri), "thing", _other_script(self.text(iri), self.lang), iri
        )

    def place(self, iri: str) -> Ref:
        """Where a statement comes from, with a link to it."""
        return place(iri, self._places)


def names(request: Request, terms: Iterable[Term | str | None] = ()) -> Names:
    """The labels of what a page shows; with several reports in the graph, places name theirs."""
    lang = lang_of(request)
    return Names(graph_of(request), terms, lang, known(request).places(lang))


def speaking_of(request: Request, things: Iterable[str]) -> dict[str, list[Ref]]:
    """IRI of each thing -> the reports that speak of it; empty where there is one report only."""
    short = known(request).report_names(lang_of(request))
    values = " ".join(str(ox.NamedNode(iri)) for iri in things)
    if not short or not values:
        return {}
    found = reports_of(graph_of(request), f"VALUES ?thing {{ {values} }}")
    return {
        thing: [Ref(short[r], href(r), "report", "", r) for r in reports if r in short]
        for thing, reports in found.items()
    }


def is_place(iri: str) -> bool:
    """Whether it is a printed place or a rule, and not a thing that has a name."""
    if iri.startswith(_REPORT):
        return "/" in iri.removeprefix(_REPORT)
    return iri.startswith(RULE)


def place(iri: str, places: Places) -> Ref:
    """Where a statement comes from, with a link to it."""
    kind = "passage" if iri.startswith(_REPORT) else "rule" if iri.startswith(RULE) else "own"
    target = href(iri) if kind != "own" else "/about#registers"
    return Ref(places(iri), target, kind, "", iri)


def cut(text: str, most: int = LONGEST) -> str:
    """A text that nobody would read to the end, cut."""
    return text if len(text) <= most else text[:most] + "……"


def literal(term: ox.Literal, lang: str) -> Ref:
    """A value; one that nobody would read to the end is cut."""
    other = term.language or ""
    return Ref(cut(term.value), lang=other if other and other != lang else "")


def _other_script(text: str, lang: str) -> str:
    """Language of a name that the graph has in the other language only."""
    chinese = any("\u3400" <= c <= "\u9fff" for c in text)
    return "zh" if chinese and lang == "en" else ""
