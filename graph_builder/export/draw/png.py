"""A drawing as PNG, made from its SVG with the font file given to the rasteriser."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.errors import OutputError
from graph_builder.export.draw.fonts import FAMILY, subset_file
from graph_builder.export.draw.svg import letters, svg

if TYPE_CHECKING:
    from graph_builder.export.draw.drawing import Drawing
    from graph_builder.export.draw.face import Face

#: Pixels for each point: a slide of 960 × 540 points fills a screen of 1920 × 1080 pixels.
SCALE = 2.0


def png(drawing: Drawing, face: Face, *, scale: float = SCALE) -> bytes:
    """The drawing as a picture of `scale` pixels for each point; no font of the system is used.

    Raises:
        OutputError: `EXPORT-NEEDS`: the rasteriser is not installed.
    """
    try:
        resvg = import_module("resvg_py")
    except ImportError as error:
        raise OutputError("EXPORT-NEEDS", None, format="PNG", extra="pictures") from error
    font = subset_file(face.path, face.number, letters(drawing))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "font.otf"
        path.write_bytes(font)
        return bytes(
            resvg.svg_to_bytes(
                svg_string=svg(drawing, face, embed=False),
                font_files=[str(path)],
                font_family=FAMILY,
                skip_system_fonts=True,
                dpi=72,
                zoom=scale,
            )
        )
