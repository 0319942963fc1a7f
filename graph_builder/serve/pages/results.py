"""The answer to a stranger's query as people read it: labels, links and types, as page and JSON."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.diagnosis import explained
from graph_builder.ask.mistakes import check_spelling
from graph_builder.ask.own import form_of
from graph_builder.errors import QueryError
from graph_builder.names import RDF, XSD, compact
from graph_builder.serve.pages.refs import Ref, names
from graph_builder.serve.worker import QueryJob, failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from graph_builder.graph.access import Term
    from graph_builder.serve.forked import Reply
    from graph_builder.serve.settings import Settings

#: Rows that the page shows, and bytes that it takes from a worker; the downloads have more.
MOST_ROWS = 500
MOST_BYTES = 8 << 20
_LONGEST_TEXT = MOST_BYTES // 16
_LONGEST_REASON = 100
_PLAIN = {XSD + "string", RDF + "langString"}


class Results(NamedTuple):
    """What a query gave: columns and rows, or yes or no, or triples.

    Attributes:
        kind: `table`, `truth` or `graph`.
        columns: Names of the variables; blank for triples.
        terms: Rows of terms, the first `MOST_ROWS` of them; triples as rows of three.
        refs: The same as words with links.
        total: Rows or triples that there are.
        truth: The answer to an ASK.
        text: Triples as Turtle.
    """

    kind: str
    columns: list[str] = []  # noqa: RUF012 -- a tuple: nobody appends
    terms: Sequence[Sequence[Term | None]] = ()
    refs: Sequence[Sequence[Ref]] = ()
    total: int = 0
    truth: bool | None = None
    text: str = ""

    def as_json(self) -> dict[str, object]:
        """For the script of the page; see `docs/web.md`."""
        return {
            "kind": self.kind,
            "columns": self.columns,
            "rows": [
                [None if t is None else _cell(t, r) for t, r in zip(terms, refs, strict=True)]
                for terms, refs in zip(self.terms, self.refs, strict=True)
            ],
            "total": self.total,
            "truth": self.truth,
        }


def job_for(query: str, settings: Settings) -> QueryJob:
    """A stranger's query as a job for a worker, within the server's limits.

    Raises:
        QueryError: It would change the graph, or holds what looks like SPARQL and is none; says
            where, and what is meant.
    """
    try:
        check_spelling(query)
        form_of(query)
    except QueryError as error:
        raise explained(query, error) from error
    return QueryJob(
        query, (), (), "json", "ttl", settings.timeout, settings.max_rows,
        min(MOST_BYTES, settings.max_bytes), settings.max_memory,
    )  # fmt: skip


def read(request: Request, query: str, reply: Reply) -> Results:
    """What a worker answered.

    Raises:
        QueryError: The query is faulty, which is told with its cause, or ran into a limit.
    """
    if "code" in reply.head:
        raise _cut(explained(query, failed(reply.head)))
    body = reply.body
    if reply.file is not None:
        try:
            body = os.pread(reply.file, MOST_BYTES, 0)
        finally:
            os.close(reply.file)
    if reply.head["kind"] == "graph":
        return _triples(request, body)
    data = json.loads(body)
    if "boolean" in data:
        return Results("truth", truth=bool(data["boolean"]))
    columns = [str(name) for name in data["head"]["vars"]]
    solutions = data["results"]["bindings"]
    terms = [[_term(s.get(c)) for c in columns] for s in solutions[:MOST_ROWS]]
    return Results("table", columns, terms, _refs(request, terms), len(solutions))


def _triples(request: Request, body: bytes) -> Results:
    terms: list[list[Term]] = []
    total = 0
    for quad in ox.parse(body, format=ox.RdfFormat.TURTLE):
        total += 1
        if total <= MOST_ROWS:
            terms.append([_plain(t) for t in (quad.subject, quad.predicate, quad.object)])
    text = body.decode()[:_LONGEST_TEXT]
    refs = _refs(request, terms)
    return Results("graph", ["", "", ""], terms, refs, total, None, text or "\n")


def _refs(request: Request, terms: Sequence[Sequence[Term | None]]) -> list[list[Ref]]:
    named = names(request, (t for row in terms for t in row))
    return [[named.ref(t) for t in row] for row in terms]


def _cell(term: Term, ref: Ref) -> dict[str, str]:
    """A term for a script: what is blank is left out."""
    found = {"text": ref.text, "href": ref.href, "lang": ref.lang}
    if isinstance(term, ox.Literal):
        if term.datatype.value not in _PLAIN:
            found["type"] = compact(term.datatype.value)
    else:
        found |= {"kind": ref.kind, "iri": ref.iri}
    return {name: value for name, value in found.items() if value}


def _term(value: dict[str, str] | None) -> Term | None:
    """A value of the JSON format as a term; a blank node or a triple as its text."""
    if value is None:
        return None
    if value["type"] == "uri":
        return ox.NamedNode(value["value"])
    if value["type"] == "literal":
        if "xml:lang" in value:
            return ox.Literal(value["value"], language=value["xml:lang"])
        datatype = value.get("datatype", XSD + "string")
        return ox.Literal(value["value"], datatype=ox.NamedNode(datatype))
    return ox.Literal(str(value["value"]))


def _plain(term: object) -> Term:
    return term if isinstance(term, (ox.NamedNode, ox.Literal)) else ox.Literal(str(term))


def _cut(error: QueryError) -> QueryError:
    """The engine lists every sign that might have stood at a mistake."""
    reason = str(error.values.get("reason", ""))
    if len(reason) > _LONGEST_REASON:
        error.values["reason"] = reason[:_LONGEST_REASON] + "……"
    return error
