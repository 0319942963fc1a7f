"""What a rule says about itself on the terminal, whether it is one of the check or of the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.audit.rules import load_rules, rules_folder
from graph_builder.check.audit.text import explanation
from graph_builder.check.profile import load_profile
from graph_builder.check.rules import in_language, load_catalogue
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError
from graph_builder.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.check.rules import Rule

#: The parts of an explanation, in order; `check-explain-<part>` is the heading of each.
PARTS = ("wrong", "why", "example")


def explain(code: str, lang: str, own: Path | None = None) -> str:
    """Why a rule exists, a case that breaks it, and how to mend it.

    Args:
        code: Its code, in capitals or not.
        lang: The reader's language.
        own: A SHACL file of the user's, whose rules are explained too.

    Raises:
        InputError: There is no such rule; names the nearest.
    """
    rules = dict(load_catalogue(load_profile()).rules)
    if own is not None:
        from graph_builder.check.userrules import user_rules  # noqa: PLC0415 -- loads rdflib

        rules |= user_rules(own, rules).rules
    audit = load_rules(rules_folder())
    for wanted in (code, code.upper()):
        if wanted in rules:
            return _explained(rules[wanted], lang)
        if wanted in audit:
            return explanation(audit[wanted], lang)
    close = "、".join(nearest(code.upper(), [*rules, *audit])) or "—"
    raise InputError("CHECK-CODE", None, found=code, nearest=close)


def _explained(rule: Rule, lang: str) -> str:
    level = message(f"check-level-{rule.level}", lang)
    lines = [message("check-explain-title", lang, code=rule.code, level=level)]
    for part in PARTS:
        text = text_of(rule, part, lang)
        if text:
            lines += ["", message(f"check-explain-{part}", lang), f"  {text}"]
    return "\n".join(lines) + "\n"


def text_of(rule: Rule, part: str, lang: str) -> str:
    """One of `PARTS` in a language."""
    texts = {"wrong": rule.message, "why": rule.why, "example": rule.example}
    return in_language(texts[part], lang)
