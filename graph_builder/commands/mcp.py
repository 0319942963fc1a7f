"""`zhitu mcp`: the graph as tools for an assistant, on standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.arguments import seconds
from graph_builder.errors import GraphError
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("--graph", metavar="FILE|FOLDER", help=message("serve.graph", lang))
    parser.add_argument(
        "--timeout",
        type=seconds(lang),
        default=10.0,
        metavar="S",
        help=message("serve.timeout", lang),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Serve until the assistant hangs up."""
    try:
        from graph_builder.serve.assistant import serve_stdio  # noqa: PLC0415 -- an extra
    except ModuleNotFoundError as error:
        raise GraphError("MCP-MISSING", None, found=error.name) from error
    from graph_builder.serve.settings import Settings  # noqa: PLC0415 -- as above

    settings = Settings(graph=args.graph, lang=lang, timeout=args.timeout, watch=0)
    serve_stdio(settings, lang)
    return 0
