from __future__ import annotations

import argparse
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from graph_builder.commands import read
from graph_builder.errors import InputError
from graph_builder.messages import catalogue
from graph_builder.sources.tablespecs import SPECS
from tests.sources.samples import whole_report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "云州.txt"
    path.write_text(whole_report().text, "utf-8")
    return path


def run(lang: str, *words: str) -> int:
    parser = argparse.ArgumentParser()
    read.configure(parser, lang)
    return read.run(parser.parse_args(words), lang)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        pytest.param(
            "zh",
            [
                "云州市中等职业教育质量年度报告（2031）（编号 yunzhou-2031）",
                "表 5 张",
                "表 6-1：3 行，专业群与产业链表",
                "已写入",
            ],
            id="Chinese",
        ),
        pytest.param(
            "en",
            ["(id yunzhou-2031)", "5 tables", "Table 6-1: 3 rows, clusters", "Written to"],
            id="English",
        ),
    ],
)
def test_reading_tells_what_was_found_and_what_to_do_next(
    report: Path, capsys: pytest.CaptureFixture[str], lang: str, expected: list[str]
) -> None:
    folder = report.parent / "yunzhou-2031"
    assert run(lang, str(report), "-o", str(folder)) == 0
    out = capsys.readouterr().out
    assert [words for words in expected if words not in out] == []
    assert (folder / "report.toml").is_file()


def test_passages_are_listed_with_their_words_and_nothing_else(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("zh", str(report), "-o", str(report.parent / "yunzhou-2031"), "--passages") == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert "section/1.1/paragraph/1/sentence/2\t新校区在建设之中。" in lines
    assert all(len(line.split("\t")) == 2 for line in lines)
    assert "已写入" in captured.err


def test_a_report_that_cannot_be_read_leaves_the_folder_untouched(report: Path) -> None:
    folder = report.parent / "yunzhou-2031"
    run("zh", str(report), "-o", str(folder))
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    report.write_text("没有表。", "utf-8")
    with pytest.raises(InputError, match="REPORT-NO-TABLE"):
        run("zh", str(report), "-o", str(folder))
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_every_kind_of_table_and_repair_has_words_in_both_languages() -> None:
    keys = [f"table-kind-{kind}" for kind in (*(spec.kind for spec in SPECS), "plain")]
    keys += [
        f"repair-{kind}"
        for kind in ("joined-row", "shifted-row", "repeated-header", "joined-paragraph")
    ]
    assert [key for key in keys if set(catalogue().get(key, {})) != {"zh", "en"}] == []


def test_reading_imports_no_graph_library() -> None:
    code = (
        "import sys, graph_builder.commands.read, graph_builder.sources.reader,"
        " graph_builder.sources.folder;"
        "print([m for m in ('rdflib', 'pyoxigraph', 'pyshacl', 'networkx', 'argparse',"
        " 'dataclasses') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
