"""Signs that a sentence speaks of something that no question of the catalogue knows."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from graph_builder.ask.printed import YEAR
from graph_builder.ask.words import OUTSIDE, SLOT, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from graph_builder.ask.words import Piece

#: 广西大学: a name, though each of its words is known.
_OF_A_PLACE = re.compile(r"(?:  |广西|中国|[省市县])(?:大学|学院|公司|集团|银行|医院|中学)")
_ORGANISATIONS = frozenset({"school", "university", "enterprise"})
_OTHER_NUMBER = re.compile(
    r"第?[三四五六七八九十]职|第[三四五六七八九十][职中]|no\.? ?[3-9] (?:vocational|school)"
)
_CAPITAL = re.compile(r"(?<=[a-z0-9,;:'’)] )[A-Z][A-Za-z-]+|(?<=\s)[A-Z]{2,}\b")
#: In a Chinese sentence.
_LETTERS = re.compile(r"(?<![a-z0-9+./ -])[a-z]{2,}(?![a-z0-9+./ -])")
#: A stretch of unknown characters, and each character of it; an unknown English word.
_STRETCH = 0.5
_CHARACTER = 0.25
_WORD = 0.8
_MOST = 3.0


def speaks_of_other_things(
    sentence: str,
    text: str,
    pieces: Sequence[Piece],
    years: Collection[int],
    knows: Callable[[str], bool],
    familiar: Callable[[str], bool],
) -> bool:
    """Whether a sentence names what the graph does not know, or asks what no report tells.

    Args:
        sentence: As written.
        text: The same, normalised, with slots for the values that were understood.
        pieces: That text, cut up.
        years: Years that the reports are about.
        knows: Whether a text has no unknown word.
        familiar: Whether a few characters stand in some name of the graph.
    """
    if any(p.meanings is not None and OUTSIDE in p.meanings for p in pieces):
        return True
    if _OTHER_NUMBER.search(text):
        return True
    for year in YEAR.findall(text):
        if int(year) not in years and int(year) + 1 not in years:
            return True
    if _OF_A_PLACE.search(text):
        return True
    if any(_is_name(a, b, familiar) for a, b in pairwise(pieces)):
        return True
    # A name in letters, or initials that nothing goes by.
    letters = [] if text.isascii() else _LETTERS.findall(text)
    return any(not knows(word) for word in letters) or any(
        word.lower() in text and not knows(word.lower()) for word in _CAPITAL.findall(sentence)
    )


def _is_name(before: Piece, piece: Piece, familiar: Callable[[str], bool]) -> bool:
    """Whether an unknown word and 学院, 公司 or the like make a name: 宏图公司."""
    return (
        before.meanings is None
        and re.search(r"[\u4e00-\u9fff]{2}$", before.text) is not None
        and piece.meanings is not None
        and not _ORGANISATIONS.isdisjoint(piece.meanings)
        and len(piece.text) > 1
        and not familiar(before.text[-2:])
    )


def strangeness(pieces: Iterable[Piece], known: Callable[[str], bool]) -> float:
    """How much of a sentence no word list covers; the weight of a word or two at most.

    Args:
        pieces: The sentence, cut up.
        known: Whether a question knows a pair of characters or the stem of a word.
    """
    total = 0.0
    for piece in pieces:
        if piece.meanings is not None:
            continue
        for run in re.findall(r"[a-z]+|[\u4e00-\u9fff]+", piece.text.replace(SLOT, " ")):
            if run.isascii():
                total += 0.0 if known(stem(run)) else _WORD
            elif len(run) == 1:
                total += _CHARACTER
            elif not all(known(run[i : i + 2]) for i in range(len(run) - 1)):
                total += _STRETCH + _CHARACTER * len(run)
    return min(total, _MOST)
