"""The one catalogue of sentences shown to people, in Chinese and English.

They stand in `sentences/*.toml`, one file per topic; a key stands in one file only. A key in
capitals is an error code; a key in small letters is a text of the interface. Sentences are whole,
with named fields, and are never put together from pieces.
"""

from __future__ import annotations

import json
import os
from functools import cache

LANGUAGES = ("zh", "en")
_FOLDER = os.path.join(os.path.dirname(__file__), "sentences")  # noqa: PTH118, PTH120 -- pathlib costs start-up time


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All sentences: key -> language -> template with `{named}` fields."""
    import tomllib  # noqa: PLC0415 -- not needed by a command that says nothing of its own

    return tomllib.loads(_text())


def message(key: str, lang: str, /, **values: object) -> str:
    """The sentence `key` in `lang` (`zh` or `en`), with its fields filled in."""
    return _sentences(key)[lang].format(**values)


@cache
def _text() -> str:
    texts = []
    for name in sorted(os.listdir(_FOLDER)):  # noqa: PTH208 -- as above
        if name.endswith(".toml"):
            with open(os.path.join(_FOLDER, name), encoding="utf-8") as handle:  # noqa: PTH118, PTH123 -- as above
                texts.append(handle.read())
    return "\n".join(texts)


@cache
def _sections() -> dict[str, str]:
    """Key -> the lines of its section."""
    sections = (section.partition("]\n") for section in _text().split("\n["))
    return {head.strip('"'): f"\n{lines}" for head, _, lines in sections}


@cache
def _sentences(key: str) -> dict[str, str]:
    """One section of the catalogue, read by itself, since parsing all of it takes far longer.

    Its lines are `zh = "..."` and `en = "..."`, whose strings are JSON strings too; what looks
    otherwise is left to the TOML parser.
    """
    lines = _sections().get(key, "")
    try:
        return {
            lang: json.loads(lines.partition(f"\n{lang} = ")[2].partition("\n")[0])
            for lang in LANGUAGES
        }
    except ValueError:
        return catalogue()[key]
