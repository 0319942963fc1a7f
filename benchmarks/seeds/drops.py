"""Statements that are missing: required properties, labels in a language, classes."""

from __future__ import annotations

from benchmarks.seeds.world import Defect, World, drop
from graph_builder.names import VET


def _class_missing(world: World) -> None:
    """A body without any class."""
    world.remove(world.quads(world.a("vet:Enterprise", "rdfs:label", lang="zh"), "rdf:type"))


def _code_missing(world: World) -> None:
    """A country without any code."""
    world.remove(world.quads(world.a("vet:Country", "rdfs:label", lang="zh"), "dcterms:identifier"))


def _superclass_missing(world: World) -> None:
    """A body with its own class and not the one above."""
    thing = world.a("vet:Enterprise", "rdfs:label", lang="zh")
    quads = world.quads(thing, "rdf:type")
    world.remove(q for q in quads if getattr(q.object, "value", "") == f"{VET}Agent")


DROPS: tuple[Defect, ...] = (
    drop("vet:Observation", "vet:hasIndicator", "OBS-INDICATOR"),
    drop("vet:Observation", "vet:isAbout", "OBS-ABOUT"),
    drop("vet:Observation", "vet:hasDecimals", "OBS-DECIMALS"),
    drop("vet:Observation", "vet:hasPrintedValue", "OBS-VALUE"),
    drop("vet:Observation", "vet:hasValue", "OBS-READ"),
    drop("vet:Observation", "vet:hasRespondents", "OBS-SURVEY"),
    drop("vet:Observation", "vet:hasSurveyMethod", "OBS-SURVEY"),
    drop("vet:Cooperation", "vet:hasCooperationKind", "COOP-KIND"),
    drop("vet:Cooperation", "vet:hasSchoolParty", "COOP-SCHOOL"),
    drop("vet:Cooperation", "vet:hasPartner", "COOP-PARTNER"),
    drop("vet:CoreProgramme", "vet:inCluster", "CORE-CLUSTER"),
    drop("vet:CoreProgramme", "vet:ofProgramme", "CORE-PROGRAMME"),
    drop("vet:CoreProgramme", "vet:declaresChain", "CORE-CHAIN", "CORE-SERVES"),
    drop("vet:CoreProgramme", "vet:servesIndustry", "CORE-SERVES"),
    drop("vet:CoreProgramme", "vet:hasName", "NAME-PRINTED"),
    drop("vet:ProgrammeCluster", "vet:inCluster", "CLUSTER-CORE", backwards=True),
    drop("vet:ProgrammeCluster", "vet:offersCluster", "CLUSTER-SCHOOL", backwards=True),
    drop("vet:ChainCell", "vet:hasTerm", "CHAIN-TERM", "CORE-SERVES"),
    drop("vet:ChainCell", "vet:hasPrintedText", "CHAIN-TEXT"),
    drop("vet:ChainCell", "vet:declaresChain", "CHAIN-DECLARED", backwards=True),
    drop("vet:CaseStudy", "vet:hasNumber", "CASE-NUMBER"),
    drop("vet:CaseStudy", "vet:presentedBy", "CASE-SCHOOL"),
    drop("vet:Challenge", "vet:hasNumber", "CASE-NUMBER"),
    drop("vet:Event", "vet:hasEventKind", "EVENT-KIND"),
    drop("vet:Practice", "vet:hasPracticeKind", "PRACTICE-KIND"),
    drop("vet:HonourConferral", "vet:confersTitle", "HONOUR-TITLE"),
    drop("vet:HonourConferral", "vet:conferredOn", "HONOUR-RECIPIENT"),
    drop("vet:HonourTitle", "vet:confersTitle", "TITLE-USED", backwards=True),
    drop("vet:Prize", "vet:wonIn", "PRIZE-COMPETITION"),
    drop("vet:Prize", "vet:hasRank", "PRIZE-RANK"),
    drop("vet:ListingEntry", "vet:listsCluster", "LISTING-CLUSTER"),
    drop("vet:ListingEntry", "vet:listsProgramme", "LISTING-PROGRAMME"),
    drop("vet:ListingEntry", "vet:listsTerm", "LISTING-CHAIN"),
    drop("vet:ListingEntry", "vet:hasRowNumber", "LISTING-ROW"),
    drop("vet:Membership", "org:member", "MEMBERSHIP-MEMBER"),
    drop("vet:Membership", "org:organization", "MEMBERSHIP-ORGANISATION"),
    drop("vet:Membership", "vet:memberAs", "MEMBERSHIP-ROLE"),
    drop("vet:Report", "dcterms:title", "REPORT-TITLE"),
    drop("vet:Report", "vet:isAbout", "REPORT-ABOUT"),
    drop("vet:Report", "vet:hasDigest", "REPORT-DIGEST"),
    drop("vet:Report", "vet:hasPublisherName", "REPORT-PUBLISHER"),
    drop("vet:Report", "vet:reportsYear", "REPORT-YEAR"),
    drop("vet:Report", "vet:covers", "REPORT-COVERS"),
    drop("vet:Superlative", "vet:hasSuperlativeKind", "SUPERLATIVE-KIND"),
    drop("vet:Superlative", "vet:isAbout", "SUPERLATIVE-OF"),
    drop("vet:Superlative", "vet:worded", "SUPERLATIVE-WORDING"),
    drop("vet:OccupationalStandard", "vet:ledBy", "STANDARD-LEAD"),
    drop("vet:OccupationalStandard", "vet:adoptedIn", "STANDARD-ADOPTED"),
    drop("vet:Programme", "vet:hasCatalogueName", "PROGRAMME-CATALOGUE"),
    Defect("a country without code", "statement missing", ("COUNTRY-CODE",), _code_missing),
    drop("vet:School", "rdfs:label", "THING-LABEL", lang="zh"),
    drop("vet:Enterprise", "rdfs:label", "THING-LABEL", lang="zh"),
    Defect("an enterprise without any class", "statement missing", ("THING-TYPE",), _class_missing),
    Defect(
        "an enterprise that is no agent",
        "statement missing",
        ("THING-SUPERCLASS",),
        _superclass_missing,
    ),
)
