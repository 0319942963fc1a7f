"""The real report, when its document stands beside the project; numbers were counted by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph_builder.paths import bundled
from graph_builder.sources.document import Document, text_of
from graph_builder.sources.folder import load_folder, write_folder
from graph_builder.sources.reader import read_report
from graph_builder.sources.text import ReportText, load_text

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT.parent / "shared" / "report" / "liuzhou-2023.txt"
COMMITTED = bundled("data") / "liuzhou-2023"

pytestmark = pytest.mark.report_text


@pytest.fixture(scope="module")
def text() -> ReportText:
    if not DOCUMENT.is_file():
        pytest.skip(f"the report document {DOCUMENT} is not on this machine")
    return load_text(DOCUMENT)


@pytest.fixture(scope="module")
def document(text: ReportText) -> Document:
    return read_report(text)


def test_reading_reproduces_the_committed_files_byte_for_byte(
    document: Document, tmp_path: Path
) -> None:
    fresh = tmp_path / "liuzhou-2023"
    write_folder(document, fresh)
    names = sorted(str(p.relative_to(fresh)) for p in fresh.rglob("*") if p.is_file())
    committed = ["passages.csv", "report.toml"]
    committed += [f"tables/{p.name}" for p in (COMMITTED / "tables").iterdir()]
    assert names == sorted(committed)
    for name in names:
        assert (fresh / name).read_bytes() == (COMMITTED / name).read_bytes(), name


def test_the_tables_have_the_rows_that_are_printed(document: Document) -> None:
    assert [
        (t.number, t.kind, len(t.header), len(t.rows), len(t.header[0])) for t in document.tables
    ] == [
        ("1-1", "schools", 1, 9, 3),
        ("2-1", "competition-results", 2, 2, 7),
        ("6-1", "cluster-chains", 1, 30, 5),
        ("1", "indicators", 1, 12, 4),
        ("2", "indicators", 1, 12, 6),
        ("3", "indicators", 1, 43, 4),
        ("3-listing", "cluster-listing", 1, 22, 4),
        ("4", "indicators", 1, 18, 4),
        ("5", "indicators", 1, 16, 4),
        ("6", "indicators", 1, 22, 4),
    ]
    assert sum(len(t.rows) for t in document.tables if t.kind == "indicators") == 123


def test_the_parts_of_the_report_are_counted(document: Document) -> None:
    counts = Counter(p.kind for p in document.passages)
    # The contents have 35 numbered entries, 3 challenges and 6 tables; 7.1.1 to 7.1.3, the preface
    # and the contents themselves are headings that they do not list.
    assert counts["heading"] == 35 + 3 + 3 + 2
    assert counts["contents-line"] == 35 + 3 + 6
    assert counts["case-heading"] == 14
    # Figures 1 to 13, of which figure 9 is printed twice.
    assert counts["caption"] == 14
    assert counts["table-caption"] == 9
    assert counts["note"] == 1
    assert document.notices == ()


CASE_SECTIONS = [
    "2.2", "2.3", "2.6", "3.2", "3.3", "4.1", "5.1", "5.3", "6.1", "6.1", "6.2", "6.3", "6.4",
    "6.5",
]  # fmt: skip


def test_cases_and_captions_stand_in_their_sections(document: Document) -> None:
    cases = [p.address for p in document.passages if p.kind == "case-heading"]
    assert cases == [f"section/{s}/case/{n}" for n, s in enumerate(CASE_SECTIONS, 1)]
    captions = Counter(p.section for p in document.passages if p.kind == "caption")
    assert captions == {
        "2.3": 2, "2.4": 1, "2.6": 1, "3.2": 1, "4.1": 2, "4.2": 1, "6.1": 2, "6.4": 2, "6.5": 2,
    }  # fmt: skip


# Lines of the document on both sides of each tear, read off the document by eye.
TORN_PARAGRAPHS = [
    "122+126", "134+138", "146+150", "160+164", "172+174", "203+207", "232+234", "248+252",
    "260+262", "266+272", "280+284", "296+298", "318+320", "344+348", "356+360", "370+374",
    "442+446", "466+470", "484+486", "494+498", "532+536", "546+550", "572+576", "582+586",
]  # fmt: skip


def test_the_repairs_are_those_that_the_document_needs(document: Document) -> None:
    repairs = [r for r in document.repairs if r.kind != "joined-paragraph"]
    assert repairs == [
        ("joined-row", "table/1-1/row/2", "101+105"),
        ("joined-row", "table/6-1/row/1", "383+387"),
        ("shifted-row", "table/6-1/row/13", "399"),
        ("shifted-row", "table/3/row/27", "663"),
        ("joined-row", "table/3-listing/row/11", "697+701"),
    ]
    joined = [r.note for r in document.repairs if r.kind == "joined-paragraph"]
    assert joined == TORN_PARAGRAPHS


def test_mended_rows_read_as_the_report_means_them(document: Document) -> None:
    tables = {t.number: t for t in document.tables}
    assert tables["6-1"].rows[0][1:3] == ("1", "工业机器人技术应用专业群")
    assert tables["6-1"].rows[12][:3] == ("", "5", "交通运输专业群")
    assert tables["6-1"].rows[29] == ("共计", "22", "22", "29", "")
    assert tables["3"].rows[26] == ("", "接入国家智慧教育平台数量*", "门", "0")
    assert tables["3-listing"].rows[10][2] == "幼儿保育、旅游服务与管理"
    honours = [len(row[2].split(" 自治区示范性")) for row in tables["1-1"].rows]
    assert honours[1] == 2
    assert tables["6"].rows[-1][-1] == "13.49"


def test_the_metadata_are_those_of_the_title_page(document: Document, text: ReportText) -> None:
    assert document.metadata == {
        "title": "柳州市中等职业教育质量年度报告 (2023)",
        "publisher": "柳州市教育局",
        "published": "2024-01",
        "declared": "2024-01-17",
        "year": 2023,
        "publication_address": "http://jyj.liuzhou.gov.cn/",
        "language": "zh",
        "sha256": text.sha256,
    }


def test_no_words_of_the_document_are_lost(document: Document, text: ReportText) -> None:
    covered = bytearray(len(text.text))
    for passage in document.passages:
        for start, end in passage.spans:
            covered[start:end] = b"\1" * (end - start)
    lost = [c for c, seen in zip(text.text, covered, strict=True) if not seen and not c.isspace()]
    assert lost == []


def test_no_sentence_of_the_document_is_in_the_committed_files(
    document: Document, text: ReportText
) -> None:
    committed = "".join(
        p.read_text("utf-8") for p in [COMMITTED / "report.toml", COMMITTED / "passages.csv"]
    )
    sentences = [text_of(text.text, p) for p in document.passages if p.kind == "sentence"]
    assert len(sentences) == 232
    assert [s for s in sentences if s in committed] == []


def test_the_committed_folder_loads(document: Document) -> None:
    found = load_folder(COMMITTED)
    assert found.passages == document.passages
    assert found.tables == document.tables
