"""Values that are wrong: of another type or kind, out of range, of nothing there, one too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.seeds.world import Defect, World, iri, replace, second, text

if TYPE_CHECKING:
    from benchmarks.seeds.world import New, Term

TYPE, KIND, RANGE = "value of another type", "value of another kind", "value out of range"
NOTHING, TEXT, SHARED = "link to nothing", "faulty text", "identity shared"
NOWHERE = ox.NamedNode("https://w3id.org/zhitu/id/enterprise/mei-you-zhe-jia")
COUNTRY, SCHOOL = iri("zid:country/lao-wo"), "SELECT ?s WHERE { ?s a vet:School }"


def other(cls: str, predicate: str) -> New:
    """The value that another thing of the class has."""

    def make(world: World, thing: ox.NamedNode, old: Term) -> Term:
        rows = world.middle(
            f"SELECT ?o WHERE {{ ?s a {cls} ; {predicate} ?o "
            f"FILTER (?s != {thing} && ?o != {old}) }}"
        )
        return rows[0]

    return make


def found(query: str) -> New:
    """What a query finds."""
    return lambda world, _thing, _old: world.middle(query)[0]


def retyped(kind: str) -> New:
    """The same value, of another type."""
    return lambda _world, _thing, old: text(getattr(old, "value", ""), kind)


def padded(_world: World, _thing: ox.NamedNode, old: Term) -> Term:
    """The same text behind a blank."""
    return text(f" {getattr(old, 'value', '')}", "@zh")


def school_side(world: World, thing: ox.NamedNode, _old: Term) -> Term:
    """The school's side of a cooperation."""
    return world.value(thing, "vet:hasSchoolParty")


def _two_classes(world: World) -> None:
    place = world.a("vet:Place", "rdfs:label", lang="zh")
    world.put(place, "rdf:type", iri("vet:Event"), world.quads(place, "rdf:type"))


def _unknown_class(world: World) -> None:
    thing = world.a("vet:Enterprise", "rdfs:label", lang="zh")
    world.put(thing, "rdf:type", iri("vet:Enterprize"), world.quads(thing, "rdf:type"))


def _unknown_property(world: World) -> None:
    thing = world.a("vet:Event", "vet:hasEventKind")
    quads = world.quads(thing, "vet:hasEventKind")
    world.put(thing, "vet:hasEventKindd", quads[0].object, quads)  # type: ignore[arg-type]


def _wrong_subject(world: World) -> None:
    quads = world.quads(world.a("vet:Event", "vet:hasEventKind"), "vet:hasEventKind")
    world.put(iri("zid:country/lao-wo"), "vet:hasRank", text("一等奖", "@zh"), quads)


def _one_way(world: World) -> None:
    first = world.middle(
        "SELECT ?a ?b WHERE { ?a vet:possiblySameAs ?b FILTER (STR(?a) < STR(?b)) }"
    )
    world.remove(world.quads(first[0], "vet:possiblySameAs", first[1]))


def _same_as(world: World) -> None:
    a, b = world.middle("SELECT ?a ?b WHERE { ?a vet:possiblySameAs ?b }")
    world.put(a, "owl:sameAs", b, world.quads(a, "rdf:type"))


def _shared_label(world: World) -> None:
    a, b = world.middle(
        "SELECT ?a ?b WHERE { ?a a vet:School . ?b a vet:School FILTER (?a != ?b) }"
    )
    quads = [q for q in world.quads(a, "rdfs:label") if getattr(q.object, "language", "") == "zh"]
    label = next(q.object for q in world.quads(b, "rdfs:label") if q.object.language == "zh")  # type: ignore[union-attr]
    world.remove(quads)
    world.put(a, "rdfs:label", label, quads)  # type: ignore[arg-type]


