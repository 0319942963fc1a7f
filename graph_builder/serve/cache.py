"""Answers that are kept as long as the graph stays the same, the longest unused forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_builder.serve.forked import Reply

#: So many answers that were broken off are remembered.
REMEMBERED = 1000


class Answers:
    """Short answers to queries, and what functions of ours returned.

    Args:
        most: Bytes of all of them together; 0 keeps none.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.hits = 0
        self._kept: OrderedDict[str, Reply] = OrderedDict()
        self._broken: OrderedDict[str, None] = OrderedDict()

    def get(self, key: str) -> Reply | None:
        """The answer kept under this key."""
        reply = self._kept.get(key)
        if reply is not None:
            self.hits += 1
            self._kept.move_to_end(key)
        return reply

    def keep(self, key: str, reply: Reply) -> None:
        """Keep an answer, unless it is a long one."""
        if reply.file is not None or len(reply.body) > self.most or key in self._kept:
            return
        self._kept[key] = reply
        self.size += len(reply.body)
        while self.size > self.most:
            _, old = self._kept.popitem(last=False)
            self.size -= len(old.body)

    def remember_broken(self, key: str) -> None:
        """An answer had to be broken off while it was sent."""
        self._broken[key] = None
        if len(self._broken) > REMEMBERED:
            self._broken.popitem(last=False)

    def was_broken(self, key: str) -> bool:
        """Whether it was: the next time, the whole answer is waited for, to say what is wrong."""
        return key in self._broken
