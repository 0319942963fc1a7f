"""What names and kinds stand for at the ends of a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.errors import NameNotFound
from graph_builder.names import VET
from graph_builder.trace.ends import candidates, kind_of

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "五菱",
            {"五菱", "柳州五菱新能源汽车有限公司", "上汽通用五菱客户服务中心"},
            id="a whole name that is part of two others",
        ),
        pytest.param("市交校", {"柳州市交通学校"}, id="a short name of the report"),
        pytest.param("横店", {"横店", "横店集团", "横店影视城"}, id="of several classes"),
        pytest.param("柳州市交通学校", {"柳州市交通学校"}, id="the official name"),
        pytest.param(
            "Wuling",
            {"五菱", "柳州五菱新能源汽车有限公司", "上汽通用五菱客户服务中心"},
            id="in English",
        ),
        pytest.param("航运产业", {"航运产业"}, id="an industry"),
    ],
)
def test_a_name_stands_for_everything_that_may_be_meant(
    liuzhou: EmbeddedGraph, name: str, expected: set[str]
) -> None:
    found = candidates(liuzhou, name)
    labels = {
        row[0].value  # type: ignore[union-attr]
        for iri in found
        for row in liuzhou.select(
            f"SELECT ?l WHERE {{ <{iri}> rdfs:label|skos:prefLabel ?l FILTER(LANG(?l) = 'zh') }}"
        ).rows
    }
    assert labels == expected
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("word", "local"),
    [
        ("企业", "Enterprise"),
        ("enterprise", "Enterprise"),
        (" Company ", "Enterprise"),
        ("vet:Enterprise", "Enterprise"),
        (VET + "Enterprise", "Enterprise"),
        ("高校", "University"),
        ("高等院校", "University"),
        ("荣誉", "HonourTitle"),
        ("产业", "IndustryTerm"),
        ("做法", "Practice"),
        ("casestudy", "CaseStudy"),
    ],
)
def test_a_kind_goes_by_a_usual_word_or_by_what_the_ontology_calls_it(
    liuzhou: EmbeddedGraph, word: str, local: str
) -> None:
    assert kind_of(liuzhou, word, "zh").iri == VET + local


@pytest.mark.parametrize("word", ["泰国", "", "企 业", "vet:Nothing", "<b>"])
def test_a_word_that_is_no_kind_is_told_with_the_usual_ones(
    liuzhou: EmbeddedGraph, word: str
) -> None:
    with pytest.raises(NameNotFound) as caught:
        kind_of(liuzhou, word, "zh")
    assert caught.value.code == "TRACE-KIND"
    assert "产业、企业、高校" in caught.value.render("zh")


@pytest.mark.parametrize("name", ["vet:School", "vet:servesIndustry", "zs:level/national"])
def test_what_no_path_goes_through_is_no_end(liuzhou: EmbeddedGraph, name: str) -> None:
    with pytest.raises(NameNotFound) as caught:
        candidates(liuzhou, name)
    assert caught.value.code in {"TRACE-STATION", "NAME-UNKNOWN"}
