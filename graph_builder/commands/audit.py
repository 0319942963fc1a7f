"""`zhitu audit`: whether a report agrees with itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.arguments import seconds
from graph_builder.errors import InputError
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

    from graph_builder.check.audit.audited import Audited
    from graph_builder.graph.access import Graph

FORMATS = ("table", "json", "csv", "md", "html", "sarif", "junit", "ttl")
FAIL_ON = ("contradiction", "open", "never")
TIMEOUT = 30.0
#: Formats of `--since`, which compares figures and lists beside findings.
SINCE_FORMATS = ("table", "json", "csv", "md")
_FAIL_AT = {"contradiction": "bad", "open": "warn", "never": ""}


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""

    def option(name: str, **settings: object) -> None:
        key = name.removeprefix("--")
        parser.add_argument(name, help=message(f"audit.{key}", lang), **settings)  # type: ignore[arg-type]

    parser.add_argument("--graph", help=message("option.graph", lang))
    option("--source", type=Path, metavar="REPORT")
    option("--readings", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--format", choices=FORMATS, help=message("option.format", lang))
    help_output = message("check.output", lang)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=help_output)
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))
    option("--fail-on", choices=FAIL_ON, default="contradiction")
    option("--timeout", type=seconds(lang), default=TIMEOUT, metavar="S")
    option("--since", metavar="YEAR")
    option("--explain", metavar="CODE")


def run(args: argparse.Namespace, lang: str) -> int:
    """Print what was tested and found; 1 when there is a finding of `--fail-on` or worse."""
    if args.explain is not None:
        from graph_builder.check.explain import explain  # noqa: PLC0415 -- only for --explain

        sys.stdout.write(explain(args.explain, lang))
        return 0
    from graph_builder.check.audit.audited import (  # noqa: PLC0415 -- `--help` needs none
        AuditWish,
        audit_graph,
    )
    from graph_builder.check.html import MOST_FINDINGS  # noqa: PLC0415 -- as above
    from graph_builder.check.writing import form_of  # noqa: PLC0415 -- as above
    from graph_builder.commands.check import put  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above
    from graph_builder.graph.copied import copied  # noqa: PLC0415 -- as above

    form = args.format or (form_of(args.output.suffix, FORMATS) if args.output else None)
    form = form or "table"
    if args.since is not None and (
        args.source is not None or args.readings or form not in SINCE_FORMATS
    ):
        raise InputError("AUDIT-SINCE-FORMAT", None)
    wish = AuditWish(
        lang,
        args.readings,
        args.source,
        args.timeout,
        os.cpu_count() or 1,
        MOST_FINDINGS if form == "html" else 0,
    )
    graph = copied(open_graph(args.graph))
    done = audit_graph(graph, wish, str(args.graph or ""))
    if args.since is not None:
        return _since(graph, done, form, args)
    put(_rendered(done, form, args, lang), args.output)
    return 1 if done.audit.fails(args.fail_on) else 0


def _rendered(done: Audited, form: str, args: argparse.Namespace, lang: str) -> str:
    if form == "ttl":
        from graph_builder.check.formats import as_turtle  # noqa: PLC0415 -- only for this format

        return as_turtle(None, [done])
    from graph_builder.check.audit.render import FORMATS as OWN  # noqa: PLC0415 -- as above
    from graph_builder.check.audit.render import render_audit  # noqa: PLC0415 -- as above

    if form in OWN:
        return render_audit(done.audit, done.words, form, done.source, bom=args.bom)
    from graph_builder.check.audit.part import audit_part  # noqa: PLC0415 -- as above
    from graph_builder.check.document import Document  # noqa: PLC0415 -- as above
    from graph_builder.check.writing import written  # noqa: PLC0415 -- as above

    document = Document(
        lang,
        message("audit-report-title", lang),
        "、".join(done.words.titles.values()),
        (),
        (audit_part([done], lang, _FAIL_AT[args.fail_on]),),
        message("check-html-footer", lang, command="zhitu audit"),
    )
    return written(document, form)


def _since(graph: Graph, done: Audited, form: str, args: argparse.Namespace) -> int:
    """Print what changed; 1 when there is a new finding of `--fail-on` or worse."""
    from graph_builder.check.audit.rules import VERDICTS  # noqa: PLC0415 -- `--help` needs none
    from graph_builder.check.audit.since import compare  # noqa: PLC0415 -- as above
    from graph_builder.check.audit.since_text import render_since  # noqa: PLC0415 -- as above
    from graph_builder.commands.check import put  # noqa: PLC0415 -- as above

    compared = compare(graph, done.audit, args.since, done.words.lang)
    put(render_since(compared, done.words, form, bom=args.bom), args.output)
    if args.fail_on == "never":
        return 0
    worst = VERDICTS[: VERDICTS.index(args.fail_on) + 1]
    return int(any(f.verdict in worst for c in compared for f in c.new))
