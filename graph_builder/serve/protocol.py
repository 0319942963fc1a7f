"""The SPARQL 1.1 Protocol: what a request asks, and in which formats its answer may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.serve import formats
from graph_builder.serve.accept import best, weights
from graph_builder.serve.context import settings_of
from graph_builder.serve.form import TooMany, parameters

if TYPE_CHECKING:
    from starlette.requests import Request

_FORM = "application/x-www-form-urlencoded"
_PLAIN = "application/sparql-query"
_UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}
TABLES = formats.media_types(formats.TABLES)
GRAPHS = formats.media_types(formats.GRAPHS)
_FOR_PEOPLE = (*TABLES, *GRAPHS, "text/html")


class Asked(NamedTuple):
    """What a request asks; `query` None when it asks nothing."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


class Wanted(NamedTuple):
    """Short names of the formats for rows and for triples, None for none, and their media types."""

    table: str | None
    graph: str | None
    table_media: str
    graph_media: str


class Refused(Exception):
    """The request is none of the protocol's: a status, the code of a sentence, and its values."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = values


async def asked(request: Request) -> Asked:
    """What a request asks.

    Raises:
        Refused: It is no query.
    """
    most = settings_of(request).max_parameters
    pairs = _parameters(request.scope["query_string"], most)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await request.body()
        if kind == _FORM:
            pairs += _parameters(body, most)
        elif kind == _PLAIN:
            pairs.append(("query", _text(body)))
        elif kind == "application/sparql-update":
            raise Refused(403, "SERVE-UPDATE")
        else:
            raise Refused(415, "SERVE-MEDIA", found=kind or "—", expected=f"{_FORM}, {_PLAIN}")
    if any(name in _UPDATES for name, _ in pairs):
        raise Refused(403, "SERVE-UPDATE")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise Refused(400, "SERVE-QUERY-TWICE")
    if request.method == "POST" and not queries:
        raise Refused(400, "SERVE-QUERY-MISSING")
    return Asked(
        queries[0] if queries else None,
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        next((value for name, value in pairs if name == "format"), ""),
    )


def _parameters(data: bytes, most: int) -> list[tuple[str, str]]:
    try:
        return parameters(data, most)
    except UnicodeDecodeError as error:
        raise Refused(400, "SERVE-ENCODING") from error
    except TooMany as error:
        raise Refused(400, "SERVE-PARAMETERS", most=most) from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "SERVE-ENCODING") from error


def is_for_a_person(request: Request) -> bool:
    """Whether a browser is asking: it likes a page better than any format of results."""
    return best(request.headers.get("accept", ""), _FOR_PEOPLE) == "text/html"


def wanted(accept: str, form: str) -> Wanted:
    """The formats that a reader wants, by `format` in the address or by Accept."""
    # SPARQLWrapper sends both; the header is the one that the protocol knows.
    vague = form and {"", "*/*", "text/html"} & {n for n, _ in weights(accept) or [("", 1.0)]}
    if vague and (form in formats.TABLES or form in formats.GRAPHS):
        table = formats.TABLES[form].media if form in formats.TABLES else ""
        graph = formats.GRAPHS[form].media if form in formats.GRAPHS else ""
    else:
        table, graph = best(accept, tuple(TABLES)) or "", best(accept, tuple(GRAPHS)) or ""
    return Wanted(TABLES.get(table), GRAPHS.get(graph), table, graph)
