"""What is printed at the places of a finding: the rows of a table, or the words of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.addresses import describe
from graph_builder.errors import NameNotFound
from graph_builder.graph.rebuild import rebuild_table
from graph_builder.names import ID
from graph_builder.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph_builder.graph.access import Graph

_REPORT = ID + "report/"
_OFFSETS = "SELECT ?start ?end WHERE { GRAPH ?report { ?p vet:startsAt ?start ; vet:endsAt ?end } }"
_DIGESTS = "SELECT ?report ?digest WHERE { ?report a vet:Report ; vet:hasDigest ?digest }"
#: Characters of the same paragraph that are shown before and after a sentence.
_AROUND = 60


class Row(NamedTuple):
    """A row of a printed table: its number as the report counts it, and its cells."""

    name: str
    cells: tuple[str, ...]
    marked: frozenset[int] = frozenset()


class Excerpt(NamedTuple):
    """Some rows of a printed table under its header, or a sentence with what stands around it.

    Attributes:
        place: Which table, or which sentence, in words.
        header: The header rows; empty for a sentence.
        rows: The rows in question; `marked` are the columns, from 0, of the cells in question.
        before: What stands before the sentence in its paragraph.
        sentence: The sentence; blank for a table.
        after: What stands behind it.
    """

    place: str
    header: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    before: str = ""
    sentence: str = ""
    after: str = ""


class Printed:
    """Looks up what is printed; each table is put together once.

    Args:
        graph: Where the reports stand.
        lang: The reader's language.
        source: The document of one of the reports, without which no sentence can be shown.
    """

    def __init__(self, graph: Graph, lang: str, source: Path | None = None) -> None:
        self._graph = graph
        self._lang = lang
        self._tables: dict[tuple[str, str], list[list[str]]] = {}
        self._report, self._text = "", ""
        if source is not None:
            text = load_text(source)
            self._text = text.text
            rows = graph.select(_DIGESTS).rows
            found = [getattr(r, "value", "") for r, d in rows if _value(d) == text.sha256]
            self._report = min(found, default="")

    @property
    def has_text(self) -> bool:
        """Whether the document is, byte for byte, the one that a report was read from."""
        return bool(self._report)

    def at(self, passages: Iterable[str]) -> tuple[Excerpt, ...]:
        """What is printed at passages, tables first; those of one table are shown together."""
        cells: dict[tuple[str, str], dict[str, set[int]]] = {}
        sentences: list[Excerpt] = []
        for iri in passages:
            report, _, address = iri.removeprefix(_REPORT).partition("/")
            if not iri.startswith(_REPORT) or not address:
                continue
            parts = address.split("/")
            place = dict(zip(parts[::2], parts[1::2], strict=False))
            row = f"header-{place['header']}" if "header" in place else place.get("row", "")
            if "table" in place and row:
                columns = cells.setdefault((report, place["table"]), {}).setdefault(row, set())
                columns.update({int(place["column"]) - 1} if "column" in place else ())
            elif self.has_text and iri.startswith(f"{self._report}/"):
                sentences += self._sentence(iri, address)
        tables = [t for key, rows in cells.items() if (t := self._table(key, rows))]
        return (*tables, *sentences)

    def _table(self, key: tuple[str, str], wanted: dict[str, set[int]]) -> Excerpt | None:
        report, number = key
        if key not in self._tables:
            try:
                self._tables[key] = rebuild_table(self._graph, report, number)[1:]
            except NameNotFound:
                self._tables[key] = []
        lines = self._tables[key]
        rows = [Row(n, tuple(c), frozenset(wanted.get(n, ()))) for n, *c in lines]
        body = tuple(r for r in rows if r.name in wanted and not r.name.startswith("header-"))
        header = tuple(r for r in rows if r.name.startswith("header-"))
        if not body and not any(r.marked for r in header):
            return None
        return Excerpt(describe(f"table/{number}", self._lang), header, body)

    def _sentence(self, iri: str, address: str) -> list[Excerpt]:
        bindings = {"report": ox.NamedNode(self._report), "p": ox.NamedNode(iri)}
        for *_, start, end in self._graph.select(_OFFSETS, bindings).rows:
            first, last = int(_value(start)), int(_value(end))
            before = self._text[:first].rpartition("\n")[2]
            after = self._text[last:].partition("\n")[0]
            if len(before) > _AROUND:
                before = f"……{before[-_AROUND:]}"
            if len(after) > _AROUND:
                after = f"{after[:_AROUND]}……"
            sentence = " ".join(self._text[first:last].split("\n"))
            place = describe(address, self._lang)
            return [Excerpt(place, before=before, sentence=sentence, after=after)]
        return []


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
