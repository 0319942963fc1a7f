"""The graph of an invented report, small enough to count by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.names import ID, RDF, RDFS, RULE, SCHEME, VET

if TYPE_CHECKING:
    from pathlib import Path

REPORT = ID + "report/yunzhou-2031"
TITLE = "云州市中等职业教育质量年度报告（2031）"
FIRST, SECOND = ID + "school/first", ID + "school/second"
TEA, SHIP = ID + "cluster/tea", ID + "cluster/ship"
BREWING, TASTING, HULL = (ID + f"core-programme/{name}" for name in ("brewing", "tasting", "hull"))
TEA_TRADE, SHIPYARDS = SCHEME + "industry/tea", SCHEME + "industry/ships"
PARTNER, COUNTRY, TREATY = ID + "university/bangsan", ID + "country/thai", ID + "cooperation/one"
LONELY = ID + "enterprise/nobody"

#: IRI -> class, label in Chinese, label in English (blank where there is none).
THINGS = {
    FIRST: ("School", "云州市第一学校", "First School of Yunzhou"),
    SECOND: ("School", "云州市第二学校", "Second School of Yunzhou"),
    TEA: ("ProgrammeCluster", "茶艺专业群", "Tea cluster"),
    SHIP: ("ProgrammeCluster", "造船专业群", "Shipbuilding cluster"),
    BREWING: ("CoreProgramme", "茶艺（云州市第一学校·茶艺专业群）", "Tea brewing (Tea cluster)"),
    TASTING: ("CoreProgramme", "评茶（云州市第一学校·茶艺专业群）", "Tea tasting (Tea cluster)"),
    HULL: ("CoreProgramme", "船体（云州市第二学校·造船专业群）", "Hulls (Shipbuilding cluster)"),
    TEA_TRADE: ("IndustryTerm", "茶产业", "Tea industry"),
    SHIPYARDS: ("IndustryTerm", "造船业", ""),
    PARTNER: ("University", "泰国邦善大学", "Bangsan University"),
    COUNTRY: ("Country", "泰国", "Thailand"),
    TREATY: ("Cooperation", "一校与邦善大学：备忘录", "First School with Bangsan: memorandum"),
    LONELY: ("Enterprise", "无人提及公司", "Company Nobody Mentions"),
    ID + "programme/brewing": ("Programme", "茶艺", "Tea brewing"),
}
PREDICATES = {
    "offersCluster": ("开设专业群", "offers cluster"),
    "inCluster": ("所属专业群", "is in cluster"),
    "servesIndustry": ("对接产业", "serves industry"),
    "hasSchoolParty": ("校方", "has school party"),
    "hasPartner": ("合作方", "has partner"),
    "inCountry": ("所在国家", "is in country"),
    "reachesIndustry": ("通达产业", "reaches industry"),
}
ROW = REPORT + "/table/6-1/row/"
SENTENCE = REPORT + "/section/2.5/paragraph/3/sentence/2"
OTHER_SENTENCE = REPORT + "/section/4.2/paragraph/1/sentence/1"
REACHES = RULE + "reaches_industry"
#: Subject, property, object, and the places that say it.
STATED = [
    (FIRST, "offersCluster", TEA, [ROW + "1"]),
    (SECOND, "offersCluster", SHIP, [ROW + "3"]),
    (BREWING, "inCluster", TEA, [ROW + "1"]),
    (TASTING, "inCluster", TEA, [ROW + "2"]),
    (HULL, "inCluster", SHIP, [ROW + "3"]),
    (BREWING, "servesIndustry", TEA_TRADE, [ROW + "1"]),
    (TASTING, "servesIndustry", TEA_TRADE, [ROW + "2"]),
    (HULL, "servesIndustry", SHIPYARDS, [ROW + "3"]),
    (TREATY, "hasSchoolParty", FIRST, [SENTENCE]),
    (TREATY, "hasPartner", PARTNER, [SENTENCE, OTHER_SENTENCE]),
    (PARTNER, "inCountry", COUNTRY, [OTHER_SENTENCE]),
]
DERIVED = [
    (FIRST, "reachesIndustry", TEA_TRADE, [REACHES]),
    (SECOND, "reachesIndustry", SHIPYARDS, [REACHES]),
]


def write_graph(path: Path, names: dict[str, str] | None = None) -> Path:
    """Write the graph as N-Quads.

    Args:
        path: A file with the suffix `.nq`.
        names: IRI -> label in Chinese that takes the place of the one in `THINGS`.
    """
    things = {iri: (c, (names or {}).get(iri, zh), en) for iri, (c, zh, en) in THINGS.items()}
    things |= {VET + p: ("Property", zh, en) for p, (zh, en) in PREDICATES.items()}
    things[REPORT] = ("Report", TITLE, "")
    facts: list[tuple[str, str, ox.NamedNode | ox.Literal, list[str]]] = []
    for iri, (cls, zh, en) in things.items():
        facts.append((iri, RDF + "type", ox.NamedNode(VET + cls), [REPORT]))
        labels = ((zh, "zh"), (en, "en"))
        facts += [
            (iri, RDFS + "label", ox.Literal(text, language=lang), [REPORT])
            for text, lang in labels
            if text
        ]
    facts.append(
        (BREWING, VET + "ofProgramme", ox.NamedNode(ID + "programme/brewing"), [ROW + "1"])
    )
    facts += [(s, VET + p, ox.NamedNode(o), graphs) for s, p, o, graphs in STATED + DERIVED]
    quads = []
    for s, p, o, graphs in facts:
        triple = (ox.NamedNode(s), ox.NamedNode(p), o)
        quads.append(ox.Quad(*triple))
        quads += [ox.Quad(*triple, ox.NamedNode(graph)) for graph in graphs]
    path.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    return path
