"""A trace as text for a terminal, as Markdown, and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.messages import message
from graph_builder.output import one_line, safe_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph_builder.trace.ends import Named
    from graph_builder.trace.gap import Gap, Reach
    from graph_builder.trace.traced import Traced, TracedPath
    from graph_builder.trace.wording import Told

#: Kinds that are named when a side is described; the rest is summed up.
_KINDS_SHOWN = 8
_DERIVED = "※"


def as_text(traced: Traced) -> str:
    """The paths for a terminal: a heading for each, and below it its sentences with the places."""
    lines = [one_line(line) for line in before_lines(traced)]
    for number, path in enumerate(traced.paths, 1):
        lines.append(one_line(heading(traced, path, number)))
        for told in path.told:
            mark = _DERIVED if told.derived else " "
            lines.append(f" {mark} " + one_line(sentence_line(traced, told)))
    lines += [one_line(line) for line in after_lines(traced)]
    return "\n".join(lines) + "\n"


def as_markdown(traced: Traced) -> str:
    """The same as Markdown."""
    parts = [f"# {safe_markdown(title_of(traced))}"]
    parts += [safe_markdown(line) for line in before_lines(traced)]
    for number, path in enumerate(traced.paths, 1):
        parts.append(f"## {safe_markdown(heading(traced, path, number))}")
        items = []
        for told in path.told:
            mark = f"{_DERIVED} " if told.derived else ""
            items.append(f"- {mark}{safe_markdown(sentence_line(traced, told))}")
        parts.append("\n".join(items))
    parts += [safe_markdown(line) for line in after_lines(traced)]
    return "\n\n".join(parts) + "\n"


def title_of(traced: Traced) -> str:
    """What was asked, in a few words: 从市交校到五菱."""
    end = (
        traced.asked.end.name
        if traced.asked.end
        else traced.asked.kind.label
        if traced.asked.kind
        else ""
    )
    return message("trace-title", traced.asked.lang, start=traced.asked.start.name, end=end)


def as_json(traced: Traced) -> str:
    """The trace for programs."""
    content = {
        "start": _named(traced, traced.asked.start),
        "end": _named(traced, traced.asked.end) if traced.asked.end else None,
        "to": traced.asked.kind._asdict() if traced.asked.kind else None,
        "via": [_named(traced, n) for n in traced.asked.via],
        "avoid": [_named(traced, n) for n in traced.asked.avoid],
        "max_hops": traced.asked.max_hops,
        "complete": traced.complete,
        "more": traced.more,
        "hubs": [_thing(traced, iri) | {"links": n} for iri, n in traced.hubs.items()],
        "paths": [_path(traced, path) for path in traced.paths],
        "gap": {"sentences": gap_lines(traced)} | _gap(traced.gap) if traced.gap else None,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _path(traced: Traced, path: TracedPath) -> dict[str, object]:
    return {
        "start": _thing(traced, path.start),
        "end": _thing(traced, path.end),
        "hops": len(path.steps),
        "cost": round(path.cost, 3),
        "derived": path.derived,
        "steps": [
            {
                "start": s.start,
                "start_label": traced.labels.get(s.start, ""),
                "predicate": s.link.predicate,
                "predicate_label": traced.labels.get(s.link.predicate, ""),
                "forward": s.link.forward,
                "end": s.end,
                "end_label": traced.labels.get(s.end, ""),
                "graphs": list(s.graphs),
                "places": traced.places(s.graphs),
                "derived": s.derived,
            }
            for s in path.steps
        ],
        "sentences": [
            {
                "sentence": told.sentence,
                "steps": told.steps,
                "graphs": list(told.graphs),
                "places": traced.places(told.graphs),
                "derived": told.derived,
            }
            for told in path.told
        ],
    }


def _thing(traced: Traced, iri: str) -> dict[str, object]:
    return {"iri": iri, "label": traced.labels.get(iri, "")}


def _named(traced: Traced, named: Named) -> dict[str, object]:
    return {"name": named.name, "things": [_thing(traced, t) for t in named.things]}


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "start": gap.start._asdict(),
        "end": gap.end._asdict() if gap.end else None,
        "longer": gap.longer,
        "without_options": gap.without,
    }


def before_lines(traced: Traced) -> list[str]:
    """What has to be known before the paths: which things the names stand for."""
    lines = []
    for name in traced.asked.names():
        if len(name.things) > 1:
            listed = _join(traced, [traced.labels.get(t) or t for t in name.things])
            lines.append(
                message(
                    "trace-candidates",
                    traced.asked.lang,
                    name=name.name,
                    count=len(name.things),
                    candidates=listed,
                )
            )
    if traced.asked.kind and traced.paths:
        key = "trace-to-more" if traced.more else "trace-to-count"
        lines.append(
            message(
                key,
                traced.asked.lang,
                name=traced.asked.start.name,
                hops=traced.asked.max_hops,
                kind=traced.asked.kind.label,
                count=len(traced.paths),
            )
        )
    return lines


def heading(traced: Traced, path: TracedPath, number: int) -> str:
    """What stands above the sentences of a path: its number, its ends, its length."""
    start, end = (traced.labels.get(i) or i for i in (path.start, path.end))
    hops = len(path.steps)
    return message("trace-path", traced.asked.lang, number=number, start=start, end=end, hops=hops)


def sentence_line(traced: Traced, told: Told) -> str:
    """A sentence with its places."""
    places = message("between-places", traced.asked.lang).join(traced.places(told.graphs))
    if not places:
        return told.sentence
    return message("trace-sentence", traced.asked.lang, sentence=told.sentence, places=places)


def after_lines(traced: Traced) -> list[str]:
    """What has to be known after the paths: what is derived, what was left out, what is missing."""
    lines = []
    if any(path.derived for path in traced.paths):
        lines.append(message("trace-derived-note", traced.asked.lang))
    if traced.more and traced.asked.kind is None:
        lines.append(message("trace-more", traced.asked.lang, limit=traced.asked.limit))
    if traced.hubs:
        hubs = [
            message("trace-hub", traced.asked.lang, name=traced.labels.get(iri) or iri, count=count)
            for iri, count in sorted(traced.hubs.items(), key=lambda p: (-p[1], p[0]))[:5]
        ]
        lines.append(message("trace-hubs", traced.asked.lang, hubs=_join(traced, hubs)))
    elif not traced.complete:
        lines.append(message("trace-cut", traced.asked.lang))
    return [*gap_lines(traced), *lines]


def gap_lines(traced: Traced) -> list[str]:
    """Why there is no path, one sentence each; nothing when there is one."""
    gap = traced.gap
    if gap is None:
        return []
    lang, start = traced.asked.lang, traced.asked.start.name
    if traced.asked.end is None:
        label = traced.asked.kind.label if traced.asked.kind else ""
        hops = traced.asked.max_hops
        lines = [message("trace-none-to", lang, hops=hops, start=start, kind=label)]
        return [*lines, _reach(start, gap.start, lang)]
    end = traced.asked.end.name
    lines = [message("trace-none", lang, hops=traced.asked.max_hops, start=start, end=end)]
    lines.append(_reach(start, gap.start, lang))
    if gap.end:
        lines.append(_reach(end, gap.end, lang))
    if gap.longer and gap.missing:
        first, last = (traced.name(iri) for iri in gap.missing)
        missing = gap.longer - traced.asked.max_hops
        lines.append(
            message("trace-longer", lang, missing=missing, hops=gap.longer, start=first, end=last)
        )
    if gap.without:
        options = _options(traced)
        lines.append(message("trace-without", lang, options=options, hops=gap.without))
    if gap.alike:
        first, last = (traced.name(iri) for iri in gap.alike)
        lines.append(message("trace-alike", lang, start=first, end=last))
    for kind, pair in gap.nearest:
        lines.append(
            message(
                "trace-nearest",
                lang,
                kind=_kind_word(kind, lang),
                first=start,
                second=end,
                start=traced.name(pair.start),
                near=pair.near,
                end=traced.name(pair.end),
                far=pair.far,
            )
        )
    return lines


def _options(traced: Traced) -> str:
    words = [f"--via {n.name}" for n in traced.asked.via] + [
        f"--avoid {n.name}" for n in traced.asked.avoid
    ]
    words += ["--stated-only"] if traced.asked.stated_only else []
    words += [f"--year {traced.asked.year}"] if traced.asked.year is not None else []
    return " ".join(words)


def _reach(name: str, reach: Reach, lang: str) -> str:
    if not reach.reached:
        return message("trace-reach-none", lang, name=name)
    shown = list(reach.kinds.items())
    counts = [
        message("trace-kind-count", lang, kind=_kind_word(kind, lang), count=count)
        for kind, count in shown[:_KINDS_SHOWN]
    ]
    if len(shown) > _KINDS_SHOWN:
        rest = sum(count for _, count in shown[_KINDS_SHOWN:])
        counts.append(message("trace-kinds-rest", lang, count=rest))
    kinds = message("between-names", lang).join(counts)
    key = "trace-reach-ended" if reach.ended else "trace-reach"
    return message(key, lang, name=name, steps=reach.hops, count=reach.reached, kinds=kinds)


def _kind_word(kind: str, lang: str) -> str:
    try:
        return message(f"kind-{kind}", lang)
    except KeyError:  # a kind of the user's own
        return message("kind-other", lang)


def _join(traced: Traced, words: list[str]) -> str:
    return message("between-names", traced.asked.lang).join(words)


#: Form -> what writes it.
TEXTS: dict[str, Callable[[Traced], str]] = {"text": as_text, "md": as_markdown, "json": as_json}
