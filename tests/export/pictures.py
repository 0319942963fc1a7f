"""What the tests of pictures share: the graph of the bundled report, and boxes on a page."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

from graph_builder.export.draw.drawing import Drawing, Rect, Text, text_box
from graph_builder.export.views.registry import view
from graph_builder.export.views.selection import ALL, Selection
from graph_builder.graph.access import open_graph

if TYPE_CHECKING:
    from graph_builder.export.content import View
    from graph_builder.graph.access import Graph

Area = tuple[float, float, float, float]
#: Points; what rounding may do.
SLACK = 0.1


@cache
def report() -> Graph:
    return open_graph()


@cache
def seen(name: str, lang: str = "zh", selection: Selection = ALL) -> View:
    """A view of the bundled report; made once."""
    return view(report(), name, selection, lang)


def texts(drawing: Drawing) -> list[Text]:
    return [shape for shape in drawing.shapes if isinstance(shape, Text)]


def overlap(a: Area, b: Area) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other."""
    found = sorted(texts(drawing), key=lambda text: text.x)
    return [
        (a.text, b.text)
        for a, b in itertools.combinations(found, 2)
        if overlap(text_box(a), text_box(b))
    ]


def outside(drawing: Drawing) -> list[str]:
    """Texts and boxes that leave the page."""
    areas = [(text.text, text_box(text)) for text in texts(drawing)]
    areas += [
        (shape.title, (shape.x, shape.y, shape.x + shape.w, shape.y + shape.h))
        for shape in drawing.shapes
        if isinstance(shape, Rect)
    ]
    return [
        name
        for name, (left, top, right, bottom) in areas
        if left < -SLACK
        or top < -SLACK
        or right > drawing.width + SLACK
        or bottom > drawing.height + SLACK
    ]
