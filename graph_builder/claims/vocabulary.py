"""What claims need of the ontology and its schemes: classes, concepts, template indicators."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import InputError, Place
from graph_builder.names import RDF, RDFS, SCHEME, SKOS, VET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyoxigraph

_LABEL = RDFS + "label"
_PREFERRED = SKOS + "prefLabel"
_LABELS = frozenset((_PREFERRED, SKOS + "altLabel", SKOS + "hiddenLabel", SKOS + "notation"))


class TemplateIndicator(NamedTuple):
    """A row of the national template: IRIs of indicator and unit, table, place in it, label."""

    iri: str
    table: str
    order: int
    label: str
    unit: str


class Vocabulary:
    """The ontology as the stage of claims sees it.

    Attributes:
        triples: Every triple of the ontology folder as N-Quads terms, in file order.
        superclasses: Class -> itself and every class above it, as local names.
        concepts: Scheme -> label -> IRI of the concept.
        preferred_labels: (IRI of a concept, language) -> its preferred label.
        labels: IRI of a concept -> its labels in all languages.
        property_labels: IRI of a property -> its Chinese label.
        indicators: Template indicators by table number, in template order.
        parents: Concept -> the concepts right above it in its scheme (skos:broader).
        minted: Industry terms that no scheme holds yet, as (IRI, printed label).
    """

    def __init__(self) -> None:
        self.triples: list[tuple[str, str, str]] = []
        self.superclasses: dict[str, frozenset[str]] = {}
        self.concepts: dict[str, dict[str, str]] = {}
        self.preferred_labels: dict[tuple[str, str], str] = {}
        self.labels: dict[str, list[str]] = {}
        self.property_labels: dict[str, str] = {}
        self.indicators: dict[str, list[TemplateIndicator]] = {}
        self.parents: dict[str, list[str]] = {}
        self.minted: list[tuple[str, str]] = []

    def preferred(self, iri: str, lang: str) -> str:
        """The preferred label of a concept in a language, blank where it has none."""
        return self.preferred_labels.get((iri, lang), "")

    def find(self, scheme: str, label: str) -> str | None:
        """IRI of the concept of a scheme that bears this label, or nothing."""
        return self.concepts.get(scheme, {}).get(label)


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read `zhitu.ttl`, `alignments.ttl` and `schemes/*.ttl`.

    Raises:
        InputError: A file is missing or is not Turtle, or a scheme runs in a circle.
    """
    from pyoxigraph import Literal, NamedNode  # noqa: PLC0415 -- as in _parse

    vocabulary = Vocabulary()
    facts: dict[str, dict[str, list[str]]] = {}
    for path in [
        folder / "zhitu.ttl",
        folder / "alignments.ttl",
        *sorted(folder.glob("schemes/*.ttl")),
    ]:
        for triple in _parse(path):
            subject, predicate, obj = str(triple.subject), triple.predicate.value, triple.object
            vocabulary.triples.append((subject, f"<{predicate}>", str(obj)))
            about = subject.strip("<>")
            value = obj.value if isinstance(obj, (Literal, NamedNode)) else ""
            if predicate == _PREFERRED and isinstance(obj, Literal):
                vocabulary.preferred_labels[about, obj.language or ""] = value
            if predicate == _LABEL and isinstance(obj, Literal) and obj.language == "zh":
                vocabulary.property_labels[about] = value
            facts.setdefault(about, {}).setdefault(predicate, []).append(value)
    _read_classes(vocabulary, facts)
    _read_concepts(vocabulary, facts)
    _read_indicators(vocabulary, facts)
    _refuse_circles(vocabulary.parents, folder)
    return vocabulary


def _parse(path: Path) -> Iterable[pyoxigraph.Triple]:
    import pyoxigraph as ox  # noqa: PLC0415 -- reading facts alone does not need it

    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "CSV-READ", Place(str(path)), reason=error.strerror or str(error)
        ) from error
    try:
        return [q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise InputError("RDF-SYNTAX", Place(str(path), error.lineno), reason=error.msg) from error


def _read_classes(vocabulary: Vocabulary, facts: dict[str, dict[str, list[str]]]) -> None:
    above = {
        iri.removeprefix(VET): [
            c.removeprefix(VET) for c in about.get(RDFS + "subClassOf", []) if c.startswith(VET)
        ]
        for iri, about in facts.items()
        if iri.startswith(VET) and any(t.endswith("owl#Class") for t in about.get(RDF + "type", []))
    }
    for name in above:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in reached:
                reached.add(current)
                waiting.extend(above.get(current, []))
        vocabulary.superclasses[name] = frozenset(reached)


def _read_concepts(vocabulary: Vocabulary, facts: dict[str, dict[str, list[str]]]) -> None:
    for iri, about in facts.items():
        schemes = [s for s in about.get(SKOS + "inScheme", []) if s.startswith(SCHEME)]
        if not schemes:
            continue
        labels = [label for p, values in about.items() if p in _LABELS for label in values]
        vocabulary.labels[iri] = labels
        vocabulary.parents[iri] = about.get(SKOS + "broader", [])
        for scheme in schemes:
            by_label = vocabulary.concepts.setdefault(scheme.removeprefix(SCHEME), {})
            for label in about.get(SKOS + "prefLabel", []):
                by_label[label] = iri
        for scheme in schemes:
            by_label = vocabulary.concepts[scheme.removeprefix(SCHEME)]
            for label in labels:
                by_label.setdefault(label, iri)


def _read_indicators(vocabulary: Vocabulary, facts: dict[str, dict[str, list[str]]]) -> None:
    for iri, about in facts.items():
        if VET + "inTemplateTable" not in about:
            continue
        indicator = TemplateIndicator(
            iri,
            about[VET + "inTemplateTable"][0],
            int(about[VET + "hasTemplateOrder"][0]),
            about[VET + "hasTemplateLabel"][0],
            about[VET + "hasUnit"][0],
        )
        vocabulary.indicators.setdefault(indicator.table, []).append(indicator)
    for indicators in vocabulary.indicators.values():
        indicators.sort(key=lambda i: i.order)


def _refuse_circles(parents: dict[str, list[str]], folder: Path) -> None:
    """A scheme that runs in a circle has no top and makes grouping endless."""
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        raise InputError(
            "SCHEME-CIRCLE", Place(str(folder / "schemes")), circle=" → ".join(error.args[1])
        ) from error
