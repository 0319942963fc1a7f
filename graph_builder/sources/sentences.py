"""Sentences of a paragraph."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[。！？]+[”’」』）)】》〉\"']*|《")
_LONGEST_TITLE = 100


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the sentences of a text, in order.

    A sentence ends with 。, ！ or ？ and the closing marks that follow; a semicolon ends none, nor
    does a mark inside a book title 《…》. What follows the last mark is a sentence too.

    Args:
        text: A paragraph without outer white space.

    Returns:
        One pair for each sentence, without white space around it; together they hold everything
        but white space.
    """
    found: list[tuple[int, int]] = []
    start = position = 0
    while match := _SENTENCE_END.search(text, position):
        position = match.end()
        if match.group() == "《":
            close = text.find("》", position, position + _LONGEST_TITLE)
            position = close + 1 if close >= 0 else position
            continue
        found.append((start, position))
        start = position
    found.append((start, len(text)))
    return [pair for pair in (_trim(text, *pair) for pair in found) if pair[0] < pair[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, start + max(left, len(piece.rstrip()))
