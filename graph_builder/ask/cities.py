"""Schools of one name in several cities: which of them a sentence can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ask.linking import Mention, normalise
from graph_builder.names import VET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph_builder.graph.access import Graph

SCHOOL = VET + "School"
_CITIES = """SELECT DISTINCT ?school ?city WHERE {
  ?report a vet:Report ; vet:presentsSchool ?school ; vet:covers ?place .
  ?place rdfs:label ?city . FILTER(LANG(?city) = "zh")
} ORDER BY ?school ?city"""


def cities_of_schools(graph: Graph) -> dict[str, tuple[str, ...]]:
    """IRI of a school -> names of the places that the reports which present it are about."""
    found: dict[str, tuple[str, ...]] = {}
    for school, city in graph.select(_CITIES).rows:
        if isinstance(school, ox.NamedNode) and isinstance(city, ox.Literal):
            found[school.value] = (*found.get(school.value, ()), city.value)
    return found


def said_in(text: str, cities: Iterable[str]) -> bool:
    """Whether a normalised text names one of these cities, with or without 市 or the like."""
    return any(
        name in text or (len(name) > 2 and name[:-1] in text)  # noqa: PLR2004 -- 市 needs a name
        for name in map(normalise, cities)
    )


def of_said_city(text: str, mention: Mention, cities: Mapping[str, tuple[str, ...]]) -> Mention:
    """A mention of several schools without those of cities that the sentence does not name.

    Args:
        text: The normalised sentence.
        mention: What it names.
        cities: As `cities_of_schools` gives them.
    """
    if sum(SCHOOL in classes for classes in mention.things.values()) < 2:  # noqa: PLR2004 -- several
        return mention
    around = text[: mention.start] + "\n" + text[mention.end :]
    kept = {
        iri: classes
        for iri, classes in mention.things.items()
        if said_in(around, cities.get(iri, ()))
    }
    return mention._replace(things=kept) if kept else mention
