"""Facts looked up outside the reports: codes of programmes, countries, places and industry classes.

`data/reference/` holds one file for each register. Every line names its source. What a report
prints is never changed by it: the statements form a graph of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder import terms
from graph_builder.claims.csvfile import Row, read_rows
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError
from graph_builder.names import DCTERMS, RDF, SCHEME, SKOS, VET, concept_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph_builder.claims.identity import Registry, Thing
    from graph_builder.claims.vocabulary import Vocabulary

    Triple = tuple[str, str, str]

PROGRAMME_COLUMNS = ("id", "code", "official_name", "note", "source")
COUNTRY_COLUMNS = ("id", "alpha2", "alpha3", "source")
DIVISION_COLUMNS = ("id", "code", "source")
INDUSTRY_COLUMNS = ("industry", "match", "code", "name", "en", "basis", "reason", "source")
#: How an industry term may correspond to a class; never exactMatch, no report names the standard.
MATCHES = ("closeMatch", "broadMatch", "relatedMatch")

_GBT = terms.iri(SCHEME + "gbt4754")
_GBT_TITLES = (
    terms.text("国民经济行业分类（GB/T 4754—2017）", "zh"),
    terms.text("Industrial classification for national economic activities (GB/T 4754-2017)", "en"),
)
_TYPE = terms.iri(RDF + "type")
_IDENTIFIER = terms.iri(DCTERMS + "identifier")


def reference_triples(registry: Registry, vocabulary: Vocabulary, folder: Path) -> Iterator[Triple]:
    """Everything the reference files say, for the graph `names.REFERENCE_GRAPH`.

    Whether the things spoken of are in use is for the caller to see: subjects under `names.ID`
    are registered things, all others belong to the schemes.

    Args:
        registry: Things that the lines refer to by id.
        vocabulary: Industry terms that the lines refer to by the slug of their IRI.
        folder: `data/reference/`.

    Yields:
        Triples of N-Quads terms, in the order of the files, each triple once.

    Raises:
        InputError: A file is missing or a line is not as it should be.
    """
    yield from _programmes(registry, folder)
    yield from _countries(registry, folder)
    yield from _divisions(registry, folder)
    yield from _industries(vocabulary, folder)


def _programmes(registry: Registry, folder: Path) -> Iterator[Triple]:
    """Code and name in the national catalogue; a line without a code says that there is none."""
    for row, thing in _things(registry, folder, "programme_codes.csv", PROGRAMME_COLUMNS):
        node = terms.iri(thing.iri)
        if row.cells["code"]:
            name = _filled(row, "official_name")
            yield node, terms.iri(VET + "hasCatalogueCode"), terms.plain(row.cells["code"])
            yield node, terms.iri(VET + "hasCatalogueName"), terms.text(name, "zh")
        else:
            _filled(row, "note")


def _countries(registry: Registry, folder: Path) -> Iterator[Triple]:
    """The two codes of ISO 3166-1."""
    for row, thing in _things(registry, folder, "countries.csv", COUNTRY_COLUMNS):
        for column in ("alpha2", "alpha3"):
            yield terms.iri(thing.iri), _IDENTIFIER, terms.plain(_filled(row, column))


def _divisions(registry: Registry, folder: Path) -> Iterator[Triple]:
    """The code of an administrative division."""
    for row, thing in _things(registry, folder, "divisions.csv", DIVISION_COLUMNS):
        yield terms.iri(thing.iri), _IDENTIFIER, terms.plain(_filled(row, "code"))


_CLASSES = {
    "programme_codes.csv": "Programme",
    "countries.csv": "Country",
    "divisions.csv": "Place",
}


def _things(
    registry: Registry, folder: Path, file: str, columns: tuple[str, ...]
) -> Iterator[tuple[Row, Thing]]:
    """Each line with the thing it is about; a thing has one line at most."""
    seen: set[str] = set()
    for row in read_rows(folder / file, columns, f"{folder.name}/{file}"):
        thing = registry.things.get(row.cells["id"])
        if thing is None:
            raise InputError("IDENTITY-UNKNOWN", row.place("id"), found=row.cells["id"])
        if not registry.is_a(thing.id, (_CLASSES[file],)):
            raise InputError(
                "FACT-CLASS", row.place("id"), found=thing.cls, expected=_CLASSES[file]
            )
        if thing.id in seen:
            raise InputError("IDENTITY-DUPLICATE", row.place("id"), found=thing.id)
        seen.add(thing.id)
        _filled(row, "source")
        yield row, thing


def _industries(vocabulary: Vocabulary, folder: Path) -> Iterator[Triple]:
    """Classes of the standard, and the industry terms that correspond to them with the reason."""
    file = "industries_gbt4754.csv"
    prefix = concept_iri("industry", "")
    known = set(vocabulary.concepts.get("industry", {}).values())
    bases = set(vocabulary.concepts.get("link-basis", {}).values())
    yield _GBT, _TYPE, terms.iri(SKOS + "ConceptScheme")
    for title in _GBT_TITLES:
        yield _GBT, terms.iri(DCTERMS + "title"), title
    classes: dict[str, str] = {}
    pairs: set[tuple[str, str]] = set()
    for row in read_rows(folder / file, INDUSTRY_COLUMNS, f"{folder.name}/{file}"):
        cells = {column: _filled(row, column) for column in INDUSTRY_COLUMNS}
        slug, code = cells["industry"], cells["code"]
        industry, basis = prefix + slug, concept_iri("link-basis", cells["basis"])
        _must_be_known(row, "industry", industry, known)
        _must_be_known(row, "basis", basis, bases)
        if cells["match"] not in MATCHES:
            raise InputError(
                "FACT-CLASS",
                row.place("match"),
                found=cells["match"],
                expected="、".join(MATCHES),
            )
        if (slug, code) in pairs:
            raise InputError("IDENTITY-DUPLICATE", row.place("code"), found=f"{slug} {code}")
        pairs.add((slug, code))
        if code not in classes:
            classes[code] = cells["name"]
            yield from _class(cells)
        elif classes[code] != cells["name"]:
            raise InputError(
                "FACT-CLASS", row.place("name"), found=cells["name"], expected=classes[code]
            )
        yield from _link(terms.iri(industry), terms.iri(basis), cells)


def _class(cells: dict[str, str]) -> Iterator[Triple]:
    node = terms.iri(concept_iri("gbt4754", cells["code"]))
    yield node, _TYPE, terms.iri(SKOS + "Concept")
    yield node, terms.iri(SKOS + "inScheme"), _GBT
    yield node, terms.iri(SKOS + "notation"), terms.plain(cells["code"])
    yield node, terms.iri(SKOS + "prefLabel"), terms.text(cells["name"], "zh")
    yield node, terms.iri(SKOS + "prefLabel"), terms.text(cells["en"], "en")
    yield node, terms.iri(DCTERMS + "source"), terms.text(cells["source"], "zh")


def _link(industry: str, basis: str, cells: dict[str, str]) -> Iterator[Triple]:
    node = terms.iri(f"{concept_iri('industry', 'link')}/{cells['industry']}--{cells['code']}")
    target = terms.iri(concept_iri("gbt4754", cells["code"]))
    yield industry, terms.iri(SKOS + cells["match"]), target
    yield node, _TYPE, terms.iri(VET + "ConceptLink")
    yield node, terms.iri(VET + "linksFrom"), industry
    yield node, terms.iri(VET + "linksTo"), target
    yield node, terms.iri(VET + "restsOn"), basis
    yield node, terms.iri(VET + "hasReason"), terms.text(cells["reason"], "zh")


def _must_be_known(row: Row, column: str, iri: str, known: set[str]) -> None:
    if iri not in known:
        slugs = (i.rpartition("/")[2] for i in sorted(known))
        raise InputError(
            "FACT-KIND",
            row.place(column),
            found=row.cells[column],
            nearest="、".join(nearest(row.cells[column], slugs)) or "—",
        )


def _filled(row: Row, column: str) -> str:
    """The cell, which must not be blank."""
    if not row.cells[column]:
        raise InputError("FACT-REQUIRED", row.place(column))
    return row.cells[column]
