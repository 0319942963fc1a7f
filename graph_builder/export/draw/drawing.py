"""A picture as a list of shapes, in points (1/72 inch) from the top left corner of its page."""

from __future__ import annotations

from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle, with rounded corners of `radius`; no fill or stroke where blank."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    radius: float = 0.0
    dash: tuple[float, ...] = ()
    title: str = ""


class Path(NamedTuple):
    """Straight lines and cubic curves.

    `steps` are `("M", x, y)`, `("L", x, y)`, `("C", x1, y1, x2, y2, x, y)` and `("Z",)`.
    """

    steps: tuple[tuple[str | float, ...], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    title: str = ""


class Text(NamedTuple):
    """One line of text, its baseline beginning at x, y.

    Attributes:
        text: What the font can draw; see `Face.clean`.
        length: Width of the line, as the font measures it.
        heavy: Whether it is drawn bolder.
        title: The whole text where this one is cut.
    """

    x: float
    y: float
    text: str
    size: float
    fill: str
    length: float
    heavy: bool = False
    title: str = ""


Shape = Rect | Path | Text

#: Above and below the baseline, as parts of the size: Noto Sans SC draws nothing beyond them.
ASCENT, DESCENT = 0.88, 0.14


class Drawing(NamedTuple):
    """A page with shapes on it, the first at the bottom; `title` and `words` describe it."""

    width: float
    height: float
    ground: str
    shapes: list[Shape]
    title: str
    words: str
    lang: str


def text_box(text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line of text."""
    top, bottom = text.y - ASCENT * text.size, text.y + DESCENT * text.size
    return text.x, top, text.x + text.length, bottom
