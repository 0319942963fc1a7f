"""`zhitu audit`: whether a report agrees with itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.arguments import seconds
from graph_builder.errors import InputError
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

    from graph_builder.check.audit.run import Audit
    from graph_builder.check.audit.words import Words
    from graph_builder.graph.access import Graph

FORMATS = ("table", "json", "csv", "md")
FAIL_ON = ("contradiction", "open", "never")


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument("--source", type=Path, metavar="REPORT", help=message("audit.source", lang))
    parser.add_argument(
        "--readings",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=message("audit.readings", lang),
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=message("option.format", lang)
    )
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))
    parser.add_argument(
        "--fail-on", choices=FAIL_ON, default="contradiction", help=message("audit.fail-on", lang)
    )
    parser.add_argument(
        "--timeout", type=seconds(lang), metavar="S", help=message("audit.timeout", lang)
    )
    parser.add_argument("--since", metavar="YEAR", help=message("audit.since", lang))
    parser.add_argument("--explain", metavar="CODE", help=message("audit.explain", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Print what was tested and found; 1 when there is a finding of `--fail-on` or worse."""
    from graph_builder.check.audit.rules import (  # noqa: PLC0415 -- `--help` needs none of these
        find_rule,
        load_reading_kinds,
        load_rules,
        rules_folder,
    )
    from graph_builder.check.audit.text import explanation  # noqa: PLC0415 -- as above

    rules = load_rules(rules_folder())
    if args.explain is not None:
        sys.stdout.write(explanation(find_rule(rules, args.explain), lang))
        return 0
    from graph_builder.check.audit.folders import readings_for  # noqa: PLC0415 -- as above
    from graph_builder.check.audit.render import render_audit  # noqa: PLC0415 -- as above
    from graph_builder.check.audit.run import audit, reports_of  # noqa: PLC0415 -- as above
    from graph_builder.check.audit.words import Words  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above

    if args.since is not None and (args.source is not None or args.readings):
        raise InputError("AUDIT-SINCE-FORMAT", None)
    graph = open_graph(args.graph)
    where = str(args.graph or "")
    reports = reports_of(graph, where)
    readings = readings_for(graph, reports, load_reading_kinds(rules_folder()), args.readings)
    source = None
    if args.source is not None:
        from graph_builder.check.audit.source import read_source  # noqa: PLC0415 -- as above

        source = read_source(args.source, reports)
        graph = source.beside(graph)
    result = audit(graph, rules.values(), readings, timeout=args.timeout, where=where)
    words = Words(graph, result, lang)
    if args.since is not None:
        return _since(graph, result, words, args)
    sys.stdout.write(render_audit(result, words, args.format, source, bom=args.bom))
    return 1 if result.fails(args.fail_on) else 0


def _since(graph: Graph, result: Audit, words: Words, args: argparse.Namespace) -> int:
    """Print what changed; 1 when there is a new finding of `--fail-on` or worse."""
    from graph_builder.check.audit.rules import VERDICTS  # noqa: PLC0415 -- `--help` needs none
    from graph_builder.check.audit.since import compare  # noqa: PLC0415 -- as above
    from graph_builder.check.audit.since_text import render_since  # noqa: PLC0415 -- as above

    compared = compare(graph, result, args.since, words.lang)
    sys.stdout.write(render_since(compared, words, args.format, bom=args.bom))
    if args.fail_on == "never":
        return 0
    worst = VERDICTS[: VERDICTS.index(args.fail_on) + 1]
    return int(any(f.verdict in worst for c in compared for f in c.new))
