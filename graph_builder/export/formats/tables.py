"""The tables of a view as CSV, XLSX and Parquet; a network as nodes.csv and edges.csv."""

from __future__ import annotations

import io
import json
import re
import zipfile
from importlib import import_module
from typing import TYPE_CHECKING

from graph_builder.errors import OutputError
from graph_builder.output import render

if TYPE_CHECKING:
    from graph_builder.export.content import Table, View
    from graph_builder.export.network import Network

FORMATS = ("csv", "xlsx", "parquet", "zip")
#: Excel holds no longer text in a cell, and no longer name of a sheet.
CELL, SHEET = 32_767, 31
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
#: XLSX files state when they were made; a file must not change when its content does not.
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Widest column of a sheet, in letters.
_WIDEST = 60


def csv(view: View, *, bom: bool = False) -> bytes:
    """The main table as CSV; cells that a spreadsheet would run are quoted."""
    table = view.tables[0]
    rows = [[str(cell) for cell in row] for row in table.rows]
    return render(table.columns, rows, "csv", bom=bom).encode()


def parquet(view: View) -> bytes:
    """The main table as Parquet, with the title and the notes of the view as metadata.

    Raises:
        OutputError: `EXPORT-NEEDS`: pyarrow is not installed.
    """
    try:
        arrow, writer = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise OutputError("EXPORT-NEEDS", None, format="Parquet", extra="parquet") from error
    table = view.tables[0]
    columns = {
        head: _column([row[i] for row in table.rows]) for i, head in enumerate(table.columns)
    }
    notes = json.dumps(view.notes, ensure_ascii=False)
    made = arrow.table(columns).replace_schema_metadata({"title": view.title, "notes": notes})
    out = io.BytesIO()
    writer.write_table(made, out)
    return out.getvalue()


def _column(values: list[str | int | float]) -> list[str | int | float]:
    """Numbers as they are where all are numbers, else all as text."""
    kinds = {type(value) for value in values}
    return values if len(kinds) == 1 else [str(value) for value in values]


def xlsx(view: View) -> bytes:
    """All tables as sheets of one workbook, and a last sheet with the title and the notes."""
    import datetime as dt  # noqa: PLC0415 -- only for this format

    import xlsxwriter  # noqa: PLC0415 -- as above

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": view.title, "created": dt.datetime(*_EPOCH)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    names: set[str] = set()
    for table in view.tables:
        sheet = book.add_worksheet(_sheet_name(table, names))
        sheet.freeze_panes(1, 0)
        for j, title in enumerate(table.columns):
            widest = max([title, *(str(row[j]) for row in table.rows)], key=_letters)
            sheet.set_column(j, j, min(_WIDEST, _letters(widest) + 2))
            sheet.write_string(0, j, title[:CELL], head)
        for i, row in enumerate(table.rows, 1):
            for j, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(i, j, _fitting(value), cell)
                else:
                    sheet.write_number(i, j, value, cell)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet = book.add_worksheet(_sheet_name(view.tables[0]._replace(name="zhitu"), names))
    sheet.set_column(0, 0, 100)
    for i, words in enumerate((view.title, *view.notes)):
        sheet.write_string(i, 0, _fitting(words), cell)
    book.close()
    return out.getvalue()


def _fitting(text: str) -> str:
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def _letters(text: str) -> int:
    """Columns that a text takes; of a long one, enough to be the widest."""
    return sum(2 if sign > "\u2e7f" else 1 for sign in text[:_WIDEST])


def _sheet_name(table: Table, names: set[str]) -> str:
    """A name that Excel accepts and that no other sheet has."""
    name = base = _NO_SHEET_NAME.sub(" ", table.name).strip("' ")[:SHEET] or "zhitu"
    number = 2
    while name.casefold() in names:
        name = f"{base[: SHEET - 4]} {number}"
        number += 1
    names.add(name.casefold())
    return name


def node_and_edge_files(network: Network, *, bom: bool = False) -> dict[str, bytes]:
    """`nodes.csv` and `edges.csv`, with the heads that neo4j-admin imports.

    The cells that a spreadsheet would run are quoted as everywhere.
    """
    nodes = [[n.iri, n.cls, n.zh, n.en] for n in network.nodes]
    edges = [
        [
            e.source,
            e.target,
            e.predicate.rpartition("#")[2],
            e.zh,
            e.en,
            "；".join(e.places("zh")),
            " ".join(e.graphs),
            "true" if e.derived else "false",
        ]
        for e in network.edges
    ]
    node_heads = ["iri:ID", ":LABEL", "name", "name_en"]
    edge_heads = [":START_ID", ":END_ID", ":TYPE", "name", "name_en", "places", "graphs"]
    return {
        "nodes.csv": render(node_heads, nodes, "csv", bom=bom).encode(),
        "edges.csv": render([*edge_heads, "derived:boolean"], edges, "csv", bom=bom).encode(),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    """The files in one archive, whose bytes do not depend on the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
