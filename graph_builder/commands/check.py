"""`zhitu check`: whether a graph is well formed, with the place of each fault."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.errors import InputError
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

    from graph_builder.check.report import Report
    from graph_builder.graph.access import Graph

FORMATS = ("table", "json", "csv", "md", "ttl")
FAIL_ON = ("violation", "warning", "never")


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("file", nargs="?", type=Path, help=message("check.file", lang))
    parser.add_argument("--shapes", type=Path, metavar="FILE", help=message("check.shapes", lang))
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=message("option.format", lang)
    )
    parser.add_argument(
        "--fail-on", choices=FAIL_ON, default="violation", help=message("check.fail-on", lang)
    )
    parser.add_argument("--explain", metavar="CODE", help=message("check.explain", lang))
    parser.add_argument("--profile", type=Path, metavar="FILE", help=message("check.profile", lang))
    parser.add_argument(
        "--user-shapes", type=Path, metavar="FILE", help=message("check.user-shapes", lang)
    )
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Check and print; 1 when something is wrong."""
    if args.explain is not None:
        from graph_builder.check.explain import explain  # noqa: PLC0415 -- only for --explain

        sys.stdout.write(explain(args.explain, lang))
        return 0
    graph, report = _check(args)
    sys.stdout.write(_rendered(graph, report, args, lang))
    return 1 if report.fails(args.fail_on) else 0


def _check(args: argparse.Namespace) -> tuple[Graph, Report]:
    if args.file is not None or args.shapes is not None:
        from graph_builder.check.generic import check_file  # noqa: PLC0415 -- slow to load

        if args.file is None or args.shapes is None:
            raise InputError("CHECK-WHAT", None)
        if args.graph or args.user_shapes or args.profile:
            raise InputError("CHECK-OPTIONS", None)
        return check_file(args.file, args.shapes)
    from graph_builder.check.conformance import check_graph  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above

    graph = open_graph(args.graph)
    report = check_graph(
        graph,
        profile=args.profile,
        user_shapes=args.user_shapes,
        shipped=args.graph is None,
        where=args.graph or "",
    )
    return graph, report


def _rendered(graph: Graph, report: Report, args: argparse.Namespace, lang: str) -> str:
    from graph_builder.check.formats import as_json, as_rows, as_turtle  # noqa: PLC0415 -- as above
    from graph_builder.check.shown import shown  # noqa: PLC0415 -- as above
    from graph_builder.check.text import as_text  # noqa: PLC0415 -- as above
    from graph_builder.output import render  # noqa: PLC0415 -- as above

    if args.format == "ttl":
        return as_turtle(report)
    findings = shown(graph, report, lang)
    if args.format == "table":
        return as_text(report, findings, lang)
    if args.format == "json":
        return as_json(report, findings, lang)
    titles, rows = as_rows(findings, lang)
    return render(titles, rows, args.format, bom=args.bom)
