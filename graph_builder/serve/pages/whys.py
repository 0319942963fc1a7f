"""Why a statement stands: the places that say it, or the rule and premises that it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from starlette.routing import Route

from graph_builder.errors import QueryError
from graph_builder.graph.derive import load_rules
from graph_builder.graph.why import Reason, Statement, why
from graph_builder.paths import bundled
from graph_builder.serve.context import graph_of
from graph_builder.serve.pages.refs import Names, Ref, names
from graph_builder.serve.pages.shell import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

_LONGEST = 1000


class Line(NamedTuple):
    """A statement with its places, and the ways in which rules derive it."""

    subject: Ref
    verb: str
    object: Ref
    places: list[Ref]
    ways: list[tuple[Ref, list[Line]]]


def why_page(request: Request) -> Response:
    """The reason of one statement."""
    terms = [_named(request, key) for key in ("s", "p", "o")]
    graph = graph_of(request)
    statement = Statement(terms[0].value, terms[1].value, terms[2])
    reason = why(graph, statement, load_rules(bundled("ontology") / "rules"))
    line = _line(reason, names(request, list(_terms(reason))))
    return page(request, "why.html", line=line, status=200 if line.places or line.ways else 404)


def _named(request: Request, key: str) -> ox.NamedNode:
    value = request.query_params.get(key, "")[:_LONGEST]
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise QueryError("WEB-IRI", None, name=key, found=value) from error


def _terms(reason: Reason) -> Iterator[ox.NamedNode | str | None]:
    statement = reason.statement
    yield statement.subject
    yield statement.predicate
    if isinstance(statement.object, ox.NamedNode):
        yield statement.object
    for way in reason.ways:
        for premise in way.premises:
            yield from _terms(premise)


def _line(reason: Reason, names: Names) -> Line:
    statement = reason.statement
    return Line(
        names.ref(statement.subject),
        names.text(statement.predicate),
        names.ref(statement.object),
        [names.place(g) for g in (*reason.passages, *reason.registers)],
        [(names.place(w.rule), [_line(p, names) for p in w.premises]) for w in reason.ways],
    )


routes = [Route("/why", why_page)]
