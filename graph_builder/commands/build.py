"""`zhitu build`: report folders become one graph in a file or a store folder."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.addresses import describe
from graph_builder.atomic import write_atomically
from graph_builder.errors import OutputError, Place
from graph_builder.messages import message

if TYPE_CHECKING:
    import argparse

SUFFIXES = (".nq", ".trig")


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("source", nargs="*", type=Path, help=message("build.source", lang))
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=message("build.output", lang)
    )
    target.add_argument("--store", type=Path, metavar="FOLDER", help=message("build.store", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Build, write, and say what came out of each stage."""
    from graph_builder.graph.build import build_graph, default_sources, serialise  # noqa: PLC0415 -- slow to load
    from graph_builder.graph.bundle import write_store  # noqa: PLC0415 -- as above

    suffix = args.output.suffix.lower() if args.output else ""
    if args.output and suffix not in SUFFIXES:
        raise OutputError("OUTPUT-SUFFIX", Place(str(args.output)), expected=" ".join(SUFFIXES))
    if args.store and os.path.lexists(args.store):
        raise OutputError("OUTPUT-EXISTS", Place(str(args.store)))
    began = time.perf_counter()

    def progress(stage: str, count: int) -> None:
        if sys.stderr.isatty():
            print(message(f"stage-{stage}", lang, count=count), file=sys.stderr)

    built = build_graph(args.source or default_sources(), progress)
    if args.store:
        try:
            write_store(built.store, args.store)
        except OSError as error:
            raise OutputError("OUTPUT-WRITE", Place(str(args.store)), reason=str(error)) from error
    else:
        write_atomically(args.output, serialise(built.store, suffix))
    for report in built.reports:
        for key, values in report.notices:
            print(notice(key, values, lang), file=sys.stderr)
    for stage, count in built.counts.items():
        print(message(f"stage-{stage}", lang, count=count))
    seconds = time.perf_counter() - began
    print(message("build-done", lang, path=args.output or args.store, seconds=f"{seconds:.2f}"))
    return 0


def notice(key: str, values: dict[str, object], lang: str) -> str:
    """A remark for people: places in words, wherever they are."""
    shown = {
        name: value.render(lang) if isinstance(value, Place) else value
        for name, value in values.items()
    }
    if "address" in shown:
        shown["address"] = describe(str(shown["address"]), lang)
    return message(key, lang, **shown)
