"""Sentences typed in pinyin, and signs that sound like the right ones.

`sjx duijie naxie chanye` is 市交校对接哪些产业, and 专业裙 is 专业群. Loading the readings takes a
quarter of a second, so this is done only for sentences that need it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: A word in letters, not part of a name such as 1+x.
_TOKEN = re.compile(r"(?<![a-z0-9+./-])[a-z]{2,40}(?![a-z0-9+./-])")
_RUN = re.compile(rf"{_TOKEN.pattern}(?: {_TOKEN.pattern})*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST_INITIALS = 3
#: Words of one syllable that may stand among longer ones; others are too easily something else.
_SMALL = {
    "de": "的",
    "ma": "吗",
    "le": "了",
    "ne": "呢",
    "you": "有",
    "he": "和",
    "gen": "跟",
    "shi": "是",
    "ji": "几",
    "zai": "在",
    "yu": "与",
    "na": "哪",
    "shei": "谁",
    "shui": "谁",
    "kai": "开",
    "ban": "办",
    "ge": "个",
    "dou": "都",
    "dao": "到",
    "jia": "家",
    "suo": "所",
    "bei": "被",
    "mei": "没",
}
_SHORTEST_MISHEARD = 2
_LONGEST_MISHEARD = 8


def without_tones(sentence: str) -> str:
    """A sentence whose Latin letters have no marks: chǎnyè is chanye, and ü is v."""
    spread = unicodedata.normalize("NFD", sentence).replace("u\u0308", "v").replace("U\u0308", "V")
    return "".join(c for c in spread if not unicodedata.combining(c))


class Pinyin:
    """Words and names by their sound.

    Args:
        words: Chinese words that sentences are made of, the commonest first.
        names: Chinese names of things, normalised, with the IRIs of what goes by each.
        known: Whether a word in letters is English, or a name.
    """

    def __init__(
        self,
        words: Iterable[str],
        names: Iterable[tuple[str, frozenset[str]]],
        known: Callable[[str], bool],
    ) -> None:
        self._texts = [w for w in words if _CHINESE.fullmatch(w)]
        self._named = [(n, things) for n, things in names if _CHINESE.fullmatch(n)]
        self._known = known

    def needed(self, text: str) -> bool:
        """Whether a normalised text has words in letters that may be pinyin."""
        return any(not self._known(token) for token in _TOKEN.findall(text))

    @cached_property
    def _readings(self) -> dict[str, tuple[str, ...]]:
        """Word or name -> its syllables."""
        from pypinyin import lazy_pinyin  # noqa: PLC0415 -- slow to load

        texts = dict.fromkeys((*self._texts, *(n for n, _ in self._named)))
        return {text: tuple(lazy_pinyin(text)) for text in texts}

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        """Syllables put together -> the first word or name that sounds so, of two signs or more."""
        found: dict[str, str] = {}
        for text, syllables in self._readings.items():
            if len(text) > 1:
                sound = "".join(syllables)
                found.setdefault(sound, text)
                # Many type luyou for 旅游.
                found.setdefault(re.sub(r"(?<=[ln])v", "u", sound), text)
        return found

    @cached_property
    def initials(self) -> dict[str, dict[str, frozenset[str]]]:
        """First letters -> the names that have them -> their things."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for name, things in self._named:
            letters = "".join(s[0] for s in self._readings[name])
            if len(letters) >= _SHORTEST_INITIALS and not self._known(letters):
                found.setdefault(letters, {})[name] = things
        return found

    def rewrite(self, text: str) -> str:
        """A normalised text with its pinyin in Chinese; initials of several names stay."""
        if not text.isascii():
            return _closed(_RUN.sub(lambda m: self._in_chinese(m.group()), text))
        tokens = _TOKEN.findall(text)
        rewritten = _RUN.sub(lambda m: self._in_chinese(m.group()), text)
        left = [t for t in _TOKEN.findall(rewritten) if t not in self.initials and t in tokens]
        if 2 * len(left) <= len(tokens):
            small = _TOKEN.sub(lambda m: _SMALL.get(m.group(), m.group()), rewritten)
            return _closed(small)
        # An English sentence: nothing in it but the initials of a name is pinyin.
        return _TOKEN.sub(lambda m: self._name(m.group()) or m.group(), text)

    def _in_chinese(self, run: str) -> str:
        """Words in letters, each in Chinese where it spells something; together where they do."""
        tokens = run.split(" ")
        out: list[str] = []
        while tokens:
            for count in range(len(tokens), 0, -1):
                part = tokens[:count]
                if count > 1 and any(self._known(t) or self._name(t) for t in part):
                    continue
                said = None if self._known(part[0]) else self._name(part[0])
                said = said or (None if self._known(part[0]) else self._spelt("".join(part)))
                if said or count == 1:
                    out.append(said or part[0])
                    tokens = tokens[count:]
                    break
        return " ".join(out)

    def _name(self, token: str) -> str | None:
        """What goes by these initials; the initials themselves where several things do."""
        named = self.initials.get(token)
        if not named:
            return None
        alike = len(set(named.values())) == 1
        return min(named, key=lambda n: (len(n), n)) if alike else token

    def _spelt(self, token: str) -> str | None:
        """The fewest words and names that a token spells in a row; small words count too."""
        best: list[tuple[int, str] | None] = [(0, "")]
        for end in range(1, len(token) + 1):
            ways = []
            for start in range(end):
                before, part = best[start], token[start:end]
                word = self._by_sound.get(part) or (_SMALL.get(part) if part != token else None)
                if before is not None and word:
                    ways.append((before[0] + 1, before[1] + word))
            best.append(min(ways, key=lambda way: way[0]) if ways else None)
        return best[-1][1] if best[-1] else None

    def heard(self, text: str, unknown: Callable[[str], Iterable[str]]) -> str:
        """A normalised text in which 专业裙 is 专业群.

        Args:
            text: The text.
            unknown: The stretches of a text that no word list covers.
        """
        from pypinyin import lazy_pinyin  # noqa: PLC0415 -- slow to load

        for stretch in unknown(text):
            for piece in _CHINESE.findall(stretch):
                at = text.find(piece)
                found = self._misheard(text, at, at + len(piece), lazy_pinyin)
                if found:
                    start, end, word = found
                    text = text[:start] + word + text[end:]
        return text

    def _misheard(
        self, text: str, first: int, last: int, read: Callable[[str], list[str]]
    ) -> tuple[int, int, str] | None:
        """The longest stretch with all of the unknown signs in it that sounds like a word."""
        ways = [
            (start, end)
            for start in range(max(0, last - _LONGEST_MISHEARD), first + 1)
            for end in range(last, min(len(text), start + _LONGEST_MISHEARD) + 1)
            # 主题 is no slip for 主体: a word of two signs counts only where both are unknown.
            if end - start > (1 if (start, end) == (first, last) else _SHORTEST_MISHEARD)
            and _CHINESE.fullmatch(text[start:end])
        ]
        for start, end in sorted(ways, key=lambda w: (w[0] - w[1], w[0])):
            word = self._by_sound.get("".join(read(text[start:end])), "")
            word = word if len(word) == end - start else ""
            # All but one sign has to be right.
            if word and sum(a != b for a, b in zip(word, text[start:end], strict=True)) == 1:
                return start, end, word
        return None


def _closed(text: str) -> str:
    """A text without the spaces that matter between words of letters only."""
    return re.sub(r"(?<![a-z0-9.])\s+|\s+(?![a-z0-9])", "", text)
