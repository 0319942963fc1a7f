"""A result as JUnit XML, which build servers show as tests: a rule is a test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from graph_builder.check.shown import joined
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.check.document import Document, Part, Section

#: Findings of one rule that are written; all of them are in the CSV.
MOST_FINDINGS = 200
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(document: Document) -> str:
    """One suite for each topic; what counts as failed is for each part of the document to say."""
    total = _counts([(part, s) for part in document.parts for s in part.sections])
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="zhitu" {total}>']
    for part in document.parts:
        for topic, sections in part.topics.items():
            counts = _counts([(part, s) for s in sections])
            lines.append(f"  <testsuite name={_value(topic)} {counts}>")
            for section in sections:
                lines += _case(section, part, document.lang)
            lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _counts(sections: list[tuple[Part, Section]]) -> str:
    failed = sum(part.failed(s) for part, s in sections)
    skipped = sum(bool(s.untested) for _, s in sections)
    return f'tests="{len(sections)}" failures="{failed}" errors="0" skipped="{skipped}"'


def _case(section: Section, part: Part, lang: str) -> Iterator[str]:
    open_tag = f"    <testcase classname={_value(section.topic)} name={_value(section.code)}"
    if section.untested:
        yield f"{open_tag}><skipped message={_value(section.untested)}/></testcase>"
    elif not section.entries:
        yield f"{open_tag}/>"
    else:
        told = [_told(section, n, lang) for n in range(min(len(section.entries), MOST_FINDINGS))]
        if len(section.entries) > MOST_FINDINGS:
            left = len(section.entries) - MOST_FINDINGS
            told.append(message("check-html-more", lang, count=left, command=part.csv))
        body = escape(_clean("\n".join(told)))
        if part.failed(section):
            attributes = f"type={_value(section.level)} message={_value(section.title)}"
            yield f"{open_tag}><failure {attributes}>{body}</failure></testcase>"
        else:
            yield f"{open_tag}><system-out>{body}</system-out></testcase>"


def _told(section: Section, number: int, lang: str) -> str:
    entry = section.entries[number]
    text = entry.text
    if entry.level:
        text = message("check-entry-judged", lang, level=entry.level, text=text)
    places = joined((p.words for p in entry.places), lang)
    if places:
        text = message("check-entry-placed", lang, text=text, places=places)
    return "\n".join((text, *entry.notes))


def _value(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)
