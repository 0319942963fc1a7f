"""Write `docs/facts.md`: how the tables of reviewed facts are filled in, from their definition."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from rdflib import RDFS, SKOS, Graph, Literal, URIRef

from graph_builder.claims.columns import TABLES, Column, FactTable
from graph_builder.claims.facts import header_of
from graph_builder.names import PREFIXES, VET

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

#: Labels of properties that other vocabularies define.
_FOREIGN = {
    "org:member": "成员 · member",
    "org:organization": "组织 · organisation",
    "dcterms:date": "日期 · date",
}

_KINDS = {
    "text": ("照录的词语", "words as printed"),
    "integer": ("整数", "whole number"),
    "decimal": ("数", "number"),
    "printed": ("照录的数值，如 3027.83、16:1、两", "a figure as printed"),
    "date": ("2023、2023-05 或 2023-05-04", "2023, 2023-05 or 2023-05-04"),
}


def facts_page(ontology: Path) -> str:
    """The whole page.

    Args:
        ontology: The folder with `zhitu.ttl`.
    """
    intro = files("graph_builder.pages").joinpath("facts_intro.md").read_text("utf-8")
    graph = Graph().parse(ontology / "zhitu.ttl", format="turtle")
    return "\n".join([intro, *(_section(table, graph) for table in TABLES)])


def _section(table: FactTable, graph: Graph) -> str:
    names = " · ".join(_labels(graph, VET + table.cls)) if table.cls else ""
    lines = [f"## `{table.file}`" + (f" {names}" if names else ""), ""]
    if table.classes:
        narrower = "、".join(f"`{c}` {_labels(graph, VET + c)[0]}" for c in table.classes)
        lines += [f"`class` 可写更窄的类 · narrower classes: {narrower}。", ""]
    lines += ["```csv", ",".join(header_of(table)), "```", ""]
    lines += ["| 列 · column | 填什么 · what | 含义 · meaning |", "|---|---|---|"]
    columns = [table.subject, *table.columns] if table.subject else list(table.columns)
    lines += [_row(column, graph) for column in columns]
    return "\n".join([*lines, ""])


def _row(column: Column, graph: Graph) -> str:
    prefix, colon, local = column.predicate.partition(":")
    iri = PREFIXES[prefix] + local if colon else VET + column.predicate
    meaning = " · ".join(_labels(graph, iri)) if column.predicate else "说的是谁 · of whom"
    if column.predicate == "rdfs:label":
        meaning = "名称 · name"
    meaning = _FOREIGN.get(column.predicate, meaning)
    required = "（必填 · required）" if column.required else ""
    return f"| `{column.name}`{required} | {_what(column, graph)} | {meaning} |"


def _what(column: Column, graph: Graph) -> str:
    if column.kind == "concept":
        scheme = column.of[0]
        return f"`ontology/schemes/{scheme}.ttl` 里的名称 · a label of that scheme"
    if column.kind == "ref":
        if column.of == ("Thing",):
            return "任何登记过的事物 · any registered thing"
        classes = ("、".join(_labels(graph, VET + c)[0] for c in column.of), " / ".join(column.of))
        return f"{classes[0]}的名称或编号 · name or id of {classes[1]}"
    return " · ".join(_KINDS[column.kind])


def _labels(graph: Graph, iri: str) -> tuple[str, str]:
    """Chinese and English label of a term; its name where the ontology has none."""
    found = {o.language: str(o) for o in _objects(graph, iri) if isinstance(o, Literal)}
    name = iri.rpartition("#")[2]
    return found.get("zh", name), found.get("en", name)


def _objects(graph: Graph, iri: str) -> list[Node]:
    return [*graph.objects(URIRef(iri), RDFS.label), *graph.objects(URIRef(iri), SKOS.prefLabel)]
