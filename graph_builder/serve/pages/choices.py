"""What a parameter of a question can be: the things of its class, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import expand, find_entities, labels
from graph_builder.ask.reports import in_printed_order
from graph_builder.names import OWL, SKOS, VET, XSD

if TYPE_CHECKING:
    from graph_builder.ask.questions import Parameter
    from graph_builder.serve.pages.known import Known

_THINGS = "SELECT DISTINCT ?thing WHERE { ?thing a <%s> } ORDER BY ?thing"
#: A list longer than this helps nobody, and makes the page heavy.
MOST = 1500


class Choice(NamedTuple):
    """A thing that can be chosen: its IRI, and the name that stands for it in the address."""

    iri: str
    value: str


def choices(seen: Known, parameter: Parameter, lang: str) -> list[Choice]:
    """What can be chosen for a parameter; kept with the graph.

    Schools as the reports present them, all else in the order of the IRIs.
    """
    cls = expand(parameter.type) or parameter.type
    if cls.startswith(XSD):
        return []
    scheme = _scheme(seen, parameter) if cls in {SKOS + "Concept", OWL + "Class"} else ""
    key = f"choices {cls} {scheme} {lang}"
    found = seen.kept.get(key)
    if not isinstance(found, list):
        rows = seen.graph.select(_THINGS % cls, limit=MOST).rows
        iris = [t.value for (t,) in rows if t is not None and hasattr(t, "value")]
        iris = [i for i in iris if i.startswith(scheme)]
        if cls == VET + "School":
            iris = in_printed_order(iris, seen.school_order)
        names = labels(seen.graph, iris, lang)
        twice = {n for n in names.values() if list(names.values()).count(n) > 1}
        found = [Choice(i, names[i] if names[i] not in twice else i) for i in iris if i in names]
        seen.kept[key] = found
    return found


def _scheme(seen: Known, parameter: Parameter) -> str:
    """How the IRIs of the concepts begin that the example of the parameter is one of."""
    things = find_entities(seen.graph, parameter.example)
    iris = sorted(e.iri for e in things if not e.iri.startswith(VET))
    if any(e.iri.startswith(VET) for e in things) and not iris:
        return VET
    return iris[0].rpartition("/")[0] + "/" if iris else ""
