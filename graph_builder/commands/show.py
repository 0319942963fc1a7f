"""`zhitu show`: everything the graph says about a thing, in both directions, with its places."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ask.entities import labels, narrowest, places, the_entity
from graph_builder.graph.access import open_graph
from graph_builder.graph.facts_of import Fact, facts_of
from graph_builder.messages import message
from graph_builder.names import RDF, compact
from graph_builder.output import one_line

if TYPE_CHECKING:
    import argparse

    from graph_builder.addresses import Places
    from graph_builder.ask.entities import Entity
    from graph_builder.graph.access import Graph


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("name", help=message("show.name", lang))
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help=message("option.format", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the facts, grouped by property."""
    graph = open_graph(args.graph)
    if args.format == "json":
        print(json.dumps(as_json(graph, args.name, lang), ensure_ascii=False, indent=2))
        return 0
    thing, facts, names = _facts(graph, args.name, lang)
    title = names.get(thing.iri) or args.name
    kinds = sorted(labels(graph, narrowest(graph, thing.classes), lang).values())
    print(
        one_line(
            message(
                "show-title", lang, name=title, kinds=message("between-names", lang).join(kinds)
            )
        )
    )
    print(f"<{thing.iri}>")
    told = places(graph, (g for f in facts for g in f.graphs), lang)
    last: tuple[str, bool] | None = None
    for fact in facts:
        if fact.predicate == RDF + "type":
            continue
        if (fact.predicate, fact.outgoing) != last:
            last = (fact.predicate, fact.outgoing)
            name = names.get(fact.predicate) or compact(fact.predicate)
            key = "show-outgoing" if fact.outgoing else "show-incoming"
            print("\n" + message(key, lang, name=name))
        sys.stdout.write(_line(fact, names, told, lang))
    return 0


def _line(fact: Fact, names: dict[str, str], told: Places, lang: str) -> str:
    other = fact.other
    value = other.value if isinstance(other, ox.Literal | ox.NamedNode) else str(other)
    text = value if isinstance(other, ox.Literal) else names.get(value) or compact(value)
    places = told.listed(fact.graphs)
    notes = "".join(message("show-inferred", lang, note=n) for n in fact.notes)
    return f"  {one_line(text)}  〔{places}{one_line(notes)}〕\n"


def _facts(graph: Graph, name: str, lang: str) -> tuple[Entity, list[Fact], dict[str, str]]:
    """The thing of a name, what is said about it, and labels for all of that."""
    thing = the_entity(graph, name)
    facts = facts_of(graph, thing.iri)
    iris = {thing.iri, *(f.predicate for f in facts)}
    iris |= {f.other.value for f in facts if isinstance(f.other, ox.NamedNode)}
    return thing, facts, labels(graph, iris, lang)


def as_json(graph: Graph, name: str, lang: str) -> dict[str, object]:
    """Everything about a thing, for programs.

    Raises:
        NameNotFound: The name stands for nothing, or for several things.
    """
    thing, facts, names = _facts(graph, name, lang)
    return {
        "iri": thing.iri,
        "label": names.get(thing.iri, ""),
        "facts": [
            {
                "predicate": f.predicate,
                "predicate_label": names.get(f.predicate, ""),
                "direction": "out" if f.outgoing else "in",
                "value": getattr(f.other, "value", str(f.other)),
                "label": names.get(getattr(f.other, "value", ""), ""),
                "graphs": list(f.graphs),
                "derived": f.derived,
                "inferred": list(f.notes),
            }
            for f in facts
        ],
    }
