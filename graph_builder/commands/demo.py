"""`zhitu demo`: the whole way once, from the bundled report to answers, a trace and pictures."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

    from graph_builder.graph.access import Graph

#: Questions that show what the graph is good for, with their parameters.
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("school_to_industry", {"school": "市一职校"}),
    ("foreign_partners", {}),
    ("schools_with_honour", {"title": "自治区示范性中等职业学校"}),
)
TRACE = ("市交校", "五菱")
#: Paths shown; the command `zhitu trace` shows more.
PATHS = 3


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("out"),
        metavar="FOLDER",
        help=message("demo.output", lang),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Build, check, ask, trace, draw; then say what to try next."""
    from graph_builder.atomic import replace_files  # noqa: PLC0415 -- `demo --help` needs none
    from graph_builder.check.conformance import check_graph  # noqa: PLC0415 -- as above
    from graph_builder.check.text import summary  # noqa: PLC0415 -- as above
    from graph_builder.export.formats.graphs import write  # noqa: PLC0415 -- as above
    from graph_builder.export.network import network  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import EmbeddedGraph  # noqa: PLC0415 -- as above
    from graph_builder.graph.build import (  # noqa: PLC0415 -- as above
        build_graph,
        default_sources,
        serialise,
    )

    began = time.perf_counter()
    print(message("demo-build", lang))
    built = build_graph(default_sources())
    for stage, count in built.counts.items():
        print("  " + message(f"stage-{stage}", lang, count=count))
    graph = EmbeddedGraph(built.store)
    print("\n" + message("demo-check", lang))
    print("  " + summary(check_graph(graph, shipped=True, jobs=2), lang))
    _ask(graph, lang)
    _trace(graph, lang)
    found = network(graph)
    files = {
        "zhitu.nq": serialise(built.store, ".nq"),
        "zhitu.html": write(found, "html", lang),
        "zhitu.graphml": write(found, "graphml", lang),
    }
    replace_files(args.output, files)
    print("\n" + message("demo-files", lang))
    for name in files:
        print(f"  {args.output / name}  {message(f'demo-file-{name}', lang)}")
    seconds = time.perf_counter() - began
    print("\n" + message("demo-next", lang, seconds=f"{seconds:.1f}"))
    return 0


def _ask(graph: Graph, lang: str) -> None:
    from graph_builder.ask.answer import answer, shown, titles  # noqa: PLC0415 -- as above
    from graph_builder.ask.catalogue import find_question  # noqa: PLC0415 -- as above
    from graph_builder.output import render  # noqa: PLC0415 -- as above

    print("\n" + message("demo-ask", lang))
    for number, (name, values) in enumerate(QUESTIONS, 1):
        question = find_question(name)
        rows = answer(graph, question, values).rows
        typed = " ".join([name, *(f"{k}={v}" for k, v in values.items())])
        title = question.title[lang]
        print("\n" + message("demo-question", lang, number=number, title=title, command=typed))
        table = render(titles(question, rows.columns, lang), shown(graph, rows, lang), "table")
        sys.stdout.write(table)
        if question.complete_for:
            print(message("complete-for", lang, note=question.complete_for[lang]))


def _trace(graph: Graph, lang: str) -> None:
    from graph_builder.commands.trace import print_trace  # noqa: PLC0415 -- as above

    start, end = TRACE
    print("\n" + message("demo-trace", lang, start=start, end=end))
    print_trace(graph, start, end, lang, limit=PATHS)
