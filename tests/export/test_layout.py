"""Pictures as geometry: nothing overlaps, nothing leaves the page, few links cross."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graph_builder.export.content import Band, Bar, Bars, Box, Cell, Group, Layers, Matrix, View
from graph_builder.export.draw.drawing import Rect
from graph_builder.export.draw.face import the_face
from graph_builder.export.draw.order import crossings, ordered
from graph_builder.export.draw.page import draw
from graph_builder.export.draw.sizes import SIZES
from graph_builder.export.draw.stack import stacked
from graph_builder.export.views.selection import Selection
from tests.export.pictures import outside, overlapping, seen, texts

VIEWS = ["flow", "network", "partners", "honours", "programmes", "ontology", "indicators"]
PARTS = [
    ("flow", Selection(school="柳州市旅游学校")),
    ("flow", Selection(industry="汽车类产业（组）")),
    ("partners", Selection(school="市交校")),
    ("network", Selection(around="市交校", hops=2)),
    ("trace", Selection(start="市交校", end="五菱", hops=5)),
    ("trace", Selection(start="市一职校", end="塞尔维亚", hops=3)),
    ("indicators", Selection(table="3")),
    ("question", Selection(question="school_to_industry", values=(("school", "市交校"),))),
    ("question", Selection(question="groups_by_schools")),
    ("question", Selection(question="rules")),
]
CASES = [(name, Selection()) for name in VIEWS] + PARTS


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "part"), CASES)
def test_no_two_labels_overlap_and_all_are_on_the_page(
    name: str, part: Selection, lang: str, size: str
) -> None:
    drawing = draw(seen(name, lang, part), the_face(), "light", size)
    assert overlapping(drawing) == []
    assert outside(drawing) == []
    assert min(text.size for text in texts(drawing)) >= min(5.0, SIZES[size].least)


def test_the_flow_of_a_city_is_whole_on_one_slide() -> None:
    drawing = draw(seen("flow"), the_face(), "light", "slide")
    boxes = [s for s in drawing.shapes if isinstance(s, Rect) and s.stroke]
    # Table 6-1: 5 schools, 22 clusters, 29 core programmes; 32 different industries.
    assert len(boxes) == 5 + 22 + 29 + 32
    assert not [text for text in texts(drawing) if text.text.endswith("…")]


def test_the_best_order_has_no_crossing_where_none_is_needed() -> None:
    rng = random.Random(7)  # noqa: S311 -- the same disorder each time
    columns = [[f"{level}-{i:03}" for i in range(3**level)] for level in range(4)]
    links = [
        (f"{level}-{i // 3:03}", f"{level + 1}-{i:03}", 1.0)
        for level in range(3)
        for i in range(3 ** (level + 1))
    ]
    for column in columns:
        rng.shuffle(column)
    assert crossings(columns, links) > 100
    assert crossings(ordered(columns, links), links) == 0


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 3)), max_size=14))
@settings(max_examples=60, deadline=None)
def test_crossings_are_counted_as_by_hand(links: list[tuple[int, int, int]]) -> None:
    columns = [[f"a{i}" for i in range(7)], [f"b{i}" for i in range(7)]]
    expected = sum(
        w1 * w2
        for (a1, b1, w1), (a2, b2, w2) in itertools.combinations(links, 2)
        if (a1 - a2) * (b1 - b2) < 0
    )
    named = [(f"a{a}", f"b{b}", float(w)) for a, b, w in links]
    assert crossings(columns, named) == expected
    assert crossings(ordered(columns, named), named) <= expected


@given(
    st.lists(st.tuples(st.floats(-50, 900), st.floats(1, 40)), min_size=1, max_size=30),
    st.floats(0, 6),
)
@settings(max_examples=80, deadline=None)
def test_what_is_stacked_keeps_its_order_its_gaps_and_the_room(
    things: list[tuple[float, float]], gap: float
) -> None:
    wanted, sizes = zip(*things, strict=True)
    room = sum(sizes) + gap * (len(sizes) - 1) + 100
    middles = stacked(wanted, sizes, gap, room)
    edges = [(m - s / 2, m + s / 2) for m, s in zip(middles, sizes, strict=True)]
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= room + 1e-6
    assert all(b[0] - a[1] >= gap - 1e-6 for a, b in itertools.pairwise(edges))


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "x" * 10_000,
            "长" * 10_000,
            "<script>alert(1)</script>",
            "\u202e反\u2066向 שלום مرحبا",
            "😀𠮷\x00\x1b[31m",
            "",
            "a-" * 300,
        ]
    ),
)


@given(st.lists(HOSTILE, min_size=2, max_size=24), st.sampled_from(["", "宽"]), st.data())
@settings(max_examples=25, deadline=None)
def test_any_labels_and_links_make_a_page_without_overlap(
    labels: list[str], unit: str, data: st.DataObject
) -> None:
    boxes = [Box(str(i), i % 3, label, "School") for i, label in enumerate(labels)]
    ends = st.tuples(st.sampled_from(boxes), st.sampled_from(boxes), st.integers(1, 9))
    links = data.draw(st.lists(ends, max_size=20))
    bands = [Band(a.key, b.key, "stated", w, a.label) for a, b, w in links if a.column < b.column]
    layers = Layers(["甲", labels[0], ""], boxes, bands, unit)
    page = View("flow", "zh", labels[0], [labels[1]], layers, None, [])
    drawing = draw(page, the_face())
    assert overlapping(drawing) == []
    assert outside(drawing) == []


@given(st.lists(HOSTILE, min_size=1, max_size=12), st.lists(HOSTILE, min_size=1, max_size=8))
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_any_matrix_and_any_bars_make_a_page_without_overlap(
    rows: list[str], columns: list[str]
) -> None:
    cells = {
        (i, j): Cell(rows[(i + j) % len(rows)])
        for i in range(len(rows))
        for j in range(len(columns))
        if (i + j) % 2
    }
    matrix = Matrix("x", rows, columns, cells)
    bars = Bars(
        columns[:2],
        [Group(row, [Bar(-5 + i, row, i % 2), Bar(i, "1")]) for i, row in enumerate(rows)],
    )
    for picture in (matrix, bars):
        drawing = draw(View("x", "zh", "t", [], picture, None, []), the_face())
        assert overlapping(drawing) == []
        assert outside(drawing) == []


def test_fifty_thousand_boxes_are_put_together_and_the_page_says_so() -> None:
    boxes = [Box(f"s{i}", 0, f"学校{i}", "School") for i in range(5_000)]
    boxes += [Box(f"c{i}", 1, f"专业群{i}", "ProgrammeCluster") for i in range(20_000)]
    boxes += [Box(f"i{i}", 2, f"产业{i}", "IndustryTerm") for i in range(25_000)]
    bands = [Band(f"s{i % 5_000}", f"c{i}", "stated", 1 + i % 3) for i in range(20_000)]
    bands += [Band(f"c{i % 20_000}", f"i{i}") for i in range(25_000)]
    layers = Layers(["学校", "专业群", "产业"], boxes, bands, "宽")
    began = time.process_time()
    drawing = draw(View("flow", "zh", "全国", [], layers, None, []), the_face())
    assert time.process_time() - began < 20
    assert overlapping(drawing) == []
    assert len([s for s in drawing.shapes if isinstance(s, Rect) and s.stroke]) <= 3 * 60
    words = " ".join(text.text for text in texts(drawing))
    assert "其余" in words
    assert "放不下" in words
    assert {"学校 · 5000", "专业群 · 20000", "产业 · 25000"} <= {
        text.text for text in texts(drawing)
    }
