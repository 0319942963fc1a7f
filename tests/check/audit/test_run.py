"""Asking rules: counts, order, limits, several reports, and graphs that cannot be audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.check.audit.findings import address_key
from graph_builder.check.audit.rules import AuditRule, load_rules
from graph_builder.check.audit.run import Audit, audit, reports_of
from graph_builder.check.audit.words import Words
from graph_builder.errors import GraphError, QueryError
from graph_builder.graph.access import EmbeddedGraph
from tests.check.audit.samples import (
    CASES,
    HEADER,
    QUERY,
    audit_case,
    case_graph,
    rules,
    said,
    write_rules,
)

if TYPE_CHECKING:
    from pathlib import Path

#: Counts to a number that takes minutes.
ENDLESS = QUERY.replace(
    "?report a vet:Report .",
    " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(6)) + " ?report a vet:Report .",
)


def one_rule(folder: Path, text: str) -> list[AuditRule]:
    return list(load_rules(write_rules(folder, mine=text)).values())


def both_reports() -> EmbeddedGraph:
    """Two reports that break one rule each, in one graph."""
    graph = case_graph("SUM-KINDS", "bad")
    other = (CASES / "SURVEY-SIZE" / "bad.trig").read_text("utf-8")
    other = other.replace("yunzhou-2031", "haizhou-2031").replace("yunzhou>", "haizhou>")
    other = other.replace("observation/", "observation/h").replace("云州市", "海州市")
    graph.store.load(other, format=ox.RdfFormat.TRIG)
    return graph


def test_an_audit_counts_what_was_tested_what_holds_and_what_was_found() -> None:
    result = audit_case("FIGURE-TWICE", "bad", ["FIGURE-TWICE", "SUM-PARTS"])
    assert (result.tested, result.held) == (4, 1)
    assert [result.count(v) for v in ("contradiction", "open", "explained", "info")] == [2, 1, 0, 0]
    idle = next(o for o in result.outcomes if o.rule.code == "SUM-PARTS")
    assert (idle.tested, idle.held, idle.stopped) == (0, 0, False)


def test_rules_with_the_worst_findings_come_first() -> None:
    graph = both_reports()
    codes = [o.rule.code for o in audit(graph, rules().values()).outcomes]
    assert codes[:2] == ["SUM-KINDS", "SURVEY-SIZE"]
    assert codes[2:] == sorted(codes[2:])


def test_two_reports_are_not_mixed_and_each_finding_names_its_own() -> None:
    graph = both_reports()
    result = audit(graph, rules().values())
    assert [r.id for r in result.reports] == ["haizhou-2031", "yunzhou-2031"]
    assert [f.report.rpartition("/")[2] for f in result.findings] == [
        "yunzhou-2031",
        "haizhou-2031",
    ]
    first, second = said(graph, result)
    assert first.startswith(
        "〔矛盾〕《云州市中等职业教育质量年度报告 (2031)》表 1 第 7 行第 4 列："
    )
    assert second.startswith(
        "〔待定〕《海州市中等职业教育质量年度报告 (2031)》表 2 第 10 行第 5 列："
    )


@pytest.mark.parametrize(
    ("code", "at", "fails"),
    [
        ("SUM-KINDS", "contradiction", True),
        ("SUM-KINDS", "open", True),
        ("SUM-KINDS", "never", False),
        ("SUM-PARTS", "contradiction", False),
        ("SUM-PARTS", "open", True),
        ("CATALOGUE-NAME", "open", False),
    ],
)
def test_an_audit_fails_at_a_verdict_and_worse(code: str, at: str, *, fails: bool) -> None:
    assert audit_case(code, "bad", [code]).fails(at) is fails


def test_a_rule_that_takes_too_long_is_stopped_said_to_be_and_not_passed(tmp_path: Path) -> None:
    graph = case_graph("SUM-KINDS", "ok")
    result = audit(graph, one_rule(tmp_path, HEADER + ENDLESS), timeout=0.5)
    assert [(o.rule.code, o.tested, o.stopped) for o in result.outcomes] == [("MINE", 0, True)]
    assert result.fails("contradiction")
    assert not result.fails("never")


def test_a_row_that_does_not_say_whether_it_holds_counts_as_not_tested(tmp_path: Path) -> None:
    graph = case_graph("SUM-KINDS", "ok")
    text = HEADER + QUERY.replace("BIND (false AS", "BIND (1 / 0 > 1 AS")
    assert audit(graph, one_rule(tmp_path, text)).tested == 0


def test_a_finding_without_a_place_is_said_without_one(tmp_path: Path) -> None:
    graph = case_graph("SUM-KINDS", "ok")
    result = audit(graph, one_rule(tmp_path, HEADER + QUERY))
    (finding,) = result.findings
    assert (finding.first_place, finding.places) == ("", [])
    assert Words(graph, result, "zh").sentence(finding) == "报告 无 不成立。请改。 [MINE]"


def test_a_faulty_query_is_named(tmp_path: Path) -> None:
    text = HEADER + QUERY.replace("BIND (false AS ?holds)", "BIND (")
    with pytest.raises(QueryError, match="QUERY-SYNTAX"):
        audit(case_graph("SUM-KINDS", "ok"), one_rule(tmp_path, text))


def loaded(trig: str) -> EmbeddedGraph:
    store = ox.Store()
    store.load(trig, format=ox.RdfFormat.TRIG)
    return EmbeddedGraph(store)


@pytest.mark.parametrize(
    ("trig", "code"),
    [
        pytest.param("", "AUDIT-NO-REPORT", id="empty"),
        pytest.param(
            "<urn:r> a <https://w3id.org/zhitu/ontology#Report> .",
            "AUDIT-NO-EVIDENCE",
            id="no passage",
        ),
    ],
)
def test_a_graph_that_cannot_be_audited_says_why(trig: str, code: str) -> None:
    with pytest.raises(GraphError) as caught:
        audit(loaded(trig), rules().values(), where="mine.nq")
    assert caught.value.code == code
    assert "mine.nq" in str(caught.value)


def test_a_report_without_title_or_subject_still_has_a_name() -> None:
    graph = loaded(
        "@prefix vet: <https://w3id.org/zhitu/ontology#> . @base <https://w3id.org/zhitu/id/> . "
        "<report/r> a vet:Report . <report/r> { <report/r/table/1> vet:isPassageOf <report/r> }"
    )
    (report,) = reports_of(graph)
    assert (report.id, report.title, report.subject) == ("r", "", "")
    result: Audit = audit(graph, rules().values())
    assert (result.tested, result.findings) == (0, [])
    assert list(Words(graph, result, "zh").titles.values()) == ["r"]


def test_places_are_in_the_order_of_the_report_tables_first() -> None:
    addresses = [
        "section/2.10/paragraph/1",
        "table/10/row/2",
        "section/2.9/paragraph/1",
        "table/3/row/12",
        "table/3/row/4",
    ]
    assert sorted(addresses, key=address_key) == [
        "table/3/row/4",
        "table/3/row/12",
        "table/10/row/2",
        "section/2.9/paragraph/1",
        "section/2.10/paragraph/1",
    ]
