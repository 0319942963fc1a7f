"""`zhitu audit --since`: this year's report beside last year's."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from graph_builder.check.audit.figures import Change, Figure
from graph_builder.check.audit.reworded import Reworded, _pairs
from graph_builder.check.audit.run import audit
from graph_builder.check.audit.since import Comparison, compare
from graph_builder.check.audit.since_text import render_since
from graph_builder.check.audit.words import Words
from graph_builder.cli import run_command
from graph_builder.errors import GraphError, InputError
from graph_builder.graph.build import serialise
from tests.check.audit.samples import rules
from tests.check.audit.years import both_years

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.graph.access import EmbeddedGraph


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedGraph:
    return both_years(tmp_path_factory.mktemp("years"))


@pytest.fixture(scope="module")
def compared(both: EmbeddedGraph) -> Comparison:
    (found,) = compare(both, audit(both, rules().values()), "2022")
    return found


def figure(printed: str, unit: str = "人", half: str = "0") -> Figure:
    return Figure("指标", "指标", unit, printed, Decimal(printed), Decimal(half))


def test_what_changed_most_comes_first_with_both_printed_figures(compared: Comparison) -> None:
    changed = [
        (c.name, c.before.printed, c.after.printed, str(c.difference), c.relative)
        for c in compared.changes
        if c.state == "changed" and c.before and c.after
    ]
    assert changed == [
        ("横向技术服务产生的经济效益", "0", "50", "50", ""),
        ("互联网出口带宽", "1000", "7000", "6000", "+600%"),
        ("技术产权交易收入", "3.5", "0", "-3.5", "-100%"),
        ("毕业生人数", "10000", "11274", "1274", "+12.7%"),
        ("用人单位满意度", "94.1", "94.16", "0.06", "0%"),
    ]


def test_honours_that_came_or_went_are_named_with_whom_they_honour(compared: Comparison) -> None:
    lists = {listed.kind: listed for listed in compared.lists}
    assert "school" not in lists
    assert "cluster" not in lists
    assert "广西五星级中职学校 (柳州市第一职业技术学校)" in lists["honour"].came
    assert lists["honour"].went == ()
    assert not any("国家级重点中等职业学校 (柳州市交通学校)" in n for n in lists["honour"].came)
    assert lists["partner"].came
    assert lists["partner"].went == ()


def test_findings_are_new_gone_or_still_there(compared: Comparison) -> None:
    # 10000 graduates of whom 10867 are placed stand in the earlier year only.
    assert [f.code for f in compared.gone] == ["COUNT-WITHIN"]
    kept = {(f.code, f.first_place) for f in compared.kept}
    assert ("PART-EXCEEDS", "table/3/row/26/column/4") in kept
    # 95.78% is printed in the prose of the later year only.
    assert ("FIGURE-TWICE", "table/1/row/5/column/4") in {
        (f.code, f.first_place) for f in compared.new
    }


@pytest.mark.parametrize(
    ("before", "after", "difference", "relative"),
    [
        pytest.param(figure("50"), figure("60"), "10", "+20.0%", id="counted"),
        pytest.param(figure("1.0", "%", "0.05"), figure("2.0", "%", "0.05"), "1.0",
                     "+86% … +116%", id="rounding leaves it open"),
        pytest.param(figure("0"), figure("5"), "5", "", id="from nothing"),
        pytest.param(figure("5"), figure("5", "个"), "None", "", id="other units"),
        pytest.param(figure("5"), None, "None", "", id="one year only"),
    ],
)  # fmt: skip
def test_a_change_is_stated_as_exactly_as_the_printed_figures_allow(
    before: Figure, after: Figure | None, difference: str, relative: str
) -> None:
    change = Change(before, after)
    assert (str(change.difference), change.relative) == (difference, relative)


def test_a_unit_or_label_that_changed_is_said_and_not_reckoned_with(
    both: EmbeddedGraph, compared: Comparison
) -> None:
    change = Change(figure("5"), figure("5", "个")._replace(label="另名", several=True))
    words = Words(both, audit(both, rules().values()), "zh")
    text = render_since([compared._replace(changes=(change,))], words, "csv")
    assert "单位由人改为个，不相比；名称由“指标”改为“另名”；一年印了几个数" in text


def test_a_table_row_with_another_label_or_unit_is_seen_though_it_gives_no_figure(
    both: EmbeddedGraph, compared: Comparison
) -> None:
    assert [tuple(row) for row in compared.rows] == [
        ("5", (9, "国外办学数", "所"), (9, "在国外开办学校数", "所")),
        ("6", (21, "年实习专项经费", "元"), (21, "年实习专项经费", "万元")),
    ]
    words = Words(both, audit(both, rules().values()), "zh")
    text = render_since([compared], words, "table")
    assert "前一年印表 6 第 21 行“年实习专项经费（元）”，" in text
    assert "后一年印表 6 第 21 行“年实习专项经费（万元）”。" in text
    assert "表 5 第 9 行“国外办学数（所）”" in render_since([compared], words, "csv")


def test_a_row_that_one_report_has_alone_is_told_as_that() -> None:
    old = {1: ("毕业生人数", "人"), 2: ("月收入", "元")}
    new = {1: ("毕业生人数", "人"), 2: ("月收入", "元"), 3: ("自主创业率", "%")}
    assert _pairs("1", old, new) == [Reworded("1", None, (3, "自主创业率", "%"))]
    assert _pairs("1", new, old) == [Reworded("1", (3, "自主创业率", "%"), None)]
    # A row that only moved is the same row.
    moved = {1: ("月收入", "元"), 2: ("毕业生人数", "人")}
    assert _pairs("1", old, moved) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_every_format_says_what_changed(
    both: EmbeddedGraph, compared: Comparison, form: str, lang: str
) -> None:
    words = Words(both, audit(both, rules().values()), lang)
    text = render_since([compared], words, form)
    assert text == render_since([compared], words, form)
    assert "11274" in text
    if form == "json":
        (data,) = json.loads(text)
        assert (data["before"], data["after"]) == ("liuzhou-2022", "liuzhou-2023")


def test_the_command_compares_and_fails_at_a_new_contradiction(
    both: EmbeddedGraph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "both.nq"
    path.write_bytes(serialise(both.store, ".nq"))
    words = ["--graph", str(path), "--since", "2022"]
    assert run_command("audit", words, "zh") == 1
    assert "毕业生人数" in capsys.readouterr().out
    assert run_command("audit", [*words, "--fail-on", "never"], "zh") == 0


def test_what_cannot_be_compared_is_one_clear_error(
    both: EmbeddedGraph, liuzhou: EmbeddedGraph
) -> None:
    with pytest.raises(GraphError, match="AUDIT-SINCE-ONE"):
        compare(liuzhou, audit(liuzhou, []), "2022")
    with pytest.raises(InputError, match="AUDIT-SINCE-YEAR"):
        compare(both, audit(both, []), "1999")
    with pytest.raises(InputError, match="AUDIT-SINCE-BODY"):
        compare(both, audit(both, []), "2023")
    with pytest.raises(InputError, match="AUDIT-SINCE-FORMAT"):
        run_command("audit", ["--since", "2022", "--readings", "x.csv"], "zh")
