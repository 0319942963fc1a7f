"""`zhitu void`: the graph described for machines, as VoID and as a SPARQL service description."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.messages import message
from graph_builder.names import DATASET

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("--graph", metavar="FILE|FOLDER|URL", help=message("option.graph", lang))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=message("void.output", lang)
    )
    parser.add_argument("--endpoint", metavar="URL", help=message("void.endpoint", lang))
    parser.add_argument(
        "--dataset", metavar="IRI", default=DATASET, help=message("void.dataset", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the description, or write it and say what is in it."""
    from graph_builder.ask.published import check_url  # noqa: PLC0415 -- `--help` needs none
    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above
    from graph_builder.graph.described import describe_dataset  # noqa: PLC0415 -- as above

    remote = args.graph is not None and args.graph.startswith(("http://", "https://"))
    endpoint = args.endpoint or (args.graph if remote else None)
    for url in (endpoint, args.dataset):
        if url is not None:
            check_url(url)
    found = describe_dataset(open_graph(args.graph), dataset=args.dataset, endpoint=endpoint)
    if args.output is None:
        sys.stdout.write(found.text.decode())
        return 0
    write_atomically(args.output, found.text)
    told = {"classes": found.classes, "properties": found.properties, "links": found.links}
    print(message("void-done", lang, path=args.output, **told), file=sys.stderr)
    return 0
