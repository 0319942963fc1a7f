"""The statements of a view as RDF: Turtle, TriG, N-Quads, JSON-LD, RDF/XML, RDF 1.2.

Turtle, RDF/XML and RDF 1.2 know no named graphs: the first two leave the evidence out, and in
RDF 1.2 the passage reifies the statement that it makes.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.errors import OutputError
from graph_builder.names import ID, PREFIXES, RDF, RDFS, SCHEME, SKOS, VET, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.export.content import View
    from graph_builder.export.network import Network

FORMATS = ("ttl", "trig", "nq", "jsonld", "rdf", "rdf12")
_DEFAULT = ox.DefaultGraph()
_REIFIES = ox.NamedNode(RDF + "reifies")
_LABEL, _CONCEPT_LABEL = ox.NamedNode(RDFS + "label"), ox.NamedNode(SKOS + "prefLabel")
_TYPE = ox.NamedNode(RDF + "type")
#: Classes of `Node.cls` that are words of a view and not of the ontology.
_NO_CLASS = frozenset(("Recipient", "Thing", "OntologyClass", "OntologyProperty"))
#: What an element of RDF/XML may be called, after its namespace.
_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$")


def rdf(view: View, form: str) -> bytes:
    """The statements of a view in one of `FORMATS`; the same view gives the same bytes.

    Raises:
        OutputError: `EXPORT-FORM-VIEW`: the view shows rows that are no statements.
    """
    quads = statements(view)
    if not quads:
        raise OutputError("EXPORT-FORM-VIEW", None, view=view.name, format=form)
    plain = [q.triple for q in quads if q.graph_name == _DEFAULT]
    prefixes = {name: iri for name, iri in PREFIXES.items() if _used(iri, quads)}
    if form == "jsonld":
        return _json_ld(quads, prefixes)
    if form == "rdf":
        return _rdf_xml(plain, prefixes)
    if form == "rdf12":
        reified = [
            ox.Triple(q.graph_name, _REIFIES, q.triple)
            for q in quads
            if isinstance(q.graph_name, ox.NamedNode)
        ]
        plain += sorted(reified, key=str)
    quad_form = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}.get(form)
    if form == "nq":
        prefixes = {}
    data = (
        ox.serialize(quads, format=quad_form, prefixes=prefixes)
        if quad_form
        else ox.serialize(plain, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    )
    return data or b""


def statements(view: View) -> list[ox.Quad]:
    """Every statement of a view, in the default graph and in each graph that makes it, sorted."""
    found = set(view.quads)
    if view.network is not None:
        found |= set(_of_network(view.network))
    return sorted(found, key=lambda q: (str(q.graph_name), str(q.subject), str(q)))


def _of_network(network: Network) -> Iterable[ox.Quad]:
    for node in network.nodes:
        thing = ox.NamedNode(node.iri)
        if node.cls not in _NO_CLASS:
            yield ox.Quad(thing, _TYPE, ox.NamedNode(VET + node.cls), _DEFAULT)
        labels = _CONCEPT_LABEL if node.iri.startswith(SCHEME) else _LABEL
        for lang, label in (("zh", node.zh), ("en", node.en)):
            # A label that only stands in for one that is missing is no statement of the graph.
            own = node.iri.startswith((ID, SCHEME, VET)) and label != compact(node.iri)
            if own and (lang == "zh" or label != node.zh):
                yield ox.Quad(thing, labels, ox.Literal(label, language=lang), _DEFAULT)
    for edge in network.edges:
        source, link, target = map(ox.NamedNode, (edge.source, edge.predicate, edge.target))
        yield ox.Quad(source, link, target, _DEFAULT)
        for graph in edge.graphs:
            yield ox.Quad(source, link, target, ox.NamedNode(graph))


def _used(namespace: str, quads: list[ox.Quad]) -> bool:
    return any(
        isinstance(term, ox.NamedNode) and term.value.startswith(namespace)
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
    )


def _json_ld(quads: list[ox.Quad], prefixes: dict[str, str]) -> bytes:
    """JSON-LD 1.1: compact IRIs by the prefixes of the context, a node object for each graph."""
    graphs: dict[str, dict[str, dict[str, list[object]]]] = {}
    for quad in quads:
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        node = graphs.setdefault(graph, {}).setdefault(_iri(quad.subject), {})
        if quad.predicate == _TYPE:
            node.setdefault("@type", []).append(compact(_iri(quad.object)))
        else:
            node.setdefault(compact(quad.predicate.value), []).append(_json_value(quad.object))
    content: list[object] = []
    for graph, nodes in sorted(graphs.items()):
        members = [{"@id": compact(iri), **facts} for iri, facts in nodes.items()]
        content += [{"@id": compact(graph), "@graph": members}] if graph else members
    document = {"@context": prefixes, "@graph": content}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_value(term: object) -> object:
    if isinstance(term, ox.NamedNode):
        return {"@id": compact(term.value)}
    assert isinstance(term, ox.Literal)  # noqa: S101 -- nothing written holds a blank node
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return {"@value": term.value}
    return {"@value": term.value, "@type": compact(term.datatype.value)}


def _rdf_xml(triples: list[ox.Triple], prefixes: dict[str, str]) -> bytes:
    prefixes = {"rdf": RDF, **prefixes}
    spaces = "".join(f'\n  xmlns:{name}="{escape(iri)}"' for name, iri in prefixes.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF{spaces}>"]
    subject = ""
    for triple in triples:
        if _iri(triple.subject) != subject:
            if subject:
                lines.append("  </rdf:Description>")
            subject = _iri(triple.subject)
            lines.append(f'  <rdf:Description rdf:about="{escape(subject)}">')
        lines.append("    " + _property(triple))
    lines += ["  </rdf:Description>"] if subject else []
    return ("\n".join([*lines, "</rdf:RDF>"]) + "\n").encode()


def _iri(term: object) -> str:
    """The IRI of a term that has to be one: nothing that is written holds a blank node."""
    assert isinstance(term, ox.NamedNode)  # noqa: S101 -- a guard for the type checker
    return term.value


def _property(triple: ox.Triple) -> str:
    name, term, space = compact(triple.predicate.value), triple.object, ""
    if not _XML_NAME.fullmatch(name.partition(":")[2]):
        # A property outside the known namespaces declares its own.
        local = _XML_NAME.search(triple.predicate.value)
        if local is None:
            raise OutputError("EXPORT-FORM-VIEW", None, view=name, format="rdf")
        base = triple.predicate.value.removesuffix(local.group())
        name, space = f"ns:{local.group()}", f' xmlns:ns="{escape(base)}"'
    if isinstance(term, ox.NamedNode):
        return f'<{name}{space} rdf:resource="{escape(term.value)}"/>'
    assert isinstance(term, ox.Literal)  # noqa: S101 -- nothing written holds a blank node
    kind = f' xml:lang="{term.language}"' if term.language else ""
    if not kind and term.datatype.value != XSD + "string":
        kind = f' rdf:datatype="{escape(term.datatype.value)}"'
    return f"<{name}{space}{kind}>{escape(term.value, quote=False)}</{name}>"
