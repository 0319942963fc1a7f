"""The page of a derivation rule: what it derives, from what, and everything it derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.errors import NameNotFound
from graph_builder.graph.derive import load_rules
from graph_builder.names import RULE
from graph_builder.paths import bundled
from graph_builder.serve.context import graph_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.refs import names
from graph_builder.serve.pages.shell import link, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_MOST = 300
_DERIVED = "SELECT ?s ?p ?o WHERE { GRAPH <%s> { ?s ?p ?o } } ORDER BY ?s ?o"


def rule_page(request: Request, iri: str) -> Response:
    """A rule by its IRI.

    Raises:
        NameNotFound: No rule of zhitu goes by it.
    """
    name = iri.removeprefix(RULE)
    rule = next((r for r in load_rules(bundled("ontology") / "rules") if r.name == name), None)
    if rule is None:
        raise NameNotFound("WEB-UNKNOWN", None, found=iri)
    graph = graph_of(request)
    rows = graph.select(_DERIVED % rule.iri, limit=_MOST)
    named = names(request, (t for row in rows.rows for t in row))
    lines = [
        (named.ref(s), named.text(value_of(p)), named.ref(o),
         link("/why", s=value_of(s), p=value_of(p), o=value_of(o)))
        for s, p, o in rows.rows
    ]  # fmt: skip
    return page(
        request,
        "derivation.html",
        rule=rule,
        iri=iri,
        lines=lines,
        cut=rows.truncated,
        query="\n".join(x for x in rule.query.splitlines() if not x.startswith("#+")),
    )
