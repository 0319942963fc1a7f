"""Makes a layered picture smaller until a page can hold it, and says what was put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder.export.content import Band, Box, Layers
from graph_builder.export.draw.layers import box_weights
from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No page holds more boxes in a column than this; more are not even tried.
MOST = 70
#: Boxes of a column that are kept by themselves, tried one after the other.
_KEPT = (48, 36, 27, 20, 15, 11, 8, 5, 3)


def smaller(layers: Layers, lang: str) -> Iterator[tuple[Layers, list[str]]]:
    """The picture as it is, then with more and more boxes put together, each with what to say.

    First boxes of one kind that are linked with just the same others become one, which loses no
    link; then the boxes of a column through which least passes become one.
    """
    if _tallest(layers) <= MOST:
        yield layers, []
    if layers.labelled:
        layers = layers._replace(labelled=False)
        yield layers, [message("picture-no-labels", lang)]
    alike, notes = _alike(layers, lang)
    if notes and _tallest(alike) <= MOST:
        yield alike, notes
    for kept in _KEPT:
        fewer, merged = _rest(alike, kept, lang)
        if merged:
            yield fewer, [*notes, message("picture-rest", lang, count=merged, kept=kept)]


def _tallest(layers: Layers) -> int:
    counts = [0] * len(layers.columns)
    for box in layers.boxes:
        counts[box.column] += 1
    return max(counts, default=0)


def _alike(layers: Layers, lang: str) -> tuple[Layers, list[str]]:
    links: dict[str, list[tuple[str, bool, str, str]]] = {box.key: [] for box in layers.boxes}
    for band in layers.bands:
        links[band.source].append((band.target, True, band.style, band.label.partition("（")[0]))
        links[band.target].append((band.source, False, band.style, band.label.partition("（")[0]))
    groups: dict[tuple[object, ...], list[Box]] = {}
    for box in layers.boxes:
        same = (box.column, box.kind, box.hue, tuple(sorted(links[box.key])))
        groups.setdefault(same, []).append(box)
    becomes: dict[str, Box] = {}
    merged = 0
    for members in groups.values():
        box = members[0]
        if len(members) > 1:
            merged += len(members)
            names = "、".join(member.label for member in members)
            label = message("picture-alike", lang, count=len(members), names=names)
            box = Box(f"alike:{box.key}", box.column, label, box.kind, len(members), names, box.hue)
        becomes |= {member.key: box for member in members}
    if not merged:
        return layers, []
    return _with(layers, becomes), [message("picture-alike-note", lang, count=merged)]


def _rest(layers: Layers, kept: int, lang: str) -> tuple[Layers, int]:
    weights = box_weights(layers)
    columns: dict[int, list[Box]] = {}
    for box in layers.boxes:
        columns.setdefault(box.column, []).append(box)
    becomes: dict[str, Box] = {}
    merged = 0
    for number, boxes in columns.items():
        by_weight = sorted(boxes, key=lambda b: (-weights[b.key], b.key))
        becomes |= {box.key: box for box in boxes}
        # One box more than the kept ones would only trade a name for a number.
        if len(boxes) > kept + 1:
            gone = by_weight[kept:]
            members = sum(box.members for box in gone)
            label = message("picture-others", lang, count=members)
            kinds = {box.kind for box in gone}
            kind = kinds.pop() if len(kinds) == 1 else ""
            others = Box(f"rest:{number}", number, label, kind, members)
            becomes |= {box.key: others for box in gone}
            merged += members
    return _with(layers, becomes), merged


def _with(layers: Layers, becomes: dict[str, Box]) -> Layers:
    """The picture with boxes replaced; links that fall together are counted together."""
    boxes = list(dict.fromkeys(becomes[box.key] for box in layers.boxes))
    bands: dict[tuple[str, str, str], Band] = {}
    for band in layers.bands:
        source, target = becomes[band.source].key, becomes[band.target].key
        changed = (source, target) != (band.source, band.target)
        style = "grouped" if changed else band.style
        fresh = band._replace(source=source, target=target, style=style)
        if changed and not layers.unit:
            fresh = fresh._replace(label="")
        old = bands.get((source, target, style))
        if old is not None:
            hue = old.hue if old.hue == fresh.hue else -1
            fresh = old._replace(weight=old.weight + fresh.weight, hue=hue)
        bands[source, target, style] = fresh
    kept = [b for b in bands.values() if b.source != b.target]
    return layers._replace(boxes=boxes, bands=kept)
