"""Where a worker writes an answer, within limits: in memory, then in a file without a name."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: An answer of up to this many bytes is held in memory.
INLINE = 64 << 10
#: So many bytes are there before an answer is handed over while it grows.
EARLY = 1 << 20
_BUFFER = 1 << 18


class TooMuch(Exception):
    """An answer is larger than it may be; carries the code of the error."""


class Output:
    """An answer as it is written.

    Rows are counted by what stands between them, so that a value that holds just that counts too.

    Args:
        row: Stands between rows.
        max_rows: How many there may be.
        max_bytes: How long it may be.
        hand_over: Takes the file of a long answer, which goes on growing; None when nobody does.
    """

    def __init__(
        self,
        row: bytes,
        max_rows: int,
        max_bytes: int,
        hand_over: Callable[[IO[bytes]], None] | None,
    ) -> None:
        self.row = row
        self.max_rows = max_rows
        self.max_bytes = max_bytes
        self.handed_over = False
        self._hand_over = hand_over
        self._rows = 0
        self._size = 0
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None

    def write(self, data: bytes) -> int:
        """Take some more.

        Raises:
            TooMuch: A limit is passed.
            OSError: No room is left.
        """
        self._size += len(data)
        self._rows += data.count(self.row)
        if self._size > self.max_bytes:
            raise TooMuch("QUERY-BYTES")
        if self._rows > self.max_rows + 1:
            raise TooMuch("QUERY-ROWS")
        if self._file is None:
            self._parts.append(data)
            if self._size > INLINE:
                self._file = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 -- handed on
                self._file.writelines(self._parts)
                self._parts.clear()
            return len(data)
        self._file.write(data)
        if self._hand_over and not self.handed_over and self._size > EARLY:
            self.handed_over = True
            self._file.flush()
            self._hand_over(self._file)
        return len(data)

    def flush(self) -> None:
        """The serialisers call it; the file is flushed when it is handed on."""

    def finished(self) -> bytes | IO[bytes]:
        """The whole answer, or its file, flushed."""
        if self._file is None:
            return b"".join(self._parts)
        self._file.flush()
        return self._file
