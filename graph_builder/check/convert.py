"""RDF terms between pyoxigraph, which reads and asks, and rdflib, which pySHACL works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import NamespaceManager

from graph_builder.check.readgraph import ReadGraph
from graph_builder.names import XSD

if TYPE_CHECKING:
    from rdflib.term import Node

    from graph_builder.check.data import Data
    from graph_builder.check.shapes import Term

_STRING = XSD + "string"


class _FullIris(NamespaceManager):
    """Writes every IRI in full: pySHACL looks for a prefix at each nested shape, which is slow."""

    def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803 -- names of rdflib's
        return f"<{rdfTerm}>"


def to_rdflib(data: Data) -> ReadGraph:
    """A new graph with the triples."""
    terms: dict[Term, Node] = {}

    def converted(term: Term) -> Node:
        node = terms.get(term)
        if node is None:
            node = terms[term] = rdflib_term(term)
        return node

    graph = ReadGraph(
        {
            URIRef(predicate): {
                converted(subject): [converted(o) for o in objects]
                for subject, objects in by_subject.items()
            }
            for predicate, by_subject in data.by_property.items()
        }
    )
    graph.namespace_manager = _FullIris(graph, bind_namespaces="none")
    return graph


def rdflib_term(term: Term) -> Node:
    """The same term for rdflib; the lexical form of a number stays as it is."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)


def ox_term(node: Node) -> Term:
    """The same term for pyoxigraph."""
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, Literal):
        return ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    if node.datatype is None:
        return ox.Literal(str(node))
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
