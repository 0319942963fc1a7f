"""A drawing as SVG, with the part of the font that it needs inside the file."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from graph_builder.export.draw.drawing import Drawing, Path, Rect, Shape, Text
from graph_builder.export.draw.fonts import FAMILY, subset_file

if TYPE_CHECKING:
    from graph_builder.export.draw.face import Face

#: For programs that do not read the font inside an SVG file, such as office suites.
FALLBACK = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
#: Stroke that makes a letter bolder, as a part of its size.
HEAVY = 0.028


def svg(drawing: Drawing, face: Face, *, embed: bool = True) -> str:
    """The drawing as an SVG document; nothing in it can run or fetch anything.

    Args:
        drawing: What to draw; its texts are clean for `face`.
        face: The font that it was laid out with.
        embed: Put the letters that it needs into the file.
    """
    width, height = number(drawing.width), number(drawing.height)
    style = f"text{{font-family:{escape(chr(34) + FAMILY + chr(34))},{FALLBACK};white-space:pre}}"
    if embed:
        font = subset_file(face.path, face.number, letters(drawing), "woff")
        data = base64.b64encode(font).decode()
        source = f"url(data:font/woff;base64,{data}) format('woff')"
        style = f"@font-face{{font-family:'{FAMILY}';src:{source}}}{style}"
    lang = "zh-CN" if drawing.lang == "zh" else "en"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" xml:lang="{lang}" lang="{lang}">',
        f"<title>{escape(drawing.title)}</title>",
        f"<desc>{escape(drawing.words)}</desc>",
        f"<style>{style}</style>",
        f'<rect width="{width}" height="{height}" fill="{drawing.ground}"/>',
        *(_shape(shape) for shape in drawing.shapes),
        "</svg>\n",
    ]
    return "\n".join(parts)


def letters(drawing: Drawing) -> str:
    """Every letter that the drawing shows, in order, each once."""
    return "".join(sorted({c for s in drawing.shapes if isinstance(s, Text) for c in s.text}))


def number(value: float) -> str:
    """A length with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _shape(shape: Shape) -> str:
    if isinstance(shape, Text):
        stroke = ""
        if shape.heavy:
            width = number(shape.size * HEAVY)
            stroke = f' stroke="{shape.fill}" stroke-width="{width}"'
        head = (
            f'<text x="{number(shape.x)}" y="{number(shape.y)}" '
            f'font-size="{number(shape.size)}" fill="{shape.fill}"{stroke}>'
        )
        return f"{head}{_title(shape.title)}{escape(shape.text, quote=False)}</text>"
    fill = f'fill="{shape.fill or "none"}"'
    if shape.stroke:
        fill += f' stroke="{shape.stroke}" stroke-width="{number(shape.width)}"'
    if shape.dash:
        fill += f' stroke-dasharray="{" ".join(number(d) for d in shape.dash)}"'
    if isinstance(shape, Rect):
        box = (
            f'x="{number(shape.x)}" y="{number(shape.y)}" '
            f'width="{number(shape.w)}" height="{number(shape.h)}"'
        )
        corner = f' rx="{number(shape.radius)}"' if shape.radius else ""
        return _closed("rect", f"{box}{corner} {fill}", shape.title)
    if shape.opacity < 1:
        kind = "fill" if shape.fill else "stroke"
        fill += f' {kind}-opacity="{number(shape.opacity)}"'
    return _closed("path", f'd="{_steps(shape)}" {fill}', shape.title)


def _closed(name: str, attributes: str, title: str) -> str:
    if not title:
        return f"<{name} {attributes}/>"
    return f"<{name} {attributes}>{_title(title)}</{name}>"


def _title(title: str) -> str:
    return f"<title>{escape(title, quote=False)}</title>" if title else ""


def _steps(path: Path) -> str:
    return "".join(
        str(step[0]) + " ".join(number(float(value)) for value in step[1:]) for step in path.steps
    )
