"""Slugs for names that nobody has pinned yet."""

from __future__ import annotations

import re


def slug(name: str) -> str:
    """Pinyin of a name, syllables joined by hyphens, ASCII only.

    Source: the default readings of pypinyin, without tones.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- slow to load; pinned names do not need it

    return re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(name)).lower()).strip("-") or "x"
