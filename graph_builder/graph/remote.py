"""A graph behind a SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

import json
import socket
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph_builder import __version__
from graph_builder.errors import GraphError, LimitReached, Place, QueryError
from graph_builder.graph.access import Rows
from graph_builder.graph.sparql_text import refuse_outside_access, with_values
from graph_builder.names import PREFIXES

if TYPE_CHECKING:
    from graph_builder.graph.access import Bindings

#: Seconds to wait for an endpoint when the caller sets no limit of its own.
DEFAULT_TIMEOUT = 60.0


class RemoteGraph:
    """A graph that another server holds; every query is one request."""

    def __init__(self, url: str) -> None:
        self.url = url

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        """Run a SELECT query; see `Graph`."""
        results = self._results(query, bindings, timeout)
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError("QUERY-FORM", Place(self.url), expected="SELECT")
        columns = tuple(v.value for v in results.variables)
        rows = [tuple(solution) for solution in results]
        return Rows(columns, rows[:limit], truncated=limit is not None and len(rows) > limit)

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        """Run an ASK query; see `Graph`."""
        results = self._results(query, bindings, timeout)
        if not isinstance(results, ox.QueryBoolean):
            raise QueryError("QUERY-FORM", Place(self.url), expected="ASK")
        return bool(results)

    def construct(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query; see `Graph`."""
        data = self._request(query, bindings, timeout, TURTLE)
        try:
            triples = [q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)]
        except SyntaxError as error:
            raise GraphError("REMOTE-ANSWER", Place(self.url)) from error
        return triples[:limit]

    def _results(
        self, query: str, bindings: Bindings | None, timeout: float | None
    ) -> ox.QuerySolutions | ox.QueryBoolean:
        data = self._request(query, bindings, timeout, JSON)
        try:
            json.loads(data)  # the whole answer must be sound before any of it is shown
            return ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        except ValueError as error:
            raise GraphError("REMOTE-ANSWER", Place(self.url)) from error

    def _request(
        self, query: str, bindings: Bindings | None, timeout: float | None, answer: str
    ) -> bytes:
        refuse_outside_access(query)
        terms = {name: str(term) for name, term in (bindings or {}).items()}
        text = with_values(query, terms)
        known = "".join(f"PREFIX {p}: <{ns}>\n" for p, ns in PREFIXES.items() if f"{p}:" in text)
        wrapper = SPARQLWrapper(self.url, agent=f"zhitu/{__version__}")
        wrapper.setQuery(known + text)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(answer)
        seconds = timeout or DEFAULT_TIMEOUT
        wrapper.setTimeout(max(1, round(seconds)))
        try:
            body: bytes = wrapper.query().response.read()
        except TimeoutError as error:
            raise LimitReached("QUERY-TIMEOUT", Place(self.url), seconds=seconds) from error
        except SPARQLWrapperException as error:
            reason = str(error.args[0] if error.args else error).splitlines()[0]
            raise QueryError("REMOTE-REFUSED", Place(self.url), reason=reason) from error
        except HTTPError as error:
            raise GraphError("REMOTE-STATUS", Place(self.url), status=error.code) from error
        except URLError as error:
            if isinstance(error.reason, (TimeoutError, socket.timeout)):
                raise LimitReached("QUERY-TIMEOUT", Place(self.url), seconds=seconds) from error
            raise GraphError("REMOTE-DOWN", Place(self.url), reason=str(error.reason)) from error
        except (OSError, HTTPException) as error:
            raise GraphError("REMOTE-DOWN", Place(self.url), reason=str(error)) from error
        return body
