"""The tables of the national template, described as data; each is told by its header cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_builder.sources.document import PrintedTable

#: What is printed in the first cell of a row of totals.
TOTALS = frozenset(("共计", "合计", "总计", "小计"))

_NUMBER_CELL = re.compile(r"\d+[.、．]?")


class Role(NamedTuple):
    """What a column is for.

    Attributes:
        name: For the rules of a spec.
        title: The header as messages show it.
        pattern: The whole header cell without white space.
        required: Whether the table is incomplete without this column.
    """

    name: str
    title: str
    pattern: re.Pattern[str]
    required: bool = True


class Start(NamedTuple):
    """A row begins where these cells are filled and those are blank."""

    filled: tuple[str, ...]
    blank: tuple[str, ...] = ()


class Spec(NamedTuple):
    """A kind of table.

    Attributes:
        kind: Its name.
        caption: Words of its caption, which help where a header cell is missing.
        roles: Its columns, in any order.
        starts: Ways in which a row begins; a line behind a page break that begins in none of
            them goes on with the row above.
        header_rows: 2 where a second header row says what stands below merged cells.
        forbidden: Header cells that belong to another kind with otherwise the same columns.
        number: Role whose cells must be numbers; a row that has words there lost its first cell.
        spaced: Role whose cells list items set apart by spaces.
    """

    kind: str
    caption: re.Pattern[str]
    roles: tuple[Role, ...]
    starts: tuple[Start, ...]
    header_rows: int = 1
    forbidden: frozenset[str] = frozenset()
    number: str = ""
    spaced: str = ""

    def expected(self) -> str:
        """The titles of the required columns, for messages."""
        return "、".join(role.title for role in self.roles if role.required)


class Match(NamedTuple):
    """A spec laid over the header of a table.

    Attributes:
        spec: The spec.
        columns: Role -> column, from 0.
        missing: Titles of required columns that are not there.
        extra: Header cells that no role takes, with their columns from 0.
    """

    spec: Spec
    columns: dict[str, int]
    missing: list[str]
    extra: list[tuple[int, str]]


def _role(name: str, title: str, pattern: str = "", *, required: bool = True) -> Role:
    return Role(name, title, re.compile(pattern or re.escape(title)), required)


_NUMBER = _role("number", "序号", "序号|", required=False)

SPECS: tuple[Spec, ...] = (
    Spec(
        kind="schools",
        caption=re.compile("学校一览表"),
        roles=(_NUMBER, _role("school", "学校名称"), _role("honours", "学校荣誉")),
        starts=(Start(("number",)), Start(("school",))),
        number="number",
        spaced="honours",
    ),
    Spec(
        kind="competition-results",
        caption=re.compile("大赛.*获奖"),
        roles=(
            _role("year", "年度"),
            _role("national", "国家级"),
            _role("provincial", "自治区级或省级", "自治区级|省级"),
            _role("city", "市级", required=False),
        ),
        starts=(Start(("year",)),),
        header_rows=2,
    ),
    Spec(
        kind="cluster-chains",
        caption=re.compile("学校.*专业群"),
        roles=(
            _role("number", "序号", required=False),
            _role("school", "学校名称"),
            _role("cluster", "专业群名称"),
            _role("programme", "核心专业名称"),
            _role("chain", "选择对接产业链"),
        ),
        # Cells of school and cluster are merged over all rows that they hold for, so a row may
        # begin with its programme. A cluster cell without a number is the rest of a torn one.
        starts=(
            Start(("school",)),
            Start(("number",)),
            Start(("programme", "chain"), blank=("cluster",)),
        ),
        number="number",
    ),
    Spec(
        kind="cluster-listing",
        caption=re.compile("^(?!.*学校).*专业群"),
        roles=(
            _NUMBER,
            _role("cluster", "专业群名称"),
            _role("programme", "核心专业", "核心专业(名称)?"),
            _role("chain", "选择对接产业链"),
        ),
        starts=(Start(("number",)),),
        forbidden=frozenset(("学校名称",)),
        number="number",
    ),
    Spec(
        kind="indicators",
        caption=re.compile("计分卡|满意度调查表|教学资源表|服务贡献表|国际影响表|落实政策表"),
        roles=(
            _role("number", "序号"),
            _role("indicator", "指标"),
            _role("unit", "单位"),
            _role("year", "20xx 年", r"(19|20)\d\d年"),
            _role("respondents", "调查人次", required=False),
            _role("method", "调查方式", required=False),
        ),
        # Numbers are merged over the rows of one indicator; every row has a unit.
        starts=(Start(("number",)), Start(("unit",))),
        number="number",
    ),
)


def recognise(caption: str, heads: Sequence[str]) -> Match | None:
    """The kind of table that a caption and a first header row belong to.

    Args:
        caption: Without the table number; may be blank.
        heads: Header cells from left to right.

    Returns:
        The best match, perhaps with columns missing or extra; None for an unknown table.
    """
    bare = ["".join(head.split()) for head in heads]
    matches = [_lay_over(spec, bare) for spec in SPECS if not spec.forbidden & set(bare)]
    known = [match for match in matches if _is_of_kind(match, caption)]
    return min(
        known, key=lambda m: (not _names(m, caption), len(m.missing) + len(m.extra)), default=None
    )


def _names(match: Match, caption: str) -> bool:
    return match.spec.caption.search(caption) is not None


def _lay_over(spec: Spec, heads: list[str]) -> Match:
    columns: dict[str, int] = {}
    extra: list[tuple[int, str]] = []
    for i, head in enumerate(heads):
        if not head and i > 0:
            continue
        role = next((r for r in spec.roles if r.pattern.fullmatch(head)), None)
        if role is not None and role.name not in columns:
            columns[role.name] = i
        elif head:
            extra.append((i, head))
    missing = [role.title for role in spec.roles if role.required and role.name not in columns]
    return Match(spec, columns, missing, extra)


def _is_of_kind(match: Match, caption: str) -> bool:
    """Two columns and more than half of them tell a kind; fewer do with its caption's words."""
    required = sum(role.required for role in match.spec.roles)
    found = required - len(match.missing)
    if found > 1 and 2 * found > required:
        return True
    return found > 0 and not match.extra and _names(match, caption)


def spec_of(kind: str) -> Spec | None:
    """The spec of a kind of table; None for `plain` and unknown kinds."""
    return next((spec for spec in SPECS if spec.kind == kind), None)


def list_columns(table: PrintedTable) -> frozenset[int]:
    """Columns of a table, from 1, whose cells list items set apart by spaces."""
    spec = spec_of(table.kind)
    if spec is None or not spec.spaced or not table.header:
        return frozenset()
    match = _lay_over(spec, ["".join(head.split()) for head in table.header[0]])
    return frozenset(c + 1 for role, c in match.columns.items() if role == spec.spaced)


def missing_columns(table: PrintedTable) -> list[str]:
    """Titles of the columns that the kind of a table must have and its header lacks."""
    spec = spec_of(table.kind)
    if spec is None:
        return []
    heads = table.header[0] if table.header else ()
    return _lay_over(spec, ["".join(head.split()) for head in heads]).missing


def is_number(cell: str) -> bool:
    """Whether a cell is a running number such as `3` or `3.`."""
    return _NUMBER_CELL.fullmatch(cell) is not None
