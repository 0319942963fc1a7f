"""A question in plain words, as a command takes it: understood, or refused with what to ask."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.cities import cities_of_schools
from graph_builder.ask.entities import labels
from graph_builder.ask.phrases import learn_bundled
from graph_builder.ask.understand import MAX_LENGTH, Reader
from graph_builder.errors import QueryError
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from graph_builder.ask.questions import Question
    from graph_builder.ask.understand import Understood
    from graph_builder.graph.access import Graph


def check_sentence(sentence: str) -> None:
    """Refuse what is no question, before anything is opened.

    Raises:
        QueryError: It is empty or far too long.
        UnicodeEncodeError: It came as bytes that are no UTF-8.
    """
    sentence.encode()
    if not any(c.isalnum() for c in sentence):
        raise QueryError("ASK-EMPTY", None)
    if len(sentence) > MAX_LENGTH:
        raise QueryError("ASK-LONG", None, count=len(sentence), most=MAX_LENGTH)


def read_sentence(
    graph: Graph, sentence: str, given: dict[str, str], lang: str
) -> tuple[Question, dict[str, str]]:
    """The question that a sentence puts, and the values of its parameters.

    What was understood is told on standard error; when it is not clear, so are the candidates.

    Args:
        graph: Whose things the sentence names.
        sentence: In plain words.
        given: Parameters given beside the sentence; they go before those that it names.
        lang: Language of what is told.

    Raises:
        QueryError: The sentence is not clear, lacks a value, or has to do with no question.
    """

    def tell(line: str) -> None:
        print(line, file=sys.stderr)

    reader = Reader(graph, list(bundled_questions().values()), learn_bundled)
    understanding = reader.understand(sentence)
    best = understanding.chosen or understanding.lacking
    if best is None:
        if understanding.foreign:
            raise QueryError("ASK-FOREIGN", None)
        # Which school is meant comes before what is asked of it.
        refuse_namesakes(graph, understanding.others[0], given, tell, lang)
        for candidate in understanding.others:
            print(_how_to_ask(graph, candidate, lang), file=sys.stderr)
        raise QueryError("ASK-UNSURE", None)
    values = {**best.values, **given}
    refuse_namesakes(graph, best, given, tell, lang)
    for parameter in best.question.params:
        if parameter.name in best.missing and parameter.name not in values:
            raise QueryError(
                "ASK-LACKS",
                None,
                title=best.question.title[lang],
                name=parameter.name,
                example=_command(best, {**values, parameter.name: parameter.example}),
            )
    told = "，".join(f"{name}={value}" for name, value in _shown(graph, values, lang).items())
    key = "ask-understood-with" if told else "ask-understood"
    print(message(key, lang, title=best.question.title[lang], values=told), file=sys.stderr)
    return best.question, values


def refuse_namesakes(
    graph: Graph,
    best: Understood,
    given: Collection[str],
    tell: Callable[[str], object] = str,
    lang: str = "zh",
) -> None:
    """Refuse a sentence whose school may be in one city or in another.

    Args:
        graph: Where the schools are.
        best: What the sentence means.
        given: Parameters that the sentence need not fill.
        tell: Takes a line for each school, with what to type for it.
        lang: Language of these lines.

    Raises:
        QueryError: Several schools go by a name in it; names each with its city.
    """
    for name, schools in best.several.items():
        if name in given:
            continue
        cities = cities_of_schools(graph)
        names = labels(graph, schools, "zh")
        for school in schools:
            command = _command(best, {**_shown(graph, best.values, lang), name: names[school]})
            told = {"name": names[school], "city": "、".join(cities.get(school, ("—",)))}
            tell(message("ask-namesake", lang, command=command, **told))
        raise QueryError(
            "ASK-WHICH",
            None,
            count=len(schools),
            candidates="、".join(names[school] for school in schools),
        )


def _how_to_ask(graph: Graph, candidate: Understood, lang: str) -> str:
    examples = {p.name: p.example for p in candidate.question.params if p.required}
    values = {**examples, **_shown(graph, candidate.values, lang)}
    title = candidate.question.title[lang]
    return message("ask-candidate", lang, title=title, command=_command(candidate, values))


def _shown(graph: Graph, values: dict[str, str], lang: str) -> dict[str, str]:
    """The values with labels for things."""
    things = [value for value in values.values() if value.startswith("https://")]
    names = labels(graph, things, lang) if things else {}
    return {name: names.get(value, value) for name, value in values.items()}


def _command(candidate: Understood, values: dict[str, str]) -> str:
    words = [f"{name}={value}" for name, value in values.items()]
    return shlex.join(["zhitu", "ask", candidate.question.name, *words]).replace("'", '"')
