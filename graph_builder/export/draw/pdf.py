"""A drawing as a one-page PDF whose text can be searched and copied, with its letters embedded.

Source: ISO 32000-1:2008; CID fonts in 9.7, font programs in 9.9, ToUnicode maps in 9.10.3.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from graph_builder.export.draw.drawing import Drawing, Path, Rect, Shape, Text
from graph_builder.export.draw.fonts import subset
from graph_builder.export.draw.svg import HEAVY, letters, number

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

    from graph_builder.export.draw.face import Face

#: Distance of the control points of a quarter circle, as a part of its radius.
_ROUND = 0.5523


def pdf(drawing: Drawing, face: Face) -> bytes:
    """The drawing as a PDF file; the same drawing gives the same bytes."""
    with subset(face.path, face.number, letters(drawing)) as font:
        return _file(_objects(drawing, font))


def _objects(drawing: Drawing, font: TTFont) -> list[bytes]:
    """Catalogue, page, contents, font and information, as the numbers in them say."""
    codes = _codes(font)
    opacities = sorted({s.opacity for s in drawing.shapes if isinstance(s, Path)})
    states = {value: f"g{i}" for i, value in enumerate(opacities)}
    page = "\n".join(_page(drawing, codes, states))
    cff = "CFF " in font
    program = font.getTableData("CFF ") if cff else _whole(font)
    shades = " ".join(f"/{states[o]} <</ca {number(o)} /CA {number(o)}>>" for o in opacities)
    lang = "zh-CN" if drawing.lang == "zh" else "en"
    kind = "/CIDFontType0" if cff else "/CIDFontType2 /CIDToGIDMap /Identity"
    size = f"[0 0 {number(drawing.width)} {number(drawing.height)}]"
    return [
        f"<</Type /Catalog /Pages 2 0 R /Lang ({lang}) /ViewerPreferences <</DisplayDocTitle true>>"
        " >>".encode(),
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        (
            f"<</Type /Page /Parent 2 0 R /MediaBox {size} /Contents 4 0 R "
            f"/Resources <</Font <</F 5 0 R>> /ExtGState <<{shades}>>>>>>"
        ).encode(),
        _stream(page.encode("ascii")),
        b"<</Type /Font /Subtype /Type0 /BaseFont /ZHITUA+zhitu-sans /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 9 0 R>>",
        (
            f"<</Type /Font /Subtype {kind} /BaseFont /ZHITUA+zhitu-sans /DW 1000 "
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            f"/FontDescriptor 7 0 R /W [{_widths(font, codes)}]>>"
        ).encode(),
        _descriptor(font, cff=cff),
        _stream(program, "/Subtype /CIDFontType0C" if cff else f"/Length1 {len(program)}"),
        _stream(_to_unicode(codes)),
        (
            f"<</Title {_words(drawing.title)} /Subject {_words(drawing.words)} /Creator (zhitu)>>"
        ).encode(),
    ]


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for i, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, content)
    start = len(out)
    digest = hashlib.sha256(out).hexdigest()[:32]
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += (
        f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R "
        f"/ID [<{digest}> <{digest}>]>>\nstartxref\n{start}\n%%EOF\n"
    ).encode()
    return bytes(out)


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    head = f"<</Length {len(packed)} /Filter /FlateDecode {more}>>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _words(text: str) -> str:
    """A text as a string of a PDF: UTF-16 in hexadecimal digits."""
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


def _whole(font: TTFont) -> bytes:
    from graph_builder.export.draw.fonts import as_bytes  # noqa: PLC0415 -- only for TrueType

    return as_bytes(font)


def _codes(font: TTFont) -> dict[str, int]:
    """Letter -> its code in the page: the CID of its glyph, else the glyph's number."""
    glyphs: dict[int, str] = font.getBestCmap()
    keyed = "CFF " in font and hasattr(font["CFF "].cff.topDictIndex[0], "ROS")
    return {
        chr(code): int(name.removeprefix("cid")) if keyed else font.getGlyphID(name)
        for code, name in glyphs.items()
    }


