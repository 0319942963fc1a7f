"""The phrasings of a question as features, with slots where a sentence names something."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import expand
from graph_builder.ask.linking import normalise
from graph_builder.ask.printed import read_literal
from graph_builder.ask.unnamed import GENERIC
from graph_builder.ask.words import SLOT, read_numbers
from graph_builder.atomic import write_atomically
from graph_builder.errors import OutputError
from graph_builder.graph.bundled import cache_folder, questions_stamp
from graph_builder.names import SKOS, VET, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.ask.words import Words

_ASKED = re.compile(r"(?:哪些|哪所|哪几所|哪个|各|每所|多所|两所|几所|每个|每|什么|没有|的|个)$")


#: What may be left out at the end of a name: the mark of a group, years.
_BRACKET = re.compile(r"\([^()]*\)$")


class Phrasings:
    """Reads the phrasings of a catalogue.

    Args:
        questions: The catalogue; the examples of its parameters stand for any value.
        words: The synonyms.
    """

    def __init__(self, questions: Iterable[Question], words: Words) -> None:
        self._words = words
        self._examples: dict[str, set[str]] = {}
        for question in questions:
            for parameter in question.params:
                example = words.spell(normalise(parameter.example))
                known = self._examples.setdefault(parameter.type, set())
                known.update({example, _BRACKET.sub("", example)} - {""})

    def features(self, question: Question) -> list[frozenset[str]]:
        """Features of each phrasing and title; alike ones once, empty ones left out."""
        found = [
            text_features(self.masked(question, phrase), self._words)
            for phrase in (*question.ask_as, *question.title.values())
        ]
        return list(dict.fromkeys(f for f in found if f))

    def aside(self, question: Question) -> frozenset[str]:
        """Features of the description and of the column titles."""
        titles = (t for by_language in question.columns.values() for t in by_language.values())
        text = normalise(" ; ".join((question.description["zh"], *titles)))
        return text_features(text, self._words)

    def masked(self, question: Question, phrase: str) -> str:
        """A phrasing, normalised, with slots for its examples and for what stands for them."""
        text = self._words.spell(read_numbers(normalise(phrase)))
        for parameter in question.params:
            cls = expand(parameter.type) or parameter.type
            literal = (
                read_literal(cls.removeprefix(XSD), parameter.name, text)
                if cls.startswith(XSD)
                else None
            )
            if literal:
                text = text[: literal[0]] + SLOT + text[literal[1] :]
            for example in self._examples_of(parameter):
                # 合作协议 stays: it is a word as others are.
                if cls != SKOS + "Concept" or not self._words.knows(example):
                    text = text.replace(example, SLOT)
        if SLOT not in text and any(expand(p.type) == VET + "School" for p in question.params):
            at = text.find("学校")
            if at >= 0 and not _ASKED.search(text[:at]):
                text = text[:at] + SLOT + text[at + 2 :]
        return text

    def _examples_of(self, parameter: Parameter) -> list[str]:
        cls = expand(parameter.type) or parameter.type
        if cls.startswith(XSD):
            return [normalise(parameter.example)] if parameter.name == "word" else []
        return sorted(self._examples[parameter.type], key=lambda e: (-len(e), e))


class Learnt(NamedTuple):
    """Features of a whole catalogue: question -> those of each phrasing, and of the rest."""

    phrasings: dict[str, list[frozenset[str]]]
    aside: dict[str, frozenset[str]]


def learn(questions: Collection[Question], words: Words) -> Learnt:
    """The features of every phrasing of a catalogue."""
    phrasings = Phrasings(questions, words)
    return Learnt(
        {q.name: phrasings.features(q) for q in questions},
        {q.name: phrasings.aside(q) for q in questions},
    )


def learn_bundled(questions: Collection[Question], words: Words) -> Learnt:
    """The same for the questions that ship with zhitu, read from the cache after the first time."""
    path = Path(cache_folder(), f"{questions_stamp()}.phrasings.json")
    try:
        phrasings, aside = json.loads(path.read_bytes())
    except (OSError, ValueError):
        learnt = learn(questions, words)
        data = [
            {name: [sorted(f) for f in features] for name, features in learnt.phrasings.items()},
            {name: sorted(features) for name, features in learnt.aside.items()},
        ]
        with suppress(OutputError, OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, json.dumps(data, ensure_ascii=False).encode())
        return learnt
    return Learnt(
        {name: [frozenset(f) for f in features] for name, features in phrasings.items()},
        {name: frozenset(features) for name, features in aside.items()},
    )


def text_features(text: str, words: Words) -> frozenset[str]:
    """Features of a normalised text in which values are slots."""
    pieces = list(words.pieces(GENERIC.sub(SLOT, text)))
    found = words.features(pieces)
    return frozenset((*found, *(f"?{m}" for m in words.asked_for(pieces))))
