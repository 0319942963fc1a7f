"""A report for programs: JSON, rows for CSV and Markdown, and a SHACL validation report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.shown import joined
from graph_builder.messages import message
from graph_builder.names import AUDIT, DCTERMS, PREFIXES, RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph_builder.check.audit.audited import Audited
    from graph_builder.check.audit.findings import Finding as Contradiction
    from graph_builder.check.audit.words import Words
    from graph_builder.check.report import Finding, Outcome, Report
    from graph_builder.check.shown import Shown

COLUMNS = ("level", "code", "thing", "property", "value", "other", "places", "message", "iri")
#: Namespace of the nodes of a validation report; the report names no blank nodes.
_BASE = "https://w3id.org/zhitu/check#"
_SEVERITY = {
    "contradiction": "Violation",
    "open": "Warning",
    "explained": "Info",
    "info": "Info",
}


def as_rows(findings: Sequence[Shown], lang: str, *, several: bool = False) -> list[list[str]]:
    """A row of `COLUMNS` for each finding; `several` graphs add a column with its graph."""
    return [
        [
            message(f"check-level-{f.rule.level}", lang),
            f.rule.code,
            f.thing,
            f.property,
            f.value,
            f.other,
            joined((p.words for p in f.places), lang),
            f.message,
            f.iri,
            *([f.graph] if several else []),
        ]
        for f in findings
    ]


def as_data(report: Report, findings: Sequence[Shown], lang: str) -> dict[str, object]:
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
    return {
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


def as_turtle(report: Report | None, audits: Sequence[Audited] = ()) -> str:
    """A `sh:ValidationReport` in Turtle, the same bytes for the same findings.

    Args:
        report: The result of a check.
        audits: Audits whose findings stand beside those of the check, told apart by their
            `sh:sourceShape`; an open finding is a warning, an explained one for information.
    """
    results: list[tuple[ox.NamedNode, Iterator[ox.Triple]]] = []
    for outcome in report.outcomes if report else ():
        for finding in outcome.findings:
            node = _node(f"result-{len(results) + 1}")
            results.append((node, _result(node, outcome, finding)))
    for audited in audits:
        for found in audited.audit.findings:
            node = _node(f"result-{len(results) + 1}")
            results.append((node, _audit_result(node, found, audited.words)))
    triples = [_triple(_node("report"), RDF + "type", ox.NamedNode(SH + "ValidationReport"))]
    conforms = ox.Literal("false" if results else "true", datatype=_xsd("boolean"))
    triples.append(_triple(_node("report"), SH + "conforms", conforms))
    for node, own in results:
        triples.append(_triple(_node("report"), SH + "result", node))
        triples += own
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


def _audit_result(node: ox.NamedNode, found: Contradiction, words: Words) -> Iterator[ox.Triple]:
    yield _triple(node, RDF + "type", ox.NamedNode(SH + "ValidationResult"))
    yield _triple(node, SH + "focusNode", ox.NamedNode(found.report))
    yield _triple(node, SH + "resultSeverity", ox.NamedNode(SH + _SEVERITY[found.verdict]))
    component = ox.NamedNode(f"{SH}SPARQLConstraintComponent")
    yield _triple(node, SH + "sourceConstraintComponent", component)
    yield _triple(node, SH + "sourceShape", ox.NamedNode(AUDIT + found.code.lower()))
    yield _triple(node, DCTERMS + "identifier", ox.Literal(found.code))
    yield _triple(node, DCTERMS + "type", ox.Literal(found.verdict))
    text = ox.Literal(words.text(found), language=words.lang)
    yield _triple(node, SH + "resultMessage", text)
    for place in found.places:
        yield _triple(node, DCTERMS + "source", ox.NamedNode(f"{found.report}/{place}"))


def _triple(
    subject: ox.NamedNode, predicate: str, obj: ox.NamedNode | ox.BlankNode | ox.Literal
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), obj)


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(_BASE + name)


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(XSD + name)
