"""A report for programs: JSON, rows for CSV and Markdown, and a SHACL validation report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.messages import message
from graph_builder.names import DCTERMS, PREFIXES, RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph_builder.check.report import Finding, Outcome, Report
    from graph_builder.check.shown import Shown

COLUMNS = ("level", "code", "thing", "property", "value", "other", "places", "message", "iri")
#: Namespace of the nodes of a validation report; the report names no blank nodes.
_BASE = "https://w3id.org/zhitu/check#"


def as_rows(
    findings: Sequence[Shown], lang: str, *, several: bool = False
) -> tuple[list[str], list[list[str]]]:
    """Column titles and a row for each finding; `several` graphs add a column with its graph."""
    columns = (*COLUMNS, "graph") if several else COLUMNS
    titles = [message(f"check-column-{column}", lang) for column in columns]
    rows = [
        [
            message(f"check-level-{f.rule.level}", lang),
            f.rule.code,
            f.thing,
            f.property,
            f.value,
            f.other,
            "；".join(p.words for p in f.places),
            f.message,
            f.iri,
            *([f.graph] if several else []),
        ]
        for f in findings
    ]
    return titles, rows


def as_json(report: Report, findings: Sequence[Shown], lang: str) -> str:
    """Everything, rule by rule, those that found nothing too."""
    by_rule: dict[str, list[dict[str, object]]] = {}
    for f in findings:
        by_rule.setdefault(f.rule.code, []).append(
            {
                "iri": f.iri,
                "thing": f.thing,
                "property": f.property,
                "value": f.value,
                "other": f.other,
                "places": [p.words for p in f.places],
                "passages": [p.iri for p in f.places],
                **({"graph": f.graph} if f.graph else {}),
                **({} if f.rule.says(lang) else {"message": f.message}),
            }
        )
    document = {
        "engine": report.engine,
        "focus_nodes": report.focus_nodes,
        "counts": {level: report.count(level) for level in ("violation", "warning", "info")},
        "idle": [o.rule.code for o in report.idle],
        "stopped": [o.rule.code for o in report.untested("time")],
        "without_evidence": [o.rule.code for o in report.untested("evidence")],
        "rules": [
            {
                "code": o.rule.code,
                "level": o.rule.level,
                "focus_nodes": o.focus_nodes,
                "message": o.rule.says(lang),
                "findings": by_rule.get(o.rule.code, []),
            }
            for o in report.outcomes
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_turtle(report: Report) -> str:
    """A `sh:ValidationReport` in Turtle, the same bytes for the same findings."""
    triples = [_triple(_node("report"), RDF + "type", ox.NamedNode(SH + "ValidationReport"))]
    conforms = ox.Literal("false" if report.total else "true", datatype=_xsd("boolean"))
    triples.append(_triple(_node("report"), SH + "conforms", conforms))
    number = 0
    for outcome in report.outcomes:
        for finding in outcome.findings:
            number += 1
            node = _node(f"result-{number}")
            triples.append(_triple(_node("report"), SH + "result", node))
            triples += _result(node, outcome, finding)
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return (text or b"").decode()


def _result(node: ox.NamedNode, outcome: Outcome, finding: Finding) -> Iterator[ox.Triple]:
    rule = outcome.rule
    yield _triple(node, RDF + "type", ox.NamedNode(SH + "ValidationResult"))
    yield _triple(node, SH + "focusNode", finding.focus)
    path = finding.path or (rule.properties[0] if len(rule.properties) == 1 else None)
    if path:
        yield _triple(node, SH + "resultPath", ox.NamedNode(path))
    if finding.value is not None:
        yield _triple(node, SH + "value", finding.value)
    severity = ox.NamedNode(SH + rule.level.capitalize())
    yield _triple(node, SH + "resultSeverity", severity)
    component = ox.NamedNode(f"{SH}{finding.component}ConstraintComponent")
    yield _triple(node, SH + "sourceConstraintComponent", component)
    if "://" in rule.iri:
        yield _triple(node, SH + "sourceShape", ox.NamedNode(rule.iri))
    yield _triple(node, DCTERMS + "identifier", ox.Literal(rule.code))
    for lang, text in (rule.message or dict(finding.said)).items():
        literal = ox.Literal(text, language=lang) if lang else ox.Literal(text)
        yield _triple(node, SH + "resultMessage", literal)


def _triple(
    subject: ox.NamedNode, predicate: str, obj: ox.NamedNode | ox.BlankNode | ox.Literal
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), obj)


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(_BASE + name)


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(XSD + name)
