"""What is wrong, for somebody at a page: no command to run, no option to set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.errors import Words
from graph_builder.messages import catalogue, message

if TYPE_CHECKING:
    from graph_builder.errors import ZhituError


def spoken(error: ZhituError, lang: str) -> str:
    """The sentence of an error with its code; that for pages where there is one of its own.

    Most errors say the same on a page as in a terminal. Those that name a command or an option
    have a second sentence, `on-page.CODE`, with the same fields.
    """
    key = f"on-page.{error.code}"
    if key not in catalogue():
        return error.render(lang)
    values = {k: getattr(v, lang) if isinstance(v, Words) else v for k, v in error.values.items()}
    return f"{message(key, lang, **values)} [{error.code}]"
