"""A school's short name that two cities use: the schools are listed, or the city said decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.synthetic import city, write_report
from graph_builder.ask.abbreviated import Schools
from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.plain import read_sentence
from graph_builder.ask.understand import Reader
from graph_builder.errors import QueryError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.library.opened import OpenedGraph
from graph_builder.names import ID

if TYPE_CHECKING:
    from graph_builder.ask.understand import Understanding

OTHER = city(0)
TRANSPORT = f"{ID}school/liu-zhou-shi-jiao-tong-xue-xiao"
OTHER_TRANSPORT = f"{ID}school/{OTHER.slug}-shi-jiao-tong-xue-xiao"


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedGraph:
    """Liuzhou, and a made-up city whose schools have the same short names."""
    folder = write_report(tmp_path_factory.mktemp("city"), 0)
    for path in folder.rglob("*.csv"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(f"{OTHER.name}(市一职校|市交校)", r"\1", text), "utf-8")
    return EmbeddedGraph(build_graph([*default_sources(), folder]).store)


@pytest.fixture(scope="module")
def reader(two_cities: EmbeddedGraph) -> Reader:
    return Reader(two_cities, list(bundled_questions().values()))


def schools_of(understanding: Understanding) -> object:
    best = understanding.chosen or understanding.lacking
    assert best is not None
    return best.values.get("school") or best.several["school"]


@pytest.mark.parametrize("sentence", ["市交校对接哪些产业", "交通学校对接哪些产业"])
def test_a_name_of_two_schools_fills_nothing_and_names_both(reader: Reader, sentence: str) -> None:
    understanding = reader.understand(sentence)
    assert understanding.chosen is None
    assert schools_of(understanding) == (OTHER_TRANSPORT, TRANSPORT)


@pytest.mark.parametrize(
    ("sentence", "school"),
    [
        pytest.param("柳州市交校对接哪些产业", TRANSPORT, id="柳州 before"),
        pytest.param(f"{OTHER.name}的市交校对接哪些产业", OTHER_TRANSPORT, id="other city before"),
        pytest.param(f"{OTHER.name}市交通学校对接哪些产业", OTHER_TRANSPORT, id="full name"),
        pytest.param("市交校（柳州市）对接哪些产业", TRANSPORT, id="city behind"),
    ],
)
def test_the_city_that_a_sentence_names_decides(reader: Reader, sentence: str, school: str) -> None:
    assert schools_of(reader.understand(sentence)) == school


@pytest.mark.parametrize("sentence", ["市交校对接哪些产业", "市交校的典型案例讲什么", "市交校"])
def test_the_schools_are_listed_with_their_cities_and_what_to_type(
    two_cities: EmbeddedGraph, capsys: pytest.CaptureFixture[str], sentence: str
) -> None:
    with pytest.raises(QueryError) as caught:
        read_sentence(two_cities, sentence, {}, "zh")
    assert (caught.value.code, caught.value.exit_code) == ("ASK-WHICH", 2)
    assert f"{OTHER.name}市交通学校、柳州市交通学校" in str(caught.value)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("：")[0].strip() for line in lines] == [
        f"{OTHER.name}市交通学校（{OTHER.name}市）",
        "柳州市交通学校（柳州市）",
    ]
    assert "=柳州市交通学校" in lines[1]


def test_the_school_may_be_given_beside_the_sentence(two_cities: EmbeddedGraph) -> None:
    question, values = read_sentence(
        two_cities, "市交校对接哪些产业", {"school": "柳州市交通学校"}, "zh"
    )
    assert (question.name, values) == ("school_to_industry", {"school": "柳州市交通学校"})


def test_python_refuses_it_too(two_cities: EmbeddedGraph) -> None:
    with pytest.raises(QueryError, match="ASK-WHICH"):
        OpenedGraph(two_cities).ask("市交校对接哪些产业")


def test_an_abbreviation_of_unlike_schools_stands_for_none() -> None:
    names = {"a": "柳州市旅游学校", "b": "桂林市旅游商贸学校", "c": "桂林市旅游学校"}
    unlike = Schools((name, iri) for iri, name in names.items())
    assert list(unlike.find("旅游学校的荣誉")) == []
    alike = Schools((names[iri], iri) for iri in "ac")
    assert list(alike.find("旅游学校的荣誉")) == [(0, 4, ("a", "c"))]
