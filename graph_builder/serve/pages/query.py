"""SPARQL by form: a text box, examples from the catalogue, results as a table.

The page works without a script; with one, an editor stands in place of the text box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from anyio.from_thread import run as run_on_loop

from graph_builder.ask.answer import bind
from graph_builder.errors import LimitReached, QueryError, ZhituError
from graph_builder.graph.sparql_text import with_values
from graph_builder.serve.context import graph_of, lang_of, settings_of, snapshot_of
from graph_builder.serve.pages.catalogue import by_theme, questions
from graph_builder.serve.pages.results import MOST_ROWS, Results, job_for, read
from graph_builder.serve.pages.shell import field, link, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.ask.questions import Question

_FIRST = """PREFIX vet: <https://w3id.org/zhitu/ontology#>

SELECT ?school ?name WHERE {
  ?school a vet:School ; vet:hasName ?name .
}
ORDER BY ?name
LIMIT 20
"""


class Problem(NamedTuple):
    """What is wrong with a query: a sentence, and the line of the query, from 1, or 0."""

    text: str
    line: int
    column: int


def sparql(request: Request) -> Response:
    """The form; with a query its results, or what is wrong with it, at its place."""
    query = request.query_params.get("query", "").replace("\r\n", "\n")
    question = questions().get(field(request, "question"))
    results, problem, note, status = None, None, "", 200
    if query.strip():
        try:
            job = job_for(query, settings_of(request))
            results = read(request, query, run_on_loop(snapshot_of(request).strangers.run, job))
        except QueryError as error:
            problem = _problem(error, lang_of(request))
            status = 503 if isinstance(error, LimitReached) else 400
    elif question is not None:
        query, note = _text_of(request, question)
    return page(
        request,
        "sparql.html",
        status=status,
        query=query or _FIRST,
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
    return (
        ("ttl", "nt", "jsonld", "rdf") if results.kind == "graph" else ("csv", "tsv", "json", "xml")
    )


def _problem(error: QueryError, lang: str) -> Problem:
    line, column = (int(str(error.values.get(k, 0))) for k in ("line", "column"))
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
