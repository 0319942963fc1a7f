"""Where the readings of a report are: beside its other data, or in a file that the user names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.check.audit.readings import read_readings
from graph_builder.check.audit.run import addresses_of
from graph_builder.errors import InputError, Place
from graph_builder.paths import default_sources
from graph_builder.sources.loading import read_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from graph_builder.check.audit.readings import Reading
    from graph_builder.check.audit.run import AuditedReport
    from graph_builder.graph.access import Graph

FILE = "readings.csv"


def readings_for(
    graph: Graph,
    reports: Sequence[AuditedReport],
    kinds: Collection[str],
    given: Sequence[Path] = (),
) -> dict[str, list[Reading]]:
    """IRI of a report -> its readings.

    Args:
        graph: Knows the addresses that readings may name.
        reports: The reports of the graph.
        kinds: Known codes of readings.
        given: Files, or folders of reports that hold one; without any, the readings that ship
            with zhitu for these reports.

    Raises:
        InputError: A file is faulty, or it cannot be told of which report it is.
    """
    found: dict[str, list[Reading]] = {}
    if not given:
        ids = {report.id: report for report in reports}
        for folder in default_sources():
            report = ids.get(str(read_settings(folder).get("id", "")))
            if report is not None and (folder / FILE).is_file():
                addresses = addresses_of(graph, report)
                shown = f"{folder.name}/{FILE}"
                found[report.iri] = read_readings(folder / FILE, addresses, kinds, shown)
        return found
    for path in given:
        file = path / FILE if path.is_dir() else path
        report = _report_of(file, reports)
        addresses = addresses_of(graph, report)
        found.setdefault(report.iri, []).extend(read_readings(file, addresses, kinds, str(file)))
    return found


def _report_of(file: Path, reports: Sequence[AuditedReport]) -> AuditedReport:
    """The report of a file: by the `report.toml` beside it, or the only one that there is."""
    if (file.parent / "report.toml").is_file():
        name = str(read_settings(file.parent).get("id", ""))
        report = next((r for r in reports if r.id == name), None)
        if report is not None:
            return report
    elif len(reports) == 1:
        return reports[0]
    ids = "、".join(r.id for r in reports)
    raise InputError("AUDIT-READINGS-REPORT", Place(str(file)), reports=ids)
