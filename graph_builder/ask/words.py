"""What a sentence speaks of: its words, those that mean alike taken as one, in two languages."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Stands for a value that fills a parameter.
SLOT = "\ue000"
#: Ends a piece of text that belongs together.
_BREAK = re.compile(r"[^\w\ue000%+]+|_")
_LATIN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SHORTEST_STEM = 4
_LAST_ASCII = "\x7f"
#: Meanings that belong to what follows, and to what goes before.
_BEFORE = frozenset({"which", "each", "none", "count"})
_BEHIND = frozenset({"most", "none"})

_NUMERALS = {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}
_CHINESE_NUMBER = re.compile(r"(?<=[第例战表])(十?)([一二三四五六七八九]?)(?![\u4e00-\u9fff]?职)")


class Words:
    """The synonyms of `queries/synonyms.toml`.

    Args:
        path: That file.
    """

    def __init__(self, path: Path) -> None:
        tables = tomllib.loads(path.read_text("utf-8"))
        self._meaning: dict[str, list[str]] = {word: [] for word in tables["idle"]["words"]}
        for meaning, words in tables["meanings"].items():
            for word in words:
                known = self._meaning.setdefault(word, [])
                known.extend(m for m in meaning.split("+") if m not in known)
        self._spellings: dict[str, str] = tables["spellings"]
        self._lengths: dict[str, list[int]] = {}
        for word in sorted(self._meaning, key=len, reverse=True):
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                lengths.append(len(word))

    def features(self, text: str) -> list[str]:
        """What a normalised text speaks of, each once, in its order.

        A meaning is `=meaning`, with the meaning before it `before>meaning` where the two belong
        together (which, each, none, most, count); of what no synonym covers, Chinese gives pairs
        of characters and English gives word stems.
        """
        found: list[str] = []
        previous: list[str] = []
        for piece, meanings in self._pieces(text):
            if meanings is None:
                found.extend(_rest(piece))
                previous = []
                continue
            found.extend(f"={m}" for m in meanings)
            found.extend(
                f"{p}>{m}" for p in previous for m in meanings if p in _BEFORE or m in _BEHIND
            )
            if meanings:
                previous = meanings
        return list(dict.fromkeys(found))

    def spell(self, text: str) -> str:
        """A normalised text with names as the report writes them."""
        for usual, printed in self._spellings.items():
            if printed not in text:
                text = text.replace(usual, printed)
        return text

    def knows(self, text: str) -> bool:
        """Whether synonyms and idle words cover all of a text."""
        return all(meanings is not None for _, meanings in self._pieces(text))

    def unknown(self, text: str) -> list[str]:
        """The stretches of a text that neither synonyms nor idle words cover."""
        return [piece for piece, meanings in self._pieces(text) if meanings is None]

    def _pieces(self, text: str) -> Iterator[tuple[str, list[str] | None]]:
        """The text cut up: a known word with its meanings, or a stretch of unknown ones."""
        start = position = 0
        while position < len(text):
            word = self._word_at(text, position)
            if word is None and (gap := _BREAK.match(text, position)):
                word = gap.group()
            if word is None:
                latin = _LATIN.match(text, position) or _NUMBER.match(text, position)
                position = latin.end() if latin else position + 1
                continue
            if start < position:
                yield text[start:position], None
            if word in self._meaning:
                yield word, self._meaning[word]
            position += len(word)
            start = position
        if start < len(text):
            yield text[start:], None

    def _word_at(self, text: str, position: int) -> str | None:
        for length in self._lengths.get(text[position], ()):
            word = text[position : position + length]
            if word not in self._meaning:
                continue
            if text[position] > _LAST_ASCII or _whole(text, position, position + length):
                return word
            # links for link
            end = position + length
            if text[end : end + 1] == "s" and _whole(text, position, end + 1):
                self._meaning.setdefault(f"{word}s", self._meaning[word])
                return f"{word}s"
        return None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number is cut."""
    cut_before = start > 0 and _joined(text[start - 1], text[start])
    return not cut_before and not (end < len(text) and _joined(text[end - 1], text[end]))


def _joined(left: str, right: str) -> bool:
    return (
        left.isascii()
        and right.isascii()
        and ((left.isalpha() and right.isalpha()) or (left.isdigit() and right in "0123456789."))
    )


def _rest(piece: str) -> Iterator[str]:
    for run in re.findall(r"[a-z]+|\d+(?:\.\d+)?|\ue000|[^a-z0-9\ue000]+", piece):
        if run == SLOT or run[0].isdigit():
            yield run
        elif run.isascii():
            yield stem(run)
        elif len(run) == 1:
            yield run
        else:
            yield from (a + b for a, b in pairwise(run))


def stem(word: str) -> str:
    """An English word without the commonest endings."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
            return word.removesuffix(ending)
    return word


def read_numbers(text: str) -> str:
    """A normalised text with 案例八 as 案例8 and 第十二个 as 第12个."""

    def digits(match: re.Match[str]) -> str:
        tens, ones = match.groups()
        if not tens and not ones:
            return ""
        return ("1" if tens else "") + (_NUMERALS.get(ones, "0" if tens else ""))

    return _CHINESE_NUMBER.sub(digits, text)
