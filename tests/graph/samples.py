"""A report of an invented city that shares a partner and a title with Liuzhou, and tiny graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.claims.identity import NAME_COLUMNS, THING_COLUMNS
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.names import PREFIXES
from graph_builder.sources.folder import write_folder
from graph_builder.sources.reader import read_report
from tests.claims.samples import SENTENCE, write_facts, write_lines
from tests.sources.samples import whole_report

if TYPE_CHECKING:
    from pathlib import Path

THINGS = (
    "school/yun-zhou-shi-di-yi-xue-xiao,School,云州市第一学校,Yunzhou No. 1 School,",
    "school/yun-zhou-shi-di-er-xue-xiao,School,云州市第二学校,Yunzhou No. 2 School,",
    "programme/cha-yi,Programme,茶艺,Tea art,",
    "programme/ping-cha,Programme,评茶,Tea tasting,",
    "programme/chuan-ti,Programme,船体,Hulls,",
)


def write_yunzhou(folder: Path) -> Path:
    """The folder of the report, with its own identity files and two facts."""
    write_folder(read_report(whole_report()), folder)
    write_lines(folder / "identity.csv", THING_COLUMNS, THINGS)
    short = "school/yun-zhou-shi-di-yi-xue-xiao,一校,short,"
    write_lines(folder / "names.csv", NAME_COLUMNS, [short])
    write_facts(
        folder,
        "cooperations.csv",
        {"id": "wu-ling", "kind": "合作协议", "school": "一校", "partner": "五菱"},
    )
    write_facts(
        folder,
        "honours.csv",
        {
            "id": "shi-fan",
            "recipient": "一校",
            "title": "自治区示范性中等职业学校",
            "inferred": "recipient：上一句的主语",
        },
    )
    return folder


def turtle(text: str) -> str:
    """Turtle with the prefixes that zhitu knows in front."""
    head = "".join(f"@prefix {prefix}: <{ns}> .\n" for prefix, ns in PREFIXES.items())
    return head + text


def store_of(text: str) -> ox.Store:
    """A store of TriG with the prefixes that zhitu knows."""
    store = ox.Store()
    store.load(turtle(text).encode(), format=ox.RdfFormat.TRIG)
    return store


def graph_of(text: str) -> EmbeddedGraph:
    """A graph of TriG with the prefixes that zhitu knows."""
    return EmbeddedGraph(store_of(text))


def values(graph: EmbeddedGraph, query: str) -> list[tuple[str, ...]]:
    """The rows of a query as plain text."""
    return [tuple(getattr(t, "value", "") for t in row) for row in graph.select(query).rows]


__all__ = ["SENTENCE", "graph_of", "store_of", "turtle", "values", "write_yunzhou"]
