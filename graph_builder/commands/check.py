"""`zhitu check`: whether a graph is well formed, with the place of each fault."""

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

    from graph_builder.check.document import Document
    from graph_builder.check.several import Checked, Wish

FORMATS = ("table", "json", "csv", "md", "html", "sarif", "junit", "ttl")
FAIL_ON = ("violation", "warning", "never")
ENGINES = ("auto", "pyshacl", "fast")
RULE_TIMEOUT = 30.0
_SUFFIXES = {".txt": "table", ".htm": "html", ".xml": "junit"} | {f".{f}": f for f in FORMATS}
#: The mildest tone that fails a test, for each word of `FAIL_ON`.
_FAIL_AT = {"violation": "bad", "warning": "warn", "never": ""}


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
    option("--engine", choices=ENGINES, default="auto")
    option("--jobs", type=at_least_one(lang), default=os.cpu_count() or 1, metavar="N")
    option("--rule-timeout", type=seconds(lang), default=RULE_TIMEOUT, metavar="S")
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Check and print; 1 when something is wrong."""
    if args.explain is not None:
        from graph_builder.check.explain import explain  # noqa: PLC0415 -- only for --explain

        sys.stdout.write(explain(args.explain, lang))
        return 0
    form = args.format or (_SUFFIXES.get(args.output.suffix.lower()) if args.output else None)
    checked = _check(args, form or "table", lang)
    text = _rendered(checked, form or "table", args, lang)
    if args.output is None:
        sys.stdout.write(text)
    else:
        from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- only for --output

        write_atomically(args.output, text.encode("utf-8", "backslashreplace"))
    return 1 if checked.report.fails(args.fail_on) else 0


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
    )
    if args.file is None and args.shapes is None:
        return check_graphs(args.graph, wish)
    if args.file is None or args.shapes is None:
        raise InputError("CHECK-WHAT", None)
    if args.graph or args.user_shapes or args.profile or args.source:
        raise InputError("CHECK-OPTIONS", None)
    return _check_file(args.file, args.shapes, wish)


def _check_file(file: Path, shapes: Path, wish: Wish) -> Checked:
    from graph_builder.check.generic import check_file  # noqa: PLC0415 -- slow to load
    from graph_builder.check.several import put_into_words  # noqa: PLC0415 -- as above

    graph, report = check_file(file, shapes, engine=wish.engine, jobs=wish.jobs, limit=wish.limit)
    return put_into_words(graph, report, wish)._replace(graphs=(str(file),))


def _rendered(checked: Checked, form: str, args: argparse.Namespace, lang: str) -> str:
    from graph_builder.check import formats  # noqa: PLC0415 -- slow to load

    if form == "ttl":
        return formats.as_turtle(checked.report)
    if form == "json":
        return formats.as_json(checked.report, checked.findings, lang)
    if form in {"csv", "md"}:
        from graph_builder.output import render  # noqa: PLC0415 -- as above

        several = len(checked.graphs) > 1
        titles, rows = formats.as_rows(checked.findings, lang, several=several)
        return render(titles, rows, form, bom=args.bom)
    if form == "table":
        from graph_builder.check.text import as_text  # noqa: PLC0415 -- as above

        return as_text(checked, lang)
    from graph_builder.check.document import document  # noqa: PLC0415 -- as above

    return _written(document(checked, lang), form, _FAIL_AT[args.fail_on])


def _written(document: Document, form: str, fail_at: str) -> str:
    if form == "html":
        from graph_builder.check.html import as_html  # noqa: PLC0415 -- only for this format

        return as_html(document)
    if form == "junit":
        from graph_builder.check.junit import as_junit  # noqa: PLC0415 -- as above

        return as_junit(document, fail_at)
    from graph_builder.check.sarif import as_sarif  # noqa: PLC0415 -- reads the data folders

    return as_sarif(document)
