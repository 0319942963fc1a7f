"""The lists: which things each shows, what narrows it, and what stands beside a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.reports import in_printed_order, reports_of
from graph_builder.names import VET
from graph_builder.serve.pages.known import value_of

if TYPE_CHECKING:
    from graph_builder.graph.access import Term
    from graph_builder.serve.pages.known import Known

_CLASS = """?thing a ?value . FILTER(STRSTARTS(STR(?value), STR(vet:)))
  FILTER NOT EXISTS { ?thing a ?narrow . ?narrow rdfs:subClassOf ?value }"""

#: The passages that say of a thing what it is.
_WHERE = """GRAPH ?value { ?thing a ?any }
  FILTER(STRSTARTS(STR(?value), "https://w3id.org/zhitu/id/report/"))"""


class Facet(NamedTuple):
    """What a list can be narrowed by.

    Attributes:
        key: Name in the address; `web-facet-<key>` is its title.
        pattern: SPARQL that finds `?value` for `?thing`.
        column: Whether the values stand beside the thing.
        narrows: Whether the list can be narrowed by it.
    """

    key: str
    pattern: str
    column: bool = True
    narrows: bool = True


class Listing(NamedTuple):
    """A list: its key, SPARQL that finds `?thing`, and its facets."""

    key: str
    pattern: str
    facets: tuple[Facet, ...]


def _of(cls: str) -> str:
    return f"?thing a vet:{cls} ."


_LISTS = (
    Listing("schools", _of("School"), (
        Facet("short", "?thing vet:hasShortName ?value .", narrows=False),
        Facet("group", "?thing vet:reachesIndustryGroup ?value ."),
        Facet("country", "?thing vet:isLinkedToCountry ?value ."),
        Facet("level", "?c vet:conferredOn ?thing ; vet:hasLevel ?value .", column=False),
        Facet("programme", "?thing vet:offersProgramme ?value .", column=False),
    )),
    Listing("clusters", _of("ProgrammeCluster"), (
        Facet("school", "?value vet:offersCluster ?thing ."),
        Facet("industry", "?thing vet:clusterServes ?value ."),
    )),
    Listing("programmes", _of("Programme"), (
        Facet("code", "?thing vet:hasCatalogueCode ?value .", narrows=False),
        Facet("school", "?value vet:offersProgramme ?thing ."),
        Facet("industry", "?core vet:ofProgramme ?thing ; vet:servesIndustry ?value ."),
    )),
    Listing("industries", _of("IndustryTerm"), (
        Facet("group", "?thing skos:broader ?value ."),
        Facet("school", "?value vet:reachesIndustry ?thing ."),
    )),
    Listing("partners", "?c a vet:Cooperation ; vet:hasPartner ?thing .", (
        Facet("kind", _CLASS),
        Facet("school", "?c vet:hasPartner ?thing ; vet:hasSchoolParty ?value ."),
        Facet("form", "?c vet:hasPartner ?thing ; vet:hasCooperationKind ?value ."),
        Facet("country", "?thing vet:inCountry ?value ."),
    )),
    Listing("enterprises", _of("Enterprise"), (
        Facet("school", "?value vet:worksWith ?thing ."),
        Facet("listed", "?thing vet:isListedForSchool ?value ."),
    )),
    Listing("cooperations", _of("Cooperation"), (
        Facet("form", "?thing vet:hasCooperationKind ?value ."),
        Facet("school", "?thing vet:hasSchoolParty ?value ."),
        Facet("partner", "?thing vet:hasPartner ?value ."),
        Facet("status", "?thing vet:hasStatus ?value ."),
        Facet("country", "?thing vet:hasPartner ?p . ?p vet:inCountry ?value .", column=False),
    )),
    Listing("honours", _of("HonourConferral"), (
        Facet("title", "?thing vet:confersTitle ?value ."),
        Facet("recipient", "?thing vet:conferredOn ?value ."),
        Facet("level", "?thing vet:hasLevel ?value ."),
        Facet("year", "?thing vet:inYear ?value ."),
    )),
    Listing("prizes", _of("Prize"), (
        Facet("competition", "?thing vet:wonIn ?value ."),
        Facet("level", "?thing vet:hasLevel ?value ."),
        Facet("rank", "?thing vet:hasRank ?value ."),
        Facet("winner", "?thing vet:wonBy ?value ."),
    )),
    Listing("cases", _of("CaseStudy"), (
        Facet("school", "?thing vet:presentedBy ?value ."),
    )),
    Listing("events", _of("Event"), (
        Facet("kind", "?thing vet:hasEventKind ?value ."),
        Facet("organiser", "?thing vet:organisedBy ?value ."),
        Facet("place", "?thing vet:takesPlaceIn ?value ."),
    )),
    Listing("practices", _of("Practice"), (
        Facet("kind", "?thing vet:hasPracticeKind ?value ."),
        Facet("by", "?thing vet:practisedBy ?value ."),
    )),
    Listing("resources", _of("LearningResource"), (
        Facet("kind", _CLASS),
        Facet("owner", "?thing vet:ownedBy ?value ."),
        Facet("recognised", "?thing vet:recognisedAs ?value ."),
    )),
    Listing("policies", _of("Policy"), (
        Facet("issuer", "?thing vet:issuedBy ?value ."),
        Facet("by", "?thing vet:implementedBy ?value ."),
    )),
    Listing("indicators", _of("Indicator"), (
        Facet("value", "?o vet:hasIndicator ?thing ; vet:hasPrintedValue ?value .", narrows=False),
        Facet("unit", "?thing vet:hasUnit ?value ."),
        Facet("table", "?thing vet:inTemplateTable ?value ."),
    )),
)  # fmt: skip
#: Lists whose things are said to be what they are by some passage.
_WITH_PLACES = frozenset(
    ("schools", "cooperations", "honours", "prizes", "cases", "events", "practices", "resources")
)
_PLACES = Facet("where", _WHERE, narrows=False)
LISTS = tuple(
    entry._replace(facets=(*entry.facets, _PLACES)) if entry.key in _WITH_PLACES else entry
    for entry in _LISTS
)
BY_KEY = {entry.key: entry for entry in LISTS}


#: With several reports, which of them speak of a thing; its values are not found by a pattern.
REPORT = Facet("report", "")


def facets_of(seen: Known, entry: Listing) -> tuple[Facet, ...]:
    """The facets of a list, with that of the report first where there are several."""
    return (REPORT, *entry.facets) if len(seen.reports) > 1 else entry.facets


class Listed(NamedTuple):
    """The things of a list in its order, and for each facet its values by thing."""

    things: list[str]
    values: dict[str, dict[str, list[Term]]]


def listed(seen: Known, entry: Listing) -> Listed:
    """Everything that a list shows; kept with the graph."""
    key = f"list {entry.key}"
    found = seen.kept.get(key)
    if isinstance(found, Listed):
        return found
    things = things_of(seen, entry)
    values: dict[str, dict[str, list[Term]]] = {}
    if len(seen.reports) > 1:
        speaking = reports_of(seen.graph, entry.pattern)
        values[REPORT.key] = {t: [ox.NamedNode(r) for r in rs] for t, rs in speaking.items()}
    for facet in entry.facets:
        query = (
            f"SELECT DISTINCT ?thing ?value WHERE {{ {{ SELECT DISTINCT ?thing WHERE "
            f"{{ {entry.pattern} }} }} {facet.pattern} }} ORDER BY ?thing ?value"
        )
        by_thing: dict[str, list[Term]] = {}
        for thing, value in seen.graph.select(query).rows:
            if value is not None:
                by_thing.setdefault(value_of(thing), []).append(value)
        values[facet.key] = by_thing
    found = seen.kept[key] = Listed(things, values)
    return found


def count_things(seen: Known, entry: Listing) -> int:
    """How many things a list shows."""
    return len(things_of(seen, entry))


def things_of(seen: Known, entry: Listing) -> list[str]:
    """The things of a list by IRI, schools as the reports present them; kept with the graph."""
    key = f"things {entry.key}"
    found = seen.kept.get(key)
    if not isinstance(found, list):
        query = f"SELECT DISTINCT ?thing WHERE {{ {entry.pattern} }} ORDER BY ?thing"
        found = [value_of(row[0]) for row in seen.graph.select(query).rows]
        if entry.key == "schools":
            found = in_printed_order(found, seen.school_order)
        seen.kept[key] = found
    return found


def token(term: Term) -> str:
    """What stands for a value in the address: a slug, the local name of a class, or the text."""
    value = value_of(term)
    if isinstance(term, ox.Literal):
        return value
    return value.removeprefix(VET).rpartition("/")[2]
