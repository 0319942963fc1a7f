"""What a sentence speaks of: its words, those that mean alike taken as one, in two languages."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Stands for a value that fills a parameter.
SLOT = "\ue000"
#: What a word that no report tells of means.
OUTSIDE = "outside"
#: Ends a piece of text that belongs together.
_BREAK = re.compile(r"[^\w\ue000%+]+|_")
_LATIN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: 商旅那个专业群 is 商旅专业群.
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])(?:这个|那个)(?=专业群)")
_SHORTEST_STEM = 4
_LAST_ASCII = "\x7f"
#: Meanings that belong to what follows, and to what goes before.
_BEFORE = frozenset({"which", "each", "none", "count"})
_BEHIND = frozenset({"most", "none"})
#: What follows these is asked for; at the end of a clause, what goes before.
_ASKING = frozenset({"which", "count", "roster"})

_NUMERALS = {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}
_CHINESE_NUMBER = re.compile(
    r"(?:(?<=[例战表])|(?<=第)(?=十?[一二三四五六七八九]?(?:[个项条篇行列节章张号例]|典型|案例|挑战))"
    r"|(?=十?[一二三四五六七八九]?号(?:典型)?案例))"
    r"(十?)([一二三四五六七八九]?)(?![\u4e00-\u9fff]?职)"
)
#: Case no. 8 is case 8: here "no" denies nothing.
_NUMBER_SIGN = re.compile(
    r"(?:(?<=case )|(?<=study )|(?<=challenge )|(?<=table ))(?:no\.? ?|#)(?=\d)"
)


class Piece(NamedTuple):
    """A stretch of a text.

    Attributes:
        text: The stretch.
        meanings: What it means; empty when it says nothing, None when it is not known.
    """

    text: str
    meanings: tuple[str, ...] | None


class Words:
    """The synonyms of `queries/synonyms.toml`.

    Args:
        path: That file.
    """

    def __init__(self, path: Path) -> None:
        tables = tomllib.loads(path.read_text("utf-8"))
        meaning: dict[str, tuple[str, ...]] = dict.fromkeys(tables["idle"]["words"], ())
        for meanings, words in tables["meanings"].items():
            for word in words:
                known = meaning.get(word, ())
                meaning[word] = known + tuple(m for m in meanings.split("+") if m not in known)
        self._meaning = meaning
        self.nouns = frozenset(tables["nouns"]["meanings"])
        self._vague = frozenset(tables["vague"]["meanings"])
        #: Meanings that say what a sentence is about.
        self.telling = frozenset(m for ms in meaning.values() for m in ms) - self._vague
        self._spellings = [
            # 生均平均 is shortened even where 生均 stands already.
            (_spelling(usual), printed, printed in usual)
            for usual, printed in tables["spellings"].items()
        ]
        self._stems = {stem(w): w for w in meaning if w.isascii() and w.isalpha()}
        self._lengths: dict[str, list[int]] = {}
        for word in sorted(meaning, key=len, reverse=True):
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                lengths.append(len(word))

    def features(self, pieces: Iterable[Piece]) -> list[str]:
        """What a text cut up in pieces speaks of, each once, in its order.

        A meaning is `=meaning`, with the meaning before it `before>meaning` where the two belong
        together (which, each, none, most, count), and `?meaning` where it is what is asked for;
        of what no synonym covers, Chinese gives pairs of characters and English word stems.
        """
        found: list[str] = []
        previous: tuple[str, ...] = ()
        for piece in pieces:
            if piece.meanings is None:
                found.extend(_rest(piece.text))
                previous = ()
                continue
            found.extend(f"={m}" for m in piece.meanings)
            found.extend(
                f"{p}>{m}" for p in previous for m in piece.meanings if p in _BEFORE or m in _BEHIND
            )
            if piece.meanings:
                previous = piece.meanings
        return list(dict.fromkeys(found))

    def asked_for(self, pieces: list[Piece]) -> tuple[str, ...]:
        """The meanings of the noun that a text asks for; empty when it has none."""
        nouns: list[tuple[str, ...]] = []
        asking = False
        for piece in pieces:
            own = tuple(m for m in piece.meanings or () if m in self.nouns)
            if own and asking:
                return own
            if own:
                nouns.append(own)
            elif piece.meanings:
                asking = asking or not _ASKING.isdisjoint(piece.meanings)
        if not nouns:
            return ()
        english = sum(p.text.isascii() for p in pieces) > len(pieces) / 2
        return nouns[0] if english else nouns[-1]

    def says(self, pieces: Iterable[Piece]) -> int:
        """How much a text says: its words and names, but not words such as 哪些 or 名字."""
        return sum(
            SLOT in piece.text
            if piece.meanings is None
            else not self._vague.issuperset(piece.meanings)
            for piece in pieces
        )

    def by_weight(self) -> list[str]:
        """All words: those that say what a sentence is about, then vague ones, then idle ones."""

        def weight(word: str) -> int:
            meanings = self._meaning[word]
            return 0 if not self.telling.isdisjoint(meanings) else 1 if meanings else 2

        return sorted(self._meaning, key=weight)

    def spell(self, text: str) -> str:
        """A normalised text with names as the report writes them."""
        text = _BETWEEN.sub("", text)
        for usual, printed, shortens in self._spellings:
            if shortens or printed not in text:
                text = usual.sub(printed, text)
        return text

    def knows(self, text: str) -> bool:
        """Whether synonyms and idle words cover all of a text."""
        return all(
            piece.meanings is not None and OUTSIDE not in piece.meanings
            for piece in self.pieces(text)
        )

    def unknown(self, text: str) -> list[str]:
        """The stretches of a text that neither synonyms nor idle words cover."""
        return [piece.text for piece in self.pieces(text) if piece.meanings is None]

    def pieces(self, text: str) -> Iterator[Piece]:
        """A normalised text cut up: known words, and the stretches between them."""
        start = position = 0
        while position < len(text):
            length, meanings = self._word_at(text, position)
            if not length and (gap := _BREAK.match(text, position)):
                length, meanings = len(gap.group()), None
                if start < position:
                    yield Piece(text[start:position], None)
                position += length
                start = position
                continue
            if not length:
                latin = _LATIN.match(text, position) or _NUMBER.match(text, position)
                position = latin.end() if latin else position + 1
                continue
            if start < position:
                yield Piece(text[start:position], None)
            yield Piece(text[position : position + length], meanings)
            position += length
            start = position
        if start < len(text):
            yield Piece(text[start:], None)

    def _word_at(self, text: str, position: int) -> tuple[int, tuple[str, ...] | None]:
        """Length and meanings of the longest known word that begins here; 0 for none."""
        for length in self._lengths.get(text[position], ()):
            word = text[position : position + length]
            if word in self._meaning and (
                text[position] > _LAST_ASCII or _whole(text, position, position + length)
            ):
                return length, self._meaning[word]
        latin = _LATIN.match(text, position)
        if latin and _whole(text, position, latin.end()):
            known = self._stems.get(stem(latin.group()))
            if known:
                return len(latin.group()), self._meaning[known]
        return 0, None


def _spelling(usual: str) -> re.Pattern[str]:
    if usual.isascii():
        return re.compile(rf"\b{re.escape(usual)}\b")
    return re.compile(re.escape(usual) + ("(?!群)" if usual.endswith("专业") else ""))


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
    """A normalised text with 案例八 as 案例8, 第十二个 as 第12个 and case no. 8 as case 8."""

    def digits(match: re.Match[str]) -> str:
        tens, ones = match.groups()
        if not tens and not ones:
            return ""
        return ("1" if tens else "") + (_NUMERALS.get(ones, "0" if tens else ""))

    return _NUMBER_SIGN.sub("", _CHINESE_NUMBER.sub(digits, text))
