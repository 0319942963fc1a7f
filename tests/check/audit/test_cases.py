"""Each rule by a case that keeps it and one that breaks it; what is found is written by hand."""

from __future__ import annotations

import pytest

from tests.check.audit.samples import CASES, audit_case, case_graph, rules, said

CODES = sorted(path.name for path in CASES.iterdir())


def test_there_is_one_case_for_each_rule() -> None:
    assert sorted(rules()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_report_that_agrees_is_tested_and_nothing_is_found(code: str) -> None:
    result = audit_case(code, "ok")
    outcome = next(o for o in result.outcomes if o.rule.code == code)
    assert outcome.tested == outcome.held > 0
    assert result.findings == []


@pytest.mark.parametrize("code", CODES)
def test_a_report_that_does_not_agree_raises_this_rule_alone_with_its_sentence(code: str) -> None:
    expected = (CASES / code / "expected.txt").read_text("utf-8").splitlines()
    result = audit_case(code, "bad")
    assert expected
    assert {f.code for f in result.findings} == {code}
    assert said(case_graph(code, "bad"), result) == expected


@pytest.mark.parametrize("code", CODES)
def test_english_says_as_much_as_chinese(code: str) -> None:
    result = audit_case(code, "bad", [code])
    sentences = said(case_graph(code, "bad"), result, "en")
    assert len(sentences) == len(result.findings)
    for sentence in sentences:
        assert sentence.endswith(f"[{code}]")
        assert "{" not in sentence
        assert "  " not in sentence