WRONG: tuple[Defect, ...] = (
    replace(TYPE, "vet:Observation", "vet:hasValue", retyped("string"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:Observation", "vet:hasDecimals", retyped("string"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:Observation", "vet:inYear", retyped("integer"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:CaseStudy", "vet:hasNumber", text("一"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:ListingEntry", "vet:hasRowNumber", retyped("decimal"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:Report", "vet:reportsYear", retyped("string"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:Prize", "vet:hasRank", text("1", "integer"), "VALUE-DATATYPE"),
    replace(TYPE, "vet:Observation", "vet:isAbout", text("柳州市", "@zh"), "VALUE-THING"),
    replace(TYPE, "vet:Cooperation", "vet:hasPartner", text("某企业", "@zh"), "VALUE-THING"),
    replace(KIND, "vet:Observation", "vet:hasIndicator", found(SCHOOL), "VALUE-CLASS"),
    replace(KIND, "vet:CoreProgramme", "vet:inCluster", COUNTRY, "VALUE-CLASS"),
    replace(KIND, "vet:CoreProgramme", "vet:ofProgramme", found(SCHOOL), "VALUE-CLASS"),
    replace(KIND, "vet:CoreProgramme", "vet:servesIndustry", found(SCHOOL), "VALUE-CLASS"),
    replace(KIND, "vet:HonourConferral", "vet:confersTitle", COUNTRY, "VALUE-CLASS"),
    replace(KIND, "vet:Prize", "vet:wonIn", COUNTRY, "VALUE-CLASS"),
    replace(KIND, "vet:Cooperation", "vet:hasSchoolParty", COUNTRY, "VALUE-CLASS", "VALUE-CLASSES"),
    replace(KIND, "vet:ListingEntry", "vet:listsCluster", found(SCHOOL), "VALUE-CLASS"),
    replace(KIND, "vet:Cooperation", "vet:hasCooperationKind", iri("zs:event-kind/training"),
            "SCHEME-COOPERATION"),
    replace(KIND, "vet:Event", "vet:hasEventKind", iri("zs:level/national"), "SCHEME-EVENT"),
    replace(KIND, "vet:Practice", "vet:hasPracticeKind", iri("zs:level/national"),
            "SCHEME-PRACTICE"),
    replace(KIND, "vet:HonourConferral", "vet:hasLevel", iri("zs:unit/person"), "SCHEME-LEVEL"),
    replace(KIND, "vet:Observation", "vet:hasUnit", iri("zs:level/national"), "SCHEME-UNIT"),
    replace("wrong unit", "vet:Observation", "vet:hasUnit", iri("zs:unit/ten-thousand-yuan"),
            "OBS-UNIT-FITS"),
    replace(RANGE, "vet:Observation", "vet:hasValue", text("1.5", "decimal"), "OBS-PRINTED"),
    replace(RANGE, "vet:Observation", "vet:hasDecimals", text("3", "integer"),
            "OBS-DECIMALS-PRINTED"),
    replace(RANGE, "vet:Observation", "vet:inYear", text("1203", "gYear"), "VALUE-YEAR"),
    replace(RANGE, "vet:Report", "vet:hasDigest", text("abc"), "REPORT-DIGEST"),
    replace(RANGE, "vet:Challenge", "vet:hasNumber", text("0", "integer"), "CASE-NUMBER"),
    replace(RANGE, "vet:Prize", "vet:hasCount", text("0", "integer"), "COUNT-POSITIVE"),
    replace(RANGE, "vet:HonourConferral", "vet:hasHonourClass", text("甲", "@zh"), "HONOUR-CLASS"),
    replace(RANGE, "vet:Policy", "vet:coversPeriod", text("近年", "@zh"), "POLICY-PERIOD"),
    replace(RANGE, "vet:Programme", "vet:hasCatalogueCode", text("61"), "PROGRAMME-CODE"),
    replace(RANGE, "vet:Event", "vet:startsOn", text("2023-02-30", "date"), "VALUE-DATE"),
    replace(RANGE, "vet:Event", "vet:endsOn", text("1999", "gYear"), "PERIOD-ORDER"),
    replace(NOTHING, "vet:Cooperation", "vet:hasPartner", NOWHERE, "THING-NOWHERE", "VALUE-CLASS",
            "VALUE-CLASSES", "THING-TYPE"),
    replace(NOTHING, "vet:CoreProgramme", "vet:inCluster", NOWHERE, "THING-NOWHERE", "VALUE-CLASS"),
    replace(NOTHING, "vet:Observation", "vet:isAbout", NOWHERE, "THING-NOWHERE", "VALUE-CLASS",
            "VALUE-CLASSES", "THING-TYPE"),
    replace(NOTHING, "vet:Event", "vet:organisedBy", NOWHERE, "THING-NOWHERE", "VALUE-CLASS"),
    replace(NOTHING, "vet:Observation", "vet:printedIn", NOWHERE, "OBS-PLACE"),
    replace(TEXT, "vet:Practice", "vet:hasElement", padded, "VALUE-BLANK"),
    replace(TEXT, "vet:Practice", "vet:hasElement", retyped("@fr"), "VALUE-LANGUAGE",
            name="vet:hasElement of vet:Practice: language that is none of the two"),
    replace(TEXT, "vet:Superlative", "vet:worded", text("", "@zh"), "VALUE-BLANK"),
    replace("wrong side", "vet:Cooperation", "vet:hasPartner", school_side, "COOP-SIDES"),
    replace(SHARED, "vet:CaseStudy", "vet:hasNumber", other("vet:CaseStudy", "vet:hasNumber"),
            "CASE-NUMBER-SHARED"),
    replace(SHARED, "vet:Programme", "vet:hasCatalogueCode",
            other("vet:Programme", "vet:hasCatalogueCode"), "PROGRAMME-CODE-SHARED"),
    second("vet:School", "rdfs:label", text("另一校名", "@zh"), "THING-LABEL-LANGUAGE", lang="zh"),
    second("vet:Enterprise", "rdfs:label", text("Autre nom", "@fr"), "THING-LABEL-LANGUAGE",
           lang="zh"),
    second("vet:Observation", "vet:hasValue", text("7.5", "decimal"), "OBS-NUMBER"),
    second("vet:Observation", "vet:inYear", text("2021", "gYear"), "OBS-YEAR"),
    second("vet:Observation", "vet:hasUnit", iri("zs:unit/person"), "OBS-UNIT"),
    second("vet:HonourConferral", "vet:hasLevel", iri("zs:level/county"), "HONOUR-LEVEL"),
    second("vet:HonourConferral", "vet:confersTitle", other("vet:HonourConferral",
           "vet:confersTitle"), "HONOUR-TITLE"),
    second("vet:Prize", "vet:wonIn", other("vet:Prize", "vet:wonIn"), "PRIZE-COMPETITION"),
    second("vet:School", "vet:hasOwnership", iri("zs:ownership/public"), "SCHOOL-OWNERSHIP"),
    second("vet:ListingEntry", "vet:listsCluster", other("vet:ListingEntry", "vet:listsCluster"),
           "LISTING-CLUSTER"),
    second("vet:CoreProgramme", "vet:inCluster", other("vet:CoreProgramme", "vet:inCluster"),
           "CORE-CLUSTER"),
    Defect("a place that is an event too", KIND, ("THING-KIND",), _two_classes),
    Defect("a misspelt class", KIND, ("USE-UNDEFINED",), _unknown_class),
    Defect("a misspelt property", KIND, ("USE-UNDEFINED",), _unknown_property),
    Defect("a country with a rank", KIND, ("SUBJECT-CLASS", "SUBJECT-CLASSES"), _wrong_subject),
    Defect("perhaps the same, one way only", SHARED, ("RESEMBLANCE-LINK",), _one_way),
    Defect("the same and perhaps the same", SHARED, ("SAME-AS",), _same_as),
    Defect("two schools of one name", SHARED, ("THING-LABEL-SHARED",), _shared_label),
)  # fmt: skip
