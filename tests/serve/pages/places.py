"""Addresses of pages, for tests that look at all of them."""

from __future__ import annotations

from urllib.parse import quote

REPORT = "/id/report/liuzhou-2023"
SCHOOL = "/id/school/liu-zhou-shi-jiao-tong-xue-xiao"
WHY = (
    "/why?s=https://w3id.org/zhitu/id/school/liu-zhou-shi-jiao-tong-xue-xiao"
    "&p=https://w3id.org/zhitu/ontology%23reachesIndustry"
    "&o=https://w3id.org/zhitu/scheme/industry/hang-yun-chan-ye"
)
#: Name of a page -> its address; one of every kind.
PAGES = {
    "home": "/",
    "questions": "/questions",
    "question": "/questions/honours_by_school",
    "question with a parameter": "/questions/school_to_industry?school=市交校",
    "question to be filled in": "/questions/school_to_industry",
    "trace": "/trace?from=市交校&to=五菱",
    "search": "/search?q=五菱",
    "lists": "/lists",
    "list": "/lists/cooperations",
    "quality": "/quality",
    "sparql": "/sparql?query=SELECT ?s WHERE { ?s a vet:School }",
    "ontology": "/ontology",
    "rules": "/rules",
    "rule": "/rules/SUM-PARTS",
    "report": REPORT,
    "table": f"{REPORT}/table/6-1",
    "section": f"{REPORT}/section/6.5",
    "row": f"{REPORT}/table/6-1/row/14",
    "sentence": f"{REPORT}/section/6.5/paragraph/2/sentence/4",
    "thing": SCHOOL,
    "concept": "/scheme/industry/group-automotive",
    "derivation": "/rule/works_with",
    "why": WHY,
    "pictures": "/pictures/flow?school=柳州市交通学校",
    "about": "/about",
    "downloads": "/downloads",
    "api": "/api",
    "not understood": "/ask?q=荣誉奖章在哪里领",
}


def address(path: str) -> str:
    """The path with what is not ASCII escaped."""
    return quote(path, safe="/?&=%:{}.,")
