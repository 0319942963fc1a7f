"""Which language a reader wants."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from graph_builder.messages import LANGUAGES
from graph_builder.serve.accept import weights

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The cookie that remembers a choice made by `?lang=`.
COOKIE = "zhitu-lang"
#: How long it does, in seconds.
COOKIE_AGE = 365 * 24 * 3600


def choose_language(query: Mapping[str, str], headers: Mapping[str, str], default: str) -> str:
    """`zh` or `en`: the first of `?lang=`, the cookie and `Accept-Language` that says which.

    Args:
        query: Parameters of the address.
        headers: Of the request; names in small letters.
        default: When nothing says which.
    """
    wanted = query.get("lang", "")
    if wanted in LANGUAGES:
        return wanted
    kept = _cookie(headers.get("cookie", ""))
    if kept in LANGUAGES:
        return kept
    ranked: list[tuple[float, str]] = []
    for tag, q in weights(headers.get("accept-language", "")):
        primary = tag.partition("-")[0]
        if primary in LANGUAGES and q > 0:
            ranked.append((q, primary))
    return max(ranked, key=lambda pair: pair[0], default=(0.0, default))[1]


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
