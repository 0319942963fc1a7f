"""Triples as text: Turtle, N-Triples and JSON-LD for programs, rows of labels for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ask.answer import shown
from graph_builder.graph.access import Rows
from graph_builder.messages import message
from graph_builder.names import PREFIXES
from graph_builder.output import render
from graph_builder.turtle import turtle

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph


def written(graph: Graph, triples: list[ox.Triple], form: str, lang: str, *, iris: bool) -> str:
    """Write triples, sorted, so that the same triples give the same text.

    Args:
        graph: Where the labels are.
        triples: In any order.
        form: `ttl`, `nt`, `jsonld`, or a form of `output.FORMATS`; `table` is Turtle too, since
            triples are seldom read as rows.
        lang: Language of labels and headings.
        iris: Show IRIs in rows.
    """
    ordered = sorted(set(triples), key=str)
    if form in {"ttl", "table"}:
        return turtle(ordered, PREFIXES).decode()
    if form == "nt":
        return "".join(f"{triple} .\n" for triple in ordered)
    if form == "jsonld":
        return (ox.serialize(ordered, format=ox.RdfFormat.JSON_LD) or b"").decode() + "\n"
    rows = Rows(
        ("subject", "predicate", "object"),
        [(t.subject, t.predicate, t.object) for t in ordered],
        truncated=False,
    )
    heads = [message(f"triple-{column}", lang) for column in rows.columns]
    return render(heads, shown(graph, rows, lang, iris=iris), form)
