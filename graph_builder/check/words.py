"""The names that shapes use: a misspelt one would make a rule pass in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SH, SKOS, XSD, URIRef

from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError, Place
from graph_builder.names import VET, compact
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph_builder.check.shapes import Shapes

#: Vocabularies whose names are all known.
_CLOSED = (DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SH, SKOS, XSD)
#: A word of SHACL Advanced Features that rdflib does not know.
_ALSO = frozenset((str(SH) + "values",))


def refuse_unknown_words(shapes: Shapes, path: Path | None = None) -> None:
    """Refuse shapes that use a name which its vocabulary does not define.

    Args:
        shapes: What to look through: classes, properties, targets and the words of SHACL itself.
        path: The file to name in the message.

    Raises:
        InputError: A name is unknown; names the nearest known one.
    """
    own = ontology_terms()
    for iri in dict.fromkeys(_iris(shapes)):
        if iri.startswith(VET):
            known = own
        else:
            vocabulary = next((v for v in _CLOSED if iri.startswith(str(v))), None)
            if vocabulary is None or URIRef(iri) in vocabulary or iri in _ALSO:
                continue
            known = frozenset(str(term) for term in dir(vocabulary))
        if iri not in known:
            close = nearest(compact(iri), [compact(k) for k in known])
            place = Place(str(path)) if path else None
            raise InputError(
                "CHECK-WORD", place, found=compact(iri), nearest="、".join(close) or "—"
            )


def ontology_terms() -> frozenset[str]:
    """IRIs of the classes and properties of the ontology."""
    quads = ox.parse(path=str(bundled("ontology") / "zhitu.ttl"), format=ox.RdfFormat.TURTLE)
    return frozenset(
        q.subject.value
        for q in quads
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(VET)
    )


def _iris(shapes: Shapes) -> Iterator[str]:
    for _, predicate, obj in shapes.triples:
        yield predicate
        if isinstance(obj, ox.NamedNode):
            yield obj.value
