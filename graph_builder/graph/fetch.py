"""Fetching an RDF document from the web, when the user has asked for just that."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import pyoxigraph as ox

from graph_builder import __version__
from graph_builder.errors import GraphError, LimitReached, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.client import HTTPResponse

#: A larger document is refused (bytes).
MOST_BYTES = 50_000_000
_FORMATS = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.RDF_XML,
    ox.RdfFormat.JSON_LD,
    ox.RdfFormat.TRIG,
    ox.RdfFormat.N_QUADS,
)


def fetch_triples(url: str, seconds: float, most: int = MOST_BYTES) -> list[ox.Triple]:
    """Fetch an RDF document.

    Args:
        url: Where it is; only `http` and `https` are spoken, after redirections too.
        seconds: Time until the last byte must be here.
        most: Size that is refused, in bytes.

    Raises:
        GraphError: It cannot be fetched, is too large, or is no RDF.
        LimitReached: It takes too long.
    """
    wanted = ", ".join(f.media_type for f in _FORMATS)
    request = Request(  # noqa: S310 -- the opener below knows no other schemes
        url, headers={"Accept": wanted, "User-Agent": f"zhitu/{__version__}"}
    )
    deadline = time.monotonic() + seconds
    try:
        with _opener().open(request, timeout=seconds) as answer:
            data, kind = _body(answer, deadline, most), answer.headers.get_content_type()
    except TimeoutError as error:
        raise LimitReached("QUERY-TIMEOUT", Place(url), seconds=seconds) from error
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
            raise LimitReached("QUERY-TIMEOUT", Place(url), seconds=seconds) from error
        reason = str(getattr(error, "reason", None) or error) or type(error).__name__
        raise GraphError("FETCH-FAILED", Place(url), reason=reason) from error
    if data is None:
        raise GraphError("FETCH-LARGE", Place(url), limit=most)
    return _parsed(url, data, kind)


def _body(answer: HTTPResponse, deadline: float, most: int) -> bytes | None:
    """The whole body; None when it is too large. A limit on the socket lets a server drip."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > most:
            return None
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)


def _parsed(url: str, data: bytes, kind: str) -> list[ox.Triple]:
    named = ox.RdfFormat.from_extension(url.rpartition(".")[2])
    told = ox.RdfFormat.from_media_type(kind)
    # Servers that do not know a format call it plain text.
    form = (named or told) if kind in {"text/plain", "application/octet-stream"} else told
    if form is None:
        raise GraphError("FETCH-FORMAT", Place(url), found=kind)
    try:
        return [q.triple for q in _quads(data, form, url)]
    except SyntaxError as error:
        raise GraphError("RDF-SYNTAX", Place(url, error.lineno), reason=error.msg) from error


def _quads(data: bytes, form: ox.RdfFormat, url: str) -> Iterable[ox.Quad]:
    based = form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.TRIG)
    return ox.parse(data, format=form, base_iri=url if based else None)


def _opener() -> OpenerDirector:
    """An opener for the web only: no `file:`, no `ftp:`."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        HTTPRedirectHandler(),
    ):
        opener.add_handler(handler)
    return opener
