"""SPARQL queries that people write themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.ask.answer import shown
from graph_builder.errors import Place, QueryError
from graph_builder.graph.sparql_text import tokens

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
#: A query longer than this is refused; nobody writes one.
MAX_LENGTH = 100_000


def read_query(argument: str) -> str:
    """The query meant by `--sparql`: `-` for standard input, a file's name, or the query itself.

    Raises:
        QueryError: The file cannot be read, or there is no query in it.
    """
    if argument != "-" and ("{" in argument or "\n" in argument):
        query = argument
    else:
        try:
            data = sys.stdin.buffer.read() if argument == "-" else Path(argument).read_bytes()
            query = data.decode("utf-8-sig")
        except OSError as error:
            reason = error.strerror or str(error)
            raise QueryError("QUERY-FILE", Place(argument), reason=reason) from error
        except ValueError as error:
            raise QueryError("QUERY-FILE", Place(argument), reason=str(error)) from error
    if not query.strip():
        raise QueryError("QUERY-EMPTY", None)
    if len(query) > MAX_LENGTH:
        raise QueryError("QUERY-LONG", None, length=len(query), limit=MAX_LENGTH)
    return query


def form_of(query: str) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`.

    Raises:
        QueryError: It is an update, or none of these.
    """
    for kind, token, _ in tokens(query):
        word = token.upper()
        if kind == "word" and word in _FORMS:
            return word
        if kind == "word" and word in _UPDATES:
            raise QueryError("QUERY-UPDATE", None, found=word)
    raise QueryError("QUERY-FORM", None, expected=" / ".join(_FORMS))


def run_query(
    graph: Graph, query: str, lang: str, *, timeout: float, limit: int | None, iris: bool
) -> tuple[list[str] | None, list[list[str]], bool]:
    """Run a query of any reading form.

    Returns:
        Columns, rows of text, and whether the limit cut them; columns None for triples, whose
        rows are one N-Triples line each.
    """
    form = form_of(query)
    if form == "SELECT":
        rows = graph.select(query, timeout=timeout, limit=limit)
        return list(rows.columns), shown(graph, rows, lang, iris=iris), rows.truncated
    if form == "ASK":
        return ["ask"], [[str(graph.ask(query, timeout=timeout)).lower()]], False
    triples = graph.construct(query, timeout=timeout, limit=limit)
    return (
        None,
        [[f"{triple} .\n"] for triple in triples],
        limit is not None and len(triples) == limit,
    )
