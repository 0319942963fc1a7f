"""Views as pictures: SVG, PNG, PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_builder.export.content import View

FORMATS = ("svg", "png", "pdf")


def picture(view: View, form: str, theme: str = "light", size: str = "") -> bytes:
    """The picture of a view in one of `FORMATS`; the same view gives the same bytes.

    Args:
        view: What to draw.
        form: One of `FORMATS`.
        theme: `light`, `dark` or `print`.
        size: `a4`, `a4-landscape` or `slide`; blank for the A4 that holds it.

    Raises:
        OutputError: No font (`FONT-NONE`), no rasteriser (`EXPORT-NEEDS`), no room
            (`PICTURE-ROOM`).
    """
    from graph_builder.export.draw.face import the_face  # noqa: PLC0415 -- only for pictures
    from graph_builder.export.draw.page import draw  # noqa: PLC0415 -- as above

    face = the_face()
    drawing = draw(view, face, theme, size)
    if form == "pdf":
        from graph_builder.export.draw.pdf import pdf  # noqa: PLC0415 -- as above

        return pdf(drawing, face)
    if form == "png":
        from graph_builder.export.draw.png import png  # noqa: PLC0415 -- as above

        return png(drawing, face)
    from graph_builder.export.draw.svg import svg  # noqa: PLC0415 -- as above

    return svg(drawing, face).encode()
