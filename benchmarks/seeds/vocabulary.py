"""Defects in the ontology, in schemes and in the template of indicators."""

from __future__ import annotations

from benchmarks.seeds.world import Defect, World, drop, iri, replace, second, text
from benchmarks.seeds.wrong import other, retyped

TERM, SCHEME, CYCLE = "faulty term", "faulty concept", "circle"


def _both_kinds(world: World) -> None:
    thing = world.a("vet:IndustryTerm", "skos:prefLabel", lang="zh")
    quads = [q for q in world.quads(thing, "skos:prefLabel") if q.object.language == "zh"]  # type: ignore[union-attr]
    world.put(thing, "skos:altLabel", quads[0].object, quads)  # type: ignore[arg-type]


def _back(predicate: str, name: str, code: str, kind: str = CYCLE) -> Defect:
    """A link that is stated back as well, so that it makes a circle."""

    def make(world: World) -> None:
        a, b = world.middle(
            f"SELECT ?a ?b WHERE {{ ?a {predicate} ?b FILTER (isIRI(?a) && isIRI(?b)) }}"
        )
        world.put(b, predicate, a, world.quads(a, predicate, b))

    return Defect(name, kind, (code,), make)


def _remove(query: str, predicate: str, name: str, *codes: str) -> Defect:
    """A link that is missing between two things that a query finds."""

    def make(world: World) -> None:
        a, b = world.middle(query)
        world.remove(world.quads(a, predicate, b))

    return Defect(name, SCHEME, codes, make)


def _put(query: str, predicate: str, name: str, *codes: str) -> Defect:
    """A link too many between two things that a query finds."""

    def make(world: World) -> None:
        a, b = world.middle(query)
        world.put(a, predicate, b, world.quads(a, "rdf:type"))

    return Defect(name, SCHEME, codes, make)


def _same_label(world: World) -> None:
    a, b = world.middle(
        "SELECT ?a ?b WHERE { ?a a vet:Indicator ; skos:inScheme ?s . "
        "?b a vet:Indicator ; skos:inScheme ?s FILTER (?a != ?b) }"
    )
    quads = [q for q in world.quads(a, "skos:prefLabel") if q.object.language == "zh"]  # type: ignore[union-attr]
    label = next(q for q in world.quads(b, "skos:prefLabel") if q.object.language == "zh")  # type: ignore[union-attr]
    world.remove(quads)
    world.put(a, "skos:prefLabel", label.object, quads)  # type: ignore[arg-type]


def _same_order(world: World) -> None:
    a, b = world.middle(
        "SELECT ?a ?b WHERE { ?a vet:inTemplateTable ?t . ?b vet:inTemplateTable ?t "
        "FILTER (?a != ?b) }"
    )
    quads = world.quads(a, "vet:hasTemplateOrder")
    world.remove(quads)
    world.put(a, "vet:hasTemplateOrder", world.value(b, "vet:hasTemplateOrder"), quads)


_RELATED = "SELECT ?a ?b WHERE { ?a skos:related ?b }"
_BROADER = "SELECT ?a ?b WHERE { ?a skos:broader ?b }"

