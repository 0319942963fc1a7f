"""`zhitu export`: a view of the graph as a picture, a web page, or a data file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.arguments import at_least_one
from graph_builder.errors import GraphError, OutputError, Place, QueryError
from graph_builder.export.render import FORMATS, SUFFIXES, Style
from graph_builder.export.views.registry import VIEWS
from graph_builder.export.views.selection import Selection
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

    from graph_builder.export.content import View

THEMES = ("light", "dark", "print")
SIZES = ("a4", "a4-landscape", "slide")
#: Options that choose a part, by the field of the selection.
_PARTS = ("school", "industry", "around", "hops", "kinds", "table", "question", "sparql", "derived")


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    comma = "、" if lang == "zh" else ", "
    say = {"views": comma.join(VIEWS), "formats": comma.join(FORMATS)}
    parser.add_argument(
        "view", metavar="VIEW", nargs="?", help=message("export.view.help", lang, **say)
    )
    parser.add_argument(
        "values", metavar="VALUE", nargs="*", help=message("export.values.help", lang)
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        required=True,
        help=message("export.output.help", lang),
    )
    parser.add_argument(
        "--format", metavar="FORMAT", help=message("export.format.help", lang, **say)
    )
    parser.add_argument("--graph", metavar="FILE|FOLDER|URL", help=message("option.graph", lang))
    for field in ("school", "industry", "around"):
        parser.add_argument(
            f"--{field}", metavar="NAME", default="", help=message(f"export.{field}.help", lang)
        )
    parser.add_argument(
        "--hops", type=at_least_one(lang), metavar="N", help=message("export.hops.help", lang)
    )
    parser.add_argument(
        "--class",
        dest="kinds",
        metavar="CLASS",
        action="append",
        default=[],
        help=message("export.class.help", lang),
    )
    parser.add_argument(
        "--table", metavar="NO", default="", help=message("export.table.help", lang)
    )
    parser.add_argument(
        "--question", metavar="NAME", default="", help=message("export.question.help", lang)
    )
    parser.add_argument(
        "--sparql", metavar="QUERY|FILE|-", default="", help=message("export.sparql.help", lang)
    )
    parser.add_argument("--derived", action="store_true", help=message("export.derived.help", lang))
    parser.add_argument(
        "--theme", choices=THEMES, default="light", help=message("export.theme.help", lang)
    )
    parser.add_argument("--size", choices=SIZES, default="", help=message("export.size.help", lang))
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Write the file and say what is in it."""
    name, selection = selected(args)
    style = Style(args.theme, args.size, args.bom)
    known = args.format is not None or args.output.suffix.lower() in SUFFIXES
    folder = not known and args.output.is_dir()
    form = "zip" if folder else format_of(args.output, args.format)
    from graph_builder.atomic import replace_files, write_atomically  # noqa: PLC0415 -- `--help` needs none
    from graph_builder.export.render import render  # noqa: PLC0415 -- as above
    from graph_builder.export.views.registry import view  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above

    try:
        found = view(open_graph(args.graph), name, selection, lang, both=form == "html")
    except GraphError as error:
        if error.code == "EXPORT-EMPTY" and args.graph:
            error.where = Place(args.graph)
        raise
    if folder and found.network is not None:
        from graph_builder.export.formats.tables import node_and_edge_files  # noqa: PLC0415 -- as above

        replace_files(args.output, node_and_edge_files(found.network, bom=args.bom))
    else:
        write_atomically(args.output, render(found, form, style))
    # What goes to a pipe such as /dev/stdout must stay free of words for people.
    to_people = sys.stdout if args.output.is_file() or folder else sys.stderr
    print(_done(found, args.output, lang), file=to_people)
    return 0


def _done(found: View, path: Path, lang: str) -> str:
    if found.network is None:
        return message("export.done-rows", lang, path=path, rows=len(found.tables[0].rows))
    return message(
        "export.done",
        lang,
        path=path,
        nodes=len(found.network.nodes),
        edges=len(found.network.edges),
        derived=sum(edge.derived for edge in found.network.edges),
    )


def selected(args: argparse.Namespace) -> tuple[str, Selection]:
    """The view that is meant, and the part of it.

    Raises:
        OutputError: Unknown view, or an option that the view does not heed.
        QueryError: A value that is not of the form `name=value`.
    """
    values = [word for word in (args.view, *args.values) if word is not None]
    asks = bool(args.question or args.sparql)
    name = "question" if asks else (values.pop(0) if values else "")
    if asks and values and values[0] in VIEWS:
        values.pop(0)
    if name not in VIEWS:
        raise OutputError("EXPORT-VIEW", None, found=name, expected="、".join(VIEWS))
    if name == "question" and not asks:
        raise OutputError("EXPORT-QUESTION", None)
    given = {field: getattr(args, field) for field in _PARTS if getattr(args, field)}
    for field in given:
        if field not in VIEWS[name]:
            heeds = "、".join(_option(known) for known in VIEWS[name] if known in _PARTS)
            raise OutputError(
                "EXPORT-OPTION", None, option=_option(field), view=name, expected=heeds or "—"
            )
    given["kinds"] = tuple(args.kinds)
    if name == "trace":
        if len(values) != 2:  # noqa: PLR2004 -- from and to
            raise OutputError("EXPORT-TRACE", None, count=len(values))
        given["start"], given["end"] = values
        given.setdefault("hops", 5)
    elif name == "question":
        pairs = [word.partition("=") for word in values]
        for word, equals, _ in pairs:
            if not equals:
                raise QueryError("ASK-VALUE", None, found=word)
        given["values"] = tuple((key, value) for key, _, value in pairs)
    elif values:
        raise OutputError("EXPORT-VALUES", None, view=name, found=values[0])
    return name, Selection(**given)


def _option(field: str) -> str:
    return "--class" if field == "kinds" else f"--{field}"


def format_of(output: Path, form: str | None) -> str:
    """The format to write, from `--format`, else from the suffix.

    Raises:
        OutputError: Unknown format; names the known ones.
    """
    known = form if form is not None else SUFFIXES.get(output.suffix.lower(), "")
    if known not in FORMATS:
        expected = "、".join(FORMATS)
        found = output.suffix if form is None else form
        raise OutputError("EXPORT-FORMAT", Place(str(output)), found=found, expected=expected)
    return known
