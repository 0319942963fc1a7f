"""Content negotiation: the headers Accept and Accept-Language, and the best of what is on offer."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: More entries than this of a header are not looked at.
_MOST = 100
#: A longer header is weighed anew each time.
_SHORT = 500
_QUALITY = re.compile(r"\s*q\s*=\s*([0-9.]+)\s*", re.IGNORECASE)


def weights(header: str) -> list[tuple[str, float]]:
    """The entries of an Accept header, in small letters, with their weights from 0 to 1.

    Parameters other than `q` are dropped; a weight that cannot be read counts as 1.
    """
    found = []
    for entry in header.split(",")[:_MOST]:
        name, *parameters = entry.split(";")
        q = 1.0
        for parameter in parameters:
            match = _QUALITY.fullmatch(parameter)
            if match:
                q = _number(match.group(1))
        if name.strip():
            found.append((name.strip().lower(), q))
    return found


def best(header: str, offered: Sequence[str]) -> str | None:
    """The media type on offer that a reader likes best; the first of equals.

    Args:
        header: The header Accept; blank for anything.
        offered: Media types, the one that we like best first.

    Returns:
        One of `offered`; None when the reader accepts none of them.
    """
    choose = _best if len(header) <= _SHORT else _best.__wrapped__
    return choose(header, tuple(offered))


@lru_cache(256)  # the same few programs ask again and again
def _best(header: str, offered: tuple[str, ...]) -> str | None:
    wanted = weights(header) or [("*/*", 1.0)]
    ranked = [(_quality(media, wanted), -n, media) for n, media in enumerate(offered)]
    q, _, media = max(ranked, default=(0.0, 0, ""))
    return media if q > 0 else None


def _quality(media: str, wanted: Sequence[tuple[str, float]]) -> float:
    """The weight of the entry that fits a media type most closely."""
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        for name, q in wanted:
            if name == pattern:
                return q
    return 0.0


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else 1.0
