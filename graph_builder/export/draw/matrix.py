"""Draws a matrix: heads of rows at the left, heads of columns above, a cell for what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.draw.drawing import Path, Rect
from graph_builder.export.draw.fitting import shared
from graph_builder.export.draw.shapes import text_at

if TYPE_CHECKING:
    from graph_builder.export.content import Matrix
    from graph_builder.export.draw.drawing import Shape
    from graph_builder.export.draw.face import Face
    from graph_builder.export.draw.layers import Area
    from graph_builder.export.draw.themes import Theme

LARGEST, STEP, LEAD, PAD = 10.0, 0.5, 1.25, 0.55
#: Lines that a head of a column, a head of a row and a cell may take.
HEAD_LINES, ROW_LINES, CELL_LINES = 6, 3, 4
#: Smallest width of a column, in letters.
NARROW = 2.6


def draw_matrix(
    matrix: Matrix, area: Area, least: float, theme: Theme, face: Face
) -> list[Shape] | None:
    """The shapes of the matrix; None when it does not fit with letters of `least` points."""
    size = LARGEST
    while size >= least:
        shapes = _at(matrix, area, size, theme, face, whole=size > least)
        if shapes is not None:
            return shapes
        size -= STEP
    return None


def _at(
    matrix: Matrix, area: Area, size: float, theme: Theme, face: Face, *, whole: bool
) -> list[Shape] | None:
    pad = PAD * size
    texts = {place: face.clean(cell.text) for place, cell in matrix.cells.items()}
    heads = [face.clean(head) for head in (matrix.corner, *matrix.columns)]
    rows = [face.clean(row) for row in matrix.rows]
    natural = [max(face.width(text, size) for text in (heads[0], *rows, "")) + 2 * pad]
    for j, head in enumerate(heads[1:]):
        cells = [text for (_, column), text in texts.items() if column == j]
        needed = max((face.width(text, size) for text in cells), default=0.0)
        head_width = face.width(head, size) / (HEAD_LINES if matrix.shaded else 1)
        # The stroke that makes a head bolder takes a little room.
        word = face.longest(head, size) * 1.03
        natural.append(max(needed, head_width * 1.25, word, NARROW * size) + 2 * pad)
    if len(natural) * NARROW * size > area.w:
        return None
    widths = shared(natural, area.w)
    if sum(widths) < area.w:
        # Free width goes to the columns, in equal parts; a matrix without columns keeps its own.
        more = min(60.0, (area.w - sum(widths)) / len(widths))
        widths = [width + more for width in widths]

    def lines(text: str, column: int, most: int) -> list[str]:
        return face.wrap(text, widths[column] - 2 * pad, size, most) if text else []

    head_lines = [lines(head, j, HEAD_LINES) for j, head in enumerate(heads)]
    row_lines = [lines(row, 0, ROW_LINES) for row in rows]
    cell_lines = {p: lines(text, p[1] + 1, CELL_LINES) for p, text in texts.items()}
    every = [*head_lines, *row_lines, *cell_lines.values()]
    broken = any(
        face.longest(head, size) > width - 2 * pad + 0.01
        for head, width in zip(heads, widths, strict=True)
    )
    if whole and (broken or any(found and found[-1].endswith("…") for found in every)):
        return None
    step, between = LEAD * size, 0.5 * size
    head_height = max(len(found) for found in head_lines) * step + between
    tallest = [len(found) for found in row_lines]
    for (i, _), found in cell_lines.items():
        tallest[i] = max(tallest[i], len(found))
    heights = [max(1, count) * step + between for count in tallest]
    if head_height + sum(heights) > area.h:
        return None
    lefts = [area.x + sum(widths[:j]) for j in range(len(widths))]
    shapes: list[Shape] = []
    y = area.y + head_height
    shapes += [
        text_at(
            face,
            line,
            (lefts[j] + pad, y - between / 2 - (len(found) - k - 0.7) * step),
            size,
            theme.ink,
            heavy=True,
        )
        for j, found in enumerate(head_lines)
        for k, line in enumerate(found)
    ]
    shapes.append(Rect(area.x, y, sum(widths), 0.8, fill=theme.soft))
    for i, height in enumerate(heights):
        shapes += _row(matrix, i, y, height, lefts, widths, theme)
        texts_of_row = [(0, row_lines[i], matrix.rows[i])]
        texts_of_row += [
            (j + 1, cell_lines[i, j], matrix.cells[i, j].title or matrix.cells[i, j].text)
            for j in range(len(matrix.columns))
            if (i, j) in cell_lines
        ]
        for column, found, title in texts_of_row:
            top = y + (height - len(found) * step) / 2
            for k, line in enumerate(found):
                place = (lefts[column] + pad, top + (k + 0.5) * step + 0.37 * size)
                shapes.append(text_at(face, line, place, size, theme.ink, title=title))
        y += height
        shapes.append(Rect(area.x, y, sum(widths), 0.4, fill=theme.rule))
    return shapes


def _row(
    matrix: Matrix,
    row: int,
    y: float,
    height: float,
    lefts: list[float],
    widths: list[float],
    theme: Theme,
) -> list[Shape]:
    """The grounds of the cells of a row that hold something."""
    if not matrix.shaded:
        return []
    shapes: list[Shape] = []
    for j in range(len(matrix.columns)):
        cell = matrix.cells.get((row, j))
        if cell is None or cell.style == "plain":
            continue
        x, w = lefts[j + 1] + 1, widths[j + 1] - 2
        corners = (("M", x, y + 1), ("L", x + w, y + 1), ("L", x + w, y + height - 1))
        steps = (*corners, ("L", x, y + height - 1), ("Z",))
        opacity = 0.24 if cell.style == "stated" else 0.08
        shapes.append(Path(steps, fill=theme.colours[0], opacity=opacity, title=cell.title))
        if cell.style != "stated":
            shapes.append(Path(steps, stroke=theme.colours[0], width=0.7, dash=(4.0, 2.5)))
    return shapes
