"""`zhitu serve`: the web application, on this machine."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graph_builder.arguments import at_least_one, seconds
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where people look first.
PORT = 8080
_LAST_PORT = 65535


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("--graph", metavar="FILE|FOLDER", help=message("serve.graph", lang))
    parser.add_argument(
        "--port", type=_port(lang), default=PORT, metavar="N", help=message("serve.port", lang)
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help=message("serve.host", lang)
    )
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
    from graph_builder.serve.run import serve  # noqa: PLC0415 -- `serve --help` needs none
    from graph_builder.serve.settings import Settings  # noqa: PLC0415 -- as above

    settings = Settings(graph=args.graph, lang=lang, source=args.source, timeout=args.timeout)
    if args.workers:
        settings = settings._replace(workers=args.workers)
    serve(settings, args.host, args.port)
    return 0


def _port(lang: str) -> Callable[[str], int]:
    def convert(word: str) -> int:
        if not (word.isascii() and word.isdecimal() and int(word[:9]) <= _LAST_PORT):
            raise argparse.ArgumentTypeError(message("serve-port-number", lang, found=word))
        return int(word)

    return convert
