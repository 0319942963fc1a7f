"""Which school reaches which industry: what leads from the picture of one to that of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.entities import labels
from graph_builder.ask.reports import in_printed_order
from graph_builder.serve.context import graph_of, lang_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.refs import Ref, names
from graph_builder.serve.pages.shell import known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

_WAYS = """SELECT DISTINCT ?school ?industry WHERE {
  ?school vet:offersCluster ?cluster . ?core vet:inCluster ?cluster ; vet:servesIndustry ?industry
} ORDER BY ?school ?industry"""


class Ways(NamedTuple):
    """The schools and industries of a picture, and the thing that it is about, if there is one.

    `school` and `industry` are the chosen names in the reader's language.
    """

    school: str
    industry: str
    about: Ref | None
    schools: list[Ref]
    industries: list[Ref]


def ways(request: Request, school: str, industry: str) -> Ways:
    """Schools and industries that are linked with the chosen ones; all of them without a choice.

    Args:
        request: Sees the graph.
        school: Name of the chosen school; blank for all.
        industry: Name of the chosen industry; blank for all.
    """
    seen = known(request)
    pairs = seen.kept.get("ways")
    if not isinstance(pairs, list):
        rows = seen.graph.select(_WAYS).rows
        pairs = seen.kept["ways"] = [(value_of(s), value_of(i)) for s, i in rows]
    things = {iri for pair in pairs for iri in pair}
    named = names(request, things)
    school, industry = (local_name(request, typed, things) for typed in (school, industry))
    kept = [
        (s, i)
        for s, i in pairs
        if (not school or named.text(s) == school) and (not industry or named.text(i) == industry)
    ]
    schools = in_printed_order({s for s, _ in kept}, seen.school_order)
    industries = sorted({i for _, i in kept})
    chosen = schools[:1] if school else industries[:1] if industry else []
    return Ways(
        school,
        industry,
        named.ref(chosen[0]) if chosen else None,
        [named.ref(s) for s in schools if not school],
        [named.ref(i) for i in industries if not industry],
    )


def local_name(request: Request, typed: str, things: Iterable[str]) -> str:
    """The name of one of some things in the reader's language, when typed in either language."""
    lang = lang_of(request)
    other = labels(graph_of(request), things, "en" if lang == "zh" else "zh") if typed else {}
    iri = next((iri for iri in sorted(other) if other[iri] == typed), "")
    return names(request, [iri]).text(iri) if iri else typed


def industry_names(request: Request) -> list[str]:
    """Names of the industries that some school reaches, by IRI."""
    return [ref.text for ref in ways(request, "", "").industries]
