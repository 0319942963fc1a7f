"""From a sentence to a question of the catalogue: without a network, without a model.

The names, years and numbers of the sentence fill the parameters of each question; a name that a
question cannot use rules it out. What is left of the sentence is compared with every phrasing of
the question, words that mean alike counting as one and rare ones counting more: how much of the
phrasing the sentence has, and how much of the sentence the question explains. When no question is
clearly better than the next, nothing is answered: a wrong answer costs more than none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import expand
from graph_builder.ask.filling import Filler
from graph_builder.ask.linking import index_names, normalise
from graph_builder.ask.unnamed import GENERIC, calls
from graph_builder.ask.words import SLOT, Words, read_numbers
from graph_builder.names import VET, XSD
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.ask.filling import Filled
    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.graph.access import Graph

#: A question this like the sentence is answered, if the next best one is less so by `MARGIN`.
ENOUGH = 0.62
MARGIN = 0.05
#: Below this no question of the catalogue has to do with the sentence.
FOREIGN = 0.35
#: A longer sentence is no question.
MAX_LENGTH = 500

#: What a word of the title or of another phrasing explains, against one of the phrasing itself.
_ELSEWHERE = 0.7
_IN_DESCRIPTION = 0.2
#: For each value that stands on part of a name only.
_GUESSED = 0.92
#: For each value of a narrower class than the question asks for.
_LOOSE = 0.9
#: For a question that wants a value of which the sentence says nothing.
_WANTING = 0.88
#: For a question that does not take the kind of thing that "this school" or the like speaks of.
_ASTRAY = 0.8
#: Fewer words than weigh this much ask nothing.
_LEAST_SAID = 2.0
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
#: Weight of what no question speaks of.
_UNHEARD = 5.0
#: Weight of words that no report of this kind speaks of.
_OUTSIDE = 9.0
_SLOT_WEIGHT = 1.0
#: Two meanings in a row, against one.
_PAIR = 0.5
_ASKED = re.compile(r"(?:哪些|哪所|哪几所|哪个|各|每所|多所|两所|几所|每个|每|什么|没有|的|个)$")


class Understood(NamedTuple):
    """A question that a sentence may mean.

    Attributes:
        question: The question.
        values: Parameter -> what fills it: an IRI, a year, a number, words.
        likeness: From 0 to 1.
        missing: Required parameters that nothing in the sentence fills.
    """

    question: Question
    values: dict[str, str]
    likeness: float
    missing: tuple[str, ...]


class Understanding(NamedTuple):
    """What a sentence was understood as.

    Attributes:
        chosen: The question meant; None when it is not clear.
        others: The best candidates, best first, at most three.
        foreign: Whether nothing in the catalogue has to do with the sentence.
        lacking: The question meant, when all that is not clear is what to fill it with.
    """

    chosen: Understood | None
    others: list[Understood]
    foreign: bool
    lacking: Understood | None = None


class _Known(NamedTuple):
    """A question with the features of its phrasings and of what else describes it."""

    question: Question
    phrases: list[frozenset[str]]
    around: frozenset[str]
    description: frozenset[str]


class Reader:
    """Understands sentences about one graph.

    Args:
        graph: Whose things the sentences name.
        questions: The catalogue.
    """

    def __init__(self, graph: Graph, questions: Sequence[Question]) -> None:
        classes = {iri for q in questions for p in q.params if (iri := _class_of(p))}
        self._words = Words(bundled("queries") / "synonyms.toml")
        self._filler = Filler(index_names(graph, classes), self._words)
        self._known = [self._learn(question) for question in questions]
        seen = Counter(f for k in self._known for f in set().union(*k.phrases))
        total = len(self._known)
        self._weights = {
            f: math.log(1 + total / n) * (_PAIR if ">" in f else 1) for f, n in seen.items()
        }
        self._weights |= {SLOT: _SLOT_WEIGHT, "=outside": _OUTSIDE}

    def understand(self, sentence: str) -> Understanding:
        """The question that a sentence puts, if it is clear."""
        text = self._words.spell(read_numbers(normalise(sentence[:MAX_LENGTH])))
        mentions = self._filler.mentions(text)
        memory: dict[str, frozenset[str]] = {}
        candidates = []
        for known in self._known:
            filled = self._filler.fill(known.question, sentence, text, mentions)
            if any(text[m.start : m.end] not in _said_by(known.question) for m in filled.unused):
                continue
            if filled.text not in memory:
                memory[filled.text] = self._features(filled.text)
            candidates.append(self._rate(known, filled, memory[filled.text]))
        ranked = sorted(candidates, key=lambda u: (-u.likeness, u.question.name))
        best = ranked[0] if ranked else None
        if best is None or best.likeness < FOREIGN:
            return Understanding(None, ranked[:3], foreign=True)
        ahead = best.likeness - (ranked[1].likeness if len(ranked) > 1 else 0.0)
        if best.likeness < ENOUGH or ahead < MARGIN:
            return Understanding(None, ranked[:3], foreign=False)
        chosen, lacking = (None, best) if best.missing else (best, None)
        return Understanding(chosen, ranked[:3], foreign=False, lacking=lacking)

    def _rate(self, known: _Known, filled: Filled, asked: frozenset[str]) -> Understood:
        weight = self._weights.get
        all_asked = sum(weight(f, _UNHEARD) for f in asked) or 1.0
        around = sum(weight(f, _UNHEARD) for f in asked & known.around)
        described = sum(weight(f, _UNHEARD) for f in asked & known.description - known.around)
        best = 0.0
        for phrase in known.phrases:
            shared = asked & phrase
            if not shared:
                continue
            weighed = sum(weight(f, _UNHEARD) for f in shared)
            explained = weighed + _ELSEWHERE * (around - weighed) + _IN_DESCRIPTION * described
            of_sentence = explained / all_asked
            of_phrase = weighed / sum(weight(f, _UNHEARD) for f in phrase)
            likeness = 2 * of_sentence * of_phrase / (of_sentence + of_phrase)
            for turning, factor in _TURNING.items():
                if (turning in asked) != (turning in phrase):
                    likeness *= factor
            best = max(best, likeness)
        values = filled.values
        generic = GENERIC.search(filled.text)
        unfilled = [p for p in known.question.params if p.name not in values]
        missing = tuple(p.name for p in unfilled if p.required or (generic and calls(generic, p)))
        factor = _GUESSED**filled.guessed * _LOOSE**filled.loose
        if missing and not generic:
            factor *= _WANTING
        if generic:
            factor *= max((calls(generic, p) for p in unfilled), default=0) or _ASTRAY
        likeness = best * factor
        if all_asked < _LEAST_SAID and SLOT not in asked:
            likeness = min(likeness, ENOUGH - 0.01)
        # Sums over sets differ in the last digits from run to run.
        return Understood(known.question, values, round(likeness, 6), missing)

    def _learn(self, question: Question) -> _Known:
        phrases = [self._phrase(question, p) for p in (*question.ask_as, *question.title.values())]
        titles = (t for by_language in question.columns.values() for t in by_language.values())
        described = self._words.features(
            normalise(" ; ".join((question.description["zh"], *titles)))
        )
        return _Known(
            question,
            list(dict.fromkeys(p for p in phrases if p)),
            frozenset().union(*phrases),
            frozenset(described),
        )

    def _phrase(self, question: Question, phrase: str) -> frozenset[str]:
        """The features of a phrasing, with slots for its example and for what stands for it."""
        text = read_numbers(normalise(phrase))
        mentions = self._filler.exact_mentions(text) if question.params else []
        masked = self._filler.fill(question, phrase, text, mentions, example=True).text
        if SLOT not in masked and _takes_school(question):
            at = masked.find("学校")
            if at >= 0 and not _ASKED.search(masked[:at]):
                masked = masked[:at] + SLOT + masked[at + 2 :]
        return self._features(masked) - {"=outside"}

    def _features(self, text: str) -> frozenset[str]:
        return frozenset(self._words.features(GENERIC.sub(SLOT, text)))


def _said_by(question: Question) -> str:
    return normalise(" ; ".join((*question.ask_as, *question.title.values())))


def _takes_school(question: Question) -> bool:
    return any(expand(p.type) == VET + "School" for p in question.params)


def _class_of(parameter: Parameter) -> str | None:
    iri = expand(parameter.type) or parameter.type
    return None if iri.startswith(XSD) else iri
