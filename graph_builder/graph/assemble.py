"""Claims, identity, reference and ontology become quads.

A claim is a quad in the graph of its passage and stands once more in the default graph. What
describes the passages themselves stands in the report's own graph only.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph_builder import terms
from graph_builder.claims.reference import reference_triples
from graph_builder.names import (
    DCTERMS,
    IDENTITY_GRAPH,
    ONTOLOGY_GRAPH,
    RDF,
    RDFS,
    REFERENCE_GRAPH,
    SCHEME,
    SKOS,
    VET,
    concept_iri,
    entity_iri,
    passage_iri,
    report_iri,
)
from graph_builder.terms import Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph_builder.claims.collect import ReportClaims
    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary
    from graph_builder.sources.document import Passage

_TYPE = terms.iri(RDF + "type")
_LABEL = terms.iri(RDFS + "label")
_ALT = terms.iri(SKOS + "altLabel")


@cache
def _vet(local: str) -> str:
    return terms.iri(VET + local)


def both(triples: Iterable[tuple[str, str, str]], graph: str) -> Iterator[Quad]:
    """Each triple in a named graph and in the default graph."""
    for subject, predicate, obj in triples:
        yield Quad(subject, predicate, obj, graph)
        yield Quad(subject, predicate, obj, "")


def claim_quads(report: ReportClaims, vocabulary: Vocabulary) -> Iterator[Quad]:
    """The quads of a report's claims; a claim that was inferred also says what was inferred."""
    report_id = str(report.data.metadata["id"])
    note = _vet("hasInferenceNote")
    graphs: dict[str, str] = {}
    for claim in report.claims:
        graph = graphs.get(claim.passage)
        if graph is None:
            graph = graphs[claim.passage] = terms.iri(passage_iri(report_id, claim.passage))
        yield Quad(claim.subject, claim.predicate, claim.object, graph)
        yield Quad(claim.subject, claim.predicate, claim.object, "")
        if claim.inferred:
            about = vocabulary.property_labels.get(claim.predicate.strip("<>"), "")
            words = terms.text(f"{about}：{claim.inferred}", "zh")
            yield Quad(claim.subject, note, words, graph)


def report_quads(report: ReportClaims) -> Iterator[Quad]:
    """The description of the report and of each of its passages, in the report's own graph."""
    meta = report.data.metadata
    node = terms.iri(report_iri(str(meta["id"])))
    title = terms.text(str(meta["title"]), "zh")
    about = [
        (node, _TYPE, _vet("Report")),
        (node, _LABEL, title),
        (node, terms.iri(DCTERMS + "title"), title),
        (node, _vet("hasDigest"), terms.plain(str(meta["sha256"]))),
        (node, _vet("isAbout"), terms.iri(report.subject.iri)),
    ]
    if "year" in meta:
        about.append((node, _vet("reportsYear"), terms.date(str(meta["year"]))))
    if "published" in meta:
        about.append((node, terms.iri(DCTERMS + "issued"), terms.date(str(meta["published"]))))
    if "publisher" in meta:
        publisher = terms.text(str(meta["publisher"]), "zh")
        about.append((node, _vet("hasPublisherName"), publisher))
    if report.place is not None:
        about.append((node, _vet("covers"), terms.iri(report.place.iri)))
    yield from both(about, node)
    cells = {
        f"table/{t.number}/{kind}/{n}/column/{c}": cell
        for t in report.data.tables
        for kind, rows in (("header", t.header), ("row", t.rows))
        for n, row in enumerate(rows, 1)
        for c, cell in enumerate(row, 1)
    }
    for passage in report.data.passages:
        yield from _passage_quads(str(meta["id"]), node, passage, cells.get(passage.address))


def _passage_quads(
    report: str, graph: str, passage: Passage, printed: str | None
) -> Iterator[Quad]:
    node = terms.iri(passage_iri(report, passage.address))
    parts = passage.address.split("/")
    place = dict(zip(parts[::2], parts[1::2], strict=False))
    values = [
        (_TYPE, _vet("Passage")),
        (_vet("isPassageOf"), graph),
        (_vet("hasAddress"), terms.plain(passage.address)),
        (_vet("hasPassageKind"), terms.iri(concept_iri("passage-kind", passage.kind))),
        (_vet("inSection"), terms.plain(passage.section)),
        (_vet("startsAt"), terms.integer(passage.spans[0][0])),
        (_vet("endsAt"), terms.integer(passage.spans[-1][1])),
    ]
    for key, predicate in (("table", "inTable"), ("row", "atRow"), ("column", "atColumn")):
        if key in place:
            values.append((_vet(predicate), terms.plain(place[key])))
    if passage.case:
        values.append((_vet("inCase"), terms.plain(passage.case)))
    if len(passage.spans) > 1:
        spans = " ".join(f"{start}-{end}" for start, end in passage.spans)
        values.append((_vet("hasSpans"), terms.plain(spans)))
    if printed is not None:
        values.append((_vet("hasPrintedText"), terms.text(printed, "zh")))
    for predicate, obj in values:
        yield Quad(node, predicate, obj, graph)


