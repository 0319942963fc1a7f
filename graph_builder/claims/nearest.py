"""The nearest known spelling of a name, for error messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` known names that resemble `name`, best first; empty when none does.

    Source: Ratcliff/Obershelp similarity of `difflib`; a name that contains the other comes first.
    """
    import difflib  # noqa: PLC0415 -- only needed once something is wrong

    candidates = sorted(set(known))
    inside = [c for c in candidates if len(name) > 1 and (name in c or c in name)]
    close = difflib.get_close_matches(name, candidates, n=count, cutoff=0.5)
    inside.sort(key=lambda c: abs(len(c) - len(name)))
    return list(dict.fromkeys(inside[:count] + close))[:count]
