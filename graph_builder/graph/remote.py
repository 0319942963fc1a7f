"""A graph behind a SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

import ast
import json
import time
from http import HTTPStatus
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import ASK, CONSTRUCT, JSON, POST, SELECT, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph_builder import __version__
from graph_builder.errors import GraphError, LimitReached, Place, QueryError
from graph_builder.graph.access import Rows
from graph_builder.graph.sparql_text import refuse_outside_access, with_values
from graph_builder.names import PREFIXES

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from graph_builder.graph.access import Bindings

#: Seconds to wait for an endpoint when the caller sets no limit of its own.
DEFAULT_TIMEOUT = 60.0


class RemoteGraph:
    """A graph that another server holds; every query is one request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.allow_remote = False

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        """Run a SELECT query; see `Graph`."""
        results = self._results(query, bindings, timeout, SELECT)
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError("QUERY-FORM", Place(self.url), expected="SELECT")
        columns = tuple(v.value for v in results.variables)
        try:
            rows = [tuple(solution) for solution in results]
        except SyntaxError as error:
            raise GraphError("REMOTE-ANSWER", Place(self.url)) from error
        return Rows(columns, rows[:limit], truncated=limit is not None and len(rows) > limit)

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        """Run an ASK query; see `Graph`."""
        results = self._results(query, bindings, timeout, ASK)
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
        data = self._request(query, bindings, timeout, CONSTRUCT, TURTLE)
        try:
            triples = [q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)]
        except SyntaxError as error:
            raise GraphError("REMOTE-ANSWER", Place(self.url)) from error
        return triples[:limit]

    def _results(
        self, query: str, bindings: Bindings | None, timeout: float | None, form: str
    ) -> ox.QuerySolutions | ox.QueryBoolean:
        data = self._request(query, bindings, timeout, form, JSON)
        try:
            json.loads(data)  # the whole answer must be sound before any of it is shown
            return ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        except (ValueError, SyntaxError) as error:
            raise GraphError("REMOTE-ANSWER", Place(self.url)) from error

    def _request(
        self, query: str, bindings: Bindings | None, timeout: float | None, form: str, answer: str
    ) -> bytes:
        if not self.allow_remote:
            refuse_outside_access(query)
        terms = {name: str(term) for name, term in (bindings or {}).items()}
        text = with_values(query, terms)
        known = "".join(f"PREFIX {p}: <{ns}>\n" for p, ns in PREFIXES.items() if f"{p}:" in text)
        seconds = timeout or DEFAULT_TIMEOUT
        wrapper = SPARQLWrapper(self.url, agent=f"zhitu/{__version__}")
        # `setQuery` would guess the form from the first word that looks like one, in comments too,
        # and `setTimeout` would cut off the fraction.
        wrapper.queryString, wrapper.queryType = known + text, form
        wrapper.timeout = seconds  # type: ignore[assignment]
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(answer)
        deadline = time.monotonic() + seconds
        try:
            return _body(wrapper.query().response, deadline)
        except TimeoutError as error:
            raise LimitReached("QUERY-TIMEOUT", Place(self.url), seconds=seconds) from error
        except SPARQLWrapperException as error:
            status = 0
            if isinstance(error.__context__, HTTPError):
                status = error.__context__.code
                error.__context__.close()
            if status != HTTPStatus.BAD_REQUEST:
                raise GraphError("REMOTE-STATUS", Place(self.url), status=status) from error
            raise QueryError("REMOTE-REFUSED", Place(self.url), reason=_reason(error)) from error
        except HTTPError as error:
            error.close()
            raise GraphError("REMOTE-STATUS", Place(self.url), status=error.code) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise LimitReached("QUERY-TIMEOUT", Place(self.url), seconds=seconds) from error
            reason = getattr(error.reason, "strerror", None) or str(error.reason)
            raise GraphError("REMOTE-DOWN", Place(self.url), reason=reason) from error
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise GraphError("REMOTE-DOWN", Place(self.url), reason=reason) from error


def _body(response: HTTPResponse, deadline: float) -> bytes:
    """The whole body; a time limit on the socket alone lets a server drip for ever."""
    parts: list[bytes] = []
    with response:
        while part := response.read1(1 << 16):
            parts.append(part)
            if time.monotonic() > deadline:
                raise TimeoutError
    body = b"".join(parts)
    promised = response.headers.get("Content-Length", "")
    if promised.isdecimal() and len(body) < int(promised):
        raise IncompleteRead(body, int(promised) - len(body))
    return body


def _reason(error: SPARQLWrapperException) -> str:
    """The first line of what the server says, which SPARQLWrapper appends as the repr of bytes."""
    said = str(error).partition("Response:\n")[2]
    words = ast.literal_eval(said).decode("utf-8", "replace") if said else str(error)
    return next((line for line in words.splitlines() if line.strip()), "—")[:500]
