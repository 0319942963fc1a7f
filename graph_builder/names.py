"""Namespaces and the only places where IRIs are put together."""

from functools import cache

VET = "https://w3id.org/zhitu/ontology#"
ONTOLOGY = "https://w3id.org/zhitu/ontology"
ID = "https://w3id.org/zhitu/id/"
SCHEME = "https://w3id.org/zhitu/scheme/"
RULE = "https://w3id.org/zhitu/rule/"
AUDIT = "https://w3id.org/zhitu/audit/"
SHAPES = "https://w3id.org/zhitu/shapes#"
QUESTION = "https://w3id.org/zhitu/question/"
DATASET = "https://w3id.org/zhitu/dataset"
IDENTITY_GRAPH = "https://w3id.org/zhitu/graph/identity"
REFERENCE_GRAPH = "https://w3id.org/zhitu/graph/reference"
ONTOLOGY_GRAPH = ONTOLOGY

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"
OA = "http://www.w3.org/ns/oa#"
QB = "http://purl.org/linked-data/cube#"
SDMX_DIMENSION = "http://purl.org/linked-data/sdmx/2009/dimension#"
SDMX_MEASURE = "http://purl.org/linked-data/sdmx/2009/measure#"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SH = "http://www.w3.org/ns/shacl#"
SD = "http://www.w3.org/ns/sparql-service-description#"
UNIT = "http://qudt.org/vocab/unit/"
VANN = "http://purl.org/vocab/vann/"

#: Deletes what may stand in a slug beside letters and digits.
_PUNCTUATION = str.maketrans("", "", "-._~")

#: Prefixes known to every question, output and serialisation, in the order in which they print.
PREFIXES: dict[str, str] = {
    "vet": VET,
    "zid": ID,
    "zs": SCHEME,
    "rule": RULE,
    "vsh": SHAPES,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "org": ORG,
    "schema": SCHEMA,
    "oa": OA,
    "qb": QB,
    "sdmx-dimension": SDMX_DIMENSION,
    "sdmx-measure": SDMX_MEASURE,
    "sdmx-attribute": SDMX_ATTRIBUTE,
    "dcat": DCAT,
    "void": VOID,
    "sh": SH,
    "unit": UNIT,
    "vann": VANN,
}
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def report_iri(report: str) -> str:
    """IRI of a report, which is also the name of the graph that describes its passages."""
    return f"{ID}report/{report}"


def passage_iri(report: str, address: str) -> str:
    """IRI of a passage from its address inside the report, such as `table/1-1/row/3`."""
    return f"{ID}report/{report}/{address}"


def entity_iri(kind: str, slug: str) -> str:
    """IRI of a thing: `kind` is a lower-case English noun, `slug` pinned ASCII pinyin."""
    return f"{ID}{kind}/{_escaped(slug)}"


@cache
def concept_iri(scheme: str, slug: str) -> str:
    """IRI of a concept in a scheme of ours."""
    return f"{SCHEME}{scheme}/{_escaped(slug)}"


def _escaped(slug: str) -> str:
    """The slug, percent-escaped where it holds more than letters, digits and `-._~`."""
    if slug.isascii() and slug.translate(_PUNCTUATION).isalnum():
        return slug
    from urllib.parse import quote  # noqa: PLC0415 -- slow to load; pinned slugs do not need it

    return quote(slug, safe="-._~")


def compact(iri: str) -> str:
    """Write an IRI with the longest known prefix, for people; unknown ones stay as they are."""
    known = ((prefix, ns) for prefix, ns in _LONGEST_FIRST if iri.startswith(ns))
    return next((f"{prefix}:{iri[len(ns) :]}" for prefix, ns in known), iri)
