"""The catalogue as RDF and for grlc: sound by the shapes of such catalogues, and runnable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import yaml
from rdflib.namespace import RDF, RDFS

from graph_builder.ask.answer import answer, bind
from graph_builder.ask.catalogue import bundled_questions
from graph_builder.ask.grlc import grlc_text, variable
from graph_builder.ask.published import catalogue_triples, catalogue_turtle
from graph_builder.names import PREFIXES, QUESTION, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.ask.questions import Question
    from graph_builder.graph.access import EmbeddedGraph
    from tests.running import Zhitu

QUESTIONS = bundled_questions()
SH = rdflib.Namespace(PREFIXES["sh"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
ENDPOINT = "https://example.org/sparql"
# What the SIB collection asks of an example, and what SHACL asks of prefixes and parameters.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:executable> a sh:NodeShape ; sh:targetClass sh:SPARQLExecutable ; sh:nodeKind sh:IRI ;
  sh:class sh:SPARQLSelectExecutable ;
  sh:property [ sh:path [ sh:alternativePath ( sh:select sh:ask sh:construct ) ] ;
                sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
              [ sh:path rdfs:comment ; sh:minCount 2 ; sh:uniqueLang true ;
                sh:datatype rdf:langString ] ,
              [ sh:path rdfs:label ; sh:minCount 2 ; sh:uniqueLang true ] ,
              [ sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
              [ sh:path schema:keyword ; sh:maxCount 0 ] ,
              [ sh:path schema:keywords ; sh:minCount 1 ; sh:datatype xsd:string ] ,
              [ sh:path sh:prefixes ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
<urn:declaration> a sh:NodeShape ; sh:targetObjectsOf sh:declare ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path sh:prefix ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
              [ sh:path sh:namespace ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:anyURI ] .
<urn:parameter> a sh:NodeShape ; sh:targetObjectsOf sh:parameter ; sh:class sh:Parameter ;
  sh:property [ sh:path sh:path ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
              [ sh:path sh:optional ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
              [ sh:path [ sh:alternativePath ( sh:class sh:datatype ) ] ; sh:minCount 1 ;
                sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
"""


@pytest.fixture(scope="module")
def published() -> rdflib.Graph:
    """The catalogue as another toolkit reads it."""
    text = catalogue_turtle(QUESTIONS.values(), ENDPOINT)
    return rdflib.Graph().parse(data=text, format="turtle")