VOCABULARY: tuple[Defect, ...] = (
    drop("vet:Indicator", "vet:hasUnit", "IND-UNIT"),
    drop("vet:Indicator", "vet:hasTemplateOrder", "IND-ORDER"),
    drop("vet:Indicator", "vet:hasTemplateLabel", "IND-TEMPLATE-LABEL"),
    drop("vet:ConceptLink", "vet:restsOn", "LINK-BASIS"),
    drop("vet:ConceptLink", "vet:linksTo", "LINK-ENDS"),
    drop("vet:Indicator", "skos:inScheme", "CONCEPT-SCHEME"),
    drop("vet:Indicator", "skos:prefLabel", "CONCEPT-BILINGUAL", lang="en"),
    drop("vet:IndustryTerm", "skos:prefLabel", "CONCEPT-BILINGUAL", lang="zh"),
    drop("vet:Indicator", "skos:definition", "CONCEPT-DEFINITION", lang="zh"),
    drop("owl:Class", "rdfs:label", "TERM-LABEL", lang="zh"),
    drop("owl:ObjectProperty", "rdfs:label", "TERM-LABEL", lang="en"),
    drop("owl:Class", "skos:definition", "TERM-DEFINITION", lang="en"),
    drop("owl:Class", "rdfs:isDefinedBy", "TERM-DEFINED-BY"),
    drop("owl:DatatypeProperty", "dcterms:source", "TERM-SOURCE"),
    drop("owl:ObjectProperty", "skos:example", "TERM-EXAMPLE"),
    drop("owl:ObjectProperty", "skos:scopeNote", "TERM-SCOPE", lang="zh"),
    drop("owl:ObjectProperty", "rdfs:domain", "TERM-DOMAIN"),
    drop("owl:DatatypeProperty", "rdfs:range", "TERM-RANGE"),
    drop("owl:Ontology", "dcterms:license", "ONTOLOGY-METADATA"),
    drop("skos:ConceptScheme", "dcterms:title", "SCHEME-TITLE", lang="en"),
    second("vet:Indicator", "skos:prefLabel", text("另一名称", "@zh"), "CONCEPT-LABEL", lang="zh"),
    second("vet:Indicator", "vet:hasUnit", iri("zs:unit/yuan"), "IND-UNIT"),
    second("owl:Class", "rdfs:label", text("另一名称", "@zh"), "TERM-LABEL", lang="zh"),
    second("owl:ObjectProperty", "rdfs:range", iri("vet:Country"), "TERM-RANGE"),
    replace(TERM, "owl:ObjectProperty", "rdfs:range", iri("xsd:string"), "TERM-RANGE-THING"),
    replace(TERM, "owl:DatatypeProperty", "rdfs:range", iri("xsd:float"), "TERM-RANGE-VALUE"),
    replace(TERM, "owl:ObjectProperty", "rdfs:domain", iri("vet:Nothing"), "TERM-UNDEFINED"),
    replace(SCHEME, "vet:Indicator", "skos:notation", other("vet:Indicator", "skos:notation"),
            "CONCEPT-NOTATION"),
    replace(SCHEME, "vet:Indicator", "vet:hasTemplateOrder", retyped("string"), "VALUE-DATATYPE",
            "IND-ORDER"),
    Defect("a label both preferred and alternative", SCHEME, ("CONCEPT-LABEL-KINDS",), _both_kinds),
    _back("skos:broader", "two concepts, each above the other", "CONCEPT-CYCLE"),
    _back("vet:isPartOfIndicator", "two indicators, each part of the other", "PART-CYCLE"),
    _back("rdfs:subClassOf", "two classes, each below the other", "TERM-CYCLE"),
    _back("rdfs:subPropertyOf", "two properties, each below the other", "TERM-CYCLE"),
    _remove(_RELATED, "skos:related", "related one way only", "CONCEPT-RELATED"),
    _remove(_BROADER, "skos:broader", "a broader concept no longer stated", "LINK-STATED"),
    _put("SELECT ?a ?b WHERE { ?a skos:inScheme zs:level . ?b skos:inScheme zs:unit }",
         "skos:broader", "a broader concept of another scheme", "CONCEPT-BROADER"),
    _put("SELECT ?a ?b WHERE { ?a a vet:IndustryTerm ; skos:inScheme ?s . "
         "?b a vet:IndustryTerm ; skos:inScheme ?s FILTER (?a != ?b && NOT EXISTS "
         "{ ?a skos:broader|skos:related|^skos:broader ?b }) }",
         "skos:broader", "a broader concept without a basis", "CONCEPT-BASIS"),
    _put("SELECT ?a ?b WHERE { ?a skos:inScheme zs:level . ?b a skos:ConceptScheme "
         "FILTER (?b != zs:level) }",
         "skos:topConceptOf", "a top concept of another scheme", "CONCEPT-TOP"),
    _put("SELECT ?a ?b WHERE { ?a a owl:Class . VALUES ?b { owl:ObjectProperty } "
         "FILTER isIRI(?a) }",
         "rdf:type", "a class that is of another kind too", "TERM-KIND"),
    Defect("two indicators of one name", SCHEME, ("CONCEPT-LABEL-SHARED",), _same_label),
    Defect("two indicators in one row", SCHEME, ("IND-ORDER-SHARED",), _same_order),
)  # fmt: skip
