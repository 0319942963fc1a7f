"""Addresses of passages in words, as a reader of the printed report would look them up."""

from __future__ import annotations

from graph_builder.messages import message
from graph_builder.names import ID, RULE

_SPECIAL_SECTIONS = ("title-page", "preface", "contents")
_REPORT = ID + "report/"


def describe(address: str, lang: str) -> str:
    """The address in words: `table/6-1/row/3` is 表 6-1第 3 行."""
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
                table = message(f"address-{key}", lang, within=table, n=place[key])
        if "column" in place:
            table = message("address-column", lang, within=table, n=place["column"])
        return table
    section = place.get("section", "")
    if section in _SPECIAL_SECTIONS:
        text = message(f"address-{section}", lang)
    else:
        text = message("address-section", lang, number=section)
    for key in ("case", "caption", "line", "paragraph", "sentence"):
        if key in place:
            text = message(f"address-{key}", lang, within=text, n=place[key])
    return text


def describe_graph(iri: str, lang: str) -> str:
    """Where a statement comes from, by the IRI of its graph: passage, rule or our own tables."""
    if iri.startswith(_REPORT):
        report, _, address = iri.removeprefix(_REPORT).partition("/")
        return (
            describe(address, lang) if address else message("address-report", lang, report=report)
        )
    if iri.startswith(RULE):
        return message("address-rule", lang, name=iri.removeprefix(RULE))
    return message("address-own", lang)