def test_the_catalogue_meets_the_shapes_of_such_catalogues(published: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, told = pyshacl.validate(published, shacl_graph=shapes)
    assert conforms, told
    assert len(set(published.subjects(RDF.type, SH.SPARQLExecutable))) == len(QUESTIONS)


def test_the_shapes_notice_an_example_without_a_query_or_a_target() -> None:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    schools = [QUESTIONS["schools"]]
    without_target = rdflib.Graph().parse(data=catalogue_turtle(schools), format="turtle")
    assert not pyshacl.validate(without_target, shacl_graph=shapes)[0]
    without_query = rdflib.Graph().parse(data=catalogue_turtle(schools, ENDPOINT), format="turtle")
    without_query.remove((None, SH.select, None))
    assert not pyshacl.validate(without_query, shacl_graph=shapes)[0]


def test_every_published_query_runs_by_itself_and_is_the_question(published: rdflib.Graph) -> None:
    for name, question in QUESTIONS.items():
        node = rdflib.URIRef(QUESTION + name)
        text = str(published.value(node, SH.select))
        assert "#+" not in text
        assert question.query.endswith(text)
        solutions = ox.Store().query(text)  # without prefixes of our own
        assert isinstance(solutions, ox.QuerySolutions)
        assert [v.value for v in solutions.variables] == list(question.columns)
        declared = {
            (str(published.value(d, SH.prefix)), str(published.value(d, SH.namespace)))
            for d in published.objects(node, SH.declare)
        }
        assert declared == set(re.findall(r"PREFIX ([\w-]+): <([^>]+)>", text))


def test_parameters_keep_their_names_types_and_examples(published: rdflib.Graph) -> None:
    node = rdflib.URIRef(QUESTION + "hops_from_school")
    (parameter,) = published.objects(node, SH.parameter)
    path = str(published.value(parameter, SH.path))
    assert path.rpartition("#")[2] == "school"
    assert str(published.value(parameter, SH["class"])) == PREFIXES["vet"] + "School"
    assert published.value(parameter, SH.optional) == rdflib.Literal(
        lexical_or_value="false", datatype=XSD + "boolean"
    )
    labels = {label.language for label in published.objects(node, RDFS.label)}  # type: ignore[attr-defined]
    assert labels == {"zh", "en"}


def test_the_catalogue_is_written_alike_each_time_and_without_blank_nodes() -> None:
    one = catalogue_turtle(QUESTIONS.values())
    assert catalogue_turtle(reversed(list(QUESTIONS.values()))) == one
    assert b"schema:target" not in one
    for triple in catalogue_triples(list(QUESTIONS.values())):
        assert isinstance(triple.subject, ox.NamedNode)
        assert not isinstance(triple.object, ox.BlankNode)


# --- grlc


def grlc_header(text: str) -> dict[str, object]:
    """The decorators, read as grlc reads them."""
    lines = [line.lstrip("#+") for line in text.split("\n") if line.startswith("#+")]
    header: dict[str, object] = yaml.safe_load("\n".join(lines))
    return header


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.name)
def test_a_question_for_grlc_gives_the_same_rows(
    liuzhou: EmbeddedGraph, question: Question
) -> None:
    text = grlc_text(question, liuzhou, ENDPOINT)
    header = grlc_header(text)
    assert set(header) <= {"summary", "description", "method", "tags", "endpoint", "defaults"}
    assert (header["tags"], header["endpoint"]) == ([question.theme], ENDPOINT)
    defaults: list[dict[str, str]] = header.get("defaults", [])  # type: ignore[assignment]
    given = {name: value for default in defaults for name, value in default.items()}
    assert set(given) == {p.name for p in question.params if p.required}
    examples = {p.name: p.example for p in question.params if p.required}
    # grlc puts the value in the place of the variable, as text.
    for parameter in question.params:
        if parameter.required:
            term = bind(liuzhou, question, examples)[parameter.name]
            assert given[parameter.name] == term.value
            text = text.replace(variable(parameter), str(term))
    assert liuzhou.select(text).rows == answer(liuzhou, question, examples).rows.rows


def test_the_catalogue_is_written_for_programs(zhitu: Zhitu, tmp_path: Path) -> None:
    path = tmp_path / "q.ttl"
    done = zhitu("questions", "--format", "ttl", "-o", path, "--endpoint", ENDPOINT)
    assert (done.code, done.out) == (0, "")
    assert path.read_bytes() == catalogue_turtle(QUESTIONS.values(), ENDPOINT)
    assert zhitu("questions", "--format", "ttl").out.encode() == catalogue_turtle(
        QUESTIONS.values()
    )
    assert zhitu("questions", "--format", "grlc", "-o", tmp_path / "grlc").code == 0
    assert {p.stem for p in (tmp_path / "grlc").iterdir()} == set(QUESTIONS)
    whole = rdflib.Graph().parse(path)
    some = zhitu("questions", "荣誉", "--format", "ttl").out
    assert 0 < len(rdflib.Graph().parse(data=some)) < len(whole)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--format", "grlc"], "QUESTIONS-FOLDER"),
        (["--format", "ttl", "--endpoint", "example.org"], "ENDPOINT-URL"),
        (["--format", "ttl", "--endpoint", "https://a b/"], "ENDPOINT-URL"),
        (["--endpoint", "file:///etc/passwd"], "ENDPOINT-URL"),
        (["--format", "csv", "-o", "."], "OUTPUT-WRITE"),
    ],
)
def test_what_cannot_be_published_is_told(zhitu: Zhitu, words: list[str], code: str) -> None:
    done = zhitu("questions", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"[{code}]\n")
    assert done.err.count("\n") == 1
