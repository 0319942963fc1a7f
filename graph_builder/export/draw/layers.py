"""Draws a layered picture: boxes in columns, with bands or lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.export.draw import fitting
from graph_builder.export.draw.drawing import Rect
from graph_builder.export.draw.labels import Line, bent, line_labels, sides
from graph_builder.export.draw.order import ordered
from graph_builder.export.draw.shapes import (
    Steps,
    band_steps,
    line_steps,
    link_shapes,
    mark,
    text_at,
)
from graph_builder.export.draw.stack import stacked
from graph_builder.export.marks import mark_of

if TYPE_CHECKING:
    from graph_builder.export.content import Band, Box, Layers
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.fitting import Fitted
    from graph_builder.export.draw.themes import Theme

#: Space for the heads of the columns, and least and most between two columns, in points.
HEAD, GUTTER, WIDEST, LABELLED = 20.0, 54.0, 170.0, 150.0
#: The part of the width that is kept for links where columns are many.
SPREAD = 0.28
#: The part of the free height that goes between boxes, and the most between two, in points.
LOOSE, WIDE_GAP = 0.6, 26.0
SWEEPS = 10
HEAD_SIZE = 9.0
#: Smallest and largest letters on a line, in points.
SMALLEST, LARGEST = 5.5, 7.0


class Area(NamedTuple):
    """A part of the page, in points."""

    x: float
    y: float
    w: float
    h: float


class Placed(NamedTuple):
    """A box on the page: left, top, width, height in points."""

    box: Box
    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return self.y + self.h / 2


def draw_layers(
    layers: Layers, area: Area, least: float, theme: Theme, face: Face
) -> list[Shape] | None:
    """The shapes of the picture; None when it does not fit with letters of `least` points."""
    weights = box_weights(layers) if layers.unit else {}
    columns = _columns(layers)
    spread = SPREAD * area.w / max(1, len(columns) - 1)
    gutter = min(GUTTER, spread)
    if layers.labelled:
        gutter = min(LABELLED, area.w / 2 / max(1, len(columns) - 1))
    room = (area.w, area.h - HEAD)
    heads = [
        1.03 * face.width(_head(face, head, column), HEAD_SIZE)
        for head, column in zip(layers.columns, columns, strict=True)
    ]
    fitted = fitting.fit(columns, heads, weights, room, gutter, least, face)
    if fitted is None:
        return None
    placed = _placed(columns, layers.bands, fitted, Area(area.x, area.y + HEAD, *room))
    lines: list[Shape] = []
    ends = _ends(layers, placed, fitted)
    written = [_line(band, placed, pair) for band, pair in zip(layers.bands, ends, strict=True)]
    at_right, between = sides(written), _gutter(fitted, area.w)
    for band, line in zip(layers.bands, written, strict=True):
        colour = theme.colours[band.hue] if band.hue >= 0 else theme.edge
        steps = _steps(line, band.weight * fitted.unit)
        if layers.labelled and line.x1 != line.x2:
            steps = bent(line, between, at_right=at_right[round(line.x1, 1)])
        filled = bool(layers.unit)
        lines += link_shapes(steps, band.style, colour, theme, band.label, filled=filled)
    shapes = lines + [s for box in placed.values() for s in _box(box, fitted, theme, face)]
    if layers.labelled:
        size = min(LARGEST, max(SMALLEST, fitted.size - 1))
        vertical = (area.y + HEAD, area.y + area.h)
        labels = line_labels(written, vertical, between, size, theme, face)
        if labels is None:
            return None
        shapes += labels
    return shapes + _heads(layers, columns, placed, area, theme, face)


def box_weights(layers: Layers) -> dict[str, float]:
    """What passes through each box: the larger of what comes in and what goes out."""
    into: dict[str, float] = {}
    out: dict[str, float] = {}
    for band in layers.bands:
        out[band.source] = out.get(band.source, 0) + band.weight
        into[band.target] = into.get(band.target, 0) + band.weight
    return {box.key: max(into.get(box.key, 0), out.get(box.key, 0)) for box in layers.boxes}


def _columns(layers: Layers) -> list[list[Box]]:
    boxes = {box.key: box for box in layers.boxes}
    columns: list[list[str]] = [[] for _ in layers.columns]
    for box in layers.boxes:
        columns[box.column].append(box.key)
    links = [(band.source, band.target, band.weight) for band in layers.bands]
    return [[boxes[key] for key in column] for column in ordered(columns, links)]


def _placed(
    columns: list[list[Box]], bands: list[Band], fitted: Fitted, area: Area
) -> dict[str, Placed]:
    """The boxes by key, in columns as wide as needed, rows near what they are linked with."""
    gutter = _gutter(fitted, area.w)
    free = area.w - sum(fitted.widths) - gutter * (len(columns) - 1)
    x = area.x + free / 2
    left = []
    for width in fitted.widths:
        left.append(x)
        x += width + gutter
    neighbours: dict[str, list[tuple[str, float]]] = {b.key: [] for c in columns for b in c}
    for band in bands:
        neighbours[band.source].append((band.target, band.weight))
        neighbours[band.target].append((band.source, band.weight))
    gaps = [_gap(column, fitted, area.h) for column in columns]
    middle = {
        box.key: (i + 0.5) * area.h / len(column)
        for column in columns
        for i, box in enumerate(column)
    }
    for sweep in range(SWEEPS + 1):
        both = list(zip(columns, gaps, strict=True))
        for column, gap in both if sweep % 2 == 0 else reversed(both):
            wanted = [_wanted(box.key, neighbours, middle) for box in column]
            sizes = [fitted.heights[box.key] for box in column]
            found = stacked(wanted, sizes, gap, area.h)
            middle |= {box.key: y for box, y in zip(column, found, strict=True)}
    return {
        box.key: Placed(
            box,
            left[box.column],
            area.y + middle[box.key] - fitted.heights[box.key] / 2,
            fitted.widths[box.column],
            fitted.heights[box.key],
        )
        for column in columns
        for box in column
    }


def _gap(column: list[Box], fitted: Fitted, height: float) -> float:
    """Points between two boxes of a column: more where there is room."""
    free = height - sum(fitted.heights[box.key] for box in column)
    least = fitting.GAP * fitted.size
    return max(least, min(WIDE_GAP, LOOSE * free / max(1, len(column))))


def _gutter(fitted: Fitted, width: float) -> float:
    """Points between two columns."""
    return min(WIDEST, (width - sum(fitted.widths)) / max(1, len(fitted.widths) - 1))


def _wanted(
    key: str, neighbours: dict[str, list[tuple[str, float]]], middle: dict[str, float]
) -> float:
    total = sum(weight for _, weight in neighbours[key])
    if not total:
        return middle[key]
    return sum(middle[other] * weight for other, weight in neighbours[key]) / total


def _ends(layers: Layers, placed: dict[str, Placed], fitted: Fitted) -> list[tuple[float, float]]:
    """Top of each band (middle of each line) at its source and its target."""
    sides: dict[tuple[str, bool], list[tuple[float, int, int]]] = {}
    for i, band in enumerate(layers.bands):
        ends = (placed[band.source], placed[band.target])
        for end, (own, other) in enumerate((ends, ends[::-1])):
            rightward = own.box.column <= other.box.column
            sides.setdefault((own.box.key, rightward), []).append((other.middle, i, end))
    found: dict[tuple[int, int], float] = {}
    for (key, _), links in sides.items():
        own = placed[key]
        links.sort()
        if fitted.unit:
            y = own.middle - sum(layers.bands[i].weight for _, i, _ in links) * fitted.unit / 2
            for _, i, end in links:
                found[i, end] = y
                y += layers.bands[i].weight * fitted.unit
        else:
            spread = min(0.7 * own.h, 4.0 * (len(links) - 1))
            for n, (_, i, end) in enumerate(links):
                part = n / (len(links) - 1) - 0.5 if len(links) > 1 else 0.0
                found[i, end] = own.middle + spread * part
    return [(found[i, 0], found[i, 1]) for i in range(len(layers.bands))]


def _line(band: Band, placed: dict[str, Placed], ends: tuple[float, float]) -> Line:
    """A link from left to right, whichever way it points."""
    source, target, (y1, y2) = placed[band.source], placed[band.target], ends
    if source.box.column > target.box.column:
        source, target, y1, y2 = target, source, y2, y1
    x2 = target.x if source.box.column != target.box.column else target.x + target.w
    return Line(band.label, source.box.key, target.box.key, source.x + source.w, y1, x2, y2)


def _steps(line: Line, thick: float) -> Steps:
    """The curve of a link; one within a column bulges to the right."""
    if line.x1 == line.x2:
        bend = line.x1 + min(26.0, 12 + abs(line.y2 - line.y1) / 12)
        curve = ("C", bend, line.y1, bend, line.y2, line.x2, line.y2)
        return (("M", line.x1, line.y1), curve)
    if thick:
        return band_steps(line.x1, line.y1, line.x2, line.y2, max(0.4, thick))
    return line_steps(line.x1, line.y1, line.x2, line.y2)


def _box(placed: Placed, fitted: Fitted, theme: Theme, face: Face) -> list[Shape]:
    box, x, y, w, h = placed
    size = fitted.size
    stroke = theme.colours[mark_of(box.kind)[0] if box.hue < 0 else box.hue]
    title = box.title or box.label
    lines = fitted.lines[box.key]
    top = y + h / 2 - fitting.LEAD * size * len(lines) / 2
    dash = (2.0, 1.6) if box.members > 1 else ()
    shapes: list[Shape] = [
        Rect(x, y, w, h, theme.surface, stroke, 0.8, min(3.0, h / 3), dash, title),
        mark(box.kind, x + 0.95 * size, y + h / 2, 0.8 * size, theme, box.hue),
    ]
    for i, line in enumerate(lines):
        base = top + (i + 0.5) * fitting.LEAD * size + 0.37 * size
        shapes.append(
            text_at(face, line, (x + fitting.BEFORE * size, base), size, theme.ink, title=title)
        )
    return shapes


def _heads(
    layers: Layers,
    columns: list[list[Box]],
    placed: dict[str, Placed],
    area: Area,
    theme: Theme,
    face: Face,
) -> list[Shape]:
    """Name of each column and how many things stand in it, cut to what is free above it."""
    found: list[Shape] = []
    lefts = [placed[column[0].key].x for column in columns if column] + [area.x + area.w + 8]
    shown = [(head, column) for head, column in zip(layers.columns, columns, strict=True) if column]
    for number, (head, column) in enumerate(shown):
        room = lefts[number + 1] - lefts[number] - 8
        words = face.wrap(_head(face, head, column), room, HEAD_SIZE, 1)[0]
        place = (lefts[number], area.y + 10)
        found.append(text_at(face, words, place, HEAD_SIZE, theme.ink, heavy=True))
    return found


def _head(face: Face, head: str, column: list[Box]) -> str:
    """Name of a column and how many things stand in it."""
    return face.clean(f"{head} · {sum(box.members for box in column)}") if column else ""
