"""What the phrasings of each question speak of, and how well a sentence goes with each."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.words import SLOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: How many phrasings the general use of a feature is worth beside a question's own.
_PRIOR = 1.5
#: What a feature of the description or of a column counts against one of a phrasing.
_ASIDE = 0.3
#: Two meanings in a row, against one, and what is asked for.
_PAIR = 0.5
_ASKED_FOR = 0.5
_SLOT_WEIGHT = 1.0
#: What another phrasing of the same question explains, against the one compared with.
_ELSEWHERE = 0.7
_IN_DESCRIPTION = 0.2
#: A word or two that no word list has, against a common meaning.
_STRANGE = 3.0
#: For each thing that the sentence is about and the question never speaks of.
_UNHEARD_OF = 0.9
#: For each thing that nearly all phrasings of the question speak of and the sentence does not.
_LACKING = 0.85
_ESSENTIAL = 0.8
_SAID_SO = 0.97
_ALMOST_ALWAYS = 0.95
#: Meanings that turn a question round: what one has, the other has to have.
_TURNING = {
    "=none": 0.6,
    "=isnot": 0.6,
    "=across": 0.75,
    "=overyears": 0.8,
    "=why": 0.8,
    "=differ": 0.85,
    "=most": 0.9,
    "=compare": 0.8,
    "=count": 0.95,
}


class _Weights(NamedTuple):
    """What a feature says for a question, in nats: when a sentence has it, and when not."""

    there: float
    absent: float


class Frames:
    """The features of every question's phrasings.

    Args:
        phrasings: Question -> the features of each of its phrasings.
        aside: Question -> features of what else describes it.
        telling: Meanings that say what a sentence is about.
    """

    def __init__(
        self,
        phrasings: Mapping[str, Sequence[frozenset[str]]],
        aside: Mapping[str, frozenset[str]],
        telling: frozenset[str],
    ) -> None:
        self._telling = telling
        seen = Counter(
            f for phrases in phrasings.values() for f in {f for phrase in phrases for f in phrase}
        )
        self._rarity = {f: _kind(f) * math.log(1 + len(phrasings) / n) for f, n in seen.items()}
        self._rarity[SLOT] = _SLOT_WEIGHT
        self._phrases = {
            name: [(p, sum(self._rarity[f] for f in p)) for p in phrases]
            for name, phrases in phrasings.items()
        }
        self._said = {
            name: frozenset(f for phrase in phrases for f in phrase)
            for name, phrases in phrasings.items()
        }
        counts = {
            name: _count(phrases, aside.get(name, frozenset()))
            for name, phrases in phrasings.items()
        }
        sizes = {name: len(phrases) for name, phrases in phrasings.items()}
        general: dict[str, float] = {}
        for name, own in counts.items():
            for feature, count in own.items():
                general[feature] = general.get(feature, 0.1) + count / sizes[name]
        self._general = {f: min(n / (len(phrasings) + 1), 0.9) for f, n in general.items()}
        self._weights = {
            name: {f: self._weigh(f, count, sizes[name]) for f, count in own.items()}
            for name, own in counts.items()
        }
        self._essential = {
            name: frozenset(
                f
                for f, count in own.items()
                if f[0] == "=" and f[1:] in telling and count >= _ESSENTIAL * sizes[name]
            )
            for name, own in counts.items()
        }
        self._unsaid = {name: math.log(_PRIOR / (n + _PRIOR)) for name, n in sizes.items()}
        self._silent = {
            name: sum(w.absent for w in weights.values()) for name, weights in self._weights.items()
        }

    def _weigh(self, feature: str, count: float, size: int) -> _Weights:
        general = self._general[feature]
        share = min((count + _PRIOR * general) / (size + _PRIOR), _ALMOST_ALWAYS)
        there = _kind(feature) * math.log(share / general)
        return _Weights(there, min(math.log((1 - share) / (1 - general)), 0.0))

    def has(self, name: str, feature: str) -> bool:
        """Whether a question has the feature."""
        return feature in self._weights[name]

    def unheard(self, name: str, features: frozenset[str]) -> int:
        """How many meanings of a sentence no phrasing of a question speaks of."""
        return sum(f[0] == "=" and f[1:] in self._telling for f in features - self._said[name])

    def nats(self, name: str, features: frozenset[str]) -> float:
        """How much a sentence with these features speaks for a question, in nats.

        A feature speaks for a question by how much more often its phrasings have it than those
        of the others: naive Bayes over features that are there or not.
        """
        weights = self._weights[name]
        score = self._silent[name]
        for feature in features - {SLOT}:
            weight = weights.get(feature)
            if weight is not None:
                score += weight.there - weight.absent
            elif feature in self._general:
                score += self._unsaid[name] * _kind(feature)
        return score

    def likeness(self, name: str, features: frozenset[str], strange: float) -> float:
        """How like a sentence is to the phrasing of a question that it is most like, 0 to 1.

        Args:
            name: The question.
            features: Those of the sentence.
            strange: How much of the sentence no word list covers.
        """
        rarity = self._rarity.get
        all_asked = sum(rarity(f, 0.0) for f in features) + _STRANGE * strange
        weights = self._weights[name]
        around = sum(rarity(f, 0.0) for f in features & self._said[name])
        around += (
            _IN_DESCRIPTION
            / _ELSEWHERE
            * sum(rarity(f, 0.0) for f in features & weights.keys() - self._said[name])
        )
        foreign = sum(f[0] == "=" and f[1:] in self._telling for f in features - weights.keys())
        lacking = len(self._essential[name] - features)
        best = 0.0
        for phrase, weight in self._phrases[name]:
            shared = features & phrase
            if not shared:
                continue
            said = sum(rarity(f, 0.0) for f in shared)
            of_sentence = (said + max(_ELSEWHERE * (around - said), 0.0)) / all_asked
            of_phrase = said / weight
            found = 2 * of_sentence * of_phrase / (of_sentence + of_phrase)
            if found > best:
                for turning, factor in _TURNING.items():
                    if (turning in features) != (turning in phrase):
                        found *= factor
                best = max(best, found)
        # A phrasing may leave out what most of them say.
        return best * _UNHEARD_OF**foreign * (1 if best >= _SAID_SO else _LACKING**lacking)


def _count(phrases: Sequence[frozenset[str]], aside: frozenset[str]) -> dict[str, float]:
    counts: dict[str, float] = dict.fromkeys(aside, _ASIDE)
    counts.update(Counter(f for phrase in phrases for f in phrase))
    return counts


def _kind(feature: str) -> float:
    """What a feature of its kind counts."""
    if feature[0] == "?":
        return _ASKED_FOR
    return _PAIR if ">" in feature and feature[0] != "=" else 1.0
