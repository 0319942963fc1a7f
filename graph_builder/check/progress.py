"""How far a check has come, on a terminal and after a second only; nothing is left behind."""

from __future__ import annotations

import sys
import time

from graph_builder.messages import message

#: Seconds for which nothing is shown, and between two updates.
_PATIENCE, _STEP = 1.0, 0.2
#: From here on characters take two columns.
_WIDE = 0x2E80


class Progress:
    """Called with how many of how many pieces of work are done.

    Args:
        lang: The reader's language.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._began = time.monotonic()
        self._next = self._began + _PATIENCE
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Show where we are, or wipe it away when all is done."""
        now = time.monotonic()
        if not sys.stderr.isatty() or (done < total and now < self._next):
            return
        self._next = now + _STEP
        rate = done / max(now - self._began, 0.001)
        text = message("check-progress", self._lang, done=done, total=total, rate=f"{rate:.0f}")
        # A Chinese character takes two columns.
        width = sum(1 + (ord(c) >= _WIDE) for c in text)
        if done < total:
            sys.stderr.write(f"\r{text}{' ' * (self._width - width)}")
            self._width = max(width, self._width)
        elif self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
        sys.stderr.flush()
