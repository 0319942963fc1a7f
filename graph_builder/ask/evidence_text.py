"""The evidence of rows in words, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.addresses import describe_graph
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.addresses import Places
    from graph_builder.ask.evidence import Evidence


def basis_text(found: Evidence, lang: str) -> str:
    """What a row rests on, in words."""
    rules = message("between-names", lang).join(describe_graph(r, lang) for r in found.rules)
    parts = [
        rules if basis == "derived" else message(f"evidence-{basis}", lang) for basis in found.bases
    ]
    return message("between-names", lang).join(parts)


def places_text(found: Evidence, told: Places, lang: str, most: int | None = None) -> str:
    """The printed places of a row, in words; more than `most` are only counted."""
    text = told.listed(found.passages[:most])
    if most is not None and len(found.passages) > most:
        return message("evidence-more", lang, places=text, count=len(found.passages))
    return text


def as_json(
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    found: Sequence[Evidence],
    told: Places,
    lang: str,
) -> str:
    """The rows as JSON objects, each with its evidence for people and for programs."""
    import json  # noqa: PLC0415 -- only for this format

    objects = [
        {
            **dict(zip(heads, row, strict=True)),
            message("evidence-basis", lang): {
                "bases": list(one.bases),
                "text": basis_text(one, lang),
                "rules": list(one.rules),
                "places": [{"iri": p, "text": told(p)} for p in one.passages],
            },
        }
        for row, one in zip(cells, found, strict=True)
    ]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"
