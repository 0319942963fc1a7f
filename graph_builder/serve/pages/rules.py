"""The rules: of the check, of the audit, and those that derive facts; each in words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from graph_builder.claims.nearest import nearest
from graph_builder.errors import NameNotFound
from graph_builder.messages import message
from graph_builder.names import RULE
from graph_builder.paths import bundled
from graph_builder.serve.context import lang_of
from graph_builder.serve.pages.shell import href, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.check.audit.rules import AuditRule
    from graph_builder.check.rules import Catalogue
    from graph_builder.graph.derive import Rule as DerivationRule


class Line(NamedTuple):
    """A rule in a list: its code, its page, what it says, and how serious it is."""

    code: str
    href: str
    text: str
    level: str


def overview(request: Request) -> Response:
    """All rules, by topic."""
    lang = lang_of(request)
    catalogue = _check_rules()
    topics = [
        (
            title[lang],
            [
                Line(
                    r.code,
                    f"/rules/{r.code}",
                    r.says(lang),
                    message(f"check-level-{r.level}", lang),
                )
                for r in catalogue.rules.values()
                if r.topic == topic
            ],
        )
        for topic, title in catalogue.titles.items()
    ]
    audits = [
        Line(r.code, f"/rules/{r.code}", r.title[lang], message(f"audit-verdict-{r.verdict}", lang))
        for r in _audit_rules().values()
    ]
    derivations = [
        Line(r.name, href(RULE + r.name), r.descriptions[lang], "") for r in _derivations()
    ]
    return page(
        request, "rules.html", topics=topics, audits=audits, derivations=derivations,
        count=len(catalogue.rules),
    )  # fmt: skip


def one(request: Request) -> Response:
    """A rule of the check or of the audit.

    Raises:
        NameNotFound: There is no such rule; names the nearest.
    """
    code, lang = request.path_params["code"].upper(), lang_of(request)
    checks, audits = _check_rules().rules, _audit_rules()
    if code in checks:
        from graph_builder.check.explain import PARTS, text_of  # noqa: PLC0415 -- slow to load

        rule = checks[code]
        parts = [
            (message(f"check-explain-{p}", lang), t) for p in PARTS if (t := text_of(rule, p, lang))
        ]
        level = message(f"check-level-{rule.level}", lang)
        return page(
            request,
            "rule.html",
            code=code,
            level=level,
            parts=parts,
            query="",
            kind="check",
            title=re.split(r"。|\. ", parts[0][1])[0].rstrip("."),
        )
    if code in audits:
        found = audits[code]
        texts = {"wrong": found.title, "why": found.why, "example": found.example,
                 "remedy": found.remedy}  # fmt: skip
        parts = [(message(f"web-rule-{p}", lang), t[lang]) for p, t in texts.items()]
        level = message(f"audit-verdict-{found.verdict}", lang)
        query = "\n".join(x for x in found.query.splitlines() if not x.startswith("#+"))
        return page(
            request,
            "rule.html",
            code=code,
            level=level,
            parts=parts,
            query=query,
            kind="audit",
            title=found.title[lang],
        )
    close = "、".join(nearest(code, [*checks, *audits])) or "—"
    raise NameNotFound("WEB-RULE", None, found=code[:80], nearest=close)


@cache
def _check_rules() -> Catalogue:
    from graph_builder.check.profile import load_profile  # noqa: PLC0415 -- slow to load
    from graph_builder.check.rules import load_catalogue  # noqa: PLC0415 -- as above

    return load_catalogue(load_profile())


@cache
def _audit_rules() -> dict[str, AuditRule]:
    from graph_builder.check.audit.rules import load_rules, rules_folder  # noqa: PLC0415 -- slow

    return load_rules(rules_folder())


@cache
def _derivations() -> list[DerivationRule]:
    from graph_builder.graph.derive import load_rules  # noqa: PLC0415 -- beside its use

    return load_rules(bundled("ontology") / "rules")


routes = [Route("/rules", overview), Route("/rules/{code}", one)]