def identity_quads(
    registry: Registry, vocabulary: Vocabulary, reports: list[ReportClaims]
) -> Iterator[Quad]:
    """Class, labels and further names of every thing that some claim speaks of."""
    used = {term for r in reports for c in r.claims for term in (c.subject, c.object)}
    used |= {terms.iri(r.subject.iri) for r in reports}
    used |= {terms.iri(r.place.iri) for r in reports if r.place}
    triples: list[tuple[str, str, str]] = []
    composed = {iri: labels for r in reports for iri, labels in r.labels.items()}
    for thing in registry.things.values():
        node = terms.iri(thing.iri)
        if node not in used:
            continue
        triples.extend((node, _TYPE, _vet(c)) for c in vocabulary.superclasses[thing.cls])
        zh, en = composed.get(thing.iri, (thing.name, thing.en))
        if zh:
            triples.append((node, _LABEL, terms.text(zh, "zh")))
        if en:
            triples.append((node, _LABEL, terms.text(en, "en")))
    registered = {thing.iri for thing in registry.things.values()}
    for iri, (zh, en) in composed.items():
        if iri not in registered:
            triples.append((terms.iri(iri), _LABEL, terms.text(zh, "zh")))
            if en:
                triples.append((terms.iri(iri), _LABEL, terms.text(en, "en")))
    for name in registry.names:
        node = terms.iri(registry.things[name.id].iri)
        if node in used:
            triples.append((node, _ALT, terms.text(name.name, "zh")))
            if name.kind == "short" and registry.is_a(name.id, ("Agent",)):
                triples.append((node, _vet("hasShortName"), terms.text(name.name, "zh")))
    for pair in registry.resemblances:
        ends = [terms.iri(registry.things[i].iri) for i in (pair.id, pair.other)]
        if all(end in used for end in ends):
            slug = "--".join(i.partition("/")[2] for i in (pair.id, pair.other))
            node = terms.iri(entity_iri("resemblance", slug))
            triples.append((node, _TYPE, _vet("Resemblance")))
            triples.extend((node, _vet("resembles"), end) for end in ends)
            triples.append((node, _vet("hasReason"), terms.text(pair.reason, "zh")))
            triples.append((ends[0], _vet("possiblySameAs"), ends[1]))
            triples.append((ends[1], _vet("possiblySameAs"), ends[0]))
    yield from both(triples, terms.iri(IDENTITY_GRAPH))


def reference_quads(
    registry: Registry, vocabulary: Vocabulary, folder: Path, stated: Iterable[Quad]
) -> Iterator[Quad]:
    """Official codes of what the reports speak of, from outside sources, in a graph of their own.

    Args:
        registry: Who is who.
        vocabulary: Concepts.
        folder: The folder of reference tables.
        stated: What the reports and the registers say; codes of other things are left out.
    """
    used = {quad.subject for quad in stated}
    triples = [
        triple
        for triple in reference_triples(registry, vocabulary, folder)
        if triple[0] in used or triple[0].startswith(f"<{SCHEME}")
    ]
    yield from both(triples, terms.iri(REFERENCE_GRAPH))


def ontology_quads(vocabulary: Vocabulary) -> Iterator[Quad]:
    """The ontology with its schemes, and industry terms that no scheme holds yet."""
    yield from both(vocabulary.triples, terms.iri(ONTOLOGY_GRAPH))
    minted = []
    for iri, label in vocabulary.minted:
        node = terms.iri(iri)
        minted.append((node, _TYPE, _vet("IndustryTerm")))
        minted.append((node, terms.iri(SKOS + "prefLabel"), terms.text(label, "zh")))
        minted.append((node, terms.iri(SKOS + "inScheme"), terms.iri(iri.rpartition("/")[0])))
    yield from both(minted, terms.iri(IDENTITY_GRAPH))
