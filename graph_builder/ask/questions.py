"""Question files: a SPARQL query with a header that says what it asks, of whom, and how completely.

The header is YAML on lines that begin with `#+`; its keys are a closed list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("title", "description", "params", "columns", "complete_for", "ask_as", "view")
VIEWS = ("table", "bar", "sankey", "network")
_PARAM_KEYS = ("type", "required", "example")
_SELECT = r"(?is)\bSELECT\b(?:\s+DISTINCT)?\s+(?P<head>.*?)\s*(?:\bFROM\b|\bWHERE\b|\{)"


class Parameter(NamedTuple):
    """A value that a question takes: a thing of a class (`vet:School`), a literal (`xsd:gYear`)."""

    name: str
    type: str
    required: bool
    example: str


class Question(NamedTuple):
    """A question of the catalogue.

    Attributes:
        name: File name without suffix; what one types.
        theme: Folder.
        title: Language -> title.
        description: Language -> description.
        params: In header order.
        columns: Projected variable -> language -> column title, in the order of projection.
        complete_for: Language -> how complete the answer is; empty where it is complete.
        ask_as: Phrasings in plain language.
        view: One of `VIEWS`.
        query: The whole text of the file.
    """

    name: str
    theme: str
    title: dict[str, str]
    description: dict[str, str]
    params: list[Parameter]
    columns: dict[str, dict[str, str]]
    complete_for: dict[str, str]
    ask_as: list[str]
    view: str
    query: str


def load_questions(folder: Path) -> list[Question]:
    """Every question file of a folder and its sub-folders, by theme and name.

    Raises:
        InputError: A header that is not as it should be, or two files of one name.
    """
    questions: dict[str, Question] = {}
    for path in sorted(folder.glob("*/*.rq")):
        question = load_question(path)
        if question.name in questions:
            raise InputError("QUESTION-TWICE", Place(str(path)), name=question.name)
        questions[question.name] = question
    return list(questions.values())


def load_question(path: Path) -> Question:
    """Read one question file.

    Raises:
        InputError: Names the file, the line, and the nearest known key.
    """
    query = path.read_text("utf-8")
    header = _header(path, query)
    columns = {
        variable: titles if isinstance(titles, dict) else {"zh": str(titles)}
        for variable, titles in header.get("columns", {}).items()
    }
    _check_columns(path, query, list(columns))
    view = header.get("view", "table")
    if view not in VIEWS:
        raise InputError("QUESTION-VIEW", Place(str(path)), found=view, expected="、".join(VIEWS))
    return Question(
        path.stem,
        path.parent.name,
        _both(path, header, "title"),
        _both(path, header, "description"),
        [_parameter(path, name, value) for name, value in header.get("params", {}).items()],
        columns,
        header.get("complete_for", {}),
        [str(phrase) for phrase in header.get("ask_as", [])],
        view,
        query,
    )


def _header(path: Path, query: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 -- answering from the cached catalogue does not need it

    lines = [line[2:].removeprefix(" ") for line in query.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError("QUESTION-HEADER", Place(str(path), line)) from error
    for key in header:
        if key not in KEYS:
            line = next((i for i, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
            close = nearest(str(key), KEYS, 1)
            raise InputError(
                "QUESTION-KEY",
                Place(str(path), line),
                found=key,
                nearest=(close or ["、".join(KEYS)])[0],
            )
    return dict(header)


def _both(path: Path, header: dict[str, Any], key: str) -> dict[str, str]:
    value = header.get(key)
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        raise InputError("QUESTION-LANGUAGES", Place(str(path), 1), key=key)
    return {lang: str(text) for lang, text in value.items()}


def _parameter(path: Path, name: str, value: object) -> Parameter:
    if not isinstance(value, dict) or "type" not in value or not set(value) <= set(_PARAM_KEYS):
        raise InputError(
            "QUESTION-PARAM", Place(str(path), 1), name=name, keys="、".join(_PARAM_KEYS)
        )
    return Parameter(
        name, str(value["type"]), bool(value.get("required", False)), str(value.get("example", ""))
    )


def _check_columns(path: Path, query: str, columns: list[str]) -> None:
    """Every projected variable has a title, and no title is left over."""
    match = re.search(_SELECT, re.sub(r"(?m)^\s*#.*$", "", query))
    head = (
        re.sub(
            r"\((?:[^()]|\([^()]*\))*\bAS\s+(\?\w+)\s*\)", r"\1", match.group("head"), flags=re.I
        )
        if match
        else ""
    )
    projected = re.findall(r"[?$](\w+)", head)
    if projected != columns:
        raise InputError(
            "QUESTION-COLUMNS",
            Place(str(path)),
            found="、".join(columns),
            expected="、".join(projected),
        )
