"""Readings are read strictly, and decide a finding only when they are about all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.check.audit.folders import readings_for
from graph_builder.check.audit.readings import Reading, read_readings
from graph_builder.check.audit.run import audit, reports_of
from graph_builder.errors import InputError
from tests.check.audit.samples import case_graph, rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph_builder.check.audit.findings import Finding

REPORT = "https://w3id.org/zhitu/id/report/yunzhou-2031"
HEAD = "id,code,verdict,passages,reading,reason\n"
ADDRESSES = frozenset(("table/3/row/35/column/4", "table/3/row/36/column/4", "section/6.2"))
KINDS = ("PARTS-OVERLAP", "PARTS-EXCEED-WHOLE", "SUM-AGREES")
GOOD = "books,PARTS-OVERLAP,explained,table/3/row/35/column/4|section/6.2,可以重叠。,没有说互斥。\n"
#: The cells of the textbooks in the case of SUM-OVER that break the rule, but for the one with 0.
CELLS = tuple(f"table/3/row/{row}/column/4" for row in (35, 36, 37, 38))


def written(folder: Path, lines: str) -> Path:
    path = folder / "readings.csv"
    path.write_text(HEAD + lines, "utf-8")
    return path


def test_a_reading_is_read_with_all_its_places(tmp_path: Path) -> None:
    (reading,) = read_readings(written(tmp_path, GOOD), ADDRESSES, KINDS, "r.csv")
    assert reading == Reading(
        "books",
        "PARTS-OVERLAP",
        "explained",
        ("table/3/row/35/column/4", "section/6.2"),
        "可以重叠。",
        "没有说互斥。",
    )


@pytest.mark.parametrize(
    ("lines", "code", "says"),
    [
        pytest.param(GOOD.replace("OVERLAP", "OVRLAP"), "AUDIT-READING", ["OVRLAP"], id="code"),
        pytest.param(
            GOOD.replace("explained", "right"),
            "AUDIT-READING",
            ["right", "explained"],
            id="verdict",
        ),
        pytest.param(
            GOOD.replace("section/6.2", "section/6.3"),
            "FACT-PASSAGE",
            ["section/6.3", "section/6.2"],
            id="passage",
        ),
        pytest.param(GOOD.replace("没有说互斥。", ""), "AUDIT-BLANK", ["reason"], id="no reason"),
        pytest.param(GOOD.replace("books", ""), "AUDIT-BLANK", ["id"], id="no id"),
        pytest.param(GOOD + GOOD, "AUDIT-TWICE", ["books", "3"], id="twice"),
        pytest.param("books,PARTS-OVERLAP\n", "CSV-WIDTH", ["2"], id="width"),
    ],
)
def test_a_fault_of_a_reading_is_named_with_its_line(
    tmp_path: Path, lines: str, code: str, says: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        read_readings(written(tmp_path, lines), ADDRESSES, KINDS, "r.csv")
    assert caught.value.code == code
    for lang in ("zh", "en"):
        assert all(word in caught.value.render(lang) for word in ("r.csv", *says))


def reading(name: str, code: str, verdict: str, *passages: str) -> Reading:
    return Reading(name, code, verdict, passages, "读法。", "理由。")


def judged(*readings: Reading, code: str = "SUM-OVER") -> Finding:
    """The first finding of a rule's bad case under some readings."""
    result = audit(case_graph(code, "bad"), [rules()[code]], {REPORT: readings})
    return result.findings[0]


def test_without_readings_the_rule_itself_judges() -> None:
    assert judged().verdict == "open"
    assert judged(code="SUM-KINDS").verdict == "contradiction"


def test_a_reading_about_every_figure_decides_and_is_named() -> None:
    books = reading("books", "PARTS-OVERLAP", "explained", *CELLS)
    finding = judged(books)
    assert finding.verdict == "explained"
    assert finding.reading == books
    assert finding.remarks == ()


def test_a_row_covers_its_cells_and_a_table_its_rows() -> None:
    rows = [cell.rpartition("/column")[0] for cell in CELLS]
    assert judged(reading("rows", "PARTS-OVERLAP", "explained", *rows)).verdict == "explained"
    assert judged(reading("table", "PARTS-OVERLAP", "explained", "table/3")).verdict == "explained"


@pytest.mark.parametrize("left_out", CELLS)
def test_a_reading_that_leaves_out_a_figure_says_nothing(left_out: str) -> None:
    others = [cell for cell in CELLS if cell != left_out]
    finding = judged(reading("part", "PARTS-OVERLAP", "explained", *others))
    assert finding.verdict == "open"
    assert finding.reading is None
    assert finding.remarks == ()


def test_a_reading_that_only_repeats_the_gap_is_named_and_decides_nothing() -> None:
    repeats = reading("repeats", "PARTS-EXCEED-WHOLE", "open", *CELLS)
    finding = judged(repeats)
    assert finding.verdict == "open"
    assert finding.reading is None
    assert finding.remarks == (repeats,)


def test_what_explains_goes_before_what_leaves_open() -> None:
    leaves = reading("leaves", "PARTS-OVERLAP", "open", *CELLS)
    explains = reading("explains", "PARTS-OVERLAP", "explained", *CELLS)
    finding = judged(leaves, explains)
    assert finding.reading == explains
    assert finding.remarks == (leaves,)
    assert finding.verdict == "explained"


def test_an_open_reading_takes_a_contradiction_back() -> None:
    cells = tuple(f"table/1/row/{row}/column/4" for row in (7, 8, 9, 10))
    finding = judged(reading("sums", "SUM-AGREES", "open", *cells), code="SUM-KINDS")
    assert finding.verdict == "open"


def test_a_sentence_stands_for_a_figure_only_where_no_cell_prints_it() -> None:
    # 毕业生人数 is printed in a cell and in a sentence, which may print much else.
    sentence = reading("s", "SAME-VALUE", "explained", "section/2.4/paragraph/1/sentence/1")
    cell = reading("c", "SAME-VALUE", "explained", "table/1/row/1/column/4", *sentence.passages)
    graduates = "table/1/row/1/column/4"
    for given, verdict in ((sentence, "contradiction"), (cell, "explained")):
        result = audit(
            case_graph("FIGURE-TWICE", "bad"), [rules()["FIGURE-TWICE"]], {REPORT: [given]}
        )
        finding = next(f for f in result.findings if f.first_place == graduates)
        assert finding.verdict == verdict


def given(path: Path, kinds: Sequence[str] = KINDS) -> dict[str, list[Reading]]:
    graph = case_graph("SUM-OVER", "bad")
    return readings_for(graph, reports_of(graph), kinds, [path])


def test_readings_are_taken_from_a_file_or_from_the_folder_of_the_report(tmp_path: Path) -> None:
    line = f"books,PARTS-OVERLAP,explained,{'|'.join(CELLS)},可以重叠。,没有说互斥。\n"
    path = written(tmp_path, line)
    assert [r.id for r in given(path)[REPORT]] == ["books"]
    (tmp_path / "report.toml").write_text('id = "yunzhou-2031"\n', "utf-8")
    assert given(tmp_path) == given(path)


def test_readings_of_a_report_that_is_not_there_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    (tmp_path / "report.toml").write_text('id = "haizhou-2031"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        given(path)
    assert caught.value.code == "AUDIT-READINGS-REPORT"
    assert "yunzhou-2031" in str(caught.value)


def test_a_report_that_does_not_ship_with_zhitu_has_no_readings() -> None:
    graph = case_graph("SUM-OVER", "bad")
    assert readings_for(graph, reports_of(graph), KINDS) == {}
