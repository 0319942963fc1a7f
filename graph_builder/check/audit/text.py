"""An audit as lines of text for a terminal, and a rule explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.addresses import describe
from graph_builder.check.audit.rules import VERDICTS
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph_builder.check.audit.findings import Finding
    from graph_builder.check.audit.readings import Reading
    from graph_builder.check.audit.rules import AuditRule
    from graph_builder.check.audit.run import Audit, Outcome
    from graph_builder.check.audit.source import Source
    from graph_builder.check.audit.words import Words

#: Findings of one rule that the text shows; CSV and JSON hold all of them.
SHOWN = 50


def summary(audit: Audit, lang: str) -> str:
    """How much was tested, how much holds, and how many findings there are by verdict."""
    counts = {verdict: audit.count(verdict) for verdict in VERDICTS}
    return summary_of(audit.tested, audit.held, counts, lang)


def summary_of(tested: int, held: int, counts: Mapping[str, int], lang: str) -> str:
    """The same from the numbers; `counts` has one for each verdict."""
    return message("audit-summary", lang, tested=tested, held=held, **counts)


def audit_lines(audit: Audit, words: Words, source: Source | None) -> Iterator[str]:
    """Grouped by rule, worst first: each finding with its places and readings."""
    lang = words.lang
    for title in words.titles.values():
        yield message("audit-report", lang, title=title)
    yield summary(audit, lang)
    for outcome in audit.outcomes:
        if outcome.findings:
            yield ""
            yield rule_line(outcome, lang)
            for finding in outcome.findings[:SHOWN]:
                yield from _finding_lines(finding, words, source)
            if len(outcome.findings) > SHOWN:
                more = len(outcome.findings) - SHOWN
                yield message("audit-more", lang, count=more)
    yield ""
    yield from tail_lines(audit, lang)


def rule_line(outcome: Outcome, lang: str) -> str:
    """What a rule tested and found."""
    rule = outcome.rule
    return message(
        "audit-rule",
        lang,
        code=rule.code,
        title=rule.title[lang],
        tested=outcome.tested,
        held=outcome.held,
        found=_by_verdict(outcome, lang),
    )


def _by_verdict(outcome: Outcome, lang: str) -> str:
    counts = [
        message(f"audit-count-{verdict}", lang, count=count)
        for verdict in VERDICTS
        if (count := outcome.count(verdict))
    ]
    return ("，" if lang == "zh" else ", ").join(counts)


def _finding_lines(finding: Finding, words: Words, source: Source | None) -> Iterator[str]:
    lang = words.lang
    verdict = message(f"audit-verdict-{finding.verdict}", lang)
    yield message("audit-line", lang, verdict=verdict, sentence=words.sentence(finding))
    others = words.other_places(finding)
    if others:
        yield message("audit-see", lang, places=others)
    if source is not None and source.report.iri == finding.report:
        for address in finding.places:
            if not address.startswith("table/") and source.words.get(address):
                place = describe(address, lang)
                yield message("audit-words", lang, place=place, words=source.words[address])
    for reading in (finding.reading, *finding.remarks):
        if reading is not None:
            yield reading_line(reading, lang)


def reading_line(reading: Reading, lang: str) -> str:
    """A reading with its reason."""
    return message(
        "audit-reading",
        lang,
        id=reading.id,
        verdict=message(f"audit-verdict-{reading.verdict}", lang),
        reading=reading.reading,
        reason=reading.reason,
    )


def tail_lines(audit: Audit, lang: str) -> Iterator[str]:
    """The rules that found nothing: those that hold, those that tested nothing, those stopped."""
    held = [o for o in audit.outcomes if o.tested and not o.findings]
    if held:
        listed = "  ".join(f"{o.rule.code} {o.tested}" for o in held)
        yield message("audit-held", lang, rules=listed)
    idle = [o for o in audit.outcomes if not o.tested and not o.stopped]
    for needs_source, key in ((False, "audit-idle"), (True, "audit-idle-source")):
        codes = "  ".join(o.rule.code for o in idle if o.rule.needs_source is needs_source)
        if codes:
            yield message(key, lang, rules=codes)
    stopped = "  ".join(o.rule.code for o in audit.outcomes if o.stopped)
    if stopped:
        yield message("audit-stopped", lang, rules=stopped)
    yield message("audit-next", lang)


def explanation(rule: AuditRule, lang: str) -> str:
    """The rule in full: what it compares, why, an example, what to do, how it judges."""
    lines = [
        message("audit-explain-title", lang, code=rule.code, title=rule.title[lang]),
        message("audit-explain-why", lang, text=rule.why[lang]),
        message("audit-explain-example", lang, text=rule.example[lang]),
        message("audit-explain-remedy", lang, text=rule.remedy[lang]),
        message(
            "audit-explain-verdict", lang, verdict=message(f"audit-verdict-{rule.verdict}", lang)
        ),
    ]
    if rule.answered_by:
        lines.append(
            message("audit-explain-readings", lang, kinds=" ".join(sorted(rule.answered_by)))
        )
    if rule.needs_source:
        lines.append(message("audit-explain-source", lang))
    lines.append(message("audit-explain-file", lang, file=f"ontology/audit/{rule.code.lower()}.rq"))
    return "\n".join(lines) + "\n"
