"""`zhitu trace`: how one thing is connected with another, step by step, with the places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.addresses import describe_graph
from graph_builder.arguments import at_least_one
from graph_builder.ask.entities import find_entities, is_short_name, labels, the_entity
from graph_builder.graph.access import open_graph
from graph_builder.messages import message
from graph_builder.names import compact
from graph_builder.output import one_line
from graph_builder.trace import Step, Trace, is_station, trace

if TYPE_CHECKING:
    import argparse

    from graph_builder.graph.access import Graph


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("start", metavar="A", help=message("trace.start", lang))
    parser.add_argument("end", metavar="B", help=message("trace.end", lang))
    parser.add_argument(
        "--max-hops",
        type=at_least_one(lang),
        default=5,
        metavar="N",
        help=message("trace.hops", lang),
    )
    parser.add_argument(
        "--limit",
        type=at_least_one(lang),
        default=20,
        metavar="N",
        help=message("trace.limit", lang),
    )
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=message("option.format", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the paths, best first; 1 when there is none."""
    graph = open_graph(args.graph)
    if args.format == "json":
        starts, ends = candidates(graph, args.start), candidates(graph, args.end)
        found = trace(graph, starts, ends, max_hops=args.max_hops, limit=args.limit)
        names = names_of(graph, found, [*starts, *ends], lang)
        print(json.dumps(as_json(found, names), ensure_ascii=False, indent=2))
        return 0 if found.paths else 1
    return print_trace(graph, args.start, args.end, lang, max_hops=args.max_hops, limit=args.limit)


def print_trace(
    graph: Graph, start: str, end: str, lang: str, *, max_hops: int = 5, limit: int = 20
) -> int:
    """Print the paths between what two names stand for; the exit code is 1 when there is none."""
    starts, ends = candidates(graph, start), candidates(graph, end)
    found = trace(graph, starts, ends, max_hops=max_hops, limit=limit)
    names = names_of(graph, found, [*starts, *ends], lang)
    for typed, things in ((start, starts), (end, ends)):
        if len(things) > 1:
            listed = message("between-names", lang).join(names.get(t) or compact(t) for t in things)
            print(
                message("trace-candidates", lang, name=typed, count=len(things), candidates=listed)
            )
    if not found.paths:
        near, far = found.reached
        print(message("trace-none", lang, hops=max_hops, start=near, end=far))
        return 1
    for number, path in enumerate(found.paths, 1):
        print(message("trace-path", lang, number=number, hops=len(path)))
        for step in path:
            print("   " + one_line(sentence(step, names, lang)))
    if not found.complete:
        print(message("trace-cut", lang))
    return 0


def candidates(graph: Graph, name: str) -> list[str]:
    """Everything that a name may stand for: exact names first, then names that contain it.

    A name that is both one thing's whole name and part of others' (五菱, 横店) stands for all of
    them, because a report seldom says whether they are one; a short name that the report itself
    introduces (市交校) stands for its school alone.
    """
    exact = find_entities(graph, name) or [the_entity(graph, name)]
    if len(exact) == 1 and not is_short_name(graph, exact[0].iri, name):
        kinds = exact[0].classes
        inside = find_entities(graph, name, inside=True)
        exact += [e for e in inside if e.classes & kinds and e != exact[0]]
    return list(dict.fromkeys(e.iri for e in exact if is_station(e.iri)))


def names_of(graph: Graph, found: Trace, others: list[str], lang: str) -> dict[str, str]:
    """Labels of everything on the paths."""
    iris = {iri for path in found.paths for s in path for iri in (s.start, s.end, s.link.predicate)}
    return labels(graph, iris | set(others), lang)


def sentence(step: Step, names: dict[str, str], lang: str) -> str:
    """A step in words, with its places; a derived one says so."""
    start, end, predicate = (
        names.get(i) or compact(i) for i in (step.start, step.end, step.link.predicate)
    )
    key = "trace-forward" if step.link.forward else "trace-backward"
    places = message("between-places", lang).join(describe_graph(g, lang) for g in step.graphs)
    return message(key, lang, start=start, end=end, predicate=predicate, places=places)


def as_json(found: Trace, names: dict[str, str]) -> dict[str, object]:
    """The trace for programs."""
    return {
        "complete": found.complete,
        "paths": [
            [
                {
                    "start": s.start,
                    "start_label": names.get(s.start, ""),
                    "predicate": s.link.predicate,
                    "predicate_label": names.get(s.link.predicate, ""),
                    "forward": s.link.forward,
                    "end": s.end,
                    "end_label": names.get(s.end, ""),
                    "graphs": list(s.graphs),
                    "derived": s.derived,
                }
                for s in path
            ]
            for path in found.paths
        ],
    }
