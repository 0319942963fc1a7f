"""Draws horizontal bars from zero, those of one unit on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.draw.drawing import Rect
from graph_builder.export.draw.shapes import text_at
from graph_builder.export.marks import HUES

if TYPE_CHECKING:
    from graph_builder.export.content import Bars, Group
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.layers import Area
    from graph_builder.export.draw.themes import Theme

LARGEST, STEP, LEAD = 10.0, 0.5, 1.25
LINES = 2
#: The widest that labels may be, as a part of the page.
LABELS = 0.42
#: The widest that printed values may be, as a part of the page.
VALUES = 0.25
TALLEST = 17.0


def draw_bars(bars: Bars, area: Area, least: float, theme: Theme, face: Face) -> list[Shape] | None:
    """The shapes of the bars; None when they do not fit with letters of `least` points."""
    size = LARGEST
    while size >= least:
        shapes = _at(bars, area, size, theme, face)
        if shapes is not None:
            return shapes
        size -= STEP
    return None


def _at(bars: Bars, area: Area, size: float, theme: Theme, face: Face) -> list[Shape] | None:
    labels = [face.clean(group.label) for group in bars.groups]
    widest = max((face.width(label, size) for label in labels), default=0.0)
    left = min(widest, LABELS * area.w) + size
    lines = [face.wrap(label, left - size, size, LINES) for label in labels]
    values = [
        [face.wrap(face.clean(bar.text), VALUES * area.w, size, 1)[0] for bar in group.bars]
        for group in bars.groups
    ]
    right = max((face.width(v, size) for found in values for v in found), default=0.0) + size
    step = LEAD * size
    sections = [group.section for group in bars.groups]
    heads = {
        i
        for i, section in enumerate(sections)
        if section and (i == 0 or sections[i - 1] != section)
    }
    gap = 0.35 * size
    heights = [
        max(len(found), len(group.bars)) * step + gap
        for found, group in zip(lines, bars.groups, strict=True)
    ]
    needed = sum(heights) + len(heads) * 1.7 * step
    if needed > area.h:
        return None
    stretch = min((area.h - needed) / max(1, len(heights)), TALLEST)
    scales = _scales(bars.groups, area.w - left - right)
    shapes: list[Shape] = []
    y = area.y
    for i, group in enumerate(bars.groups):
        if i in heads:
            y += 1.3 * step
            head = face.wrap(face.clean(group.section), area.w, size, 1)[0]
            shapes.append(text_at(face, head, (area.x, y), size, theme.soft, heavy=True))
            y += 0.4 * step
        height = heights[i] + stretch
        top = y + (height - len(lines[i]) * step) / 2
        for k, line in enumerate(lines[i]):
            place = (area.x + left - size / 2, top + (k + 0.5) * step + 0.37 * size)
            shapes.append(
                text_at(face, line, place, size, theme.ink, anchor="end", title=group.label)
            )
        low, scale = scales[group.section]
        zero = area.x + left + low * scale
        thick = (height - gap) / max(1, len(group.bars))
        for k, (bar, value) in enumerate(zip(group.bars, values[i], strict=True)):
            top = y + gap / 2 + k * thick + 0.12 * thick
            length = abs(bar.value) * scale
            start = zero - (length if bar.value < 0 else 0)
            colour = theme.colours[HUES[bar.series % len(HUES)]]
            shape = Rect(start, top, max(0.6, length), 0.76 * thick, fill=colour, title=bar.title)
            place = (zero + max(0.0, bar.value) * scale + 0.4 * size, top + 0.38 * thick)
            base = (place[0], place[1] + 0.37 * size)
            shapes += [shape, text_at(face, value, base, size, theme.ink, title=bar.title)]
        shapes.append(Rect(zero - 0.4, y, 0.8, height, fill=theme.soft))
        y += height
    return shapes


def _scales(groups: list[Group], room: float) -> dict[str, tuple[float, float]]:
    """Section -> how far below zero its values reach, and points for each unit."""
    found: dict[str, tuple[float, float]] = {}
    for section in {group.section for group in groups}:
        values = [b.value for group in groups if group.section == section for b in group.bars]
        low, high = -min([0.0, *values]), max([0.0, *values])
        found[section] = (low, room / (low + high) if low + high else 0.0)
    return found
