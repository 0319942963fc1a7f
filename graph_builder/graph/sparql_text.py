"""Reading SPARQL text far enough to see its words: what is neither name, string nor comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph_builder.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Every alternative starts with a different character, so matching is linear.
_TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z0-9-]+)
    | (?P<name>[\w.-]*:[\w.:%\\-]*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(query: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and offset of each token; the texts put together are the query."""
    for match in _TOKEN.finditer(query):
        yield str(match.lastgroup), match.group(), match.start()


def refuse_outside_access(query: str) -> None:
    """Refuse a query that would make the engine call another server.

    Raises:
        QueryError: The query holds SERVICE; names its line and column.
    """
    for kind, word, offset in tokens(query):
        if kind == "word" and word.upper() == "SERVICE":
            line, column = position(query, offset)
            raise QueryError("QUERY-SERVICE", None, line=line, column=column)


def position(query: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def with_values(query: str, bindings: Mapping[str, str]) -> str:
    """Bind variables by a VALUES block at the head of every WHERE group.

    Args:
        query: A SELECT, ASK or CONSTRUCT query whose groups are introduced by WHERE.
        bindings: Variable name without `?` -> its value as an N-Triples term.

    Raises:
        QueryError: There is no such group, so that the bindings would be lost in silence.
    """
    if not bindings:
        return query
    variables = " ".join(f"?{name}" for name in bindings)
    block = f" VALUES ({variables}) {{ ({' '.join(bindings.values())}) }} "
    parts: list[str] = []
    after_where = bound = False
    for kind, word, _ in tokens(query):
        parts.append(word)
        if kind == "word":
            after_where = word.upper() == "WHERE"
        elif word == "{":
            if after_where:
                parts.append(block)
                bound = True
            after_where = False
    if not bound:
        raise QueryError("QUERY-UNBOUND", None, names=variables)
    return "".join(parts)
