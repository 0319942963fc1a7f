"""A matrix or bars as one offline HTML file: search, filters, places on click, both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.content import Bars, Matrix
from graph_builder.export.html import Frame, asset, document
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.export.content import View

#: Rows that a page shows; a table of more is for a spreadsheet.
MOST_ROWS = 2_000
#: Characters of a name and of what is said of it; nobody reads more in a cell.
LONGEST, LONGEST_SAID = 300, 4_000
#: Texts of the page, by key in the message catalogue.
_TEXTS = (
    *("close", "language", "none", "board-search", "board-column", "board-any-column"),
    *("board-plain", "board-any", "board-section", "board-all-sections", "board-shown"),
    *(
        "board-save",
        "board-evidence",
        "board-no-evidence",
        "board-row",
        "board-value",
        "board-hint",
    ),
    *("board-stage", "board-cell"),
)


def board(view: View) -> str:
    """A self-contained page of a view whose picture is a matrix or bars.

    Where the view has a twin in the other language, the reader can change to it.
    """
    sides = {v.lang: v for v in (view, view.twin) if v is not None and v.picture is not None}
    body = (
        '<details id="legend"></details>\n'
        '<main><div id="stage" tabindex="0" role="region"></div>'
        '<aside id="panel" hidden></aside></main>\n'
    )
    frame = Frame(view.lang, _clean(view.title), message("viewer.board-noscript", view.lang))
    data = {"lang": view.lang, "sides": {lang: _side(v) for lang, v in sides.items()}}
    return document(frame, body, data, asset("board.js"), asset("viewer.css") + asset("board.css"))


def _side(view: View) -> dict[str, object]:
    """What the page shows in one language."""
    notes = [*view.notes]
    rows = _rows(view.picture)
    if len(rows) > MOST_ROWS:
        notes.append(message("viewer.board-cut", view.lang, count=len(rows), most=MOST_ROWS))
    picture = view.picture
    matrix = picture if isinstance(picture, Matrix) else None
    heads = [*matrix.columns] if matrix else [*picture.series] if isinstance(picture, Bars) else []
    return {
        "title": _clean(view.title),
        "notes": [_clean(note) for note in notes],
        "texts": {key: message(f"viewer.{key}", view.lang) for key in _TEXTS},
        "corner": _clean(matrix.corner) if matrix else "",
        "bars": matrix is None,
        "heads": [_clean(head) for head in heads],
        "rows": rows[:MOST_ROWS],
    }


def _rows(picture: object) -> list[list[object]]:
    """Rows as name, section, and cells of column, text, style, what is said, length of the bar."""
    if isinstance(picture, Matrix):
        cells: dict[int, list[list[object]]] = {}
        for (row, column), cell in sorted(picture.cells.items()):
            said = [column, _clean(cell.text), cell.style, _clean(cell.title, LONGEST_SAID)]
            cells.setdefault(row, []).append(said)
        return [[_clean(name), "", cells.get(n, [])] for n, name in enumerate(picture.rows)]
    if not isinstance(picture, Bars):
        return []
    longest: dict[str, float] = {}
    for group in picture.groups:
        most = max((abs(bar.value) for bar in group.bars), default=0.0)
        longest[group.section] = max(longest.get(group.section, 0.0), most)
    return [
        [
            _clean(group.label),
            _clean(group.section),
            [
                [
                    bar.series,
                    _clean(bar.text),
                    "stated",
                    _clean(bar.title, LONGEST_SAID),
                    round(100 * max(0.0, bar.value) / (longest[group.section] or 1.0), 2),
                ]
                for bar in group.bars
            ],
        ]
        for group in picture.groups
    ]


def _clean(text: str, most: int = LONGEST) -> str:
    """A text without what is neither seen nor a line, cut where nobody would read on."""
    kept = "".join(c if c.isprintable() or c in "\n\u200d" else "\ufffd" for c in text)
    return kept if len(kept) <= most else f"{kept[:most]}……"
