"""What the tables of reviewed facts look like: one file, its class, its columns.

A row says what one passage says about one thing. Rows that share an `id` speak of the same thing,
each from its own passage; a cell left blank says nothing. Several values in a cell are separated
by `|`. The column `inferred` names each column whose value does not stand in the passage and says
in words what was inferred: `school：上一句的主语`, several separated by `|`.
"""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column of a facts file.

    Attributes:
        name: Header cell.
        predicate: Local name of a `vet:` property, or a compact IRI such as `rdfs:label`.
        kind: `ref` (a thing, by any of its names or its id), `concept` (of a scheme, by label),
            `text` (words as printed), `integer`, `decimal`, `printed` (a figure as printed),
            `date` (2023, 2023-05 or 2023-05-04).
        of: For `ref` the admitted classes (local names), for `concept` the scheme.
        required: Whether at least one row of each id must fill it in.
    """

    name: str
    predicate: str
    kind: str = "text"
    of: tuple[str, ...] = ()
    required: bool = False


class FactTable(NamedTuple):
    """One file of `facts/`.

    Attributes:
        file: Its name.
        kind: The part of the IRI that tells the kind; empty where the rows make no thing of their
            own and speak of the passage, or of the thing that `subject` names.
        cls: The class of its things.
        columns: Its columns, without `id`, `passage`, `class` and `inferred`.
        classes: Narrower classes that the column `class` may name.
        scoped: Whether its things belong to one report (a conferral, an observation). The others
            (a policy, a base) keep their IRI when another report speaks of them.
        subject: Without `kind`: the column that names the thing a row is about, by name or id.
    """

    file: str
    kind: str
    cls: str
    columns: tuple[Column, ...]
    classes: tuple[str, ...] = ()
    scoped: bool = True
    subject: Column | None = None


AGENT = ("Agent",)
_START = Column("start", "startsOn", "date")
_END = Column("end", "endsOn", "date")
_YEAR = Column("year", "inYear", "date")
_NAME = Column("name", "hasName", required=True)
_OWNER = Column("owner", "ownedBy", "ref", AGENT)
_PARTNER = Column("partner", "hasPartner", "ref", AGENT)
_PROGRAMME = Column("programme", "concernsProgramme", "ref", ("Programme", "CoreProgramme"))
_COUNT = Column("count", "hasCount", "decimal")
_UNIT = Column("unit", "hasUnit", "concept", ("unit",))
_PLACE = Column("place", "takesPlaceIn", "ref", ("Place", "Facility", "Agent"))
_STATUS = Column("status", "hasStatus", "concept", ("status",))
_LEVEL = Column("level", "hasLevel", "concept", ("level",))

TABLES: tuple[FactTable, ...] = (
    FactTable(
        "honours.csv",
        "conferral",
        "HonourConferral",
        (
            Column("recipient", "conferredOn", "ref", ("Agent", "Programme", "Facility")),
            Column("recipient_role", "conferredOnRole"),
            Column("affiliation", "affiliatedWith", "ref", AGENT),
            Column("title", "confersTitle", "ref", ("HonourTitle",), required=True),
            _LEVEL,
            Column("class", "hasHonourClass"),
            _YEAR,
            Column("date", "dcterms:date", "date"),
            Column("awarded_by", "conferredBy", "ref", AGENT),
            Column("for", "conferredFor", "ref", ("Thing",)),
        ),
    ),
    FactTable(
        "memberships.csv",
        "membership",
        "Membership",
        (
            Column("member", "org:member", "ref", AGENT, required=True),
            Column("organisation", "org:organization", "ref", AGENT),
            Column("role", "memberAs", required=True),
        ),
    ),
    FactTable(
        "cooperations.csv",
        "cooperation",
        "Cooperation",
        (
            Column("kind", "hasCooperationKind", "concept", ("cooperation-kind",), required=True),
            Column("school", "hasSchoolParty", "ref", AGENT, required=True),
            Column("partner", "hasPartner", "ref", (*AGENT, "Place")),
            Column("beneficiary", "benefits", "ref", ("Agent", "StudentGroup", "Place")),
            _PROGRAMME,
            Column("cluster", "concernsCluster", "ref", ("ProgrammeCluster",)),
            Column("industry", "concernsIndustry", "concept", ("industry",)),
            Column("topic", "hasTopic"),
            Column("result", "resultsIn", "ref", ("Thing",)),
            Column("content", "includesActivity"),
            _STATUS,
            _PLACE,
            _START,
            _END,
            _YEAR,
        ),
    ),
    FactTable(
        "cases.csv",
        "case",
        "CaseStudy",
        (
            Column("number", "hasNumber", "integer"),
            Column("title", "hasName"),
            Column("school", "presentedBy", "ref", ("School",)),
            Column("mentions", "mentions", "ref", ("Thing",)),
        ),
    ),
    FactTable(
        "events.csv",
        "event",
        "Event",
        (
            _NAME,
            Column("kind", "hasEventKind", "concept", ("event-kind",), required=True),
            Column("organiser", "organisedBy", "ref", AGENT),
            Column("host", "hostedBy", "ref", AGENT),
            Column("participant", "hasParticipant", "ref", ("Agent", "StudentGroup", "Place")),
            Column("audience", "addresses"),
            Column("topic", "hasTopic"),
            Column("about", "mentions", "ref", ("Thing",)),
            _COUNT,
            _UNIT,
            _PLACE,
            _START,
            _END,
            _YEAR,
        ),
    ),
    FactTable(
        "competitions.csv",
        "competition",
        "Competition",
        (
            _NAME,
            _LEVEL,
            Column("organiser", "organisedBy", "ref", AGENT),
            Column("host", "hostedBy", "ref", AGENT),
            Column("part_of", "isPartOf", "ref", ("Competition",)),
            _PLACE,
            _START,
            _END,
            _YEAR,
        ),
        scoped=False,
    ),
    FactTable(
        "prizes.csv",
        "prize",
        "Prize",
        (
            Column("competition", "wonIn", "ref", ("Competition",), required=True),
            Column("discipline", "wonInDiscipline"),
            Column("winner", "wonBy", "ref", AGENT),
            Column("winner_role", "wonByRole"),
            Column("affiliation", "affiliatedWith", "ref", AGENT),
            Column("trained_by", "trainedBy", "ref", AGENT),
            Column("entry", "wonWith", "ref", ("Thing",)),
            Column("rank", "hasRank", required=True),
            _COUNT,
            _LEVEL,
            _YEAR,
        ),
    ),
    FactTable(
        "resources.csv",
        "resource",
        "LearningResource",
        (
            _NAME,
            _OWNER,
            Column("developer", "developedBy", "ref", AGENT),
            _PROGRAMME,
            Column("recognised_as", "recognisedAs"),
            Column("recognised_by", "recognisedBy", "ref", AGENT),
            Column("published_on", "publishedOn", "ref", ("Facility",)),
            Column("target", "intendedFor", "ref", ("Place", "Agent")),
            _STATUS,
            _COUNT,
            _UNIT,
            _YEAR,
        ),
        ("Course", "Textbook", "ResourcePack", "ResourceLibrary", "Document"),
        scoped=False,
    ),
    FactTable(
        "standards.csv",
        "standard",
        "OccupationalStandard",
        (
            _NAME,
            Column("led_by", "ledBy", "ref", AGENT),
            Column("led_or_joined_by", "ledOrJoinedBy", "ref", AGENT),
            Column("accepted_by", "acceptedBy", "ref", AGENT),
            Column("adopted_in", "adoptedIn", "ref", ("Place",)),
            Column("adopted_into", "adoptedInto"),
            _YEAR,
        ),
        scoped=False,
    ),
    FactTable(
        "certificates.csv",
        "certificate",
        "Certificate",
        (
            _NAME,
            Column("grade", "hasGrade"),
            Column("school", "pilotedBy", "ref", ("School",)),
            _PROGRAMME,
            Column("used_in", "appliedIn", "ref", ("Thing",)),
            _STATUS,
            _YEAR,
        ),
        scoped=False,
    ),
    FactTable(
        "facilities.csv",
        "facility",
        "Facility",
        (
            _NAME,
            _OWNER,
            _PARTNER,
            _PROGRAMME,
            Column("purpose", "servesPurpose"),
            Column("target", "intendedFor", "ref", ("Place", "Agent")),
            Column("recognised_as", "recognisedAs"),
            Column("recognised_by", "recognisedBy", "ref", AGENT),
            _STATUS,
            _PLACE,
            _YEAR,
        ),
        ("TrainingBase", "Platform", "Institute", "Museum", "Workshop"),
        scoped=False,
    ),
    FactTable(
        "projects.csv",
        "project",
        "Project",
        (
            _NAME,
            _OWNER,
            _PARTNER,
            _PROGRAMME,
            Column("approved_by", "approvedBy", "ref", AGENT),
            _STATUS,
            Column("batch", "belongsToBatch"),
            _LEVEL,
            Column("result", "resultsIn", "ref", ("Thing",)),
            Column("content", "includesActivity"),
            _PLACE,
            _START,
            _END,
            _YEAR,
        ),
        ("ResearchProject", "Consortium"),
        scoped=False,
    ),
    FactTable(
        "policies.csv",
        "policy",
        "Policy",
        (
            _NAME,
            Column("issuer", "issuedBy", "ref", AGENT),
            Column("implementer", "implementedBy", "ref", (*AGENT, "Place")),
            Column("period", "coversPeriod"),
            _YEAR,
        ),
        scoped=False,
    ),
    FactTable(
        "practices.csv",
        "practice",
        "Practice",
        (
            _NAME,
            Column("kind", "hasPracticeKind", "concept", ("practice-kind",), required=True),
            Column("owner", "practisedBy", "ref", (*AGENT, "Place")),
            Column("element", "hasElement"),
            Column("cluster", "concernsCluster", "ref", ("ProgrammeCluster",)),
            _PROGRAMME,
            Column("serves", "serves"),
            Column("part_of", "isPartOf", "ref", ("Practice",)),
            _YEAR,
        ),
    ),
    FactTable(
        "figures.csv",
        "observation",
        "Observation",
        (
            Column("indicator", "hasIndicator", "concept", ("indicator",), required=True),
            Column("of", "isAbout", "ref", ("Thing",), required=True),
            Column("value", "hasPrintedValue", "printed", required=True),
            _UNIT,
            _LEVEL,
            Column("rank", "hasRank"),
            Column("qualifier", "hasQualifier"),
            Column("year", "inYear", "date"),
        ),
    ),
    FactTable(
        "superlatives.csv",
        "superlative",
        "Superlative",
        (
            Column("kind", "hasSuperlativeKind", "concept", ("superlative-kind",), required=True),
            Column("claimed_of", "isAbout", "ref", ("Thing",), required=True),
            Column("wording", "worded", required=True),
            Column("scope", "withinScope"),
        ),
    ),
    FactTable(
        "challenges.csv",
        "challenge",
        "Challenge",
        (
            Column("number", "hasNumber", "integer"),
            Column("title", "hasName"),
            Column("policy", "arisesFrom", "ref", ("Policy",)),
            Column("response", "answeredBy"),
            Column("about", "mentions", "ref", ("Thing",)),
        ),
    ),
    FactTable(
        "parties.csv",
        "",
        "",
        (
            Column("country", "inCountry", "ref", ("Country",)),
            Column("affiliation", "affiliatedWith", "ref", AGENT),
            _PROGRAMME,
        ),
        subject=Column("party", "", "ref", ("Agent", "StudentGroup"), required=True),
    ),
    FactTable(
        "mentions.csv",
        "",
        "",
        (Column("mentions", "mentions", "ref", ("Thing",), required=True),),
    ),
)
