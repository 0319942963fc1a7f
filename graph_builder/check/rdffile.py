"""Any RDF file, by its suffix; a fault names the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".n3": ox.RdfFormat.N3,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def parse_rdf(path: Path) -> list[ox.Quad]:
    """Every statement of a file.

    Raises:
        InputError: Missing, unreadable, of an unknown kind, or faulty.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise InputError("CHECK-SUFFIX", Place(str(path)), expected=" ".join(FORMATS))
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError("CHECK-FILE", Place(str(path)), reason=reason) from error
    try:
        # A base makes relative IRIs, which some shapes files use, the same on every machine.
        return list(ox.parse(data, format=FORMATS[suffix], base_iri="https://w3id.org/zhitu/file/"))
    except SyntaxError as error:
        raise InputError("RDF-SYNTAX", Place(str(path), error.lineno), reason=error.msg) from error
