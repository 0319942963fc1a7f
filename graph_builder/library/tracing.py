"""Paths for Python; what a trace is, is told in `graph_builder.trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.library.results import Paths, PathStep
from graph_builder.library.values import Place, Thing
from graph_builder.messages import message
from graph_builder.names import compact
from graph_builder.trace.forms import after_lines, before_lines, heading, sentence_line, title_of

if TYPE_CHECKING:
    from graph_builder.trace import Step, Traced

_HEADS = ("path", "start", "direction", "predicate", "end", "derived", "places")


def paths_of(traced: Traced) -> Paths:
    """The answer to a trace as a table of steps."""
    lang = traced.asked.lang

    def thing(iri: str) -> Thing:
        return Thing(traced.labels.get(iri) or compact(iri), iri)

    def path_step(step: Step) -> PathStep:
        texts = traced.places(step.graphs)
        return PathStep(
            thing(step.start),
            thing(step.link.predicate),
            thing(step.end),
            step.link.forward,
            tuple(Place(text, graph) for text, graph in zip(texts, step.graphs, strict=True)),
            step.derived,
            traced.sentence(step),
        )

    return Paths(
        [[path_step(step) for step in path.steps] for path in traced.paths],
        told=[
            [heading(traced, path, number), *(sentence_line(traced, told) for told in path.told)]
            for number, path in enumerate(traced.paths, 1)
        ],
        complete=traced.complete,
        more=traced.more,
        title=title_of(traced),
        headings=[message(f"library.{head}", lang) for head in _HEADS],
        notes=[*before_lines(traced), *after_lines(traced)],
        between=message("between-names", lang),
        lang=lang,
    )
