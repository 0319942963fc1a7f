"""The legend: what colours, marks, line styles and thickness mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.content import STYLES, Bars, Layers, Matrix
from graph_builder.export.draw.drawing import Rect
from graph_builder.export.draw.shapes import link_shapes, mark, text_at
from graph_builder.export.marks import HUES, MARKS
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.themes import Theme

#: Kinds that the legend can name.
_KNOWN = {*MARKS, "Thing"}
SIZE, ROW, SAMPLE, SPACE = 7.5, 13.0, 26.0, 16.0


def legend(
    picture: Layers | Matrix | Bars, lang: str, left: float, width: float, theme: Theme, face: Face
) -> tuple[list[Shape], float]:
    """The shapes of the legend, its first row beginning at height 0, and the height of all rows."""
    items = _items(picture, lang)
    shapes: list[Shape] = []
    x, row = left, 0
    for sign, words in items:
        sample = {"line": SAMPLE, "mark": 9.0, "": 0.0}[sign[0]]
        clean = face.wrap(face.clean(words), width - sample - 4, SIZE, 1)[0]
        length = sample + 4 + face.width(clean, SIZE)
        if x > left and x + length > left + width:
            x, row = left, row + 1
        middle = row * ROW + ROW / 2
        shapes += _sign(sign, x, middle, theme)
        place = (x + sample + (4 if sample else 0), middle + 0.37 * SIZE)
        shapes.append(text_at(face, clean, place, SIZE, theme.soft))
        x += length + SPACE
    return shapes, (row + 1) * ROW if items else 0.0


_Sign = tuple[str, str, int, bool]


def _items(picture: Layers | Matrix | Bars, lang: str) -> list[tuple[_Sign, str]]:
    """Sign (`line` or `mark`, style or class, colour, filled) and words of each item."""
    items: list[tuple[_Sign, str]] = []
    if isinstance(picture, Layers):
        kinds = list(dict.fromkeys(box.kind for box in picture.boxes if box.kind in _KNOWN))
        by_column = {(box.column, box.kind) for box in picture.boxes}
        if len(by_column) > len({column for column, _ in by_column}):
            items += [(("mark", kind, -1, True), message(f"kind.{kind}", lang)) for kind in kinds]
        styles = {band.style for band in picture.bands}
        filled = bool(picture.unit)
        for style in STYLES:
            if style in styles:
                items.append((("line", style, -1, filled), message(f"style.{style}", lang)))
        if picture.unit:
            items.append((("", "", -1, False), picture.unit))
        if any(box.members > 1 for box in picture.boxes):
            items.append((("", "", -1, False), message("picture-dashed", lang)))
    elif isinstance(picture, Matrix):
        styles = {cell.style for cell in picture.cells.values()}
        if styles & {"derived", "grouped"}:
            for style in STYLES:
                if style in styles:
                    items.append((("line", style, -1, False), message(f"style.{style}", lang)))
    elif len(picture.series) > 1:
        used = {bar.series for group in picture.groups for bar in group.bars}
        items += [
            (("mark", "", HUES[i % len(HUES)], True), name)
            for i, name in enumerate(picture.series)
            if i in used
        ]
    return items


def _sign(sign: _Sign, x: float, y: float, theme: Theme) -> list[Shape]:
    form, name, hue, filled = sign
    if form == "mark":
        if name:
            return [mark(name, x + 4.5, y, 8, theme)]
        return [Rect(x, y - 4, 8, 8, fill=theme.colours[hue])]
    if form == "line":
        if filled:
            band = (
                ("M", x, y - 4),
                ("L", x + SAMPLE, y - 4),
                ("L", x + SAMPLE, y + 4),
                ("L", x, y + 4),
                ("Z",),
            )
            return link_shapes(band, name, theme.edge, theme, "", filled=True)
        line = (("M", x, y), ("L", x + SAMPLE, y))
        return link_shapes(line, name, theme.edge, theme, "", filled=False)
    return []
