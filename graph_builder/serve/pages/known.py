"""What is worked out once for a graph and then shown on many pages."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.reports import named_places, printed_order, report_names
from graph_builder.graph.statistics import coverage, term_use, things_by_class

if TYPE_CHECKING:
    from graph_builder.addresses import Places
    from graph_builder.graph.access import Graph, Term
    from graph_builder.graph.statistics import Coverage

_REPORTS = """SELECT ?report ?title ?publisher ?issued ?year ?digest WHERE {
  ?report a vet:Report .
  OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?report vet:hasPublisherName ?publisher }
  OPTIONAL { ?report dcterms:issued ?issued }
  OPTIONAL { ?report vet:reportsYear ?year }
  OPTIONAL { ?report vet:hasDigest ?digest }
} ORDER BY ?report ?title"""
_FACTS = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_PASSAGES = "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { GRAPH ?r { ?p vet:isPassageOf ?r } }"


class ReportFacts(NamedTuple):
    """A report of the graph, as its title page tells of it; blank where it does not."""

    iri: str
    title: str
    publisher: str
    issued: str
    year: str
    digest: str

    @property
    def id(self) -> str:
        """Its id, as in its IRI."""
        return self.iri.rpartition("/")[2]


class Known:
    """What is known about one graph; each part is worked out when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.kept: dict[str, object] = {}

    @cached_property
    def reports(self) -> list[ReportFacts]:
        """The reports, by IRI."""
        found: dict[str, ReportFacts] = {}
        for row in self.graph.select(_REPORTS).rows:
            facts = ReportFacts(*map(value_of, row))
            found.setdefault(facts.iri, facts._replace(title=facts.title or facts.id))
        return list(found.values())

    def places(self, lang: str) -> Places:
        """Words for printed places; they name their report where there are several."""
        key = f"places {lang}"
        if key not in self.kept:
            self.kept[key] = named_places(self.graph, lang)
        return self.kept[key]  # type: ignore[return-value]

    def report_names(self, lang: str) -> dict[str, str]:
        """IRI of each report -> its short name; empty where there is one report."""
        key = f"report names {lang}"
        if key not in self.kept:
            self.kept[key] = report_names(self.graph, lang)
        return self.kept[key]  # type: ignore[return-value]

    @cached_property
    def school_order(self) -> dict[str, int]:
        """IRI of each school -> its place in the order in which the reports present them."""
        return printed_order(self.graph)

    @cached_property
    def classes(self) -> dict[str, int]:
        """IRI of each class of ours -> number of its things."""
        return dict(things_by_class(self.graph))

    @cached_property
    def facts(self) -> int:
        """Number of statements, those of rules too."""
        return int(value_of(self.graph.select(_FACTS).rows[0][0]))

    @cached_property
    def passages(self) -> int:
        """Number of printed places."""
        return int(value_of(self.graph.select(_PASSAGES).rows[0][0]))

    @cached_property
    def coverage(self) -> list[Coverage]:
        """How much of each section is cited."""
        return coverage(self.graph)

    @cached_property
    def unused_terms(self) -> list[str]:
        """Terms of the ontology that nothing in the graph uses."""
        return term_use(self.graph)[1]


def value_of(term: Term | None) -> str:
    """IRI or text of a term; blank for none."""
    return "" if term is None else getattr(term, "value", str(term))
