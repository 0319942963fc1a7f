"""Where boxes or labels that may not overlap come to stand along one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def stacked(
    wanted: Sequence[float], sizes: Sequence[float], gap: float, room: float
) -> list[float]:
    """Middles as near as can be to the wanted ones, in the given order and within the room.

    Args:
        wanted: Where the middle of each would like to be, from 0.
        sizes: How long each is, in the same unit.
        gap: Least distance between two of them.
        room: They must lie between 0 and this; together they have to fit.

    Returns:
        The middles; the sum of squared moves is least, before clipping to the room.

    Source: isotonic regression by pooling adjacent violators (Ayer and others, 1955).
    """
    offsets, before = [], 0.0
    for size in sizes:
        offsets.append(before + size / 2)
        before += size + gap
    blocks: list[tuple[float, int]] = []  # sum of (wanted - offset), and how many
    for want, offset in zip(wanted, offsets, strict=True):
        block = (want - offset, 1)
        while blocks and blocks[-1][0] / blocks[-1][1] >= block[0] / block[1]:
            last = blocks.pop()
            block = (last[0] + block[0], last[1] + block[1])
        blocks.append(block)
    most = max(0.0, room - (before - gap))
    shifts = [min(max(total / count, 0.0), most) for total, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]
