"""Paths for Python; what a trace is, is told in `graph_builder.trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.addresses import describe_graph
from graph_builder.commands.trace import candidates, names_of, sentence
from graph_builder.library.results import Paths, PathStep
from graph_builder.library.values import Place, Thing
from graph_builder.messages import message
from graph_builder.names import compact
from graph_builder.trace import trace

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph

_HEADS = ("path", "start", "predicate", "end", "derived", "places")


def find_paths(
    graph: Graph, start: str, end: str, lang: str, *, max_hops: int, limit: int
) -> Paths:
    """The paths between what two names stand for, as a table of steps.

    Raises:
        NameNotFound: A name stands for nothing.
    """
    starts, ends = candidates(graph, start), candidates(graph, end)
    found = trace(graph, starts, ends, max_hops=max_hops, limit=limit)
    names = names_of(graph, found, [*starts, *ends], lang)
    between = message("between-names", lang)
    notes = []
    for typed, meant in ((start, starts), (end, ends)):
        if len(meant) > 1:
            listed = between.join(names.get(iri) or compact(iri) for iri in meant)
            told = {"name": typed, "count": len(meant), "candidates": listed}
            notes.append(message("trace-candidates", lang, **told))
    if not found.paths:
        near, far = found.reached
        notes.append(message("trace-none", lang, hops=max_hops, start=near, end=far))
    elif not found.complete:
        notes.append(message("trace-cut", lang))

    def thing(iri: str) -> Thing:
        return Thing(names.get(iri) or compact(iri), iri)

    paths = [
        [
            PathStep(
                thing(step.start),
                thing(step.link.predicate),
                thing(step.end),
                step.link.forward,
                tuple(Place(describe_graph(g, lang), g) for g in step.graphs),
                step.derived,
                sentence(step, names, lang),
            )
            for step in path
        ]
        for path in found.paths
    ]
    return Paths(
        paths,
        complete=found.complete,
        title=message("library-paths", lang, start=start, end=end),
        headings=[message(f"library.{head}", lang) for head in _HEADS],
        notes=notes,
        between=between,
        lang=lang,
    )
