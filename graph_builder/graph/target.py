"""A SPARQL server that takes updates, each of which may arrive twice without harm."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, islice
from typing import TYPE_CHECKING
from urllib.request import Request

import pyoxigraph as ox

from graph_builder import __version__
from graph_builder.errors import GraphError, Place, QueryError
from graph_builder.graph.copied import counts_of
from graph_builder.graph.credentials import credentials_for
from graph_builder.graph.facts_graph import FACTS_GRAPH
from graph_builder.graph.remote import RemoteGraph, check_address
from graph_builder.graph.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.graph.copied import Counts

#: Graphs that are emptied by one request.
GRAPHS = 100

_PROBE = "<https://w3id.org/zhitu/graph/probe>"


def update_address(url: str) -> str:
    """Where a server that answers queries at `url` takes updates, by the custom of servers.

    Oxigraph, Fuseki and others have `.../query` and `.../update`; the rest one address for both.
    """
    return url.removesuffix("/query") + "/update" if url.endswith("/query") else url


class Target:
    """The server: asked at one address, changed at another.

    Args:
        url: Where it answers queries.
        update: Where it takes updates.
        timeout: Seconds for each request.

    Attributes:
        apart: Whether the default graph's facts are to stand in `FACTS_GRAPH`; see `find_out`.
    """

    def __init__(self, url: str, update: str, timeout: float) -> None:
        check_address(update)
        self.graph = RemoteGraph(url)
        self.update = Wire(update, credentials_for(update))
        self.timeout = timeout
        self.apart = False

    def find_out(self) -> None:
        """Learn whether the server's default graph is all graphs together; see `facts_graph`.

        A statement is put into a graph of its own and looked for in the default graph.
        """
        self.apart = self.graph.keeps_facts_apart(self.timeout)
        if self.apart:
            return
        quad = f"{{ GRAPH {_PROBE} {{ {_PROBE} {_PROBE} {_PROBE} }} }}"
        self._send(f"INSERT DATA {quad}")
        try:
            union = self.graph.ask(f"ASK WHERE {{ {_PROBE} {_PROBE} ?o }}", timeout=self.timeout)
        finally:
            self._send(f"DELETE DATA {quad}")
        if union:
            self.apart = self.graph.facts_apart = True

    def counts(self) -> Counts:
        """How many statements the server has in each graph."""
        return Counter(counts_of(self.graph, self.timeout))

    def clear(self, names: Iterable[str | None]) -> None:
        """Empty those of these graphs that hold anything."""
        filled = self.counts()
        wanted = iter([name for name in names if filled[name]])
        while some := list(islice(wanted, GRAPHS)):
            self._send(" ;\n".join(f"CLEAR SILENT {self._named(name)}" for name in some))

    def _named(self, name: str | None) -> str:
        iri = FACTS_GRAPH if name is None and self.apart else name
        return "DEFAULT" if iri is None else f"GRAPH <{iri}>"

    def insert(self, batch: list[ox.Quad]) -> None:
        """Add statements, those of one graph together."""
        parts: list[str] = []
        for name, quads in groupby(batch, key=lambda q: q.graph_name):
            triples = " .\n".join(str(q.triple) for q in quads)
            where = self._named(None if isinstance(name, ox.DefaultGraph) else name.value)
            parts.append(f"{triples} .\n" if where == "DEFAULT" else f"{where} {{\n{triples} }}\n")
        self._send("INSERT DATA {\n" + "".join(parts) + "}")

    def _send(self, update: str) -> None:
        """Send an update; that the server takes none is told with where to look for the address."""
        headers = {
            "Content-Type": "application/sparql-update",
            "User-Agent": f"zhitu/{__version__}",
        }
        request = Request(self.update.url, update.encode(), headers, method="POST")  # noqa: S310 -- checked
        try:
            self.update.send(request, self.timeout)
        except (GraphError, QueryError) as error:
            if error.code not in {"REMOTE-STATUS", "REMOTE-REFUSED", "REMOTE-FAULT"}:
                raise
            reason = error.values.get("reason") or error.values.get("status")
            raise GraphError("PUSH-REFUSED", Place(self.update.url), reason=reason) from error
