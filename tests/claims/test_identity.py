"""Who is who: ids, names, merges, resemblances, and names that mean more than one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.claims.csvfile import Row
from graph_builder.claims.identity import (
    NAME_COLUMNS,
    RESEMBLANCE_COLUMNS,
    THING_COLUMNS,
    Name,
    Registry,
    Resemblance,
    Thing,
    is_id,
    load_identity,
)
from graph_builder.errors import InputError
from tests.claims.samples import CITY, NAMES, refused, registry_of, write_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph_builder.claims.vocabulary import Vocabulary

ROW = Row("facts/events.csv", 7, {})


def own(local: str, name: str = "", cls: str = "Event", report: str = "a") -> Thing:
    """A thing that belongs to a report, such as its event."""
    kind, _, slug = local.partition("/")
    thing_id = f"{kind}/{report}--{slug}"
    return Thing(thing_id, cls, name, "", "", f"https://w3id.org/zhitu/id/{thing_id}")


# == Names ==


@pytest.mark.parametrize("name", ["云州市第二学校", "二校", "第二学校", "school/er"])
def test_a_thing_is_found_by_its_name_its_further_names_and_its_id(
    registry: Registry, name: str
) -> None:
    thing = registry.resolve(name, ("School",), ROW, "school")
    assert thing.id == "school/er"
    assert thing.iri == "https://w3id.org/zhitu/id/school/er"
    assert thing.en == "Yunzhou No. 2 School"


def test_the_official_name_comes_first_of_all_names(registry: Registry) -> None:
    assert registry.names_of("school/er") == ["云州市第二学校", "二校", "第二学校"]


def test_a_column_admits_a_class_and_those_below_it(registry: Registry) -> None:
    for classes in (("School",), ("Agent",), ("Place", "Agent"), ("Thing",)):
        assert registry.find("一校", classes) == ["school/yi"]
    assert registry.find("一校", ("Place",)) == []
    assert registry.find("海国", ("Place",)) == ["country/hai-guo"]
    assert registry.find("云州市", ("Country",)) == []


def test_a_name_two_things_bear_is_plain_once_the_class_tells_them_apart(
    city: Path, vocabulary: Vocabulary
) -> None:
    write_lines(city / "more.csv", THING_COLUMNS, ["facility/xing,Museum,星光公司,,"])
    registry = registry_of(vocabulary, city)
    assert registry.find("星光公司") == ["facility/xing", "enterprise/xing-guang"]
    assert registry.resolve("星光公司", ("Agent",), ROW, "partner").id == "enterprise/xing-guang"


def test_a_name_that_means_two_things_is_refused_with_the_ids_to_choose_from(
    registry: Registry,
) -> None:
    for candidate in ("cluster/yi--cha-yi", "cluster/er--cha-yi", "茶艺专业群"):
        with refused("FACT-AMBIGUOUS", "facts/events.csv", 7, "cluster", found=candidate):
            registry.resolve("茶艺专业群", ("ProgrammeCluster",), ROW, "cluster")
    assert registry.resolve("cluster/er--cha-yi", ("ProgrammeCluster",), ROW, "cluster")


@pytest.mark.parametrize(
    ("name", "near"),
    [("云州市第三学校", "云州市第一学校"), ("school/san", "—"), ("xyz", "—")],
)
def test_an_unknown_name_is_refused_with_the_nearest_of_the_wanted_class(
    registry: Registry, name: str, near: str
) -> None:
    for found in (name, near):
        with refused("FACT-UNKNOWN", "facts/events.csv", 7, "school", found=found):
            registry.resolve(name, ("School",), ROW, "school")


def test_the_nearest_names_are_those_that_the_column_admits(registry: Registry) -> None:
    with pytest.raises(InputError) as caught:
        registry.resolve("云州", ("Place",), ROW, "place")
    assert caught.value.values["nearest"] == "云州市"


def test_a_resemblance_keeps_two_things_apart_with_its_reason(registry: Registry) -> None:
    assert registry.resemblances == [Resemblance("school/yi", "school/er", "两所学校")]
    assert registry.find("一校") != registry.find("二校")


def test_things_whose_names_resemble_each_other_are_never_taken_for_each_other(
    city: Path, vocabulary: Vocabulary
) -> None:
    lines = ["enterprise/xing,Enterprise,星光,,", "enterprise/xing-xin,Enterprise,星光新公司,,"]
    write_lines(city / "more.csv", THING_COLUMNS, lines)
    registry = registry_of(vocabulary, city)
    for name, thing_id in (
        ("星光", "enterprise/xing"),
        ("星光公司", "enterprise/xing-guang"),
        ("星光新公司", "enterprise/xing-xin"),
    ):
        assert registry.find(name) == [thing_id]
        assert registry.names_of(thing_id) == [name]


@pytest.mark.parametrize(
    ("value", "yes"),
    [
        ("school/yi", True),
        ("school-group/yun-zhou", True),
        ("project/2023-nian.a_b--c", True),
        ("一校", False),
        ("school/", False),
        ("School/yi", False),
        ("school/一", False),
        ("school/yi/er", False),
        ("school/yi ", False),
        ("school/yi\n", False),
        ("", False),
    ],
)
def test_an_id_is_kind_and_slug_in_small_letters(value: str, *, yes: bool) -> None:
    assert is_id(value) == yes


@given(
    st.lists(
        st.text(alphabet="云州市一二校AB（）", min_size=1, max_size=6), min_size=1, unique=True
    )
)
def test_any_different_names_resolve_each_to_its_own_thing(names: list[str]) -> None:
    registry = Registry({"School": frozenset(("School", "Agent"))})
    for n, name in enumerate(names):
        registry.add(Thing(f"school/s{n}", "School", name, "", "", f"a:{n}"), ROW)
    for n, name in enumerate(names):
        assert registry.resolve(name, ("Agent",), ROW, "school").iri == f"a:{n}"


# == Faults in the identity files ==


@pytest.mark.parametrize(
    ("file", "line", "code", "column", "found"),
    [
        ("schools.csv", "school/yi,School,又一校,,", "IDENTITY-DUPLICATE", "id", "school/yi"),
        ("schools.csv", "yi,School,又一校,,", "IDENTITY-ID", "id", "“yi”"),
        ("schools.csv", ",School,又一校,,", "IDENTITY-ID", "id", "“”"),
        ("schools.csv", "school/san,Scool,三校,,", "IDENTITY-CLASS", "class", "Scool"),
        ("schools.csv", "school/san,Scool,三校,,", "IDENTITY-CLASS", "class", "School"),
        ("schools.csv", "school/san,,三校,,", "IDENTITY-CLASS", "class", "“”"),
        ("schools.csv", "school/san,日光,三校,,", "IDENTITY-CLASS", "class", "—"),
        ("names.csv", "school/san,三校,short,", "IDENTITY-UNKNOWN", "id", "school/san"),
        ("names.csv", "school/yi,甲校,shrt,", "IDENTITY-NAME-KIND", "kind", "shrt"),
        ("names.csv", "school/yi,甲校,,", "IDENTITY-NAME-KIND", "kind", "abbreviation"),
        ("resemblances.csv", "school/yi,school/san,像", "IDENTITY-UNKNOWN", "other", "school/san"),
        ("resemblances.csv", "school/san,school/yi,像", "IDENTITY-UNKNOWN", "id", "school/san"),
    ],
)
def test_a_faulty_line_is_refused_with_its_file_line_and_column(
    city: Path, vocabulary: Vocabulary, file: str, line: str, code: str, column: str, found: str
) -> None:
    path = city / file
    text = path.read_text("utf-8")
    path.write_text(f"{text}{line}\n", "utf-8")
    with refused(code, f"identity/{file}", text.count("\n") + 1, column, found=found):
        registry_of(vocabulary, city)


def test_an_id_may_not_come_back_in_another_file(city: Path, vocabulary: Vocabulary) -> None:
    write_lines(city / "zz.csv", THING_COLUMNS, [CITY["schools.csv"][0]])
    with refused("IDENTITY-DUPLICATE", "identity/zz.csv", 2, "id", found="school/yi"):
        registry_of(vocabulary, city)


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("schools.csv", THING_COLUMNS),
        ("names.csv", NAME_COLUMNS),
        ("resemblances.csv", RESEMBLANCE_COLUMNS),
    ],
)
def test_another_header_is_refused(
    city: Path, vocabulary: Vocabulary, file: str, columns: Sequence[str]
) -> None:
    write_lines(city / file, [*columns, "extra"], [])
    with refused("CSV-HEADER", f"identity/{file}", 1, found="extra"):
        registry_of(vocabulary, city)


def test_names_and_resemblances_may_be_missing(city: Path, vocabulary: Vocabulary) -> None:
    (city / "names.csv").unlink()
    (city / "resemblances.csv").unlink()
    registry = registry_of(vocabulary, city)
    assert registry.names == []
    assert registry.find("二校") == []
    assert registry.find("云州市第二学校") == ["school/er"]


def test_names_may_refer_to_things_of_any_file(city: Path, vocabulary: Vocabulary) -> None:
    registry = Registry(vocabulary.superclasses)
    load_identity(registry, city)
    assert len(registry.names) == len(NAMES)
    assert len(registry.things) == sum(map(len, CITY.values()))


def test_a_name_given_twice_means_one_thing(city: Path, vocabulary: Vocabulary) -> None:
    write_lines(city / "names.csv", NAME_COLUMNS, [*NAMES, NAMES[0]])
    assert registry_of(vocabulary, city).find("一校") == ["school/yi"]


# == Things of one report ==


def test_a_thing_of_a_report_goes_by_its_short_id_and_its_full_one(registry: Registry) -> None:
    registry.add_own(own("event/nian-hui", "年会"), "event/nian-hui", ROW)
    for value in ("event/nian-hui", "event/a--nian-hui", "年会"):
        assert registry.find(value, ("Event",)) == ["event/a--nian-hui"]


def test_the_next_report_has_its_own_things_under_the_same_short_id_and_name(
    registry: Registry,
) -> None:
    registry.add_own(own("event/nian-hui", "年会"), "event/nian-hui", ROW)
    registry.add_printed_name("event/a--nian-hui", "2031 年会")
    registry.begin_report()
    assert registry.find("event/nian-hui") == []
    assert registry.find("年会") == registry.find("2031 年会") == []
    assert registry.find("event/a--nian-hui") == ["event/a--nian-hui"]
    registry.add_own(own("event/nian-hui", "年会", report="b"), "event/nian-hui", ROW)
    assert registry.find("event/nian-hui") == registry.find("年会") == ["event/b--nian-hui"]
    assert registry.names_of("event/a--nian-hui") == ["年会", "2031 年会"]


def test_of_two_things_with_one_name_a_report_means_the_one_that_is_at_home_in_it(
    registry: Registry,
) -> None:
    iri = "https://w3id.org/zhitu/id/school/xia"
    registry.add(Thing("school/xia", "School", "夏州市第一学校", "", "", iri), ROW)
    registry.add_name(Name("school/xia", "一校", "short", ""), ROW)
    with pytest.raises(InputError, match="FACT-AMBIGUOUS"):
        registry.resolve("一校", ["School"], ROW, "school")
    for home in ("school/yi", "school/xia"):
        registry.begin_report()
        registry.at_home(home)
        assert registry.resolve("一校", ["School"], ROW, "school").id == home


def test_beginning_a_report_leaves_what_all_reports_share(registry: Registry) -> None:
    registry.begin_report()
    assert registry.find("二校") == ["school/er"]
    assert registry.find("茶艺专业群") == ["cluster/yi--cha-yi", "cluster/er--cha-yi"]


def test_a_printed_name_is_noted_once_and_not_when_it_is_known(registry: Registry) -> None:
    before = len(registry.names)
    registry.add_printed_name("school/yi", "一校")
    assert len(registry.names) == before
    for _ in range(2):
        registry.add_printed_name("school/yi", "云州一校")
    assert registry.names_of("school/yi") == ["云州市第一学校", "一校", "云州一校"]
    assert registry.find("云州一校") == ["school/yi"]
