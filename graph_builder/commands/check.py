"""`zhitu check`: whether a graph is well formed, and whether its reports agree with themselves."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.arguments import at_least_one, seconds
from graph_builder.errors import InputError
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

    from graph_builder.check.several import Checked, Wish

FORMATS = ("table", "json", "csv", "md", "html", "sarif", "junit", "ttl")
FAIL_ON = ("violation", "warning", "contradiction", "never")
ENGINES = ("auto", "pyshacl", "fast")
RULE_TIMEOUT = 30.0


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""

    def option(name: str, **settings: object) -> None:
        key = name.removeprefix("--")
        parser.add_argument(name, help=message(f"check.{key}", lang), **settings)  # type: ignore[arg-type]

    parser.add_argument("file", nargs="?", type=Path, help=message("check.file", lang))
    option("--shapes", type=Path, metavar="FILE")
    option("--graph", action="append", default=[])
    parser.add_argument("--format", choices=FORMATS, help=message("option.format", lang))
    help_output = message("check.output", lang)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=help_output)
    option("--fail-on", choices=FAIL_ON, default="violation")
    option("--explain", metavar="CODE")
    option("--profile", type=Path, metavar="FILE")
    option("--user-shapes", type=Path, metavar="FILE")
    option("--source", type=Path, metavar="REPORT")
    option("--readings", type=Path, action="append", default=[], metavar="FILE")
    option("--no-audit", action="store_true")
    option("--engine", choices=ENGINES, default="auto")
    option("--jobs", type=at_least_one(lang), default=os.cpu_count() or 1, metavar="N")
    option("--rule-timeout", type=seconds(lang), default=RULE_TIMEOUT, metavar="S")
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Check and print; 1 when something is wrong."""
    if args.explain is not None:
        from graph_builder.check.explain import explain  # noqa: PLC0415 -- only for --explain

        sys.stdout.write(explain(args.explain, lang, args.user_shapes))
        return 0
    from graph_builder.check.both import fails  # noqa: PLC0415 -- `--help` needs none of these
    from graph_builder.check.writing import form_of  # noqa: PLC0415 -- as above

    form = args.format or (form_of(args.output.suffix, FORMATS) if args.output else None)
    checked = _check(args, form or "table", lang)
    put(_rendered(checked, form or "table", args, lang), args.output)
    return 1 if fails(checked, args.fail_on) else 0


def put(text: str, output: Path | None) -> None:
    """Write to a file, or print."""
    if output is None:
        sys.stdout.write(text)
        return
    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- only for --output

    write_atomically(output, text.encode("utf-8", "backslashreplace"))


def _check(args: argparse.Namespace, form: str, lang: str) -> Checked:
    from graph_builder.check import html, text  # noqa: PLC0415 -- slow to load
    from graph_builder.check.several import Wish, check_graphs  # noqa: PLC0415 -- as above

    wish = Wish(
        lang,
        args.profile,
        args.user_shapes,
        args.engine,
        args.rule_timeout,
        args.jobs,
        args.source,
        tables=form == "html",
        most=html.MOST_FINDINGS if form == "html" else text.MOST_FINDINGS,
        cut=form in {"table", "html", "ttl"},
        audit=not args.no_audit,
        readings=tuple(args.readings),
    )
    if args.file is None and args.shapes is None:
        return check_graphs(args.graph, wish)
    if args.file is None or args.shapes is None:
        raise InputError("CHECK-WHAT", None)
    if args.graph or args.user_shapes or args.profile or args.source or args.readings:
        raise InputError("CHECK-OPTIONS", None)
    return _check_file(args.file, args.shapes, wish)


def _check_file(file: Path, shapes: Path, wish: Wish) -> Checked:
    from graph_builder.check.generic import check_file  # noqa: PLC0415 -- slow to load
    from graph_builder.check.several import put_into_words  # noqa: PLC0415 -- as above

    graph, report = check_file(file, shapes, engine=wish.engine, jobs=wish.jobs, limit=wish.limit)
    return put_into_words(graph, report, wish)._replace(graphs=(str(file),))


def _rendered(checked: Checked, form: str, args: argparse.Namespace, lang: str) -> str:
    from graph_builder.check import both  # noqa: PLC0415 -- slow to load

    if form == "ttl":
        from graph_builder.check.formats import as_turtle  # noqa: PLC0415 -- as above

        return as_turtle(checked.report, checked.audits or ())
    if form == "json":
        return both.both_json(checked, lang)
    if form == "md":
        return both.both_markdown(checked, lang)
    if form == "csv":
        from graph_builder.output import render  # noqa: PLC0415 -- as above

        return render(*both.both_rows(checked, lang), form, bom=args.bom)
    if form == "table":
        return both.both_text(checked, lang, args.fail_on)
    from graph_builder.check.writing import written  # noqa: PLC0415 -- as above

    return written(both.document(checked, lang, args.fail_on), form)
