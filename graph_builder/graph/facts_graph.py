"""Graphs on servers whose default graph is all graphs together, such as Virtuoso's.

By design a fact stands in the default graph once more, beside the passage that states it. A server
that answers from all graphs at once would count it twice. There the facts of the default graph
stand in a named graph of their own, `FACTS_GRAPH`, and a query is rewritten before it is sent: what
it asks of the default graph it asks of that one, and `GRAPH ?passage` never means it. That is plain
SPARQL 1.1, so that it works on every server; see `docs/decisions/0017`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.graph.sparql_text import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Name of the graph that holds the default graph's facts where the server has no default graph.
FACTS_GRAPH = "https://w3id.org/zhitu/graph/facts"
#: Graphs that are no places of ours: that one, and those that Virtuoso brings along.
_NO_PLACES = (
    FACTS_GRAPH,
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://localuriqaserver/sparql",
)
#: Whether an endpoint keeps them there.
HAS_FACTS_GRAPH = f"ASK WHERE {{ GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }} }}"

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def of_facts_graph(query: str) -> str:
    """The query as it is to be put to a server that keeps the facts in `FACTS_GRAPH`.

    A query that chooses its graphs by FROM is left alone, and so is one whose braces do not match,
    of which the server is to say what is wrong.
    """
    pieces = [(kind, text) for kind, text, _ in tokens(query)]
    signs = [n for n, (kind, _) in enumerate(pieces) if kind not in {"space", "comment"}]
    words = [text.upper() if kind == "word" else "" for kind, text in pieces]
    ends, outermost = _groups([text for _, text in pieces])
    form = next((n for n in signs if words[n] in _FORMS), None)
    if form is None or ends is None or not outermost or "FROM" in words:
        return query
    before, behind = [""] * len(pieces), [""] * len(pieces)
    for graph, variable, group in zip(signs, signs[1:], signs[2:], strict=False):
        if words[graph] == "GRAPH" and pieces[variable][0] == "variable" and group in ends:
            # Beside the group, not inside it, where the variable has no value yet.
            others = ", ".join(f"<{name}>" for name in _NO_PLACES)
            behind[ends[group]] = f" FILTER({pieces[variable][1]} NOT IN ({others})) "
    main = outermost[0]
    if words[form] == "CONSTRUCT":
        if signs[signs.index(form) + 1] == main and len(outermost) > 1:
            main = outermost[1]
        else:
            # CONSTRUCT WHERE { ... }: the pattern is the template too.
            behind[form] = " " + "".join(t for _, t in pieces[main : ends[main] + 1])
    behind[main] += f" GRAPH <{FACTS_GRAPH}> {{"
    before[ends[main]] = "} "
    return "".join(b + text + e for b, (_, text), e in zip(before, pieces, behind, strict=True))


def _groups(texts: Sequence[str]) -> tuple[dict[int, int] | None, list[int]]:
    """Index of each opening brace -> of its closing one, None unless all match; the outermost."""
    ends: dict[int, int] = {}
    outermost: list[int] = []
    opened: list[int] = []
    for n, text in enumerate(texts):
        if text == "{":
            if not opened:
                outermost.append(n)
            opened.append(n)
        elif text == "}":
            if not opened:
                return None, []
            ends[opened.pop()] = n
    return (None if opened else ends), outermost
