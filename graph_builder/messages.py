"""The one catalogue of sentences shown to people, in Chinese and English.

A key in capitals is an error code; a key in small letters is a text of the interface. Sentences
are whole, with named fields, and are never put together from pieces.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All sentences: key -> language -> template with `{named}` fields."""
    import tomllib  # noqa: PLC0415 -- not needed by a command that says nothing of its own

    text = files("graph_builder").joinpath("messages.toml").read_text("utf-8")
    return tomllib.loads(text)


def message(key: str, lang: str, **values: object) -> str:
    """The sentence `key` in `lang` (`zh` or `en`), with its fields filled in."""
    return catalogue()[key][lang].format(**values)
