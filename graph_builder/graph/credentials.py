"""Who asks: name and password or token for an endpoint, from the environment or `~/.netrc`.

Neither the command line nor an address may hold them: both stay in the shell's history and show in
the list of processes.
"""

from __future__ import annotations

import base64
import os
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from graph_builder.errors import GraphError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

USER, PASSWORD, TOKEN = "ZHITU_USER", "ZHITU_PASSWORD", "ZHITU_TOKEN"


class Credentials(NamedTuple):
    """A name and password, or a token (then both others are empty)."""

    user: str = ""
    password: str = ""
    token: str = ""

    def header(self) -> str:
        """The value of the header `Authorization`: Basic or Bearer."""
        if self.token:
            return f"Bearer {self.token}"
        pair = f"{self.user}:{self.password}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"


def credentials_for(url: str, environment: Mapping[str, str] = os.environ) -> Credentials | None:
    """What to show to this endpoint; None when nothing is set.

    The environment (`ZHITU_TOKEN`, or `ZHITU_USER` and `ZHITU_PASSWORD`) comes before the entry of
    the very host in the file named by `NETRC`, else `~/.netrc`.

    Raises:
        GraphError: Only a half is set, the file is faulty, or the way to the endpoint is not
            encrypted and leaves this machine.
    """
    place = Place(url)
    host = urlsplit(url).hostname or ""
    found = _from_environment(environment, place) or _from_netrc(environment, host)
    if found is not None and not url.startswith("https://") and not is_loopback(host):
        raise GraphError("REMOTE-PLAIN", place, host=host)
    return found


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, so that nobody can listen on the way."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _from_environment(environment: Mapping[str, str], place: Place) -> Credentials | None:
    token, user = environment.get(TOKEN, ""), environment.get(USER, "")
    password = environment.get(PASSWORD, "")
    if token:
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise GraphError("REMOTE-TOKEN", place, name=TOKEN)
        return Credentials(token=token)
    if bool(user) != bool(password):
        raise GraphError("REMOTE-HALF", place, user=USER, password=PASSWORD)
    return Credentials(user, password) if user else None


def _from_netrc(environment: Mapping[str, str], host: str) -> Credentials | None:
    """The entry of this very host; that for all others (`default`) is passed over."""
    file = environment.get("NETRC") or str(Path("~/.netrc").expanduser())
    if not os.path.isfile(file):  # noqa: PTH113 -- a name from the environment may be anything
        return None
    from netrc import NetrcParseError, netrc  # noqa: PLC0415 -- few have such a file

    try:
        entry = netrc(file).hosts.get(host)
    except NetrcParseError as error:
        raise GraphError("REMOTE-NETRC", Place(file, error.lineno), reason=error.msg) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GraphError("REMOTE-NETRC", Place(file), reason=reason) from error
    return None if entry is None else Credentials(entry[0], entry[2] or "")
