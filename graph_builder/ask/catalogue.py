"""The catalogue of questions, parsed once and then read from the cache, one line a question."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from graph_builder.ask.questions import Parameter, Question
from graph_builder.claims.nearest import nearest
from graph_builder.errors import QueryError
from graph_builder.graph.bundled import cache_folder, questions_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable


def bundled_questions() -> dict[str, Question]:
    """Name -> question, for every question that ships with zhitu, by theme and name."""
    questions = [_from_line(line) for line in _catalogue().splitlines()]
    return {question.name: question for question in questions}


def search(words: Iterable[str]) -> list[Question]:
    """The questions that have all the words in their name, theme, title, description or phrasings.

    Capital letters count as small ones; no words find every question.
    """
    wanted = [word.lower() for word in words]
    return [
        question
        for question in bundled_questions().values()
        if all(word in _words_of(question) for word in wanted)
    ]


def _words_of(question: Question) -> str:
    texts = (*question.title.values(), *question.description.values(), *question.ask_as)
    return "\n".join((question.name, question.theme, *texts)).lower()


def find_question(name: str) -> Question:
    """The question of this name.

    Raises:
        QueryError: There is none; names the nearest.
    """
    start = json.dumps([name, ""], ensure_ascii=False)[:-3].encode()
    line = next((x for x in _catalogue().splitlines() if x.startswith(start)), None)
    if line is not None:
        return _from_line(line)
    raise QueryError(
        "QUESTION-UNKNOWN",
        None,
        found=name,
        nearest="、".join(nearest(name, bundled_questions())) or "—",
    )


def _from_line(line: bytes) -> Question:
    question = Question(*json.loads(line))
    return question._replace(params=[Parameter(*p) for p in question.params])


def _catalogue() -> bytes:
    """The catalogue as JSON, one question to a line, each beginning with its name."""
    path = os.path.join(cache_folder(), f"{questions_stamp()}.questions.jsonl")  # noqa: PTH118 -- pathlib costs start-up time
    try:
        with open(path, "rb") as handle:  # noqa: PTH123 -- as above
            data = handle.read()
    except OSError:
        data = b""
    return data if data.endswith(b"\n") else _parse_and_keep(path)


def _parse_and_keep(path: str) -> bytes:
    from contextlib import suppress  # noqa: PLC0415 -- once for each version
    from pathlib import Path  # noqa: PLC0415 -- as above

    from graph_builder.ask.questions import load_questions  # noqa: PLC0415 -- as above
    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- as above
    from graph_builder.errors import OutputError  # noqa: PLC0415 -- as above
    from graph_builder.paths import bundled  # noqa: PLC0415 -- as above

    lines = [json.dumps(q, ensure_ascii=False) for q in load_questions(bundled("queries"))]
    data = "".join(f"{line}\n" for line in lines).encode()
    with suppress(OutputError, OSError):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(Path(path), data)
    return data
