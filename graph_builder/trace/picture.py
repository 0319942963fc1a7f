"""The paths of a trace as one small graph that any picture can be drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.names import compact
from graph_builder.trace.forms import title_of
from graph_builder.trace.links import kind

if TYPE_CHECKING:
    from graph_builder.trace.traced import Traced


class PictureNode(NamedTuple):
    """A station.

    Attributes:
        iri: Its IRI, unique in the picture.
        label: Its name in the reader's language.
        kind: Kind of thing as IRIs name it: `school`, `industry`, `cooperation`.
        layer: Steps from the nearest start, from 0; stations of a layer stand side by side.
        role: `start`, `end` or `between`.
    """

    iri: str
    label: str
    kind: str
    layer: int
    role: str


class PictureEdge(NamedTuple):
    """A statement between two stations, in the direction in which the graph says it.

    Attributes:
        source: IRI of its subject.
        target: IRI of its object.
        predicate: IRI of the property.
        label: Label of the property in the reader's language.
        derived: Whether rules say it and no passage does; such lines are drawn dashed.
        places: Where it is said, in words.
        graphs: The same as IRIs.
    """

    source: str
    target: str
    predicate: str
    label: str
    derived: bool
    places: tuple[str, ...]
    graphs: tuple[str, ...]


class Picture(NamedTuple):
    """Nodes by layer and IRI, edges by source, target and property; each stands once."""

    title: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]


def picture_of(traced: Traced) -> Picture:
    """All paths of a trace laid over each other; the ends alone where there is no path."""
    starts = {path.start for path in traced.paths} or set(traced.asked.start.things)
    ends = {path.end for path in traced.paths}
    if not traced.paths and traced.asked.end is not None:
        ends = set(traced.asked.end.things)
    layers = dict.fromkeys(starts, 0) | dict.fromkeys(ends - starts, 1)
    edges: dict[tuple[str, str, str], PictureEdge] = {}
    met: dict[str, int] = {}
    for path in traced.paths:
        for number, step in enumerate(path.steps, 1):
            met[step.start] = min(met.get(step.start, number - 1), number - 1)
            met[step.end] = min(met.get(step.end, number), number)
            forward = step.link.forward
            source, target = (step.start, step.end) if forward else (step.end, step.start)
            predicate = step.link.predicate
            edges[source, target, predicate] = PictureEdge(
                source,
                target,
                predicate,
                traced.labels.get(predicate) or compact(predicate),
                step.derived,
                tuple(traced.places(step.graphs)),
                step.graphs,
            )
    nodes = [
        PictureNode(
            iri,
            traced.labels.get(iri) or compact(iri),
            kind(iri),
            layer,
            "start" if iri in starts else "end" if iri in ends else "between",
        )
        for iri, layer in (layers | met).items()
    ]
    nodes.sort(key=lambda node: (node.layer, node.iri))
    title = title_of(traced)
    return Picture(title, tuple(nodes), tuple(edges[key] for key in sorted(edges)))
