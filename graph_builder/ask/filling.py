"""The parameters of a question, filled from the names, years and numbers of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import expand
from graph_builder.ask.linking import Mention, NameIndex, normalise
from graph_builder.ask.printed import NUMBERED, QUOTED, YEAR, framed_words, read_literal
from graph_builder.ask.words import SLOT
from graph_builder.names import SKOS, VET, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.ask.words import Words

_MUST_BE_USED = frozenset(
    VET + name
    for name in (
        *("School", "Enterprise", "University", "Country", "Place", "Programme", "IndustryTerm"),
        *("ProgrammeCluster", "Policy", "HonourTitle", "Agent", "Indicator"),
    )
)
_CONCEPT = SKOS + "Concept"
_NARROWER = {
    VET + "Agent": frozenset({VET + "School"}),
    VET + "Place": frozenset({VET + "Country"}),
}
_LONGEST_WORD = 12
_SEARCHED = re.compile(r"\ba vet:(\w+)")
#: What a column of an answer holds, for columns named so.
_COLUMN_CLASSES = {
    "school": ("School",),
    "other": ("School",),
    "recipient": ("School", "Agent"),
    "winner": ("School", "Agent"),
    "country": ("Country",),
    "partner": ("Agent",),
    "body": ("Agent",),
    "organiser": ("Agent",),
    "host": ("Agent",),
    "organisation": ("Agent",),
    "enterprise": ("Enterprise",),
    "industry": ("IndustryTerm",),
    "cluster": ("ProgrammeCluster",),
    "programme": ("Programme",),
    "place": ("Place",),
    "title": ("HonourTitle",),
    "policy": ("Policy",),
    "indicator": ("Indicator",),
}
_ONLY_IF_ASKED = frozenset(
    VET + c for c in ("School", "Country", "Programme", "IndustryTerm", "ProgrammeCluster", "Place")
)
_WHETHER = re.compile(
    r"[吗么]|是否|是不是|有没有|有无|对不对|算不算|属不属于|会不会|没有?$"
    r"|^(?:is|are|was|were|does|do|did|has|have|can)\b"
)
#: 毕业生里升学的 names the whole first.
_WHOLE_FIRST = re.compile(r"^(?:人)?(?:里面?|当?中|之中|内)|^.{0,6}\bis\b")


class Filled(NamedTuple):
    """The parameters of a question, filled.

    Attributes:
        values: Parameter -> an IRI, a year, a number, words.
        text: The sentence with `SLOT` in the place of each value.
        unused: What the sentence names and the question cannot use.
        guessed: How many values stand on part of a name only.
        loose: How many are of a narrower class than the parameter's, which may be another's.
        looked_up: How many names the reader will look for in the answer.
        ignored: How many names, numbers and years that need not be used are not used.
    """

    values: dict[str, str]
    text: str
    unused: list[Mention]
    guessed: int
    loose: int
    looked_up: int
    ignored: int


class Filler:
    """Fills parameters.

    Args:
        index: The names of the graph.
        words: The synonyms.
    """

    def __init__(self, index: NameIndex, words: Words) -> None:
        self._index = index
        self._words = words
        self._kinds: dict[tuple[str, str], tuple[str, str]] = {}

    def mentions(self, text: str) -> tuple[str, list[Mention]]:
        """What a normalised sentence names; not a school within a longer name that is unknown.

        Returns:
            The sentence without the places that whole reports are about, and what it names.
        """
        found = self._index.mentions(text)
        for mention in found:
            inside = text[mention.start : mention.end + 2]
            if self._everywhere(mention) and not self._index.is_part_of_name(inside):
                gap = " " * (mention.end - mention.start)
                text = text[: mention.start] + gap + text[mention.end :]
        return text, [
            m for m in found if not self._everywhere(m) and not self._within_unknown(text, m)
        ]

    def fill(
        self, question: Question, sentence: str, text: str, mentions: Iterable[Mention]
    ) -> Filled:
        """Fill the parameters of a question from a sentence, normalised to `text`.

        Args:
            question: Whose parameters.
            sentence: As written.
            text: The same, normalised.
            mentions: What it names.
        """
        values: dict[str, str] = {}
        spans: list[tuple[int, int]] = []
        left = list(mentions)
        loose = 0
        for parameter in question.params:
            cls, kind = self._kind(parameter)
            if cls.startswith(XSD):
                found = read_literal(cls.removeprefix(XSD), parameter.name, text)
                if found:
                    values[parameter.name] = found[2]
                    spans.append(found[:2])
                continue
            for mention in left:
                fitting = [
                    iri
                    for iri, classes in mention.things.items()
                    if cls in classes
                    and iri.startswith(kind)
                    and not (cls == _CONCEPT and VET + "IndustryTerm" in classes)
                ]
                if len(fitting) == 1 and fitting[0] not in values.values():
                    values[parameter.name] = fitting[0]
                    narrower = _NARROWER.get(cls, frozenset())
                    loose += not narrower.isdisjoint(mention.things[fitting[0]])
                    if not (cls == _CONCEPT and self._words.knows(text[slice(*mention[:2])])):
                        spans.append((mention.start, mention.end))
                    left.remove(mention)
                    break
        masked = _mask(text, spans)
        guessed = 0
        for parameter in question.params:
            if parameter.name in values or not parameter.required:
                continue
            value = self._guess(question, parameter, sentence, masked)
            if value and value[2] not in values.values():
                values[parameter.name] = value[2]
                masked = _mask(masked, [value[:2]])
                guessed += value[2] not in QUOTED.findall(sentence)
                left = [m for m in left if text[m.start : m.end] not in value[2]]
        if "whole" in values and "part" in values:
            behind = masked.partition(SLOT)[2]
            if _WHOLE_FIRST.search(behind):
                values["part"], values["whole"] = values["whole"], values["part"]
        left, looked_up = self._look_up(question, text, left)
        unused = [m for m in left if self._must_be_used(text, m)]
        masked = _mask_names(masked, text, unused + looked_up)
        ignored = sum(_is_strong(m) for m in left if m not in unused)
        ignored += bool(NUMBERED.search(masked)) + bool(YEAR.search(masked))
        return Filled(values, masked, unused, guessed, loose, len(looked_up), ignored)

    def _look_up(
        self, question: Question, text: str, left: list[Mention]
    ) -> tuple[list[Mention], list[Mention]]:
        """Split off a name that one finds in the answer or misses there.

        A school, a country, a programme only where it is asked with 吗, as in 市交校有荣誉吗.
        """
        whether = _WHETHER.search(text)
        shown = {VET + c for name in question.columns for c in _COLUMN_CLASSES.get(name, ())}
        found = [
            m
            for m in left
            if self._must_be_used(text, m)
            and any(
                not shown.isdisjoint(classes) and (whether or classes.isdisjoint(_ONLY_IF_ASKED))
                for classes in m.things.values()
            )
        ][:1]
        return [m for m in left if m not in found], found

    def _kind(self, parameter: Parameter) -> tuple[str, str]:
        """IRI of the class, and how the IRI of a value begins: a concept is one of a scheme."""
        key = (parameter.type, parameter.example)
        if key not in self._kinds:
            cls = expand(parameter.type) or parameter.type
            scheme = self._index.kind_of(parameter.example, cls) if cls == _CONCEPT else ""
            self._kinds[key] = (cls, scheme or "")
        return self._kinds[key]

    def _guess(
        self, question: Question, parameter: Parameter, sentence: str, text: str
    ) -> tuple[int, int, str] | None:
        cls, kind = self._kind(parameter)
        if not cls.startswith(XSD):
            if cls in {VET + "School", VET + "Report", VET + "Rule"}:
                return None
            return self._index.part_of_name(text, cls, kind, self._words.knows)
        if parameter.name != "word":
            return None
        searched = word_class(question) or ""
        words = [w for q in QUOTED.findall(sentence) if (w := normalise(q)) in text] or [
            w for w in (normalise(parameter.example), *framed_words(text)) if w in text
        ]
        words = [w for w in words if self._index.holds(w, searched)]
        if not words:
            return self._index.word_in_names(text, searched, self._words.knows)
        if not 1 < len(words[0]) <= _LONGEST_WORD:
            return None
        start = text.index(words[0])
        return start, start + len(words[0]), words[0]

    def _within_unknown(self, text: str, mention: Mention) -> bool:
        if not any(VET + "School" in classes for classes in mention.things.values()):
            return False
        before = text[: mention.start]
        unknown = self._words.unknown(before)
        return bool(unknown) and len(unknown[-1]) > 1 and before.endswith(unknown[-1])

    def _everywhere(self, mention: Mention) -> bool:
        return not self._index.everywhere.isdisjoint(mention.things)

    def _must_be_used(self, text: str, mention: Mention) -> bool:
        """Whether the mention names a thing and not only a kind, such as 培训 or 国家级."""
        if self._words.knows(text[mention.start : mention.end]):
            return False
        return _is_strong(mention)


def word_class(question: Question) -> str | None:
    """IRI of the class among whose names the `word` of a question is looked for."""
    match = _SEARCHED.search(question.query)
    has_word = any(p.name == "word" for p in question.params)
    return VET + match[1] if has_word and match else None


def _is_strong(mention: Mention) -> bool:
    """Whether what is named is a thing, or a group of industries, and not a mere kind."""
    return any(
        not _MUST_BE_USED.isdisjoint(classes) or "/industry/group-" in iri
        for iri, classes in mention.things.items()
    )


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + SLOT + text[end:]
    return text


def _mask_names(masked: str, text: str, mentions: Iterable[Mention]) -> str:
    """Take out what else is named, so that no word of a name is taken for one of the question."""
    for mention in mentions:
        masked = masked.replace(text[mention.start : mention.end], SLOT, 1)
    return masked
