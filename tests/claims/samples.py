"""An invented city: its identity files, facts and tables, as real files that a test can change."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING

import pytest

from graph_builder.claims.columns import TABLES
from graph_builder.claims.facts import fact_claims, header_of, read_facts, register_facts
from graph_builder.claims.identity import (
    NAME_COLUMNS,
    RESEMBLANCE_COLUMNS,
    THING_COLUMNS,
    Registry,
    load_identity,
)
from graph_builder.claims.tables import Context
from graph_builder.errors import InputError
from graph_builder.names import ID, RDF, SCHEME, VET
from graph_builder.sources.document import PrintedTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph_builder.claims.claim import Claim
    from graph_builder.claims.vocabulary import Vocabulary

REPORT = "yunzhou-2031"
SENTENCE = "section/1.1/paragraph/1/sentence/1"
NEXT = "section/1.1/paragraph/1/sentence/2"
ADDRESSES = frozenset((SENTENCE, NEXT, "table/1-1/row/1/column/3"))

TYPE = f"<{RDF}type>"
NAME = f"<{VET}hasName>"

#: Rows of facts files that say the least that such a row must say.
EVENT = {"id": "nian-hui", "name": "年会", "kind": "会议"}
FIGURE = {"id": "ren-shu", "indicator": "毕业生人数", "of": "云州市中等职业学校", "value": "120"}
PRIZE = {"id": "yin-jiang", "competition": "茶艺大赛", "rank": "银奖"}
CONTEST = {"id": "cha-yi-da-sai", "name": "茶艺大赛"}
CASE = {"id": "case-1", "number": "1"}

#: Half-width character -> its full-width form.
WIDE = {c: c + 0xFEE0 for c in range(0x21, 0x7F)} | {0x20: 0x3000}

#: File of the identity folder -> its lines below the header.
CITY = {
    "schools.csv": (
        "school/yi,School,云州市第一学校,Yunzhou No. 1 School,",
        "school/er,School,云州市第二学校,Yunzhou No. 2 School,",
        "school-group/yun-zhou,SchoolGroup,云州市中等职业学校,Secondary schools of Yunzhou,",
    ),
    "others.csv": (
        "place/yun-zhou-shi,Place,云州市,Yunzhou,",
        "country/hai-guo,Country,海国,Haiguo,",
        "enterprise/xing-guang,Enterprise,星光公司,Starlight,",
        "government/jiao-yu-ju,GovernmentBody,云州市教育局,Yunzhou Education Bureau,",
        "honour/jia-ji,HonourTitle,甲级学校,Grade A school,",
        "student-group/cha-ban,StudentGroup,茶艺班,Tea class,",
    ),
    "programmes.csv": (
        "programme/cha-yi,Programme,茶艺,Tea art,",
        "programme/ping-cha,Programme,评茶,Tea tasting,",
        "programme/chuan-ti,Programme,船体,Hulls,",
        "programme/qi-che,Programme,汽车专业,Cars,",
    ),
    "clusters.csv": (
        "cluster/yi--cha-yi,ProgrammeCluster,茶艺专业群,Tea of No. 1,云州市第一学校",
        "cluster/yi--zao-chuan,ProgrammeCluster,造船专业群,Ships of No. 1,云州市第一学校",
        "cluster/er--cha-yi,ProgrammeCluster,茶艺专业群,Tea of No. 2,云州市第二学校",
    ),
}
NAMES = (
    "school/yi,一校,short,",
    "school/er,二校,short,",
    "school/er,第二学校,variant,正文的简写",
    "programme/cha-yi,茶道,variant,同一专业的旧称",
)


def write_lines(path: Path, header: Iterable[str], lines: Iterable[str]) -> Path:
    """A CSV file of a header and lines written out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in (",".join(header), *lines)), "utf-8")
    return path


def write_city(folder: Path) -> Path:
    """The identity files of the city."""
    for file, lines in CITY.items():
        write_lines(folder / file, THING_COLUMNS, lines)
    write_lines(folder / "names.csv", NAME_COLUMNS, NAMES)
    write_lines(folder / "resemblances.csv", RESEMBLANCE_COLUMNS, ["school/yi,school/er,两所学校"])
    return folder


def own_copy(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary, to which a test may add industry terms without others seeing them."""
    own = copy(vocabulary)
    own.concepts = {scheme: dict(labels) for scheme, labels in own.concepts.items()}
    own.minted = []
    return own


def registry_of(vocabulary: Vocabulary, folder: Path) -> Registry:
    """The registry that an identity folder makes."""
    registry = Registry(vocabulary.superclasses)
    load_identity(registry, folder)
    return registry


def write_facts(folder: Path, file: str, *rows: dict[str, str]) -> Path:
    """A facts file of rows, each told by the cells that are not blank."""
    table = next(t for t in TABLES if t.file == file)
    path = folder / "facts" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, header_of(table), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({"passage": SENTENCE, **row} for row in rows)
    return path


def facts_of(folder: Path, registry: Registry, vocabulary: Vocabulary) -> list[Claim]:
    """The claims of the facts files in a report folder; the report's id is the folder's name."""
    rows = read_facts(folder, folder.name, ADDRESSES)
    registry.begin_report()
    register_facts(registry, rows)
    return list(fact_claims(rows, registry, vocabulary, folder.name))


def context_of(registry: Registry, vocabulary: Vocabulary) -> Context:
    """What mapping a table of the city's report needs."""
    subject = registry.things["school-group/yun-zhou"]
    return Context(REPORT, REPORT, subject, registry, vocabulary, [], {}, {})


def printed(kind: str, number: str, header: str, *rows: str) -> PrintedTable:
    """A table of one header row; cells are written with `/` between them."""
    body = tuple(tuple(row.split("/")) for row in rows)
    return PrintedTable(number, kind, "", "1.1", (tuple(header.split("/")),), body)


def zid(local: str) -> str:
    """The term of a thing of ours."""
    return f"<{ID}{local}>"


def vet(local: str) -> str:
    """The term of a class or property of ours."""
    return f"<{VET}{local}>"


def concept(local: str) -> str:
    """The term of a concept, by scheme and slug."""
    return f"<{SCHEME}{local}>"


def zh(words: str) -> str:
    """The term of Chinese words."""
    return f'"{words}"@zh'


def typed(value: str, datatype: str) -> str:
    """The term of a value of an XML Schema type."""
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{datatype}>'


def triples(claims: Iterable[Claim]) -> set[tuple[str, str, str]]:
    """What the claims state, whatever the passage."""
    return {(c.subject, c.predicate, c.object) for c in claims}


def objects(claims: Iterable[Claim], subject: str, predicate: str) -> list[str]:
    """The objects of a thing's claims, in order; the predicate is the term or a local name."""
    wanted = predicate if predicate.startswith("<") else vet(predicate)
    return [c.object for c in claims if (c.subject, c.predicate) == (subject, wanted)]


@contextmanager
def refused(
    code: str, file: str, line: int | None = None, column: str | None = None, *, found: str = ""
) -> Iterator[None]:
    """The block raises one input error with this code and place; it shows what was found."""
    with pytest.raises(InputError) as caught:
        yield
    error = caught.value
    assert error.code == code
    assert error.where is not None
    assert (error.where.file, error.where.line, error.where.column) == (file, line, column)
    for lang in ("zh", "en"):
        shown = error.render(lang)
        assert found in shown
        assert file in shown
        assert shown.endswith(f"[{code}]")
        assert "\n" not in shown
        assert "{" not in shown
    assert error.render("zh") != error.render("en")
