"""From report folders to a graph: assemble, derive, write."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

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
from graph_builder.graph.derive import derive, derived_quads, load_rules, rule_quads
from graph_builder.names import PREFIXES
from graph_builder.paths import bundled, default_sources
from graph_builder.sources.loading import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from graph_builder.claims.collect import ReportClaims

__all__ = ["Built", "build_graph", "default_sources", "serialise"]


class Built:
    """A graph just built.

    Attributes:
        lines: Every quad, stated and derived, as its N-Quads line in UTF-8, sorted.
        counts: Stage -> number of quads or claims it gave, in the order of the stages.
        rules: Rule -> number of statements it derived.
        reports: What each report said.
    """

    def __init__(
        self,
        lines: list[bytes],
        counts: dict[str, int],
        rules: dict[str, int],
        reports: list[ReportClaims],
    ) -> None:
        self.lines = lines
        self.counts = counts
        self.rules = rules
        self.reports = reports

    @cached_property
    def store(self) -> ox.Store:
        """Every quad in memory; loaded when first asked for, since a file is written without it."""
        return _load(self.lines)

    def serialise(self, suffix: str) -> bytes:
        """The bytes that `serialise` gives for the store; N-Quads come from the lines at once."""
        return b"".join(self.lines) if suffix == ".nq" else serialise(self.store, suffix)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Building makes many objects and no cycles; looking for them takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_search_for_cycles()
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
    counts: dict[str, int] = {}

    def done(stage: str, count: int) -> None:
        counts[stage] = count
        progress(stage, count)

    _refuse_twins(sources)
    vocabulary = load_vocabulary(bundled("ontology"))
    registry = load_registry(vocabulary, bundled("data") / "identity", sources)
    reports = [collect_claims(folder, registry, vocabulary) for folder in sources]
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
    # A dict keeps the order of making, which is nearly sorted; a set would mix the lines up.
    lines: dict[bytes, None] = {}
    # Rules look at the default graph only, so nothing else is loaded for them.
    facts: list[bytes] = []
    for quad in quads:
        line = f"{quad.line()}\n".encode()
        lines[line] = None
        if not quad.graph:
            facts.append(line)
    done("stated", len(lines))
    store = _load(facts)
    derived = derive(store, rules)
    done("derived", sum(derived.values()))
    for quad in derived_quads(store, rules):
        lines[f"{quad.line()}\n".encode()] = None
    done("quads", len(lines))
    return Built(sorted(lines), counts, derived, reports)


def _load(lines: Iterable[bytes]) -> ox.Store:
    import pyoxigraph as ox  # noqa: PLC0415 -- slow commands only

    store = ox.Store()
    store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    return store


def _refuse_twins(sources: list[Path]) -> None:
    """Two folders with the same report id would mix their passages."""
    seen: set[str] = set()
    for folder in sources:
        report_id = str(read_settings(folder).get("id"))
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
