"""A view as one interactive web page, of a size that every browser opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.content import Layers
from graph_builder.export.formats.graphs import write
from graph_builder.export.html import Words
from graph_builder.export.network import Edge, Network, Node
from graph_builder.messages import LANGUAGES, catalogue, message
from graph_builder.names import VET

if TYPE_CHECKING:
    from graph_builder.export.content import View

#: More things than this, or more bytes, are counted by class.
MOST_NODES, MOST_BYTES = 2_000, 1_500_000


def web_page(view: View, network: Network) -> bytes:
    """The page of a view that has this network; a large one is counted by class, and says so."""
    words = Words(_titles(view), _weights(view, network))
    if len(network.nodes) <= MOST_NODES:
        page = write(network, "html", view.lang, words)
        if len(page) <= MOST_BYTES:
            return page
    counted = Words(words.titles, None, len(network.nodes))
    return write(by_class(network), "html", view.lang, counted)


def _titles(view: View) -> dict[str, str]:
    """The title in both languages; that of a part exists in the language of the view only."""
    key = f"{view.name}.title"
    whole = key in catalogue() and message(key, view.lang) == view.title
    titles = {lang: message(key, lang) if whole else view.title for lang in LANGUAGES}
    assert view.network is not None  # noqa: S101 -- for the type checker
    if not view.network.reports:
        return titles
    reports = "、".join(view.network.reports[:3])
    return {
        lang: message("viewer.titled", lang, title=title, reports=reports)
        for lang, title in titles.items()
    }


def _weights(view: View, network: Network) -> dict[tuple[str, str], float] | None:
    """Thickness of each edge, in either direction, where the picture is a Sankey diagram of them.

    A picture that puts other bands than the edges of the network has none.
    """
    if not isinstance(view.picture, Layers) or not view.picture.unit:
        return None
    found = {(band.source, band.target): band.weight for band in view.picture.bands}
    found |= {(target, source): weight for (source, target), weight in found.items()}
    ends = [(edge.source, edge.target) for edge in network.edges]
    return {pair: found[pair] for pair in ends} if all(pair in found for pair in ends) else None


def by_class(network: Network) -> Network:
    """One node for each class and one edge for each kind of link between two of them, counted."""
    cls = {node.iri: (node.cls, node.layer) for node in network.nodes}
    counts: dict[tuple[str, int], int] = {}
    for place in cls.values():
        counts[place] = counts.get(place, 0) + 1
    nodes = []
    for (kind, layer), count in counts.items():
        zh, en = (
            message("network.kind-count", lang, kind=message(f"kind.{kind}", lang), count=count)
            for lang in LANGUAGES
        )
        nodes.append(Node(VET + kind, kind, layer, zh, en, zh, en))
    links: dict[tuple[str, str, str, str, str], int] = {}
    for edge in network.edges:
        ends = (VET + cls[edge.source][0], VET + cls[edge.target][0])
        key = (*ends, edge.predicate, edge.zh, edge.en)
        links[key] = links.get(key, 0) + 1
    edges = []
    for (source, target, predicate, *names), count in links.items():
        zh, en = (
            message("network.counted-link", lang, link=name, count=count)
            for lang, name in zip(LANGUAGES, names, strict=True)
        )
        edges.append(Edge(source, target, predicate, zh, en, ()))
    return Network(nodes, sorted(edges), network.reports)
