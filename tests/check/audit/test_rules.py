"""The rule files: headers are strict, the catalogue is whole, and no rule knows a report."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from graph_builder.check.audit.rules import (
    OWN_VERDICTS,
    load_reading_kinds,
    load_rules,
    rules_folder,
)
from graph_builder.check.profile import load_profile
from graph_builder.claims.csvfile import read_rows
from graph_builder.claims.identity import NAME_COLUMNS, THING_COLUMNS
from graph_builder.errors import InputError
from graph_builder.paths import bundled
from tests.check.audit.samples import HEADER, KINDS, QUERY, rules, write_rules

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(rules_folder().glob("*.rq"))
#: Units that are measured, not counted, as the rules that read figures write them.
MEASURED = "zunit:percent, zunit:ratio, zunit:point, zunit:mbps, zunit:square-metre, zunit:yuan,"


def test_every_rule_has_all_texts_and_a_verdict() -> None:
    for rule in rules().values():
        for texts in (rule.title, rule.why, rule.example, rule.finding, rule.remedy):
            assert set(texts) == {"zh", "en"}
        assert rule.verdict in OWN_VERDICTS
        assert rule.remedy["zh"].endswith("。")


def test_no_code_is_used_by_a_rule_of_conformance_too() -> None:
    assert not set(rules()) & set(load_profile())


@cache
def report_names() -> frozenset[str]:
    """Every name of a school, and of the city, in the report that ships with zhitu."""
    identity = bundled("data") / "identity"
    rows = [*read_rows(identity / "schools.csv", THING_COLUMNS, "schools.csv")]
    rows += read_rows(identity / "names.csv", NAME_COLUMNS, "names.csv")
    kinds = ("school", "place/liu-zhou")
    return frozenset(r.cells["name"] for r in rows if r.cells["id"].startswith(kinds))


@cache
def report_figures() -> frozenset[str]:
    """Every figure of three digits or more in its tables that is no round number."""
    texts = [p.read_text("utf-8") for p in (bundled("data") / "liuzhou-2023" / "tables").iterdir()]
    figures = {f for t in texts for f in re.findall(r"[\d.]+", t) if len(f) > 2}
    return frozenset(f for f in figures if not re.fullmatch(r"[1-9]0+", f))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_rule_knows_no_report(path: Path) -> None:
    text = re.sub(r"(?m)^PREFIX .*$", "", path.read_text("utf-8"))
    assert "柳州" in report_names()
    assert "11274" in report_figures()
    assert not [name for name in report_names() if name in text]
    assert not set(re.findall(r"[\d.]+", text)) & report_figures()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_rule_brings_its_prefixes_and_puts_its_rows_in_order(path: Path) -> None:
    text = path.read_text("utf-8")
    body = re.sub(r"(?m)^\s*#.*$|<[^>]*>|\"[^\"]*\"", "", text)
    used = set(re.findall(r"(?<![\w?:])([a-z]+):", body))
    assert used == set(re.findall(r"(?m)^PREFIX (\w+):", text))
    assert re.search(r"(?m)^ORDER BY \?report", text)
    assert text.endswith("\n")


def test_rules_that_read_figures_read_them_alike() -> None:
    reading = [p.read_text("utf-8") for p in FILES if "AS ?half)" in p.read_text("utf-8")]
    reading += [p.read_text("utf-8") for p in FILES if "(?decimals ?half)" in p.read_text("utf-8")]
    intervals = {
        line.strip() for text in reading for line in text.splitlines() if "?half) {" in line
    }
    assert intervals <= {
        "VALUES (?decimals ?half) { (0 0.5) (1 0.05) (2 0.005) (3 0.0005) (4 0.00005) }",
        "VALUES (?digits ?half) { (0 0.5) (1 0.05) (2 0.005) (3 0.0005) (4 0.00005) }",
    }
    side = {
        re.sub(r"\s+", " ", match)
        for text in reading
        for match in re.findall(r"NOT IN \(\s*(\"共\"[^)]*)\)", text)
    }
    assert len(side) == 1
    assert all(MEASURED in text for text in reading if "?measure NOT IN" in text)


def test_every_kind_of_reading_says_what_it_means() -> None:
    kinds = load_reading_kinds(rules_folder())
    assert all(texts["zh"] and texts["en"] for texts in kinds.values())
    assert {k for rule in rules().values() for k in rule.answered_by} <= set(kinds)


def broken(old: str, new: str) -> str:
    assert old in HEADER + QUERY
    return (HEADER + QUERY).replace(old, new)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        pytest.param(broken("#+ why:", "#+ wyh:"), "QUESTION-KEY", ["wyh", "why"], id="key"),
        pytest.param(broken("#+ why:", "#+ why"), "QUESTION-KEY", [], id="no colon"),
        pytest.param(
            broken("#+ verdict: open\n", ""), "AUDIT-HEADER", ["verdict"], id="no verdict"
        ),
        pytest.param(broken(', en: "Why."', ""), "AUDIT-HEADER", ["why"], id="one language"),
        pytest.param(
            broken("verdict: open", "verdict: opne"), "AUDIT-WORD", ["opne", "open"], id="verdict"
        ),
        pytest.param(
            broken("verdict: open", "verdict: explained"), "AUDIT-WORD", ["explained"], id="not own"
        ),
        pytest.param(
            broken("verdict: open\n", "verdict: open\n#+ answered_by: TWO-COUNT\n"),
            "AUDIT-WORD",
            ["TWO-COUNT", "TWO-COUNTS"],
            id="kind",
        ),
        pytest.param(
            broken("verdict: open\n", "verdict: open\n#+ needs: words\n"),
            "AUDIT-WORD",
            ["words", "source"],
            id="needs",
        ),
        pytest.param(
            broken("报告 {report}", "报告 {reprot}"), "AUDIT-WORD", ["reprot", "report"], id="field"
        ),
        pytest.param(
            broken("verdict: open\n", "verdict: open\n#+ verdict: info\n"),
            "AUDIT-TWICE",
            ["verdict", "7"],
            id="key twice",
        ),
        pytest.param(broken("?holds\nWHERE", "\nWHERE"), "AUDIT-COLUMNS", [], id="no holds"),
        pytest.param(broken("SELECT ?report ?holds", "ASK"), "AUDIT-COLUMNS", [], id="no select"),
    ],
)
def test_a_fault_of_a_rule_file_is_named(
    tmp_path: Path, text: str, code: str, says: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        load_rules(write_rules(tmp_path, mine=text))
    assert caught.value.code == code
    for lang in ("zh", "en"):
        line = caught.value.render(lang)
        assert "mine.rq" in line
        assert all(word in line for word in says)


def test_a_folder_without_rules_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="AUDIT-NO-RULES"):
        load_rules(write_rules(tmp_path))


def test_a_kind_of_reading_stands_once(tmp_path: Path) -> None:
    folder = write_rules(tmp_path)
    (folder / "reading-kinds.csv").write_text(KINDS + "TWO-COUNTS,又一次,again\n", "utf-8")
    with pytest.raises(InputError, match="AUDIT-TWICE"):
        load_rules(folder)
