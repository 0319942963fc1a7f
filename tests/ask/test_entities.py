"""From what a person types to the things of the graph, and back to labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.ask.entities import (
    expand,
    find_entities,
    is_short_name,
    labels,
    narrowest,
    the_entity,
)
from graph_builder.errors import NameNotFound
from graph_builder.names import ID, SCHEME, VET, compact

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

SCHOOL = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"


@pytest.mark.parametrize(
    "name",
    [
        "柳州市交通学校",
        "市交校",
        SCHOOL,
        f"<{SCHOOL}>",
        "zid:school/liu-zhou-shi-jiao-tong-xue-xiao",
    ],
)
def test_a_school_is_found_by_any_of_its_names(liuzhou: EmbeddedGraph, name: str) -> None:
    entity = the_entity(liuzhou, name, VET + "School")
    assert entity.iri == SCHOOL
    assert VET + "Agent" in entity.classes


def test_a_school_is_found_by_its_english_label(liuzhou: EmbeddedGraph) -> None:
    english = labels(liuzhou, [SCHOOL], "en")[SCHOOL]
    assert english.isascii()
    assert the_entity(liuzhou, english).iri == SCHOOL


def test_a_part_of_a_name_will_do_when_only_one_thing_has_it(liuzhou: EmbeddedGraph) -> None:
    assert find_entities(liuzhou, "州市交通学") == []
    assert the_entity(liuzhou, "州市交通学", VET + "School").iri == SCHOOL


def test_a_name_that_several_have_lists_them(liuzhou: EmbeddedGraph) -> None:
    with pytest.raises(NameNotFound, match="NAME-AMBIGUOUS") as caught:
        the_entity(liuzhou, "柳", VET + "School")
    told = str(caught.value.values["candidates"])
    alike = find_entities(liuzhou, "柳", VET + "School", inside=True)
    assert caught.value.values["count"] == len(alike) > 1
    assert f"（{compact(SCHOOL)}）" in told
    assert "柳州市交通学校" in told


def test_the_class_tells_apart_what_a_name_alone_does_not(liuzhou: EmbeddedGraph) -> None:
    # 五菱 is an enterprise, no school.
    assert the_entity(liuzhou, "五菱", VET + "Enterprise").iri == ID + "enterprise/wu-ling"
    with pytest.raises(NameNotFound, match="NAME-CLASS") as caught:
        the_entity(liuzhou, "五菱", VET + "School")
    assert "“五菱”是企业，这里要的是中等职业学校。" in caught.value.render("zh")
    assert "is of the kind enterprise" in caught.value.render("en")
    assert find_entities(liuzhou, "五菱", VET + "School", inside=True) == []


def test_an_unknown_name_lists_the_nearest_of_its_class(liuzhou: EmbeddedGraph) -> None:
    with pytest.raises(NameNotFound, match="NAME-UNKNOWN") as caught:
        the_entity(liuzhou, "柳州市交通学效", VET + "School")
    assert "柳州市交通学校" in str(caught.value.values["nearest"])
    with pytest.raises(NameNotFound, match="NAME-UNKNOWN") as caught:
        the_entity(liuzhou, "qqqqqqqq", VET + "School")
    assert caught.value.values["nearest"] == "—"


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("vet:School", VET + "School"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("http://a.example/x", "http://a.example/x"),
        ("市交校", None),
        ("nowhere:x", None),
        ("案例：x", None),
        ("vet:a b", None),
        ("vet:<x>", None),
        ("http://a b", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_an_iri_is_meant_only_by_what_is_one(name: str, iri: str | None) -> None:
    assert expand(name) == iri


@pytest.mark.parametrize("iri", ["vet:nothing", "http://a.example/nothing"])
def test_an_iri_that_the_graph_does_not_hold_is_unknown(liuzhou: EmbeddedGraph, iri: str) -> None:
    with pytest.raises(NameNotFound, match="NAME-UNKNOWN"):
        the_entity(liuzhou, iri)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_whatever_is_typed_is_found_or_not_found(liuzhou: EmbeddedGraph, name: str) -> None:
    try:
        entity = the_entity(liuzhou, name, VET + "School")
    except NameNotFound as error:
        told = [error.render(lang) for lang in ("zh", "en")]
    else:
        told = [name]
        assert entity in find_entities(liuzhou, entity.iri, VET + "School")
    assert all(name in text for text in told)


def test_short_names_are_those_that_the_report_introduces(liuzhou: EmbeddedGraph) -> None:
    assert is_short_name(liuzhou, SCHOOL, "市交校")
    assert not is_short_name(liuzhou, SCHOOL, "柳州市交通学校")


def test_the_narrowest_class_says_what_a_thing_is(liuzhou: EmbeddedGraph) -> None:
    assert narrowest(liuzhou, the_entity(liuzhou, "市交校").classes) == {VET + "School"}
    assert narrowest(liuzhou, []) == set()


def test_labels_fall_back_on_the_other_language_and_leave_out_the_nameless(
    liuzhou: EmbeddedGraph,
) -> None:
    chain = SCHEME + "chain/hang-yun-chan-ye"
    found = labels(liuzhou, [SCHOOL, SCHOOL, chain, ID + "nobody"], "en")
    assert set(found) == {SCHOOL, chain}
    assert found[SCHOOL].isascii()
    # A printed chain has no English name.
    assert found[chain] == "航运产业"
    assert labels(liuzhou, [], "zh") == {}


def test_more_labels_than_one_query_takes_are_all_found(liuzhou: EmbeddedGraph) -> None:
    rows = liuzhou.select("SELECT DISTINCT ?i WHERE { ?i rdfs:label ?l . ?i a ?c }").rows
    iris = [row[0].value for row in rows]  # type: ignore[union-attr]
    assert len(iris) > 800
    assert set(labels(liuzhou, iris, "zh")) == set(iris)
