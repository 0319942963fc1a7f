"""Paths told as sentences, in Chinese or English."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.messages import message
from graph_builder.names import ORG, SCHEME, VET, compact
from graph_builder.trace.links import kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph_builder.trace.links import Step

#: Kinds of things, by their IRIs, whose names need no quotation marks ...
_BARE = frozenset(
    (
        "association",
        "consortium",
        "country",
        "enterprise",
        "government",
        "organisation",
        "place",
        "region",
        "school",
        "school-group",
        "student-group",
        "unidentified-party",
        "unit",
        "university",
    )
)
#: ... and those that are named with what they are: 案例“...”.
_WITH_KIND = frozenset(
    (
        "case",
        "certificate",
        "challenge",
        "cluster",
        "competition",
        "conferral",
        "cooperation",
        "core-programme",
        "event",
        "honour",
        "industry",
        "listing-entry",
        "membership",
        "observation",
        "policy",
        "practice",
        "prize",
        "programme",
        "project",
        "resource",
        "standard",
        "superlative",
        "work",
    )
)
_PLACES = frozenset(("country", "region", "place"))
#: Properties whose wording depends on what kind of thing stands at one end of the statement.
_AWARDS = frozenset(("conferral", "prize"))
_INTENTIONS = frozenset((SCHEME + "cooperation-kind/intention", SCHEME + "status/intended"))
_APPLICATIONS = frozenset(
    (SCHEME + "cooperation-kind/joint-application", SCHEME + "status/applied")
)
#: What only stands between two things is told in one sentence with both: kind of the thing in the
#: middle, its property towards where the path comes from, its property towards where it goes.
_PAIRS = {
    ("cooperation", "hasSchoolParty", "hasPartner"): "told-cooperation",
    ("cooperation", "hasPartner", "hasSchoolParty"): "told-cooperation",
    ("cooperation", "hasPartner", "hasPartner"): "told-partners",
    ("cooperation", "hasSchoolParty", "benefits"): "told-benefit",
    ("cooperation", "benefits", "hasSchoolParty"): "told-benefit-back",
    ("conferral", "conferredOn", "confersTitle"): "told-honour",
    ("conferral", "confersTitle", "conferredOn"): "told-honour-back",
    ("prize", "wonBy", "wonIn"): "told-prize",
    ("prize", "wonIn", "wonBy"): "told-prize-back",
    ("membership", "member", "organization"): "told-position",
    ("membership", "organization", "member"): "told-position-back",
    ("case", "mentions", "mentions"): "told-mentioned",
}
#: What is asked about the things in the middle that connect two others: property -> values.
DETAILS = ("hasCooperationKind", "hasTopic", "hasStatus", "hasRank", "inYear")


class Told(NamedTuple):
    """One sentence of a path.

    Attributes:
        sentence: In the reader's language, with its full stop.
        graphs: IRIs of the passages or rules that say it.
        derived: Whether it is derived rather than stated.
        steps: How many steps of the path it tells: 1, or 2 where something such as a cooperation
            only stands between two parties.
    """

    sentence: str
    graphs: tuple[str, ...]
    derived: bool
    steps: int


class Teller:
    """Tells paths in one language.

    Args:
        names: IRI -> label, of all stations, properties and details.
        details: Station -> local name of one of `DETAILS` -> values, as IRIs or as text.
        lang: `zh` or `en`.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        details: Mapping[str, Mapping[str, Sequence[str]]],
        lang: str,
    ) -> None:
        self.names = names
        self.details = details
        self.lang = lang

    def tell(self, path: Sequence[Step]) -> list[Told]:
        """The path as sentences, in its order."""
        told: list[Told] = []
        at = 0
        while at < len(path):
            step = path[at]
            after = path[at + 1] if at + 1 < len(path) else None
            pair = self._pair(step, after) if after is not None else None
            if after is not None and pair is not None:
                graphs = tuple(dict.fromkeys((*step.graphs, *after.graphs)))
                told.append(Told(_begun(pair), graphs, step.derived or after.derived, 2))
                at += 2
                continue
            before = path[at - 1] if at else None
            told.append(Told(_begun(self._single(step, before)), step.graphs, step.derived, 1))
            at += 1
        return told

    def alone(self, step: Step) -> str:
        """One step as a sentence by itself, whatever stands before and after it."""
        return _begun(self._single(step, None))

    def name(self, iri: str) -> str:
        """The name of a thing as it stands inside a sentence, quoted where it needs that."""
        label, of = self.label(iri), kind(iri)
        if of in _BARE:
            return label
        inner = label.replace("“", "‘").replace("”", "’")
        if of in _WITH_KIND:
            return message(f"named-{of}", self.lang, name=inner)
        return message("trace-quoted", self.lang, name=inner)

    def label(self, iri: str) -> str:
        """The label alone."""
        return self.names.get(iri) or compact(iri)

    def _single(self, step: Step, before: Step | None) -> str:
        link = step.link
        plain = self._statement(step.start, link.predicate, step.end, forward=link.forward)
        if before is None or before.link != (link.predicate, not link.forward):
            return plain
        if link.forward:  # A <-p- middle -p-> B: the middle has a second of the same kind
            return message("told-also", self.lang, sentence=plain)
        # A -p-> hub <-p- B: what holds for A holds for B too, and reads best in the same words.
        same = self._statement(step.end, link.predicate, step.start)
        return message("told-likewise", self.lang, sentence=same)

    def _statement(self, start: str, predicate: str, end: str, *, forward: bool = True) -> str:
        subject, other = (start, end) if forward else (end, start)
        word = predicate.removeprefix(VET).removeprefix(ORG)
        if word == "hasParticipant" and kind(other) in _PLACES:
            word = "hasParticipant-place"
        elif word == "affiliatedWith" and kind(subject) in _AWARDS:
            word = "affiliatedWith-award"
        fields = {"start": self.name(start), "end": self.name(end)}
        direction = "forward" if forward else "backward"
        try:
            return message(f"step-{word}-{direction}", self.lang, **fields)
        except KeyError:  # a property of the user's own ontology
            label = self.label(predicate)
            return message(f"step-other-{direction}", self.lang, predicate=label, **fields)

    def _pair(self, first: Step, second: Step) -> str | None:
        """Both steps in one sentence, where something of no interest stands between two things."""
        if first.link.forward or not second.link.forward:
            return None
        middle = first.end
        key = (
            kind(middle),
            first.link.predicate.removeprefix(VET).removeprefix(ORG),
            second.link.predicate.removeprefix(VET).removeprefix(ORG),
        )
        sentence = _PAIRS.get(key)
        if sentence is None:
            return None
        values = {d: self.details.get(middle, {}).get(d, ()) for d in DETAILS}
        return message(
            _variant(sentence, values),
            self.lang,
            start=self.name(first.start),
            end=self.name(second.end),
            name=self.name(middle),
            kinds=self._listed(values["hasCooperationKind"]) or self._listed([middle]),
            topic=self._listed(values["hasTopic"]),
            rank=self._listed(values["hasRank"]) or self._listed([middle]),
            label=self._listed([middle]),
            year="".join(values["inYear"]),
        )

    def _listed(self, values: Sequence[str]) -> str:
        named = dict.fromkeys(self.names.get(v, v) for v in values)
        quoted = (message("trace-quoted", self.lang, name=v) for v in named)
        return message("between-names", self.lang).join(quoted)


def _begun(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def _variant(sentence: str, values: Mapping[str, Sequence[str]]) -> str:
    """The sentence that fits what is known: an intention is no cooperation, a year may be told."""
    if sentence == "told-cooperation":
        concepts = {*values["hasCooperationKind"], *values["hasStatus"]}
        if concepts & _INTENTIONS:
            return "told-intention"
        if values["hasTopic"]:
            return "told-application" if concepts & _APPLICATIONS else "told-cooperation-topic"
    if sentence == "told-honour" and len(values["inYear"]) == 1:
        return "told-honour-year"
    if sentence == "told-honour-back" and len(values["inYear"]) == 1:
        return "told-honour-back-year"
    return sentence
