"""A result as JUnit XML, which build servers show as tests: a rule is a test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from graph_builder.check.document import TONES
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.check.document import Document, Section

#: Findings of one rule that are written; all of them are in the CSV.
MOST_FINDINGS = 200
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(document: Document, fail_at: str = "bad") -> str:
    """One suite for each topic.

    Args:
        document: What to write.
        fail_at: The mildest of `document.TONES` that fails a test; blank for none.
    """
    failing = TONES[: TONES.index(fail_at) + 1] if fail_at else ()
    suites = list(document.topics.items())
    total = _counts(list(document.sections), failing)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="zhitu" {total}>']
    for topic, sections in suites:
        lines.append(f"  <testsuite name={_value(topic)} {_counts(sections, failing)}>")
        for section in sections:
            lines += _case(section, failing, document.lang)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _counts(sections: list[Section], failing: tuple[str, ...]) -> str:
    failed = sum(bool(s.entries) and s.tone in failing for s in sections)
    skipped = sum(bool(s.untested) for s in sections)
    return f'tests="{len(sections)}" failures="{failed}" errors="0" skipped="{skipped}"'


def _case(section: Section, failing: tuple[str, ...], lang: str) -> Iterator[str]:
    open_tag = f"    <testcase classname={_value(section.topic)} name={_value(section.code)}"
    if section.untested:
        yield f"{open_tag}><skipped message={_value(section.untested)}/></testcase>"
    elif not section.entries:
        yield f"{open_tag}/>"
    else:
        told = [_told(section, n, lang) for n in range(min(len(section.entries), MOST_FINDINGS))]
        if len(section.entries) > MOST_FINDINGS:
            left = len(section.entries) - MOST_FINDINGS
            told.append(message("check-html-more", lang, count=left))
        body = escape(_clean("\n".join(told)))
        if section.tone in failing:
            attributes = f"type={_value(section.level)} message={_value(section.title)}"
            yield f"{open_tag}><failure {attributes}>{body}</failure></testcase>"
        else:
            yield f"{open_tag}><system-out>{body}</system-out></testcase>"


def _told(section: Section, number: int, lang: str) -> str:
    entry = section.entries[number]
    places = "；".join(p.words for p in entry.places)
    if not places:
        return entry.text
    return message("check-entry-placed", lang, text=entry.text, places=places)


def _value(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)
