"""SPARQL by form: a text box, examples from the catalogue, results as a table; no script needed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from anyio.from_thread import run as run_on_loop

from graph_builder.ask.answer import bind
from graph_builder.errors import LimitReached, QueryError, ZhituError
from graph_builder.graph.sparql_text import with_values
from graph_builder.serve.context import graph_of, lang_of, settings_of, snapshot_of
from graph_builder.serve.pages.catalogue import by_theme, questions
from graph_builder.serve.pages.refs import Names, Ref
from graph_builder.serve.pages.shell import field, link, page
from graph_builder.serve.worker import QueryJob

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.ask.questions import Question
    from graph_builder.graph.access import Term

_FIRST = """PREFIX vet: <https://w3id.org/zhitu/ontology#>

SELECT ?school ?name WHERE {
  ?school a vet:School ; vet:hasName ?name .
}
ORDER BY ?name
LIMIT 20
"""
#: Rows that the page shows, and bytes that it takes from a worker; the downloads have more.
MOST_ROWS = 500
MOST_BYTES = 8 << 20
_LONGEST_REASON = 100
_PLAIN_TYPE = "http://www.w3.org/2001/XMLSchema#string"


class Results(NamedTuple):
    """What a query gave: columns and rows, or yes or no, or triples as text."""

    columns: list[str]
    rows: list[list[Ref]]
    total: int
    truth: bool | None = None
    text: str = ""


class Problem(NamedTuple):
    """What is wrong with a query: a sentence, and the line of the query, from 1, or 0."""

    text: str
    line: int
    column: int


def sparql(request: Request) -> Response:
    """The form; with a query its results, or what is wrong with it, at its place."""
    query = request.query_params.get("query", "")
    question = questions().get(field(request, "question"))
    results, problem, note, status = None, None, "", 200
    if query.strip():
        try:
            results = _run(request, query)
        except QueryError as error:
            problem = _problem(error, lang_of(request))
            status = 503 if isinstance(error, LimitReached) else 400
    elif question is not None:
        query, note = _text_of(request, question)
    return page(
        request,
        "sparql.html",
        status=status,
        query=query.replace("\r\n", "\n") or _FIRST,
        chosen=question,
        note=note,
        themes=by_theme(list(questions().values())),
        results=results,
        problem=problem,
        most=MOST_ROWS,
        downloads=[(name, link("/sparql", query=query, format=name)) for name in _formats(results)],
    )


def _formats(results: Results | None) -> tuple[str, ...]:
    if results is None:
        return ()
    return ("ttl", "nt", "jsonld", "rdf") if results.text else ("csv", "tsv", "json", "xml")


def _run(request: Request, query: str) -> Results:
    """Have a worker carry out a stranger's query within the server's limits.

    Raises:
        QueryError: It is faulty, or ran into a limit.
    """
    settings = settings_of(request)
    job = QueryJob(
        query, (), (), "json", "ttl", settings.timeout, settings.max_rows,
        min(MOST_BYTES, settings.max_bytes), settings.max_memory,
    )  # fmt: skip
    reply = run_on_loop(snapshot_of(request).strangers.run, job)
    head = reply.head
    if "code" in head:
        values = head["values"]
        assert isinstance(values, dict)  # noqa: S101 -- written by our worker
        raise QueryError(str(head["code"]), None, **values)
    body = reply.body
    if reply.file is not None:
        try:
            body = os.pread(reply.file, MOST_BYTES, 0)
        finally:
            os.close(reply.file)
    if head["kind"] == "graph":
        return Results([], [], 0, text=body.decode()[: MOST_BYTES // 16] or "\n")
    return _table(request, json.loads(body))


def _table(request: Request, data: dict) -> Results:  # type: ignore[type-arg]
    if "boolean" in data:
        return Results([], [], 0, truth=bool(data["boolean"]))
    columns = [str(name) for name in data["head"]["vars"]]
    solutions = data["results"]["bindings"]
    rows = [[_term(s.get(c)) for c in columns] for s in solutions[:MOST_ROWS]]
    names = Names(graph_of(request), (t for row in rows for t in row), lang_of(request))
    return Results(columns, [[names.ref(t) for t in row] for row in rows], len(solutions))


def _term(value: dict[str, str] | None) -> Term | str | None:
    """A value of the JSON format as a term; a blank node or a triple as its text."""
    if value is None:
        return None
    if value["type"] == "uri":
        return ox.NamedNode(value["value"])
    if value["type"] == "literal":
        if "xml:lang" in value:
            return ox.Literal(value["value"], language=value["xml:lang"])
        return ox.Literal(value["value"], datatype=ox.NamedNode(value.get("datatype", _PLAIN_TYPE)))
    return ox.Literal(str(value["value"]))


def _problem(error: QueryError, lang: str) -> Problem:
    line, column = (int(str(error.values.get(k, 0))) for k in ("line", "column"))
    reason = str(error.values.get("reason", ""))
    if len(reason) > _LONGEST_REASON:
        # The engine lists every sign that might have stood there.
        error.values["reason"] = reason[:_LONGEST_REASON] + "……"
    return Problem(error.render(lang), line, column)


def _text_of(request: Request, question: Question) -> tuple[str, str]:
    """The query of a question with its parameters put in; what is wrong with them, if anything."""
    text = "\n".join(x for x in question.query.splitlines() if not x.startswith("#+")) + "\n"
    values = {
        p.name: field(request, p.name) or (p.example if p.required else "") for p in question.params
    }
    try:
        bindings = bind(graph_of(request), question, {k: v for k, v in values.items() if v})
    except ZhituError as error:
        return text, error.render(lang_of(request))
    return with_values(text, {name: str(term) for name, term in bindings.items()}), ""
