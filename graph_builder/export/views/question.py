"""The answer to a question, drawn in the way that fits its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ask.answer import answer, shown, titles
from graph_builder.errors import GraphError
from graph_builder.export.content import Band, Bar, Bars, Box, Group, Layers, Table, View
from graph_builder.export.marks import HUES
from graph_builder.export.views.common import sources
from graph_builder.messages import message
from graph_builder.names import ID, RULE, XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph, Rows, Term

#: Seconds after which a question is stopped, and most rows that are taken.
TIMEOUT, ROWS = 60.0, 100_000
#: A picture of rows takes so many of them at most; data files take all.
_DRAWN = 5_000
_NUMBERS = frozenset(XSD + kind for kind in ("integer", "decimal", "double", "float"))


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    if selection.sparql:
        return _own(graph, selection.sparql, lang)
    from graph_builder.ask.catalogue import find_question  # noqa: PLC0415 -- not for own queries

    question = find_question(selection.question)
    found = answer(graph, question, dict(selection.values), timeout=TIMEOUT, limit=ROWS)
    heads = titles(question, found.rows.columns, lang)
    notes = sources(graph, lang)
    if question.complete_for:
        notes.append(message("complete-for", lang, note=question.complete_for[lang]))
    if found.rows.truncated:
        notes.append(message("web-rows-cut", lang, limit=ROWS))
    title = question.title[lang]
    if selection.values:
        said = message("between-names", lang).join(value for _, value in selection.values)
        title = message("question.title-of", lang, title=title, values=said)
    return _view(graph, found.rows, heads, title, notes, question.view, lang)


def _own(graph: Graph, sparql: str, lang: str) -> View:
    from graph_builder.ask.own import read_query, run_query  # noqa: PLC0415 -- as above

    title = message("question.own", lang)
    notes = sources(graph, lang)
    found = run_query(graph, read_query(sparql), timeout=TIMEOUT, limit=ROWS)
    if found.truncated:
        notes.append(message("web-rows-cut", lang, limit=ROWS))
    if found.rows is not None:
        return _view(graph, found.rows, list(found.rows.columns), title, notes, "", lang)
    if found.triples is not None:
        _refuse_no_rows(found.triples)
        quads = tuple(ox.Quad(t.subject, t.predicate, t.object) for t in found.triples)
        columns = [message(f"column.{head}", lang) for head in ("source", "link", "target")]
        table = Table(title, columns, [[str(term) for term in triple] for triple in found.triples])
        return View("question", lang, title, notes, None, None, [table], quads)
    truth = "true" if found.truth else "false"
    return View("question", lang, title, notes, None, None, [Table(title, ["ASK"], [[truth]])])


def _refuse_no_rows(rows: Sequence[object]) -> None:
    if not rows:
        raise GraphError("EXPORT-NO-ROWS", None)


def _view(
    graph: Graph,
    rows: Rows,
    heads: list[str],
    title: str,
    notes: list[str],
    kind: str,
    lang: str,
) -> View:
    _refuse_no_rows(rows.rows)
    cells = shown(graph, rows, lang)
    numbers = [i for i in range(len(heads)) if all(_number(row[i]) for row in rows.rows)]
    places = [i for i in range(len(heads)) if any(_place(row[i]) for row in rows.rows)]
    words = [i for i in range(len(heads)) if i not in {*numbers, *places}]
    table = Table(title, heads, [list(row) for row in _typed(cells, rows, numbers)])
    picture: Layers | Bars | None = None
    if len(rows.rows) <= _DRAWN:
        if kind in {"sankey", "network"} and len(words) > 1:
            unit = message("question.unit", lang) if kind == "sankey" else ""
            picture = _layers(rows, cells, heads, words, places, unit)
        elif numbers and words and (kind == "bar" or (not kind and len(words) == 1)):
            picture = _bars(cells, heads, words, numbers, lang)
    return View("question", lang, title, notes, picture, None, [table])


def _typed(cells: list[list[str]], rows: Rows, numbers: list[int]) -> list[list[str | int | float]]:
    """The cells, those of number columns as numbers."""
    found: list[list[str | int | float]] = []
    for texts, row in zip(cells, rows.rows, strict=True):
        line: list[str | int | float] = list(texts)
        for i in numbers:
            value = float(texts[i])
            whole = getattr(row[i], "datatype", None) == ox.NamedNode(XSD + "integer")
            line[i] = int(value) if whole else value
        found.append(line)
    return found


def _number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS


def _place(term: Term | None) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith((ID + "report/", RULE))


def _ruled(term: Term | None) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(RULE)


def _layers(
    rows: Rows,
    cells: list[list[str]],
    heads: list[str],
    words: list[int],
    places: list[int],
    unit: str,
) -> Layers:
    """Each column of things or words is a column of boxes; neighbours in a row are linked."""
    boxes: dict[str, Box] = {}
    bands: dict[tuple[str, str], list[str]] = {}
    hues: dict[tuple[str, str], int] = {}
    derived: set[tuple[str, str]] = set()
    for texts, row in zip(cells, rows.rows, strict=True):
        said = "；".join(texts[i] for i in places if texts[i])
        last = ""
        for number, i in enumerate(words):
            if not texts[i]:
                continue
            key = f"{number} {row[i]}"
            boxes[key] = Box(key, number, texts[i], "", hue=HUES[number % len(HUES)])
            if last:
                bands.setdefault((last, key), []).append(said)
                hues[last, key] = boxes[last].hue
                if any(_ruled(row[i]) for i in places):
                    derived.add((last, key))
            last = key
    drawn = [
        Band(
            *ends,
            "derived" if ends in derived else "stated",
            len(said) if unit else 1,
            "；".join(dict.fromkeys(filter(None, said))),
            hues[ends],
        )
        for ends, said in bands.items()
    ]
    return Layers([heads[i] for i in words], list(boxes.values()), drawn, unit)


def _bars(
    cells: list[list[str]],
    heads: list[str],
    words: list[int],
    numbers: list[int],
    lang: str,
) -> Bars:
    """One section for each column of numbers, since their units may differ."""
    varied = [i for i in words if len({row[i] for row in cells}) > 1] or words
    groups = [
        Group(
            message("between-names", lang).join(row[i] for i in varied if row[i]),
            [Bar(float(row[n]), row[n])],
            heads[n],
        )
        for n in numbers
        for row in cells
    ]
    return Bars([""], groups)
