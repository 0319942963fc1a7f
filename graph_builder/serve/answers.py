"""Answers as objects for programs, the same that the command line prints as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.ask.answer import answer, shown, titles
from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.entities import labels
from graph_builder.ask.plain import check_sentence, refuse_namesakes
from graph_builder.commands.show import as_json as show_as_json
from graph_builder.errors import QueryError
from graph_builder.trace import trace_names
from graph_builder.trace.forms import as_json as trace_as_json

if TYPE_CHECKING:
    from graph_builder.ask.questions import Question
    from graph_builder.ask.understand import Reader, Understood
    from graph_builder.graph.access import Graph

Object = dict[str, object]

#: Longest path and most paths that a trace for a stranger looks for.
MAX_HOPS, MAX_PATHS = 8, 200
#: Seconds that a trace and a check may take.
TRACE_SECONDS, CHECK_SECONDS = 20.0, 300.0
#: Seconds that one rule of a check may take.
_RULE_SECONDS = 30.0
#: Rows of an answer unless asked otherwise, and at most.
ROWS, MAX_ROWS = 1000, 100_000


class Unsure(QueryError):
    """A sentence is not clear; `candidates` are questions that it may put."""

    candidates: list[Object]


def questions(lang: str) -> list[Object]:
    """The catalogue: what may be asked, and with which parameters."""
    return [
        {
            "question": q.name,
            "theme": q.theme,
            "title": q.title[lang],
            "description": q.description[lang],
            "parameters": [p._asdict() for p in q.params],
            "view": q.view,
            "example": q.ask_as[0] if q.ask_as else "",
        }
        for q in bundled_questions().values()
    ]


def understand(
    reader: Reader, sentence: str, given: dict[str, str], lang: str
) -> tuple[Question, dict[str, str]]:
    """The question that a sentence puts, and the values of its parameters.

    Raises:
        Unsure: It is not clear, or has to do with no question of the catalogue.
        QueryError: It lacks a value, names a school of which there are several, or is no question
            at all.
    """
    check_sentence(sentence)
    understanding = reader.understand(sentence)
    best = understanding.chosen or understanding.lacking
    if best is None:
        error = Unsure("ASK-FOREIGN" if understanding.foreign else "ASK-UNSURE", None)
        error.candidates = [_candidate(u, lang) for u in understanding.others]
        raise error
    refuse_namesakes(reader.graph, best, given)
    return best.question, {**best.values, **given}


def _candidate(understood: Understood, lang: str) -> Object:
    question = understood.question
    return {
        "question": question.name,
        "title": question.title[lang],
        "values": understood.values,
        "missing": list(understood.missing),
    }


def ask(
    graph: Graph,
    question: Question,
    values: dict[str, str],
    lang: str,
    *,
    limit: int = ROWS,
    iris: bool = False,
) -> Object:
    """A question of the catalogue, asked.

    Args:
        graph: Whom to ask.
        question: What to ask.
        values: Parameter -> a name, an IRI, a year, a word.
        lang: Language of titles and labels.
        limit: Rows.
        iris: Give IRIs instead of labels.

    Raises:
        ZhituError: As `graph_builder.ask.answer.answer`.
    """
    given = {name: value for name, value in values.items() if value}
    found = answer(graph, question, given, limit=limit)
    heads = titles(question, found.rows.columns, lang)
    bound = {name: term.value for name, term in found.bindings.items()}
    names = labels(graph, [v for v in bound.values() if v.startswith("https://")], lang)
    cells = shown(graph, found.rows, lang, iris=iris)
    return {
        "question": question.name,
        "title": question.title[lang],
        "values": bound,
        "value_labels": {name: names.get(value, value) for name, value in bound.items()},
        "columns": heads,
        "rows": [dict(zip(heads, row, strict=True)) for row in cells],
        "truncated": found.rows.truncated,
        "complete_for": question.complete_for.get(lang, ""),
    }


def trace_paths(graph: Graph, start: str, end: str, lang: str, max_hops: int, limit: int) -> Object:
    """The paths between what two names stand for.

    Raises:
        NameNotFound: A name stands for nothing.
        QueryError: Both names stand for one thing.
    """
    hops, most = min(max_hops, MAX_HOPS), min(limit, MAX_PATHS)
    found: Object = json.loads(
        trace_as_json(trace_names(graph, start, end, max_hops=hops, limit=most, lang=lang))
    )
    return found


def show(graph: Graph, name: str, lang: str) -> Object:
    """Everything that the graph says about a thing, in both directions.

    Raises:
        NameNotFound: The name stands for nothing, or for several things.
    """
    return show_as_json(graph, name, lang)


def check(_graph: Graph, place: str | None, lang: str) -> Object:
    """Whether the graph is well formed, and whether its reports agree with themselves.

    Args:
        _graph: Not used: rules are carried out in processes that open `place` themselves.
        place: Where the graph is; None for the one that ships with zhitu.
        lang: Language of the findings.
    """
    from graph_builder.check.both import both_json  # noqa: PLC0415 -- slow to load
    from graph_builder.check.several import Wish, check_graphs  # noqa: PLC0415 -- as above

    wish = Wish(lang, limit=_RULE_SECONDS)
    checked = check_graphs([place] if place else [], wish)
    found: Object = json.loads(both_json(checked, lang))
    return found
