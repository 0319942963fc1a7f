"""The formats of answers: media types, file suffixes, and who writes them."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox


class TableFormat(NamedTuple):
    """A format for rows and for yes or no; `row` stands at least once for each row."""

    media: str
    others: tuple[str, ...]
    writer: ox.QueryResultsFormat
    row: bytes


class GraphFormat(NamedTuple):
    """A format for triples; `row` as above, about once for each triple."""

    media: str
    others: tuple[str, ...]
    writer: ox.RdfFormat
    row: bytes


#: Short name, which is the suffix of a file too -> format; the first is the one we like best.
TABLES = {
    "json": TableFormat(
        "application/sparql-results+json",
        ("application/json",),
        ox.QueryResultsFormat.JSON,
        b'}},{"',
    ),
    "xml": TableFormat(
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        ox.QueryResultsFormat.XML,
        b"<result>",
    ),
    "csv": TableFormat("text/csv", (), ox.QueryResultsFormat.CSV, b"\n"),
    "tsv": TableFormat("text/tab-separated-values", (), ox.QueryResultsFormat.TSV, b"\n"),
}
GRAPHS = {
    "ttl": GraphFormat(
        "text/turtle", ("application/turtle", "application/x-turtle"), ox.RdfFormat.TURTLE, b" ;\n"
    ),
    "nt": GraphFormat("application/n-triples", ("text/plain",), ox.RdfFormat.N_TRIPLES, b"\n"),
    "jsonld": GraphFormat(
        "application/ld+json", ("application/json",), ox.RdfFormat.JSON_LD, b'"@id"'
    ),
    "rdf": GraphFormat(
        "application/rdf+xml", ("application/xml", "text/xml"), ox.RdfFormat.RDF_XML, b"\n"
    ),
}
#: Formats that keep which passage states what; for the facts about a thing.
DATASETS = {
    "trig": GraphFormat("application/trig", (), ox.RdfFormat.TRIG, b"\n"),
    "nq": GraphFormat("application/n-quads", (), ox.RdfFormat.N_QUADS, b"\n"),
}


def media_types(formats: dict[str, TableFormat] | dict[str, GraphFormat]) -> dict[str, str]:
    """Every media type, ours before the others -> short name."""
    named = {f.media: name for name, f in formats.items()}
    for name, f in formats.items():
        for media in f.others:
            named.setdefault(media, name)
    return named


def content_type(media: str) -> str:
    """The value of Content-Type; text carries its encoding."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
