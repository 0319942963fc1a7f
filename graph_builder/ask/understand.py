"""From a sentence to a question of the catalogue: without a network, without a model.

The names, years and numbers of the sentence fill the parameters of each question; a name that a
question cannot use rules it out. What is left of the sentence is compared with the phrasings of
each question, words that mean alike counting as one. When no question is clearly better than the
next, or the sentence speaks of things that no report tells, nothing is answered: a wrong answer
costs more than none.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.cities import cities_of_schools
from graph_builder.ask.entities import expand
from graph_builder.ask.filling import Filler, word_class
from graph_builder.ask.frames import Frames
from graph_builder.ask.linking import index_names, normalise
from graph_builder.ask.phrases import learn, text_features
from graph_builder.ask.pinyin import Pinyin, without_tones
from graph_builder.ask.strange import speaks_of_other_things, strangeness
from graph_builder.ask.sure import ENOUGH, ENOUGH_TO_ASK, LEAST, Signs, sureness
from graph_builder.ask.unnamed import GENERIC, calls
from graph_builder.ask.words import SLOT, Words, read_numbers
from graph_builder.names import XSD
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from graph_builder.ask.filling import Filled
    from graph_builder.ask.phrases import Learnt
    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.ask.words import Piece
    from graph_builder.graph.access import Graph

    #: First letters of the pinyin of names -> the names -> IRIs of their things.
    _Initials = Mapping[str, Mapping[str, frozenset[str]]]

#: Below this no question of the catalogue has to do with the sentence.
FOREIGN = 0.35
#: A longer sentence is no question.
MAX_LENGTH = 500

#: For each value that stands on part of a name only.
_GUESSED = 0.92
#: For each value of a narrower class than the question asks for.
_LOOSE = 0.9
#: For a name that one has to look for in the answer.
_LOOKED_UP = 0.9
#: For each name, number or year that the question makes no use of.
_IGNORED = 0.85
#: For each wider place of which the question does not speak.
_WIDER = 0.6
#: For a question that wants a value of which the sentence says nothing.
_WANTING = 0.88
#: For a question that does not take the kind of thing that "this school" or the like speaks of.
_ASTRAY = 0.8
#: What a candidate loses for each nat, and at most.
_PER_NAT = 0.005
_MOST_BEHIND = 0.15
#: A sentence about other things than the report's is no likelier than this.
_UNANSWERED = 0.3
#: A sentence of nothing but such words as 哪些 has to be this like a phrasing to be answered.
_WORD_FOR_WORD = 0.97
_YEARS = (
    "SELECT DISTINCT ?year WHERE { ?report a vet:Report ; vet:reportsYear ?year } ORDER BY ?year"
)


class Understood(NamedTuple):
    """A question that a sentence may mean.

    Attributes:
        question: The question.
        values: Parameter -> what fills it: an IRI, a year, a number, words.
        likeness: From 0 to 1.
        missing: Required parameters that nothing in the sentence fills.
        looked_up: How many names of the sentence are to be looked for in the answer.
        several: Parameter -> IRIs of the schools of one name that may fill it; such a parameter is
            `missing` too.
    """

    question: Question
    values: dict[str, str]
    likeness: float
    missing: tuple[str, ...]
    looked_up: int = 0
    several: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Understanding(NamedTuple):
    """What a sentence was understood as.

    Attributes:
        chosen: The question meant; None when it is not clear.
        others: The best candidates, best first, at most three.
        foreign: Whether nothing in the catalogue has to do with the sentence.
        lacking: The question meant, when all that is not clear is what to fill it with.
        signs: What speaks for the best candidate and against it; None when there is none.
    """

    chosen: Understood | None
    others: list[Understood]
    foreign: bool
    lacking: Understood | None = None
    signs: Signs | None = None


class Reader:
    """Understands sentences about one graph.

    Args:
        graph: Whose things the sentences name.
        questions: The catalogue.
        learning: Gives the features of its phrasings.
    """

    def __init__(
        self,
        graph: Graph,
        questions: Sequence[Question],
        learning: Callable[[Collection[Question], Words], Learnt] = learn,
    ) -> None:
        #: Whose things the sentences name.
        self.graph = graph
        classes = {iri for q in questions for p in q.params if (iri := _class_of(p))}
        self._questions = questions
        self._words = Words(bundled("queries") / "synonyms.toml")
        searched = {cls for q in questions if (cls := word_class(q))}
        index = index_names(graph, classes, searched, self._words.knows)
        self._familiar = index.holds
        self._pinyin = Pinyin(
            self._words.by_weight(),
            index.spoken(),
            lambda word: self._words.knows(word) or index.goes_by(word),
        )
        self._years = {
            int(year.value[:4])
            for (year,) in graph.select(_YEARS).rows
            if isinstance(year, ox.Literal)
        }
        only = str(next(iter(self._years))) if len(self._years) == 1 else None
        self._filler = Filler(index, self._words, only, cities_of_schools(graph))
        self._said = {q.name: normalise(" ; ".join(q.ask_as)) for q in questions}
        learnt = learning(questions, self._words)
        self._frames = Frames(learnt.phrasings, learnt.aside, self._words.telling)

    def understand(self, sentence: str) -> Understanding:
        """The question that a sentence puts, if it is clear."""
        sentence = without_tones(sentence[:MAX_LENGTH])
        text = read_numbers(normalise(sentence))
        initials: _Initials = {}
        if self._pinyin.needed(text):
            text, initials = self._pinyin.rewrite(text), self._pinyin.initials
        understanding = self._understand(sentence, self._words.spell(text), initials)
        if understanding.signs and understanding.signs.strange:
            heard = self._pinyin.heard(text, self._words.unknown)
            if heard != text:
                return self._understand(sentence, self._words.spell(heard), initials)
        return understanding

    def _understand(self, sentence: str, text: str, initials: _Initials) -> Understanding:
        text, mentions = self._filler.mentions(text, initials)
        memory: dict[tuple[str, str], _Read] = {}
        candidates = []
        for question in self._questions:
            filled = self._filler.fill(question, sentence, text, mentions)
            if filled.unused:
                continue
            key = (filled.text, filled.outright)
            if key not in memory:
                memory[key] = self._read(sentence, *key)
            candidates.append(self._rate(question, filled, memory[key]))
        return _decide(candidates, points=GENERIC.search(text) is not None)

    def _read(self, sentence: str, text: str, outright: str) -> _Read:
        pieces = list(self._words.pieces(GENERIC.sub(SLOT, text)))
        return _Read(
            text_features(text, self._words),
            pieces,
            speaks_of_other_things(
                sentence,
                outright,
                list(self._words.pieces(outright)),
                self._years,
                self._words.knows,
                self._familiar,
            ),
            self._words.says(pieces),
        )

    def _rate(self, question: Question, filled: Filled, read: _Read) -> _Rated:
        values = filled.values
        generic = GENERIC.search(filled.text)
        several = filled.several
        unfilled = [p for p in question.params if p.name not in values and p.name not in several]
        pointed = generic if generic and not generic["bare"] else None
        missing = tuple(p.name for p in unfilled if p.required or (pointed and calls(pointed, p)))
        factor = _GUESSED**filled.guessed * _LOOSE**filled.loose * _LOOKED_UP**filled.looked_up
        factor *= _IGNORED**filled.ignored
        factor *= _WIDER ** sum(place not in self._said[question.name] for place in filled.wider)
        if missing and not generic:
            factor *= _WANTING
        if generic:
            factor *= max((calls(generic, p) for p in unfilled), default=0) or _ASTRAY
        strange = strangeness(read.pieces, lambda f: self._frames.has(question.name, f))
        likeness = factor * self._frames.likeness(question.name, read.features, strange)
        if read.elsewhere or (not read.says and likeness < _WORD_FOR_WORD):
            likeness = min(likeness, _UNANSWERED)
        nats = self._frames.nats(question.name, read.features)
        lacking = (*several, *missing)
        meant = Understood(question, values, likeness, lacking, filled.looked_up, several)
        signs = Signs(
            likeness,
            0.0,
            strange,
            self._frames.unheard(question.name, read.features),
            0 if filled.whether else filled.looked_up,
            filled.guessed,
            filled.ignored,
            0.0,
            len(missing),
        )
        return _Rated(meant, nats, signs)


class _Read(NamedTuple):
    """A sentence as one way of filling it leaves it."""

    features: frozenset[str]
    pieces: list[Piece]
    elsewhere: bool
    says: int


class _Rated(NamedTuple):
    """A candidate, and how much the sentence speaks for it by the frequency of its words."""

    understood: Understood
    nats: float
    signs: Signs


def _decide(rated: Sequence[_Rated], *, points: bool) -> Understanding:
    most = max((r.nats for r in rated), default=0.0)
    judged = sorted(
        (
            # Sums over sets differ in the last digits from run to run.
            r._replace(
                understood=r.understood._replace(
                    likeness=round(max(r.understood.likeness - _behind(most - r.nats), 0.0), 6)
                )
            )
            for r in rated
        ),
        key=lambda r: (-r.understood.likeness, r.understood.question.name),
    )
    ranked = [r.understood for r in judged]
    if not ranked or ranked[0].likeness < FOREIGN:
        return Understanding(None, ranked[:3], foreign=True)
    best = ranked[0]
    # 市交校对接航运产业吗: the industries of the school tell it, and so do the schools of the
    # industry.
    rivals = [u for u in ranked[1:] if not (best.looked_up and u.looked_up and not u.missing)]
    signs = judged[0].signs._replace(
        likeness=best.likeness,
        lead=best.likeness - (rivals[0].likeness if rivals else 0.0),
        behind=most - judged[0].nats,
    )
    understanding = Understanding(None, ranked[:3], foreign=False, signs=signs)
    enough = ENOUGH_TO_ASK if best.missing else ENOUGH
    if best.likeness < LEAST or sureness(signs) < enough:
        return understanding
    if best.missing and not points and not best.several:
        return understanding
    if best.missing:
        return understanding._replace(lacking=best)
    return understanding._replace(chosen=best)


def _behind(nats: float) -> float:
    """What a candidate loses for speaking this much less for the sentence than the best one."""
    return min(nats * _PER_NAT, _MOST_BEHIND)


def _class_of(parameter: Parameter) -> str | None:
    iri = expand(parameter.type) or parameter.type
    return None if iri.startswith(XSD) else iri
