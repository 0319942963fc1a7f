"""The picture of a trace as GraphML and as a Mermaid flowchart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from graph_builder.output import one_line

if TYPE_CHECKING:
    from graph_builder.trace.picture import Picture, PictureEdge, PictureNode

#: Characters that XML 1.0 forbids, even as references.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE_KEYS = ("label", "kind", "layer", "role")
_EDGE_KEYS = ("property", "label", "derived", "places", "passages")
_TYPES = {"layer": "int", "derived": "boolean"}
#: What Mermaid would take for markup, as its own entities.
_MERMAID = {c: f"#{ord(c)};" for c in '"#&<>`\\*_[]{}|~$:'}
#: The shape of a start, of an end, and of what lies between.
_SHAPES = {"start": '(["{}"])', "end": '[["{}"]]', "between": '["{}"]'}


def graphml(picture: Picture) -> str:
    """The picture for yEd, Gephi or networkx, as GraphML 1.0; the same trace gives the same text.

    The nodes are named by their IRIs.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for of, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        lines += [
            f'  <key id="{of}-{key}" for="{of}" attr.name="{key}" '
            f'attr.type="{_TYPES.get(key, "string")}"/>'
            for key in keys
        ]
    lines.append('  <graph edgedefault="directed">')
    for node in picture.nodes:
        lines.append(f"    <node id={_attribute(node.iri)}>")
        lines += _data("node", _node_data(node))
        lines.append("    </node>")
    for number, edge in enumerate(picture.edges):
        ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
        lines.append(f'    <edge id="e{number}" {ends}>')
        lines += _data("edge", _edge_data(edge))
        lines.append("    </edge>")
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _node_data(node: PictureNode) -> dict[str, str]:
    return dict(zip(_NODE_KEYS, (node.label, node.kind, str(node.layer), node.role), strict=True))


def _edge_data(edge: PictureEdge) -> dict[str, str]:
    derived = "true" if edge.derived else "false"
    places, passages = "；".join(edge.places), " ".join(edge.graphs)
    row = (edge.predicate, edge.label, derived, places, passages)
    return dict(zip(_EDGE_KEYS, row, strict=True))


def _data(of: str, content: dict[str, str]) -> list[str]:
    return [
        f'      <data key="{of}-{key}">{escape(_clean(text))}</data>'
        for key, text in content.items()
    ]


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def mermaid(picture: Picture) -> str:
    """The picture as a Mermaid flowchart from start to end; derived steps are dotted.

    An arrow points as the statement does. Where that is against the path, the line has no head and
    its label begins with ←, because Mermaid knows no arrow that points back.

    Such a text is drawn by GitHub, GitLab, Typora and many editors when it stands between
    "```mermaid" and "```".
    """
    numbers = {node.iri: f"n{number}" for number, node in enumerate(picture.nodes)}
    lines = ["flowchart LR"]
    for node in picture.nodes:
        lines.append("    " + numbers[node.iri] + _SHAPES[node.role].format(_mermaid(node.label)))
    layers = {node.iri: node.layer for node in picture.nodes}
    for edge in picture.edges:
        ends, label = (edge.source, edge.target), _mermaid(edge.label)
        arrow = "-.->" if edge.derived else "-->"
        if layers[edge.source] > layers[edge.target]:
            # Written from right to left, it would pull the start of the path to the right.
            ends, label = ends[::-1], f"← {label}"
            arrow = arrow.replace(">", "" if edge.derived else "-")
        source, target = (numbers[iri] for iri in ends)
        lines.append(f'    {source} {arrow}|"{label}"| {target}')
    return "\n".join([*lines, ""])


def _mermaid(text: str) -> str:
    """The text between quotation marks; a number with a full stop would become a list."""
    escaped = "".join(_MERMAID.get(c, c) for c in one_line(text))
    return re.sub(r"^(\s*\d+)\.", r"\1#46;", escaped) or " "
