"""`zhitu verify` and `zhitu stats`."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.verify import STATUSES
from graph_builder.messages import message
from tests.claims.samples import write_facts
from tests.graph.samples import write_yunzhou
from tests.sources.samples import whole_report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import Outcome, Zhitu


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "云州.txt"
    path.write_text(whole_report().text, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_yunzhou(tmp_path / "yunzhou-2031")
    # The first sentence of section 1.1 speaks of two schools and of Table 1-1.
    write_facts(folder, "cooperations.csv")
    write_facts(
        folder,
        "honours.csv",
        {
            "id": "shi-fan",
            "recipient": "一校",
            "title": "自治区示范性中等职业学校",
            "inferred": "recipient：表里的第一所|title：全称",
        },
    )
    return folder


def counts(done: Outcome, lang: str = "zh") -> dict[str, int]:
    """Status -> number of claims, from the summary."""
    found = {}
    for status in STATUSES:
        label = re.escape(message(f"status-{status}", lang))
        match = re.search(rf"^{label} (\d+)( 条)?$", done.out + done.err, re.M)
        assert match is not None
        found[status] = int(match.group(1))
    return found


def test_a_report_that_says_what_is_claimed_has_nothing_unresolved(
    zhitu: Zhitu, text: Path, folder: Path
) -> None:
    done = zhitu("verify", text, folder)
    assert (done.code, done.err) == (0, "")
    found = counts(done)
    assert found["unresolved"] == 0
    assert found["inferred"] >= 2
    assert found["exact"] > 0
    lines = [line for line in done.out.splitlines() if "表里的第一所" in line]
    assert len(lines) == 1
    assert "第 1.1 节第 1 段第 1 句" in lines[0]
    assert "yunzhou-2031/facts/honours.csv 第 2 行“recipient”列" in lines[0]


def test_a_claim_that_the_words_do_not_bear_out_is_a_finding(
    zhitu: Zhitu, text: Path, folder: Path
) -> None:
    write_facts(
        folder,
        "cooperations.csv",
        {"id": "wu-ling", "kind": "合作协议", "school": "一校", "partner": "五菱"},
    )
    done = zhitu("verify", text, folder, "--status", "unresolved", "--format", "csv")
    assert done.code == 1
    rows = list(csv.reader(io.StringIO(done.out)))
    assert rows[0] == ["结果", "出处", "登记在", "依据或推断"]
    facts = {row[2].rpartition(" ")[2] for row in rows[1:]}
    # The sentence names neither the partner nor the kind; nor the school by this name.
    assert any("“partner”列" in fact for fact in facts)
    assert counts(done)["unresolved"] == len(rows) - 1 > 0
    assert message("status-exact", "zh") in done.err


def test_only_the_wanted_results_are_listed(zhitu: Zhitu, text: Path, folder: Path) -> None:
    done = zhitu(
        "verify", text, folder, "--status", "exact", "--status", "structural", "--format", "tsv",
        "--lang", "en",
    )  # fmt: skip
    found = counts(done, "en")
    assert len(done.out.splitlines()) == 1 + found["exact"] + found["structural"]
    assert done.out.splitlines()[0] == "result\tplace\trecorded in\twords or inference"
    assert "Table 6-1, row 1" in done.out


def test_another_text_is_noticed(zhitu: Zhitu, text: Path, folder: Path) -> None:
    text.write_text(whole_report().text.replace("茶香满园", "茶香满院"), "utf-8")
    done = zhitu("verify", text, folder)
    assert message("verify-other-text", "zh", folder=folder) in done.err


def test_a_text_of_no_bundled_report_needs_its_folder(zhitu: Zhitu, text: Path) -> None:
    done = zhitu("verify", text)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("[VERIFY-FOLDER]\n")


def test_numbers_are_told_by_class_section_and_term(zhitu: Zhitu) -> None:
    done = zhitu("stats")
    assert (done.code, done.err) == (0, "")
    # Table 1-1 lists nine schools, Table 6-1 sums up 22 clusters and 29 core programmes.
    for name, count in (("中等职业学校", 9), ("专业群", 22), ("核心专业", 29)):
        assert re.search(rf"^{name} +{count}$", done.out, re.M)
    assert re.search(r"^第 6\.1 节 +\d+$", done.out, re.M)
    english = zhitu("stats", "--lang", "en").out
    assert re.search(r"^section 6\.1 +\d+$", english, re.M)
    assert re.search(r"^in use +\d+$", english, re.M)


def test_numbers_come_in_one_list_for_programs(zhitu: Zhitu) -> None:
    rows = list(csv.reader(io.StringIO(zhitu("stats", "--format", "csv").out)))
    assert rows[0] == ["部分", "名称", "数量"]
    assert ["类", "中等职业学校", "9"] in rows
    assert {row[0] for row in rows[1:]} == {"类", "报告章节（陈述数）", "本体术语"}


def test_coverage_adds_up_and_lists_what_nothing_cites(zhitu: Zhitu) -> None:
    done = zhitu("stats", "--coverage")
    assert done.code == 0
    table = done.out.partition("\n\n")[0].splitlines()[2:]
    rows = [re.split(r" {2,}", line.strip()) for line in table]
    *sections, total = rows
    assert total[0] == "合计"
    assert sum(int(row[1]) for row in sections) == int(total[1]) == 232 + 14 + 14
    assert sum(int(row[2]) for row in sections) == int(total[2])
    uncited = zhitu("stats", "--coverage", "--format", "tsv").out.splitlines()[1:]
    assert len(uncited) == int(total[1]) - int(total[2])
    listed = [line for line in done.out.splitlines() if line.startswith("  ")]
    assert len(listed) == len(uncited)


def test_a_report_that_nothing_cites_is_told_with_its_words(
    zhitu: Zhitu, text: Path, folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(folder / "facts")
    zhitu("build", folder, "-o", tmp_path / "a.nq")
    done = zhitu("stats", "--coverage", "--graph", tmp_path / "a.nq", "--source", text)
    assert "  第 1.1 节第 1 段第 2 句  新校区在建设之中。" in done.out.splitlines()
    assert message("stats-source-hint", "zh") not in done.out
    bare = zhitu("stats", "--coverage", "--graph", tmp_path / "a.nq").out
    assert message("stats-source-hint", "zh") in bare
    assert "新校区" not in bare
    rows = zhitu(
        "stats", "--coverage", "--graph", tmp_path / "a.nq", "--source", text, "--format", "tsv"
    ).out
    line = "yunzhou-2031\t1.1\tsection/1.1/paragraph/1/sentence/2\t新校区在建设之中。"
    assert line in rows.splitlines()
    # The sentences of another document are not shown as those of this report.
    other = tmp_path / "other.txt"
    other.write_text(text.read_text("utf-8").replace("一百二十人", "二百一十人"), "utf-8")
    wrong = zhitu("stats", "--coverage", "--graph", tmp_path / "a.nq", "--source", other)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.endswith("[AUDIT-SOURCE-OTHER]\n")


def test_an_empty_graph_has_no_numbers(zhitu: Zhitu, tmp_path: Path) -> None:
    (tmp_path / "none.nq").write_bytes(b"")
    done = zhitu("stats", "--graph", tmp_path / "none.nq")
    assert done.code == 0
    covered = zhitu("stats", "--coverage", "--graph", tmp_path / "none.nq")
    assert covered.code == 0
    assert re.search(r"^合计 +0 +0 +—$", covered.out, re.M)
