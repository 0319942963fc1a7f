"""Pictures as files: read back, searchable, and right where no Chinese font is installed."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from string import ascii_letters
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdf
import pytest
import resvg_py

from graph_builder.errors import OutputError
from graph_builder.export.draw import fonts
from graph_builder.export.draw.drawing import Drawing
from graph_builder.export.draw.face import Face, the_face
from graph_builder.export.draw.page import draw
from graph_builder.export.draw.shapes import text_at
from graph_builder.export.draw.sizes import SIZES
from graph_builder.export.draw.svg import svg
from graph_builder.export.draw.themes import THEMES
from graph_builder.export.formats.pictures import picture
from graph_builder.export.render import render
from tests.export.browser import start
from tests.export.pictures import seen, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NS = "{http://www.w3.org/2000/svg}"
#: A configuration in which fontconfig finds no font at all.
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser on a machine whose only font has Latin letters; without any it draws no text."""
    folder = tmp_path_factory.mktemp("fonts")
    face = the_face()
    (folder / "latin.otf").write_bytes(fonts.subset_file(face.path, face.number, ascii_letters))
    path = folder / "fonts.conf"
    places = f"<dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>"
    path.write_text(NO_FONTS.replace("</fontconfig>", places), "utf-8")
    old = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(path)
    try:
        yield from start()
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if old is not None:
            os.environ["FONTCONFIG_FILE"] = old


