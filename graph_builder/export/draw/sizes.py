"""Sizes of the pages, in points."""

from __future__ import annotations

from typing import NamedTuple


class Size(NamedTuple):
    """A page.

    Attributes:
        width: Points.
        height: Points.
        margin: Points that stay free on each side.
        least: Smallest size of a label that can still be read there, in points.
    """

    width: float
    height: float
    margin: float
    least: float


#: A4 on paper is read from near, a slide of 16:9 from afar.
SIZES = {
    "a4": Size(595.28, 841.89, 34, 5.5),
    "a4-landscape": Size(841.89, 595.28, 34, 5.5),
    "slide": Size(960, 540, 30, 6.0),
}
