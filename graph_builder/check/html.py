"""A result as one page for people who know no RDF: offline, without scripts, made to be printed."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from graph_builder.check.shown import joined
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.check.document import Document, Entry, Part, Section
    from graph_builder.check.excerpts import Excerpt, Row

#: Findings of one rule, and places of one finding, that are shown; all of them are in the CSV.
MOST_FINDINGS = 50
MOST_PLACES = 6


def as_html(document: Document) -> str:
    """A self-contained page; its policy forbids every outside request and every script."""
    style = files("graph_builder.check").joinpath("report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = "\n".join(_body(document))
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if document.lang == "zh" else "en"}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_text(document.title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _body(document: Document) -> Iterator[str]:
    yield f"<header><h1>{_text(document.title)}</h1><p>{_text(document.about)}</p>"
    for note in document.notes:
        yield f'<p class="remark">{_text(note)}</p>'
    yield "</header>\n<main>"
    for part in document.parts:
        yield from _part(part, document.lang)
    yield f"</main>\n<footer><p>{_text(document.footer)}</p></footer>"


def _part(part: Part, lang: str) -> Iterator[str]:
    yield f'<section class="part" id="{part.key}">\n<h2>{_text(part.title)}</h2>'
    yield f'<p class="lead">{_text(part.lead)}</p>'
    if part.about:
        yield f'<p class="about">{_text(part.about)}</p>'
    if part.tiles:
        yield '<ul class="tiles">'
        for tile in part.tiles:
            tone = tile.tone if tile.number else "none"
            yield f'<li class="{tone}"><b>{tile.number}</b> {_text(tile.words)}</li>'
        yield "</ul>"
    found = [s for s in part.sections if s.entries]
    if found:
        yield f"<h3>{_said('check-html-findings', lang)}</h3>"
        for section in found:
            yield from _section(section, part, lang)
    if part.sections:
        yield from _tested(part, lang)
        yield from _untested(part, lang)
    yield "</section>"


def _section(section: Section, part: Part, lang: str) -> Iterator[str]:
    count = message("check-html-count", lang, count=section.found)
    # Where each finding has a verdict of its own, that of the rule says nothing.
    judged = any(entry.level for entry in section.entries)
    level = "" if judged else f'<span class="level">{_text(section.level)}</span> '
    yield f'<article class="{section.tone}" id="{_text(section.code)}">'
    yield (
        f"<h4>{level}{_text(section.title)}</h4>"
        f'<p class="code">{_text(section.code)} · {_text(section.topic)} · {_text(count)}</p>'
    )
    if section.why:
        yield f'<p class="why">{_text(message("check-html-why", lang, why=section.why))}</p>'
    yield "<ol>"
    for entry in section.entries[:MOST_FINDINGS]:
        yield from _entry(entry, lang)
    yield "</ol>"
    left = section.found - MOST_FINDINGS
    if left > 0:
        said = _said("check-html-more", lang, count=left, command=part.csv)
        yield f'<p class="more">{said}</p>'
    yield "</article>"


def _entry(entry: Entry, lang: str) -> Iterator[str]:
    level = f'<span class="level {entry.tone}">{_text(entry.level)}</span> ' if entry.level else ""
    yield f'<li><p class="finding">{level}{_text(entry.text)}</p>'
    places = joined((p.words for p in entry.places[:MOST_PLACES]), lang)
    if len(entry.places) > MOST_PLACES:
        count = len(entry.places)
        places = message("check-more-places", lang, places=places, count=count)
    if places:
        key = "check-html-in" if entry.graph else "check-html-where"
        yield f'<p class="where">{_said(key, lang, graph=entry.graph, places=places)}</p>'
    for excerpt in entry.printed[:MOST_PLACES]:
        yield from _quote(excerpt) if excerpt.sentence else _table(excerpt)
    for note in entry.notes:
        yield f'<p class="note-of-reviewer">{_text(note)}</p>'
    yield "</li>"


def _quote(excerpt: Excerpt) -> Iterator[str]:
    yield (
        f"<blockquote><p>{_text(excerpt.before)}<mark>{_text(excerpt.sentence)}</mark>"
        f"{_text(excerpt.after)}</p><cite>{_text(excerpt.place)}</cite></blockquote>"
    )


def _table(excerpt: Excerpt) -> Iterator[str]:
    yield (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{_text(excerpt.place)}">'
        f"<table><caption>{_text(excerpt.place)}</caption>"
    )
    if excerpt.header:
        yield "<thead>"
        for row in excerpt.header:
            yield _row(row, "th", "")
        yield "</thead>"
    yield "<tbody>"
    for row in excerpt.rows:
        yield _row(row, "td", row.name)
    yield "</tbody></table></div>"


def _row(row: Row, tag: str, name: str) -> str:
    cells = (
        f"<{tag}><mark>{_text(cell) or '&nbsp;'}</mark></{tag}>"
        if n in row.marked
        else f"<{tag}>{_text(cell)}</{tag}>"
        for n, cell in enumerate(row.cells)
    )
    return f'<tr><th class="number">{_text(name)}</th>{"".join(cells)}</tr>'


def _tested(part: Part, lang: str) -> Iterator[str]:
    yield f"<h3>{_said('check-html-tested', lang)}</h3>"
    yield f"<p>{_text(part.grid.about)}</p>"
    row = "".join(f'<th scope="col">{_text(head)}</th>' for head in part.grid.heads)
    yield '<div class="scroll" tabindex="0"><table class="sums">'
    yield f"<thead><tr>{row}</tr></thead><tbody>"
    for name, *cells in part.grid.rows:
        numbers = "".join(f"<td>{_text(cell)}</td>" for cell in cells)
        yield f'<tr><th scope="row">{_text(name)}</th>{numbers}</tr>'
    yield "</tbody></table></div>"


def _untested(part: Part, lang: str) -> Iterator[str]:
    reasons: dict[str, list[Section]] = {}
    for section in part.sections:
        if section.untested:
            reasons.setdefault(section.untested, []).append(section)
    if not reasons:
        return
    yield f"<h3>{_said('check-html-not', lang)}</h3>"
    for reason, sections in reasons.items():
        yield f'<p>{_text(reason)}</p>\n<ul class="plain">'
        for s in sections:
            yield f'<li><span class="code">{_text(s.code)}</span> {_text(s.title)}</li>'
        yield "</ul>"


def _said(key: str, lang: str, **values: object) -> str:
    return _text(message(key, lang, **values))


def _text(text: str) -> str:
    """Text of a report that must not become markup, without characters that HTML forbids."""
    kept = "".join(c for c in text if c.isprintable() or c in "\n\t\u3000\u00a0")
    return escape(kept)
