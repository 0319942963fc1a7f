"""Shapes that several pictures share: marks, bands, lines, runs of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.draw.drawing import Path, Rect, Text
from graph_builder.export.marks import CORNERS, mark_of

if TYPE_CHECKING:
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.themes import Theme

Steps = tuple[tuple[str | float, ...], ...]
_ROUND = 0.5523


def text_at(
    face: Face,
    words: str,
    place: tuple[float, float],
    size: float,
    fill: str,
    *,
    anchor: str = "start",
    heavy: bool = False,
    title: str = "",
) -> Text:
    """A line of clean text whose baseline starts, is centred or ends at a place."""
    length = face.width(words, size)
    shift = {"start": 0.0, "middle": length / 2, "end": length}[anchor]
    return Text(place[0] - shift, place[1], words, size, fill, length, heavy, title)


def mark(kind: str, x: float, y: float, size: float, theme: Theme, hue: int = -1) -> Path:
    """The mark of a class about a point, `size` points wide."""
    colour, shape = mark_of(kind)
    scale = size / 11
    corners = CORNERS[shape]
    fill = theme.colours[colour if hue < 0 else hue]
    if not corners:
        r, k = 5 * scale, 5 * scale * _ROUND
        steps: Steps = (
            ("M", x - r, y),
            ("C", x - r, y - k, x - k, y - r, x, y - r),
            ("C", x + k, y - r, x + r, y - k, x + r, y),
            ("C", x + r, y + k, x + k, y + r, x, y + r),
            ("C", x - k, y + r, x - r, y + k, x - r, y),
            ("Z",),
        )
        return Path(steps, fill=fill)
    points = [(x + dx * scale, y + dy * scale) for dx, dy in corners]
    start: tuple[str | float, ...] = ("M", *points[0])
    return Path((start, *(("L", *point) for point in points[1:]), ("Z",)), fill=fill)


def band_steps(x1: float, top1: float, x2: float, top2: float, thick: float) -> Steps:
    """The outline of a band from one side to the other."""
    half = (x1 + x2) / 2
    return (
        ("M", x1, top1),
        ("C", half, top1, half, top2, x2, top2),
        ("L", x2, top2 + thick),
        ("C", half, top2 + thick, half, top1 + thick, x1, top1 + thick),
        ("Z",),
    )


def line_steps(x1: float, y1: float, x2: float, y2: float) -> Steps:
    """A line that leaves and arrives level."""
    half = (x1 + x2) / 2
    return (("M", x1, y1), ("C", half, y1, half, y2, x2, y2))


def link_shapes(
    steps: Steps, style: str, colour: str, theme: Theme, title: str, *, filled: bool
) -> list[Shape]:
    """A band or a line in one of the three styles, which differ without colour too.

    Stated links are filled or drawn through, derived ones are dashed, counted ones are dotted.
    """
    dashes: dict[str, tuple[float, ...]] = {"derived": (5.0, 3.0), "grouped": (1.2, 2.2)}
    dash = dashes.get(style, ())
    if not filled:
        return [Path(steps, stroke=colour, width=1.1, dash=dash, title=title)]
    if style == "stated":
        return [Path(steps, fill=colour, opacity=theme.band, title=title)]
    return [
        Path(steps, fill=colour, opacity=theme.band / 3, title=title),
        Path(steps, stroke=colour, width=0.8, dash=dash),
    ]


def panel(x: float, y: float, w: float, h: float, fill: str) -> Rect:
    """A ground without a border, for text that stands on lines."""
    return Rect(x, y, w, h, fill=fill)
