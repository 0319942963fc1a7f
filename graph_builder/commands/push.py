"""`zhitu push`: put a built graph onto a SPARQL server."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from graph_builder.arguments import seconds
from graph_builder.errors import GraphError, Place
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument(
        "source", nargs="?", metavar="FILE|FOLDER", help=message("push.source", lang)
    )
    parser.add_argument("--to", metavar="URL", required=True, help=message("push.to", lang))
    parser.add_argument("--update", metavar="URL", help=message("push.update", lang))
    parser.add_argument("--replace", action="store_true", help=message("push.replace", lang))
    parser.add_argument(
        "--timeout", type=seconds(lang), metavar="S", help=message("push.timeout", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Push, and say what the server now holds."""
    from graph_builder.graph.access import EmbeddedGraph, open_graph  # noqa: PLC0415 -- `--help` needs none
    from graph_builder.graph.push import push  # noqa: PLC0415 -- as above
    from graph_builder.graph.remote import DEFAULT_TIMEOUT  # noqa: PLC0415 -- as above

    source = open_graph(args.source)
    if not isinstance(source, EmbeddedGraph):
        raise GraphError("PUSH-SOURCE", Place(args.source))
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            rate = round(done / (time.monotonic() - began or 1))
            print(
                message("push-progress", lang, done=done, total=total, rate=rate), file=sys.stderr
            )

    pushed = push(
        source,
        args.to,
        update=args.update,
        replace=args.replace,
        timeout=args.timeout or DEFAULT_TIMEOUT,
        progress=progress,
    )
    print(message("push-done", lang, url=args.to, **pushed._asdict()))
    if pushed.apart:
        print(message("push-apart", lang), file=sys.stderr)
    return 0
