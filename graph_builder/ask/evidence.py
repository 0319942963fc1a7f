"""What each row of an answer rests on: places of the report, rules, our grouping, reckoning.

The query is run once more for the values of all its variables. Each solution fills the triple
patterns of the query, so that the statements behind a row are known; and a statement stands in the
graphs that say it. Nothing is guessed: a statement that no graph holds is none, and where the
patterns cannot be read the row says that its evidence cannot be told (docs/decisions/0020).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.patterns import Unreadable, read_patterns
from graph_builder.graph.derive import load_rules
from graph_builder.graph.why import Statement, why
from graph_builder.names import ID, RDF, RULE, SKOS, VET
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph_builder.ask.patterns import Pattern, Scope, Slot
    from graph_builder.graph.access import Bindings, Graph, Rows, Term
    from graph_builder.graph.derive import Rule
    from graph_builder.graph.why import Reason

    Solution = dict[str, Term]
    Known = Mapping[str, Term | None]
    Triple = tuple[ox.NamedNode, ox.NamedNode, Term]
    #: Statement -> graphs that the query names for it, and whether it certainly stands there.
    Found = dict[Triple, dict[str, bool]]

#: What a row may rest on, in the order in which it is told.
BASES = ("stated", "derived", "grouped", "computed", "absent", "own", "unknown")
#: Statements that put an industry into a group, and say why: our own work.
_GROUPING = frozenset(
    [SKOS + n for n in ("broader", "related")]
    + [VET + n for n in ("linksFrom", "linksTo", "restsOn")]
)
_TYPE = RDF + "type"
_REPORT = ID + "report/"
_CHUNK = 300
#: Solutions that are kept in memory; with more, the evidence cannot be told.
MOST_SOLUTIONS = 1_000_000
#: What an `Unreadable` is about when there are more.
MANY = "many"
_GRAPHS = "SELECT DISTINCT ?s ?p ?o ?g WHERE { VALUES (?s ?p ?o) { %s } GRAPH ?g { ?s ?p ?o } }"


class Evidence(NamedTuple):
    """What a row rests on.

    Attributes:
        bases: Some of `BASES`.
        passages: IRIs of the printed places that state what it rests on, in order.
        rules: IRIs of the rules that derived what no place states.
    """

    bases: tuple[str, ...]
    passages: tuple[str, ...]
    rules: tuple[str, ...]


UNKNOWN = Evidence(("unknown",), (), ())


def evidence_of(
    graph: Graph,
    query: str,
    bindings: Bindings,
    rows: Rows,
    *,
    timeout: float | None = None,
) -> list[Evidence]:
    """The evidence of each row of an answer.

    Args:
        graph: That gave the answer.
        query: The question's query.
        bindings: The values of its parameters.
        rows: The answer.
        timeout: Seconds for each query.
    """
    try:
        scope = read_patterns(query)
        return evidence_in(graph, scope, bindings, rows, timeout=timeout, most=MOST_SOLUTIONS)
    except Unreadable:
        return [UNKNOWN] * len(rows.rows)


def evidence_in(
    graph: Graph,
    scope: Scope,
    bindings: Bindings,
    rows: Rows,
    *,
    timeout: float | None,
    most: int,
) -> list[Evidence]:
    """The same for a query that has been read; of no more than `most` solutions.

    Raises:
        Unreadable: There are more.
    """
    table = _Solved(graph, scope, bindings, timeout, most)
    statements = [table.statements(_known(rows.columns, row, scope)) for row in rows.rows]
    doubtful = {
        s
        for found in statements
        for s, where in found.items()
        if not where or not all(where.values())
    }
    told = _graphs_of(graph, doubtful)
    resolved = [
        {s: _resolved(where, told.get(s, set())) for s, where in found.items()}
        for found in statements
    ]
    premises = _Premises(graph)
    return [_evidence(found, scope, premises) for found in resolved]


def _known(columns: Sequence[str], row: Sequence[Term | None], scope: Scope) -> Known:
    """The values of a row that its solutions have too: not those that were computed.

    What has no value in the row has none in its solutions.
    """
    return {
        name: term
        for name, term in zip(columns, row, strict=True)
        if (name in scope.visible or scope.everything)
    }


class _Solved:
    """A scope with the values of its variables."""

    def __init__(
        self,
        graph: Graph,
        scope: Scope,
        bindings: Bindings,
        timeout: float | None,
        most: int,
    ) -> None:
        self.scope = scope
        rows = graph.select(scope.query, bindings, timeout=timeout, limit=most)
        if rows.truncated:
            raise Unreadable(MANY)
        self.solutions: list[Solution] = [
            {c: t for c, t in zip(rows.columns, row, strict=True) if t is not None}
            for row in rows.rows
        ]
        self.inner = [
            (_Solved(graph, inner, bindings, timeout, most), branches)
            for inner, branches in scope.inner
        ]
        self.indices: dict[tuple[str, ...], dict[tuple[Term | None, ...], list[Solution]]] = {}

    def statements(self, known: Known) -> Found:
        """The statements behind the solutions that have these values."""
        found: Found = {}
        for solution in self._matching(known):
            for pattern in self.scope.patterns:
                if all(mark in solution for mark in pattern.branches):
                    _fill(pattern, solution, found)
            for inner, branches in self.inner:
                if all(mark in solution for mark in branches):
                    shared = {
                        n: t
                        for n, t in solution.items()
                        if n in inner.scope.visible or inner.scope.everything
                    }
                    for statement, where in inner.statements(shared).items():
                        found.setdefault(statement, {}).update(where)
        return found

    def _matching(self, known: Known) -> Iterable[Solution]:
        names = tuple(sorted(known))
        if names not in self.indices:
            index = self.indices[names] = {}
            for solution in self.solutions:
                index.setdefault(tuple(solution.get(n) for n in names), []).append(solution)
        return self.indices[names].get(tuple(known[n] for n in names), [])


def _resolved(named: dict[str, bool], told: set[str]) -> set[str]:
    """The graphs of a statement: those that the query names and that hold it, else all."""
    return {g for g, sure in named.items() if sure or g in told} if named else told


def _fill(pattern: Pattern, solution: Solution, found: Found) -> None:
    subject, obj = _value(pattern.subject, solution), _value(pattern.object, solution)
    graph = None if pattern.graph is None else _value(pattern.graph, solution)
    for slot in pattern.predicates:
        predicate = _value(slot, solution)
        if (
            isinstance(subject, ox.NamedNode)
            and isinstance(predicate, ox.NamedNode)
            and obj is not None
            and (pattern.graph is None or graph is not None)
        ):
            where = found.setdefault((subject, predicate, obj), {})
            if isinstance(graph, ox.NamedNode):
                # Which of several properties held is not known yet: the graph will tell.
                where[graph.value] = len(pattern.predicates) == 1


def _value(slot: Slot, solution: Solution) -> Term | None:
    return solution.get(slot) if isinstance(slot, str) else slot


def _graphs_of(graph: Graph, statements: Iterable[Triple]) -> dict[Triple, set[str]]:
    ordered = sorted(statements, key=str)
    found: dict[Triple, set[str]] = {}
    for start in range(0, len(ordered), _CHUNK):
        values = " ".join(f"({s} {p} {o})" for s, p, o in ordered[start : start + _CHUNK])
        for s, p, o, g in graph.select(_GRAPHS % values).rows:
            if isinstance(g, ox.NamedNode):
                found.setdefault((s, p, o), set()).add(g.value)  # type: ignore[arg-type]
    return found


class _Premises:
    """The printed places behind derived statements, found once for each."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.known: dict[Triple, set[str]] = {}

    def of(self, statement: Triple) -> set[str]:
        """The places of the premises, and of theirs."""
        if statement not in self.known:
            subject, predicate, obj = statement
            asked = Statement(subject.value, predicate.value, obj)
            self.known[statement] = _places(why(self.graph, asked, _rules()))
        return self.known[statement]


