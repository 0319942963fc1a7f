"""Indicator tables and the table of competition results become observations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph_builder import terms
from graph_builder.claims.figures import is_figure
from graph_builder.claims.tables import Maker, find_columns, observation, observation_node
from graph_builder.errors import InputError
from graph_builder.names import concept_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.tables import Context
    from graph_builder.claims.vocabulary import TemplateIndicator, Vocabulary
    from graph_builder.sources.document import PrintedTable

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_YEAR_CELL = re.compile(r"((?:19|20)[0-9]{2})\s*(?:年度?)?")
PRIZES = concept_iri("indicator", "skills-competition-prizes")


def template_label(printed: str) -> str:
    """The label of a row without what is not part of it: blanks, the star, `其中：` before it."""
    return re.sub(r"\s+", "", printed).removeprefix("其中：").rstrip("*")


def template_rows(table: PrintedTable) -> list[tuple[str, str]]:
    """Label and unit of each body row; a blank label repeats the one above it (merged cells)."""
    label_column, unit_column = find_columns(table, "指标", "单位")
    rows: list[tuple[str, str]] = []
    label = ""
    for cells in table.rows:
        label = template_label(cells[label_column - 1]) or label
        rows.append((label, cells[unit_column - 1]))
    return rows


def match_template(table: PrintedTable, vocabulary: Vocabulary) -> list[TemplateIndicator | None]:
    """The template's indicator of each body row, in row order; None for a row it does not have.

    The template table that fits most rows is taken, and rows are matched in order, so that labels
    that occur several times (`接入国家智慧教育平台数量`) each find their own place.
    """
    rows = template_rows(table)
    units = vocabulary.concepts.get("unit", {})
    candidates = [
        _match_in_order(rows, indicators, units) for indicators in vocabulary.indicators.values()
    ]
    return max(candidates, key=lambda c: sum(m is not None for m in c), default=[None] * len(rows))


def _match_in_order(
    rows: list[tuple[str, str]], indicators: list[TemplateIndicator], units: dict[str, str]
) -> list[TemplateIndicator | None]:
    matched: list[TemplateIndicator | None] = []
    position = 0
    for label, unit in rows:
        found = next(
            (
                i
                for i in range(position, len(indicators))
                if indicators[i].label == label and indicators[i].unit == units.get(unit)
            ),
            None,
        )
        matched.append(None if found is None else indicators[found])
        position = position if found is None else found + 1
    return matched


def map_indicators(context: Context, table: PrintedTable) -> Iterator[Claim]:
    """Each row of an indicator table: value, unit, year; for surveys respondents and method."""
    heads = ["".join(cells) for cells in zip(*table.header, strict=True)]
    value_column = next(i for i, head in enumerate(heads, 1) if _YEAR.search(head))
    year_match = _YEAR.search(heads[value_column - 1])
    year = year_match.group(1) if year_match else ""
    label_column, unit_column = find_columns(table, "指标", "单位")
    matched = match_template(table, context.vocabulary)
    for n, (indicator, (label, _)) in enumerate(zip(matched, template_rows(table), strict=True), 1):
        maker = Maker(context, table, n)
        if indicator is None:
            context.notices.append(
                ("indicator-unknown", {"address": maker.address(), "name": label})
            )
            continue
        if not maker.cells[value_column - 1]:
            continue
        yield from _indicator_row(maker, indicator, (label_column, unit_column, value_column), year)
        yield from _survey(maker, value_column, heads)


def _indicator_row(
    maker: Maker, indicator: TemplateIndicator, columns: tuple[int, int, int], year: str
) -> Iterator[Claim]:
    label_column, unit_column, value_column = columns
    node = observation_node(maker, value_column)
    printed = maker.cells[value_column - 1]
    if is_figure(printed):
        yield from observation(maker, value_column, indicator.iri, printed)
    else:
        reason = maker.context.vocabulary.find("absence-reason", printed)
        if reason is None:
            raise InputError("TABLE-NUMBER", maker.row.place(str(value_column)), found=printed)
        yield from observation(maker, value_column, indicator.iri, "")
        yield maker.claim(node, "isAbsentBecause", terms.iri(reason), value_column, (printed,))
    unit = maker.cells[unit_column - 1]
    yield maker.claim(node, "hasUnit", terms.iri(indicator.unit), None, (unit,))
    yield maker.claim(node, "inYear", terms.date(year))
    if maker.cells[label_column - 1].endswith("*"):
        starred = terms.typed("true", "boolean")
        yield maker.claim(node, "isStarred", starred, label_column, ("*",))


def _survey(maker: Maker, value_column: int, heads: list[str]) -> Iterator[Claim]:
    node = observation_node(maker, value_column)
    for column, head in enumerate(heads, 1):
        printed = maker.cells[column - 1]
        if "调查人次" in head and printed:
            if not printed.isdecimal():
                raise InputError("TABLE-NUMBER", maker.row.place(str(column)), found=printed)
            yield maker.claim(
                node, "hasRespondents", terms.integer(int(printed)), column, (printed,)
            )
        if "调查方式" in head and printed:
            method = terms.text(printed, "zh")
            yield maker.claim(node, "hasSurveyMethod", method, column, (printed,))


def map_competition_results(context: Context, table: PrintedTable) -> Iterator[Claim]:
    """Prizes by year, level (first header row, merged cells) and rank (second header row)."""
    levels: list[str] = []
    for head in table.header[0]:
        levels.append(head or (levels[-1] if levels else ""))
    ranks = table.header[-1]
    (year_column,) = find_columns(table, "年度")
    for n, cells in enumerate(table.rows, 1):
        maker = Maker(context, table, n)
        year_match = _YEAR_CELL.fullmatch(cells[year_column - 1])
        if year_match is None:
            place = maker.row.place(str(year_column))
            raise InputError("FACT-DATE", place, found=cells[year_column - 1])
        year = year_match.group(1)
        for column, printed in enumerate(cells, 1):
            if column == year_column or not printed:
                continue
            if not is_figure(printed):
                raise InputError("TABLE-NUMBER", maker.row.place(str(column)), found=printed)
            level = context.vocabulary.find("level", levels[column - 1])
            node = observation_node(maker, column)
            yield from observation(maker, column, PRIZES, printed)
            yield maker.claim(node, "inYear", terms.date(year), None, (year,))
            yield maker.claim(node, "hasUnit", terms.iri(concept_iri("unit", "project")))
            yield maker.claim(node, "hasRank", terms.text(ranks[column - 1], "zh"), column)
            if level is not None:
                yield maker.claim(node, "hasLevel", terms.iri(level), column)
