"""Making a defect, looking what is found, and undoing it.

A defect is found when a rule meant for it has a finding that the clean graph does not have, or when
the build refuses it with the error meant. A false alarm is a new finding of another rule about
nothing that the defect touched; a lost finding is one of the clean graph about such a thing.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from benchmarks.seeds.world import World
from graph_builder.check.audit.rules import load_rules, rules_folder
from graph_builder.check.audit.run import audit
from graph_builder.check.carry_out import by_rule, check_rules
from graph_builder.check.data import data_for
from graph_builder.check.engine import choose_engine
from graph_builder.check.profile import load_profile
from graph_builder.check.rules import load_catalogue
from graph_builder.errors import ZhituError
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import Built, build_graph
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.seeds.world import Defect
    from graph_builder.check.audit.findings import Finding
    from graph_builder.check.rules import Catalogue

REPORT = "liuzhou-2023"
BY_RULE, BY_OTHER, MISSED = "found", "found by another", "missed"

#: Finding, with the code of its rule -> every IRI that it speaks of.
Findings = dict[tuple[str, str], frozenset[str]]


class Outcome(NamedTuple):
    """What became of a defect.

    Attributes:
        defect: The defect.
        verdict: `BY_RULE`, `BY_OTHER` or `MISSED`.
        codes: Rules with new findings, or the error of the build.
        false_alarms: New findings of rules not meant, about nothing that was touched.
        lost: Findings of the clean graph that are gone, about nothing that was touched.
        differs: Rules of which the two engines do not find the same; empty where nobody looked.
    """

    defect: Defect
    verdict: str
    codes: tuple[str, ...]
    false_alarms: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    differs: tuple[str, ...] = ()


@cache
def _clean(engine: str) -> tuple[Built, Findings]:
    built = build_graph([bundled("data") / REPORT])
    return built, findings_of(built.store, engine)


def findings_of(store: ox.Store, engine: str) -> Findings:
    """What conformance and audit find in a graph."""
    graph = EmbeddedGraph(store)
    found: Findings = {}
    for outcome in check_rules(graph, _catalogue(), engine=choose_engine(engine)):
        for f in outcome.findings:
            terms = {str(t).strip("<>") for t in (f.focus, f.value, f.other, f.path) if t}
            found[outcome.rule.code, str(f)] = frozenset(terms)
    for finding in _audited(graph):
        found[finding.code, f"{finding.verdict} {finding.values}"] = frozenset(_iris(finding))
    return found


def engines_differ(store: ox.Store) -> tuple[str, ...]:
    """Codes of the rules of which the fast engine does not find what pySHACL finds."""
    catalogue = _catalogue()
    data = data_for(EmbeddedGraph(store), catalogue)
    fast, reference = (
        by_rule(catalogue, choose_engine(name).validate(data, catalogue.core))
        for name in ("fast", "pyshacl")
    )
    codes = sorted({*fast, *reference})
    return tuple(c for c in codes if set(fast.get(c, ())) != set(reference.get(c, ())))


@cache
def _catalogue() -> Catalogue:
    return load_catalogue(load_profile())


def _audited(graph: EmbeddedGraph) -> list[Finding]:
    try:
        return audit(graph, load_rules(rules_folder()).values()).findings
    except ZhituError:
        return []  # A graph whose report is damaged is not audited.


def _iris(finding: Finding) -> Iterable[str]:
    yield from (f"{finding.report}/{place}" for place in finding.places)
    for value in finding.values.values():
        if isinstance(value, ox.NamedNode):
            yield value.value
        elif isinstance(value, list):
            yield from (item.name.partition(" ")[0] for item in value)


def try_defect(defect: Defect, engine: str = "pyshacl") -> Outcome:
    """Make a defect, look, and undo it.

    Args:
        defect: The defect.
        engine: One of `engine.CHOICES`; or `both` for pySHACL, compared with the fast engine.
    """
    both, engine = engine == "both", "pyshacl" if engine == "both" else engine
    built, before = _clean(engine)
    if defect.graph is not None:
        world = World(built.store)
        try:
            defect.graph(world)
            changed = [*world.added, *world.removed]
            after = findings_of(world.store, engine)
            differs = engines_differ(world.store) if both else ()
        finally:
            world.undo()
        return _outcome(defect, before, after, changed)._replace(differs=differs)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(bundled("data") / REPORT, Path(temporary) / REPORT))
        if defect.files is not None:
            defect.files(folder)
        try:
            other = build_graph([folder])
        except ZhituError as error:
            verdict = BY_RULE if error.code in defect.rules else BY_OTHER
            return Outcome(defect, verdict, (error.code,))
    lines = b"".join(sorted(set(built.lines) ^ set(other.lines)))
    changed = list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    differs = engines_differ(other.store) if both else ()
    after = findings_of(other.store, engine)
    return _outcome(defect, before, after, changed)._replace(differs=differs)


def _outcome(
    defect: Defect, before: Findings, after: Findings, changed: Sequence[ox.Quad]
) -> Outcome:
    if not changed:
        msg = f"nothing changed: {defect.name}"
        raise RuntimeError(msg)
    touched = _touched(changed)
    new = [key for key in after if key not in before]
    codes = tuple(sorted({code for code, _ in new}))
    meant = [c for c in codes if c in defect.rules]
    about = [k for k in new if after[k] & touched]
    verdict = BY_RULE if meant else BY_OTHER if about else MISSED
    alarms = tuple(k for k in new if k[0] not in defect.rules and not after[k] & touched)
    lost = tuple(k for k in before if k not in after and not before[k] & touched)
    return Outcome(defect, verdict, codes, alarms, lost)


def _touched(changed: Iterable[ox.Quad]) -> set[str]:
    """What the changed statements speak of; the report itself only where it is their subject."""
    found = set()
    for quad in changed:
        report = getattr(quad.graph_name, "value", "")
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            words = str(term).strip("<>")
            if words != report or "/report/" not in words:
                found.add(words)
        address = report.partition("/report/")[2].partition("/")[2]
        # What holds a passage speaks of the passage: the row of a cell, the table of a row.
        while address:
            found.add(f"{report[: report.index('/report/')]}/report/{_report_id(report)}/{address}")
            address = address.rpartition("/")[0]
    return found


def _report_id(graph: str) -> str:
    return graph.partition("/report/")[2].partition("/")[0]
