"""A network as a file: GraphML, GEXF, Cytoscape JSON, DOT, Mermaid, a web page."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from graph_builder.export.html import Words
    from graph_builder.export.network import Network

FORMATS = ("html", "graphml", "gexf", "json", "dot", "mermaid")
#: Characters that XML 1.0 forbids, even as references.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Drawing programs choke on labels that are longer than this.
LONGEST = 2_000
#: networkx writes today's date into GEXF; a file must not change when its content does not.
_TODAY = re.compile(rb'(?<=<meta) lastmodifieddate="[^"]*"')


def write(network: Network, form: str, lang: str, words: Words | None = None) -> bytes:
    """The bytes of the file; the same network gives the same bytes.

    Args:
        network: What to write.
        form: One of `FORMATS`.
        lang: Language in which an HTML file opens.
        words: What else an HTML file says.
    """
    network = _without_forbidden(network)
    if form == "html":
        from graph_builder.export.html import page  # noqa: PLC0415 -- only for this format

        return page(network, lang, words).encode()
    if form == "json":
        return _json(network)
    if form == "dot":
        return _dot(network, lang).encode()
    if form == "mermaid":
        return _mermaid(network, lang).encode()
    import networkx as nx  # noqa: PLC0415 -- slow to load

    graph = as_networkx(network)
    out = io.BytesIO()
    if form == "graphml":
        nx.write_graphml_xml(graph, out, encoding="utf-8")
    else:
        nx.write_gexf(graph, out, encoding="utf-8")
    return _TODAY.sub(b"", out.getvalue()).rstrip() + b"\n"


def as_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """The network for networkx: nodes by IRI, edges keyed by their number.

    GraphML takes the key as the id of the edge, and programs drop edges whose id repeats.
    """
    import networkx as nx  # noqa: PLC0415 -- slow to load

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.iri, label=node.zh, label_en=node.en, kind=node.cls, layer=node.layer)
    for number, edge in enumerate(network.edges):
        graph.add_edge(
            edge.source,
            edge.target,
            key=f"e{number}",
            property=edge.predicate,
            label=edge.zh,
            label_en=edge.en,
            passages=" ".join(edge.graphs),
            places="；".join(edge.places("zh")),
            derived=edge.derived,
        )
    return graph


def _json(network: Network) -> bytes:
    """Elements for Cytoscape and Cytoscape.js, which want text identifiers."""
    nodes = [{"data": {"id": n.iri, "label": n.zh, **n._asdict()}} for n in network.nodes]
    edges = [
        {
            "data": {
                "id": f"e{number}",
                "label": e.zh,
                **e._asdict(),
                "places": e.places("zh"),
                "derived": e.derived,
            }
        }
        for number, e in enumerate(network.edges)
    ]
    content = {
        "data": {"reports": network.reports},
        "elements": {"nodes": nodes, "edges": edges},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _dot(network: Network, lang: str) -> str:
    """A digraph for Graphviz; derived links are dashed."""
    lines = ["digraph zhitu {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    for node in network.nodes:
        label, tip = (_dot_text(node.zh if lang == "zh" else node.en), _dot_text(node.iri))
        lines.append(f"  {tip} [label={label}, class={_dot_text(node.cls)}, tooltip={tip}];")
    for edge in network.edges:
        label = _dot_text(edge.zh if lang == "zh" else edge.en)
        tip = _dot_text("；".join(edge.places(lang)))
        dash = ", style=dashed" if edge.derived else ""
        ends = f"{_dot_text(edge.source)} -> {_dot_text(edge.target)}"
        lines.append(f"  {ends} [label={label}, tooltip={tip}{dash}];")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_text(text: str) -> str:
    """A quoted string in which nothing is an escape or an HTML label."""
    line = re.sub(r"\s+", " ", text)[:LONGEST]
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mermaid(network: Network, lang: str) -> str:
    """A flowchart for Mermaid; derived links are dotted."""
    number = {node.iri: i for i, node in enumerate(network.nodes)}
    lines = ["flowchart LR"]
    for node in network.nodes:
        label = _mermaid_text(node.brief_zh if lang == "zh" else node.brief_en)
        lines.append(f'  n{number[node.iri]}["{label}"]')
    for edge in network.edges:
        label = _mermaid_text(edge.zh if lang == "zh" else edge.en)
        arrow = "-.->" if edge.derived else "-->"
        lines.append(f'  n{number[edge.source]} {arrow}|"{label}"| n{number[edge.target]}')
    return "\n".join(lines) + "\n"


def _mermaid_text(text: str) -> str:
    """Every sign of ASCII but letters, digits and spaces as the entity code that Mermaid reads."""
    line = re.sub(r"\s+", " ", text)[:LONGEST]
    return re.sub(r"[^\w ]|_", _entity, line)


def _entity(match: re.Match[str]) -> str:
    sign = match.group()
    return f"#{ord(sign)};" if sign.isascii() else sign


def _without_forbidden(network: Network) -> Network:
    """The same network with U+FFFD for each character that no XML and no SVG file can hold."""

    def clean(text: str) -> str:
        return _NO_XML.sub("\ufffd", text)

    nodes = [
        n._replace(
            zh=clean(n.zh),
            en=clean(n.en),
            brief_zh=clean(n.brief_zh),
            brief_en=clean(n.brief_en),
        )
        for n in network.nodes
    ]
    edges = [e._replace(zh=clean(e.zh), en=clean(e.en)) for e in network.edges]
    return network._replace(
        nodes=nodes, edges=edges, reports=[clean(title) for title in network.reports]
    )
