"""The server as a process: it takes its port, says that it is ready, and stops cleanly."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from graph_builder.errors import GraphError, OutputError
from graph_builder.messages import message
from graph_builder.serve.app import create_app
from graph_builder.serve.snapshot import open_snapshot
from graph_builder.serve.watch import signature

if TYPE_CHECKING:
    from graph_builder.serve.settings import Settings

#: Connections served at once; more are answered with 503.
_CONNECTIONS = 1000
#: Seconds that requests have to end when the server is told to stop.
_PATIENCE = 5
_LOOPBACK = ("127.", "::1", "localhost")


class _Server(uvicorn.Server):
    """Says when it is ready."""

    ready = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.ready, flush=True)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        settings: What to serve, and how.
        host: Address to listen at.
        port: Port; 0 for any free one.

    Raises:
        GraphError: The graph cannot be opened.
        OutputError: The port cannot be used.
    """
    if not hasattr(socket, "send_fds") or sys.platform == "win32":
        raise GraphError("SERVE-SYSTEM", None, found=sys.platform)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", stream=sys.stderr)
    listener = _listen(host, port)
    with listener:
        seen = signature(settings.graph) if settings.graph else None
        app = create_app(settings, opened=open_snapshot(settings), seen=seen)
        server = _Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=_CONNECTIONS,
                timeout_graceful_shutdown=_PATIENCE,
            )
        )
        server.ready = _greeting(listener, host, settings.lang)
        # uvicorn raises the signal that stopped it once more when all is closed: that is enough.
        # One that comes before uvicorn listens for it must stop it too.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: setattr(server, "should_exit", True))
        server.run(sockets=[listener])
    print(message("serve-stopped", settings.lang))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=1024)
    except (OSError, UnicodeError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        other = port + 1 if 0 < port < 65535 else 8080  # noqa: PLR2004 -- the last port
        raise OutputError(
            "SERVE-PORT", None, host=host, port=port, reason=reason, other=other
        ) from error
    without_delay(listener)
    return listener


def without_delay(listener: socket.socket) -> None:
    """Let answers leave at once.

    asyncio sees to it only for sockets made with the number of the protocol; without it, the kernel
    holds back a body behind its head for 40 ms.
    """
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _greeting(listener: socket.socket, host: str, lang: str) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 -- compared, not bound
    lines = [message("serve-ready", lang, url=f"http://{shown}:{port}/")]
    if not host.startswith(_LOOPBACK):
        lines.append(message("serve-open-to-all", lang))
    return "\n".join(lines)
