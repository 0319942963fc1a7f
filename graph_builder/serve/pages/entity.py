"""The page of a thing at the path of its IRI: its names, and what is said of it and where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ask.entities import expand, labels, narrowest
from graph_builder.errors import NameNotFound
from graph_builder.export.network import LAYERS
from graph_builder.graph.facts_of import facts_of
from graph_builder.names import ID, RDF, RDFS, RULE, SKOS, VET
from graph_builder.serve.context import graph_of, lang_of
from graph_builder.serve.pages.catalogue import questions
from graph_builder.serve.pages.choices import choices
from graph_builder.serve.pages.derivation import rule_page
from graph_builder.serve.pages.explore import address
from graph_builder.serve.pages.facts import grouped
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.listing import LISTS, things_of
from graph_builder.serve.pages.passages import passage_page, section_page, table_page
from graph_builder.serve.pages.refs import Names, Ref, literal, names, speaking_of
from graph_builder.serve.pages.report import report_page
from graph_builder.serve.pages.shell import data_path, href, known, link, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.ask.questions import Question
    from graph_builder.graph.facts_of import Fact
    from graph_builder.serve.pages.known import Known

_REPORT = ID + "report/"
#: Properties whose values are names of the thing.
NAMES = (
    RDFS + "label",
    SKOS + "prefLabel",
    VET + "hasName",
    VET + "hasShortName",
    SKOS + "altLabel",
)
#: Properties that are said elsewhere on the page.
_ASIDE = frozenset((*NAMES, RDF + "type", SKOS + "definition", SKOS + "scopeNote"))
_TYPES = "SELECT DISTINCT ?class WHERE { ?thing a ?class } ORDER BY ?class"
_CALLED = """SELECT DISTINCT ?property ?name WHERE {
  VALUES ?property { rdfs:label skos:prefLabel vet:hasName vet:hasShortName skos:altLabel }
  ?thing ?property ?name } ORDER BY ?property ?name"""
_SAID = """SELECT DISTINCT ?property ?text WHERE {
  VALUES ?property { skos:definition skos:scopeNote } ?thing ?property ?text
} ORDER BY ?property ?text"""
#: Links of which a picture is worth its room, and things at their other ends that it needs.
_DRAWN_LINKS = frozenset(
    VET + p for p in ("hasPartner", "hasSchoolParty", "inCountry", "inCluster", "servesIndustry")
)
_LEAST_LINKED = 2
#: Groups of facts that fit beside each other before a page of them gets too long.
_MOST_QUESTIONS = 8


def entity(request: Request, iri: str) -> Response:
    """The page of whatever the IRI names: a thing, a concept, a rule, a report or a place in it.

    Raises:
        NameNotFound: The graph says nothing about it.
    """
    if iri.startswith(RULE):
        return rule_page(request, iri)
    if iri.startswith(_REPORT):
        report, _, address = iri.removeprefix(_REPORT).partition("/")
        parts = address.split("/")
        if not address:
            return report_page(request, report)
        if len(parts) == 2 and parts[0] in {"table", "section"}:  # noqa: PLR2004 -- kind and number
            show = table_page if parts[0] == "table" else section_page
            return show(request, report, parts[1])
        return passage_page(request, report, address)
    return thing_page(request, iri)


def thing_page(request: Request, iri: str) -> Response:
    """A thing: names, facts in both directions, and what can be asked about it."""
    graph, lang = graph_of(request), lang_of(request)
    facts = facts_of(graph, iri)
    about = {"thing": ox.NamedNode(iri)}
    rows = graph.select(_TYPES, about)
    classes = [row[rows.columns.index("class")] for row in rows.rows]
    kinds = [c.value for c in classes if isinstance(c, ox.NamedNode)]
    if not facts and not kinds:
        raise NameNotFound("WEB-UNKNOWN", None, found=iri)
    shown = [f for f in facts if f.predicate not in _ASIDE]
    terms = {f.predicate for f in shown} | {iri}
    named = names(request, [*terms, *(f.other for f in shown)])
    narrow = narrowest(graph, kinds)
    called = labels(graph, narrow, lang)
    groups = grouped(iri, shown, named)
    return page(
        request,
        "thing.html",
        iri=iri,
        title=named.text(iri),
        kinds=[
            Ref(called[c], href(c), "thing") for c in sorted(narrow, key=lambda c: called.get(c, c))
            if c in called
        ],
        reports_here=speaking_of(request, [iri]).get(iri, []),
        crumbs=_crumbs(request, iri),
        definitions=_definitions(request, iri),
        names=_names(request, iri, facts, named),
        groups=groups,
        asks=_asks(known(request), iri, kinds, lang),
        data=partial(data_path, iri),
        drawn=_drawn(iri, kinds, facts, named.text(iri)),
        trace=link("/trace", **{"from": named.text(iri)}),
        explore=address(iri),
    )  # fmt: skip


def _drawn(iri: str, kinds: list[str], facts: list[Fact], name: str) -> dict[str, str]:
    """The part of a picture that the thing stands in: of schools and industries, or its own."""
    said = {f.predicate for f in facts}
    if VET + "School" in kinds and VET + "offersCluster" in said:
        return {"school": name}
    if f"{VET}reachesIndustryGroup" in said:  # a group; one industry is a line of boxes
        return {"industry": name}
    # What the facts say of one or two others is read faster than a picture of it.
    linked = {
        f.other.value
        for f in facts
        if isinstance(f.other, ox.NamedNode) and not f.derived and f.predicate in _DRAWN_LINKS
    }
    drawable = any(kind == VET + cls for kind in kinds for cls, _ in LAYERS)
    return {"around": iri} if drawable and len(linked) >= _LEAST_LINKED else {}


def _definitions(request: Request, iri: str) -> list[str]:
    lang = lang_of(request)
    rows = graph_of(request).select(_SAID, {"thing": ox.NamedNode(iri)})
    at = rows.columns.index("text")
    texts = [row[at] for row in rows.rows]
    return [t.value for t in texts if isinstance(t, ox.Literal) and t.language in {lang, None, ""}]


def _names(
    request: Request, iri: str, facts: list[Fact], named: Names
) -> list[tuple[str, str, list[Ref]]]:
    """Property, name, and the places that print it; each name once, in the order of `NAMES`."""
    found: dict[tuple[str, str], list[Ref]] = {}
    rows = graph_of(request).select(_CALLED, {"thing": ox.NamedNode(iri)})
    at = rows.columns.index
    called = [(value_of(r[at("property")]), r[at("name")]) for r in rows.rows]
    for prop in NAMES:
        found |= {
            (prop.rpartition("#")[2], literal(name, "").text): []
            for p, name in called
            if p == prop and isinstance(name, ox.Literal)
        }
        for f in facts:
            if f.predicate == prop and f.outgoing and isinstance(f.other, ox.Literal):
                key = (prop.rpartition("#")[2], literal(f.other, "").text)
                found.setdefault(key, []).extend(map(named.place, f.graphs))
    once: dict[str, tuple[str, list[Ref]]] = {}
    for (prop, text), places in found.items():
        once.setdefault(text, (prop, []))[1].extend(p for p in places if p.kind != "own")
    said = [(prop, text, list(dict.fromkeys(places))) for text, (prop, places) in once.items()]
    # What is not written in the reader's language comes last.
    return sorted(said, key=lambda name: name[1].isascii() == (lang_of(request) == "zh"))


def _crumbs(request: Request, iri: str) -> list[Ref]:
    """The list in which the thing stands."""
    from graph_builder.messages import message  # noqa: PLC0415 -- beside its use

    lang, seen = lang_of(request), known(request)
    for entry in LISTS:
        if iri in things_of(seen, entry):
            return [
                Ref(message("web-nav-lists", lang), "/lists"),
                Ref(message(f"web-list-{entry.key}", lang), f"/lists/{entry.key}"),
            ]
    return [Ref(message("web-nav-lists", lang), "/lists")]


def _asks(seen: Known, iri: str, kinds: list[str], lang: str) -> list[tuple[str, str]]:
    """Questions of the catalogue that take this thing, those about its narrow class first."""
    found: list[tuple[bool, Question, str, str]] = []
    for q in questions().values():
        needed = [p for p in q.params if p.required]
        if len(needed) == 1 and (cls := expand(needed[0].type)) in kinds:
            value = next((c.value for c in choices(seen, needed[0], lang) if c.iri == iri), "")
            if value:
                found.append((cls == VET + "Agent", q, needed[0].name, value))
    found.sort(key=lambda item: item[0])
    return [
        (q.title[lang], link(f"/questions/{q.name}", **{param: value}))
        for _, q, param, value in found[:_MOST_QUESTIONS]
    ]
