"""A result in SARIF 2.1.0, which code hosts and editors show beside the lines of a file."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from graph_builder import __version__
from graph_builder.check.tablelines import table_lines
from graph_builder.names import ID, ONTOLOGY

if TYPE_CHECKING:
    from graph_builder.check.document import Document, Entry, Section
    from graph_builder.check.shown import Spot

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"bad": "error", "warn": "warning", "note": "note", "good": "none"}
_REPORT = ID + "report/"


def as_sarif(document: Document) -> str:
    """One run; each rule of the document is a rule of it, each entry a result."""
    lines = table_lines()
    results = [
        _result(number, section, entry, lines)
        for number, section in enumerate(document.sections)
        for entry in section.entries
    ]
    untested = [
        {
            "level": "warning",
            "message": {"text": section.untested},
            "associatedRule": {"id": section.code, "index": number},
        }
        for number, section in enumerate(document.sections)
        if section.untested
    ]
    run = {
        "tool": {
            "driver": {
                "name": "zhitu",
                "version": __version__,
                "informationUri": ONTOLOGY,
                "rules": [_rule(section) for section in document.sections],
            }
        },
        "language": "zh-CN" if document.lang == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": untested}],
        "originalUriBaseIds": {"ROOT": {"description": {"text": document.about}}},
        "results": results,
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _rule(section: Section) -> dict[str, object]:
    rule: dict[str, object] = {
        "id": section.code,
        "shortDescription": {"text": section.title or section.code},
        "defaultConfiguration": {"level": _LEVELS[section.tone]},
        "properties": {"tags": [section.topic], "tested": section.tested},
    }
    if section.why:
        rule["fullDescription"] = {"text": section.why}
    return rule


def _result(
    number: int, section: Section, entry: Entry, lines: dict[str, tuple[str, int]]
) -> dict[str, object]:
    told = "\0".join((section.code, entry.iri, entry.text, entry.graph))
    result: dict[str, object] = {
        "ruleId": section.code,
        "ruleIndex": number,
        "level": _LEVELS[section.tone_of(entry)],
        "message": {"text": entry.text},
        "locations": [_location(place, lines) for place in entry.places],
        "partialFingerprints": {"zhitu/v1": hashlib.sha256(told.encode()).hexdigest()[:32]},
    }
    properties = {
        "iri": entry.iri,
        "graph": entry.graph,
        "verdict": entry.level,
        "notes": list(entry.notes),
    }
    result["properties"] = {key: value for key, value in properties.items() if value}
    if entry.tone == "good":
        # A reading of the reviewer makes both places right.
        reasons = "\n".join(entry.notes)
        result["suppressions"] = [{"kind": "external", "justification": reasons}]
    return result


def _location(place: Spot, lines: dict[str, tuple[str, int]]) -> dict[str, object]:
    """The line of the CSV that holds the printed row, else the address in the report."""
    physical: dict[str, object] = {"artifactLocation": {"uri": place.iri}}
    report, _, address = place.iri.removeprefix(_REPORT).partition("/")
    row = address.partition("/column/")[0]
    if place.iri.startswith(_REPORT) and f"{report}/{row}" in lines:
        file, line = lines[f"{report}/{row}"]
        physical = {
            "artifactLocation": {"uri": file, "uriBaseId": "ROOT"},
            "region": {"startLine": line},
        }
    named = {"name": place.words, "fullyQualifiedName": place.iri, "kind": "element"}
    return {"physicalLocation": physical, "logicalLocations": [named]}
