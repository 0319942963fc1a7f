"""Colours of the pictures: safe for the colour-blind, on light, dark and printed ground.

Source: the palette of Okabe and Ito, Color Universal Design (2008), darkened on light ground and
lightened on dark, so that a colour also differs from its ground by its brightness.
"""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """Colours as `#rrggbb`.

    Attributes:
        ground: Of the page.
        surface: Inside a box.
        ink: Text.
        soft: Text that says less.
        rule: Thin lines.
        edge: Links without a colour of their own.
        colours: The nine colours that `marks.MARKS` numbers.
        band: Opacity of a stated band, from 0 to 1.
    """

    ground: str
    surface: str
    ink: str
    soft: str
    rule: str
    edge: str
    colours: tuple[str, ...]
    band: float


_LIGHT = (
    "#0072b2",
    "#c65100",
    "#00795a",
    "#b0478a",
    "#2f8fc9",
    "#a86f00",
    "#4b3aa8",
    "#5d6673",
    "#8f2450",
)
_DARK = (
    "#57b0ec",
    "#f0843c",
    "#2fc49b",
    "#e08cc0",
    "#8fd0f5",
    "#e6b23c",
    "#a99bf5",
    "#a5afbc",
    "#ea7fa6",
)
THEMES = {
    "light": Theme("#f7f8fa", "#ffffff", "#1b2430", "#566173", "#d5dae2", "#8592a3", _LIGHT, 0.38),
    "dark": Theme("#12161c", "#1b212a", "#e7ebf1", "#a3adbb", "#343d4a", "#6f7d90", _DARK, 0.42),
    "print": Theme("#ffffff", "#ffffff", "#000000", "#444444", "#bbbbbb", "#777777", _LIGHT, 0.34),
}
