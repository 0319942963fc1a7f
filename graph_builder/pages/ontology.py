"""Write `docs/ontology.md` from the ontology: a picture of the main classes, an entry per term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from graph_builder.names import ONTOLOGY, SCHEMA, VET, compact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_VET = Namespace(VET)
_SCHEMA = Namespace(SCHEMA)

#: Classes of the picture, in the order in which they are drawn.
MAIN_CLASSES = (
    "Report",
    "Passage",
    "Observation",
    "Indicator",
    "School",
    "ProgrammeCluster",
    "CoreProgramme",
    "Programme",
    "ChainCell",
    "IndustryTerm",
    "HonourConferral",
    "HonourTitle",
    "Cooperation",
    "Agent",
    "CaseStudy",
)

#: A property whose source begins so is not printed but derived; the picture leaves it out.
DERIVED = "由规则推导"

_TOPIC = re.compile(r"# == (?P<zh>.+) · (?P<en>.+) ==")
_TERM = re.compile(r"vet:(?P<name>\w+) a owl:(?P<kind>Class|ObjectProperty|DatatypeProperty)\b")

# What the page says in each language, besides the words of the ontology itself.
_WORDS = {
    "zh": {
        "intro": "本页由 `ontology/zhitu.ttl` 生成，请勿手改；术语的写法见 `ontology/README.md`。",
        "size": "类 {classes} 个，属性 {properties} 个。",
        "picture": "主要的类及其联系",
        "classes": "类",
        "properties": "属性",
        "definition": "定义",
        "above": "上位类",
        "above_property": "上位属性",
        "below": "下位类",
        "apart": "不相容",
        "used": "属性",
        "example": "例",
        "scope": "范围",
        "source": "来源",
        "domain": "用于",
        "range": "取值",
        "any": "任何事物",
        "both": "两个方向都成立。",
    },
    "en": {
        "intro": "Generated from `ontology/zhitu.ttl`, not to be edited by hand; "
        "`ontology/README.md` tells how a term is written.",
        "size": "{classes} classes, {properties} properties.",
        "picture": "The main classes and their links",
        "classes": "Classes",
        "properties": "Properties",
        "definition": "Definition",
        "above": "Subclass of",
        "above_property": "Subproperty of",
        "below": "Subclasses",
        "apart": "Disjoint with",
        "used": "Properties",
        "example": "Example",
        "scope": "Scope",
        "source": "Source",
        "domain": "Used on",
        "range": "Values",
        "any": "anything",
        "both": "Holds in both directions.",
    },
}


class _Topic(NamedTuple):
    """A topic of the ontology file and the local names of its terms, in file order."""

    zh: str
    en: str
    classes: list[str]
    properties: list[str]


class _Page:
    """The ontology, and the language that comes first on the page."""

    def __init__(self, graph: Graph, lang: str) -> None:
        self.graph = graph
        self.langs = (lang, "en" if lang == "zh" else "zh")
        self.words = _WORDS[lang]

    def text(self, term: URIRef, predicate: URIRef, lang: str) -> str:
        """The one text of a term in a language, escaped; empty when there is none."""
        found = sorted(
            str(o)
            for o in self.graph.objects(term, predicate)
            if isinstance(o, Literal) and o.language == lang
        )
        return _escape(found[0]) if found else ""

    def both(self, term: URIRef, predicate: URIRef) -> str:
        """The texts of a term in both languages, the first language first."""
        return " ".join(filter(None, (self.text(term, predicate, lang) for lang in self.langs)))

    def link(self, term: URIRef) -> str:
        """A term of ours as a link into this page, any other in its compact form."""
        if term == OWL.Thing:
            return self.words["any"]
        if not term.startswith(VET):
            return f"`{compact(str(term))}`"
        return f"[{self.text(term, RDFS.label, self.langs[0])}](#{_anchor(term)})"

    def links(self, terms: Iterable[object]) -> str:
        """Links to terms, in the order of their IRIs."""
        return self.comma().join(
            self.link(t) for t in sorted(t for t in terms if isinstance(t, URIRef))
        )

    def comma(self) -> str:
        """What stands between the items of a list."""
        return "、" if self.langs[0] == "zh" else ", "

    def line(self, word: str, text: str) -> list[str]:
        """A line `**word** text` of an entry, or nothing when there is no text."""
        if not text:
            return []
        colon = "：" if self.langs[0] == "zh" else ": "
        return [f"- **{self.words[word]}**{colon}{text}"]

    def objects(self, term: URIRef, predicate: URIRef) -> list[URIRef]:
        """What a term points to, in the order of IRIs."""
        return sorted(o for o in self.graph.objects(term, predicate) if isinstance(o, URIRef))

    def ends(self, term: URIRef, predicate: URIRef, includes: URIRef) -> list[URIRef]:
        """What a property joins at one end: the classes that it lists, else its domain or range."""
        return self.objects(term, includes) or self.objects(term, predicate)

    def properties_of(self, cls: URIRef) -> list[URIRef]:
        """The properties stated for this very class, in the order of their IRIs."""
        found = {
            *self.graph.subjects(RDFS.domain, cls),
            *self.graph.subjects(_SCHEMA.domainIncludes, cls),
        }
        return sorted(p for p in found if isinstance(p, URIRef))


def ontology_page(ontology_folder: Path, lang: str = "zh") -> str:
    """Write the page about the ontology.

    Topics and terms come in the order of the file, so the page changes only where the file does.

    Args:
        ontology_folder: The folder that holds `zhitu.ttl`.
        lang: The language that comes first, `zh` or `en`; the other stands beside it.

    Returns:
        Markdown, with a Mermaid class diagram, ending in a line break.
    """
    source = (ontology_folder / "zhitu.ttl").read_text(encoding="utf-8")
    graph = Graph().parse(data=source, format="turtle")
    topics = _topics(source)
    page = _Page(graph, lang)
    ontology = URIRef(ONTOLOGY)
    words = page.words
    size = words["size"].format(
        classes=sum(len(t.classes) for t in topics),
        properties=sum(len(t.properties) for t in topics),
    )
    lines = [
        f"# {page.text(ontology, DCTERMS.title, page.langs[0])}",
        "",
        page.text(ontology, DCTERMS.title, page.langs[1]),
        "",
        *(f"{page.text(ontology, DCTERMS.abstract, one)}\n" for one in page.langs),
        f"`vet:` = <{VET}> · {size}",
        "",
        words["intro"],
        "",
        f"## {words['picture']}",
        "",
        *_diagram(page),
        "",
        f"## {words['classes']}",
        "",
    ]
    for topic in topics:
        if topic.classes:
            lines += [f"### {_title(topic, lang)}", ""]
            for name in topic.classes:
                lines += _class_entry(page, _VET[name])
    lines += [f"## {words['properties']}", ""]
    for topic in topics:
        if topic.properties:
            lines += [f"### {_title(topic, lang)}", ""]
            for name in topic.properties:
                lines += _property_entry(page, _VET[name])
    return "\n".join(lines).rstrip("\n") + "\n"


def _topics(source: str) -> list[_Topic]:
    """The topics of the file with their terms; those above the first topic make one."""
    topics = [_Topic("总则", "General", [], [])]
    for line in source.splitlines():
        topic, term = _TOPIC.match(line), _TERM.match(line)
        if topic:
            topics.append(_Topic(topic["zh"], topic["en"], [], []))
        elif term:
            current = topics[-1]
            names = current.classes if term["kind"] == "Class" else current.properties
            names.append(term["name"])
    return topics


def _diagram(page: _Page) -> list[str]:
    """A Mermaid class diagram of the main classes and the printed links between them."""
    lang = page.langs[0]
    main = [_VET[name] for name in MAIN_CLASSES]
    lines = ["```mermaid", "classDiagram", "  direction LR"]
    lines += [
        f'  class {_anchor(cls)}["{page.text(cls, RDFS.label, lang).replace(chr(34), "")}"]'
        for cls in main
    ]
    for cls in main:
        lines += [
            f"  {_anchor(above)} <|-- {_anchor(cls)}"
            for above in page.objects(cls, RDFS.subClassOf)
            if above in main
        ]
    links: dict[tuple[str, str], list[str]] = {}
    for prop in _printed_links(page):
        label = page.text(prop, RDFS.label, lang)
        for start in page.ends(prop, RDFS.domain, _SCHEMA.domainIncludes):
            for end in page.ends(prop, RDFS.range, _SCHEMA.rangeIncludes):
                if start in main and end in main:
                    links.setdefault((_anchor(start), _anchor(end)), []).append(label)
    lines += [
        f"  {start} --> {end} : {page.comma().join(labels)}"
        for (start, end), labels in sorted(links.items())
    ]
    return [*lines, "```"]


def _printed_links(page: _Page) -> list[URIRef]:
    """The properties between things that a report prints, in the order of their IRIs."""
    found = (p for p in page.graph.subjects(RDF.type, OWL.ObjectProperty) if isinstance(p, URIRef))
    return sorted(
        p
        for p in found
        if not any(str(s).startswith(DERIVED) for s in page.graph.objects(p, DCTERMS.source))
    )


def _class_entry(page: _Page, cls: URIRef) -> list[str]:
    graph = page.graph
    apart = {*graph.objects(cls, OWL.disjointWith), *graph.subjects(OWL.disjointWith, cls)}
    return [
        *_heading(page, cls),
        *page.line("definition", page.both(cls, SKOS.definition)),
        *page.line("above", page.links(graph.objects(cls, RDFS.subClassOf))),
        *page.line("below", page.links(graph.subjects(RDFS.subClassOf, cls))),
        *page.line("used", page.links(page.properties_of(cls))),
        *page.line("apart", page.links(apart)),
        *_notes(page, cls),
        "",
    ]


def _property_entry(page: _Page, prop: URIRef) -> list[str]:
    graph = page.graph
    definition = page.both(prop, SKOS.definition)
    if (prop, RDF.type, OWL.SymmetricProperty) in graph:
        definition += f" {page.words['both']}"
    return [
        *_heading(page, prop),
        *page.line("definition", definition),
        *page.line("domain", page.links(page.ends(prop, RDFS.domain, _SCHEMA.domainIncludes))),
        *page.line("range", page.links(page.ends(prop, RDFS.range, _SCHEMA.rangeIncludes))),
        *page.line("above_property", page.links(graph.objects(prop, RDFS.subPropertyOf))),
        *_notes(page, prop),
        "",
    ]


def _heading(page: _Page, term: URIRef) -> list[str]:
    first, second = (page.text(term, RDFS.label, lang) for lang in page.langs)
    return [f'#### <a id="{_anchor(term)}"></a>{first} · {second} · `{compact(str(term))}`', ""]


def _notes(page: _Page, term: URIRef) -> list[str]:
    semicolon = "；" if page.langs[0] == "zh" else "; "
    examples = sorted(_escape(str(e)) for e in page.graph.objects(term, SKOS.example))
    sources = sorted(_escape(str(s)) for s in page.graph.objects(term, DCTERMS.source))
    return [
        *page.line("example", semicolon.join(examples)),
        *page.line("scope", page.both(term, SKOS.scopeNote)),
        *page.line("source", semicolon.join(sources)),
    ]


def _title(topic: _Topic, lang: str) -> str:
    return f"{topic.zh} · {topic.en}" if lang == "zh" else f"{topic.en} · {topic.zh}"


def _anchor(term: URIRef) -> str:
    return str(term).removeprefix(VET)


def _escape(text: str) -> str:
    """Text of the ontology as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
