"""From folders to a graph: the same bytes every time, reports merged through identity."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.errors import InputError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import Built, build_graph, default_sources, serialise
from graph_builder.names import ID, RULE
from tests.claims.samples import write_facts
from tests.graph.samples import SENTENCE, values, write_yunzhou

if TYPE_CHECKING:
    from pathlib import Path

LIUZHOU, YUNZHOU = ID + "report/liuzhou-2023", ID + "report/yunzhou-2031"
WULING = ID + "enterprise/wu-ling"
WRITE = """
import sys
from pathlib import Path
from graph_builder.graph.build import build_graph, default_sources
built = build_graph([*default_sources(), Path(sys.argv[1])])
for suffix in (".nq", ".trig"):
    Path(sys.argv[2] + suffix).write_bytes(built.serialise(suffix))
"""


def test_two_runs_and_two_hash_seeds_give_the_same_bytes(
    yunzhou_folder: Path, tmp_path: Path
) -> None:
    for seed in ("0", "4711"):
        subprocess.run(
            [sys.executable, "-c", WRITE, yunzhou_folder, tmp_path / seed],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    for suffix in (".nq", ".trig"):
        first, second = (tmp_path / f"{seed}{suffix}" for seed in ("0", "4711"))
        assert first.read_bytes() == second.read_bytes()
        assert len(first.read_bytes()) > 100_000


def test_both_forms_hold_the_same_statements_sorted(liuzhou_built: Built) -> None:
    nquads, trig = liuzhou_built.serialise(".nq"), liuzhou_built.serialise(".trig")
    quads = set(liuzhou_built.store)
    assert set(ox.parse(nquads, format=ox.RdfFormat.N_QUADS)) == quads
    assert set(ox.parse(trig, format=ox.RdfFormat.TRIG)) == quads
    lines = nquads.splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(quads)
    assert nquads == serialise(liuzhou_built.store, ".nq")
    assert trig.startswith(b"@prefix")


def test_the_counts_are_those_of_the_graph(liuzhou_built: Built) -> None:
    told: dict[str, int] = {}
    built = build_graph([], told.__setitem__)
    assert told == built.counts
    assert list(told) == ["passages", "claims", "stated", "derived", "quads"]
    assert (told["passages"], told["claims"], told["derived"]) == (0, 0, 0)
    counts = liuzhou_built.counts
    assert counts["quads"] == len(liuzhou_built.store)
    assert counts["passages"] == len(liuzhou_built.reports[0].data.passages)
    assert counts["claims"] == len(liuzhou_built.reports[0].claims)
    assert counts["derived"] == sum(liuzhou_built.rules.values())
    rule_quads = [
        q
        for q in liuzhou_built.store
        if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value.startswith(RULE)
    ]
    assert len(rule_quads) == counts["derived"]


def test_two_reports_name_one_partner_and_keep_their_passages(two_reports: EmbeddedGraph) -> None:
    query = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?c vet:hasPartner <{WULING}> }} }}"
    reports = {g.partition("/section/")[0] for (g,) in values(two_reports, query)}
    assert reports == {LIUZHOU, YUNZHOU}
    told = values(
        two_reports,
        f"SELECT ?s ?title WHERE {{ GRAPH <{YUNZHOU}/{SENTENCE}> {{ ?c vet:conferredOn ?s ;"
        " vet:confersTitle ?title } }",
    )
    school = ID + "school/yun-zhou-shi-di-yi-xue-xiao"
    title = ID + "honour/zi-zhi-qu-shi-fan-xing-zhong-deng-zhi-ye-xue-xiao"
    assert told == [(school, title)]
    holders = values(
        two_reports,
        f"SELECT DISTINCT ?s WHERE {{ ?c vet:conferredOn ?s ; vet:confersTitle <{title}> }}",
    )
    assert {s.partition("-shi-")[0].rpartition("/")[2] for (s,) in holders} == {
        "liu-zhou",
        "yun-zhou",
    }


def test_a_partner_of_two_cities_is_each_citys_own_and_makes_no_pair_of_schools(
    two_reports: EmbeddedGraph,
) -> None:
    ours = ID + "school/yun-zhou-shi-di-yi-xue-xiao"
    theirs = ID + "school/liu-zhou-shi-jiao-tong-xue-xiao"
    query = f"SELECT ?s WHERE {{ ?s vet:worksWith <{WULING}> }} ORDER BY ?s"
    assert {ours, theirs} <= {s for (s,) in values(two_reports, query)}
    pairs = f"SELECT ?b WHERE {{ <{ours}> vet:sharesPartnerWith ?b }}"
    assert values(two_reports, pairs) == []


def test_what_one_report_says_does_not_depend_on_the_other(
    two_reports: EmbeddedGraph, liuzhou: EmbeddedGraph
) -> None:
    both = {q for q in two_reports.store if str(q.graph_name).startswith(f"<{LIUZHOU}")}
    alone = {q for q in liuzhou.store if str(q.graph_name).startswith(f"<{LIUZHOU}")}
    assert both == alone


def test_a_short_name_that_every_city_has_means_the_school_of_the_report_at_hand(
    tmp_path: Path, liuzhou: EmbeddedGraph
) -> None:
    folder = write_yunzhou(tmp_path / "yunzhou-2031")
    theirs = "school/yun-zhou-shi-di-yi-xue-xiao"
    ours = ID + "school/liu-zhou-shi-di-yi-zhi-ye-ji-shu-xue-xiao"
    with (folder / "names.csv").open("a", encoding="utf-8") as names:
        names.write(f"{theirs},市一职校,variant,\n")
    write_facts(
        folder,
        "cooperations.csv",
        {"id": "wu-ling", "kind": "合作协议", "school": "市一职校", "partner": "五菱"},
    )
    for order in ([*default_sources(), folder], [folder, *default_sources()]):
        both = EmbeddedGraph(build_graph(order).store)
        query = f"SELECT ?s WHERE {{ GRAPH <{YUNZHOU}/{SENTENCE}> {{ ?c vet:hasSchoolParty ?s }} }}"
        assert values(both, query) == [(ID + theirs,)]
        of_ours = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?cooperation vet:hasSchoolParty <{ours}> }}"
        assert values(both, of_ours) == values(liuzhou, of_ours)


def test_an_industry_that_no_scheme_holds_is_told_and_has_its_printed_name(
    two_reports: EmbeddedGraph, yunzhou_folder: Path
) -> None:
    built = build_graph([yunzhou_folder])
    unknown = [v["name"] for key, v in built.reports[0].notices if key == "industry-unknown"]
    assert unknown == ["茶产业", "造船业"]
    query = "SELECT ?i WHERE { ?core vet:servesIndustry ?i . ?i skos:prefLabel '茶产业'@zh }"
    assert len(set(values(two_reports, query))) == 1


def test_two_folders_with_one_report_id_are_refused(yunzhou_folder: Path, tmp_path: Path) -> None:
    twin = tmp_path / "another-name"
    shutil.copytree(yunzhou_folder, twin)
    with pytest.raises(InputError, match="REPORT-TWICE") as caught:
        build_graph([yunzhou_folder, twin])
    assert caught.value.values["report"] == "yunzhou-2031"
    with pytest.raises(InputError, match="REPORT-TWICE"):
        build_graph([yunzhou_folder, yunzhou_folder])


def test_a_folder_that_is_no_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="DATA-MISSING") as caught:
        build_graph([tmp_path])
    assert "report.toml" in str(caught.value)
