"""All claims of a report: its printed tables and its reviewed facts, with the things they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.claims.clusters import map_cluster_chains, map_cluster_listing
from graph_builder.claims.csvfile import Row
from graph_builder.claims.facts import fact_claims, read_facts, register_facts
from graph_builder.claims.identity import Registry, Thing, load_identity, load_report_identity
from graph_builder.claims.indicators import map_competition_results, map_indicators
from graph_builder.claims.labels import composed_labels
from graph_builder.claims.tables import Context, map_schools
from graph_builder.errors import InputError, Place
from graph_builder.names import ID
from graph_builder.sources.folder import load_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.vocabulary import Vocabulary
    from graph_builder.sources.document import PrintedTable
    from graph_builder.sources.folder import DataFolder

MAPPERS: dict[str, Callable[[Context, PrintedTable], Iterator[Claim]]] = {
    "schools": map_schools,
    "competition-results": map_competition_results,
    "cluster-chains": map_cluster_chains,
    "cluster-listing": map_cluster_listing,
    "indicators": map_indicators,
}

#: How the names of places and schools end in titles.
_PLACE_ENDINGS = ("省", "市", "县", "区", "州", "盟", "旗")
_SCHOOL_ENDINGS = ("学校", "学院", "中心", "中专", "职高")
_KINDS = {"Place": "place", "SchoolGroup": "school-group", "School": "school"}
_TITLE_MARKS = ("中等职业教育质量年度报告", "职业教育质量年度报告", "质量年度报告")


class ReportClaims(NamedTuple):
    """What one report says.

    Attributes:
        data: The report's folder as read.
        claims: Tables first, in document order, then facts.
        labels: IRI -> labels in zh and en of things that have no printed name.
        place: The place that the report is about, when its title names one that is known.
        subject: What its unattributed figures are about: all schools of the place, or the school.
        notices: What a person should look at, as (message key, values).
    """

    data: DataFolder
    claims: list[Claim]
    labels: dict[str, tuple[str, str]]
    place: Thing | None
    subject: Thing
    notices: list[tuple[str, dict[str, object]]]


def load_registry(vocabulary: Vocabulary, identity: Path, reports: list[Path]) -> Registry:
    """The shared identity files, then each report's own `identity.csv` and `names.csv`."""
    registry = Registry(vocabulary.superclasses)
    load_identity(registry, identity)
    for folder in reports:
        load_report_identity(registry, folder)
    return registry


def collect_claims(folder: Path, registry: Registry, vocabulary: Vocabulary) -> ReportClaims:
    """Read a report's folder and make its claims.

    Raises:
        InputError: Anything in the folder is not as it should be.
    """
    data = load_folder(folder)
    report = str(data.metadata["id"])
    subject, place = _subject(data, registry, folder)
    rows = read_facts(folder, report, {p.address for p in data.passages})
    registry.begin_report(folder)
    registry.at_home(subject.id)
    register_facts(registry, rows)
    notices: list[tuple[str, dict[str, object]]] = []
    labels: dict[str, tuple[str, str]] = {}
    context = Context(report, folder.name, subject, registry, vocabulary, notices, labels, {})
    claims: list[Claim] = []
    for table in data.tables:
        if table.kind in MAPPERS:
            claims.extend(MAPPERS[table.kind](context, table))
    claims.extend(fact_claims(rows, registry, vocabulary, report))
    labels |= composed_labels(rows, registry, vocabulary)
    return ReportClaims(data, claims, labels, place, subject, notices)


def _subject(data: DataFolder, registry: Registry, folder: Path) -> tuple[Thing, Thing | None]:
    """Whose report it is, from its title: a place with all its schools, or a single school.

    A place or school that no register has yet is added under the pinyin of its name.
    """
    title = str(data.metadata["title"])
    owner = next(
        (title.partition(mark)[0] for mark in _TITLE_MARKS if mark in title), title
    ).strip()
    row = Row(f"{folder.name}/report.toml", 1, {})
    if owner.endswith(_PLACE_ENDINGS):
        place = _known_or_new(registry, "Place", owner, row)
        return _known_or_new(registry, "SchoolGroup", f"{owner}中等职业学校", row), place
    groups = registry.find(f"{owner}中等职业学校", ("SchoolGroup", "School"))
    if groups or owner.endswith(_SCHOOL_ENDINGS):
        found = groups or registry.find(owner, ("School",))
        return registry.things[found[0]] if found else _new(registry, "School", owner, row), None
    raise InputError("REPORT-SUBJECT", Place(row.file), title=title, name=f"{owner}中等职业学校")


def _known_or_new(registry: Registry, cls: str, name: str, row: Row) -> Thing:
    found = registry.find(name, (cls,))
    return registry.things[found[0]] if found else _new(registry, cls, name, row)


def _new(registry: Registry, cls: str, name: str, row: Row) -> Thing:
    from graph_builder.claims.slugs import slug  # noqa: PLC0415 -- only for new names

    thing_id = f"{_KINDS[cls]}/{slug(name)}"
    thing = Thing(thing_id, cls, name, "", "", ID + thing_id)
    registry.add(thing, row)
    return thing
