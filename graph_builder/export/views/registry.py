"""The views by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from graph_builder.errors import OutputError
from graph_builder.export.content import Bars, Matrix
from graph_builder.export.views.selection import ALL, Selection

if TYPE_CHECKING:
    from graph_builder.export.content import View
    from graph_builder.graph.access import Graph

#: Name of a view -> the fields of a selection that it heeds.
VIEWS: dict[str, tuple[str, ...]] = {
    "flow": ("school", "industry"),
    "network": ("around", "hops", "kinds", "derived"),
    "partners": ("school",),
    "honours": ("school",),
    "programmes": ("school", "industry"),
    "trace": ("start", "end", "hops"),
    "ontology": (),
    "indicators": ("table", "school"),
    "question": ("question", "values", "sparql"),
}


def view(
    graph: Graph,
    name: str,
    selection: Selection = ALL,
    lang: str = "zh",
    *,
    both: bool = False,
) -> View:
    """One view of a graph.

    Args:
        graph: What to look at.
        name: One of `VIEWS`.
        selection: The part of it to show.
        lang: Language of the words, `zh` or `en`.
        both: Whether its `twin` in the other language is wanted too, as web pages do.

    Raises:
        OutputError: `EXPORT-VIEW`: there is no such view.
        GraphError: `EXPORT-EMPTY`: the graph, or the part, holds nothing for it.
        NameNotFound: The selection names nothing, or several things.
    """
    if name not in VIEWS:
        raise OutputError("EXPORT-VIEW", None, found=name, expected="、".join(VIEWS))
    module = import_module(f"graph_builder.export.views.{name}")
    made: View = module.make(graph, selection, lang)
    if both and isinstance(made.picture, Matrix | Bars):
        other: View = module.make(graph, selection, "en" if lang == "zh" else "zh")
        made = made._replace(twin=other)
    return made
