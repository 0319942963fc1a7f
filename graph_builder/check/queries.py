"""Rules that compare several things: the query of a rule runs once for the whole graph.

A SHACL engine asks such a query again for each focus node. Here it is asked once, with `$this`
left open, and what it says of other things than focus nodes is dropped: the same result, a hundred
times faster. It also sees the named graphs, where the evidence is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.report import Finding
from graph_builder.errors import InputError

if TYPE_CHECKING:
    from graph_builder.check.rules import Rule
    from graph_builder.graph.access import Graph

#: What the query of a rule may project: the focus node, the property and value at fault, and what
#: the value should agree with.
VARIABLES = ("this", "path", "value", "other")


def ask_rule(graph: Graph, rule: Rule) -> list[Finding]:
    """What the query of a rule says, also of things that are no focus nodes of the rule.

    Raises:
        InputError: The query projects something else than `VARIABLES`, or not `$this`.
        QueryError: It is not valid SPARQL.
    """
    found = graph.select(rule.query or "")
    if "this" not in found.columns or not set(found.columns) <= set(VARIABLES):
        raise InputError("CHECK-QUERY", None, rule=rule.code, found=" ".join(found.columns))
    findings = []
    for row in found.rows:
        values = dict(zip(found.columns, row, strict=True))
        this, path = _term(values["this"]), values.get("path")
        if this is not None:
            property_iri = path.value if isinstance(path, ox.NamedNode) else None
            value, other = _term(values.get("value")), _term(values.get("other"))
            findings.append(Finding(this, property_iri, value, other))
    return findings


def _term(value: object) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    return value if isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal) else None
