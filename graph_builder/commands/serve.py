"""`zhitu serve`: the web application, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.arguments import at_least_one, seconds
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("--graph", metavar="FILE|FOLDER", help=message("serve.graph", lang))
    parser.add_argument("--port", type=int, default=8080, help=message("serve.port", lang))
    parser.add_argument("--host", default="127.0.0.1", help=message("serve.host", lang))
    parser.add_argument("--source", metavar="REPORT", help=message("serve.source", lang))
    parser.add_argument(
        "--timeout",
        type=seconds(lang),
        default=10.0,
        metavar="S",
        help=message("serve.timeout", lang),
    )
    parser.add_argument(
        "--workers", type=at_least_one(lang), metavar="N", help=message("serve.workers", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Serve until told to stop."""
    import uvicorn  # noqa: PLC0415 -- `serve --help` needs none

    from graph_builder.serve.app import create_app  # noqa: PLC0415 -- as above
    from graph_builder.serve.settings import Settings  # noqa: PLC0415 -- as above

    settings = Settings(graph=args.graph, lang=lang, source=args.source, timeout=args.timeout)
    uvicorn.run(create_app(settings), host=args.host, port=args.port, log_level="warning")
    return 0
