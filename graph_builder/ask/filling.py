"""The parameters of a question, filled from the names, years and numbers of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import expand
from graph_builder.ask.linking import Mention, NameIndex, normalise
from graph_builder.ask.words import SLOT
from graph_builder.names import SKOS, VET, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.ask.words import Words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COUNTED = re.compile(
    r"(?:案例|挑战|case(?: study)?|challenge) ?(?:第|no\.?|number)? ?(\d{1,2})(?!\d)"
    r"|第 ?(\d{1,2}) ?(?:个|项|条)?"
)
_TABLE = re.compile(r"(?:附表|表|table) ?(?:第 ?)?(\d{1,2})(?![\d-])")
_SECTION = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?![\d.])")
_CLASS = re.compile(r"([a-c]) ?类|class ([a-c])\b")
_ADDRESS = re.compile(r"(?:table|section)/[a-z0-9./-]+")
_PRINTED_ROW = re.compile(r"(?:table|表) ?(\d+(?:-\d+)?)[, ]*(?:第|row) ?(\d+) ?行?")
_QUOTED = re.compile(r"[“\"「『‘'《](.+?)[”\"」』’'》]")
#: Things that every report speaks of throughout: that a sentence names them says nothing.
_EVERYWHERE = frozenset(
    {"柳州市", "柳州", "广西", "自治区", "广西壮族自治区", "中国", "liuzhou", "guangxi"}
)
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
_FRAMED = re.compile(
    r"(?:带有?|含有?|包含|关于|讲到?|跟|和|与|名为)([\u4e00-\u9fffa-z0-9+]{2,8}?)"
    r"(?:有关|相关|两个字|二字|字样|这个词|的|$)"
)


class Filled(NamedTuple):
    """The parameters of a question, filled.

    Attributes:
        values: Parameter -> an IRI, a year, a number, words.
        text: The sentence with `SLOT` in the place of each value.
        unused: What the sentence names and the question cannot use.
        guessed: How many values stand on part of a name only.
        loose: How many are of a narrower class than the parameter's, which may be another's.
    """

    values: dict[str, str]
    text: str
    unused: list[Mention]
    guessed: int
    loose: int


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

    def mentions(self, text: str) -> list[Mention]:
        """What a normalised sentence names; not a school within a longer name that is unknown."""
        return [m for m in self._index.mentions(text) if not self._within_unknown(text, m)]

    def exact_mentions(self, text: str) -> list[Mention]:
        """What a normalised sentence calls by its very name."""
        return self._index.mentions(text, exact=True)

    def fill(
        self,
        question: Question,
        sentence: str,
        text: str,
        mentions: Iterable[Mention],
        *,
        example: bool = False,
    ) -> Filled:
        """Fill the parameters of a question from a sentence, normalised to `text`.

        Args:
            question: Whose parameters.
            sentence: As written.
            text: The same, normalised.
            mentions: What it names.
            example: Whether words are only taken when they are the parameter's example.
        """
        values: dict[str, str] = {}
        spans: list[tuple[int, int]] = []
        left = list(mentions)
        loose = 0
        for parameter in question.params:
            cls, kind = self._kind(parameter)
            if cls.startswith(XSD):
                found = _literal(cls.removeprefix(XSD), parameter.name, text)
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
                    spans.append((mention.start, mention.end))
                    left.remove(mention)
                    break
        masked = _mask(text, spans)
        guessed = 0
        for parameter in question.params:
            if parameter.name in values or not parameter.required:
                continue
            value = _example(parameter, masked)
            certain = value is not None
            value = value or (None if example else self._guess(parameter, sentence, masked))
            if value:
                values[parameter.name] = value[2]
                masked = _mask(masked, [value[:2]])
                guessed += not certain and value[2] not in _QUOTED.findall(sentence)
        return Filled(values, masked, [m for m in left if _must_be_used(text, m)], guessed, loose)

    def _kind(self, parameter: Parameter) -> tuple[str, str]:
        """IRI of the class, and how the IRI of a value begins: a concept is one of a scheme."""
        key = (parameter.type, parameter.example)
        if key not in self._kinds:
            cls = expand(parameter.type) or parameter.type
            scheme = self._index.kind_of(parameter.example, cls) if cls == _CONCEPT else ""
            self._kinds[key] = (cls, scheme or "")
        return self._kinds[key]

    def _guess(self, parameter: Parameter, sentence: str, text: str) -> tuple[int, int, str] | None:
        cls, kind = self._kind(parameter)
        if not cls.startswith(XSD):
            if cls in {VET + "School", VET + "Report", VET + "Rule"}:
                return None
            return self._index.part_of_name(text, cls, kind, self._words.knows)
        if parameter.name != "word":
            return None
        quoted = [normalise(q) for q in _QUOTED.findall(sentence)]
        framed = [w for w in _FRAMED.findall(text) if self._index.holds(w)]
        words = (
            [w for w in quoted if w in text]
            or framed
            or sorted(
                (w for w in self._words.unknown(text.replace(SLOT, " ")) if self._index.holds(w)),
                key=len,
                reverse=True,
            )
        )
        if not words or not 1 < len(words[0]) <= _LONGEST_WORD:
            return None
        start = text.index(words[0])
        return start, start + len(words[0]), words[0]

    def _within_unknown(self, text: str, mention: Mention) -> bool:
        if not any(VET + "School" in classes for classes in mention.things.values()):
            return False
        before = text[: mention.start]
        unknown = self._words.unknown(before)
        return bool(unknown) and len(unknown[-1]) > 1 and before.endswith(unknown[-1])


def _literal(kind: str, name: str, text: str) -> tuple[int, int, str] | None:
    if kind == "gYear":
        patterns: tuple[re.Pattern[str], ...] = (_YEAR,)
    elif kind == "integer":
        patterns = (_COUNTED,)
    else:
        patterns = {
            "address": (_ADDRESS, _PRINTED_ROW),
            "section": (_SECTION,),
            "table": (_TABLE,),
            "class": (_CLASS,),
        }.get(name, ())
    for pattern in patterns:
        match = pattern.search(text)
        if match is None:
            continue
        groups = [g for g in match.groups() if g]
        value = groups[0] if groups else match.group()
        if pattern is _PRINTED_ROW:
            value = f"table/{groups[0]}/row/{groups[1]}"
        elif pattern is _CLASS:
            value = f"{value.upper()}类"
        return match.start(), match.end(), value
    return None


def _example(parameter: Parameter, text: str) -> tuple[int, int, str] | None:
    example = normalise(parameter.example)
    if parameter.name != "word" or example not in text:
        return None
    start = text.index(example)
    return start, start + len(example), example


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + SLOT + text[end:]
    return text


def _must_be_used(text: str, mention: Mention) -> bool:
    """Whether the mention names a thing and not only a kind, such as 培训 or 国家级."""
    if text[mention.start : mention.end] in _EVERYWHERE:
        return False
    return any(not _MUST_BE_USED.isdisjoint(classes) for classes in mention.things.values())
