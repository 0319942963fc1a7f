"""Answering a question: bind its parameters, run it, show values as people know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.entities import expand, find_entities, is_iri, labels, places, the_entity
from graph_builder.claims.nearest import nearest
from graph_builder.errors import NameNotFound, QueryError
from graph_builder.names import ID, RULE, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.addresses import Places
    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.graph.access import Graph, Rows, Term


#: Seconds that a question of the catalogue may take on a graph that is not ours, unless one says
#: otherwise: ours is small, another may be of any size.
OTHER_TIMEOUT = 60.0


class Answer(NamedTuple):
    """The answer to a question.

    Attributes:
        question: What was asked.
        bindings: Parameter -> the term it was bound to.
        rows: As the graph gave them.
    """

    question: Question
    bindings: dict[str, ox.NamedNode | ox.Literal]
    rows: Rows


def answer(
    graph: Graph,
    question: Question,
    values: dict[str, str],
    *,
    timeout: float | None = None,
    limit: int | None = None,
) -> Answer:
    """Ask a question of the catalogue.

    Args:
        graph: Whom to ask.
        question: What to ask.
        values: Parameter -> what the person typed: a name, a year, a word.
        timeout: Seconds.
        limit: Rows.

    Raises:
        QueryError: A parameter is missing, unknown or of the wrong kind.
        NameNotFound: A name stands for nothing, or for several things.
    """
    bindings = bind(graph, question, values)
    rows = graph.select(question.query, bindings, timeout=timeout, limit=limit)
    return Answer(question, bindings, rows)


def bind(
    graph: Graph, question: Question, values: dict[str, str]
) -> dict[str, ox.NamedNode | ox.Literal]:
    """The terms that what was typed stands for; see `answer`."""
    known = {p.name: p for p in question.params}
    for name in values:
        if name not in known:
            close = nearest(name, known) or list(known)
            raise QueryError(
                "PARAM-UNKNOWN",
                None,
                found=name,
                question=question.name,
                nearest="、".join(close) or "—",
            )
    bindings: dict[str, ox.NamedNode | ox.Literal] = {}
    for parameter in question.params:
        if parameter.name in values:
            try:
                bindings[parameter.name] = _term(graph, parameter, values[parameter.name])
            except NameNotFound as error:
                _refer_on(graph, question, parameter, values[parameter.name], error)
                raise
        elif parameter.required:
            raise QueryError(
                "PARAM-MISSING",
                None,
                name=parameter.name,
                question=question.name,
                example=parameter.example,
            )
    return bindings


def _refer_on(
    graph: Graph, question: Question, parameter: Parameter, value: str, error: NameNotFound
) -> None:
    """Where a name stands for another kind of thing: say which parameter takes that.

    Raises:
        NameNotFound: There is such a parameter.
    """
    if error.code != "NAME-CLASS":
        return
    classes = {cls for entity in find_entities(graph, value) for cls in entity.classes}
    for other in question.params:
        if other is not parameter and expand(other.type) in classes:
            told = {"found": value, "name": parameter.name, "other": other.name}
            raise NameNotFound("PARAM-OTHER", None, **told, **_kinds(error)) from error


def _kinds(error: NameNotFound) -> dict[str, object]:
    return {name: error.values[name] for name in ("kinds", "expected")}


def _term(graph: Graph, parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    iri = expand(parameter.type) or parameter.type
    if iri == XSD + "gYear":
        if not (len(value) == 4 and value.isascii() and value.isdecimal()):  # noqa: PLR2004 -- a year has four digits
            raise QueryError("PARAM-YEAR", None, name=parameter.name, found=value)
        return ox.Literal(value, datatype=ox.NamedNode(iri))
    if iri == XSD + "string":
        return ox.Literal(value)
    if iri == XSD + "integer":
        if not (value.isascii() and value.isdecimal()):
            raise QueryError("PARAM-NUMBER", None, name=parameter.name, found=value)
        return ox.Literal(value.lstrip("0") or "0", datatype=ox.NamedNode(iri))
    return ox.NamedNode(the_entity(graph, value, iri).iri)


def shown(graph: Graph, rows: Rows, lang: str, *, iris: bool = False) -> list[list[str]]:
    """The rows as text: labels of things, places of passages, literals as they are.

    Args:
        graph: Where the labels are.
        rows: What to show.
        lang: Language of the labels.
        iris: Show IRIs instead of labels.
    """
    things = {term.value for row in rows.rows for term in row if is_iri(term)}
    names = {} if iris else labels(graph, (t for t in things if not is_place(t)), lang)
    told = places(graph, () if iris else things, lang)
    return [[_text(term, names, told, iris=iris) for term in row] for row in rows.rows]


def is_place(iri: str) -> bool:
    """Whether an IRI names where something is said, and not a thing."""
    return iri.startswith((ID + "report/", RULE))


def _text(term: Term | None, names: dict[str, str], told: Places, *, iris: bool) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        if iris:
            return compact(term.value)
        if is_place(term.value):
            return told(term.value)
        return names.get(term.value) or compact(term.value)
    if isinstance(term, ox.Literal):
        return term.value
    return str(term)


def titles(question: Question, columns: Sequence[str], lang: str) -> list[str]:
    """Column titles in a language; the variable's name where the question gives none."""
    return [question.columns.get(c, {}).get(lang, c) for c in columns]
