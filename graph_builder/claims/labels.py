"""Labels, in Chinese and English, for things that a report never names: a conferral, a figure.

A label is put together from the names of what the thing connects, for people to recognise it by.
It is ours, not the report's, and stands in the identity graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.claims.csvfile import several

if TYPE_CHECKING:
    from graph_builder.claims.facts import FactRow
    from graph_builder.claims.identity import Registry
    from graph_builder.claims.vocabulary import Vocabulary

#: Kind of thing -> label in zh and en; `{column}` is what its rows hold there, first row first.
TEMPLATES: dict[str, tuple[str, str]] = {
    "conferral": (
        "{affiliation}{recipient}{recipient_role}：{title}",
        "{affiliation} {recipient} {recipient_role}: {title}",
    ),
    "membership": ("{member}：{organisation}{role}", "{member}: {role}, {organisation}"),
    "cooperation": ("{school}与{partner}：{kind}", "{school} with {partner}: {kind}"),
    "prize": (
        "{affiliation}{winner}{winner_role}：{competition}，{discipline}{rank}",
        "{affiliation} {winner} {winner_role}: {competition}, {discipline} {rank}",
    ),
    "observation": ("{of}：{indicator} {value} {unit}", "{of}: {indicator} {value} {unit}"),
    "superlative": ("{claimed_of}：{wording}", "{claimed_of}: {wording}"),
}

#: The same for a cooperation whose other side is told by whom it benefits only.
ALONE = ("{school}：{kind}{beneficiary}", "{school}: {kind} {beneficiary}")


def composed_labels(
    rows: list[FactRow], registry: Registry, vocabulary: Vocabulary
) -> dict[str, tuple[str, str]]:
    """IRI of each unnamed thing of the facts -> its labels in zh and en, in row order."""
    cells: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, FactRow] = {}
    for fact in rows:
        if fact.table.kind in TEMPLATES:
            kinds.setdefault(fact.subject, fact)
            own = cells.setdefault(fact.subject, {})
            for column in fact.table.columns:
                values = own.setdefault(column.name, [])
                values.extend(v for v in several(fact.row.cells[column.name]) if v not in values)
    labels = {}
    for subject, fact in kinds.items():
        zh, en = TEMPLATES[fact.table.kind]
        if fact.table.kind == "cooperation" and not cells[subject]["partner"]:
            zh, en = ALONE
        labels[subject] = (
            _tidy(zh.format(**_named(fact, cells[subject], registry, vocabulary, english=False))),
            _tidy(en.format(**_named(fact, cells[subject], registry, vocabulary, english=True))),
        )
    return labels


def _tidy(label: str) -> str:
    """The label without the marks and spaces that blank cells leave behind."""
    return " ".join(label.split()).replace(" :", ":").strip(" ：:")


def _named(
    fact: FactRow,
    cells: dict[str, list[str]],
    registry: Registry,
    vocabulary: Vocabulary,
    *,
    english: bool,
) -> dict[str, str]:
    """Column -> the names of its values in one language, as a reader would list them."""
    named: dict[str, str] = {}
    for column in fact.table.columns:
        words: list[str] = []
        for value in cells[column.name]:
            if column.kind == "ref":
                thing = registry.resolve(value, column.of, fact.row, column.name)
                words.append((thing.en if english else shortest(registry, thing.id)) or thing.name)
            elif column.kind == "concept":
                iri = vocabulary.find(column.of[0], value) or ""
                words.append(vocabulary.preferred(iri, "en" if english else "zh") or value)
            else:
                words.append(value)
        named[column.name] = (", " if english else "、").join(dict.fromkeys(words))
    if named.get("affiliation") and named.get("winner_role", "").startswith(named["affiliation"]):
        # A role that begins with the body it belongs to, such as 广西代表队选手, says it already.
        named["affiliation"] = ""
    return named


def shortest(registry: Registry, thing_id: str) -> str:
    """The printed short name of a thing, its official name where it has none."""
    return registry.shortest(thing_id)
