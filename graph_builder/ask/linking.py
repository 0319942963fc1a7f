"""Finding the things of the graph that a sentence names, by every name that they go by."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.abbreviated import Schools
from graph_builder.ask.resembling import Nearest
from graph_builder.ask.shares import ways_to_say_a_share
from graph_builder.names import VET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graph_builder.graph.access import Graph

_NAMES = """SELECT DISTINCT ?thing ?class ?name WHERE {
  VALUES ?class { %s }
  ?thing a ?class ; rdfs:label|skos:prefLabel|skos:altLabel|vet:hasShortName|vet:hasName ?name .
} ORDER BY ?thing ?class ?name"""
_SUBJECTS = """SELECT DISTINCT ?thing ?group WHERE {
  ?report a vet:Report ; vet:covers|vet:isAbout ?thing .
  BIND(EXISTS { ?thing a vet:SchoolGroup } AS ?group)
} ORDER BY ?thing"""
#: Words that a report uses as a name somewhere, and people for the kind of thing.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "学校 企业 专业 产业 教师 学生 国家 地方 单位 案例 报告 指标 合作 荣誉 项目 课程 培训 政策"
        " 城市 学院 大学 中心 基地 行业 数据 专业群 核心专业 典型案例 职业 教育 活动 证书 平台"
        " school schools enterprise programme programmes industry country report case place policy"
        " event project companies university honour honours partner partners cluster clusters",
    )
)
#: A name of one sign says too little.
_SHORTEST = 2
_LONG = 6
_GROUP_MARK = re.compile(r"\((?:组|group)\)$")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff0-9+]{2,}")
_LONGEST_PART = 16
_REMEMBERED = 1000
#: How much of a name has to be said, unless names of its class have little in common.
_ENOUGH_OF_NAME = 0.5
_ENOUGH_OF_FIGURE = 0.65
_DISTINCTIVE_KIND = re.compile("/(?:enterprise|university)/")
_DISTINCTIVE = frozenset({VET + "Agent", VET + "Enterprise", VET + "Policy"})
#: Endings that people leave out: 毕业生 for 毕业生人数.
_COUNTED = ("人数", "数", "总数")


class Mention(NamedTuple):
    """A stretch of a sentence that names something.

    Attributes:
        start: Where it begins in the normalised sentence.
        end: Where it ends.
        things: IRI of each thing that goes by the name -> IRIs of its classes.
    """

    start: int
    end: int
    things: dict[str, frozenset[str]]


class NameIndex:
    """Names -> the things that go by them.

    Args:
        names: Normalised name -> IRI of each thing -> IRIs of its classes.
        everywhere: IRIs of places that whole reports are about: to name one says nothing.
        idle: Whether words say nothing about which thing is meant.
        texts: IRI of a class -> normalised names of its things, one a line, to find words in.
    """

    def __init__(
        self,
        names: dict[str, dict[str, frozenset[str]]],
        *,
        everywhere: Iterable[str] = (),
        texts: dict[str, str] | None = None,
        idle: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._names = names
        self._texts = texts or {}
        self._idle = idle
        self._owned = "".join(
            f"\n{name}"
            for name, things in names.items()
            if any("/enterprise/" in iri or "/university/" in iri for iri in things)
        )
        self._places = [
            name
            for name, things in names.items()
            if any(VET + "Place" in classes for classes in things.values())
        ]
        self.everywhere = frozenset(everywhere)
        #: IRIs of the figures that are shares of something.
        self.shares = frozenset(
            iri
            for name, things in names.items()
            if ways_to_say_a_share(name)
            for iri, classes in things.items()
            if VET + "Indicator" in classes
        )
        self._lengths: dict[str, set[int]] = {}
        for name in names:
            self._lengths.setdefault(name[:_SHORTEST], set()).add(len(name))
        self._schools = Schools(
            (name, iri)
            for name, things in names.items()
            for iri, classes in things.items()
            if VET + "School" in classes
        )
        self._by_kind: dict[str, list[tuple[str, str]]] = {}
        self._nearest: dict[str, Nearest] = {}
        self._parts: dict[tuple[str, str, str], tuple[int, int, str] | None] = {}

    def mentions(
        self,
        sentence: str,
        *,
        exact: bool = False,
        initials: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType({}),
    ) -> list[Mention]:
        """The names in a normalised sentence, longest first where they overlap, in their order.

        `initials` are names in letters, each with the names that it may stand for.

        Unless only `exact` names are wanted, schools are also found by abbreviations and by names
        with a slip of the pen.
        """
        candidates = [
            (start, start + length)
            for start in range(len(sentence) - 1)
            for length in self._lengths.get(sentence[start : start + _SHORTEST], ())
            if start + length <= len(sentence)
            and sentence[start : start + length] in self._names
            and _apart(sentence, start, start + length)
        ]
        found: list[Mention] = []
        for start, end in sorted(candidates, key=lambda c: (c[0] - c[1], c[0])):
            if not any(m.start < end and start < m.end for m in found):
                found.append(Mention(start, end, self._names[sentence[start:end]]))
        for match in re.finditer(r"[a-z]{3,}", sentence if initials else ""):
            names = [self._names[name] for name in initials.get(match.group(), ())]
            things = {iri: classes for name in names for iri, classes in name.items()}
            if things and _apart(sentence, *match.span()):
                found.append(Mention(*match.span(), things))
        classes = frozenset({VET + "School", VET + "Agent"})
        if exact:
            return sorted(found, key=lambda m: m.start)
        for start, end, iris in self._schools.find(sentence):
            over = [m for m in found if m.start < end and start < m.end]
            # A longer name wins; a school's own short name is not stretched.
            if all(m.end - m.start < end - start for m in over):
                found = [m for m in found if m not in over]
                found.append(Mention(start, end, dict.fromkeys(iris, classes)))
        return sorted([*found, *self._in_part(sentence, found)], key=lambda m: m.start)

    def _in_part(self, sentence: str, found: list[Mention]) -> Iterator[Mention]:
        """Enterprises and universities by part of a name that no other name has: 柳工."""
        for mention in found:
            gap = "\n" * (mention.end - mention.start)
            sentence = sentence[: mention.start] + gap + sentence[mention.end :]
        taken = 0
        for start in range(len(sentence) - 1):
            if start < taken:
                continue
            for end in range(min(len(sentence), start + _LONGEST_PART), start + 1, -1):
                part = sentence[start:end]
                if _CHINESE_RUN.fullmatch(part) and (iri := self._only_owner(part)):
                    yield Mention(start, end, {iri: self._classes(iri)})
                    taken = end
                    break

    def _classes(self, iri: str) -> frozenset[str]:
        return next(things[iri] for things in self._names.values() if iri in things)

    def _only_owner(self, part: str) -> str | None:
        """The enterprise or university that alone has a part in its names; None for words."""
        if part not in self._owned or self._idle(part):
            return None
        # 业大 stands in 工业大学 too, but no name begins with it.
        if not any(f"\n{before}{part}" in self._owned for before in ("", *self._places)):
            return None
        owners = {iri for name, things in self._names.items() if part in name for iri in things}
        owner = owners.pop()
        return owner if not owners and _DISTINCTIVE_KIND.search(owner) else None

    def spoken(self) -> list[tuple[str, frozenset[str]]]:
        """The names that people may type by their sound, each with the IRIs of its things."""
        return [(name, frozenset(things)) for name, things in self._names.items()]

    def goes_by(self, name: str) -> bool:
        """Whether a normalised text is a name of something."""
        return name in self._names

    def kind_of(self, name: str, cls: str) -> str | None:
        """The part of the IRI that things like the one named share, within a class."""
        things = self._names.get(normalise(name), {})
        iris = [iri for iri, classes in things.items() if cls in classes]
        return iris[0].rpartition("/")[0] + "/" if iris else None

    def part_of_name(
        self, text: str, cls: str, kind: str, idle: Callable[[str], bool]
    ) -> tuple[int, int, str] | None:
        """The longest stretch of a text that stands in the names of just one thing of a class.

        Args:
            text: Normalised.
            cls: IRI of the class.
            kind: How the IRI of the thing begins.
            idle: Whether a stretch says nothing by itself.
        """
        key = (text, cls, kind)
        if key not in self._parts:
            if len(self._parts) > _REMEMBERED:
                self._parts.clear()
            self._parts[key] = self._find_part(text, cls, kind, idle)
        return self._parts[key]

    def _find_part(
        self, text: str, cls: str, kind: str, idle: Callable[[str], bool]
    ) -> tuple[int, int, str] | None:
        names = self._names_of(cls, kind)
        joined = "\n".join(name for name, _ in names)
        for part in sorted(_parts(text), key=len, reverse=True):
            if part not in joined or idle(part):
                continue
            things = {iri for name, iri in names if part in name}
            if len(things) > 1:
                things = {iri for name, iri in names if name in {part + e for e in _COUNTED}}
            most = max((len(part) / len(name) for name, _ in names if part in name), default=0)
            least = _ENOUGH_OF_FIGURE if cls == VET + "Indicator" else _ENOUGH_OF_NAME
            # 职普比 for 高中阶段教育职普比, but not 就业率 for 本地就业率.
            heads = (
                len(part) > (_SHORTEST if cls == VET + "Indicator" else _SHORTEST + 1)
                and not part.endswith("率")
                and any(name.endswith(part) for name, _ in names)
            )
            if len(things) == 1 and (most >= least or heads or cls in _DISTINCTIVE):
                start = text.index(part)
                return start, start + len(part), things.pop()
        nearest = self._nearest.get(cls + kind)
        if nearest is None:
            nearest = self._nearest[cls + kind] = Nearest(
                (shorter, iri) for name, iri in names for shorter in {name, _uncounted(name)}
            )
        return nearest.find(text, idle)

    def _names_of(self, cls: str, kind: str) -> list[tuple[str, str]]:
        """Names of the things of a class whose IRI begins in a certain way."""
        names = self._by_kind.get(cls + kind)
        if names is None:
            names = self._by_kind[cls + kind] = [
                (name, iri)
                for name, things in self._names.items()
                for iri, classes in things.items()
                if cls in classes and iri.startswith(kind)
            ]
        return names

    def word_in_names(
        self, text: str, cls: str, idle: Callable[[str], bool]
    ) -> tuple[int, int, str] | None:
        """The longest stretch of a normalised text that some name of a class has inside.

        Args:
            text: Normalised.
            cls: IRI of the class; one of those with `texts`.
            idle: Whether a stretch says nothing by itself.
        """
        key = (text, cls, "\n")
        if key not in self._parts:
            names = self._texts.get(cls, "")
            self._parts[key] = next(
                (
                    (text.index(part), text.index(part) + len(part), part)
                    for part in sorted(_parts(text), key=len, reverse=True)
                    if part in names and not idle(part) and part.strip("0123456789年")
                ),
                None,
            )
        return self._parts[key]

    def is_part_of_name(self, words: str) -> bool:
        """Whether names to find words in have these inside: 柳州模式 is more than 柳州."""
        return any(words in names for names in self._texts.values())

    def is_home(self, place: str) -> bool:
        """Whether words begin the name of a place that whole reports are about: 柳州."""
        return any(
            name.startswith(place) and not self.everywhere.isdisjoint(things)
            for name, things in self._names.items()
        )

    def holds(self, word: str, cls: str = "") -> bool:
        """Whether some name of a class, or of any for an unknown one, has the word inside."""
        if cls in self._texts:
            return word in self._texts[cls]
        return any(word in name for name in self._names)


def _uncounted(name: str) -> str:
    """The name of a figure as people say it: 毕业生 for 毕业生人数."""
    for ending in ("人数", "总数", "数量", "水平", "数"):
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST + 1:
            return name.removesuffix(ending)
    return name


def _without_place(name: str) -> tuple[str, ...]:
    """An English name without its commas, and without what follows the first: a country."""
    if not name.isascii() or "," not in name or ":" in name:
        return ()
    return name.replace(",", " "), name.partition(",")[0]


def _parts(text: str) -> dict[str, None]:
    """Every Chinese stretch of a text, each once."""
    return {
        run[start:end]: None
        for run in _CHINESE_RUN.findall(text)
        for start in range(len(run) - 1)
        for end in range(start + _SHORTEST, min(len(run), start + _LONGEST_PART) + 1)
    }


def index_names(
    graph: Graph,
    classes: Iterable[str],
    searched: Iterable[str] = (),
    idle: Callable[[str], bool] = lambda _: False,
) -> NameIndex:
    """The names of every thing of some classes, and those of others to find words in (IRIs)."""
    values = " ".join(f"<{c}>" for c in sorted(classes))
    subjects = {
        thing.value: isinstance(group, ox.Literal) and group.value == "true"
        for thing, group in graph.select(_SUBJECTS).rows
        if isinstance(thing, ox.NamedNode)
    }
    names: dict[str, dict[str, set[str]]] = {}
    for thing, cls, name in graph.select(_NAMES % values).rows:
        if not (isinstance(thing, ox.NamedNode) and isinstance(cls, ox.NamedNode)):
            continue
        if subjects.get(thing.value):
            continue  # 全市中职学校 means the schools.
        full = normalise(name.value) if isinstance(name, ox.Literal) else ""
        group = _GROUP_MARK.sub("", full).strip()
        shorter = group.removesuffix("产业") if group != full else full
        for key in {
            full,
            group,
            shorter,
            *_without_place(full),
            *ways_to_say_a_share(full),
            full.removesuffix("(门)"),
        }:
            if len(key) >= _SHORTEST and key not in _COMMON:
                names.setdefault(key, {}).setdefault(thing.value, set()).add(cls.value)
    return NameIndex(
        {k: {t: frozenset(c) for t, c in v.items()} for k, v in names.items()},
        idle=idle,
        texts={cls: _names_as_text(graph, cls) for cls in sorted(searched)},
        everywhere=(place for place, group in subjects.items() if not group),
    )


def _names_as_text(graph: Graph, cls: str) -> str:
    rows = graph.select(_NAMES % f"<{cls}>").rows
    return "\n".join(normalise(row[2].value) for row in rows if isinstance(row[2], ox.Literal))


def normalise(sentence: str) -> str:
    """The sentence in half width, small letters and simplified characters.

    Quotation marks and idle spaces are left out.
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", sentence).lower())
    if not text.isascii() and any("\u4e00" <= c <= "\u9fff" for c in _beyond_gb2312(text)):
        text = _simplified(text)
    # At the end 没有 only makes a question of it: 签了协议没有.
    text = re.sub(r"(?<=[^都也还并])没有?(?=[?。\s]*$)", "", text) if len(text) > _LONG else text
    text = re.sub(r"[“”\"'‘’「」『』《》〈〉`]", "", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    # Spaces matter between words of letters only.
    text = re.sub(r"(?<![a-z0-9.])\s+|\s+(?![a-z0-9])", "", text)
    return text.strip()


def _beyond_gb2312(text: str) -> set[str]:
    """The signs that are not in GB 2312, which has no traditional forms."""
    return set(text) - set(text.encode("gb2312", "ignore").decode("gb2312"))


def _simplified(text: str) -> str:
    import opencc  # noqa: PLC0415 -- only for sentences in traditional characters

    return str(opencc.OpenCC("t2s").convert(text))


def _apart(sentence: str, start: int, end: int) -> bool:
    """Whether a name in Latin letters is not part of a longer word."""
    before = sentence[start - 1 : start] + sentence[start]
    behind = sentence[end - 1] + sentence[end : end + 1]
    return not (_inside_word(before) or _inside_word(behind))


def _inside_word(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalpha()  # noqa: PLR2004 -- two signs
