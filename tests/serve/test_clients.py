"""Clients that people use: SPARQLWrapper, rdflib's SPARQLStore, curl, and zhitu itself."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from graph_builder.ask.answer import answer
from graph_builder.ask.catalogue import find_question
from graph_builder.graph.remote import RemoteGraph

if TYPE_CHECKING:
    from tests.serve.site import Site

VET = "PREFIX vet: <https://w3id.org/zhitu/ontology#>\n"
SCHOOLS = f"{VET}SELECT ?s WHERE {{ ?s a vet:School }} ORDER BY ?s"
#: Rows of table 6-1 that name 市交校: 14 to 18.
INDUSTRIES = ["汽车产业链上中下游", "航运产业", "交通服务产业", "机械制造产业群", "建筑产业群"]


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows_in_every_format(site: Site, method: str) -> None:
    counts: set[int] = set()
    for form in (JSON, XML, CSV, TSV):
        client = SPARQLWrapper(f"{site.url}/sparql", returnFormat=form)
        client.setMethod(method)
        client.setQuery(SCHOOLS)
        found: Any = client.query().convert()
        if form == JSON:
            counts.add(len(found["results"]["bindings"]))
        elif form == XML:
            counts.add(len(found.getElementsByTagName("result")))
        else:
            counts.add(len(found.decode().split()) - 1)
    assert len(counts) == 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_sparqlwrapper_reads_triples_in_every_format(site: Site) -> None:
    for form in (TURTLE, N3, RDFXML, JSONLD):
        client = SPARQLWrapper(f"{site.url}/sparql", returnFormat=form)
        client.setQuery(f"{VET}CONSTRUCT {{ ?s a vet:School }} WHERE {{ ?s a vet:School }}")
        found: Any = client.query().convert()
        graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found)
        assert len(graph) > 1


def test_sparqlwrapper_tells_a_mistake(site: Site) -> None:
    client = SPARQLWrapper(f"{site.url}/sparql", returnFormat=JSON)
    client.setQuery("SELECT ?s WHERE {")
    with pytest.raises(QueryBadFormed, match="QUERY-SYNTAX-AT"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_through_its_sparqlstore(site: Site, method: str) -> None:
    store = SPARQLStore(f"{site.url}/sparql", method=method)
    graph = rdflib.Graph(store)
    school = rdflib.URIRef("https://w3id.org/zhitu/id/school/liu-zhou-shi-jiao-tong-xue-xiao")
    short = rdflib.URIRef("https://w3id.org/zhitu/ontology#hasShortName")
    assert rdflib.Literal("市交校", lang="zh") in set(graph.objects(school, short))
    assert len(list(graph.query(SCHOOLS))) > 5
    store.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_downloads_a_table(site: Site) -> None:
    words = ["curl", "-sfG", f"{site.url}/sparql", "--compressed", "-H", "Accept: text/csv"]
    query = f"""{VET}SELECT ?industry WHERE {{
      ?school vet:hasShortName "市交校"@zh ; vet:offersCluster ?cluster .
      ?programme vet:inCluster ?cluster ; vet:servesIndustry ?term .
      ?term <http://www.w3.org/2004/02/skos/core#prefLabel> ?industry FILTER(LANG(?industry)="zh")
    }}"""
    done = subprocess.run(
        [*words, "--data-urlencode", f"query={query}"], capture_output=True, check=True, timeout=20
    )
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert rows[0] == ["industry"]
    assert sorted(row[0] for row in rows[1:]) == sorted(INDUSTRIES)


def test_zhitu_asks_one_zhitu_from_another(site: Site) -> None:
    graph = RemoteGraph(f"{site.url}/sparql")
    found = answer(graph, find_question("school_to_industry"), {"school": "市交校"})
    assert len(found.rows.rows) == len(INDUSTRIES)
