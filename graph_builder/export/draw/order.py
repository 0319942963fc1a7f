"""In which order the boxes of each column stand, so that few links cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Sweeps over the columns; more changes little once neighbours stand near each other.
SWEEPS = 12

#: A link: its two ends and how much it counts.
Link = tuple[str, str, float]


def ordered(columns: Sequence[Sequence[str]], links: Sequence[Link]) -> list[list[str]]:
    """The members of each column from top to bottom, with few crossings.

    Every sweep puts each member at the weighted mean of its neighbours' places, from left to right
    and back: first of the neighbours that the sweep has passed, then of all. The best order seen is
    kept.

    Source: the barycentre heuristic of Sugiyama, Tagawa and Toda (1981).
    """
    order = [list(column) for column in columns]
    neighbours: dict[str, list[tuple[str, float]]] = {m: [] for column in order for m in column}
    for a, b, weight in links:
        neighbours[a].append((b, weight))
        neighbours[b].append((a, weight))
    height = max((len(column) for column in order), default=1)
    level = {m: i for i, column in enumerate(order) for m in column}
    best, fewest = [list(column) for column in order], crossings(order, links)
    for sides in (0, 1):
        place = _places(best, height)
        for sweep in range(SWEEPS):
            forward = sweep % 2 == 0
            for column in order if forward else reversed(order):
                centre = {}
                for m in column:
                    near = neighbours[m]
                    if sides == 0:
                        near = [n for n in near if (level[n[0]] < level[m]) == forward] or near
                    centre[m] = _centre(place[m], near, place)
                column.sort(key=lambda m, centre=centre: (centre[m], place[m], m))  # type: ignore[misc]
                place |= _places([column], height)
            now = crossings(order, links)
            if now < fewest:
                best, fewest = [list(column) for column in order], now
        order = [list(column) for column in best]
    return best


def _places(columns: Iterable[Sequence[str]], height: int) -> dict[str, float]:
    return {m: (i + 0.5) * height / len(column) for column in columns for i, m in enumerate(column)}


def _centre(
    own: float, neighbours: Sequence[tuple[str, float]], place: Mapping[str, float]
) -> float:
    total = sum(weight for _, weight in neighbours)
    return sum(place[n] * weight for n, weight in neighbours) / total if total else own


def crossings(columns: Sequence[Sequence[str]], links: Sequence[Link]) -> float:
    """How much crosses: for each pair of crossing links, the product of their weights.

    Only links between the same two columns are compared. Counted with a Fenwick tree, in
    O(n log n) for n links.

    Source: Barth, Mutzel and Jünger, Simple and efficient bilayer cross counting (2004).
    """
    column = {m: i for i, members in enumerate(columns) for m in members}
    place = {m: i for members in columns for i, m in enumerate(members)}
    groups: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
    for a, b, weight in links:
        if column[a] != column[b]:
            left, right = sorted((a, b), key=lambda m: column[m])
            pair = (column[left], column[right])
            groups.setdefault(pair, []).append((place[left], place[right], weight))
    total = 0.0
    for (_, right_column), group in groups.items():
        tree = [0.0] * (len(columns[right_column]) + 1)
        passed = 0.0
        waiting: list[tuple[int, float]] = []
        last = -1
        for left_place, right_place, weight in sorted(group):
            if left_place != last:
                for waiting_place, heavy in waiting:
                    _add(tree, waiting_place, heavy)
                    passed += heavy
                waiting, last = [], left_place
            total += weight * (passed - _sum(tree, right_place))
            waiting.append((right_place, weight))
    return total


def _add(tree: list[float], place: int, value: float) -> None:
    i = place + 1
    while i < len(tree):
        tree[i] += value
        i += i & -i


def _sum(tree: list[float], place: int) -> float:
    """Sum of what stands at `place` or above it."""
    i, total = place + 1, 0.0
    while i > 0:
        total += tree[i]
        i -= i & -i
    return total
