"""Turtle text that is the same, byte for byte, whenever the statements are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.names import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples as Turtle, sorted, with the prefixes that they use and no others.

    Args:
        triples: In any order, with repetitions or without.
        prefixes: Prefix -> namespace; the longest namespace that fits is used.
    """
    ordered = sorted(set(triples), key=_place)
    text = " ".join(f"{t.subject} {t.predicate} {t.object}" for t in ordered)
    used = {name: space for name, space in prefixes.items() if f"<{space}" in text}
    return ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used) or b""


def _place(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """By subject; what it is comes first."""
    predicate = str(triple.predicate)
    return str(triple.subject), predicate != f"<{RDF}type>", predicate, str(triple.object)
