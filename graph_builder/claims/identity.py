"""Who is who: pinned IRIs, every name under which a thing is printed, merges and resemblances.

`data/identity/` holds files of things (`id,class,name,en,note`), `names.csv` with further names and
`resemblances.csv` with pairs that must not be merged. A report folder may add its own
`identity.csv` and `names.csv`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.claims.csvfile import Row, read_rows
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError
from graph_builder.names import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

THING_COLUMNS = ("id", "class", "name", "en", "note")
NAME_COLUMNS = ("id", "name", "kind", "reason")
RESEMBLANCE_COLUMNS = ("id", "other", "reason")
NAME_KINDS = ("short", "variant", "abbreviation")

_ID = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9][a-z0-9._-]*\Z")


class Thing(NamedTuple):
    """Something with an IRI: `id` is `<kind>/<slug>`, `cls` the local name of its class."""

    id: str
    cls: str
    name: str
    en: str
    note: str
    iri: str


class Name(NamedTuple):
    """A further name of a thing: `kind` is one of `NAME_KINDS`, `reason` that of the merge."""

    id: str
    name: str
    kind: str
    reason: str


class Resemblance(NamedTuple):
    """Two things whose names resemble each other and that stay apart, with the reason."""

    id: str
    other: str
    reason: str


def is_id(value: str) -> bool:
    """Whether a cell holds an id (`school/...`) and not a name."""
    return _ID.match(value) is not None


class Registry:
    """All known things with their names; names resolve to things.

    Args:
        superclasses: Class -> it and all classes above it (local names), for what a cell admits.
    """

    def __init__(self, superclasses: Mapping[str, frozenset[str]]) -> None:
        self.things: dict[str, Thing] = {}
        self.names: list[Name] = []
        self.resemblances: list[Resemblance] = []
        self._superclasses = superclasses
        self._by_name: dict[str, list[str]] = {}
        self._further: dict[str, list[str]] = {}
        self._own: dict[str, str] = {}
        self._short: dict[str, str] = {}
        #: Report folder -> ids of the things that its own identity files speak of.
        self.introduced: dict[Path, set[str]] = {}
        self._here: set[str] = set()

    def add(self, thing: Thing, row: Row) -> None:
        """Add a thing; its id must be new."""
        if not is_id(thing.id):
            raise InputError("IDENTITY-ID", row.place("id"), found=thing.id)
        if thing.id in self.things:
            raise InputError("IDENTITY-DUPLICATE", row.place("id"), found=thing.id)
        if thing.cls not in self._superclasses:
            raise InputError(
                "IDENTITY-CLASS",
                row.place("class"),
                found=thing.cls,
                nearest="、".join(nearest(thing.cls, self._superclasses)) or "—",
            )
        self.things[thing.id] = thing
        if thing.name:
            self._by_name.setdefault(thing.name, []).append(thing.id)

    def begin_report(self, folder: Path | None = None) -> None:
        """Forget the names of things that belong to the report read before, such as its events.

        They keep their IRIs; a name printed in the next report means a thing of that report.
        """
        for thing_id in self._own.values():
            for name in self.names_of(thing_id):
                if thing_id in self._by_name[name]:
                    self._by_name[name].remove(thing_id)
        self._own.clear()
        self._here = set(self.introduced.get(folder, ())) if folder else set()

    def at_home(self, thing_id: str) -> None:
        """Note that the report being read is about this thing.

        Every city has a 市一职校. Where several things go by a name, a report means its own.
        """
        self._here.add(thing_id)

    def add_own(self, thing: Thing, short_id: str, row: Row) -> None:
        """Add a thing that belongs to the report being read; there, `short_id` means it too."""
        self.add(thing, row)
        self._own[short_id] = thing.id

    def add_name(self, name: Name, row: Row) -> None:
        """Add a further name of a known thing."""
        if name.id not in self.things:
            raise InputError("IDENTITY-UNKNOWN", row.place("id"), found=name.id)
        if name.kind not in NAME_KINDS:
            raise InputError(
                "IDENTITY-NAME-KIND",
                row.place("kind"),
                found=name.kind,
                expected="、".join(NAME_KINDS),
            )
        self.names.append(name)
        if name.kind == "short":
            self._short.setdefault(name.id, name.name)
        self._further.setdefault(name.id, []).append(name.name)
        ids = self._by_name.setdefault(name.name, [])
        if name.id not in ids:
            ids.append(name.id)

    def add_printed_name(self, thing_id: str, name: str) -> None:
        """Note a name under which the facts print a thing that they define."""
        if not self.things[thing_id].name:
            self.things[thing_id] = self.things[thing_id]._replace(name=name)
            self._by_name.setdefault(name, []).append(thing_id)
        elif name not in self.names_of(thing_id):
            self.names.append(Name(thing_id, name, "variant", ""))
            self._further.setdefault(thing_id, []).append(name)
            self._by_name.setdefault(name, []).append(thing_id)

    def names_of(self, thing_id: str) -> list[str]:
        """Every name of a thing, its official one first."""
        return [
            name for name in (self.things[thing_id].name, *self._further.get(thing_id, ())) if name
        ]

    def shortest(self, thing_id: str) -> str:
        """The printed short name of a thing, its official name where it has none."""
        return self._short.get(thing_id, self.things[thing_id].name)

    def is_a(self, thing_id: str, classes: Iterable[str]) -> bool:
        """Whether the thing is of one of the classes; `Thing` admits all."""
        above = self._superclasses[self.things[thing_id].cls]
        return any(c == "Thing" or c in above for c in classes)

    def find(self, value: str, classes: Iterable[str] = ("Thing",)) -> list[str]:
        """Ids of the things that go by this name or id and are of one of the classes."""
        wanted = tuple(classes)
        if is_id(value):
            known = self._own.get(value, value)
            candidates = [known] if known in self.things else []
        else:
            candidates = self._by_name.get(value, [])
        return [c for c in candidates if self.is_a(c, wanted)]

    def resolve(self, value: str, classes: Iterable[str], row: Row, column: str) -> Thing:
        """The one thing meant by a cell; of several with one name, the one at home in the report.

        Raises:
            InputError: Nothing, or more than one thing, goes by this name in these classes.
        """
        wanted = tuple(classes)
        found = self.find(value, wanted)
        if len(found) > 1:
            found = [i for i in found if i in self._here] or found
        if len(found) == 1:
            return self.things[found[0]]
        if found:
            raise InputError(
                "FACT-AMBIGUOUS", row.place(column), found=value, candidates="、".join(found)
            )
        raise InputError(
            "FACT-UNKNOWN",
            row.place(column),
            found=value,
            nearest="、".join(self.nearest_names(value, wanted)) or "—",
        )

    def nearest_names(self, value: str, classes: Iterable[str]) -> list[str]:
        """Names of things of these classes that look most like the value, best first."""
        wanted = tuple(classes)
        known = (n for n, ids in self._by_name.items() if any(self.is_a(i, wanted) for i in ids))
        return nearest(value, known)


def load_identity(registry: Registry, folder: Path) -> None:
    """Read the identity files of a folder into the registry.

    Every `*.csv` except `names.csv` and `resemblances.csv` holds things. All things are read
    before the names, so that files may refer to each other.

    Raises:
        InputError: A file is not as it should be.
    """
    special = {"names.csv", "resemblances.csv"}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in special:
            load_things(registry, path)
    load_names(registry, folder)


def load_names(registry: Registry, folder: Path) -> set[str]:
    """Read `names.csv` and `resemblances.csv` of a folder, if any; ids of what gets a name."""
    names, resemblances = folder / "names.csv", folder / "resemblances.csv"
    ids = set()
    if names.is_file():
        for row in read_rows(names, NAME_COLUMNS, f"{folder.name}/names.csv"):
            registry.add_name(Name(*row.cells.values()), row)
            ids.add(row.cells["id"])
    if resemblances.is_file():
        for row in read_rows(resemblances, RESEMBLANCE_COLUMNS, f"{folder.name}/resemblances.csv"):
            _add_resemblance(registry, row)
    return ids


def load_report_identity(registry: Registry, folder: Path) -> None:
    """Read a report folder's own `identity.csv`, `names.csv` and `resemblances.csv`, if any.

    What they speak of is at home in that report; see `Registry.begin_report`.
    """
    things = folder / "identity.csv"
    ids = load_things(registry, things) if things.is_file() else set()
    registry.introduced[folder] = ids | load_names(registry, folder)


def load_things(registry: Registry, path: Path) -> set[str]:
    """Read one file of things; their ids."""
    ids = set()
    for row in read_rows(path, THING_COLUMNS, f"{path.parent.name}/{path.name}"):
        cells = row.cells
        iri = ID + cells["id"]
        registry.add(
            Thing(cells["id"], cells["class"], cells["name"], cells["en"], cells["note"], iri), row
        )
        ids.add(cells["id"])
    return ids


def _add_resemblance(registry: Registry, row: Row) -> None:
    for column in ("id", "other"):
        if row.cells[column] not in registry.things:
            raise InputError("IDENTITY-UNKNOWN", row.place(column), found=row.cells[column])
    registry.resemblances.append(Resemblance(*row.cells.values()))
