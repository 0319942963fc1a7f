"""Schools by names that no table lists: abbreviations, and names with a slip of the pen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENDS = re.compile(r"学校|职校|校|中心|中专部|学院|职(?![业教工称])")
#: Signs that any school may have in its name; an abbreviation needs another one.
_ANY_SCHOOL = frozenset("学校职业技术教育中心专部学院市县民族自治区广西柳州第")
_LONGEST = 14
_SHORTEST = 2
#: From this length on one sign may be wrong, and from twice as many on two.
_LEAST_FOR_SLIP = 4
_MANY = 9
_LATIN_WORD = re.compile(r"[a-z]+|\d+")
_LATIN_ENDS = frozenset({"school", "centre", "center", "department", "vocational"})
_LATIN_ANY = frozenset(
    (
        *("liuzhou", "vocational", "and", "technical", "school", "centre", "education", "of"),
        *("the", "department", "no", "secondary", "city"),
    )
)


class Schools:
    """The names of the schools.

    Args:
        names: Normalised name and IRI.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names = sorted(names)
        self._latin = [(_LATIN_WORD.findall(n), iri) for n, iri in self._names if n.isascii()]
        self._chinese = [(n, iri) for n, iri in self._names if not n.isascii()]

    def find(self, sentence: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Start, end and school of each abbreviation or near miss in a normalised sentence.

        Schools that differ by nothing but their city are given together.
        """
        taken = 0
        for end in (m.end() for m in _ENDS.finditer(sentence)):
            for start in range(max(taken, end - _LONGEST), end - 1):
                found = self._abbreviated(sentence[start:end])
                if found:
                    yield start, end, found
                    taken = end
                    break
        yield from self._in_latin(sentence)
        yield from self._with_slips(sentence)

    def _abbreviated(self, part: str) -> tuple[str, ...]:
        """The only school whose full name has the signs of a part in their order.

        Several, where their names are the same but for the city.
        """
        if _ANY_SCHOOL.issuperset(part):
            return ()
        # 鹿寨职校 is meant for 鹿寨职业教育中心.
        for said in (part, part.removesuffix("校").removesuffix("学")):
            if len(said) < _SHORTEST:
                continue
            found = {iri: name for name, iri in self._chinese if _in_order(said, name)}
            if len(found) == 1 or _alike_but_for_city(found.values()):
                return tuple(sorted(found))
        return ()

    def _with_slips(self, sentence: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Stretches that differ in a sign or two from a name of just one school."""
        for length in sorted({len(name) for name, _ in self._chinese}, reverse=True):
            if length < _LEAST_FOR_SLIP:
                break
            names = [(name, iri) for name, iri in self._chinese if len(name) == length]
            allowed = 2 if length >= _MANY else 1
            for start in range(len(sentence) - length + 1):
                part = sentence[start : start + length]
                distance = {
                    iri: n
                    for name, iri in names
                    if (n := sum(a != b for a, b in zip(part, name, strict=True))) <= allowed
                }
                least = min(distance.values(), default=0)
                nearest = [iri for iri, n in distance.items() if n == least]
                if least and len(nearest) == 1:
                    yield start, start + length, (nearest[0],)

    def _in_latin(self, sentence: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        words = list(_LATIN_WORD.finditer(sentence))
        taken = 0
        for first in range(len(words)):
            if first < taken:
                continue
            for last in range(min(first + _LONGEST, len(words) - 1), first, -1):
                if words[last].group() not in _LATIN_ENDS:
                    continue
                part = [w.group().replace("center", "centre") for w in words[first : last + 1]]
                if _LATIN_ANY.issuperset(part):
                    continue
                found = {iri for name, iri in self._latin if _in_order(part, name)}
                if len(found) == 1:
                    yield words[first].start(), words[last].end(), (found.pop(),)
                    taken = last + 1
                    break


def _alike_but_for_city(names: Iterable[str]) -> bool:
    """柳州市交通学校 and 桂林市交通学校, not 柳州市交通学校 and 柳州市旅游学校."""
    parted = [name.rpartition("市") for name in names]
    behind = {rest for _, _, rest in parted}
    return len(behind) == 1 and len({city for city, _, _ in parted}) == len(parted)


def _in_order(part: Iterable[str], whole: Iterable[str]) -> bool:
    rest = iter(whole)
    return all(sign in rest for sign in part)
