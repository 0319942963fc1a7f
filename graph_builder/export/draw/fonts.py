"""The font of the pictures: where it is found, and the part of it that a picture needs."""

from __future__ import annotations

import io
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.errors import OutputError, Place

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

#: Name that a picture gives to its font; no machine has one of that name.
FAMILY = "zhitu sans"
#: Where systems keep a font with Chinese letters, and the number of the Chinese face in the file.
SYSTEM_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", 2),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("C:/Windows/Fonts/simhei.ttf", 0),
)
#: A font must hold these to count as Chinese.
_NEEDED = "职业教育a1"


def find_font() -> tuple[str, int]:
    """The font file to draw with, and the number of the face in it.

    `ZHITU_FONT` names one; else the one of the extra `pictures`; else the system's.

    Raises:
        OutputError: `FONT-NONE`: there is none; `FONT-FILE`: `ZHITU_FONT` names none.
    """
    named = os.environ.get("ZHITU_FONT")
    if named:
        if not Path(named).is_file():
            raise OutputError("FONT-FILE", Place(named), reason="ZHITU_FONT")
        return named, 0
    try:
        bundled = import_module("pylopdf_fonts_zh_cn")
    except ImportError:
        pass
    else:
        return str(bundled.sans_path()), 0
    for path, number in SYSTEM_FONTS:
        if Path(path).is_file():
            return path, number
    raise OutputError("FONT-NONE", None)


def open_font(path: str, number: int) -> TTFont:
    """Open one face of a font file.

    Raises:
        OutputError: `FONT-FILE`: it is damaged, or has no Chinese letters.
    """
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 -- only for pictures

    handle = None
    try:
        handle = Path(path).open("rb")  # noqa: SIM115 -- the font closes it
        font = TTFont(handle, fontNumber=number, lazy=True, recalcTimestamp=False)
        known = font.getBestCmap()
    except (TTLibError, OSError, ValueError) as error:
        if handle is not None:
            handle.close()
        raise OutputError("FONT-FILE", Place(path), reason=str(error)) from error
    if not all(ord(letter) in known for letter in _NEEDED):
        font.close()
        raise OutputError("FONT-FILE", Place(path), reason=_NEEDED)
    return font


def subset(path: str, number: int, letters: str) -> TTFont:
    """The part of a font that draws these letters, under the name `FAMILY`; as small as can be.

    Whoever asks for it closes it.
    """
    from fontTools import subset as cut  # noqa: PLC0415 -- only for pictures
    from fontTools.ttLib import newTable  # noqa: PLC0415 -- as above

    font = open_font(path, number)
    options = cut.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    cutter = cut.Subsetter(options)
    cutter.populate(text=letters or " ")
    cutter.subset(font)
    font["name"] = names = newTable("name")
    names.names = []
    for number_of_name, words in ((1, FAMILY), (2, "Regular"), (4, FAMILY), (6, "zhitu-sans")):
        names.setName(words, number_of_name, 3, 1, 0x409)
    return font


def subset_file(path: str, number: int, letters: str, flavour: str | None = None) -> bytes:
    """The part of a font that draws these letters, as a file; see `subset` and `as_bytes`."""
    with subset(path, number, letters) as font:
        return as_bytes(font, flavour)


def as_bytes(font: TTFont, flavour: str | None = None) -> bytes:
    """The font as a file: `woff` for pages, None for the plain form."""
    out = io.BytesIO()
    font.flavor = flavour
    font.save(out)
    return out.getvalue()