@cache
def _rules() -> list[Rule]:
    return load_rules(bundled("ontology") / "rules")


def _places(reason: Reason) -> set[str]:
    below = [_places(premise) for way in reason.ways for premise in way.premises]
    return {p for p in reason.passages if _is_passage(p)}.union(*below)


def _evidence(statements: Mapping[Triple, set[str]], scope: Scope, premises: _Premises) -> Evidence:
    passages: set[str] = set()
    rules: set[str] = set()
    stated = grouped = own = False
    telling = {s: w for s, w in statements.items() if s[1].value != _TYPE and not _about_place(s)}
    for statement, graphs in (telling or statements).items():
        printed = {g for g in graphs if g.startswith(_REPORT)}
        derived = {g for g in graphs if g.startswith(RULE)}
        stated = stated or bool(printed)
        passages |= printed
        if _about_place(statement):
            passages.add(statement[0].value)
        if not printed:
            if derived:
                rules |= derived
                passages |= premises.of(statement)
            grouped = grouped or (bool(graphs) and statement[1].value in _GROUPING)
            own = own or bool(graphs - derived)
    said = {
        "stated": stated,
        "derived": bool(rules),
        "grouped": grouped,
        "computed": _any(scope, "computed"),
        "absent": _any(scope, "absent"),
        "own": own and not (stated or rules or grouped),
    }
    bases = tuple(basis for basis in BASES if said.get(basis))
    # The report as a whole is a place only where there is none within it.
    places = {p for p in passages if _is_passage(p)} or passages
    return Evidence(bases or ("unknown",), tuple(sorted(places, key=_order)), tuple(sorted(rules)))


def _is_passage(iri: str) -> bool:
    return iri.startswith(_REPORT) and "/" in iri.removeprefix(_REPORT)


def _about_place(statement: Triple) -> bool:
    """Whether a statement describes a printed place, such as the section that it stands in."""
    return "/" in statement[0].value.removeprefix(_REPORT) and statement[0].value.startswith(
        _REPORT
    )


def _any(scope: Scope, what: str) -> bool:
    return getattr(scope, what) or any(_any(inner, what) for inner, _ in scope.inner)


def _order(iri: str) -> list[tuple[int, str]]:
    """Row 9 before row 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in iri.split("/")]
