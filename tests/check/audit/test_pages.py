"""The pages of the rules of the audit, and the explanation of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_builder.check.audit.text import explanation
from graph_builder.pages.audit import audit_page, audit_rule_pages
from graph_builder.paths import bundled
from tests.check.audit.samples import CASES, rules

DOCS = Path(__file__).parents[3] / "docs"


def test_the_pages_are_up_to_date() -> None:
    pages = audit_rule_pages(bundled("ontology"), CASES)
    assert {p.name: p.read_text("utf-8") for p in (DOCS / "audit").iterdir()} == pages
    assert (DOCS / "audit.md").read_text("utf-8") == audit_page(bundled("ontology"))


@pytest.mark.parametrize("code", sorted(rules()))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rule_is_explained_with_why_example_and_remedy(code: str, lang: str) -> None:
    rule = rules()[code]
    text = explanation(rule, lang)
    for part in (rule.title, rule.why, rule.example, rule.remedy):
        assert part[lang] in text
