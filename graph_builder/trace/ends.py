"""From what a person types to the things and the classes that a trace begins and ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.ask.entities import expand, find_entities, is_short_name, the_entity
from graph_builder.errors import NameNotFound
from graph_builder.names import VET
from graph_builder.trace.links import is_station

if TYPE_CHECKING:
    from graph_builder.graph.access import Graph

#: Characters of a name; IRIs are longer than any name of a report.
LONGEST = 500
_NAMES = "rdfs:label|skos:prefLabel|skos:altLabel|vet:hasShortName|vet:hasName"
_RESEMBLING = f"""SELECT DISTINCT ?thing WHERE {{
  {{ ?exact vet:possiblySameAs ?thing }} UNION {{ ?thing vet:possiblySameAs ?exact }}
  ?thing {_NAMES} ?name . FILTER(CONTAINS(STR(?name), ?part))
}} ORDER BY ?thing"""
_CLASSES = """SELECT DISTINCT ?class ?label WHERE { ?class a owl:Class ; rdfs:label ?label }
ORDER BY ?class ?label"""
#: What people call the classes that they ask for most; any other goes by its label or name.
_KINDS = {
    "IndustryTerm": ("产业", "行业", "industry"),
    "Enterprise": ("企业", "公司", "enterprise", "company"),
    "University": ("高校", "大学", "院校", "university"),
    "Country": ("国家", "country"),
    "School": ("学校", "中职学校", "school"),
    "ProgrammeCluster": ("专业群", "cluster"),
    "Programme": ("专业", "programme", "program"),
    "HonourTitle": ("荣誉", "称号", "honour", "honor"),
    "CaseStudy": ("案例", "case"),
    "Policy": ("政策", "policy"),
    "Place": ("地方", "place"),
    "GovernmentBody": ("政府", "政府部门", "government"),
    "Association": ("协会", "association"),
    "Competition": ("赛事", "大赛", "competition"),
    "Facility": ("基地", "平台", "facility"),
    "LearningResource": ("资源", "resource"),
    "OccupationalStandard": ("标准", "standard"),
    "Certificate": ("证书", "certificate"),
    "Cooperation": ("合作", "cooperation"),
    "Event": ("活动", "event"),
    "Project": ("项目", "project"),
    "Prize": ("奖项", "prize"),
}


class Named(NamedTuple):
    """What a typed name stands for.

    Attributes:
        name: As it was typed.
        things: IRIs of everything that it may mean, best first.
    """

    name: str
    things: tuple[str, ...]


class Kind(NamedTuple):
    """A class of ends: its IRI, and what it is called in the reader's language."""

    iri: str
    label: str


def candidates(graph: Graph, name: str) -> list[str]:
    """Everything that a name may stand for: what goes by it, then what resembles that.

    A name that is both one thing's whole name and part of others' (五菱, 横店) stands for all of
    them where the graph says that they may be the same, because a report seldom says whether they
    are one; a short name that the report itself introduces (市交校) stands for its school alone.

    Raises:
        NameNotFound: No thing goes by the name, or none that a path can go through.
    """
    exact = [e.iri for e in find_entities(graph, name) or [the_entity(graph, name)]]
    if len(exact) == 1 and expand(name) is None and not is_short_name(graph, exact[0], name):
        terms: dict[str, ox.NamedNode | ox.Literal]
        terms = {"exact": ox.NamedNode(exact[0]), "part": ox.Literal(name)}
        exact += [row[-1].value for row in graph.select(_RESEMBLING, terms).rows]  # type: ignore[union-attr]
    found = list(dict.fromkeys(iri for iri in exact if is_station(iri)))
    if not found:
        raise NameNotFound("TRACE-STATION", None, found=name)
    return found


def named(graph: Graph, name: str) -> Named:
    """A name with everything that it may stand for.

    Raises:
        NameNotFound: As `candidates`; or the name is blank, or too long to be one.
    """
    plain = " ".join(name.split())
    if not plain:
        raise NameNotFound("TRACE-EMPTY", None)
    if len(plain) > LONGEST:
        raise NameNotFound("TRACE-LONG", None, count=len(plain), found=plain[:20], most=LONGEST)
    return Named(plain, tuple(candidates(graph, plain)))


def kind_of(graph: Graph, word: str, lang: str) -> Kind:
    """The class that a word means: 企业, enterprise, vet:Enterprise, or the label of any class.

    Raises:
        NameNotFound: `TRACE-KIND`; names the nearest and the usual ones.
    """
    from graph_builder.claims.nearest import nearest  # noqa: PLC0415 -- only with --to

    wanted = word.strip().casefold()
    labels: dict[str, dict[str, str]] = {}
    known: dict[str, str] = {}
    for cls, label in graph.select(_CLASSES).rows:
        if cls.value.startswith(VET):  # type: ignore[union-attr]
            of = labels.setdefault(cls.value, {})  # type: ignore[union-attr]
            of.setdefault(label.language or "", label.value)  # type: ignore[union-attr]
            known.setdefault(label.value.casefold(), cls.value)  # type: ignore[union-attr]
            known[cls.value.removeprefix(VET).casefold()] = cls.value  # type: ignore[union-attr]
    for local, words in _KINDS.items():
        known |= dict.fromkeys(words, VET + local)
    found = known.get(wanted) or known.get(wanted.removeprefix("vet:"))
    expanded = expand(word)
    if found is None and expanded in known.values():
        found = expanded
    if found is None:
        usual = [words[0] if lang == "zh" else words[-1] for words in _KINDS.values()]
        raise NameNotFound(
            "TRACE-KIND",
            None,
            found=word,
            nearest="、".join(nearest(word, [*known])) or "—",
            known=("、" if lang == "zh" else ", ").join(usual[:10]),
        )
    local = found.removeprefix(VET)
    usual_word = [w for w in _KINDS.get(local, ()) if w.isascii() == (lang == "en")]
    of = labels.get(found, {})
    return Kind(found, (usual_word or [of.get(lang) or of.get("zh") or local])[0])
