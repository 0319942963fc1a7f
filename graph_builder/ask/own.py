"""SPARQL queries that people write themselves."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import is_iri
from graph_builder.ask.mistakes import check_spelling, explain, never_bound
from graph_builder.ask.outside import seen_by
from graph_builder.ask.published import body
from graph_builder.ask.signs import signs
from graph_builder.errors import Place, QueryError
from graph_builder.graph.sparql_text import tokens, with_values
from graph_builder.names import PREFIXES, VET, compact

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.graph.access import Bindings, Graph, Rows

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
#: A query longer than this is refused; nobody writes one.
MAX_LENGTH = 100_000
#: Rows that are kept in memory, even without a limit.
MOST_ROWS = 1_000_000
_TERMS = f"""SELECT DISTINCT ?term WHERE {{
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
  ?term a ?kind . FILTER(STRSTARTS(STR(?term), "{VET}"))
}}"""
#: Codes of errors that say no more than that the query could not be read.
_UNREAD = ("QUERY-SYNTAX", "QUERY-FORM", "REMOTE-REFUSED")


#: What no file name has, or begins with.
_QUERY = re.compile(
    rf"[{{\n]|^\s*(?:{'|'.join((*_FORMS, *_UPDATES, 'PREFIX', 'BASE'))}|$)(?:\s|$)", re.I
)


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name, or not one at all
        return False


def read_query(argument: str) -> str:
    """The query meant by `--sparql`: `-` for standard input, a file's name, or the query itself.

    Raises:
        QueryError: The file cannot be read, or there is no query in it.
    """
    if argument != "-" and (_QUERY.search(argument) and not _is_file(argument)):
        query = argument
    else:
        try:
            query = _read(argument).decode("utf-8-sig")
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


def _read(argument: str) -> bytes:
    """What is in the file, or comes on standard input; of what never ends only the beginning."""
    most = 4 * MAX_LENGTH + 4
    if argument == "-":
        return sys.stdin.buffer.read(most)
    with Path(argument).open("rb") as handle:
        return handle.read(most)


def form_of(query: str) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`.

    Raises:
        QueryError: It is an update, or none of these.
    """
    forms = []
    depth = 0
    for kind, token, _ in tokens(query):
        word = token.upper()
        depth += {"{": 1, "}": -1}.get(token, 0)
        if kind == "word" and word in _FORMS:
            forms.append(word)
        if kind == "word" and word in _UPDATES and (depth == 0 or not forms):
            raise QueryError("QUERY-UPDATE", None, found=word)
    if not forms:
        raise QueryError("QUERY-FORM", None, expected=" / ".join(_FORMS))
    return forms[0]


class Result(NamedTuple):
    """What a query of one's own gave; one of `rows`, `truth` and `triples`.

    Attributes:
        rows: The answer to a SELECT.
        truth: The answer to an ASK.
        triples: What a CONSTRUCT or DESCRIBE made.
        truncated: Whether there was more than the limit let through.
        blank: Columns that can have no value, each with the variable that may be meant, or "".
        unknown: Terms of the vocabulary that it does not have, each with the nearest, or ""; only
            looked for when the answer is empty.
    """

    rows: Rows | None
    truth: bool | None
    triples: list[ox.Triple] | None
    truncated: bool
    blank: list[tuple[str, str]]
    unknown: list[tuple[str, str]]


def run_query(
    graph: Graph,
    query: str,
    bindings: Bindings | None = None,
    *,
    timeout: float,
    limit: int | None = None,
) -> Result:
    """Run a query of any reading form, just as it was written.

    Args:
        graph: What to ask; `let_out` says whether SERVICE and FROM may leave it.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        bindings: Variable -> term, put in as values.
        timeout: Seconds after which it is stopped.
        limit: Rows or triples; never more than `MOST_ROWS`.

    Raises:
        QueryError: It has a mistake, which is told with line, column and an excerpt; or it would
            change the graph, or leave it without leave.
        LimitReached: It took too long.
    """
    check_spelling(query)
    most = MOST_ROWS if limit is None else min(limit, MOST_ROWS)
    try:
        form = form_of(query)
        graph = seen_by(graph, query, timeout=timeout)
        if form == "SELECT":
            rows = graph.select(query, bindings, timeout=timeout, limit=most)
            unknown = [] if rows.rows else unknown_terms(graph, query)
            return Result(rows, None, None, rows.truncated, never_bound(query), unknown)
        if form == "ASK":
            truth = graph.ask(query, bindings, timeout=timeout)
            unknown = [] if truth else unknown_terms(graph, query)
            return Result(None, truth, None, truncated=False, blank=[], unknown=unknown)
        triples = graph.construct(query, bindings, timeout=timeout, limit=most + 1)
    except QueryError as error:
        if error.code not in _UNREAD:
            raise
        # Positions that an engine tells are those of the query with the values in it.
        told = "" if bindings else str(error.values.get("reason", ""))
        known = explain(query, told)
        if known is None:
            raise
        raise known from error
    except (OSError, RuntimeError) as error:
        # What the engine makes of another server that does not answer as it should.
        raise QueryError("QUERY-SERVICE-FAILED", None, reason=str(error)) from error
    unknown = [] if triples else unknown_terms(graph, query)
    return Result(None, None, triples[:most], len(triples) > most, [], unknown)


def unknown_terms(graph: Graph, query: str) -> list[tuple[str, str]]:
    """Terms of our vocabulary in a query that the vocabulary of the graph does not have."""
    used = {s.text for s in signs(query) if s.kind == "name" and s.text.startswith("vet:")}
    known = {compact(row[0].value) for row in graph.select(_TERMS).rows if is_iri(row[0])}
    if not known:  # a graph without its vocabulary
        return []
    return [
        (term, (get_close_matches(term, sorted(known), 1) or [""])[0])
        for term in sorted(used - known)
    ]


def remarks(found: Result) -> list[tuple[str, dict[str, str]]]:
    """The sentences about columns without values and unknown terms: key and values of each."""
    return [
        (f"query-{what}-near", {"found": name, "nearest": close})
        if close
        else (f"query-{what}", {"found": name})
        for what, names in (("blank-column", found.blank), ("term", found.unknown))
        for name, close in names
    ]


def as_run(query: str, bindings: Bindings | None = None) -> str:
    """The query as it is run: without a header, known prefixes declared, values bound."""
    bound = with_values(
        body(query).strip(), {name: str(term) for name, term in (bindings or {}).items()}
    )
    declared = {
        second.text.removesuffix(":")
        for first, second in pairwise(signs(bound))
        if first.word == "PREFIX"
    }
    used = {s.text.partition(":")[0] for s in signs(bound) if s.kind == "name"}
    known = (p for p in PREFIXES if p in used - declared)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in known) + bound
