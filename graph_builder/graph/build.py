"""From report folders to a graph: assemble, derive, write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.claims.collect import collect_claims, load_registry
from graph_builder.claims.vocabulary import load_vocabulary
from graph_builder.errors import InputError
from graph_builder.graph.assemble import (
    claim_quads,
    identity_quads,
    ontology_quads,
    reference_quads,
    report_quads,
)
from graph_builder.graph.derive import derive, load_rules, rule_quads
from graph_builder.names import PREFIXES
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyoxigraph as ox

    from graph_builder.claims.collect import ReportClaims


class Built(NamedTuple):
    """A graph just built.

    Attributes:
        store: Every quad, stated and derived, in memory.
        counts: Stage -> number of quads or claims it gave, in the order of the stages.
        rules: Rule -> number of statements it derived.
        reports: What each report said.
    """

    store: ox.Store
    counts: dict[str, int]
    rules: dict[str, int]
    reports: list[ReportClaims]


def default_sources() -> list[Path]:
    """The report folders that ship with zhitu."""
    return sorted(p.parent for p in bundled("data").glob("*/report.toml"))


def build_graph(
    sources: list[Path], progress: Callable[[str, int], None] = lambda _stage, _count: None
) -> Built:
    """Build the graph of one or more reports, merged through identity.

    Args:
        sources: Report folders, as written by `zhitu read` and completed with facts.
        progress: Told the name and the count of each stage when it is done.

    Raises:
        InputError: Any source, the ontology or a rule is not as it should be.
    """
    import pyoxigraph as ox  # noqa: PLC0415 -- slow commands only

    counts: dict[str, int] = {}

    def done(stage: str, count: int) -> None:
        counts[stage] = count
        progress(stage, count)

    vocabulary = load_vocabulary(bundled("ontology"))
    registry = load_registry(vocabulary, bundled("data") / "identity", sources)
    reports = [collect_claims(folder, registry, vocabulary) for folder in sources]
    _refuse_twins(reports)
    done("passages", sum(len(r.data.passages) for r in reports))
    done("claims", sum(len(r.claims) for r in reports))
    rules = load_rules(bundled("ontology") / "rules")
    quads = [
        *(q for r in reports for q in claim_quads(r, vocabulary)),
        *(q for r in reports for q in report_quads(r)),
        *identity_quads(registry, vocabulary, reports),
        *ontology_quads(vocabulary),
        *rule_quads(rules),
    ]
    quads.extend(reference_quads(registry, vocabulary, bundled("data") / "reference", quads))
    lines = {quad.line() for quad in quads}
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    done("stated", len(lines))
    derived = derive(store, rules)
    done("derived", sum(derived.values()))
    done("quads", len(store))
    return Built(store, counts, derived, reports)


def _refuse_twins(reports: list[ReportClaims]) -> None:
    """Two folders with the same report id would mix their passages."""
    seen: set[str] = set()
    for report in reports:
        report_id = str(report.data.metadata["id"])
        if report_id in seen:
            raise InputError("REPORT-TWICE", None, report=report_id)
        seen.add(report_id)


def serialise(store: ox.Store, suffix: str) -> bytes:
    """The whole graph as bytes that are the same for the same statements.

    Args:
        store: What to write.
        suffix: `.nq` (N-Quads) or `.trig` (TriG).
    """
    import pyoxigraph as ox  # noqa: PLC0415 -- as above

    if suffix == ".nq":
        data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(sorted(data.splitlines(keepends=True)))
    quads = sorted(
        store, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
    )
    prefixes = {p: ns for p, ns in PREFIXES.items() if p != "zid"}
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""
