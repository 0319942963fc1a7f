"""Reading SPARQL text far enough to see its words: what is neither name, string nor comment."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from graph_builder.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What may follow a backslash in a string; with anything else an engine reads `"""a"` as two.
_ESCAPE = (
    r"""\\(?:[tbnrf"'\\]|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"""
    r"""|U(?:0000(?![dD][89a-fA-F])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4})"""
)
# No alternative looks far ahead in vain again and again, so that reading takes time in proportion
# to the length: a prefix of more than 99 characters is read as words, an escaped quotation mark
# opens no string. A local name ends at its second dot, as it does for pyoxigraph.
_TOKEN = re.compile(
    rf"""
      (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>\"{{3}}(?:[^"\\]|{_ESCAPE}|"(?!""))*\"{{3}}
        |'{{3}}(?:[^'\\]|{_ESCAPE}|'(?!''))*'{{3}}
        |"(?:[^"\\\n\r]|{_ESCAPE})*"|'(?:[^'\\\n\r]|{_ESCAPE})*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z0-9-]+)
    | (?P<name>[\w.-]{{0,99}}:(?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.)*+(?:\.++(?:[\w:%-]|\\.)++)?)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<space>\s+)
    | (?P<other>\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Engines read keywords without a blank behind them: `SERVICESILENT<...>`, `trueSERVICE<...>` and,
# as SERVICE with a prefixed name, `SERVICE:x {` and `SERVICEex:x {`.
_SERVICE_PREFIX = re.compile(r"SERVICE[\w.-]*:", re.IGNORECASE)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(query: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and offset of each token; the texts put together are the query."""
    for match in _TOKEN.finditer(query):
        yield str(match.lastgroup), match.group(), match.start()


def refuse_outside_access(query: str) -> None:
    """Refuse a query that would make the engine call another server.

    Raises:
        QueryError: The query holds SERVICE; names its line and column.
    """
    if "SERVICE" not in query.upper() and "\\" not in query:
        return  # Looking at every token takes longer than many a query.
    found = _service_at(query)
    if found is None:
        # Some engines resolve codepoint escapes such as \\u0053 before they read anything else.
        plain = _CODEPOINT.sub(_character, query)
        found = None if plain == query or _service_at(plain) is None else 0
    if found is not None:
        line, column = position(query, found)
        raise QueryError("QUERY-SERVICE", None, line=line, column=column)


def _service_at(query: str) -> int | None:
    """Offset of the first token that an engine could read as the keyword SERVICE."""
    suspect: int | None = None
    for kind, text, offset in tokens(query):
        if kind == "word" and "SERVICE" in text.upper():
            return offset
        if suspect is not None and text == "{":
            return suspect
        if kind == "name" and _SERVICE_PREFIX.search(text):
            suspect = offset
        elif kind not in {"space", "comment"}:
            suspect = None
    return None


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= sys.maxunicode else ""


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
    bound, groups = after_where(query, block)
    if not groups:
        raise QueryError("QUERY-UNBOUND", None, names=variables)
    return bound


def after_where(query: str, block: str) -> tuple[str, int]:
    """Put a block of text at the head of every group that WHERE introduces.

    Returns:
        The query with the blocks, and the number of groups found.
    """
    parts: list[str] = []
    groups, after = 0, False
    for kind, word, _ in tokens(query):
        parts.append(word)
        if kind == "word":
            after = word.upper() == "WHERE"
        elif word == "{":
            if after:
                parts.append(block)
                groups += 1
            after = False
    return "".join(parts), groups


def with_limit(query: str, limit: int) -> str:
    """Let the server stop after so many rows, unless the query itself says how many it wants.

    The clause goes to the end, before a VALUES block that stands there.
    """
    depth, values = 0, len(query)
    for kind, word, offset in tokens(query):
        if word in {"{", "}"}:
            depth += 1 if word == "{" else -1
        elif kind == "word" and depth == 0:
            if word.upper() == "LIMIT":
                return query
            if word.upper() == "VALUES":
                values = offset
    return f"{query[:values]}\nLIMIT {limit}\n{query[values:]}"
