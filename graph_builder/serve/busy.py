"""Turning away what would wait too long."""

from __future__ import annotations


class Busy(Exception):
    """As many queries wait as may; try again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
