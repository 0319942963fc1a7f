"""One title for one programme at two schools is two honours, not one registered twice."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph_builder.names import RDF, VET
from tests.check.worlds import SENTENCE, outcomes, twice

BASE = "https://w3id.org/zhitu/id/"


@pytest.mark.parametrize(("school", "found"), [("jia", 2), ("yi", 0)])
def test_the_school_of_a_programme_tells_its_honours_apart(school: str, found: int) -> None:
    def conferral(name: str, of: str) -> list[ox.Triple]:
        node = ox.NamedNode(f"{BASE}conferral/demo-2023--{name}")
        facts = {
            RDF + "type": f"{VET}HonourConferral",
            f"{VET}confersTitle": f"{BASE}honour/zhong-dian",
            f"{VET}conferredOn": f"{BASE}programme/hu-li",
            f"{VET}affiliatedWith": f"{BASE}school/{of}",
        }
        return [ox.Triple(node, ox.NamedNode(p), ox.NamedNode(o)) for p, o in facts.items()]

    quads = twice([*conferral("one", "jia"), *conferral("two", school)], SENTENCE)
    assert len(outcomes(*quads)["HONOUR-TWICE"].findings) == found
