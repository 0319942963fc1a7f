"""Made-up reports that follow the national template, for measuring how the build grows.

Each is a data folder like that of the bundled report, for a city that does not exist: its schools,
clusters, enterprises, bases and events have names and IRIs of their own, its figures and the
industries of its clusters are drawn anew. Countries, programmes, honours and policies are shared by
all, as they are in reality. The same number always gives the same report.
"""

from __future__ import annotations

import csv
import random
import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.claims.columns import TABLES, FactTable
from graph_builder.claims.facts import header_of
from graph_builder.claims.figures import is_number
from graph_builder.claims.identity import (
    NAME_COLUMNS,
    RESEMBLANCE_COLUMNS,
    THING_COLUMNS,
    is_id,
)
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    Table = list[list[str]]

#: Two syllables make the name of a city: one hundred cities; nine hundred more take a third.
FIRST = (
    ("岚", "lan"), ("澄", "cheng"), ("霁", "ji"), ("槿", "jin"), ("汐", "xi"),
    ("璟", "jing"), ("翎", "ling"), ("珩", "heng"), ("沅", "yuan"), ("皓", "hao"),
)  # fmt: skip
SECOND = (
    ("墟", "xu"), ("屿", "yu"), ("汀", "ting"), ("壑", "he"), ("麓", "lu"),
    ("陌", "mo"), ("垣", "yuan"), ("泽", "ze"), ("岫", "xiu"), ("埠", "bu"),
)  # fmt: skip
THIRD = (
    ("", ""), ("川", "-chuan"), ("州", "-zhou"), ("原", "-yuan"), ("岭", "-ling"),
    ("湖", "-hu"), ("溪", "-xi"), ("港", "-gang"), ("江", "-jiang"), ("山", "-shan"),
)  # fmt: skip
MODEL = "liuzhou-2023"
_CITY, _CITY_SLUG = "柳州", "liu-zhou"
#: Kinds of things that cities share, unless the name is of the model's city.
_SHARED_KINDS = frozenset(("country", "region", "programme", "honour", "government", "place"))
_SHARED_FILES = frozenset(("policies.csv", "standards.csv", "competitions.csv", "certificates.csv"))
_FIGURE = re.compile(r"\d+(?:\.\d+)?\Z")


class City(NamedTuple):
    """A made-up city: its name without 市, and its pinyin."""

    name: str
    slug: str


