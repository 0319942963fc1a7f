"""How sure one may be that the best candidate is what a sentence means (docs/decisions/0034)."""

from __future__ import annotations

import math
from typing import NamedTuple

#: A candidate this sure is answered: of those that are just sure enough one in seven is wrong.
ENOUGH = 0.85
#: A candidate this sure, all of it but a value, has its value asked for: that answers nothing yet.
ENOUGH_TO_ASK = 0.75
#: A candidate less like any phrasing than this is never answered.
LEAST = 0.45
#: Leads up to this count more than what goes beyond it, and beyond the second nothing counts.
_SHORT_LEAD, _LONG_LEAD = 0.2, 0.5
_MOST_BEHIND = 8.0
_MOST = 2.0


class Signs(NamedTuple):
    """What speaks for a candidate and against it.

    Attributes:
        likeness: How like the sentence is to one of its phrasings, from 0 to 1.
        lead: By how much the next candidate is less likely.
        strange: How much of the sentence no word list covers.
        unheard: Meanings of the sentence of which no phrasing of the question speaks.
        looked_up: Names that the reader has to look for in the answer, unless asked by 吗.
        guessed: Values that stand on part of a name only.
        ignored: Names, numbers and years of which the question makes no use.
        behind: By how much, in nats, the words of the sentence speak more for another question.
        missing: Parameters for which "this school" or the like stands.
    """

    likeness: float
    lead: float
    strange: float
    unheard: int
    looked_up: int
    guessed: float
    ignored: int
    behind: float
    missing: int


#: Of each feature, in the order of `features`, and of the constant at the end; found by
#: `python -m benchmarks.sureness`.
WEIGHTS = (3.64, 6.7, 5.56, -0.39, -0.35, -3.04, -0.47, -0.28, -1.11, -0.88, -2.35)


def features(signs: Signs) -> tuple[float, ...]:
    """The signs as numbers of like size, and 1 for the constant."""
    return (
        signs.likeness,
        min(signs.lead, _LONG_LEAD),
        min(signs.lead, _SHORT_LEAD),
        min(signs.strange, _MOST),
        min(signs.unheard, _MOST),
        signs.looked_up,
        min(signs.guessed, _MOST),
        signs.ignored,
        min(signs.behind, _MOST_BEHIND) / _MOST_BEHIND,
        min(signs.missing, 1),
        1.0,
    )


def sureness(signs: Signs) -> float:
    """How likely it is that the candidate is meant, from 0 to 1: a logistic regression."""
    total = sum(w * f for w, f in zip(WEIGHTS, features(signs), strict=True))
    return 1 / (1 + math.exp(-total))
