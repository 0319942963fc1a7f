"""The triple patterns of a SELECT query, and a query that gives the values of all its variables.

Read far enough for the questions of the catalogue and most queries that people write: groups,
OPTIONAL, UNION, GRAPH, sub-SELECTs, alternatives of properties, and paths of a fixed length, whose
steps get variables. What says no more than which rows are left out (FILTER, MINUS) is noted, not
read. Anything else is `Unreadable`, so that nobody takes half of a query for the whole.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.signs import brackets, signs
from graph_builder.names import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.ask.signs import Sign

    #: A variable by its name, or a term.
    Slot = str | ox.NamedNode | ox.Literal
    #: An end of a triple, and how it is written.
    _End = tuple[Slot, str]

#: Names of the variables that mark the branches of a UNION.
MARK = "zhitu_branch_"


#: The same for the things between the steps of a path.
STEP = "zhitu_step_"
_AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
_TAIL = frozenset(("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"))


class Unreadable(Exception):
    """The query has something that is not read here.

    Args:
        what: As people write it.
    """

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


class Pattern(NamedTuple):
    """A triple pattern.

    Attributes:
        subject: Variable or term.
        predicates: Terms, one of which holds; or one variable.
        object: Variable or term.
        graph: Variable or term of the GRAPH around it; None for the default graph.
        branches: Marks of the UNION branches in which it stands; all must have been taken.
    """

    subject: Slot
    predicates: tuple[Slot, ...]
    object: Slot
    graph: Slot | None
    branches: tuple[str, ...]


class _Step(NamedTuple):
    """A step of a path: one of these properties, as written, and whether against its arrow."""

    predicates: tuple[Slot, ...]
    said: str
    inverse: bool


class Scope:
    """A SELECT: its patterns, and the sub-SELECTs in it.

    Attributes:
        patterns: In the order of the text.
        inner: Sub-SELECTs, each with the branches in which it stands.
        visible: Names of the variables that it projects as they are.
        everything: Whether it projects all variables: SELECT *.
        query: A SELECT of the values of every variable of its WHERE.
        computed: Whether it counts, adds up or reckons.
        absent: Whether rows rest on something that is not there: NOT EXISTS or MINUS.
    """

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self.inner: list[tuple[Scope, tuple[str, ...]]] = []
        self.visible: frozenset[str] = frozenset()
        self.everything = False
        self.query = ""
        self.computed = False
        self.absent = False


def read_patterns(query: str, *, own: bool = False) -> Scope:
    """Read a SELECT query.

    Args:
        query: The query.
        own: Whether somebody wrote it of whom nothing is known. Then every row must be known again
            by its values, which the questions of the catalogue are made to.

    Raises:
        Unreadable: It has something that is not read here.
    """
    reader = _Reader(query, own=own)
    start = next((i for i, s in enumerate(reader.signs) if s.word == "SELECT"), None)
    if start is None or reader.lone is not None:
        raise Unreadable
    return reader.select(start, outermost=True)


class _Reader:
    def __init__(self, query: str, *, own: bool) -> None:
        self.text = query
        self.own = own
        self.signs: Sequence[Sign] = signs(query)
        self.pairs, self.lone = brackets(self.signs)
        self.marks = self.steps = 0
        #: Offset -> text to put before it.
        self.edits: dict[int, str] = {}
        first = next((s.offset for s in self.signs if s.word == "SELECT"), 0)
        self.prologue = query[:first]
        self.prefixes = dict(PREFIXES)
        for sign, second, third in zip(self.signs, self.signs[1:], self.signs[2:], strict=False):
            if sign.word == "PREFIX" and third.kind == "iri":
                self.prefixes[second.text.removesuffix(":")] = third.text[1:-1]
            elif own and sign.word == "BASE":
                raise Unreadable(sign.word)

    def select(self, index: int, *, outermost: bool = False) -> Scope:
        """Read the SELECT at an index."""
        scope = Scope()
        opening = next(i for i in range(index, len(self.signs)) if self.signs[i].text == "{")
        head = self.signs[index + 1 : opening]
        if self.own and any(s.word == "FROM" for s in head):
            raise Unreadable("FROM")
        scope.visible = frozenset(self._visible(head))
        scope.everything = "*" in {s.text for s in head if s.word != "WHERE"} and not scope.visible
        scope.computed = any(s.word == "AS" for s in head)
        closing = self.pairs[opening]
        tail = self._tail(closing)
        allowed = {"LIMIT", "OFFSET", "HAVING"} if self.own and outermost else set()
        for sign in tail:
            if sign.word in {"LIMIT", "OFFSET", "HAVING", "VALUES"} - allowed:
                raise Unreadable(sign.word)
        self._group(opening, None, (), scope)
        if self.own:
            self._identify(scope, range(index + 1, opening), tail, closing)
        start, end = self.signs[opening].offset, self.signs[closing].offset + 1
        scope.query = f"{self.prologue}SELECT DISTINCT * WHERE {self._edited(start, end)}"
        return scope

    def _tail(self, closing: int) -> list[Sign]:
        """The signs behind a WHERE, to the end of the SELECT."""
        depth, found = 0, []
        for sign in self.signs[closing + 1 :]:
            depth += {"{": 1, "}": -1}.get(sign.text, 0)
            if depth < 0:
                break
            found.append(sign)
        return found

    def _identify(self, scope: Scope, head: range, tail: Sequence[Sign], closing: int) -> None:
        """See to it that a row is known again among the solutions by its values.

        A value that is reckoned for each solution is reckoned in these too. Groups are known by
        their keys, which the row has to show.
        """
        grouped = next((i for i, s in enumerate(tail) if s.word == "GROUP"), None)
        if grouped is not None:
            for sign in tail[grouped + 2 :]:
                if sign.word in _TAIL:
                    break
                if sign.kind != "variable" or sign.text[1:] not in scope.visible:
                    raise Unreadable("GROUP BY")
        elif not any(self.signs[i].word in _AGGREGATES for i in head):
            for index in head:
                ends = self.pairs.get(index, 0)
                if self.signs[ends - 2].word == "AS" and self.signs[index].text == "(":
                    reckoned = self.text[self.signs[index].offset + 1 : self.signs[ends - 2].offset]
                    name = self.signs[ends - 1].text[1:]
                    self._edit(self.signs[closing].offset, f" BIND({reckoned} AS ?{name}) ")
                    scope.visible |= {name}

    @staticmethod
    def _visible(head: Sequence[Sign]) -> list[str]:
        depth, found = 0, []
        for sign in head:
            depth += {"(": 1, ")": -1}.get(sign.text, 0)
            if sign.kind == "variable" and depth == 0:
                found.append(sign.text[1:])
        return found

    def _edited(self, start: int, end: int) -> str:
        parts, last = [], start
        for offset in sorted(o for o in self.edits if start < o < end):
            parts += [self.text[last:offset], self.edits[offset]]
            last = offset
        return "".join([*parts, self.text[last:end]])

    def _group(
        self, opening: int, graph: Slot | None, branches: tuple[str, ...], scope: Scope
    ) -> None:
        index, closing = opening + 1, self.pairs[opening]
        while index < closing:
            sign = self.signs[index]
            if sign.text == "{":
                self._nested(index, graph, branches, scope)
                index = self.pairs[index] + 1
            elif sign.word == "GRAPH":
                inner, after = self._term(index + 1)
                self._group(after, inner, branches, scope)
                index = self.pairs[after] + 1
            elif sign.word in {"FILTER", "MINUS", "BIND", "VALUES"}:
                index = self._aside(index, scope)
            elif sign.word in {"OPTIONAL", "UNION"} or sign.text == ".":
                index += 1
            elif sign.word and sign.word not in {"TRUE", "FALSE"}:
                raise Unreadable(sign.word)
            else:
                index = self._triples(index, graph, branches, scope)

    def _nested(
        self, opening: int, graph: Slot | None, branches: tuple[str, ...], scope: Scope
    ) -> None:
        """A group in a group; a branch of a UNION is given a mark."""
        closing = self.pairs[opening]
        neighbours = (self.signs[opening - 1], self.signs[min(closing + 1, len(self.signs) - 1)])
        if any(s.word == "UNION" for s in neighbours):
            mark = f"{MARK}{self.marks}"
            self.marks += 1
            branches = (*branches, mark)
            self._edit(self.signs[opening].offset, "{ ")
            self._edit(self.signs[closing].offset + 1, f" BIND(true AS ?{mark}) }}")
        if self.signs[opening + 1].word == "SELECT":
            scope.inner.append((self.select(opening + 1), branches))
        else:
            self._group(opening, graph, branches, scope)

    def _edit(self, offset: int, text: str) -> None:
        self.edits[offset] = self.edits.get(offset, "") + text

    def _aside(self, index: int, scope: Scope) -> int:
        """Past a filter, a binding, a block of values or a subtraction."""
        words = [s.word for s in self.signs[index : index + 3]]
        scope.absent = scope.absent or words[0] == "MINUS" or words[1:] == ["NOT", "EXISTS"]
        wanted = "{" if words[0] in {"MINUS", "VALUES"} or "EXISTS" in words[1:] else "("
        for ahead in range(index + 1, len(self.signs)):
            if self.signs[ahead].text == wanted:
                end = self.pairs[ahead] + 1
                if self.own and words[0] != "MINUS":
                    self._refuse_existence(index, end)
                return end
        raise Unreadable

    def _refuse_existence(self, start: int, end: int) -> None:
        """Refuse EXISTS in a filter: what is there because of it is part of what a row rests on."""
        for before, sign in zip(self.signs[start:end], self.signs[start + 1 : end], strict=False):
            if sign.word == "EXISTS" and before.word != "NOT":
                raise Unreadable("EXISTS")

    def _triples(
        self, index: int, graph: Slot | None, branches: tuple[str, ...], scope: Scope
    ) -> int:
        """The patterns of one subject; the index behind them."""
        start = index
        subject, index = self._term(index)
        said = self._slice(start, index)
        while True:
            steps, index = self._path(index)
            while True:
                behind = index
                value, index = self._term(index)
                ends = ((subject, said), (value, self._slice(behind, index)))
                for one, predicates, other in self._walk(*ends, steps, self.signs[start].offset):
                    scope.patterns.append(Pattern(one, predicates, other, graph, branches))
                if self.signs[index].text != ",":
                    break
                index += 1
            while self.signs[index].text == ";":
                index += 1
            if self.signs[index].text in {".", "}"} or self.signs[index].word not in {"", "A"}:
                return index
            if self.signs[index - 1].text != ";":
                return index

    def _slice(self, start: int, end: int) -> str:
        return self.text[self.signs[start].offset : self.signs[end].offset].strip()

    def _walk(
        self, start: _End, end: _End, steps: Sequence[_Step], offset: int
    ) -> list[tuple[Slot, tuple[Slot, ...], Slot]]:
        """The triples of a path; between its steps stand variables, which the query is given."""
        stops = [start]
        for _ in steps[1:]:
            name = f"{STEP}{self.steps}"
            self.steps += 1
            stops.append((name, f"?{name}"))
        stops.append(end)
        triples = []
        for (before, behind), step in zip(pairwise(stops), steps, strict=True):
            one, other = (behind, before) if step.inverse else (before, behind)
            triples.append((one[0], step.predicates, other[0]))
            if len(steps) > 1:
                self._edit(offset, f" {one[1]} {step.said} {other[1]} . ")
        return triples

    def _path(self, index: int) -> tuple[list[_Step], int]:
        """The steps of a path, of one step mostly; the index behind it."""
        steps: list[_Step] = []
        while True:
            inverse = self.signs[index].text == "^"
            start = index + inverse
            term, index = self._term(start)
            found = [term]
            while self.signs[index].text == "|" and not (inverse or steps):
                term, index = self._term(index + 1)
                found.append(term)
            sign = self.signs[index].text
            if sign in {"*", "+", "?", "|", "("} or (sign in {"/", "^"} and len(found) > 1):
                raise Unreadable(sign)
            steps.append(_Step(tuple(found), self._slice(start, index), inverse))
            if sign != "/":
                return steps, index
            index += 1

    def _term(self, index: int) -> tuple[Slot, int]:
        sign = self.signs[index]
        if sign.kind == "variable":
            return sign.text[1:], index + 1
        if sign.word == "A":
            return ox.NamedNode(RDF + "type"), index + 1
        if sign.kind == "iri":
            return ox.NamedNode(sign.text[1:-1]), index + 1
        if sign.kind == "name":
            prefix, _, local = sign.text.partition(":")
            if prefix not in self.prefixes:
                raise Unreadable
            return ox.NamedNode(self.prefixes[prefix] + local), index + 1
        if sign.kind not in {"string", "number"} and sign.word not in {"TRUE", "FALSE"}:
            raise Unreadable(sign.text)
        end = index + 1
        if self.signs[end].kind == "language":
            end += 1
        elif self.signs[end].text == "^" and self.signs[end + 1].text == "^":
            end += 3
        return self._literal(sign.offset, self.signs[end].offset), end

    def _literal(self, start: int, end: int) -> ox.Literal:
        """A literal, read by the engine itself."""
        query = f"{self.prologue}SELECT ({self.text[start:end]} AS ?x) WHERE {{}}"
        try:
            solutions = ox.Store().query(query, prefixes=PREFIXES)
        except SyntaxError as error:
            raise Unreadable from error
        value = next(iter(solutions))[0] if isinstance(solutions, ox.QuerySolutions) else None
        if not isinstance(value, ox.Literal):
            raise Unreadable
        return value
