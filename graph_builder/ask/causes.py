"""The mistakes that people make in SPARQL, each found by a look at the signs of the query.

Each look gives the code of the sentence, the offset of the mistake and what the sentence names, or
None. They are tried in the order of `CAUSES` on a query that an engine could not read.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from graph_builder.ask.keywords import AGGREGATES, FORMS, FUNCTIONS, KEYWORDS
from graph_builder.ask.signs import brackets, fourth_term, partner
from graph_builder.names import PREFIXES
from graph_builder.output import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph_builder.ask.signs import Sign

    #: Code, offset, what the sentence names.
    Found = tuple[str, int, dict[str, object]]


def slash_in_name(query: str, found: Sequence[Sign]) -> Found | None:
    """A short name with a slash in it, as answers show them."""
    for name, sign, rest in zip(found, found[1:], found[2:], strict=False):
        adjacent = name.offset + len(name.text) == sign.offset == rest.offset - 1
        if name.kind == "name" and sign.text == "/" and adjacent and rest.word not in {"", "A"}:
            prefix = name.text.partition(":")[0]
            tail = re.match(r"[\w/.-]*\w", query[sign.offset :])
            whole = name.text + (tail.group() if tail else "")
            iri = PREFIXES.get(prefix, "") + whole.removeprefix(f"{prefix}:")
            return "QUERY-SLASH", sign.offset, {"found": whole, "expected": f"<{iri}>"}
    return None


def _open_string(found: Sequence[Sign]) -> Found | None:
    for sign in found:
        if sign.kind == "other" and sign.text in {'"', "'"}:
            return "QUERY-STRING", sign.offset, {"found": sign.text}
    return None


def _unknown_prefix(found: Sequence[Sign]) -> Found | None:
    declared = {
        found[i + 1].text.partition(":")[0]
        for i, sign in enumerate(found[:-1])
        if sign.word in {"PREFIX", "PREFIXES"}
    }
    known = {*PREFIXES, *declared, "_"}
    for index, sign in enumerate(found):
        prefix = sign.text.partition(":")[0]
        if sign.kind != "name" or prefix in known or (index and found[index - 1].word == "PREFIX"):
            continue
        close = get_close_matches(prefix, sorted(known - {"_"}), 1)
        if close:
            return "QUERY-PREFIX", sign.offset, {"found": prefix, "nearest": close[0]}
        return "QUERY-PREFIX-NEW", sign.offset, {"found": prefix}
    return None


def _no_form(found: Sequence[Sign]) -> Found | None:
    """The first word is neither a form of query nor what may stand before one."""
    first = next((s for s in found if s.kind == "word"), None)
    if first is None or first.word in {*FORMS, "PREFIX", "BASE"}:
        return None
    close = get_close_matches(first.word, (*FORMS, "PREFIX", "BASE"), 1, 0.7)
    return (
        ("QUERY-KEYWORD", first.offset, {"found": first.text, "nearest": close[0]})
        if close
        else None
    )


def _bare_aggregate(found: Sequence[Sign]) -> Found | None:
    """An aggregate in the SELECT that is not written `(COUNT(...) AS ?n)`."""
    head = select_head(found)
    for place, index in enumerate(head):
        sign = found[index]
        if sign.word in AGGREGATES:
            opening = head[place - 1] if place else -1
            closing = brackets(found)[0].get(opening) if opening >= 0 else None
            inside = found[index : closing or index]
            named = any(a.word == "AS" and b.kind == "variable" for a, b in pairwise(inside))
            nested = opening >= 0 and found[opening].text == "(" and _deep(found, head, place)
            if not named and not nested:
                return "QUERY-AGGREGATE", sign.offset, {"found": sign.word}
        elif sign.text == ",":
            return "QUERY-COMMA", sign.offset, {}
    return None


def _deep(found: Sequence[Sign], head: Sequence[int], place: int) -> bool:
    """Whether an aggregate stands inside a larger expression, which is judged by its own name."""
    depth = 0
    for index in head[:place]:
        depth += {"(": 1, ")": -1}.get(found[index].text, 0)
    return depth > 1


def _unpaired(found: Sequence[Sign]) -> Found | None:
    lone = brackets(found)[1]
    if lone is None:
        return None
    key = "QUERY-BRACKET-OPEN" if lone.text in "{([" else "QUERY-BRACKET-CLOSE"
    return key, lone.offset, {"found": lone.text, "expected": partner(lone.text)}


def _no_group(found: Sequence[Sign]) -> Found | None:
    for sign, after in zip(found, [*found[1:], None], strict=False):
        if sign.word == "WHERE" and (after is None or after.text != "{"):
            return "QUERY-WHERE", sign.offset, {}
        if sign.word in {"ORDER", "GROUP"} and (after is None or after.word != "BY"):
            return "QUERY-BY", sign.offset, {"found": sign.word}
        if sign.word in {"LIMIT", "OFFSET"} and (after is None or after.kind != "number"):
            return "QUERY-LIMIT", sign.offset, {"found": sign.word}
        # A function may go by its IRI.
        opens = after is not None and (after.text == "(" or after.kind in {"word", "iri", "name"})
        if sign.word == "FILTER" and not opens:
            return "QUERY-FILTER", sign.offset, {}
    form = next((s for s in found if s.word in FORMS), None)
    if form is not None and form.word != "DESCRIBE" and not any(s.text == "{" for s in found):
        return "QUERY-WHERE", form.offset, {}
    return None


def _double_equals(found: Sequence[Sign]) -> Found | None:
    for sign, after in pairwise(found):
        if (sign.text, after.text, after.offset) == ("=", "=", sign.offset + 1):
            return "QUERY-EQUALS", sign.offset, {}
    return None


def _unknown_word(found: Sequence[Sign]) -> Found | None:
    known = KEYWORDS | FUNCTIONS | AGGREGATES
    head = select_head(found)
    for index, sign in enumerate(found):
        if sign.word and sign.word not in known:
            close = [] if index in head else get_close_matches(sign.word, sorted(known), 1, 0.7)
            if close:
                return "QUERY-KEYWORD", sign.offset, {"found": sign.text, "nearest": close[0]}
            return "QUERY-WORD", sign.offset, {"found": sign.text[:40]}
    return None


def _no_dot(found: Sequence[Sign]) -> Found | None:
    pairs, lone = brackets(found)
    sign = None if lone else fourth_term(found, pairs)
    return ("QUERY-DOT", sign.offset, {"found": one_line(sign.text)[:40]}) if sign else None


def ungrouped(found: Sequence[Sign]) -> Found | None:
    """A variable beside aggregates, or in a query with GROUP BY, that is not grouped by."""
    head = select_head(found)
    start = _outer_group(found)
    counts = any(found[i].word in AGGREGATES for i in head)
    if not head or (start is None and not counts):
        return None
    stop = {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}
    grouped = set()
    for sign in found[start + 2 :] if start is not None else ():
        if sign.word in stop or sign.text == "}":
            break
        if sign.kind == "variable":
            grouped.add(sign.text[1:])
    for name in projected(found, head):
        if name not in grouped:
            offset = next(found[i].offset for i in head if found[i].text[1:] == name)
            return "QUERY-UNGROUPED", offset, {"found": name}
    return None


def _outer_group(found: Sequence[Sign]) -> int | None:
    """Index of the GROUP of the outer query; those of sub-queries stand in braces."""
    depth = 0
    for index, sign in enumerate(found):
        depth += {"{": 1, "}": -1}.get(sign.text, 0)
        if depth == 0 and sign.word == "GROUP":
            return index
    return None


def bound_twice(found: Sequence[Sign]) -> Found | None:
    """`BIND(... AS ?x)` where ?x has a value already, from the group in which it stands."""
    pairs, _ = brackets(found)
    for index, sign in enumerate(found):
        end = pairs.get(index + 1, 0)
        if sign.word == "BIND" and end and found[end - 2].word == "AS":
            name = found[end - 1].text
            group = max((o for o, c in pairs.items() if o < index < c), default=0)
            if any(s.text == name for s in found[group:index]):
                return "QUERY-BIND", found[end - 1].offset, {"found": name[1:]}
    return None


def select_head(found: Sequence[Sign]) -> list[int]:
    """Indices of the signs between the first SELECT and its WHERE group."""
    start = next((i for i, s in enumerate(found) if s.word == "SELECT"), None)
    if start is None:
        return []
    for end in range(start + 1, len(found)):
        if found[end].word in {"WHERE", "FROM"} or found[end].text == "{":
            return list(range(start + 1, end))
    return list(range(start + 1, len(found)))


def projected(found: Sequence[Sign], head: Sequence[int]) -> Iterator[str]:
    """Variables that the SELECT projects as they are, not as the name of an expression."""
    depth = 0
    for index in head:
        depth += {"(": 1, ")": -1}.get(found[index].text, 0)
        if depth == 0 and found[index].kind == "variable":
            yield found[index].text[1:]


CAUSES: tuple[Callable[[Sequence[Sign]], Found | None], ...] = (
    _open_string,
    _no_form,
    _bare_aggregate,
    _no_group,
    _unpaired,
    _unknown_prefix,
    _unknown_word,
    _double_equals,
    _no_dot,
)
