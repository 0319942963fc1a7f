"""A view in any format: pictures, pages, graphs, RDF, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import OutputError
from graph_builder.export.content import Bars, Matrix

if TYPE_CHECKING:
    from graph_builder.export.content import View
    from graph_builder.export.network import Network

PICTURES = ("svg", "png", "pdf")
GRAPHS = ("html", "graphml", "gexf", "json", "dot", "mermaid")
RDF = ("ttl", "trig", "nq", "jsonld", "rdf", "rdf12")
TABLES = ("csv", "xlsx", "parquet", "zip")
FORMATS = (*PICTURES, *GRAPHS, *RDF, *TABLES)
#: Suffix of a file -> its format.
SUFFIXES = {
    **{f".{form}": form for form in FORMATS if form not in {"mermaid", "rdf12"}},
    ".htm": "html",
    ".cyjs": "json",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".xml": "rdf",
}


class Style(NamedTuple):
    """How a file looks: theme and page size of a picture, byte order mark of a CSV."""

    theme: str = "light"
    size: str = ""
    bom: bool = False


def render(view: View, form: str, style: Style | None = None) -> bytes:
    """A view in one of `FORMATS`; the same view gives the same bytes.

    Args:
        view: What to write.
        form: One of `FORMATS`.
        style: Theme, size, byte order mark; the usual ones when None.

    Raises:
        OutputError: The view cannot be given in this format (`EXPORT-FORM-VIEW`), a library or a
            font is missing, or the page is too small.
    """
    style = style or Style()
    if form in PICTURES:
        from graph_builder.export.formats.pictures import picture  # noqa: PLC0415 -- needs a font

        return picture(view, form, style.theme, style.size)
    if form in RDF:
        from graph_builder.export.formats.rdf import rdf  # noqa: PLC0415 -- only when asked for

        return rdf(view, form)
    if form in {"csv", "xlsx", "parquet"}:
        from graph_builder.export.formats import tables  # noqa: PLC0415 -- as above

        if form == "csv":
            return tables.csv(view, bom=style.bom)
        return tables.xlsx(view) if form == "xlsx" else tables.parquet(view)
    if form == "html" and isinstance(view.picture, Matrix | Bars):
        from graph_builder.export.board import board  # noqa: PLC0415 -- only when asked for

        return board(view).encode()
    if view.network is None:
        raise OutputError("EXPORT-FORM-VIEW", None, view=view.name, format=form)
    return _network(view, view.network, form, style)


def _network(view: View, network: Network, form: str, style: Style) -> bytes:
    if form == "zip":
        from graph_builder.export.formats import tables  # noqa: PLC0415 -- only when asked for

        return tables.zipped(tables.node_and_edge_files(network, bom=style.bom))
    if form == "html":
        from graph_builder.export.formats.pages import web_page  # noqa: PLC0415 -- as above

        return web_page(view, network)
    from graph_builder.export.formats.graphs import write  # noqa: PLC0415 -- as above

    return write(network, form, view.lang)
