"""What a query of one's own may reach outside the graph: FROM, and the graphs that it names.

FROM chooses the graphs that a query sees. A graph that the store holds is fine. Any other address
would have to be fetched, which is done only when the user allows it. Engines read FROM in more ways
than one would write it, so whatever looks like it counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import pyoxigraph as ox

from graph_builder.ask.signs import signs
from graph_builder.errors import QueryError
from graph_builder.graph.access import EmbeddedGraph, may_leave
from graph_builder.graph.sparql_text import position
from graph_builder.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.ask.signs import Sign
    from graph_builder.graph.access import Graph

_HELD = "ASK WHERE { GRAPH ?graph { ?s ?p ?o } }"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Source(NamedTuple):
    """A graph named by FROM: its IRI, None where it cannot be made out, and the offset of FROM."""

    iri: str | None
    offset: int


def sources(query: str) -> list[Source]:
    """The graphs that a query names by FROM and FROM NAMED."""
    found = signs(query)
    if "\\" in query and not any("FROM" in s.word for s in found):
        # `\\u0046ROM` is FROM for an engine that resolves such escapes before it reads.
        plain = _ESCAPE.sub(lambda m: chr(int(m.group(1) or m.group(2), 16) & 0xFFFF), query)
        if any("FROM" in s.word for s in signs(plain)):
            return [Source(None, 0)]
    base, prefixes = _declared(found)
    named = []
    for index, sign in enumerate(found):
        if "FROM" in sign.word:
            rest = [s for s in found[index + 1 : index + 3] if s.word != "NAMED"]
            named.append(Source(_resolved(rest[0], base, prefixes) if rest else None, sign.offset))
    return named


def seen_by(graph: Graph, query: str, *, timeout: float) -> Graph:
    """The graph that a query should be put to: the same, unless it names graphs by FROM.

    Raises:
        QueryError: It names a graph that is not there, and fetching is not allowed.
        GraphError: What it names cannot be fetched.
    """
    missing = []
    for source in sources(query):
        known = source.iri is not None and _held(graph, source.iri, timeout)
        if not known and not may_leave(graph):
            line, column = position(query, source.offset)
            raise QueryError(
                "QUERY-FROM", None, line=line, column=column, found=source.iri or "FROM"
            )
        if not known and source.iri is not None:
            missing.append(source.iri)
    if not missing or not isinstance(graph, EmbeddedGraph):
        return graph  # a server fetches for itself, or does not
    from graph_builder.graph.fetch import fetch_triples  # noqa: PLC0415 -- only when it is allowed

    store = ox.Store()
    for source in sources(query):
        node = ox.NamedNode(source.iri or "")
        store.extend(graph.store.quads_for_pattern(None, None, None, node))
    for iri in dict.fromkeys(missing):
        node = ox.NamedNode(iri)
        triples = fetch_triples(iri, timeout)
        store.extend(ox.Quad(t.subject, t.predicate, t.object, node) for t in triples)
    return EmbeddedGraph(store, allow_remote=True)


def _held(graph: Graph, iri: str, timeout: float) -> bool:
    return graph.ask(_HELD, {"graph": ox.NamedNode(iri)}, timeout=timeout)


def _declared(found: Sequence[Sign]) -> tuple[str, dict[str, str]]:
    """BASE, and the prefixes that a query declares beside those that zhitu knows."""
    base, prefixes = "", dict(PREFIXES)
    for sign, second, third in zip(found, found[1:], found[2:], strict=False):
        if sign.word == "BASE" and second.kind == "iri":
            base = _plain(second.text)
        elif sign.word == "PREFIX" and second.kind == "name" and third.kind == "iri":
            prefixes[second.text.removesuffix(":")] = urljoin(base, _plain(third.text))
    return base, prefixes


def _resolved(sign: Sign, base: str, prefixes: dict[str, str]) -> str | None:
    if sign.kind == "iri":
        iri = urljoin(base, _plain(sign.text))
    elif sign.kind == "name" and sign.text.partition(":")[0] in prefixes:
        prefix, _, local = sign.text.partition(":")
        iri = prefixes[prefix] + local.replace("\\", "")
    else:
        return None
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        return None


def _plain(text: str) -> str:
    """An IRI without its brackets, escapes resolved."""
    return _ESCAPE.sub(lambda m: chr(int(m.group(1) or m.group(2), 16) & 0xFFFF), text[1:-1])
