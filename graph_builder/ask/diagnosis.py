"""What is wrong with a query that somebody is writing: found without carrying it out.

The findings are those of `zhitu ask --sparql`, each with its place, for an editor to mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.mistakes import check_spelling, explain, never_bound
from graph_builder.ask.own import MAX_LENGTH, form_of, unknown_terms
from graph_builder.ask.signs import signs
from graph_builder.errors import QueryError
from graph_builder.graph.sparql_text import position, refuse_outside_access
from graph_builder.messages import message
from graph_builder.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.graph.access import Graph

#: Codes of errors that tell what the engine said, and nothing of the cause.
_UNREAD = ("QUERY-SYNTAX", "QUERY-SYNTAX-AT", "QUERY-FORM")
#: Codes of errors that tell what could have stood at a place.
_VAGUE = ("QUERY-UNREAD", "QUERY-UNREADABLE")
_WORD = re.compile(r"[^\W\d_a-zA-Z]+")
_LONGEST_WORD = 40


class Mistake(NamedTuple):
    """One finding.

    Attributes:
        severity: `error` when the query cannot be run, `warning` when it can.
        code: Stable code of its sentence.
        text: The sentence.
        line: Line of the query, from 1; 0 when the finding is about the whole query.
        column: Character of that line, from 1; 0 as above.
        length: Characters from there.
    """

    severity: str
    code: str
    text: str
    line: int = 0
    column: int = 0
    length: int = 0


def diagnose(graph: Graph, query: str, lang: str) -> list[Mistake]:
    """Read a query, and say what an author wants to know before running it.

    An ASK or a sub-query may be carried out on an empty graph, so a stranger's query belongs into a
    process that can be stopped.

    Args:
        graph: Whose vocabulary is meant.
        query: As far as it is written.
        lang: `zh` or `en`.
    """
    if not query.strip():
        return []
    if len(query) > MAX_LENGTH:
        long = QueryError("QUERY-LONG", None, length=len(query), limit=MAX_LENGTH)
        return [Mistake("error", long.code, long.render(lang))]
    try:
        check_spelling(query)
        refuse_outside_access(query)
        form_of(query)
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        told = QueryError("QUERY-SYNTAX", None, reason=" ".join(error.msg.split()))
        return [_mistake(query, explained(query, told), lang)]
    except QueryError as error:
        return [_mistake(query, explained(query, error), lang)]
    except ValueError:
        pass  # about a graph that is not there, which only the real one can tell
    return [*_never_bound(query, lang), *_unknown_terms(graph, query, lang)]


def explained(query: str, error: QueryError) -> QueryError:
    """The error with its cause, where no more was told than that the query cannot be read."""
    if error.code not in _UNREAD:
        return error
    told = str(error.values.get("reason", ""))
    if "line" in error.values:
        told = f"error at {error.values['line']}:{error.values['column']}: {told}"
    found = explain(query, told) or error
    return _bare(query) or found if found.code in {*_UNREAD, *_VAGUE} else found


def _bare(query: str) -> QueryError | None:
    """The first word that is written in Chinese, or another script, without quotation marks."""
    for sign in signs(query):
        word = _WORD.match(query, sign.offset) if sign.kind == "other" else None
        if word:
            line, column = position(query, sign.offset)
            found = word.group()[:_LONGEST_WORD]
            return QueryError("QUERY-BARE", None, line=line, column=column, found=found)
    return None


def _mistake(query: str, error: QueryError, lang: str) -> Mistake:
    line, column = (int(str(error.values.get(name, 0))) for name in ("line", "column"))
    length, text = min(line, 1), error.render(lang)
    if error.code == "QUERY-BARE":
        length = len(str(error.values["found"]))
        return Mistake("error", error.code, text, line, column, length)
    for sign in signs(query):
        place = position(query, sign.offset)
        if place == (line, column) or (not line and sign.word == error.values.get("found")):
            (line, column), length = place, len(sign.text.partition("\n")[0])
            break
    return Mistake("error", error.code, text, line, column, length)


def _never_bound(query: str, lang: str) -> Iterator[Mistake]:
    for name, near in never_bound(query):
        key = "query-blank-column-near" if near else "query-blank-column"
        yield _at(query, key, message(key, lang, found=name, nearest=near), f"?{name}", f"${name}")


def _unknown_terms(graph: Graph, query: str, lang: str) -> Iterator[Mistake]:
    for name, near in unknown_terms(graph, query):
        key = "diagnosis-term-near" if near else "diagnosis-term"
        yield _at(query, key, message(key, lang, found=name, nearest=near), name)


def _at(query: str, key: str, text: str, *names: str) -> Mistake:
    """A warning at the first sign that reads so."""
    for sign in signs(query):
        if sign.text in names:
            line, column = position(query, sign.offset)
            return Mistake("warning", key, text, line, column, len(sign.text))
    return Mistake("warning", key, text)
