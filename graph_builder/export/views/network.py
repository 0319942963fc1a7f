"""The network of schools, clusters, programmes, industries and partners, or a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import the_entity
from graph_builder.errors import NameNotFound, OutputError
from graph_builder.export.content import Band, Box, Layers, View
from graph_builder.export.network import LAYERS, Network, network
from graph_builder.export.views.common import (
    brief,
    edge_table,
    line,
    name,
    node_tables,
    only,
    refuse_empty,
    sources,
)
from graph_builder.messages import message

if TYPE_CHECKING:
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph

#: More boxes than this are counted by class before anything is drawn.
MOST = 600


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    known = tuple(cls for cls, _ in LAYERS)
    for kind in selection.kinds:
        if kind not in known:
            raise OutputError("EXPORT-KIND", None, found=kind, expected="、".join(known))
    found = network(graph, derived=selection.derived)
    title = message("network.title", lang)
    if selection.kinds:
        found = only(found, {n.iri for n in found.nodes if n.cls in selection.kinds})
        found = only(found, {i for e in found.edges for i in (e.source, e.target)})
    if selection.around:
        centre = the_entity(graph, selection.around).iri
        found = around(found, centre, selection.hops, selection.around)
        names = {node.iri: name(node, lang) for node in found.nodes}
        title = message("network.title-of", lang, name=names[centre])
    refuse_empty(found)
    notes = sources(graph, lang)
    picture = picture_of(found, lang)
    if len(found.nodes) > MOST:
        picture = by_class(found, lang)
        notes.append(message("network.by-class", lang, count=len(found.nodes)))
    tables = [edge_table(found, lang), *node_tables(found, lang)]
    return View("network", lang, title, notes, picture, found, tables)


def around(found: Network, centre: str, hops: int, typed: str) -> Network:
    """What is at most `hops` links away from a thing, and the links between."""
    if centre not in {node.iri for node in found.nodes}:
        raise NameNotFound("EXPORT-AROUND", None, found=typed)
    near: dict[str, set[str]] = {}
    for edge in found.edges:
        near.setdefault(edge.source, set()).add(edge.target)
        near.setdefault(edge.target, set()).add(edge.source)
    reached, rim = {centre}, {centre}
    for _ in range(hops):
        rim = {other for thing in rim for other in near.get(thing, ())} - reached
        reached |= rim
    return only(found, reached)


def picture_of(found: Network, lang: str) -> Layers:
    """Boxes in the columns of their layers; layers without a box have no column."""
    layers = sorted({node.layer for node in found.nodes})
    ends = {node.iri: name(node, lang) for node in found.nodes}
    boxes = [
        Box(n.iri, layers.index(n.layer), brief(n, lang), n.cls, 1, ends[n.iri])
        for n in found.nodes
    ]
    bands = [line(edge, ends, lang) for edge in found.edges]
    return Layers([message(f"viewer.layer-{layer}", lang) for layer in layers], boxes, bands)


def by_class(found: Network, lang: str) -> Layers:
    """One box for each class, with the number of its things; links are counted together."""
    layers = sorted({node.layer for node in found.nodes})
    cls = {node.iri: node.cls for node in found.nodes}
    counts: dict[tuple[str, int], int] = {}
    for node in found.nodes:
        place = (node.cls, layers.index(node.layer))
        counts[place] = counts.get(place, 0) + 1
    boxes = [
        Box(
            kind,
            column,
            message("network.kind-count", lang, kind=message(f"kind.{kind}", lang), count=count),
            kind,
            count,
        )
        for (kind, column), count in counts.items()
    ]
    links: dict[tuple[str, str], int] = {}
    for edge in found.edges:
        pair = (cls[edge.source], cls[edge.target])
        links[pair] = links.get(pair, 0) + 1
    bands = [
        Band(a, b, "grouped", 1, message("network.link-count", lang, count=count))
        for (a, b), count in links.items()
        if a != b
    ]
    return Layers([message(f"viewer.layer-{layer}", lang) for layer in layers], boxes, bands)
