"""The words of the document, for rules and readers that need them.

A graph holds the words of table cells only. Given the document, its captions, headings and
sentences are put beside them, in memory and never into a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.errors import GraphError, InputError, Place
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.names import VET, passage_iri
from graph_builder.sources.document import text_of
from graph_builder.sources.reader import read_report
from graph_builder.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph_builder.check.audit.run import AuditedReport
    from graph_builder.graph.access import Graph

_TEXT = ox.NamedNode(f"{VET}hasPrintedText")


class Source:
    """A document of one report of the graph: the words of every address."""

    def __init__(self, report: AuditedReport, words: dict[str, str]) -> None:
        self.report = report
        self.words = words

    def beside(self, graph: Graph) -> EmbeddedGraph:
        """A copy in memory of the graph, with the words of the document in it.

        Raises:
            GraphError: The graph is on another machine.
        """
        if not isinstance(graph, EmbeddedGraph):
            raise GraphError("AUDIT-SOURCE-REMOTE", None)
        store = ox.Store()
        store.bulk_extend(graph.store)
        named = ox.NamedNode(self.report.iri)
        store.extend(
            ox.Quad(
                ox.NamedNode(passage_iri(self.report.id, address)),
                _TEXT,
                ox.Literal(words, language="zh"),
                named,
            )
            for address, words in self.words.items()
            if "/column/" not in address
        )
        return EmbeddedGraph(store)


def read_source(path: Path, reports: Sequence[AuditedReport]) -> Source:
    """Read the document of one of the reports.

    Raises:
        InputError: Not readable, or not the text that a report of the graph was made from.
    """
    text = load_text(path)
    report = next((r for r in reports if r.digest == text.sha256), None)
    if report is None:
        titles = "、".join(r.title for r in reports)
        raise InputError("AUDIT-SOURCE-OTHER", Place(str(path)), titles=titles)
    document = read_report(text)
    words = {p.address: text_of(text.text, p, document.tables) for p in document.passages}
    return Source(report, words)
