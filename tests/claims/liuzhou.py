"""The shipped facts of the Liuzhou report, for tests that ask what they say."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.paths import bundled
from tests.claims.samples import vet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.identity import Registry

DATA = bundled("data")
FOLDER = DATA / "liuzhou-2023"
DOCUMENT = Path(__file__).resolve().parents[3] / "shared" / "report" / "liuzhou-2023.txt"

#: Schools in the order of Table 1-1.
SCHOOLS = (
    "市一职校",
    "市二职校",
    "市交校",
    "柳州市城市职业学院中专部",
    "鹿寨中心",
    "旅游学校",
    "融水卫校",
    "融水职校",
    "机电职校",
)


class Said:
    """All claims, to be asked by subject, predicate and object."""

    def __init__(self, claims: Iterable[Claim], registry: Registry) -> None:
        self.claims = list(claims)
        self.registry = registry
        self._by_subject: dict[tuple[str, str], list[Claim]] = {}
        self._by_object: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.claims:
            self._by_subject.setdefault((claim.subject, claim.predicate), []).append(claim)
            self._by_object.setdefault((claim.predicate, claim.object), []).append(claim)

    def term(self, name: str, cls: str = "Thing") -> str:
        """The one thing of this name."""
        (found,) = self.registry.find(name, (cls,))
        return f"<{self.registry.things[found].iri}>"

    def about(self, subject: str, predicate: str) -> list[Claim]:
        return self._by_subject.get((subject, _predicate(predicate)), [])

    def objects(self, subject: str, predicate: str) -> set[str]:
        return {c.object for c in self.about(subject, predicate)}

    def subjects(self, predicate: str, obj: str) -> set[str]:
        return {c.subject for c in self._by_object.get((_predicate(predicate), obj), [])}

    def cls_of(self, term: str) -> str:
        """The class under which a thing is registered."""
        return next(t.cls for t in self.registry.things.values() if f"<{t.iri}>" == term)


def _predicate(local: str) -> str:
    return local if local.startswith("<") else vet(local)


def table_rows(number: str) -> list[dict[str, str]]:
    """Body rows of a printed table by column number, from its file."""
    with (FOLDER / "tables" / f"{number}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["row"].isdigit()]
