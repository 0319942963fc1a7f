from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from graph_builder import terms
from graph_builder.names import XSD, concept_iri, entity_iri
from graph_builder.terms import Quad

#: Everything that UTF-8 can hold: files are written from these lines without a parser in between.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
SUBJECT = "https://w3id.org/zhitu/id/school/x"


@given(TEXTS)
def test_a_literal_is_written_as_the_engine_writes_it(value: str) -> None:
    literals = {
        terms.text(value, "zh"): ox.Literal(value, language="zh"),
        terms.plain(value): ox.Literal(value),
        terms.typed(value, "date"): ox.Literal(value, datatype=ox.NamedNode(XSD + "date")),
    }
    for term, literal in literals.items():
        quad = Quad(terms.iri(SUBJECT), terms.iri(SUBJECT), term, terms.iri(SUBJECT))
        node = ox.NamedNode(SUBJECT)
        engine = ox.serialize([ox.Quad(node, node, literal, node)], format=ox.RdfFormat.N_QUADS)
        assert f"{quad.line()}\n".encode() == engine


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_slug_makes_an_iri_of_ascii(slug: str) -> None:
    for iri in (entity_iri("school", slug), concept_iri("industry", slug)):
        assert iri.isascii()
        assert ox.NamedNode(iri).value == iri