def pixels(data: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of RGBA (or RGB) bytes of a PNG file that holds no palette."""
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    step = {2: 3, 6: 4}[kind]
    packed = b"".join(
        data[
            m.start() + 4 : m.start() + 4 + struct.unpack(">I", data[m.start() - 4 : m.start()])[0]
        ]
        for m in re.finditer(b"IDAT", data)
        if _is_chunk(data, m.start())
    )
    raw, rows, last = zlib.decompress(packed), [], bytes(width * step)
    for y in range(height):
        start_of = y * (width * step + 1)
        line = bytearray(raw[start_of + 1 : start_of + 1 + width * step])
        _unfilter(raw[start_of], line, last, step)
        last = bytes(line)
        rows.append(last)
    return width, height, rows


def _is_chunk(data: bytes, at: int) -> bool:
    size = struct.unpack(">I", data[at - 4 : at])[0]
    end = at + 4 + size
    return data[end : end + 4] == struct.pack(">I", zlib.crc32(data[at:end]))


def _unfilter(kind: int, line: bytearray, last: bytes, step: int) -> None:
    """Undo the filter of one row; PNG specification, 9.2."""
    for i in range(len(line)):
        a = line[i - step] if i >= step else 0
        b = last[i]
        c = last[i - step] if i >= step else 0
        near = a + b - c
        paeth = min((abs(near - a), 0, a), (abs(near - b), 1, b), (abs(near - c), 2, c))[2]
        line[i] = (line[i] + (0, a, b, (a + b) // 2, paeth)[kind]) & 255


def ink(data: bytes) -> list[list[bool]]:
    """Whether each pixel of a picture is darker than half."""
    width, _, rows = pixels(data)
    step = len(rows[0]) // width
    return [[row[x * step] < 128 for x in range(width)] for row in rows]


def shot(browser: Browser, content: str, width: int, height: int) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        page.set_content(f'<body style="margin:0">{content}</body>')
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(150)
        return page.screenshot()
    finally:
        page.close()


SAMPLE = "职业教育专业群产业链"


def sample(face: Face, *, embed: bool) -> str:
    """Ten large letters in one line."""
    line = text_at(face, SAMPLE, (10, 40), 28, "#000000")
    drawing = Drawing(310, 60, "#ffffff", [line], "t", "", "zh")
    return svg(drawing, face, embed=embed).replace('"310pt"', '"310"').replace('"60pt"', '"60"')


def alike(a: list[list[bool]], b: list[list[bool]]) -> float:
    """Part of the dark pixels of one picture that the other has there or next to it."""
    dark = [(x, y) for y, row in enumerate(a) for x, found in enumerate(row) if found]
    near = [
        any(
            b[v][u]
            for v in range(max(0, y - 1), min(len(b), y + 2))
            for u in range(max(0, x - 1), min(len(b[0]), x + 2))
        )
        for x, y in dark
    ]
    return sum(near) / max(1, len(dark))


def test_chinese_in_an_svg_file_is_right_where_no_font_is_installed(
    bare: Browser, tmp_path: Path
) -> None:
    face = the_face()
    font = tmp_path / "font.otf"
    font.write_bytes(fonts.subset_file(face.path, face.number, SAMPLE))
    expected = bytes(
        resvg_py.svg_to_bytes(
            svg_string=sample(face, embed=False), font_files=[str(font)], skip_system_fonts=True
        )
    )
    good = ink(shot(bare, sample(face, embed=True), 310, 60))
    assert sum(map(sum, good)) > 500
    assert alike(ink(expected), good) > 0.95
    assert alike(good, ink(expected)) > 0.95
    bad = ink(shot(bare, sample(face, embed=False), 310, 60))
    assert alike(ink(expected), bad) < 0.6, "the machine has a Chinese font after all"


def test_png_uses_the_given_font_and_none_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS, "utf-8")
    code = (
        "import sys; from graph_builder.export.formats.pictures import picture;"
        "from tests.export.pictures import seen;"
        "sys.stdout.buffer.write(picture(seen('programmes'), 'png'))"
    )
    bare = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env=bare,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == picture(seen("programmes"), "png")


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_two_pixels_for_each_point(size: str) -> None:
    data = picture(seen("programmes"), "png", "light", size)
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == pytest.approx((2 * SIZES[size].width, 2 * SIZES[size].height), abs=1)


@pytest.mark.parametrize("name", ["flow", "honours"])
def test_the_text_of_a_pdf_can_be_searched_and_its_font_is_embedded(name: str) -> None:
    drawing = draw(seen(name), the_face())
    reader = pypdf.PdfReader(io.BytesIO(picture(seen(name), "pdf")), strict=True)
    (page,) = reader.pages
    assert (page.mediabox.width, page.mediabox.height) == pytest.approx(
        (drawing.width, drawing.height), abs=0.01
    )
    found = re.sub(r"\s", "", page.extract_text())
    assert [t.text for t in texts(drawing) if re.sub(r"\s", "", t.text) not in found] == []
    font = page["/Resources"]["/Font"]["/F"]["/DescendantFonts"][0]  # type: ignore[index]
    assert len(font["/FontDescriptor"]["/FontFile3"].get_data()) > 1_000
    assert reader.metadata is not None
    assert reader.metadata.title == seen(name).title


def test_an_svg_file_runs_nothing_and_fetches_nothing() -> None:
    root = ET.fromstring(picture(seen("partners"), "svg"))  # noqa: S314 -- our own file
    names = {element.tag.removeprefix(NS) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "path", "text"}
    style = root.findtext(f"{NS}style") or ""
    assert re.findall(r"url\((?!data:font/woff;base64,)", style) == []
    assert not [k for e in root.iter() for k in e.attrib if "href" in k or k.startswith("on")]


def test_what_is_cut_can_be_read_whole_on_hovering() -> None:
    root = ET.fromstring(picture(seen("network"), "svg"))  # noqa: S314 -- our own file
    shown = {(e.find(f"{NS}title"), e) for e in root.iter(f"{NS}text")}
    cut = [t.text for t, e in shown if "".join(e.itertext()).endswith("…") and t is not None]
    assert "广西（柳州）汽车产教联合体" in cut


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_told_from_its_ground_in_every_theme(theme: str) -> None:
    """WCAG 2.1: 4.5 to 1 for text, 3 to 1 for what carries meaning."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(a: str, b: str) -> float:
        low, high = sorted((light(a), light(b)))
        return (high + 0.05) / (low + 0.05)

    one = THEMES[theme]
    for ground in (one.ground, one.surface):
        assert contrast(one.ink, ground) >= 7
        assert contrast(one.soft, ground) >= 4.5
        assert min(contrast(colour, ground) for colour in one.colours) >= 3
        assert contrast(one.edge, ground) >= 2.9


def test_derived_and_counted_links_differ_from_stated_ones_and_the_legend_says_so() -> None:
    root = ET.fromstring(picture(seen("partners"), "svg"))  # noqa: S314 -- our own file
    dashes = {e.get("stroke-dasharray") for e in root.iter(f"{NS}path")}
    assert len(dashes) == 2
    words = {"".join(e.itertext()) for e in root.iter(f"{NS}text")}
    assert {"报告所载", "合并计数"} <= words


FONT_NONE = """
import sys
from graph_builder.export.draw import fonts
fonts.SYSTEM_FONTS = ()
sys.modules["pylopdf_fonts_zh_cn"] = None
from graph_builder.cli import main
sys.exit(main(["export", "flow", "-o", "n.svg", *sys.argv[1:]]))
"""


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有可以写中文的字体"), ("en", "no font with")])
def test_without_any_font_the_remedy_is_told(tmp_path: Path, lang: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FONT_NONE, "--lang", lang],
        capture_output=True,
        check=False,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "zhitu[pictures]" in done.stderr
    assert "[FONT-NONE]" in done.stderr
    assert not (tmp_path / "n.svg").exists()


@pytest.mark.parametrize(
    "content", [pytest.param(b"no font", id="damaged"), pytest.param(None, id="missing")]
)
def test_a_font_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "my.otf"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("ZHITU_FONT", str(path))
    with pytest.raises(OutputError) as caught:
        the_face()
    assert caught.value.code == "FONT-FILE"
    assert "my.otf" in caught.value.render("zh")


def test_a_font_of_the_system_will_do() -> None:
    found = next(((p, n) for p, n in fonts.SYSTEM_FONTS if Path(p).is_file()), None)
    if found is None:
        pytest.skip("there is no Chinese font in the system (apt-get install fonts-noto-cjk)")
    face = Face(*found)
    drawing = draw(seen("programmes"), face)
    assert len(svg(drawing, face)) > 20_000


@pytest.mark.parametrize(
    ("form", "module", "extra"),
    [("png", "resvg_py", "pictures"), ("parquet", "pyarrow", "parquet")],
)
def test_a_library_that_is_missing_is_told_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, form: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(OutputError) as caught:
        render(seen("programmes"), form)
    assert caught.value.code == "EXPORT-NEEDS"
    assert f"pip install 'zhitu[{extra}]'" in caught.value.render("zh")
