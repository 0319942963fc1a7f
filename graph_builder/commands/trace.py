"""`zhitu trace`: how one thing is connected with others, in sentences with their places."""

from __future__ import annotations

import argparse
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from graph_builder.arguments import at_least_one, seconds
from graph_builder.errors import OutputError, Place
from graph_builder.graph.access import open_graph
from graph_builder.messages import message
from graph_builder.output import one_line
from graph_builder.trace.asked import trace_names
from graph_builder.trace.forms import TEXTS, as_text, gap_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph_builder.graph.access import Graph
    from graph_builder.trace.traced import Traced

PICTURES = ("svg", "png", "pdf")
FORMATS = ("text", "json", "md", "graphml", "mermaid", *PICTURES)
#: Suffix of the output -> format.
SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".md": "md",
    ".graphml": "graphml",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    **{f".{form}": form for form in PICTURES},
}


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    number, add = at_least_one(lang), parser.add_argument
    add("start", metavar="A", help=message("trace.start", lang))
    add("end", metavar="B", nargs="?", help=message("trace.end", lang))
    add("--to", metavar="KIND", help=message("trace.to", lang))
    for option in ("via", "avoid"):
        add(
            f"--{option}",
            metavar="X",
            action="append",
            default=[],
            help=message(f"trace.{option}", lang),
        )
    add("--stated-only", action="store_true", help=message("trace.stated", lang))
    add("--year", type=_year(lang), metavar="YYYY", help=message("trace.year", lang))
    add("--max-hops", type=number, default=5, metavar="N", help=message("trace.hops", lang))
    add("--limit", type=number, default=20, metavar="N", help=message("trace.limit", lang))
    add("--timeout", type=seconds(lang), metavar="S", help=message("trace.timeout", lang))
    add("--graph", metavar="FILE|FOLDER|URL", help=message("option.graph", lang))
    add("--format", choices=FORMATS, help=message("trace.format", lang))
    add("-o", "--output", metavar="FILE", help=message("trace.output", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Print or write the paths, best first; 1 when there is none."""
    form = format_of(args.output, args.format)
    graph = open_graph(args.graph, timeout=args.timeout)
    traced = trace_names(
        graph,
        args.start,
        args.end,
        to=args.to,
        via=args.via,
        avoid=args.avoid,
        stated_only=args.stated_only,
        year=args.year,
        max_hops=args.max_hops,
        limit=args.limit,
        timeout=args.timeout,
        lang=lang,
    )
    if traced.paths or form not in PICTURES:
        _give(_written(graph, traced, form), args.output, len(traced.paths), lang)
    if not traced.paths and (args.output is not None or form not in TEXTS):
        # Where the text goes elsewhere, the reason must not be lost.
        print("\n".join(one_line(line) for line in gap_lines(traced)), file=sys.stderr)
    return 0 if traced.paths else 1


def _give(data: bytes, output: str | None, count: int, lang: str) -> None:
    """Print it, or write the file and say so."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    from pathlib import Path  # noqa: PLC0415 -- costs start-up time

    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- as above

    path = Path(output)
    write_atomically(path, data)
    done = message("trace-written", lang, path=output, count=count)
    # What goes to a pipe such as /dev/stdout must stay free of words for people.
    print(one_line(done), file=sys.stdout if path.is_file() else sys.stderr)


def format_of(output: str | None, form: str | None) -> str:
    """The format to write, from `--format`, else from the suffix, else text.

    Raises:
        OutputError: `TRACE-SUFFIX`: the suffix says nothing; names the known ones.
    """
    suffix = PurePath(output or "").suffix.lower()
    if form is None and suffix and suffix not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise OutputError("TRACE-SUFFIX", Place(str(output)), found=suffix, known=known)
    return form or SUFFIXES.get(suffix, "text")


def _written(graph: Graph, traced: Traced, form: str) -> bytes:
    if form in TEXTS:
        return TEXTS[form](traced).encode()
    if form in PICTURES:
        from graph_builder.export.render import render  # noqa: PLC0415 -- for few formats
        from graph_builder.export.views.trace import view_of  # noqa: PLC0415 -- as above

        return render(view_of(graph, traced), form)
    from graph_builder.trace.diagrams import graphml, mermaid  # noqa: PLC0415 -- as above
    from graph_builder.trace.picture import picture_of  # noqa: PLC0415 -- as above

    picture = picture_of(traced)
    return (graphml(picture) if form == "graphml" else mermaid(picture)).encode()


def print_trace(graph: Graph, start: str, end: str, lang: str, *, limit: int = 20) -> int:
    """Print the paths between what two names stand for; the exit code is 1 when there is none."""
    traced = trace_names(graph, start, end, limit=limit, lang=lang)
    sys.stdout.write(as_text(traced))
    return 0 if traced.paths else 1


def _year(lang: str) -> Callable[[str], int]:
    """A converter for a year of four digits."""

    def convert(word: str) -> int:
        if not (word.isascii() and word.isdecimal() and len(word) == len("2023") and int(word)):
            raise argparse.ArgumentTypeError(message("argument-year", lang, found=word))
        return int(word)

    return convert
