"""`docs/audit.md` and `docs/audit/`: the rules of `zhitu audit`, from their headers and cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.audit.rules import load_reading_kinds, load_rules
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph_builder.check.audit.rules import AuditRule

NOTICE = "<!-- Made by `make docs`; edit ontology/audit/, not this. -->"
LANGS = ("zh", "en")
_PARTS = ("why", "example", "finding", "remedy")


def audit_page(ontology: Path) -> str:
    """The page with the table of all rules.

    Args:
        ontology: The folder with `audit/`.
    """
    lines = [f"# {_both('audit-pages-title')}", "", NOTICE]
    for lang in LANGS:
        lines += ["", message("audit-pages-intro", lang)]
    heads = [_both(f"audit-pages-{name}") for name in ("code", "title-column", "verdict")]
    lines += ["", "| " + " | ".join(heads) + " |", "|---|---|---|"]
    for rule in load_rules(ontology / "audit").values():
        title = f"{rule.title['zh']}<br>{rule.title['en']}"
        lines.append(f"| [{rule.code}](audit/{rule.code}.md) | {title} | {_verdict(rule)} |")
    return "\n".join(lines) + "\n"


def audit_rule_pages(ontology: Path, cases: Path) -> dict[str, str]:
    """File name -> text of the page of each rule.

    Args:
        ontology: The folder with `audit/`.
        cases: Folder of folders, one for each code, with `ok.trig`, `bad.trig`, `expected.txt`.
    """
    folder = ontology / "audit"
    kinds = load_reading_kinds(folder)
    return {
        f"{code}.md": _page(rule, kinds, cases / code) for code, rule in load_rules(folder).items()
    }


def _page(rule: AuditRule, kinds: Mapping[str, Mapping[str, str]], cases: Path) -> str:
    lines = [f"# {rule.code}", "", NOTICE, "", f"{rule.title['zh']} · {rule.title['en']}"]
    lines += ["", f"{_both('audit-pages-verdict')}: {_verdict(rule)}"]
    texts = (rule.why, rule.example, rule.finding, rule.remedy)
    for part, text in zip(_PARTS, texts, strict=True):
        lines += ["", f"## {_both(f'audit-pages-{part}')}"]
        # A sentence with fields is set as code: braces and quotation marks stay as they are.
        said = [f"`{text[lang]}`" if part == "finding" else text[lang] for lang in LANGS]
        lines += ["", said[0], "", said[1]]
    if rule.answered_by:
        lines += ["", f"## {_both('audit-pages-readings')}", ""]
        for kind in sorted(rule.answered_by):
            lines.append(f"- `{kind}` {kinds[kind]['zh']} · {kinds[kind]['en']}")
    if rule.needs_source:
        lines += ["", *(f"{message('audit-explain-source', lang)}  " for lang in LANGS)]
    for name in ("bad", "ok"):
        body = (cases / f"{name}.trig").read_text("utf-8").strip()
        lines += ["", f"## {_both(f'check-pages-{name}')}", "", "```trig", body, "```"]
        if name == "bad":
            found = (cases / "expected.txt").read_text("utf-8").strip()
            lines += ["", f"{_both('audit-pages-found')}:", "", "```text", found, "```"]
    where = f"`ontology/audit/{rule.code.lower()}.rq`"
    lines += ["", f"{_both('audit-pages-query')}: {where}"]
    return "\n".join(lines) + "\n"


def _verdict(rule: AuditRule) -> str:
    return _both(f"audit-verdict-{rule.verdict}")


def _both(key: str) -> str:
    return f"{message(key, 'zh')} · {message(key, 'en')}"
