"""How wide a text is, where it may be broken, and what the font can draw of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from graph_builder.export.draw.fonts import find_font, open_font

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Stands for a letter that the font lacks.
MISSING = "□"
#: More of a text than this is never looked at: no page could hold it.
LONGEST = 2_000
#: So many cleaned texts are remembered: a layout asks for the same ones many times.
KEPT = 20_000
#: Points; a column is as wide as its widest label, give or take what floats lose.
ROUNDING = 0.01
#: Chinese fonts draw this apostrophe as wide as a Chinese letter.
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z\s]|$)")
#: A piece that must stay on one line: a word, or a Chinese letter with the marks that close it.
_PIECE = re.compile(r"[（“‘《「]*(?:[!-,.-~\u00a0-\u024f]+-*|.)[\s，。、；：）”》」·]*", re.S)
_FORMAT = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Face:
    """One face of a font: its file, its number in the file, and the widths of its letters."""

    def __init__(self, path: str, number: int) -> None:
        self.path = path
        self.number = number
        font = open_font(path, number)
        widths = font["hmtx"]
        units = font["head"].unitsPerEm
        self._glyphs: dict[int, str] = font.getBestCmap()
        self._widths = {code: widths[glyph][0] / units for code, glyph in self._glyphs.items()}
        self._cleaned: dict[str, str] = {}
        self._pieces_of: dict[str, list[tuple[str, float, float]]] = {}
        self._missing = MISSING if ord(MISSING) in self._widths else "?"
        font.close()

    def clean(self, text: str) -> str:
        """The text as it can be drawn: one line, without control signs, `□` for what is missing."""
        done = self._cleaned.get(text)
        if done is None:
            if len(self._cleaned) > KEPT:
                self._cleaned.clear()
            done = self._cleaned[text] = self._clean(text)
        return done

    def _clean(self, text: str) -> str:
        letters = []
        for letter in _APOSTROPHE.sub("'", text[:LONGEST]):
            if ord(letter) in self._widths:
                letters.append(letter)
            elif letter.isspace():
                letters.append(" ")
            elif unicodedata.category(letter) not in _FORMAT:
                letters.append("" if unicodedata.combining(letter) else self._missing)
        return re.sub(r"\s+", " ", "".join(letters)).strip()

    def width(self, text: str, size: float) -> float:
        """Points that a clean text takes at a size in points."""
        total: float = sum(self._widths[ord(letter)] for letter in text)
        return size * total

    def wrap(self, text: str, room: float, size: float, most: int) -> list[str]:
        """A clean text on at most `most` lines no wider than `room`; `…` ends one that is cut."""
        lines, used = [""], 0.0
        limit = (room + ROUNDING) / size
        for piece, bare, full in self._pieces(text, limit):
            if not lines[-1] or used + bare <= limit:
                lines[-1] += piece
                used += full
            elif len(lines) > most:
                break
            else:
                lines.append(piece)
                used = full
        kept = [line.strip() for line in lines[:most]]
        if len(lines) > most:
            last = kept[-1]
            while last and self.width(last + "…", size) > room:
                last = last[:-1]
            kept[-1] = last.rstrip() + "…"
        return kept

    def longest(self, text: str, size: float) -> float:
        """Points that the longest word of a clean text takes, which no line should break."""
        return size * max((bare for _, bare, _ in self._split(text)), default=0.0)

    def _split(self, text: str) -> list[tuple[str, float, float]]:
        """Each piece with its width at size 1 without and with the space behind it."""
        done = self._pieces_of.get(text)
        if done is None:
            if len(self._pieces_of) > KEPT:
                self._pieces_of.clear()
            done = self._pieces_of[text] = [
                (piece, self.width(piece.rstrip(), 1), self.width(piece, 1))
                for piece in _PIECE.findall(text)
            ]
        return done

    def _pieces(self, text: str, limit: float) -> Iterable[tuple[str, float, float]]:
        """Words and letters; a word wider than the limit comes letter by letter."""
        for piece, bare, full in self._split(text):
            if bare > limit:
                for letter in piece:
                    width = self._widths[ord(letter)]
                    yield letter, 0.0 if letter == " " else width, width
            else:
                yield piece, bare, full


@lru_cache(maxsize=4)
def _face(path: str, number: int) -> Face:
    return Face(path, number)


def the_face() -> Face:
    """The face that all pictures are drawn with.

    Raises:
        OutputError: There is no font; see `find_font`.
    """
    return _face(*find_font())
