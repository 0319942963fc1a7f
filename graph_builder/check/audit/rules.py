"""The rules of the audit: query files with a header, in `ontology/audit/`."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.addresses import header_texts
from graph_builder.claims.csvfile import read_rows
from graph_builder.claims.nearest import nearest
from graph_builder.errors import InputError, Place
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Worst first. `explained` comes from a reading only; `info` is about something outside the report.
VERDICTS = ("contradiction", "open", "explained", "info")
#: Verdicts that a rule may give by itself.
OWN_VERDICTS = ("contradiction", "open", "info")
TEXT_KEYS = ("title", "why", "example", "finding", "remedy")
#: Keys that a header may leave out.
OPTIONAL_KEYS = ("answered_by", "needs")
KEYS = (*TEXT_KEYS, "verdict", *OPTIONAL_KEYS)
KIND_COLUMNS = ("code", "zh", "en")

_PLAIN = re.compile(r"#\+ (?P<key>\w+): (?P<value>.*)")
_SELECT = re.compile(r"^SELECT (?:DISTINCT )?(?P<names>(?:\?\w+\s+)+)WHERE", re.MULTILINE)


class AuditRule(NamedTuple):
    """A rule of the audit.

    Attributes:
        code: The file's name in capitals, such as `SUM-PARTS`.
        title: Language -> what is compared.
        why: Language -> why the two sides should agree.
        example: Language -> a case that breaks the rule.
        finding: Language -> what is wrong, with `{fields}` named after projected variables.
        remedy: Language -> what to do.
        verdict: One of `OWN_VERDICTS`, for rows that give none of their own.
        answered_by: Kinds of reading that may decide a finding; any other is only named.
        needs_source: Whether the words of the document are needed.
        query: The whole text of the file.
        columns: What it projects.
    """

    code: str
    title: dict[str, str]
    why: dict[str, str]
    example: dict[str, str]
    finding: dict[str, str]
    remedy: dict[str, str]
    verdict: str
    answered_by: frozenset[str]
    needs_source: bool
    query: str
    columns: tuple[str, ...]


def rules_folder() -> Path:
    """Where the rules that ship with zhitu are."""
    return bundled("ontology") / "audit"


def load_reading_kinds(folder: Path) -> dict[str, dict[str, str]]:
    """Code -> language -> what a reading of this kind says; from `reading-kinds.csv`."""
    path = folder / "reading-kinds.csv"
    kinds: dict[str, dict[str, str]] = {}
    for row in read_rows(path, KIND_COLUMNS, f"{folder.name}/{path.name}"):
        if row.cells["code"] in kinds:
            raise InputError("AUDIT-TWICE", row.place("code"), found=row.cells["code"])
        kinds[row.cells["code"]] = {"zh": row.cells["zh"], "en": row.cells["en"]}
    return kinds


def load_rules(folder: Path) -> dict[str, AuditRule]:
    """Code -> rule, by code.

    Raises:
        InputError: There is no rule, or a header is not as it should be; names file and line.
    """
    kinds = load_reading_kinds(folder)
    rules = [_load_rule(path, kinds) for path in sorted(folder.glob("*.rq"))]
    if not rules:
        raise InputError("AUDIT-NO-RULES", Place(str(folder)))
    return {rule.code: rule for rule in rules}


def _load_rule(path: Path, kinds: Iterable[str]) -> AuditRule:
    query = path.read_text("utf-8")
    plain = _plain_values(path, query)
    texts = {key: header_texts(query, key) for key in TEXT_KEYS}
    missing = [key for key, value in texts.items() if not value]
    missing += [key for key in KEYS if key not in plain and key not in OPTIONAL_KEYS]
    if missing:
        raise InputError("AUDIT-HEADER", Place(str(path), 1), key=missing[0])
    answered_by = frozenset(plain.get("answered_by", "").split())
    _known(path, "answered_by", answered_by, kinds)
    _known(path, "verdict", (plain["verdict"],), OWN_VERDICTS)
    _known(path, "needs", plain.get("needs", "").split(), ("source",))
    columns = _columns(path, query)
    for text in texts["finding"].values():
        _known(
            path, "finding", [name for _, name, _, _ in Formatter().parse(text) if name], columns
        )
    return AuditRule(
        code=path.stem.upper(),
        title=texts["title"],
        why=texts["why"],
        example=texts["example"],
        finding=texts["finding"],
        remedy=texts["remedy"],
        verdict=plain["verdict"],
        answered_by=answered_by,
        needs_source="needs" in plain,
        query=query,
        columns=columns,
    )


def _plain_values(path: Path, query: str) -> dict[str, str]:
    """Key -> what stands behind it, for every line of the header."""
    values: dict[str, str] = {}
    for number, line in enumerate(query.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        match = _PLAIN.fullmatch(line)
        key = match.group("key") if match else line.removeprefix("#+").strip()
        if match is None or key not in KEYS:
            close = (nearest(key, KEYS, 1) or ["、".join(KEYS)])[0]
            raise InputError("QUESTION-KEY", Place(str(path), number), found=key, nearest=close)
        if key in values:
            raise InputError("AUDIT-TWICE", Place(str(path), number), found=key)
        values[key] = match.group("value")
    return values


def _columns(path: Path, query: str) -> tuple[str, ...]:
    match = _SELECT.search(query)
    names = tuple(re.findall(r"\?(\w+)", match.group("names"))) if match else ()
    if not {"report", "holds"} <= set(names):
        raise InputError("AUDIT-COLUMNS", Place(str(path)))
    return names


def _known(path: Path, key: str, found: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a word of a header that is not in its list."""
    names = sorted(known)
    for word in found:
        if word not in names:
            close = "、".join(nearest(word, names)) or "、".join(names)
            raise InputError("AUDIT-WORD", Place(str(path)), key=key, found=word, nearest=close)
