"""Every data format, read back by a reader that is not ours, holds what the view holds."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib

from graph_builder.errors import OutputError
from graph_builder.export.content import Table, View
from graph_builder.export.render import FORMATS, Style, render
from graph_builder.export.views.selection import Selection
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.names import RDF
from tests.export.pictures import report, seen
from tests.export.test_files import HOSTILE, hostile

if TYPE_CHECKING:
    from pathlib import Path

#: rdflib warns of what its own readers do.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
VIEWS = ["flow", "network", "partners", "honours", "programmes", "ontology"]
Triple = tuple[str, str, str]


def edges_of(view: View) -> set[Triple]:
    assert view.network is not None
    return {(e.source, e.predicate, e.target) for e in view.network.edges}


def evidence_of(view: View) -> set[tuple[str, str, str, str]]:
    assert view.network is not None
    return {(e.source, e.predicate, e.target, g) for e in view.network.edges for g in e.graphs}


def in_graph(quad: ox.Quad) -> bool:
    graph = report()
    assert isinstance(graph, EmbeddedGraph)
    return quad in graph.store


def rdflib_quads(data: bytes, form: str) -> set[tuple[str, ...]]:
    """Statements as N-Triples terms, with the name of the graph, blank for the default one."""
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=data, format=form)
    default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    return {
        (s.n3(), p.n3(), o.n3(), "" if g in {None, default} else str(g))
        for s, p, o, g in dataset.quads()
    }


@pytest.mark.parametrize("name", VIEWS)
def test_every_statement_that_is_written_stands_in_the_graph(name: str) -> None:
    quads = set(ox.parse(render(seen(name), "nq"), format=ox.RdfFormat.N_QUADS))
    assert [str(q) for q in quads if not in_graph(q)] == []
    links = {
        (q.subject.value, q.predicate.value, q.object.value, q.graph_name.value)
        for q in quads
        if isinstance(q.graph_name, ox.NamedNode)
    }
    assert links == evidence_of(seen(name))


def test_figures_are_written_as_their_observations_stand_in_the_graph() -> None:
    part = seen("indicators", "zh", Selection(table="3"))
    quads = set(ox.parse(render(part, "nq"), format=ox.RdfFormat.N_QUADS))
    assert [str(q) for q in quads if not in_graph(q)] == []
    printed = {q.object.value for q in quads if str(q.predicate).endswith("hasPrintedValue>")}
    assert printed == {str(row[5]) for row in part.tables[0].rows}


@pytest.mark.parametrize(("form", "reader"), [("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_same_quads_from_every_form_with_graphs(form: str, reader: str) -> None:
    expected = rdflib_quads(render(seen("partners"), "nq"), "nquads")
    assert len(expected) > 100
    assert rdflib_quads(render(seen("partners"), form), reader) == expected


@pytest.mark.parametrize(("form", "reader"), [("ttl", "turtle"), ("rdf", "xml")])
def test_rdflib_reads_the_same_triples_from_every_form_without_graphs(
    form: str, reader: str
) -> None:
    expected = rdflib_quads(render(seen("partners"), "nq"), "nquads")
    found = {t[:3] for t in rdflib_quads(render(seen("partners"), form), reader)}
    assert found == {t[:3] for t in expected}


def test_json_ld_names_its_prefixes_and_needs_no_other_file() -> None:
    document = json.loads(render(seen("flow"), "jsonld"))
    assert document["@context"]["vet"] == "https://w3id.org/zhitu/ontology#"
    assert all(isinstance(iri, str) for iri in document["@context"].values())
    quads = set(ox.parse(render(seen("flow"), "jsonld"), format=ox.RdfFormat.JSON_LD))
    assert quads == set(ox.parse(render(seen("flow"), "nq"), format=ox.RdfFormat.N_QUADS))


def test_in_rdf_1_2_each_passage_reifies_what_it_states() -> None:
    triples = list(ox.parse(render(seen("flow"), "rdf12"), format=ox.RdfFormat.TURTLE))
    reified = {
        (t.object.subject.value, t.object.predicate.value, t.object.object.value, t.subject.value)
        for t in triples
        if t.predicate.value == RDF + "reifies"
    }
    assert reified == evidence_of(seen("flow"))


def test_two_csv_files_hold_nodes_and_edges_as_neo4j_imports_them() -> None:
    archive = zipfile.ZipFile(io.BytesIO(render(seen("network"), "zip")))
    nodes, edges = (
        list(csv.DictReader(io.StringIO(archive.read(f"{kind}.csv").decode())))
        for kind in ("nodes", "edges")
    )
    network = seen("network").network
    assert network is not None
    assert {(n["iri:ID"], n[":LABEL"]) for n in nodes} == {(n.iri, n.cls) for n in network.nodes}
    assert {(e[":START_ID"], e[":TYPE"], e[":END_ID"]) for e in edges} == {
        (s, p.rpartition("#")[2], o) for s, p, o in edges_of(seen("network"))
    }
    assert len(edges) == len(network.edges)


def test_graphviz_draws_the_dot_file() -> None:
    if shutil.which("dot") is None:
        pytest.skip("there is no Graphviz (apt-get install graphviz)")
    done = subprocess.run(
        ["dot", "-Tjson0"], input=render(seen("flow"), "dot"), capture_output=True, check=True
    )
    drawn = json.loads(done.stdout)
    names = [thing["name"] for thing in drawn["objects"]]
    ends = {(names[e["tail"]], names[e["head"]]) for e in drawn["edges"]}
    assert ends == {(s, o) for s, _, o in edges_of(seen("flow"))}


MERMAID_NODE = re.compile(r'  (n\d+)\["([^"\n]*)"\]')
MERMAID_EDGE = re.compile(r'  (n\d+) (-->|-\.->)\|"[^"\n]*"\| (n\d+)')


def test_mermaid_lines_are_nodes_and_edges_and_nothing_else() -> None:
    head, *lines = render(seen("flow"), "mermaid").decode().splitlines()
    nodes = [match.groups() for line in lines if (match := MERMAID_NODE.fullmatch(line))]
    edges = [match.groups() for line in lines if (match := MERMAID_EDGE.fullmatch(line))]
    network = seen("flow").network
    assert network is not None
    assert head == "flowchart LR"
    assert len(nodes) + len(edges) == len(lines)
    iri = {node: one.iri for (node, _), one in zip(nodes, network.nodes, strict=True)}
    assert {(iri[a], iri[b]) for a, _, b in edges} == {(s, o) for s, _, o in edges_of(seen("flow"))}


@pytest.mark.parametrize("name", VIEWS)
def test_a_workbook_has_a_sheet_for_each_kind_and_a_column_for_the_evidence(name: str) -> None:
    view = seen(name)
    book = openpyxl.load_workbook(io.BytesIO(render(view, "xlsx")))
    assert len(book.sheetnames) == len(view.tables) + 1
    for sheet, table in zip(book.worksheets, view.tables, strict=False):
        rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
        assert rows == [table.columns, *table.rows]
        assert "出处" in table.columns
    notes = [row[0] for row in book.worksheets[-1].values]
    assert notes == [view.title, *view.notes]


def test_parquet_holds_the_rows_and_says_where_they_come_from() -> None:
    view = seen("flow")
    table = pyarrow.parquet.read_table(io.BytesIO(render(view, "parquet")))
    assert table.column_names == view.tables[0].columns
    assert [list(row.values()) for row in table.to_pylist()] == view.tables[0].rows
    assert json.loads(table.schema.metadata[b"notes"]) == view.notes


def test_the_flow_has_a_row_for_each_printed_link_to_an_industry() -> None:
    rows = list(csv.DictReader(io.StringIO(render(seen("flow"), "csv").decode())))
    ways = Counter(row["学校"] for row in rows)
    # Table 6-1: of the tourism school, nine core programmes name 14 industries between them.
    assert ways == {
        "柳州市第一职业技术学校": 9,
        "柳州市第二职业技术学校": 6,
        "柳州市交通学校": 5,
        "柳州市鹿寨职业教育中心": 2,
        "柳州市旅游学校": 14,
    }
    row = next(r for r in rows if r["核心专业"] == "船舶驾驶")
    assert (row["产业"], row["出处"]) == ("航运产业", "表 6-1 第 15 行")


@pytest.mark.parametrize("form", FORMATS)
def test_twice_written_is_the_same_file(form: str) -> None:
    assert render(seen("partners"), form) == render(seen("partners"), form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("label", [*HOSTILE[:3], HOSTILE[5], HOSTILE[9]])
def test_hostile_labels_are_written_in_every_format(tmp_path: Path, form: str, label: str) -> None:
    found = hostile(tmp_path, label)
    rows: list[list[str | int | float]] = [[label], ["=1+1"], ["@SUM(A1)"], ["x" * 40_000]]
    table = Table(label, [label[:20] or "x"], rows)
    view = View("x", "zh", label, [label], None, found, [table])
    data = render(view, form)
    assert data
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        assert [sheet.cell(i, 1).data_type for i in range(2, 6)] == ["s"] * 4
        assert sheet.cell(3, 1).value == "=1+1"
    elif form == "csv":
        assert "\n'=1+1\n'@SUM(A1)\n" in data.decode()
    elif form in {"svg", "html"}:
        assert b"<img" not in data
        assert b"<script>window" not in data


def test_a_csv_for_excel_begins_with_a_byte_order_mark() -> None:
    assert render(seen("flow"), "csv", Style(bom=True)).startswith(b"\xef\xbb\xbf")
    assert not render(seen("flow"), "csv").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("form", ["graphml", "html", "zip", "ttl", "mermaid"])
def test_a_view_without_nodes_says_which_formats_it_can_give(form: str) -> None:
    view = View("indicators", "zh", "t", [], None, None, [Table("t", ["a"], [["1"]])])
    with pytest.raises(OutputError) as caught:
        render(view, form)
    assert caught.value.code == "EXPORT-FORM-VIEW"
    assert "xlsx" in caught.value.render("zh")


def test_labels_come_back_whole_from_rdf(tmp_path: Path) -> None:
    label = 'a"b\\c\n<d>&é😀' + "长" * 10_000
    found = hostile(tmp_path, label)
    view = View("x", "zh", "t", [], None, found, [])
    for form, reader in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")):
        labels = {term[2] for term in rdflib_quads(render(view, form), reader)}
        assert rdflib.Literal(label, lang="zh").n3() in labels
