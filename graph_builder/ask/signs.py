"""The signs of a SPARQL query: its tokens without blanks and comments, numbers in one piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.graph.sparql_text import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_TERMS = frozenset(("variable", "iri", "name", "string", "number"))
#: Words that may stand where a term does.
_TERM_WORDS = frozenset(("A", "TRUE", "FALSE"))
#: Terms that a pattern has already, behind each separator.
_AFTER = {".": 0, ";": 1, ",": 2}
#: Words behind which lists of variables or numbers follow, to the end of the group.
_TAIL = frozenset(("GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET"))


class Sign(NamedTuple):
    """A token: its kind as in `tokens` or `number`, its text, and its offset in the query."""

    kind: str
    text: str
    offset: int

    @property
    def word(self) -> str:
        """The keyword in capitals; empty for what is no word."""
        return self.text.upper() if self.kind == "word" else ""


def signs(query: str) -> list[Sign]:
    """The signs of a query, in order."""
    found: list[Sign] = []
    end = 0
    for kind, text, offset in tokens(query):
        if offset < end or kind in {"space", "comment"}:
            continue
        match = _NUMBER.match(query, offset) if kind == "other" and text.isdecimal() else None
        found.append(Sign("number", match.group(), offset) if match else Sign(kind, text, offset))
        end = match.end() if match else end
    return found


def brackets(found: Sequence[Sign]) -> tuple[dict[int, int], Sign | None]:
    """Index of each opening bracket -> of its closing one, and the first bracket without partner.

    An opening bracket that is never closed is told by itself, a closing one that fits nothing too.
    """
    pairs: dict[int, int] = {}
    open_: list[int] = []
    for index, sign in enumerate(found):
        if sign.kind != "other":
            continue
        if sign.text in _CLOSING:
            open_.append(index)
        elif sign.text in _CLOSING.values():
            if not open_:
                return pairs, sign
            if _CLOSING[found[open_[-1]].text] != sign.text:
                return pairs, found[open_[-1]]
            pairs[open_.pop()] = index
    return pairs, found[open_[0]] if open_ else None


def partner(bracket: str) -> str:
    """The bracket that belongs to another."""
    return {**_CLOSING, **{v: k for k, v in _CLOSING.items()}}[bracket]


def fourth_term(found: Sequence[Sign], pairs: dict[int, int]) -> Sign | None:
    """The first term that follows a whole pattern without a full stop between.

    Patterns with `[ ]` or collections are not judged.
    """
    terms = depth = index = 0
    while index < len(found):
        sign = found[index]
        step = _aside(found, pairs, index) if depth else 0
        if step:  # not part of a pattern, and ends one
            terms = 0
        elif sign.kind == "other" and sign.text in "{}":
            terms, depth = 0, depth + (1 if sign.text == "{" else -1)
        elif sign.text == "[":
            return None
        elif depth and sign.text == "(" and index in pairs:  # a path in parentheses
            step, terms = pairs[index] - index + 1, terms + 1
        elif sign.text in _AFTER:
            terms = _AFTER[sign.text]
        elif sign.text in {"/", "|"} or (sign.text == "^" and _text(found, index + 1) == "^"):
            # The next term belongs to the one before: a path, or the type of a literal.
            terms -= 1
        elif depth and (sign.kind in _TERMS or sign.word in _TERM_WORDS):
            terms += 1
            if terms > 3:  # noqa: PLR2004 -- subject, predicate, object
                return sign
        index += step or 1
    return None


def _aside(found: Sequence[Sign], pairs: dict[int, int], index: int) -> int:
    """How many signs from here are no part of a pattern: a filter, a head, a block of values."""
    word = found[index].word
    if not word or word in _TERM_WORDS:
        return 0
    if word in {"SELECT", "GRAPH", "SERVICE"}:
        return _until(found, index, "{")
    if word in _TAIL:
        return _until(found, index, "}")
    if word in {"FILTER", "BIND", "VALUES"}:
        return _past(found, pairs, index, "{" if word == "VALUES" else "({")
    return 1


def _text(found: Sequence[Sign], index: int) -> str:
    return found[index].text if index < len(found) else ""


def _until(found: Sequence[Sign], index: int, bracket: str) -> int:
    """Signs from here to the next such bracket, which is not counted."""
    for ahead in range(index + 1, len(found)):
        if found[ahead].text == bracket:
            return ahead - index
    return len(found) - index


def _past(found: Sequence[Sign], pairs: dict[int, int], index: int, opening: str) -> int:
    """Signs from here to past the next bracket of these kinds; a group is entered, not skipped."""
    for ahead in range(index + 1, len(found)):
        if found[ahead].text in opening and found[ahead].kind == "other":
            if found[ahead].text == "{" and found[index].word != "VALUES":
                return ahead - index
            return pairs.get(ahead, ahead) - index + 1
        if found[ahead].text in {"}", "."}:
            return ahead - index
    return len(found) - index
