"""A question of the catalogue: its parameters, its answer as table and picture, its SPARQL."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from starlette.responses import Response
from starlette.routing import Route

from graph_builder.ask.answer import Answer, answer, shown, titles
from graph_builder.claims.nearest import nearest
from graph_builder.errors import NameNotFound, QueryError, ZhituError
from graph_builder.names import ID
from graph_builder.output import render
from graph_builder.serve.context import graph_of, lang_of
from graph_builder.serve.pages.catalogue import questions
from graph_builder.serve.pages.chart import Chart, chart
from graph_builder.serve.pages.choices import Choice, choices
from graph_builder.serve.pages.refs import Ref, names
from graph_builder.serve.pages.shell import field, known, link, page
from graph_builder.serve.spoken import spoken

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.ask.questions import Parameter, Question

#: Rows that a page shows; the downloads have all of them.
MOST_ROWS = 1000
_REPORT = ID + "report/"
_NUMBERS = ("#integer", "#decimal", "#double")


class Field(NamedTuple):
    """A parameter as a form field.

    Attributes:
        parameter: Which one.
        label: What it is, in words.
        value: What was typed or chosen.
        choices: What can be chosen; empty for free words.
        listed: Whether there are so few that a drop-down shows them all.
    """

    parameter: Parameter
    label: str
    value: str
    choices: list[Choice]
    listed: bool


class Cell(NamedTuple):
    """A value of the answer."""

    ref: Ref
    number: bool


def question_page(request: Request) -> Response:
    """The question, and its answer once every required parameter is there."""
    name, _, form = request.path_params["name"].partition(".")
    question = questions().get(name)
    if question is None:
        close = "、".join(nearest(name, questions())) or "—"
        raise NameNotFound("WEB-QUESTION", None, found=name[:80], nearest=close)
    if form not in {"", "csv"}:
        raise QueryError("WEB-ANSWER-FORMAT", None, found=form)
    values = {p.name: v for p in question.params if (v := field(request, p.name))}
    graph, lang = graph_of(request), lang_of(request)
    missing = [p for p in question.params if p.required and p.name not in values]
    if form:
        return _csv(request, question, answer(graph, question, values))
    result: Answer | None = None
    problem = ""
    status = 200
    if not missing:
        try:
            result = answer(graph, question, values, limit=MOST_ROWS)
        except (QueryError, NameNotFound) as error:
            problem, status = spoken(error, lang), 404 if isinstance(error, NameNotFound) else 400
    rows, picture = _rows(request, question, result) if result else ([], None)
    columns = titles(question, result.rows.columns, lang) if result else []
    common = _same_report(rows)
    if common is not None:
        columns, rows = columns[1:], [row[1:] for row in rows]
    return page(
        request,
        "question.html",
        status=status,
        question=question,
        query="\n".join(x for x in question.query.splitlines() if not x.startswith("#+")),
        fields=_fields(request, question, values, result),
        missing=missing if values else [],
        example=_example(request, question),
        problem=problem,
        result=result,
        columns=columns,
        common=common,
        numbers=[any(c.number for c in column) for column in zip(*rows, strict=True)],
        rows=rows,
        picture=picture,
        asked=field(request, "asked"),
        bindings=[(n, str(t)) for n, t in result.bindings.items()] if result else [],
        file=partial(link_to_file, question.name, values),
        draws=question.view in {"sankey", "network"} and len(rows) > 1,
        csv=link(f"/questions/{name}.csv", **values),
        json=link("/api/ask", question=name, **values),
        sparql=link("/sparql", question=name, **values),
        related=[q for q in questions().values() if q.theme == question.theme and q != question],
        most=MOST_ROWS,
    )


def link_to_file(name: str, values: dict[str, str], form: str, theme: str = "") -> str:
    """The address of the answer as a picture or a file."""
    return link(f"/pictures/question.{form}", question=name, theme=theme, **values)


def _fields(
    request: Request, question: Question, values: dict[str, str], result: Answer | None
) -> list[Field]:
    lang = lang_of(request)
    found = []
    for parameter in question.params:
        offered = choices(known(request), parameter, lang)
        value = values.get(parameter.name, "")
        bound = result.bindings.get(parameter.name) if result else None
        if isinstance(bound, ox.NamedNode):
            value = next((c.value for c in offered if c.iri == bound.value), value)
        label = question.columns.get(parameter.name, {}).get(lang) or _label(request, parameter)
        found.append(Field(parameter, label, value, offered, 0 < len(offered) <= 40))  # noqa: PLR2004 -- what a drop-down can hold
    return found


def _label(request: Request, parameter: Parameter) -> str:
    """What a parameter is called: its class, else its own name in words."""
    from graph_builder.ask.entities import expand, labels  # noqa: PLC0415 -- beside its use
    from graph_builder.messages import catalogue, message  # noqa: PLC0415 -- as above

    lang = lang_of(request)
    key = f"web-param-{parameter.name}"
    if key in catalogue():
        return message(key, lang)
    iri = expand(parameter.type) or parameter.type
    return labels(graph_of(request), [iri], lang).get(iri) or parameter.name


def _example(request: Request, question: Question) -> str:
    """The address of an answer that is not empty; blank without parameters."""
    values = {p.name: p.example for p in question.params if p.required}
    if not values:
        return ""
    try:
        answer(graph_of(request), question, values, limit=1)
    except ZhituError:
        return ""
    return link(f"/questions/{question.name}", **values)


def _rows(
    request: Request, question: Question, result: Answer
) -> tuple[list[list[Cell]], Chart | None]:
    lang = lang_of(request)
    terms = {t for row in result.rows.rows for t in row}
    named = names(request, terms)
    refs = {t: Cell(named.ref(t), _is_number(t)) for t in terms}
    rows = [[refs[t] for t in row] for row in result.rows.rows]
    picture = None
    if question.view == "bar" and rows:
        heads = titles(question, result.rows.columns, lang)
        picture = chart(question.title[lang], heads, [[(c.ref.text, c.number) for c in row]
                                                      for row in rows])  # fmt: skip
    return rows, picture


def _same_report(rows: list[list[Cell]]) -> Ref | None:
    """The report that every row begins with, which then need not stand in each of them."""
    if not rows or len(rows[0]) < 2:  # noqa: PLR2004 -- a row is more than its report
        return None
    first = rows[0][0].ref
    same = first.iri.startswith(_REPORT) and all(row[0].ref == first for row in rows)
    return first if same and first.kind == "thing" else None


def _is_number(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.endswith(_NUMBERS)


def _csv(request: Request, question: Question, found: Answer) -> Response:
    lang = lang_of(request)
    heads = titles(question, found.rows.columns, lang)
    body = render(heads, shown(graph_of(request), found.rows, lang), "csv", bom=True)
    headers = {"Content-Disposition": f'attachment; filename="{question.name}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


routes = [Route("/questions/{name}", question_page)]
