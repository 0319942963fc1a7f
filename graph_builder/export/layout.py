"""Where the nodes of an interactive page stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.draw.order import ordered

if TYPE_CHECKING:
    from graph_builder.export.network import Network


def layered(network: Network) -> dict[str, tuple[int, int]]:
    """Layer and position in the layer (from 0, top to bottom) of each node, with few crossings."""
    layers: dict[int, list[str]] = {}
    for node in network.nodes:
        layers.setdefault(node.layer, []).append(node.iri)
    numbers = sorted(layers)
    links = [(edge.source, edge.target, 1.0) for edge in network.edges]
    found = ordered([layers[number] for number in numbers], links)
    return {
        iri: (number, place)
        for number, members in zip(numbers, found, strict=True)
        for place, iri in enumerate(members)
    }
