"""Where the nodes of a layered picture stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_builder.export.network import Network

#: Sweeps over the layers; more changes little once neighbours stand near each other.
SWEEPS = 8


def layered(network: Network) -> dict[str, tuple[int, int]]:
    """Layer and position in the layer (from 0, top to bottom) of each node, with few crossings.

    Source: the barycentre heuristic of Sugiyama, Tagawa and Toda (1981); neighbours in the same
    layer count as well.
    """
    layers: dict[int, list[str]] = {}
    for node in network.nodes:
        layers.setdefault(node.layer, []).append(node.iri)
    neighbours: dict[str, list[str]] = {node.iri: [] for node in network.nodes}
    for edge in network.edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    height = max((len(members) for members in layers.values()), default=1)
    place = {
        iri: (i + 0.5) * height / len(members)
        for members in layers.values()
        for i, iri in enumerate(members)
    }
    order = sorted(layers)
    for sweep in range(SWEEPS):
        for layer in order if sweep % 2 == 0 else reversed(order):
            members = layers[layer]
            centre = {
                iri: sum(place[n] for n in neighbours[iri]) / len(neighbours[iri])
                if neighbours[iri]
                else place[iri]
                for iri in members
            }
            members.sort(key=lambda iri: (centre[iri], iri))
            for i, iri in enumerate(members):
                place[iri] = (i + 0.5) * height / len(members)
    return {iri: (layer, i) for layer, members in layers.items() for i, iri in enumerate(members)}
