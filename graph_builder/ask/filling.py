"""The parameters of a question, filled from the names, years and numbers of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.cities import SCHOOL, of_said_city
from graph_builder.ask.entities import expand
from graph_builder.ask.linking import Mention, NameIndex, normalise
from graph_builder.ask.printed import NUMBERED, QUOTED, YEAR, framed_words, read_literal
from graph_builder.ask.shares import without_share_beside
from graph_builder.ask.words import OUTSIDE, SLOT
from graph_builder.names import OWL, SKOS, VET, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    OWL + "Class": frozenset({OWL + "Class"}),
}
_APPOSED = re.compile(
    rf"(?<={SLOT})[,、]?(?:这|那)一?(?:所|家|个|项|类|条|份|种|门|组)(?=[\u4e00-\u9fff])"
    rf"|\bthe (?=(?:school|company|enterprise|cluster|title|honour|indicator|policy) {SLOT})"
)
_LONGEST_WORD = 12
_SHORT_WORD = 2
_CLUSTER = "专业群"
_SHORT_GUESS = 4.0
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
_CALLED = re.compile(r"(?:这个|那个|这一|的)?(?:(专业(?!群))|产业|行业)")
_WHETHER = re.compile(
    r"吗|(?<![什怎这那多])么|是否|是不是|有没有|有无|对不对|算不算|属不属于|会不会|没有?[?？。 ]*$"
    r"|^(?:is|are|was|were|does|do|did|has|have|can)\b"
)
#: In 升学人数占毕业生的多少 one figure ends and another begins.
_SHARE_OF = re.compile(r"占(?![地比])")
#: 毕业生里升学的 names the whole first.
_WHOLE_FIRST = re.compile(r"^(?:人)?(?:里面?|当?中|之中|内)|^.{0,6}\bis\b")


class Filled(NamedTuple):
    """The parameters of a question, filled.

    Attributes:
        values: Parameter -> an IRI, a year, a number, words.
        text: The sentence with `SLOT` in the place of each value.
        unused: What the sentence names and the question cannot use.
        guessed: How many values stand on part of a name only; a short one counts double.
        loose: How many are of a narrower class than the parameter's, which may be another's.
        looked_up: How many names the reader will look for in the answer.
        ignored: How many names, numbers and years that need not be used are not used.
        outright: The sentence with slots for nothing that was guessed.
        wider: Places named that are no more than a level, such as the region of the city.
        several: Parameter -> the schools of one name that may fill it.
        whether: Whether the sentence is answered by yes or no.
    """

    values: dict[str, str]
    text: str
    unused: list[Mention]
    guessed: float
    loose: int
    looked_up: int
    ignored: int
    wider: list[str]
    outright: str
    several: dict[str, tuple[str, ...]]
    whether: bool


class _Named:
    """What the parameters of a question take from a sentence that says it outright."""

    def __init__(self, left: list[Mention]) -> None:
        self.values: dict[str, str] = {}
        self.spans: list[tuple[int, int]] = []
        self.used: set[str] = set()
        self.left = left
        self.loose = 0
        self.several: dict[str, tuple[str, ...]] = {}


class Filler:
    """Fills parameters.

    Args:
        index: The names of the graph.
        words: The synonyms.
        only_year: The year that all reports are about; None when they are about several.
        cities: IRI of a school -> names of its cities.
    """

    def __init__(
        self,
        index: NameIndex,
        words: Words,
        only_year: str | None = None,
        cities: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._index = index
        self._words = words
        self._only_year = only_year
        self._cities = cities or {}
        self._kinds: dict[tuple[str, str], tuple[str, str]] = {}

    def mentions(
        self, text: str, initials: Mapping[str, Mapping[str, frozenset[str]]]
    ) -> tuple[str, list[Mention]]:
        """What a normalised sentence names; not a school within a longer name that is unknown.

        Args:
            text: The sentence.
            initials: First letters of the pinyin of names, with the names.

        Returns:
            The sentence without the places that whole reports are about, and what it names.
        """
        found = [
            of_said_city(text, m, self._cities)
            for m in self._index.mentions(text, initials=initials)
        ]
        for mention in found:
            inside = text[mention.start : mention.end + 2]
            if self._everywhere(mention) and not self._index.is_part_of_name(inside):
                gap = " " * (mention.end - mention.start)
                text = text[: mention.start] + gap + text[mention.end :]
        return text, [
            _as_called(text, m)
            for m in found
            if not self._everywhere(m) and not self._within_unknown(text, m)
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
        found = _Named(list(mentions))
        starts = {iri: m.start for m in found.left for iri in m.things}
        for parameter in question.params:
            self._take_named(parameter, text, found)
        values, spans, left = found.values, found.spans, found.left
        guessed = 0.0
        guesses: list[tuple[int, int]] = []
        for parameter in question.params:
            if parameter.name in values or parameter.name in found.several:
                continue
            if not parameter.required:
                continue
            if parameter.name == "word":
                value = self._word(question, parameter, sentence, _blank(text, spans), left)
            else:
                others = [(m.start, m.end) for m in left if self._must_be_used(text, m)]
                value = self._guess(parameter, _blank(text, [*spans, *others]))
            if value and value[2] not in values.values():
                values[parameter.name] = value[2]
                starts[value[2]] = value[0]
                spans.append(value[:2])
                named = [text[m.start : m.end] for m in left]
                marked = (*QUOTED.findall(sentence), *framed_words(text), *named)
                sure = (*marked, normalise(parameter.example))
                if value[2] not in sure:
                    guesses.append(value[:2])
                    guessed += 1 if len(value[2]) > _SHORT_WORD else _SHORT_GUESS
                    # 职业教育大会 is no slip for 职业教育法.
                    guessed += self._goes_on(text, value[1])
                if parameter.name == "word":
                    # 横店、横店集团、横店影视城: the word is what their names begin with.
                    spans.extend(
                        (m.start, m.end)
                        for m, name in zip(left, named, strict=True)
                        if name.startswith(value[2]) and m.start >= value[1]
                    )
                left = [
                    m
                    for m, name in zip(left, named, strict=True)
                    if value[2] not in name and not (m.start < value[1] and value[0] < m.end)
                ]
        if "whole" in values and "part" in values:
            behind = _mask(text, spans).partition(SLOT)[2]
            in_order = starts[values["part"]] < starts[values["whole"]]
            if in_order == bool(_WHOLE_FIRST.search(behind)):
                values["part"], values["whole"] = values["whole"], values["part"]
        # Said twice: light industry (轻工类).
        left = [m for m in left if set(values.values()).isdisjoint(m.things)]
        left, looked_up = self._look_up(question, sentence, text, left, found.used)
        unused = [m for m in left if self._must_be_used(text, m)]
        others = [(m.start, m.end) for m in (*unused, *looked_up)]
        masked = _apposed(_mask(text, [*spans, *others]))
        if values and self._index.shares.issuperset(values.values()):
            masked = without_share_beside(masked)
        outright = _mask(text, [*(s for s in spans if s not in guesses), *others])
        ignored = sum(_is_strong(m) and not _is_level(m) for m in left if m not in unused)
        ignored += bool(NUMBERED.search(masked))
        # The year of the only report is no news.
        ignored += not {self._only_year}.issuperset(YEAR.findall(masked))
        wider = [text[m.start : m.end] for m in left if _is_level(m)]
        return Filled(
            values,
            masked,
            unused,
            guessed,
            found.loose,
            len(looked_up),
            ignored,
            wider,
            outright,
            found.several,
            _WHETHER.search(sentence.lower()) is not None,
        )

    def _take_named(self, parameter: Parameter, text: str, found: _Named) -> None:
        """Fill one parameter from what a sentence says outright, if it does."""
        cls, kind = self._kind(parameter)
        if cls.startswith(XSD):
            literal = read_literal(cls.removeprefix(XSD), parameter.name, text)
            if literal:
                found.values[parameter.name] = literal[2]
                found.spans.append(literal[:2])
            return
        for mention in found.left:
            fitting = [
                iri
                for iri, classes in mention.things.items()
                if cls in classes
                and iri.startswith(kind)
                and not (cls == _CONCEPT and VET + "IndustryTerm" in classes)
            ]
            if len(fitting) == 1 and fitting[0] not in found.values.values():
                classes = mention.things[fitting[0]]
                found.values[parameter.name] = fitting[0]
                found.loose += not _NARROWER.get(cls, frozenset()).isdisjoint(classes)
                if not (cls == _CONCEPT and self._words.knows(text[mention.start : mention.end])):
                    found.spans.append((mention.start, mention.end))
                found.used |= classes
                found.left.remove(mention)
                return
            if len(fitting) > 1 and all(SCHOOL in mention.things[iri] for iri in fitting):
                found.several[parameter.name] = tuple(fitting)
                found.spans.append((mention.start, mention.end))
                found.used |= mention.things[fitting[0]]
                found.left.remove(mention)
                return

    def _look_up(
        self,
        question: Question,
        sentence: str,
        text: str,
        left: list[Mention],
        used: set[str],
    ) -> tuple[list[Mention], list[Mention]]:
        """Split off names that one finds in the answer or misses there.

        A school, a country, a programme only where it is asked with 吗, as in 市交校有荣誉吗, and
        no second thing of a class of which the question takes one.
        """
        whether = _WHETHER.search(sentence.lower())
        shown = {VET + c for name in question.columns for c in _COLUMN_CLASSES.get(name, ())}
        found = [
            m
            for m in left
            if self._must_be_used(text, m)
            and any(
                not shown.isdisjoint(classes - used)
                and (whether or classes.isdisjoint(_ONLY_IF_ASKED))
                for classes in m.things.values()
            )
        ][:2]
        return [m for m in left if m not in found], found

    def _goes_on(self, text: str, end: int) -> bool:
        """Whether an unknown Chinese sign follows without a break."""
        piece = next(iter(self._words.pieces(text[end:])), None)
        return (
            piece is not None and piece.meanings is None and "\u4e00" <= piece.text[0] <= "\u9fff"
        )

    def _kind(self, parameter: Parameter) -> tuple[str, str]:
        """IRI of the class, and how the IRI of a value begins: a concept is one of a scheme."""
        key = (parameter.type, parameter.example)
        if key not in self._kinds:
            cls = expand(parameter.type) or parameter.type
            scheme = self._index.kind_of(parameter.example, cls) if cls == _CONCEPT else ""
            self._kinds[key] = (cls, scheme or "")
        return self._kinds[key]

    def _guess(self, parameter: Parameter, text: str) -> tuple[int, int, str] | None:
        cls, kind = self._kind(parameter)
        if cls.startswith(XSD) or cls in {VET + "School", VET + "Report", VET + "Rule"}:
            return None
        if cls == VET + "Indicator":
            text = _SHARE_OF.sub("\n", text)
        found = self._index.part_of_name(text, cls, kind, self._words.knows)
        if found and text[found[1] :].startswith(_CLUSTER):
            # 工业机器人专业群 is no programme.
            if cls == VET + "Programme":
                return None
            return found[0], found[1] + len(_CLUSTER), found[2]
        return found

    def _word(
        self,
        question: Question,
        parameter: Parameter,
        sentence: str,
        text: str,
        left: list[Mention],
    ) -> tuple[int, int, str] | None:
        """A word to look for in names: quoted, marked as one, or part of such a name."""
        searched = word_class(question) or ""
        words = [w for q in QUOTED.findall(sentence) if (w := normalise(q)) in text] or [
            w for w in (normalise(parameter.example), *framed_words(text)) if w in text
        ]
        words = [w for w in words if self._index.holds(w, searched)]
        bodies = [
            text[m.start : m.end]
            for m in left
            if any(VET + "Agent" in c and VET + "School" not in c for c in m.things.values())
        ]
        if not words and not searched and bodies:
            words = [_beginning(bodies)]
        if not words:
            names = [(m.start, m.end) for m in left if not self._words.knows(text[m.start : m.end])]
            return self._index.word_in_names(_blank(text, names), searched, self._words.knows)
        if not 1 < len(words[0]) <= _LONGEST_WORD:
            return None
        start = text.index(words[0])
        return start, start + len(words[0]), words[0]

    def _within_unknown(self, text: str, mention: Mention) -> bool:
        if not any(VET + "School" in classes for classes in mention.things.values()):
            return False
        # 南宁市第一职业技术学校 is no slip of the pen for a school of 柳州.
        said = self._words.pieces(text[mention.start : mention.end])
        if any(OUTSIDE in (p.meanings or ()) and not self._index.is_home(p.text) for p in said):
            return True
        before = text[: mention.start]
        unknown = self._words.unknown(before)
        return bool(unknown) and len(unknown[-1]) > 1 and before.endswith(unknown[-1])

    def _everywhere(self, mention: Mention) -> bool:
        return not self._index.everywhere.isdisjoint(mention.things)

    def _must_be_used(self, text: str, mention: Mention) -> bool:
        """Whether the mention names a thing and not only a kind, such as 培训 or 国家级."""
        if self._words.knows(text[mention.start : mention.end]) or _is_level(mention):
            return False
        return _is_strong(mention)


def word_class(question: Question) -> str | None:
    """IRI of the class among whose names the `word` of a question is looked for."""
    match = _SEARCHED.search(question.query)
    has_word = any(p.name == "word" for p in question.params)
    return VET + match[1] if has_word and match else None


def _as_called(text: str, mention: Mention) -> Mention:
    """Of what goes by a name, those of the class that follows: 航空服务 in 航空服务专业."""
    match = _CALLED.match(text, mention.end)
    if match is None:
        return mention
    cls = VET + ("Programme" if match[1] else "IndustryTerm")
    things = {iri: classes for iri, classes in mention.things.items() if cls in classes}
    return mention._replace(things=things) if things else mention


def _is_level(mention: Mention) -> bool:
    """Whether a place is also the name of a level: 广西 for 自治区级."""
    return any(VET + "Place" in c for c in mention.things.values()) and any(
        _CONCEPT in c for c in mention.things.values()
    )


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


def _apposed(masked: str) -> str:
    """A masked text in which 市交校这所学校 is no other school: the slot names it."""
    return _APPOSED.sub("", masked)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with stretches blanked, so that no name reaches into them."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _beginning(names: list[str]) -> str:
    """What names have in common at the beginning; a single one is taken whole."""
    first, *others = names
    while not all(name.startswith(first) for name in others):
        first = first[:-1]
    return first
