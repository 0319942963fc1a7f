"""What holds for any text, however strange."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import InputError, ZhituError
from graph_builder.messages import message
from graph_builder.sources.document import PASSAGE_KINDS, text_of
from graph_builder.sources.reader import read_report
from tests.sources.samples import ENOUGH, passage_at, report_text

PARTS = st.sampled_from(
    [
        *("1. 甲", "1.1 乙", "2. 丙", "目录", "前言", "1.1 乙\t3", "挑战 1：庚", "说明：己"),
        *("案例 1【丁】", "案例 2【未闭", "图 1 戊", "表 1 计分卡", "表 6-1 学校专业群"),
        *("\t\t续", "1\ta\tb\tc", "\t专业群名称\t核心专业\t选择对接产业链", "指标\t单位"),
        *(
            "序号\t指标\t单位\t2031年",
            "序号\t学校名称\t学校荣誉",
            "年度\t国家级\t省级",
            "\t一等奖\t一等奖",
        ),
        *("没有写完的一行，", "写完的一句。又一句", "a b", "", "\f", "　", "\t", "\x1c", "《", "”"),
    ]
)
TEXTS = st.one_of(
    st.lists(PARTS, max_size=25).map("\n".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200),
)


@given(TEXTS)
def test_any_text_is_a_document_or_one_clear_error(words: str) -> None:
    text = report_text(words, *ENOUGH)
    try:
        document = read_report(text)
    except ZhituError as error:
        assert error.render("zh") != error.render("en")  # noqa: PT017 -- no error is fine too
        return
    listed = [p.address for p in document.passages]
    assert len(set(listed)) == len(listed)
    assert {p.kind for p in document.passages} <= set(PASSAGE_KINDS)
    for passage in document.passages:
        pieces = [text.text[a:b] for a, b in passage.spans]
        assert all(pieces)
        assert all("\n" not in piece for piece in pieces)
        found = text_of(text.text, passage, document.tables)
        assert (
            "".join(found.split()) == "".join("".join(pieces).split())
            or passage.kind == "table-row"
        )
    for notice in document.notices:
        assert message(notice.key, "zh", **notice.values)
    for printed in document.tables:
        for part, rows in (("header", printed.header), ("row", printed.rows)):
            for n, row in enumerate(rows, 1):
                assert len(row) == len(printed.header[0])
                for c, cell in enumerate(row, 1):
                    address = f"table/{printed.number}/{part}/{n}/column/{c}"
                    assert (address in listed) == bool(cell)
                    if cell:
                        passage = passage_at(document, address)
                        assert text_of(text.text, passage, document.tables) == cell


@given(st.lists(PARTS, max_size=20).map(lambda parts: "\n".join(["1. 始", *parts])))
def test_sentences_tile_their_paragraph(words: str) -> None:
    text = report_text(words, *ENOUGH)
    try:
        document = read_report(text)
    except ZhituError:
        return
    sentences: dict[str, list[str]] = {}
    for p in document.passages:
        if p.kind == "sentence":
            sentences.setdefault(p.address.partition("/sentence/")[0], []).append(
                "".join(text.text[a:b] for a, b in p.spans)
            )
    for p in document.passages:
        if p.kind == "paragraph":
            whole = "".join(text.text[a:b] for a, b in p.spans)
            assert "".join("".join(sentences[p.address]).split()) == "".join(whole.split())


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("。" * 600_000, id="end marks"),
        pytest.param("啊。" * 100_000, id="short sentences"),
        pytest.param("《" * 600_000, id="open titles"),
        pytest.param("”" * 600_000, id="closing marks"),
        pytest.param(("啊，" * 30 + "\n") * 10_000, id="one paragraph of many lines"),
        pytest.param("目录\n" + ("a" + " " * 117 + "b\n") * 10_000, id="spaces in the contents"),
        pytest.param(("图 1 " + " " * 100 + "x\n") * 10_000, id="captions"),
        pytest.param("案例 1【a\n" * 30_000, id="the same case"),
        pytest.param(("指标" + "\tx" * 63 + "\n") * 3_000, id="wide table"),
    ],
)
def test_no_text_makes_the_reader_slow(words: str) -> None:
    began = time.perf_counter()
    try:
        read_report(report_text("1. 甲", words, *ENOUGH))
    except InputError as error:
        assert error.code.startswith(("REPORT", "TABLE"))  # noqa: PT017 -- either end will do
    assert time.perf_counter() - began < 10
