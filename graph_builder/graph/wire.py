"""One request to an endpoint and its whole answer: patient, bounded, and told clearly if it fails.

A server that is busy (429, 503) is asked again, each time after twice the pause or what its
`Retry-After` says. The time limit holds for all of that together and for every byte, so that a
server that drips is left too. An answer may come packed with gzip; what it unpacks to is bounded.
A redirect is followed to the same host only, never from https to http, and never elsewhere, so
that neither a password nor a question goes to somebody whom the user did not name.
"""

from __future__ import annotations

import socket
import time
import zlib
from contextlib import closing
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    AbstractHTTPHandler,
    HTTPDefaultErrorHandler,
    HTTPDigestAuthHandler,
    HTTPErrorProcessor,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from graph_builder.errors import GraphError, LimitReached, Place, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message

    from graph_builder.graph.credentials import Credentials

#: Bytes of an unpacked answer; ten million rows of a trace are far below.
MOST_BYTES = 1 << 28
#: Seconds of the first pause before a busy server is asked again, and how often it is.
FIRST_PAUSE, ATTEMPTS = 0.25, 7
#: How many redirects are followed.
_HOPS = 5
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_MOVED = (301, 302, 303, 307, 308)
_PIECE = 1 << 16


class Answer(NamedTuple):
    """What a server answered: the headers and the unpacked body."""

    headers: Message
    body: bytes


class Wire:
    """The way to one endpoint.

    Args:
        url: Its address, as messages name it.
        credentials: What to show to it.
        most_bytes: An answer that is larger is refused.
    """

    def __init__(
        self, url: str, credentials: Credentials | None = None, most_bytes: int = MOST_BYTES
    ) -> None:
        self.url = url
        self.credentials = credentials
        self.most_bytes = most_bytes
        #: How the server wants to be shown a password, once it has asked for one.
        self._scheme = ""

    def send(self, request: Request, seconds: float) -> Answer:
        """Send a request and read the whole answer.

        Args:
            request: Must do no harm when it arrives twice.
            seconds: Limit for everything together.

        Raises:
            LimitReached: The time is over.
            QueryError: The server understood the request and refuses it (400).
            GraphError: Everything else that goes wrong.
        """
        deadline = time.monotonic() + seconds
        try:
            return self._ask(request, deadline)
        except TimeoutError as error:
            raise self._too_late(seconds) from error
        except (OSError, HTTPException, ValueError, zlib.error) as error:
            if time.monotonic() >= deadline:
                raise self._too_late(seconds) from error
            inner = error.reason if isinstance(error, URLError) else error
            reason = getattr(inner, "strerror", None) or str(inner)
            raise GraphError("REMOTE-DOWN", Place(self.url), reason=reason) from error

    def _too_late(self, seconds: float) -> LimitReached:
        # What is left of a limit for several queries has many digits.
        return LimitReached("QUERY-TIMEOUT", Place(self.url), seconds=float(f"{seconds:.2g}"))

    def _ask(self, request: Request, deadline: float) -> Answer:
        """Ask until the server is no longer busy and no longer points elsewhere."""
        pause, hops = FIRST_PAUSE, 0
        for attempt in range(ATTEMPTS + _HOPS + 1):
            try:
                return self._once(request, deadline)
            except HTTPError as error:
                with closing(error):
                    if self._learns_scheme(error):
                        continue
                    if error.code in _MOVED and hops < _HOPS:
                        request = self._moved(request, error)
                        hops += 1
                        continue
                    wait = max(pause, _asked_to_wait(error.headers))
                    if error.code not in _BUSY or attempt - hops == ATTEMPTS - 1:
                        raise self._refusal(error) from error
                    if time.monotonic() + wait >= deadline:
                        raise GraphError(
                            "REMOTE-BUSY", Place(self.url), status=error.code, seconds=round(wait)
                        ) from error
                time.sleep(wait)
                pause *= 2
        raise GraphError("REMOTE-STATUS", Place(self.url), status=HTTPStatus.LOOP_DETECTED)

    def _learns_scheme(self, error: HTTPError) -> bool:
        """Whether a password is asked for that was not shown yet, and can be from now on.

        It is not shown unasked: Virtuoso turns away whoever begins with Basic and means Digest.
        """
        asked = error.code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        if not asked or self._scheme or self.credentials is None or self.credentials.token:
            return False
        challenge = " ".join(error.headers.get_all("WWW-Authenticate", ())).lower()
        self._scheme = "digest" if "digest" in challenge else "basic"
        return True

    def _once(self, request: Request, deadline: float) -> Answer:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        sockets: list[socket.socket] = []
        # A time limit on the socket holds for each read; this one holds for all of them.
        watch = Timer(left, _cut, (sockets,))
        watch.daemon = True
        watch.start()
        try:
            request.add_unredirected_header("Accept-Encoding", "gzip")
            if self.credentials and (self.credentials.token or self._scheme == "basic"):
                request.add_unredirected_header("Authorization", self.credentials.header())
            with self._opener(sockets).open(request, timeout=left) as response:
                answer = Answer(response.headers, self._body(response))
        finally:
            watch.cancel()
        if time.monotonic() >= deadline:
            # Where nothing says how long the body is, a cut looks like its end.
            raise TimeoutError
        return answer

    def _opener(self, sockets: list[socket.socket]) -> OpenerDirector:
        """Who speaks HTTP and nothing else: no files, no FTP, no redirects of its own."""
        opener = OpenerDirector()
        for handler in (
            ProxyHandler(),
            _Speaker(sockets),
            HTTPDefaultErrorHandler(),
            HTTPErrorProcessor(),
        ):
            opener.add_handler(handler)
        if self.credentials and self._scheme == "digest":
            known = HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, self.url, self.credentials.user, self.credentials.password)
            opener.add_handler(HTTPDigestAuthHandler(known))
        return opener

    def _body(self, response: Any) -> bytes:
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in {"identity", "gzip", "x-gzip", ""}:
            raise GraphError("REMOTE-PACKING", Place(self.url), found=packing)
        unpack = zlib.decompressobj(31) if "gzip" in packing else None
        parts: list[bytes] = []
        size = raw = 0
        while piece := response.read1(_PIECE):
            raw += len(piece)
            part = piece if unpack is None else unpack.decompress(piece, self.most_bytes)
            size += len(part)
            if size > self.most_bytes or (unpack is not None and unpack.unconsumed_tail):
                raise GraphError("REMOTE-LARGE", Place(self.url), limit=self.most_bytes >> 20)
            parts.append(part)
        promised = response.headers.get("Content-Length", "")
        if promised.isdecimal() and raw < int(promised):
            raise IncompleteRead(b"", int(promised) - raw)
        if unpack is not None and raw and not unpack.eof:
            raise IncompleteRead(b"")
        return b"".join(parts)

    def _moved(self, request: Request, error: HTTPError) -> Request:
        """The same request to where it should go, on the same host."""
        target = error.headers.get("Location", "")
        try:
            target = urljoin(request.full_url, target)
            old, new = urlsplit(request.full_url), urlsplit(target)
            same = new.hostname == old.hostname and (
                (new.scheme == old.scheme and new.port == old.port)
                or (old.scheme == "http" and new.scheme == "https")
            )
        except ValueError:
            same = False
        if not same or error.code == HTTPStatus.SEE_OTHER:
            raise GraphError("REMOTE-REDIRECT", Place(self.url), target=target[:300]) from error
        headers = dict(request.headers)
        return Request(target, request.data, headers, method=request.get_method())  # noqa: S310 -- the opener knows HTTP only

    def _refusal(self, error: HTTPError) -> GraphError | QueryError:
        place, status = Place(self.url), error.code
        if status == HTTPStatus.BAD_REQUEST:
            return QueryError("REMOTE-REFUSED", place, reason=_reason(error))
        if status == HTTPStatus.UNAUTHORIZED:
            return GraphError(
                "REMOTE-LOGIN" if self.credentials is None else "REMOTE-DENIED", place
            )
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return GraphError("REMOTE-FAULT", place, reason=_reason(error))
        return GraphError("REMOTE-STATUS", place, status=status)


