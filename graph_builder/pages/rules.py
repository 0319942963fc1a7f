"""`docs/rules/`: a page for each rule of `zhitu check`, from its shape and its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.explain import PARTS, text_of
from graph_builder.check.profile import load_profile
from graph_builder.check.rules import load_catalogue
from graph_builder.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.check.rules import Rule

NOTICE = "<!-- Made by `make docs`; edit ontology/shapes/, not this. -->"


def rule_pages(cases: Path) -> dict[str, str]:
    """File name -> text of every page.

    Args:
        cases: Folder of folders, one for each code, with a graph `ok` and a graph `bad`.
    """
    catalogue = load_catalogue(load_profile())
    made = {f"{code}.md": _page(rule, cases / code) for code, rule in catalogue.rules.items()}
    lines = [f"# {_both('check-pages-title')}", "", NOTICE]
    lines += ["", message("check-pages-intro", "zh"), "", message("check-pages-intro", "en")]
    for topic, title in catalogue.titles.items():
        lines += ["", f"## {title['zh']} · {title['en']}", ""]
        heads = [_both(f"check-column-{c}") for c in ("code", "level", "message")]
        lines += ["| " + " | ".join(heads) + " |", "|---|---|---|"]
        for rule in catalogue.rules.values():
            if rule.topic == topic:
                said = f"{rule.message['zh']}<br>{rule.message['en']}"
                level = _both(f"check-level-{rule.level}")
                lines.append(f"| [{rule.code}]({rule.code}.md) | {level} | {said} |")
    made["README.md"] = "\n".join(lines) + "\n"
    return made


def _page(rule: Rule, cases: Path) -> str:
    level = _both(f"check-level-{rule.level}")
    lines = [f"# {rule.code}", "", NOTICE, "", f"{_both('check-column-level')}: {level}"]
    for part in PARTS:
        lines += ["", f"## {_both(f'check-explain-{part}')}"]
        lines += ["", text_of(rule, part, "zh"), "", text_of(rule, part, "en")]
    for name in ("bad", "ok"):
        (path,) = cases.glob(f"{name}.*")
        body = path.read_text("utf-8").strip()
        lines += ["", f"## {_both(f'check-pages-{name}')}", "", "```turtle", body, "```"]
    where = f"`ontology/shapes/{rule.topic}.ttl`"
    lines += ["", f"{message('check-pages-source', 'zh')}：{where}"]
    lines += ["", f"{message('check-pages-source', 'en')} {where}."]
    return "\n".join(lines) + "\n"


def _both(key: str) -> str:
    return f"{message(key, 'zh')} · {message(key, 'en')}"
