"""What is wrong with a SPARQL query, in words: line, column, the known causes, and a caret.

Engines tell where they could not read on, which is seldom where the mistake is, and list what the
grammar would allow there. The causes that people meet are looked for first; what is left is told as
the engine tells it, cut short.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from graph_builder.ask.causes import (
    CAUSES,
    bound_twice,
    projected,
    select_head,
    slash_in_name,
    ungrouped,
)
from graph_builder.ask.signs import signs
from graph_builder.errors import QueryError
from graph_builder.graph.sparql_text import position, tokens
from graph_builder.output import width

_QUOTES = "“”‘’「」『』„‟"
_WIDE = {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if not chr(c).isalnum()} | {
    "。": ".",
    "、": ",",
    "【": "[",
    "】": "]",
    "《": "<",
    "》": ">",
    "\u3000": " ",
}
#: Columns of the line that is shown around a mistake.
_SHOWN = 76
_ENGINE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.S)


def check_spelling(query: str) -> None:
    """Refuse full-width punctuation outside strings and comments, and slashes in short names.

    The grammar takes `，` and `。` for letters, so that `?a，?b` is one variable that never has a
    value, and the answer is empty without a word. Names such as `zid:school/x`, as answers show
    them, are no names in SPARQL.

    Raises:
        QueryError: Names what was found, and what is meant.
    """
    for kind, text, offset in tokens(query):
        if kind in {"string", "iri", "comment"}:
            continue
        for place, char in enumerate(text, offset):
            if char in _QUOTES:
                raise _error(query, "QUERY-QUOTES", place, {"found": char})
            if char in _WIDE:
                values = {"found": char, "expected": _WIDE[char]}
                raise _error(query, "QUERY-WIDE", place, dict(values))
    slash = slash_in_name(query, signs(query))
    if slash is not None:
        raise _error(query, *slash)


def explain(query: str, told: str) -> QueryError | None:
    """The error for a query that an engine could not read; None when no more can be told.

    Args:
        query: The query, just as it was written.
        told: What the engine said.
    """
    found = signs(query)
    unbound = "unbound" in told or "GROUP" in told.upper()
    for look in (*CAUSES, *([ungrouped] if unbound else []), bound_twice):
        cause = look(found)
        if cause is not None:
            return _error(query, *cause)
    match = _ENGINE.match(told)
    if match is None:
        return None
    lines = query.split("\n")
    line, column = int(match.group(1)), int(match.group(2))
    offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    # Words and signs; classes of characters, such as ['A' ..= 'Z'], say nothing to people.
    named = re.sub(r"\\u\{\w+\}|\['[^\]]*\]", "", match.group(3))
    expected = [w for w in re.findall(r'"[^"]+"|\b[A-Z]{2,}\b', named) if "\\" not in w]
    if unbound:
        return _error(query, "QUERY-UNGROUPED-ANY", min(offset, len(query)), {})
    if not expected:
        return _error(query, "QUERY-UNREADABLE", min(offset, len(query)), {})
    listed = " ".join(expected[:8])
    return _error(query, "QUERY-UNREAD", min(offset, len(query)), {"expected": listed})


def never_bound(query: str) -> list[tuple[str, str]]:
    """Variables that the outer SELECT projects and nothing gives a value, with the nearest one.

    A query with such a column is no error, but the column is always blank.
    """
    found = signs(query)
    head = select_head(found)
    if not head:
        return []
    made = {found[i + 1].text[1:] for i in head if found[i].word == "AS" and i + 1 < len(found)}
    start = head[-1] + 1
    bound = {s.text[1:] for s in found[start:] if s.kind == "variable"}
    names = dict.fromkeys(projected(found, head))
    return [
        (name, (get_close_matches(name, sorted(bound), 1) or [""])[0])
        for name in names
        if name not in bound | made
    ]


def excerpt(query: str, offset: int) -> str:
    """The line of an offset with a caret below it, as far as it fits."""
    line, column = position(query, offset)
    text = query.split("\n")[line - 1]
    start = max(0, column - 1 - _SHOWN // 2)
    before, behind = text[start : column - 1], text[column - 1 : start + _SHOWN]
    shown = "".join(c if c.isprintable() else " " for c in before + behind)
    margin = f"  {line} | "
    return f"{margin}{shown}\n{' ' * (len(margin) - 2)}| {' ' * width(shown[: len(before)])}^"


def _error(query: str, code: str, offset: int, values: dict[str, object]) -> QueryError:
    line, column = position(query, offset)
    error = QueryError(code, None, line=line, column=column, **values)
    error.excerpt = excerpt(query, offset)
    return error
