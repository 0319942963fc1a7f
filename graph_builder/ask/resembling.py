"""The one name among many that a text comes closest to, when it says none of them outright."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.words import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_UNIT = re.compile(r"[a-z]+|[\u4e00-\u9fff](?=[\u4e00-\u9fff])")
#: How much of a name a text has to say, by weight, and how much more than of the next name.
_ENOUGH = 0.58
_ENOUGH_IN_ENGLISH = 0.5
_AHEAD = 1.15
_LEAST_UNITS = 2
#: One English word is enough when it is as long as this.
_TELLING_WORD = 6
#: Longer than the name by this factor, the stretch that is meant to be the name is none.
_STRETCHED = 1.7
_LINKS = frozenset({"of", "the", "and", "in", "for", "to", "a", "an", "with", "by", "on", "from"})


class Near(NamedTuple):
    """A stretch of a text that is meant for a name.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        iri: The thing.
    """

    start: int
    end: int
    iri: str


class Nearest:
    """Finds names by the pairs of characters and the words that they share with a text.

    Args:
        names: Normalised names with the IRIs of what goes by them.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names = [
            (frozenset(units), iri, len(name))
            for name, iri in names
            if (units := set(_units(name)))
        ]
        seen = Counter(u for units, _, _ in self._names for u in units)
        total = len(self._names)
        self._weights = {u: math.log(1 + total / n) for u, n in seen.items()}

    def find(self, text: str, idle: Callable[[str], bool]) -> Near | None:
        """The stretch that comes closest to one name, if it is close to no other.

        Args:
            text: Normalised.
            idle: Whether a stretch says nothing by itself.
        """
        places: dict[str, list[tuple[int, int]]] = {}
        for start, end, unit in _located(text):
            if unit in self._weights:
                places.setdefault(unit, []).append((start, end))
        said = places.keys()
        rated: dict[str, tuple[float, frozenset[str], int]] = {}
        for units, iri, length in self._names:
            shared = units & said
            if not shared or not _telling(shared):
                continue
            weight = sum(self._weights[u] for u in shared)
            whole = sum(self._weights[u] for u in units)
            if weight / whole < (_ENOUGH_IN_ENGLISH if min(shared).isascii() else _ENOUGH):
                continue
            # Of two names that are said whole, the longer one is meant.
            score = weight * weight / whole
            if iri not in rated or rated[iri][0] < score:
                rated[iri] = (score, shared, length)
        best = sorted(rated.items(), key=lambda r: (-r[1][0], r[0]))[:2]
        if not best or (len(best) > 1 and best[0][1][0] < _AHEAD * best[1][1][0]):
            return None
        iri, (_, shared, length) = best[0]
        spots = sorted(spot for unit in shared for spot in places[unit][:1])
        start, end = spots[0][0], max(end for _, end in spots)
        if end - start > _STRETCHED * length + _TELLING_WORD or idle(text[start:end]):
            return None
        return Near(start, end, iri)


def _telling(shared: frozenset[str]) -> bool:
    return len(shared) >= _LEAST_UNITS or any(
        u.isascii() and len(u) >= _TELLING_WORD for u in shared
    )


def _units(text: str) -> Iterable[str]:
    return [unit for _, _, unit in _located(text)]


def _located(text: str) -> Iterable[tuple[int, int, str]]:
    for match in _UNIT.finditer(text):
        word = match.group()
        if word.isascii():
            if word not in _LINKS:
                yield match.start(), match.end(), stem(word)
        else:
            yield match.start(), match.end() + 1, text[match.start() : match.end() + 1]
