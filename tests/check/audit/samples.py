"""Graphs of the case folders, and small rules and readings for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.audit.rules import AuditRule, load_rules, rules_folder
from graph_builder.check.audit.run import Audit, audit
from graph_builder.check.audit.words import Words
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.messages import message
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable

CASES = Path(__file__).parents[2] / "cases" / "audit"
#: A rule about nothing but the report itself, to be varied by tests.
HEADER = """#+ title: {zh: "题", en: "Title"}
#+ why: {zh: "因。", en: "Why."}
#+ example: {zh: "例。", en: "Example."}
#+ finding: {zh: "报告 {report} 不成立。", en: "Report {report} does not hold."}
#+ remedy: {zh: "请改。", en: "Mend it."}
#+ verdict: open
"""
QUERY = """PREFIX vet: <https://w3id.org/zhitu/ontology#>

SELECT ?report ?holds
WHERE { ?report a vet:Report . BIND (false AS ?holds) }
"""
KINDS = "code,zh,en\nTWO-COUNTS,口径不同,other scope\nRATE-BASE,分母没有印出,no denominator\n"


@cache
def rules() -> dict[str, AuditRule]:
    """The rules that ship with zhitu."""
    return load_rules(rules_folder())


@cache
def _ontology() -> tuple[ox.Quad, ...]:
    folder = bundled("ontology")
    paths = [folder / "zhitu.ttl", *sorted((folder / "schemes").glob("*.ttl"))]
    return tuple(q for p in paths for q in ox.parse(path=str(p), format=ox.RdfFormat.TURTLE))


def case_graph(code: str, kind: str) -> EmbeddedGraph:
    """The graph of a case file, `ok` or `bad`, with the ontology beside it."""
    store = ox.Store()
    store.extend(_ontology())
    store.load(path=str(CASES / code / f"{kind}.trig"), format=ox.RdfFormat.TRIG)
    return EmbeddedGraph(store)


def said(graph: EmbeddedGraph, result: Audit, lang: str = "zh") -> list[str]:
    """Each finding as a line: its verdict and its sentence."""
    words = Words(graph, result, lang)
    return [
        f"〔{message(f'audit-verdict-{f.verdict}', lang)}〕{words.sentence(f)}"
        for f in result.findings
    ]


def audit_case(code: str, kind: str, only: Iterable[str] | None = None) -> Audit:
    """Every rule, or some, asked of a case."""
    chosen = rules().values() if only is None else [rules()[c] for c in only]
    return audit(case_graph(code, kind), chosen)


def write_rules(folder: Path, **queries: str) -> Path:
    """A folder of rules; each is a whole file, named after its code."""
    (folder / "reading-kinds.csv").write_text(KINDS, "utf-8")
    for name, text in queries.items():
        (folder / f"{name}.rq").write_text(text, "utf-8")
    return folder
