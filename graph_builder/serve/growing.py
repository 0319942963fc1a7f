"""Sending an answer from its file: when it is whole, or while a worker still writes it.

An answer that grows is sent in chunks as far as it has come. When it passes a limit, the
connection is closed without the last chunk, by which every client knows that something is missing
(docs/decisions/0040).
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from graph_builder.errors import ZhituError
from graph_builder.serve.pool import within
from graph_builder.serve.worker import failed

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable

    from starlette.types import Receive, Scope, Send

    from graph_builder.serve.forked import Reply

log = logging.getLogger("zhitu.serve")

_PIECE = 1 << 18
#: Seconds between two looks at whether more has come.
_LOOK = 0.02


class FromFile(StreamingResponse):
    """An answer that stands in a file, which is closed when it is sent.

    Args:
        file: Descriptor of the file.
        headers: Of the answer.
        doing: The work that still writes it; its reply tells how it ended. None when it is whole.
        broken: Called when the answer had to be broken off.
    """

    def __init__(
        self,
        file: int,
        headers: dict[str, str],
        doing: asyncio.Future[Reply] | None,
        broken: Callable[[], object],
    ) -> None:
        super().__init__(self._pieces(), headers=headers)
        self.file = file
        self.doing = doing
        self.broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; the work ends when the client has hung up."""
        try:
            await super().__call__(scope, receive, send)
        except _BrokenOff:
            pass  # without the last chunk, the server closes the connection
        finally:
            if self.doing is not None:
                self.doing.cancel()
            os.close(self.file)

    async def _pieces(self) -> AsyncIterator[bytes]:
        offset, over = 0, False
        while not over:
            # Once it is done, what is in the file is all.
            over = self.doing is None or await within(self.doing, _LOOK)
            while piece := os.pread(self.file, _PIECE, offset):
                offset += len(piece)
                yield piece
        try:
            if self.doing is not None and "code" in (head := self.doing.result().head):
                raise failed(head)
        except ZhituError as error:
            self.broken()
            log.warning("%s", error.render("en"))
            raise _BrokenOff from error


class _BrokenOff(Exception):
    """The rest of an answer will never come."""
