"""Columns of labelled boxes that fit a page: widths, lines, and the size of their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph_builder.export.content import Box
    from graph_builder.export.draw.face import Face

#: As parts of the size: between two boxes, between a label and its box, between two lines.
GAP, PAD, LEAD = 0.3, 0.1, 1.2
#: Left of a label, for the mark of its class, and right of it.
BEFORE, AFTER = 1.75, 0.6
#: Largest letters, in points.
LARGEST = 10.5
STEP = 0.5
#: Letters do not get smaller than this only to keep labels whole.
WHOLE = 6.5
#: Letters of a label that is cut which have to be left.
SHOWN = 10
#: A unit of weight is at most so thick, as a part of the size.
THICKEST = 2.4
#: A box is so much higher than its text where there is room, as a part of the size.
AIR = 0.7
#: A label may take so many lines.
LINES = 5


class Fitted(NamedTuple):
    """How the columns fit.

    Attributes:
        size: Of the letters, in points.
        widths: Of the columns, in points.
        lines: Key of a box -> lines of its label.
        heights: Key of a box -> points.
        unit: Points for each unit of weight; 0 where bands are lines.
    """

    size: float
    widths: list[float]
    lines: dict[str, list[str]]
    heights: dict[str, float]
    unit: float


def fit(
    columns: Sequence[Sequence[Box]],
    heads: Sequence[float],
    weights: Mapping[str, float],
    room: tuple[float, float],
    gutter: float,
    least: float,
    face: Face,
) -> Fitted | None:
    """The largest letters at which the columns fit the room; None when the least do not fit.

    Args:
        columns: The boxes of each column.
        heads: Points that the head of each column takes.
        weights: Key of a box -> weight that passes through it; blank where bands are lines.
        room: Width and height in points.
        gutter: Points between two columns.
        least: Smallest letters that are allowed, in points.
        face: The font.
    """
    sizes = [LARGEST - STEP * i for i in range(int((LARGEST - least) / STEP) + 1)]
    whole = [size for size in sizes if size >= max(least, WHOLE)]
    # Where labels have to be cut, small letters show more of them.
    for cut, tried in ((False, whole), (True, [*whole[-1:], *sizes[len(whole) :]])):
        for size in tried:
            for most in range(LINES, 0, -1) if cut else range(1, LINES + 1):
                fitted = _at(columns, heads, weights, room, gutter, size, most, face)
                if fitted is None:
                    continue
                if not _cut(fitted, columns, face) or (cut and _enough(fitted, columns, face)):
                    return fitted
    return None


def _enough(fitted: Fitted, columns: Sequence[Sequence[Box]], face: Face) -> bool:
    """Whether what is left of every label can still be told from others."""
    return all(
        sum(len(line) for line in fitted.lines[box.key]) >= min(SHOWN, len(face.clean(box.label)))
        for column in columns
        for box in column
    )


def _cut(fitted: Fitted, columns: Sequence[Sequence[Box]], face: Face) -> bool:
    """Whether a label lost its end, or a word of it is broken."""
    size = fitted.size
    for column, width in zip(columns, fitted.widths, strict=True):
        for box in column:
            label = face.clean(box.label)
            if fitted.lines[box.key][-1].endswith("…") and not label.endswith("…"):
                return True
            if face.longest(label, size) > width - (BEFORE + AFTER) * size + 0.01:
                return True
    return False


def _at(
    columns: Sequence[Sequence[Box]],
    heads: Sequence[float],
    weights: Mapping[str, float],
    room: tuple[float, float],
    gutter: float,
    size: float,
    most: int,
    face: Face,
) -> Fitted | None:
    least = (LEAD + 2 * PAD + GAP) * size
    if max(map(len, columns), default=0) * least - GAP * size > room[1]:
        return None
    clean = {box.key: face.clean(box.label) for column in columns for box in column}
    natural = [
        max(
            max((face.width(clean[box.key], size) for box in column), default=0.0)
            + (BEFORE + AFTER) * size,
            head,
        )
        for column, head in zip(columns, heads, strict=True)
    ]
    widths = shared(natural, room[0] - gutter * (len(columns) - 1))
    lines = {
        box.key: face.wrap(clean[box.key], width - (BEFORE + AFTER) * size, size, most)
        for column, width in zip(columns, widths, strict=True)
        for box in column
    }
    text = {key: (LEAD * len(rows) + 2 * PAD) * size for key, rows in lines.items()}

    def heights(unit: float) -> dict[str, float]:
        return {key: max(height, unit * weights.get(key, 0)) for key, height in text.items()}

    def fits(unit: float) -> bool:
        tall = heights(unit)
        return all(
            sum(tall[box.key] for box in column) + GAP * size * (len(column) - 1) <= room[1]
            for column in columns
        )

    if not fits(0):
        return None
    unit = _largest(fits, THICKEST * size) if weights else 0.0
    tall = heights(unit)
    for column in columns:
        free = room[1] - sum(tall[box.key] + GAP * size for box in column)
        more = max(0.0, min(AIR * size, free / 4 / max(1, len(column))))
        tall |= {box.key: tall[box.key] + more for box in column}
    return Fitted(size, widths, lines, tall, unit)


def shared(natural: Sequence[float], room: float) -> list[float]:
    """Widths of columns: what each needs, or an equal share of what the narrower ones leave."""
    if sum(natural) <= room:
        return list(natural)
    widths = [0.0] * len(natural)
    left, waiting = room, sorted(range(len(natural)), key=lambda i: natural[i])
    while waiting:
        column = waiting.pop(0)
        widths[column] = min(natural[column], left / (len(waiting) + 1))
        left -= widths[column]
    return widths


def _largest(fits: Callable[[float], bool], most: float) -> float:
    """The largest value from 0 to `most` that fits, to a hundredth of a point."""
    low, high = 0.0, most
    while high - low > 0.01:  # noqa: PLR2004 -- points; nobody sees less
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
