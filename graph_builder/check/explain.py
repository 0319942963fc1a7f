"""What a rule says about itself on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.profile import load_profile
from graph_builder.check.rules import in_language, load_catalogue
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.check.rules import Rule

#: The parts of an explanation, in order; `check-explain-<part>` is the heading of each.
PARTS = ("wrong", "why", "example")


def explain(code: str, lang: str) -> str:
    """Why a rule exists, a case that breaks it, and how to mend it.

    Raises:
        InputError: There is no such rule; names the nearest.
    """
    rules = load_catalogue(load_profile()).rules
    rule = rules.get(code.upper())
    if rule is None:
        close = "、".join(nearest(code.upper(), rules)) or "—"
        raise InputError("CHECK-CODE", None, found=code, nearest=close)
    level = message(f"check-level-{rule.level}", lang)
    lines = [message("check-explain-title", lang, code=rule.code, level=level)]
    for part in PARTS:
        lines += ["", message(f"check-explain-{part}", lang), f"  {text_of(rule, part, lang)}"]
    return "\n".join(lines) + "\n"


def text_of(rule: Rule, part: str, lang: str) -> str:
    """One of `PARTS` in a language."""
    texts = {"wrong": rule.message, "why": rule.why, "example": rule.example}
    return in_language(texts[part], lang)
