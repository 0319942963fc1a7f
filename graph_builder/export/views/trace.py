"""The paths between two things, laid over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.ask.entities import labels
from graph_builder.errors import GraphError
from graph_builder.export.content import Band, Box, Layers, Table, View
from graph_builder.export.network import LAYERS, Edge, Named, Network, Node
from graph_builder.export.views.common import edge_table, node_tables, report_titles, sources, texts
from graph_builder.messages import message
from graph_builder.names import VET, compact

if TYPE_CHECKING:
    from graph_builder.export.views.selection import Selection
    from graph_builder.graph.access import Graph
    from graph_builder.trace import Step, Traced

#: Most paths that one picture shows.
PATHS = 8
#: Seconds after which a search is stopped.
TIMEOUT = 60.0
_CLASSES = "SELECT ?thing ?class WHERE { VALUES ?thing { %s } ?thing a ?class } ORDER BY ?class"


def make(graph: Graph, selection: Selection, lang: str) -> View:
    """The view; see `graph_builder.export.views.registry.view`."""
    from graph_builder.trace import trace_names  # noqa: PLC0415 -- only for this view

    traced = trace_names(
        graph,
        selection.start,
        selection.end,
        max_hops=selection.hops,
        limit=PATHS,
        timeout=TIMEOUT,
        lang=lang,
    )
    if not traced.paths:
        raise GraphError(
            "EXPORT-NO-PATH",
            None,
            start=selection.start,
            end=selection.end,
            hops=selection.hops,
        )
    return view_of(graph, traced)


def view_of(graph: Graph, traced: Traced) -> View:
    """The view of paths that are found already; of many, the best `PATHS`.

    Args:
        graph: Where they were found; asked for what the stations are.
        traced: At least one path.
    """
    from graph_builder.trace.forms import title_of  # noqa: PLC0415 -- only for this view

    lang = traced.asked.lang
    if len(traced.paths) > PATHS:
        traced = traced._replace(paths=traced.paths[:PATHS], more=True)
    found = _network(graph, traced)
    notes = [*sources(graph, lang), message("trace.count", lang, count=len(traced.paths))]
    if traced.more:
        notes.append(message("trace.more", lang, most=PATHS))
    kinds = {node.iri: node.cls for node in found.nodes}
    picture = _picture(traced, kinds, lang)
    rows = _rows(traced, lang)
    tables = [rows, *node_tables(found, lang), edge_table(found, lang)]
    return View("trace", lang, title_of(traced), notes, picture, found, tables)


def _picture(traced: Traced, kinds: dict[str, str], lang: str) -> Layers:
    """Stations by their place on the path; the ends always stand in the first and last column."""
    longest = max(len(path.steps) for path in traced.paths)
    boxes: dict[str, Box] = {}
    bands: dict[tuple[str, str, str], Band] = {}
    for path in traced.paths:
        for number, step in enumerate(path.steps):
            ends = []
            for iri, place in ((step.start, number), (step.end, number + 1)):
                column = longest if place == len(path.steps) else place
                key = f"{column} {iri}"
                label = traced.labels.get(iri) or compact(iri)
                boxes[key] = Box(key, column, label, kinds.get(iri, "Thing"))
                ends.append(key)
            link = step.link.predicate
            style = "derived" if step.derived else "stated"
            bands[ends[0], ends[1], link] = Band(ends[0], ends[1], style, 1, _said(traced, step))
    heads = [message("trace.column", lang, number=i) for i in range(longest + 1)]
    heads[0], heads[-1] = message("trace.start-column", lang), message("trace.end-column", lang)
    return Layers(heads, list(boxes.values()), list(bands.values()), "", labelled=True)


def _said(traced: Traced, step: Step) -> str:
    """What the line of a step says: the link, which way it points, and where it is printed."""
    label = traced.labels.get(step.link.predicate) or compact(step.link.predicate)
    places = traced.places(step.graphs)
    key = "trace.forward" if step.link.forward else "trace.backward"
    lang = traced.asked.lang
    place = places[0] if places else ""
    if len(places) > 1:
        place = message("trace.places", lang, first=place, count=len(places))
    return message(key, lang, link=label, place=place)


def _network(graph: Graph, traced: Traced) -> Network:
    steps = {
        (s.start, s.end) if s.link.forward else (s.end, s.start): s
        for path in traced.paths
        for s in path.steps
    }
    things = {iri for ends in steps for iri in ends}
    classes: dict[str, set[str]] = {}
    for thing, cls in texts(graph, _CLASSES % " ".join(f"<{iri}>" for iri in sorted(things))):
        classes.setdefault(thing, set()).add(cls.removeprefix(VET))
    wanted = things | {s.link.predicate for s in steps.values()}
    zh, en = (labels(graph, wanted, lang) for lang in ("zh", "en"))
    order = dict(LAYERS)
    nodes = []
    for iri in sorted(things):
        known = classes.get(iri, set())
        usual = [cls for cls, _ in LAYERS if cls in known]
        cls = usual[0] if usual else "Thing"
        names = (zh.get(iri) or compact(iri), en.get(iri) or compact(iri))
        nodes.append(Node(iri, cls, order.get(cls, 2), *names, *names))
    named = Named(graph)
    edges = [
        Edge(
            *ends,
            s.link.predicate,
            zh.get(s.link.predicate) or compact(s.link.predicate),
            en.get(s.link.predicate) or compact(s.link.predicate),
            s.graphs,
            named.of(s.graphs),
        )
        for ends, s in sorted(steps.items())
    ]
    nodes.sort(key=lambda node: (node.layer, node.iri))
    return Network(nodes, edges, report_titles(graph))


def _rows(traced: Traced, lang: str) -> Table:
    heads = ("path", "step", "sentence", "evidence", "known")
    rows: list[list[str | int | float]] = [
        [
            number,
            place,
            traced.sentence(step),
            message("between-places", lang).join(traced.places(step.graphs)),
            message("style.derived" if step.derived else "style.stated", lang),
        ]
        for number, path in enumerate(traced.paths, 1)
        for place, step in enumerate(path.steps, 1)
    ]
    columns = [message(f"column.{head}", lang) for head in heads]
    return Table(message("sheet.paths", lang), columns, rows)
