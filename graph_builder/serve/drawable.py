"""What may stand on the canvas of the free exploration, and how its links name it."""

from __future__ import annotations

import pyoxigraph as ox

from graph_builder.names import DCTERMS, ID, ORG, SCHEME, SKOS, VET

#: Characters of an IRI that is looked at, and of a label that is shown.
LONGEST = 500
#: Properties that keep books: where something is printed, what a link between concepts rests on.
_ASIDE = frozenset(
    VET + name
    for name in ("printedIn", "isPassageOf", "linksFrom", "linksTo", "restsOn", "hasBasis")
)
_BORROWED = frozenset(
    (
        *(ORG + "member", ORG + "organization", DCTERMS + "isPartOf"),
        *(SKOS + x for x in ("broader", "related", "exactMatch", "closeMatch", "broadMatch")),
    )
)


def canvas_iri(text: str) -> str | None:
    """The IRI of something that can be drawn: a thing, a concept or a report.

    Args:
        text: A whole IRI, or what follows `…/id/`; a concept begins with `scheme/`.

    Returns:
        None for anything else, such as a passage, a whole scheme or no IRI at all.
    """
    whole = text if text.startswith((ID, SCHEME)) else _long(text)
    if len(whole) > LONGEST or not can_be_drawn(whole):
        return None
    try:
        return ox.NamedNode(whole).value
    except ValueError:
        return None


def can_be_drawn(iri: str) -> bool:
    """Whether an IRI is that of a thing, a concept or a report."""
    if iri.startswith(ID):
        kind, slash, rest = iri.removeprefix(ID).partition("/")
        return bool(kind and slash and rest) and not (kind == "report" and "/" in rest)
    kind, slash, rest = iri.removeprefix(SCHEME).partition("/")
    return iri.startswith(SCHEME) and bool(kind and slash and rest)


def is_drawn_link(predicate: str) -> bool:
    """Whether statements with this property are drawn as lines."""
    return (predicate.startswith(VET) and predicate not in _ASIDE) or predicate in _BORROWED


def local(iri: str) -> str:
    """How links and addresses of a canvas name a thing: the part of its IRI that is its own."""
    return iri.removeprefix(ID) if iri.startswith(ID) else "scheme/" + iri.removeprefix(SCHEME)


def _long(text: str) -> str:
    return SCHEME + text.removeprefix("scheme/") if text.startswith("scheme/") else ID + text
