"""Writes on the lines of a layered picture what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.export.draw.fitting import LEAD
from graph_builder.export.draw.shapes import Steps, line_steps, panel, text_at
from graph_builder.export.draw.stack import stacked

if TYPE_CHECKING:
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.themes import Theme

#: Points between a label and the boxes, and lines that a label may take.
FREE, LINES, APART = 8.0, 6, 3.0
#: Points in which a line bends, beside its label, and the part of a gap that this takes at most.
BEND, BENT = 52.0, 0.3


class Line(NamedTuple):
    """A line from the right side of one box to the left side of another, and its label."""

    label: str
    left: str
    right: str
    x1: float
    y1: float
    x2: float
    y2: float


class _Written(NamedTuple):
    y: float
    lines: list[str]
    whole: str


def line_labels(
    lines: list[Line],
    room: tuple[float, float],
    gutter: float,
    size: float,
    theme: Theme,
    face: Face,
) -> list[Shape] | None:
    """The labels, moved apart where they would overlap; None when they do not fit.

    In each gap between two columns they stand at the side where the lines end at more boxes, since
    there the lines are apart.

    Args:
        lines: What to write on.
        room: Top and bottom of the picture, in points.
        gutter: Points between two columns.
        size: Of the letters, in points.
        theme: The colours.
        face: The font.
    """
    top, bottom = room
    shapes: list[Shape] = []
    for start, at_right in sides(lines).items():
        members = [line for line in lines if round(line.x1, 1) == start]
        texts = [
            face.wrap(face.clean(line.label), gutter - _bend(gutter) - 2 * FREE, size, LINES)
            for line in members
        ]
        widest = max(face.width(text, size) for found in texts for text in found)
        x = start + (gutter - FREE - widest / 2 if at_right else FREE + widest / 2)
        written = sorted(
            _Written(
                line.y2 if at_right and not _skips(line, gutter) else line.y1, found, line.label
            )
            for line, found in zip(members, texts, strict=True)
        )
        heights = [len(one.lines) * LEAD * size for one in written]
        if sum(heights) + APART * (len(heights) - 1) > bottom - top:
            return None
        middles = stacked([one.y - top for one in written], heights, APART, bottom - top)
        for one, middle, height in zip(written, middles, heights, strict=True):
            shapes += _label(one, x, top + middle - height / 2, size, theme, face)
    return shapes


def _label(
    one: _Written, x: float, top: float, size: float, theme: Theme, face: Face
) -> list[Shape]:
    """The lines of a label about x, on a ground that hides what they stand on."""
    widest = max(face.width(line, size) for line in one.lines)
    height = len(one.lines) * LEAD * size
    shapes: list[Shape] = [panel(x - widest / 2 - 2, top, widest + 4, height, theme.ground)]
    for i, line in enumerate(one.lines):
        place = (x, top + (i + 0.5) * LEAD * size + 0.37 * size)
        shapes.append(
            text_at(face, line, place, size, theme.soft, anchor="middle", title=one.whole)
        )
    return shapes


def sides(lines: list[Line]) -> dict[float, bool]:
    """Where each gap between columns begins -> whether its labels stand at its right side."""
    gaps: dict[float, list[Line]] = {}
    for line in lines:
        gaps.setdefault(round(line.x1, 1), []).append(line)
    return {
        start: len({m.right for m in members}) >= len({m.left for m in members})
        for start, members in gaps.items()
    }


def _bend(gutter: float) -> float:
    return min(BEND, BENT * gutter)


def _skips(line: Line, gutter: float) -> bool:
    """Whether a line goes on to a later column than the next."""
    return line.x2 > line.x1 + gutter + 1


def bent(line: Line, gutter: float, *, at_right: bool) -> Steps:
    """A line that bends beside its label and runs straight below it."""
    x1, y1, x2, y2 = line[3:]
    if at_right and not _skips(line, gutter):
        end = x1 + _bend(gutter)
        return (*line_steps(x1, y1, end, y2), ("L", x2, y2))
    start = x1 + gutter - (0 if _skips(line, gutter) else _bend(gutter))
    _, (_, *curve) = line_steps(start, y1, x2, y2)
    return (("M", x1, y1), ("L", start, y1), ("C", *curve))
