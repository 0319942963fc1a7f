"""Addresses of passages in words, as a reader of the printed report would look them up."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from graph_builder.messages import message
from graph_builder.names import ID, RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SPECIAL_SECTIONS = ("title-page", "preface", "contents")
_REPORT = ID + "report/"


def describe(address: str, lang: str) -> str:
    """The address in words: `table/6-1/row/3` is 表 6-1 第 3 行."""
    parts = address.split("/")
    place = dict(zip(parts[::2], parts[1::2], strict=False))
    if "table" in place:
        number = place["table"]
        if number.endswith("-listing"):
            table = message("address-listing", lang, number=number.removesuffix("-listing"))
        else:
            table = message("address-table", lang, number=number)
        for key in ("note", "header", "row"):
            if key in place:
                table = message(f"address-{key}", lang, within=_spaced(table, lang), n=place[key])
        if "column" in place:
            table = message("address-column", lang, within=_spaced(table, lang), n=place["column"])
        return table
    section = place.get("section", "")
    if section in _SPECIAL_SECTIONS:
        text = message(f"address-{section}", lang)
    else:
        text = message("address-section", lang, number=section)
    for key in ("case", "caption", "line", "paragraph", "sentence"):
        if key in place:
            text = message(f"address-{key}", lang, within=_spaced(text, lang), n=place[key])
    return text


@cache
def rule_title(name: str, lang: str) -> str:
    """What a derivation rule is called; its name where the rule does not ship with zhitu."""
    from graph_builder.paths import bundled  # noqa: PLC0415 -- pathlib costs start-up time

    path = bundled("ontology") / "rules" / f"{name}.rq"
    known = path.is_file() and "/" not in name
    return (header_texts(path.read_text("utf-8"), "title") if known else {}).get(lang, name)


def header_texts(query: str, key: str) -> dict[str, str]:
    """Language -> text of a key in the header of a rule; empty where it is missing."""
    match = re.search(rf'^#\+ {key}: {{zh: "([^"]+)", en: "([^"]+)"}}$', query, re.M)
    return {"zh": match.group(1), "en": match.group(2)} if match else {}


def _spaced(text: str, lang: str) -> str:
    """Chinese text with a space behind it where it ends in a digit: 表 6-1 第 3 行."""
    return f"{text} " if lang == "zh" and text[-1:].isascii() else text


def describe_graph(iri: str, lang: str) -> str:
    """Where a statement comes from, by the IRI of its graph: passage, rule or our own tables."""
    if iri.startswith(_REPORT):
        report, _, address = iri.removeprefix(_REPORT).partition("/")
        return (
            describe(address, lang) if address else message("address-report", lang, report=report)
        )
    if iri.startswith(RULE):
        return message("address-rule", lang, name=rule_title(iri.removeprefix(RULE), lang))
    return message("address-own", lang)


def report_of(graph: str) -> str | None:
    """IRI of the report that a passage belongs to; None for the graph of a rule or our own."""
    if not graph.startswith(_REPORT):
        return None
    return _REPORT + graph.removeprefix(_REPORT).partition("/")[0]


class Places:
    """Where statements come from, in words; of several reports, each place names its own.

    Args:
        lang: `zh` or `en`.
        titles: IRI of a report -> its title, for all reports that are cited beside each other;
            empty where only one is cited, which need not be named with each place.
        key: Sentence that puts the two together: `address-of` for titles, `address-in` for short
            names.
    """

    def __init__(
        self, lang: str, titles: Mapping[str, str] | None = None, key: str = "address-of"
    ) -> None:
        self._lang = lang
        self._titles = titles or {}
        self._key = key

    def __call__(self, graph: str) -> str:
        """The place of one graph; see `describe_graph`."""
        place = describe_graph(graph, self._lang)
        title = self._titles.get(report_of(graph) or "")
        return message(self._key, self._lang, report=title, place=place) if title else place

    def listed(self, graphs: Iterable[str]) -> str:
        """The places of several graphs, in their order."""
        return message("between-places", self._lang).join(map(self, graphs))
