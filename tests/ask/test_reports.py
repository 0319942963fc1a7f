"""Short names of reports, the order of schools, and places of several reports in exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from benchmarks.synthetic import write_report
from graph_builder.ask.reports import printed_order, report_names, reports_of
from graph_builder.export.views.registry import view
from graph_builder.graph.access import EmbeddedGraph, open_graph
from graph_builder.graph.build import build_graph
from graph_builder.names import ID
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path

_PREFIXES = """@prefix vet: <https://w3id.org/zhitu/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://w3id.org/zhitu/id/> .
<https://w3id.org/zhitu/id/place/a> rdfs:label "甲市"@zh , "City A"@en .
<https://w3id.org/zhitu/id/school/s> a vet:School ; rdfs:label "甲市一校"@zh .
"""


def _graph(*reports: str) -> EmbeddedGraph:
    store = ox.Store()
    lines = [f"<{ID}report/r{n}> a vet:Report ; {said} ." for n, said in enumerate(reports)]
    store.load(_PREFIXES + "\n".join(lines), format=ox.RdfFormat.TURTLE)
    return EmbeddedGraph(store)


_AREA = f"vet:covers <{ID}place/a>"
_SCHOOL = f"vet:isAbout <{ID}school/s>"


@pytest.mark.parametrize(
    ("reports", "names"),
    [
        pytest.param([f'{_AREA} ; vet:reportsYear "2023"'], [], id="one"),
        pytest.param(
            [f'{_AREA} ; vet:reportsYear "2022"', f'{_AREA} ; vet:reportsYear "2023"'],
            ["甲市 2022", "甲市 2023"],
            id="two years of a city",
        ),
        pytest.param(
            [f'{_AREA} ; vet:reportsYear "2023"', f'{_AREA} ; {_SCHOOL} ; vet:reportsYear "2023"'],
            ["甲市 2023", "甲市一校 2023"],
            id="a city and a school of it",
        ),
        pytest.param(
            [
                f'{_AREA} ; dcterms:title "中职年报"@zh',
                f'{_AREA} ; dcterms:title "高职年报"@zh',
                'dcterms:title "乙市年报"@zh',
            ],
            ["中职年报", "高职年报", "乙市年报"],
            id="the same city and year",
        ),
        pytest.param(['dcterms:title "年报"@zh'] * 2, ["r0", "r1"], id="nothing tells them apart"),
        pytest.param([_AREA, _AREA], ["r0", "r1"], id="no title"),
    ],
)
def test_a_short_name_tells_a_report_from_the_others(reports: list[str], names: list[str]) -> None:
    found = report_names(_graph(*reports), "zh")
    assert found == {f"{ID}report/r{n}": name for n, name in enumerate(names)}


def test_schools_stand_as_table_1_1_prints_them() -> None:
    order = printed_order(open_graph())
    assert [iri.rpartition("/")[2] for iri in list(order)[:3]] == [
        "liu-zhou-shi-di-yi-zhi-ye-ji-shu-xue-xiao",
        "liu-zhou-shi-di-er-zhi-ye-ji-shu-xue-xiao",
        "liu-zhou-shi-jiao-tong-xue-xiao",
    ]
    assert list(order.values()) == list(range(9))


def test_exports_of_several_reports_name_the_report_of_each_place(tmp_path: Path) -> None:
    folders = [bundled("data") / "liuzhou-2023", write_report(tmp_path, 0)]
    path = tmp_path / "graph.nq"
    path.write_bytes(build_graph(folders).serialise(".nq"))
    graph = open_graph(path)
    reports = reports_of(graph, "?thing a vet:School")
    assert {len(found) for found in reports.values()} <= {1, 2}
    for name in ("flow", "honours", "indicators"):
        table = view(graph, name).tables[0]
        at = table.columns.index("出处")
        cited = {str(row[at]) for row in table.rows if row[at]}
        assert len(cited) > 30
        assert [
            said for said in cited if not said.startswith(("柳州市 2023：", "岚墟市 2023："))
        ] == []