def city(number: int) -> City:
    """The city of a number from 0 to 999."""
    hundreds, below = divmod(number, len(FIRST) * len(SECOND))
    first, second, third = FIRST[below % len(FIRST)], SECOND[below // len(FIRST)], THIRD[hundreds]
    return City(first[0] + second[0] + third[0], f"{first[1]}-{second[1]}{third[1]}")


def write_reports(parent: Path, count: int) -> list[Path]:
    """Write the first `count` made-up reports into a folder; their data folders, in order."""
    return [write_report(parent, number) for number in range(count)]


def write_report(parent: Path, number: int) -> Path:
    """Write the made-up report of a number; its data folder."""
    made = _Maker(city(number), random.Random(number))  # noqa: S311 -- figures, not secrets
    folder = parent / f"{made.city.slug.replace('-', '')}-2023"
    for sub in (folder / "tables", folder / "facts"):
        sub.mkdir(parents=True)
    model = bundled("data") / MODEL
    settings = made.words((model / "report.toml").read_text("utf-8"))
    settings = settings.replace(f'id = "{MODEL}"', f'id = "{folder.name}"')
    (folder / "report.toml").write_text(settings, "utf-8")
    (folder / "passages.csv").write_bytes((model / "passages.csv").read_bytes())
    _write(folder / "identity.csv", [list(THING_COLUMNS), *made.things])
    _write(folder / "names.csv", [list(NAME_COLUMNS), *made.further_names])
    _write(folder / "resemblances.csv", [list(RESEMBLANCE_COLUMNS), *made.resemblances])
    for path in sorted((model / "tables").glob("*.csv")):
        _write(folder / "tables" / path.name, made.table(_read(path)))
    for table in TABLES:
        if table in made.facts:
            _write(folder / "facts" / table.file, made.fact_rows(table))
    return folder


class _Maker:
    """Turns what the model says of its city into what a made-up city might say."""

    def __init__(self, made_up: City, chance: random.Random) -> None:
        self.city = made_up
        self.chance = chance
        self.ids: dict[str, str] = {}
        self.names: dict[str, str] = {}
        model = bundled("data") / MODEL
        files = [
            *sorted((bundled("data") / "identity").glob("*.csv")),
            *sorted(model.glob("*.csv")),
        ]
        tables = [_read(path) for path in files]
        self.facts = {
            t: _read(model / "facts" / t.file)
            for t in TABLES
            if (model / "facts" / t.file).is_file()
        }
        things = _below(tables, THING_COLUMNS)
        for thing_id, _, name, *_ in things:
            self._rename(thing_id, name, shared=self._is_shared(thing_id, name))
        for table, rows in self.facts.items():
            self._rename_facts(table, rows)
        further = [row for row in _below(tables, NAME_COLUMNS) if row[0] in self.ids]
        for row in further:
            self.names[row[1]] = self._own_name(row[1])
        self.things = [
            [self.ids[i], cls, self.names.get(name, name), en and f"{en} ({self.city.slug})", note]
            for i, cls, name, en, note in things
            if i in self.ids
        ]
        self.further_names = [[self.ids[r[0]], self.names[r[1]], *r[2:]] for r in further]
        self.resemblances = [
            [self.ids[r[0]], self.ids[r[1]], r[2]]
            for r in _below(tables, RESEMBLANCE_COLUMNS)
            if r[0] in self.ids and r[1] in self.ids
        ]

    def words(self, text: str) -> str:
        """A text with the made-up city in it."""
        return text.replace(_CITY, self.city.name)

    def table(self, rows: Table) -> Table:
        """A printed table: other names and figures, other chains."""
        header = [row for row in rows if not row[0].isdecimal()]
        body = [row for row in rows if row[0].isdecimal()]
        heads = ["".join(cells) for cells in zip(*header, strict=True)]
        chains = next((i for i, head in enumerate(heads) if "对接产业链" in head), None)
        if chains is not None:
            cells = [row[chains] for row in body]
            self.chance.shuffle(cells)
            # The row of totals has no chain and keeps none.
            filled = iter([cell for cell in cells if cell])
            for row in body:
                row[chains] = next(filled) if row[chains] else ""
        else:
            body = [
                [row[0], *(self._figure(c, h) for c, h in zip(row[1:], heads[1:], strict=True))]
                for row in body
            ]
        return [*header, *([row[0], *map(self._cell, row[1:])] for row in body)]

    def fact_rows(self, table: FactTable) -> Table:
        """A file of facts: other ids, names and figures."""
        header, *rows = self.facts[table]
        kinds = {c.name: c for c in (*table.columns, *([table.subject] if table.subject else []))}
        changes: list[Callable[[str], str]] = []
        for name in header:
            column = kinds.get(name)
            if name == "id":
                changes.append(lambda cell, t=table: self._own_id(t, cell))  # type: ignore[misc]
            elif column is None:
                changes.append(self.words if name == "inferred" else str)
            elif column.kind == "ref" or column.predicate == "hasName":
                changes.append(self._references)
            elif column.kind in {"printed", "integer", "decimal"} and name != "number":
                changes.append(self._vary)
            else:
                changes.append(str)
        done = ([change(c) for change, c in zip(changes, row, strict=True)] for row in rows)
        return [header_of(table), *done]

    def _is_shared(self, thing_id: str, name: str) -> bool:
        return thing_id.partition("/")[0] in _SHARED_KINDS and _CITY not in name

    def _rename(self, thing_id: str, name: str, *, shared: bool) -> None:
        if shared:
            return
        kind, _, slug = thing_id.partition("/")
        self.ids[thing_id] = f"{kind}/{self._own_slug(slug)}"
        if name:
            self.names[name] = self._own_name(name)

    def _rename_facts(self, table: FactTable, rows: Table) -> None:
        header = rows[0]
        if table.scoped or not table.kind or table.file in _SHARED_FILES:
            return
        label = next(c.name for c in table.columns if c.predicate == "hasName")
        for row in rows[1:]:
            slug = row[header.index("id")]
            thing_id = slug if is_id(slug) else f"{table.kind}/{slug}"
            self._rename(thing_id, row[header.index(label)], shared=False)

    def _own_slug(self, slug: str) -> str:
        if _CITY_SLUG in slug:
            return slug.replace(_CITY_SLUG, self.city.slug)
        return f"{self.city.slug}-{slug}"

    def _own_name(self, name: str) -> str:
        if _CITY in name:
            return self.words(name)
        return self.city.name + name

    def _own_id(self, table: FactTable, slug: str) -> str:
        if is_id(slug):
            return self.ids.get(slug, slug)
        new = self.ids.get(f"{table.kind}/{slug}")
        return slug if new is None else new.partition("/")[2]

    def _references(self, cell: str) -> str:
        return "|".join(self.ids.get(v) or self.names.get(v) or v for v in cell.split("|"))

    def _cell(self, cell: str) -> str:
        """A printed cell: a name that it is, the names of schools inside it, or the city."""
        if cell in self.names:
            return self.names[cell]
        school, bracket, rest = cell.partition(" (")
        if bracket and school in self.names:
            short = re.sub(r"“([^”]+)”", lambda m: f"“{self.names.get(m[1], m[1])}”", rest)
            return f"{self.names[school]}{bracket}{short}"
        return self.words(cell)

    def _figure(self, cell: str, head: str) -> str:
        """The cell of a column of figures drawn anew, of any other column as it is."""
        running = any(word in head for word in ("序号", "年度", "指标", "单位"))
        return cell if running else self._vary(cell)

    def _vary(self, cell: str) -> str:
        """A figure between half and double, with as many decimals as are printed."""
        if not is_number(cell) or not _FIGURE.match(cell):
            return cell
        decimals = len(cell.partition(".")[2])
        return f"{float(cell) * self.chance.uniform(0.5, 2):.{decimals}f}"


def _below(tables: Iterable[Table], header: Sequence[str]) -> Table:
    """The rows of all tables that have this header."""
    return [row for table in tables if table[0] == list(header) for row in table[1:]]


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [row for row in csv.reader(handle) if row]


def _write(path: Path, rows: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)
