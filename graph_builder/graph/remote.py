"""A graph behind a SPARQL 1.1 endpoint, through SPARQLWrapper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import ASK, CONSTRUCT, JSON, POST, SELECT, TURTLE, SPARQLWrapper

from graph_builder import __version__
from graph_builder.errors import GraphError, Place, QueryError
from graph_builder.graph.access import Rows
from graph_builder.graph.credentials import credentials_for
from graph_builder.graph.facts_graph import HAS_FACTS_GRAPH, of_facts_graph
from graph_builder.graph.sparql_text import refuse_outside_access, with_limit, with_values
from graph_builder.graph.wire import MOST_BYTES, Wire
from graph_builder.names import PREFIXES
from graph_builder.output import one_line

if TYPE_CHECKING:
    from urllib.request import Request

    from graph_builder.graph.access import Bindings
    from graph_builder.graph.wire import Answer

    Results = ox.QuerySolutions | ox.QueryBoolean

#: Seconds to wait for an endpoint when the caller sets no limit of its own.
DEFAULT_TIMEOUT = 60.0
#: Headers by which Virtuoso says that there was more than it sends, or more than it had time for.
_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")

#: The one column of the table as which Virtuoso at times answers an ASK.
_ASKED = ("__ASK_RETVAL",)


class RemoteGraph:
    """A graph that another server holds; every query is one request.

    The first query of all is preceded by another, which asks where the server keeps the facts of
    the default graph; see `facts_graph`.

    Args:
        url: Address of the endpoint.
        most_bytes: An answer that is larger is refused.
        seconds: Limit for a query whose caller sets none, such as those that look up names.

    Raises:
        GraphError: The address is none, or holds a password, or what is set for it is faulty.
    """

    def __init__(
        self, url: str, most_bytes: int = MOST_BYTES, seconds: float = DEFAULT_TIMEOUT
    ) -> None:
        check_address(url)
        self.url = url
        self.seconds = seconds
        self.allow_remote = False
        self.wire = Wire(url, credentials_for(url), most_bytes)
        #: Whether the server keeps the default graph's facts in `FACTS_GRAPH`; None until asked.
        self.facts_apart: bool | None = None

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Rows:
        """Run a SELECT query; see `Graph`."""
        asked = query if limit is None else with_limit(query, limit + 1)
        results = self._results(asked, bindings, timeout, SELECT)
        if not isinstance(results, ox.QuerySolutions):
            raise QueryError("QUERY-FORM", Place(self.url), expected="SELECT")
        columns = tuple(v.value for v in results.variables)
        if columns == _ASKED:
            raise QueryError("QUERY-FORM", Place(self.url), expected="SELECT")
        try:
            rows = [tuple(solution) for solution in results]
        except SyntaxError as error:
            raise GraphError("REMOTE-ANSWER", Place(self.url)) from error
        return Rows(columns, rows[:limit], truncated=limit is not None and len(rows) > limit)

    def send_select(
        self, query: str, bindings: Bindings | None = None, timeout: float | None = None
    ) -> bytes:
        """What the server answers to a SELECT query, unread: for measuring the server."""
        return self._request(query, bindings, timeout, SELECT, JSON).body

    def ask(
        self, query: str, bindings: Bindings | None = None, *, timeout: float | None = None
    ) -> bool:
        """Run an ASK query; see `Graph`."""
        said = _truth(self._results(query, bindings, timeout, ASK))
        if said is None:
            raise QueryError("QUERY-FORM", Place(self.url), expected="ASK")
        return said

    def construct(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE query; see `Graph`."""
        answer = self._request(query, bindings, timeout, CONSTRUCT, TURTLE)
        try:
            triples = [q.triple for q in ox.parse(answer.body, format=ox.RdfFormat.TURTLE)]
        except SyntaxError as error:
            raise self._no_result(answer) from error
        return triples[:limit]

    def _results(
        self, query: str, bindings: Bindings | None, timeout: float | None, form: str
    ) -> Results:
        return self._parsed(self._request(query, bindings, timeout, form, JSON))

    def _parsed(self, answer: Answer) -> Results:
        try:
            json.loads(answer.body)  # the whole answer must be sound before any of it is shown
            return ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
        except (ValueError, SyntaxError, RecursionError) as error:
            raise self._no_result(answer) from error

    def _request(
        self, query: str, bindings: Bindings | None, timeout: float | None, form: str, kind: str
    ) -> Answer:
        if not self.allow_remote:
            refuse_outside_access(query)
        terms = {name: str(term) for name, term in (bindings or {}).items()}
        text = with_values(query, terms)
        known = "".join(f"PREFIX {p}: <{ns}>\n" for p, ns in PREFIXES.items() if f"{p}:" in text)
        seconds = timeout or self.seconds
        if self.keeps_facts_apart(seconds):
            text = of_facts_graph(text)
        return self._send(known + text, form, kind, seconds)

    def keeps_facts_apart(self, seconds: float | None = None) -> bool:
        """Whether the server keeps the default graph's facts in `FACTS_GRAPH`; asked once."""
        if self.facts_apart is None:
            answer = self._send(HAS_FACTS_GRAPH, ASK, JSON, seconds or self.seconds)
            said = _truth(self._parsed(answer))
            if said is None:
                raise self._no_result(answer)
            self.facts_apart = said
        return self.facts_apart

    def _send(self, text: str, form: str, kind: str, seconds: float) -> Answer:
        wrapper = _Wrapper(self.url, agent=f"zhitu/{__version__}")
        # `setQuery` would guess the form from the first word that looks like one, in comments too.
        wrapper.queryString, wrapper.queryType = text, form
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(kind)
        answer = self.wire.send(wrapper.request(), seconds)
        if any(name in answer.headers for name in _CUT):
            raise GraphError("REMOTE-CUT", Place(self.url))
        return answer

    def _no_result(self, answer: Answer) -> GraphError:
        kind = answer.headers.get_content_type()
        if kind.endswith("/html"):
            return GraphError("REMOTE-PAGE", Place(self.url))
        return GraphError("REMOTE-ANSWER", Place(self.url))


def _truth(results: Results) -> bool | None:
    """The answer to an ASK, which Virtuoso at times writes as a table; None for other answers."""
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if tuple(v.value for v in results.variables) != _ASKED:
        return None
    return any(isinstance(row[0], ox.Literal) and row[0].value != "0" for row in results)


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper makes the request; a `Wire` carries it."""

    def request(self) -> Request:
        return self._createRequest()


def check_address(url: str) -> None:
    """Refuse an address that is none, or that holds a password.

    Raises:
        GraphError: It does; the message does not repeat the password.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    web = url.startswith(("http://", "https://"))
    if not web or not host or " " in url or not url.isprintable():
        raise GraphError("REMOTE-ADDRESS", Place(one_line(url)))
    if "@" in parts.netloc:
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise GraphError("REMOTE-USERINFO", Place(shown))
