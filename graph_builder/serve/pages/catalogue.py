"""The catalogue of questions, read once for the life of the server."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_builder.ask.questions import Question

#: Themes in the order of the page; others follow.
THEMES = (
    "schools",
    "clusters",
    "industries",
    "partners",
    "international",
    "honours",
    "cases",
    "indicators",
    "provenance",
    "corpus",
)


@cache
def questions() -> dict[str, Question]:
    """Name -> question."""
    from graph_builder.ask.catalogue import bundled_questions  # noqa: PLC0415 -- slow to load

    return bundled_questions()


def by_theme(found: list[Question]) -> dict[str, list[Question]]:
    """Theme -> its questions, in the order of `THEMES`."""
    themes = {theme: [q for q in found if q.theme == theme] for theme in THEMES}
    for question in found:
        if question.theme not in THEMES:
            themes.setdefault(question.theme, []).append(question)
    return {theme: members for theme, members in themes.items() if members}


def matching(words: str) -> list[Question]:
    """The questions in whose title, phrasings or name all the words stand."""
    wanted = words.lower().split()
    return [q for q in questions().values() if all(w in _text(q.name) for w in wanted)]


@cache
def _text(name: str) -> str:
    q = questions()[name]
    return " ".join((q.name, *q.title.values(), *q.description.values(), *q.ask_as)).lower()
