"""`zhitu export`: the network of the graph as a web page or a data file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.errors import GraphError, OutputError, Place
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

VIEWS = ("network",)
#: Suffix of the output -> format.
SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".json": "json",
}


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    from graph_builder.export.files import FORMATS  # noqa: PLC0415 -- for the help only

    views, formats = " ".join(VIEWS), " ".join(FORMATS)
    parser.add_argument("view", metavar="VIEW", help=message("export.view.help", lang, views=views))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        required=True,
        help=message("export.output.help", lang),
    )
    parser.add_argument(
        "--format", metavar="FORMAT", help=message("export.format.help", lang, formats=formats)
    )
    parser.add_argument("--graph", metavar="FILE|FOLDER|URL", help=message("option.graph", lang))
    parser.add_argument("--derived", action="store_true", help=message("export.derived.help", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Write the file and say what is in it."""
    form = format_of(args.view, args.output, args.format)
    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- `--help` needs none
    from graph_builder.export.files import write  # noqa: PLC0415 -- as above
    from graph_builder.export.network import network  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above

    found = network(open_graph(args.graph), derived=args.derived)
    if not found.edges:
        raise GraphError("EXPORT-EMPTY", Place(args.graph) if args.graph else None)
    write_atomically(args.output, write(found, form, lang))
    # What goes to a pipe such as /dev/stdout must stay free of words for people.
    print(
        message(
            "export.done",
            lang,
            path=args.output,
            nodes=len(found.nodes),
            edges=len(found.edges),
            derived=sum(edge.derived for edge in found.edges),
        ),
        file=sys.stdout if args.output.is_file() else sys.stderr,
    )
    return 0


def format_of(view: str, output: Path, form: str | None) -> str:
    """The format to write, from `--format`, else from the suffix.

    Raises:
        OutputError: Unknown view or format; names the known ones.
    """
    from graph_builder.export.files import FORMATS  # noqa: PLC0415 -- as above

    if view not in VIEWS:
        raise OutputError("EXPORT-VIEW", None, found=view, expected="、".join(VIEWS))
    known = form if form is not None else SUFFIXES.get(output.suffix.lower(), "")
    if known not in FORMATS:
        expected = "、".join(FORMATS)
        found = output.suffix if form is None else form
        raise OutputError("EXPORT-FORMAT", Place(str(output)), found=found, expected=expected)
    return known