def _widths(font: TTFont, codes: dict[str, int]) -> str:
    glyphs: dict[int, str] = font.getBestCmap()
    units = font["head"].unitsPerEm
    by_code = {
        codes[chr(code)]: font["hmtx"][name][0] * 1000 / units for code, name in glyphs.items()
    }
    return " ".join(f"{code} [{number(width)}]" for code, width in sorted(by_code.items()))


def _descriptor(font: TTFont, *, cff: bool) -> bytes:
    head, heights = font["head"], font["hhea"]
    scale = 1000 / head.unitsPerEm
    corners = (head.xMin, head.yMin, head.xMax, head.yMax)
    box = " ".join(str(round(value * scale)) for value in corners)
    ascent, descent = round(heights.ascent * scale), round(heights.descent * scale)
    return (
        "<</Type /FontDescriptor /FontName /ZHITUA+zhitu-sans /Flags 4 "
        f"/FontBBox [{box}] /ItalicAngle 0 /Ascent {ascent} /Descent {descent} /CapHeight 733 "
        f"/StemV 80 {'/FontFile3' if cff else '/FontFile2'} 8 0 R>>"
    ).encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    blocks = "".join(
        f"{len(pairs[i : i + 100])} beginbfchar\n" + "\n".join(pairs[i : i + 100]) + "\nendbfchar\n"
        for i in range(0, len(pairs), 100)
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CMapName /zhitu def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{blocks}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _page(drawing: Drawing, codes: dict[str, int], states: dict[float, str]) -> list[str]:
    """The operators of the page; the first turns the axis to point downwards."""
    ground = Rect(0, 0, drawing.width, drawing.height, fill=drawing.ground)
    lines = [f"1 0 0 -1 0 {number(drawing.height)} cm"]
    for shape in (ground, *drawing.shapes):
        lines += ["q", *_shape(shape, codes, states), "Q"]
    return lines


def _shape(shape: Shape, codes: dict[str, int], states: dict[float, str]) -> list[str]:
    if isinstance(shape, Text):
        if not shape.text:
            return []
        mode = f"2 Tr {number(shape.size * HEAVY)} w" if shape.heavy else "0 Tr"
        text = "".join(f"{codes[letter]:04x}" for letter in shape.text)
        place = f"1 0 0 -1 {number(shape.x)} {number(shape.y)} Tm"
        colour = f"{_colour(shape.fill)} rg {_colour(shape.fill)} RG"
        return [f"{colour} BT /F {number(shape.size)} Tf {mode} {place} <{text}> Tj ET"]
    lines = [f"/{states[shape.opacity]} gs"] if isinstance(shape, Path) else []
    if shape.fill:
        lines.append(f"{_colour(shape.fill)} rg")
    if shape.stroke:
        dash = " ".join(number(d) for d in shape.dash)
        lines.append(f"{_colour(shape.stroke)} RG {number(shape.width)} w [{dash}] 0 d")
    steps = shape.steps if isinstance(shape, Path) else _corners(shape)
    lines += [
        "h" if step[0] == "Z" else f"{' '.join(number(float(v)) for v in step[1:])} {_OPS[step[0]]}"
        for step in steps
    ]
    paint = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
    return [*lines, paint[bool(shape.fill), bool(shape.stroke)]]


_OPS: dict[str | float, str] = {"M": "m", "L": "l", "C": "c"}


def _corners(rect: Rect) -> tuple[tuple[str | float, ...], ...]:
    x, y, right, bottom = rect.x, rect.y, rect.x + rect.w, rect.y + rect.h
    r = min(rect.radius, rect.w / 2, rect.h / 2)
    if not r:
        return (("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",))
    k = r - r * _ROUND
    return (
        ("M", x + r, y),
        ("L", right - r, y),
        ("C", right - k, y, right, y + k, right, y + r),
        ("L", right, bottom - r),
        ("C", right, bottom - k, right - k, bottom, right - r, bottom),
        ("L", x + r, bottom),
        ("C", x + k, bottom, x, bottom - k, x, bottom - r),
        ("L", x, y + r),
        ("C", x, y + k, x + k, y, x + r, y),
        ("Z",),
    )


def _colour(code: str) -> str:
    return " ".join(number(int(code[i : i + 2], 16) / 255) for i in (1, 3, 5))
