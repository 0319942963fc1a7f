"""Codes looked up outside the reports: what the files say, and how a faulty line is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.claims.csvfile import read_rows
from graph_builder.claims.identity import Registry, load_identity
from graph_builder.claims.reference import (
    COUNTRY_COLUMNS,
    DIVISION_COLUMNS,
    INDUSTRY_COLUMNS,
    MATCHES,
    PROGRAMME_COLUMNS,
    reference_triples,
)
from graph_builder.claims.vocabulary import Vocabulary, load_vocabulary
from graph_builder.errors import InputError
from graph_builder.names import ID, SCHEME, SKOS, VET

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "reference"
COLUMNS = {
    "programme_codes.csv": PROGRAMME_COLUMNS,
    "countries.csv": COUNTRY_COLUMNS,
    "divisions.csv": DIVISION_COLUMNS,
    "industries_gbt4754.csv": INDUSTRY_COLUMNS,
}
CODES = {
    ("programme_codes.csv", "code"): r"(\d{6})?",
    ("countries.csv", "alpha2"): r"[A-Z]{2}",
    ("countries.csv", "alpha3"): r"[A-Z]{3}",
    ("divisions.csv", "code"): r"\d{6}",
    ("industries_gbt4754.csv", "code"): r"[A-T](\d{2,4})?",
}

Triple = tuple[str, str, str]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """The vocabulary without drafts of schemes."""
    folder = tmp_path_factory.mktemp("vocabulary") / "ontology"
    shutil.copytree(ROOT / "ontology", folder, ignore=shutil.ignore_patterns("draft-*"))
    return load_vocabulary(folder)


@pytest.fixture(scope="module")
def registry(vocabulary: Vocabulary) -> Registry:
    registry = Registry(vocabulary.superclasses)
    load_identity(registry, ROOT / "data" / "identity")
    return registry


@pytest.fixture(scope="module")
def triples(registry: Registry, vocabulary: Vocabulary) -> list[Triple]:
    return list(reference_triples(registry, vocabulary, FOLDER))


def _cells(file: str) -> list[dict[str, str]]:
    return [row.cells for row in read_rows(FOLDER / file, COLUMNS[file], file)]


def _objects(triples: list[Triple], subject: str, predicate: str) -> list[str]:
    return [o for s, p, o in triples if s == f"<{subject}>" and p == f"<{predicate}>"]


# == What the files say ==


def test_the_triples_are_rdf_and_none_is_said_twice(triples: list[Triple]) -> None:
    lines = "".join(f"{' '.join(triple)} .\n" for triple in triples)
    parsed = set(ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES))
    assert len(parsed) == len(triples) == len(set(triples))


def test_the_triples_are_the_same_at_every_run(
    triples: list[Triple], registry: Registry, vocabulary: Vocabulary
) -> None:
    assert list(reference_triples(registry, vocabulary, FOLDER)) == triples


@pytest.mark.parametrize(
    ("programme", "code", "name"),
    [
        ("zhong-can-peng-ren", "740201", "中餐烹饪"),
        ("dao-lu-yu-qiao-liang-shi-gong-gong-cheng", "700201", "道路与桥梁工程施工"),
        ("she-hui-wen-hua-yi-shu-bo-yin-zhu-chi-fang-xiang", "750401", "社会文化艺术"),
    ],
)
def test_a_programme_has_the_code_and_the_name_of_the_catalogue(
    triples: list[Triple], programme: str, code: str, name: str
) -> None:
    iri = f"{ID}programme/{programme}"
    assert _objects(triples, iri, VET + "hasCatalogueCode") == [f'"{code}"']
    assert _objects(triples, iri, VET + "hasCatalogueName") == [f'"{name}"@zh']


def test_a_programme_that_the_catalogue_lacks_stays_without_a_code(triples: list[Triple]) -> None:
    iri = f"{ID}programme/ke-yun-fu-wu"
    assert not [s for s, _, _ in triples if s == f"<{iri}>"]
    (row,) = [c for c in _cells("programme_codes.csv") if c["id"] == "programme/ke-yun-fu-wu"]
    assert row["note"]


def test_a_name_that_differs_from_the_catalogue_is_explained(registry: Registry) -> None:
    rows = _cells("programme_codes.csv")
    assert len(rows) > 20
    for row in rows:
        assert row["note"] or row["official_name"] == registry.things[row["id"]].name, row


def test_a_country_has_its_two_codes_and_a_place_its_own(triples: list[Triple]) -> None:
    identifier = "http://purl.org/dc/terms/identifier"
    assert _objects(triples, f"{ID}country/ma-lai-xi-ya", identifier) == ['"MY"', '"MYS"']
    assert _objects(triples, f"{ID}place/rong-an-xian", identifier) == ['"450224"']
    assert _objects(triples, f"{ID}place/bao-jiang-cun", identifier) == []


def test_an_industry_leads_to_a_class_with_code_and_name(triples: list[Triple]) -> None:
    target = f"{SCHEME}gbt4754/R88"
    for term, match in (
        ("wen-hua-yi-shu-hang-ye", "closeMatch"),
        ("wen-hua-chan-ye", "relatedMatch"),
    ):
        assert _objects(triples, f"{SCHEME}industry/{term}", SKOS + match) == [f"<{target}>"]
    assert _objects(triples, target, SKOS + "notation") == ['"R88"']
    labels = _objects(triples, target, SKOS + "prefLabel")
    assert labels == ['"文化艺术业"@zh', '"Culture and arts"@en']
    assert _objects(triples, target, SKOS + "inScheme") == [f"<{SCHEME}gbt4754>"]


def test_every_match_says_what_it_rests_on_and_why(triples: list[Triple]) -> None:
    matches = {(s, o) for s, p, o in triples if p in {f"<{SKOS}{m}>" for m in MATCHES}}
    links = {s for s, _, o in triples if o == f"<{VET}ConceptLink>"}
    assert len(matches) == len(links) == len(_cells("industries_gbt4754.csv"))
    explained = set()
    for link in links:
        iri = link.strip("<>")
        (start,) = _objects(triples, iri, VET + "linksFrom")
        (end,) = _objects(triples, iri, VET + "linksTo")
        (basis,) = _objects(triples, iri, VET + "restsOn")
        assert basis.startswith(f"<{SCHEME}link-basis/")
        assert len(_objects(triples, iri, VET + "hasReason")) == 1
        explained.add((start, end))
    assert explained == matches


def test_no_industry_is_said_to_be_exactly_a_class_and_no_stage_of_work_is_matched(
    triples: list[Triple],
) -> None:
    assert not [p for _, p, _ in triples if "exactMatch" in p]
    matched = {row["industry"] for row in _cells("industries_gbt4754.csv")}
    assert not matched & {"sheng-chan-zhi-zao", "ce-shi-zhuang-diao", "she-bei-yun-wei"}


@pytest.mark.parametrize(("file", "column"), CODES)
def test_codes_have_the_form_of_their_register(file: str, column: str) -> None:
    cells = [row[column] for row in _cells(file)]
    assert cells
    assert not [c for c in cells if re.fullmatch(CODES[file, column], c) is None]


def test_the_files_end_in_one_line_feed_and_name_a_source_in_every_line() -> None:
    assert {path.name for path in FOLDER.glob("*.csv")} == set(COLUMNS)
    for file in COLUMNS:
        source = (FOLDER / file).read_bytes()
        assert b"\r" not in source
        assert source.endswith(b"\n")
        assert all(row["source"] for row in _cells(file))


# == Faulty lines ==


def _without(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


FAULTS = [
    ("programme_codes.csv", "programme/hu-li,", "programme/hu-ly,", "IDENTITY-UNKNOWN", "id"),
    ("programme_codes.csv", "programme/hu-li,", "country/tai-guo,", "FACT-CLASS", "id"),
    (
        "programme_codes.csv",
        "programme/hu-li,",
        "programme/wu-dao-biao-yan,",
        "IDENTITY-DUPLICATE",
        "id",
    ),
    ("programme_codes.csv", "720201,护理,", "720201,,", "FACT-REQUIRED", "official_name"),
    ("programme_codes.csv", "720201,护理,", ",,", "FACT-REQUIRED", "note"),
    ("countries.csv", "MY,MYS", "MY,", "FACT-REQUIRED", "alpha3"),
    ("countries.csv", "MYS,ISO 3166-1", "MYS,", "FACT-REQUIRED", "source"),
    ("divisions.csv", ",450224,", ",,", "FACT-REQUIRED", "code"),
    ("divisions.csv", "id,code,source", "id,code", "CSV-HEADER", None),
    ("industries_gbt4754.csv", "can-yin-ye,", "can-yin-y,", "FACT-KIND", "industry"),
    ("industries_gbt4754.csv", ",wording,", ",wordings,", "FACT-KIND", "basis"),
    (
        "industries_gbt4754.csv",
        "can-yin-ye,closeMatch",
        "can-yin-ye,exactMatch",
        "FACT-CLASS",
        "match",
    ),
    (
        "industries_gbt4754.csv",
        "wen-hua-chan-ye,",
        "wen-hua-yi-shu-hang-ye,",
        "IDENTITY-DUPLICATE",
        "code",
    ),
    (
        "industries_gbt4754.csv",
        "relatedMatch,R88,文化艺术业",
        "relatedMatch,R88,文艺业",
        "FACT-CLASS",
        "name",
    ),
    ("industries_gbt4754.csv", "航空运输业,Air transport", "航空运输业,", "FACT-REQUIRED", "en"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "column"),
    [pytest.param(*fault, id=f"{fault[3]} {fault[0]} {fault[4]}") for fault in FAULTS],
)
def test_a_faulty_line_is_refused_with_its_file_line_and_column(
    tmp_path: Path,
    registry: Registry,
    vocabulary: Vocabulary,
    file: str,
    old: str,
    new: str,
    code: str,
    column: str | None,
) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(_without(text, old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(reference_triples(registry, vocabulary, folder))
    where = caught.value.where
    assert where is not None
    assert (caught.value.code, where.column) == (code, column)
    assert where.file == f"reference/{file}"
    if code != "IDENTITY-DUPLICATE":
        assert where.line == 1 + text[: text.index(old)].count("\n")
    assert "{" not in caught.value.render("zh") + caught.value.render("en")


@pytest.mark.parametrize("file", COLUMNS)
def test_a_missing_file_is_an_error(
    tmp_path: Path, registry: Registry, vocabulary: Vocabulary, file: str
) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)
    (folder / file).unlink()
    with pytest.raises(InputError) as caught:
        list(reference_triples(registry, vocabulary, folder))
    assert caught.value.code == "CSV-READ"
