"""`zhitu stats`: what a graph holds, in numbers, and which sentences nothing cites."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.ask.entities import labels, places
from graph_builder.graph.access import open_graph
from graph_builder.graph.statistics import (
    coverage,
    statements_by_section,
    term_use,
    things_by_class,
)
from graph_builder.messages import message
from graph_builder.names import compact
from graph_builder.output import FORMATS, render

if TYPE_CHECKING:
    import argparse

    from graph_builder.graph.access import Graph, Term

_REPORTS = """SELECT ?report ?title ?digest WHERE {
  ?report a vet:Report ; rdfs:label ?title ; vet:hasDigest ?digest
} ORDER BY ?report"""


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("--coverage", action="store_true", help=message("stats.coverage", lang))
    parser.add_argument("--source", type=Path, metavar="REPORT", help=message("stats.source", lang))
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=message("option.format", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the numbers."""
    graph = open_graph(args.graph)
    if args.coverage:
        return _coverage(graph, args, lang)
    classes = things_by_class(graph)
    names = labels(graph, [c for c, _ in classes], lang)
    used, unused = term_use(graph)
    by_section = statements_by_section(graph)
    told = places(graph, (iri for iri, _ in by_section), lang)
    sections = [(told(iri), count) for iri, count in by_section]
    parts = (
        ("class", [(names.get(iri) or compact(iri), count) for iri, count in classes]),
        ("section", sections),
        (
            "terms",
            [
                (message("stats-used", lang), len(used)),
                (message("stats-unused", lang), len(unused)),
            ],
        ),
    )
    if args.format != "table":
        rows = [
            [message(f"stats-by-{p}", lang), name, str(n)]
            for p, found in parts
            for name, n in found
        ]
        heads = [message(f"stats-{c}", lang) for c in ("part", "name", "count")]
        sys.stdout.write(render(heads, rows, args.format))
        return 0
    for part, found in parts:
        heads = [message(f"stats-by-{part}", lang), message("stats-count", lang)]
        print(render(heads, [[name, str(count)] for name, count in found], "table"))
    if unused:
        print(
            message(
                "stats-unused-terms",
                lang,
                terms=message("between-names", lang).join(compact(t) for t in unused),
            )
        )
    return 0


def _coverage(graph: Graph, args: argparse.Namespace, lang: str) -> int:
    """Per section how many sentences are cited; then those that are not."""
    found = coverage(graph)
    words = _words(graph, args.source) if args.source else {}
    if args.format != "table":
        heads = [message(f"stats-{c}", lang) for c in ("report", "section", "address", "words")]
        rows = [
            [c.report.rpartition("/")[2], c.section, address, words.get(iri, "")]
            for c in found
            for iri, address in c.uncited
        ]
        sys.stdout.write(render(heads, rows, args.format))
        return 0
    heads = [message(f"stats-{c}", lang) for c in ("section", "sentences", "cited", "share")]
    told = places(graph, (c.iri for c in found), lang)
    rows = [
        [
            told(c.iri),
            str(c.passages),
            str(c.cited),
            _share(c.cited, c.passages),
        ]
        for c in found
    ]
    total, cited = sum(c.passages for c in found), sum(c.cited for c in found)
    rows.append([message("stats-total", lang), str(total), str(cited), _share(cited, total)])
    print(render(heads, rows, "table"))
    if cited < total:
        print(message("stats-uncited", lang, count=total - cited))
        for c in found:
            for iri, _ in c.uncited:
                print(f"  {told(iri)}  {words.get(iri, '')}".rstrip())
    if not args.source and cited < total:
        print(message("stats-source-hint", lang))
    return 0


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "—"


def _words(graph: Graph, source: Path) -> dict[str, str]:
    """IRI -> words of each passage of the report that was made from this document.

    Raises:
        InputError: No report of the graph was.
    """
    from graph_builder.errors import InputError, Place  # noqa: PLC0415 -- only with --source
    from graph_builder.sources.document import text_of  # noqa: PLC0415 -- only with --source
    from graph_builder.sources.reader import read_report  # noqa: PLC0415 -- as above
    from graph_builder.sources.text import load_text  # noqa: PLC0415 -- as above

    text = load_text(source)
    reports = [(_text(r), _text(t), _text(d)) for r, t, d in graph.select(_REPORTS).rows]
    report = next((iri for iri, _, digest in reports if digest == text.sha256), None)
    if report is None:
        titles = "、".join(title for _, title, _ in reports) or "—"
        raise InputError("AUDIT-SOURCE-OTHER", Place(str(source)), titles=titles)
    document = read_report(text)
    return {
        f"{report}/{p.address}": text_of(text.text, p, document.tables) for p in document.passages
    }


def _text(term: Term | None) -> str:
    return getattr(term, "value", "")
