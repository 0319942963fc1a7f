"""Why a statement stands in a graph: the passages that say it, or the premises of its rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.errors import InputError, Place
from graph_builder.names import IDENTITY_GRAPH, ONTOLOGY_GRAPH, PREFIXES, REFERENCE_GRAPH, RULE

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph, Rows, Term
    from graph_builder.graph.derive import Rule

_SAID = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
_CONCLUSION = re.compile(r"CONSTRUCT\s*\{\s*\?(\w+)\s+(\S+)\s+\?(\w+)\s*\.?\s*\}", re.I)
_WHERE = re.compile(r"\bWHERE\b\s*(\{.*\})", re.I | re.S)
_PREMISES = re.compile(r"^#\+ premises:\s*'(.*)'\s*$", re.M)
#: Ways to the same conclusion that are listed; more say nothing new.
MAX_WAYS = 20
#: A rule may rest on another rule; the catalogue has no longer chains than this.
MAX_DEPTH = 8


class Statement(NamedTuple):
    """A triple: subject and predicate as IRIs, the object as a term."""

    subject: str
    predicate: str
    object: Term


class Reason(NamedTuple):
    """Why a statement stands.

    Attributes:
        statement: What stands.
        passages: IRIs of the passages that state it, in order.
        registers: IRIs of zhitu's own graphs (identity, ontology, reference) that hold it.
        ways: One entry for each way in which a rule derives it.
    """

    statement: Statement
    passages: tuple[str, ...]
    registers: tuple[str, ...]
    ways: tuple[Way, ...]


class Way(NamedTuple):
    """One application of a rule: IRI of the rule, and its premises with their own reasons."""

    rule: str
    premises: tuple[Reason, ...]


def why(graph: Graph, statement: Statement, rules: list[Rule], *, depth: int = 0) -> Reason:
    """Find out why a statement stands in a graph.

    Args:
        graph: Where it stands.
        statement: What is asked about.
        rules: The rules that the graph was derived by.
        depth: How many rules lie between the first question and this one.

    Returns:
        The reason; without passages, registers and ways when the graph does not hold it.
    """
    bindings = {
        "s": ox.NamedNode(statement.subject),
        "p": ox.NamedNode(statement.predicate),
        "o": statement.object,
    }
    rows = graph.select(_SAID, bindings)  # type: ignore[arg-type]
    graphs = [row[rows.columns.index("g")] for row in rows.rows]
    names = [g.value for g in graphs if isinstance(g, ox.NamedNode)]
    own = (IDENTITY_GRAPH, ONTOLOGY_GRAPH, REFERENCE_GRAPH)
    by_iri = {rule.iri: rule for rule in rules}
    ways = tuple(
        way
        for name in names
        if name in by_iri and depth < MAX_DEPTH
        for way in _ways(graph, statement, by_iri[name], rules, depth)
    )
    passages = tuple(n for n in names if n not in own and not n.startswith(RULE))
    return Reason(statement, passages, tuple(n for n in names if n in own), ways)


def _ways(
    graph: Graph, statement: Statement, rule: Rule, rules: list[Rule], depth: int
) -> list[Way]:
    conclusion = _CONCLUSION.search(rule.query)
    where = _WHERE.search(rule.query)
    premises = _PREMISES.search(rule.query)
    if not (conclusion and where and premises):
        raise InputError("RULE-PREMISES", Place(str(rule.path)))
    patterns = [part.split() for part in premises.group(1).split(" . ")]
    subject, _, obj = conclusion.groups()
    names = {subject, obj, *(t[1:] for pattern in patterns for t in pattern if t.startswith("?"))}
    head = " ".join(f"?{n}" for n in sorted(names))
    prefixes = "\n".join(line for line in rule.query.splitlines() if line.startswith("PREFIX"))
    query = f"{prefixes}\nSELECT DISTINCT {head} WHERE {where.group(1)} ORDER BY {head}"
    bindings = {subject: ox.NamedNode(statement.subject), obj: statement.object}
    rows = graph.select(query, bindings, limit=MAX_WAYS)  # type: ignore[arg-type]
    return [
        Way(rule.iri, tuple(why(graph, p, rules, depth=depth + 1) for p in found))
        for found in _premises(patterns, rows, bindings)
        if statement not in found
    ]


def _premises(
    patterns: list[list[str]], rows: Rows, bindings: dict[str, Term]
) -> list[list[Statement]]:
    """The premises of each solution, as statements."""
    solutions = [
        bindings | {c: t for c, t in zip(rows.columns, row, strict=True) if t is not None}
        for row in rows.rows
    ]
    return [
        [
            Statement(_iri(_term(s, known)), _iri(_term(p, known)), _term(o, known))
            for s, p, o in patterns
        ]
        for known in solutions
    ]


def _term(token: str, known: dict[str, Term]) -> Term:
    if token.startswith("?"):
        return known[token[1:]]
    prefix, _, local = token.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def _iri(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
