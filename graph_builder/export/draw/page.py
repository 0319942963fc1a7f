"""Lays a view out on a page: title, picture, legend, and the lines that say where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.errors import OutputError
from graph_builder.export.content import Bars, Layers, Matrix
from graph_builder.export.draw.bars import draw_bars
from graph_builder.export.draw.drawing import Drawing, Path, Rect
from graph_builder.export.draw.layers import Area, draw_layers
from graph_builder.export.draw.legend import legend
from graph_builder.export.draw.matrix import draw_matrix
from graph_builder.export.draw.merge import smaller
from graph_builder.export.draw.shapes import text_at
from graph_builder.export.draw.sizes import SIZES
from graph_builder.export.draw.table import as_matrix
from graph_builder.export.draw.themes import THEMES
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.export.content import View
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.sizes import Size
    from graph_builder.export.draw.themes import Theme

TITLE, NOTE, LEAD = 15.0, 7.5, 1.4
#: Tried in this order when no size is asked for.
_TRIED = ("a4-landscape", "a4")


def draw(view: View, face: Face, theme: str = "light", size: str = "") -> Drawing:
    """The page of a view.

    Args:
        view: What to draw.
        face: The font.
        theme: One of `THEMES`.
        size: One of `SIZES`; blank for A4, upright where only that holds everything.

    Raises:
        OutputError: `PICTURE-ROOM`: however much is put together, the page does not hold it.
    """
    tries = [size] if size else list(_TRIED)
    for picture, notes in _pictures(view):
        for name in tries:
            found = _drawn(view, picture, notes, SIZES[name], THEMES[theme], face)
            if found is not None:
                return found
    raise OutputError("PICTURE-ROOM", None, view=view.name)


def _pictures(view: View) -> Iterator[tuple[Layers | Matrix | Bars, list[str]]]:
    """The picture and smaller ones, each with what has to be said of it."""
    picture = view.picture or as_matrix(view.tables[0])
    if isinstance(picture, Layers):
        yield from smaller(picture, view.lang)
        return
    yield picture, []
    count = len(picture.rows if isinstance(picture, Matrix) else picture.groups)
    for kept in (60, 45, 34, 26, 20, 14, 9, 5):
        if kept < count:
            words = message("picture-first", view.lang, kept=kept, count=count)
            if isinstance(picture, Bars):
                yield picture._replace(groups=picture.groups[:kept]), [words]
            else:
                cells = {place: c for place, c in picture.cells.items() if place[0] < kept}
                yield picture._replace(rows=picture.rows[:kept], cells=cells), [words]


def _drawn(
    view: View,
    picture: Layers | Matrix | Bars,
    notes: list[str],
    size: Size,
    theme: Theme,
    face: Face,
) -> Drawing | None:
    left, width = size.margin, size.width - 2 * size.margin
    shapes: list[Shape] = []
    y = size.margin
    for line in face.wrap(face.clean(view.title), width, TITLE, 2):
        y += TITLE
        shapes.append(
            text_at(face, line, (left, y), TITLE, theme.ink, heavy=True, title=view.title)
        )
        y += TITLE * 0.3
    bottom = size.height - size.margin
    foot, height = _foot([*notes, *view.notes], left, width, bottom, theme, face)
    key, key_height = legend(picture, view.lang, left, width, theme, face)
    area = Area(left, y + 8, width, bottom - height - key_height - y - 18)
    body = _body(picture, area, size.least, theme, face) if area.h > 0 else None
    if body is None:
        return None
    shapes += body
    shapes += [_moved(shape, area.y + area.h + 8) for shape in key]
    words = " ".join([*notes, *view.notes])
    return Drawing(
        size.width, size.height, theme.ground, [*shapes, *foot], view.title, words, view.lang
    )


def _body(
    picture: Layers | Matrix | Bars, area: Area, least: float, theme: Theme, face: Face
) -> list[Shape] | None:
    if isinstance(picture, Layers):
        return draw_layers(picture, area, least, theme, face)
    if isinstance(picture, Matrix):
        return draw_matrix(picture, area, least, theme, face)
    return draw_bars(picture, area, least, theme, face)


def _foot(
    notes: list[str], left: float, width: float, bottom: float, theme: Theme, face: Face
) -> tuple[list[Shape], float]:
    """The notes at the foot of the page, above a thin line, and the height that they take."""
    lines = [line for note in notes for line in face.wrap(face.clean(note), width, NOTE, 3)]
    height = len(lines) * NOTE * LEAD + 6
    top = bottom - height
    shapes: list[Shape] = [Rect(left, top, width, 0.5, fill=theme.rule)]
    for i, line in enumerate(lines):
        base = top + 6 + (i + 0.75) * NOTE * LEAD
        shapes.append(text_at(face, line, (left, base), NOTE, theme.soft))
    return shapes, height


def _moved(shape: Shape, down: float) -> Shape:
    """A shape of the legend, which is laid out from 0, at its place."""
    if isinstance(shape, Path):
        steps = tuple(
            tuple(v + down if i and i % 2 == 0 else v for i, v in enumerate(step))  # type: ignore[operator]
            for step in shape.steps
        )
        return shape._replace(steps=steps)
    return shape._replace(y=shape.y + down)
