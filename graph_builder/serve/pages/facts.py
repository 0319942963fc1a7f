"""Facts about a thing in groups: one for each property and direction, stated before derived."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.names import DCTERMS, ID, OWL, RULE, SKOS, VET
from graph_builder.serve.pages.shell import href, link

if TYPE_CHECKING:
    from graph_builder.graph.facts_of import Fact
    from graph_builder.serve.pages.refs import Names, Ref

#: Items of a group that are shown at once; the others stand behind a fold.
MOST = 12
#: What readers look for first, in this order; what is not here comes after it.
_FIRST = (
    *("offersCluster", "inCluster", "ofProgramme", "confersTitle", "conferredOn", "hasSchoolParty"),
    *("hasPartner", "hasCooperationKind", "hasStatus", "servesIndustry", "clusterServes"),
    *("reachesIndustry", "reachesIndustryGroup", "offersProgramme", "worksWith", "presentedBy"),
    *("hasPrintedValue", "hasValue", "wonBy", "wonIn", "hasLevel", "hasRank", "inYear", "ownedBy"),
    *("developedBy", "organisedBy", "hasParticipant", "practisedBy"),
)
#: Bookkeeping of concept schemes and links between concepts, which few ask for, comes last.
_LAST = (SKOS, OWL, DCTERMS, VET + "links", VET + "restsOn", VET + "mentions", VET + "isAbout")


class Item(NamedTuple):
    """A fact in its group.

    Attributes:
        ref: The other end.
        places: Where it is said.
        notes: What had to be inferred.
        why: Address of the page that lists its premises; blank for a stated fact.
    """

    ref: Ref
    places: list[Ref]
    notes: list[str]
    why: str


class Group(NamedTuple):
    """Facts of one property and direction.

    Attributes:
        title: The property in words.
        term: Address of its definition.
        basis: `report`, `rule`, or `own` for our registers alone.
        items: The first ones.
        more: The others.
        predicate: IRI of the property.
        outgoing: Whether the thing is the subject.
    """

    title: str
    term: str
    basis: str
    items: list[Item]
    more: list[Item]
    predicate: str
    outgoing: bool


def grouped(iri: str, facts: list[Fact], names: Names) -> list[Group]:
    """Put facts into groups.

    Args:
        iri: What the facts are about.
        facts: Outgoing ones first, by property.
        names: Knows every property and thing of the facts.

    Returns:
        What readers look for first; bookkeeping last.
    """
    found: dict[tuple[str, bool, str], list[Item]] = {}
    both_ways = {(f.predicate, f.other) for f in facts if f.outgoing}
    for f in facts:
        if f.outgoing or (f.predicate, f.other) not in both_ways:  # said once is enough
            found.setdefault((f.predicate, f.outgoing, _basis(f)), []).append(_item(iri, f, names))
    groups = []
    for (predicate, outgoing, basis), items in found.items():
        name = names.text(predicate)
        title = name if outgoing else names.backwards(predicate)
        items.sort(key=lambda i: (i.ref.iri, i.ref.text))
        groups.append(
            (
                (predicate.startswith(_LAST), _place(predicate), not outgoing),
                Group(
                    title,
                    href(predicate),
                    basis,
                    items[:MOST],
                    items[MOST:],
                    predicate,
                    outgoing,
                ),
            )
        )
    groups.sort(key=lambda pair: pair[0])
    return [group for _, group in groups]


def _basis(f: Fact) -> str:
    if f.derived:
        return "rule"
    return "report" if any(g.startswith(f"{ID}report/") for g in f.graphs) else "own"


def _place(predicate: str) -> int:
    name = predicate.removeprefix(VET)
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _item(iri: str, f: Fact, names: Names) -> Item:
    why = ""
    if f.derived and isinstance(f.other, ox.NamedNode):
        subject, obj = (iri, f.other.value) if f.outgoing else (f.other.value, iri)
        why = link("/why", s=subject, p=f.predicate, o=obj)
    notes = [note.partition("：")[2] or note for note in f.notes]
    graphs = [g for g in f.graphs if not (f.derived and g.startswith(RULE))]
    return Item(names.ref(f.other), [names.place(g) for g in graphs], notes, why)
