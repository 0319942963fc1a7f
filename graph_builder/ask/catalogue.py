"""The catalogue of questions, parsed once and then read from the cache."""

from __future__ import annotations

import json
import os

from graph_builder.ask.questions import Parameter, Question
from graph_builder.claims.nearest import nearest
from graph_builder.errors import QueryError
from graph_builder.graph.bundled import cache_folder, stamp


def bundled_questions() -> dict[str, Question]:
    """Name -> question, for every question that ships with zhitu."""
    path = os.path.join(cache_folder(), f"{stamp()}.questions.json")  # noqa: PTH118 -- pathlib costs start-up time
    try:
        with open(path, encoding="utf-8") as handle:  # noqa: PTH123 -- as above
            return {name: _from_json(fields) for name, fields in json.load(handle).items()}
    except (OSError, ValueError):
        return _parse_and_keep(path)


def _from_json(fields: list[object]) -> Question:
    question = Question(*fields)  # type: ignore[arg-type]
    return question._replace(params=[Parameter(*p) for p in question.params])


def _parse_and_keep(path: str) -> dict[str, Question]:
    from contextlib import suppress  # noqa: PLC0415 -- once for each version
    from pathlib import Path  # noqa: PLC0415 -- as above

    from graph_builder.ask.questions import load_questions  # noqa: PLC0415 -- as above
    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- as above
    from graph_builder.errors import OutputError  # noqa: PLC0415 -- as above
    from graph_builder.paths import bundled  # noqa: PLC0415 -- as above

    questions = {q.name: q for q in load_questions(bundled("queries"))}
    with suppress(OutputError, OSError):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(Path(path), json.dumps(questions, ensure_ascii=False).encode())
    return questions


def find_question(name: str) -> Question:
    """The question of this name.

    Raises:
        QueryError: There is none; names the nearest.
    """
    questions = bundled_questions()
    if name in questions:
        return questions[name]
    raise QueryError(
        "QUESTION-UNKNOWN", None, found=name, nearest="、".join(nearest(name, questions)) or "—"
    )
