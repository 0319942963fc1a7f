"""What a path is made of: stations, the statements that link them, and the steps it takes."""

from __future__ import annotations

from typing import NamedTuple

from graph_builder.names import ID, ORG, RULE, SCHEME, VET

_NO_LINKS = frozenset(
    VET + p
    for p in ("possiblySameAs", "resembles", "printedIn", "isPassageOf", "linksFrom", "linksTo")
)
#: Links that other vocabularies give: who is a member, and of what.
_BORROWED = (ORG + "member", ORG + "organization")
_REPORTS = ID + "report/"
_STATIONS = (ID, SCHEME + "industry/")


class Link(NamedTuple):
    """A statement between two stations: `forward` when it points along the path."""

    predicate: str
    forward: bool


class Step(NamedTuple):
    """One step of a path.

    Attributes:
        start: IRI where it begins.
        end: IRI where it arrives.
        link: The statement that connects them.
        graphs: IRIs of the passages (or the rule) that hold the statement; none in a graph that
            keeps no passages.
    """

    start: str
    end: str
    link: Link
    graphs: tuple[str, ...]

    @property
    def derived(self) -> bool:
        """Whether rules say it and no passage does."""
        return is_derived(self.graphs)


def is_derived(graphs: tuple[str, ...]) -> bool:
    """Whether a statement that stands in these graphs is said by rules only."""
    return bool(graphs) and all(g.startswith(RULE) for g in graphs)


def is_station(iri: str) -> bool:
    """Whether a path may go through this: a thing or an industry, but no passage and no report.

    Passages, reports and classifying concepts (a level, a status) are no stations.
    """
    return iri.startswith(_STATIONS) and not iri.startswith(_REPORTS)


def kind(iri: str) -> str:
    """The kind of a thing, by its IRI: `school`, `cooperation`, `industry`."""
    if iri.startswith(ID):
        return iri.removeprefix(ID).partition("/")[0]
    return iri.removeprefix(SCHEME).partition("/")[0]


def is_link(predicate: str) -> bool:
    """Whether statements with this property are steps."""
    return (predicate.startswith(VET) and predicate not in _NO_LINKS) or predicate in _BORROWED


#: What `is_link` and `is_station` leave, roughly, so that little else comes over the wire.
_WANTED = (
    f'FILTER(isIRI(?b) && !sameTerm(?a, ?b) && !STRSTARTS(STR(?b), "{_REPORTS}")'
    f' && (STRSTARTS(STR(?p), "{VET}") || ?p IN ({", ".join(f"<{p}>" for p in _BORROWED)})))'
)
# Four branches: with OPTIONAL { GRAPH ?g ... } in two of them oxigraph takes eight times as long.
NEIGHBOURS = f"""SELECT ?a ?p ?b ?forward ?g WHERE {{
  VALUES ?a {{ %s }}
  {{ ?a ?p ?b . {_WANTED} BIND(true AS ?forward) }}
  UNION {{ ?b ?p ?a . {_WANTED} BIND(false AS ?forward) }}
  UNION {{ GRAPH ?g {{ ?a ?p ?b . {_WANTED} }} BIND(true AS ?forward) }}
  UNION {{ GRAPH ?g {{ ?b ?p ?a . {_WANTED} }} BIND(false AS ?forward) }}
}}"""
# Both ends stand in each branch: outside, every neighbour of a hub would be read and thrown away.
_PAIRS = "VALUES ?a {{ {0} }} VALUES ?b {{ {1} }}"
BETWEEN = f"""SELECT ?a ?p ?b ?forward ?g WHERE {{{{
  {{{{ {_PAIRS} ?a ?p ?b . BIND(true AS ?forward) }}}}
  UNION {{{{ {_PAIRS} ?b ?p ?a . BIND(false AS ?forward) }}}}
  UNION {{{{ {_PAIRS} GRAPH ?g {{{{ ?a ?p ?b }}}} BIND(true AS ?forward) }}}}
  UNION {{{{ {_PAIRS} GRAPH ?g {{{{ ?b ?p ?a }}}} BIND(false AS ?forward) }}}}
}}}}"""
DEGREES = f"""SELECT ?a (COUNT(DISTINCT ?b) AS ?n) WHERE {{
  VALUES ?a {{ %s }}
  {{ ?a ?p ?b . {_WANTED} }} UNION {{ ?b ?p ?a . {_WANTED} }}
}} GROUP BY ?a"""
