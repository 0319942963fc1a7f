"""The ontology: every class and property with its definition, and how often the graph uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.names import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, VET
from graph_builder.serve.context import lang_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.refs import Names, Ref
from graph_builder.serve.pages.shell import known, page

if TYPE_CHECKING:
    import pyoxigraph as ox
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.graph.access import Term
    from graph_builder.serve.pages.known import Known

_TERMS = """SELECT ?term ?property ?value WHERE {
  { SELECT DISTINCT ?term WHERE {
    VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
    ?term a ?kind . FILTER(STRSTARTS(STR(?term), STR(vet:))) } }
  ?term ?property ?value
} ORDER BY ?term ?property ?value"""
_USES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"


class Entry(NamedTuple):
    """A term.

    Attributes:
        name: Local name.
        label: What it is called.
        texts: Definition, example, scope note, source; blank where there is none.
        above: Wider terms.
        domain: What a property is used on.
        range: What its values are.
        uses: How often the graph uses it.
        is_class: Whether it is a class.
    """

    name: str
    label: str
    definition: str
    example: str
    scope: str
    source: str
    above: list[Ref]
    domain: list[Ref]
    range: list[Ref]
    uses: int
    is_class: bool


def ontology(request: Request) -> Response:
    """Every term on one page; each has an anchor of its own."""
    lang, seen = lang_of(request), known(request)
    key = f"ontology {lang}"
    found = seen.kept.get(key)
    if not isinstance(found, list):
        found = seen.kept[key] = _entries(seen, lang)
    classes = [e for e in found if e.is_class]
    properties = [e for e in found if not e.is_class]
    return page(
        request, "ontology.html", classes=classes, properties=properties, data="/data/ontology.ttl"
    )


def _entries(seen: Known, lang: str) -> list[Entry]:
    rows = seen.graph.select(_TERMS).rows
    terms: dict[str, dict[str, list[Term]]] = {}
    for term, prop, value in rows:
        if value is not None:
            terms.setdefault(value_of(term), {}).setdefault(value_of(prop), []).append(value)
    uses = {value_of(p): int(value_of(n)) for p, n in seen.graph.select(_USES).rows}
    values = [v for said in terms.values() for found in said.values() for v in found]
    names = Names(seen.graph, [*terms, *values], lang)
    made = [_entry(iri, said, names, lang, uses, seen) for iri, said in terms.items()]
    return sorted(made, key=lambda e: e.name.lower())


def _entry(
    iri: str,
    said: dict[str, list[Term]],
    names: Names,
    lang: str,
    uses: dict[str, int],
    seen: Known,
) -> Entry:
    def text(prop: str) -> str:
        found: list[ox.Literal] = said.get(prop, [])  # type: ignore[assignment]
        best = [v for v in found if getattr(v, "language", None) == lang] or found
        return "；".join(value_of(v) for v in best)

    def refs(*props: str) -> list[Ref]:
        return [
            names.ref(v) for p in props for v in said.get(p, []) if value_of(v) != OWL + "Thing"
        ]

    is_class = any(value_of(t) == OWL + "Class" for t in said.get(RDF + "type", []))
    return Entry(
        iri.removeprefix(VET),
        names.text(iri),
        text(SKOS + "definition"),
        text(SKOS + "example"),
        text(SKOS + "scopeNote"),
        text(DCTERMS + "source"),
        refs(RDFS + "subClassOf", RDFS + "subPropertyOf"),
        refs(RDFS + "domain", SCHEMA + "domainIncludes"),
        refs(RDFS + "range", SCHEMA + "rangeIncludes"),
        seen.classes.get(iri, 0) if is_class else uses.get(iri, 0),
        is_class,
    )