class _Speaker(AbstractHTTPHandler):
    """Opens http and https, and keeps every socket, so that it can be shut from outside."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        super().__init__()
        self.sockets = sockets

    def http_open(self, request: Request) -> Any:
        return self.do_open(self._kept(HTTPConnection), request)

    def https_open(self, request: Request) -> Any:
        return self.do_open(self._kept(HTTPSConnection), request)

    http_request = https_request = AbstractHTTPHandler.do_request_

    def _kept(self, kind: type[HTTPConnection]) -> Callable[..., HTTPConnection]:
        sockets = self.sockets

        class Kept(kind):  # type: ignore[misc, valid-type]
            def connect(self) -> None:
                super().connect()
                sockets.append(self.sock)

        return Kept


def _cut(sockets: list[socket.socket]) -> None:
    """Shut the sockets, below any encryption: whoever waits for them stops waiting."""
    for one in sockets:
        try:
            socket.socket.shutdown(one, socket.SHUT_RDWR)
        except OSError:
            continue  # gone already


def _asked_to_wait(headers: Message) -> float:
    """Seconds that `Retry-After` asks for, given as a number or as a date; 0 without it."""
    asked = (headers.get("Retry-After") or "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _reason(error: HTTPError) -> str:
    """The first line of what the server says."""
    try:
        said = error.read(4000).decode("utf-8", "replace")
    except (OSError, HTTPException):
        said = ""
    return next((line.strip() for line in said.splitlines() if line.strip()), "—")[:500]
