"""The bytes of a report document become normalised text, in which every offset counts."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

#: More than any report holds; a larger file is something else.
MAX_BYTES = 20_000_000

_ASCII = bytes(range(128))


class ReportText(NamedTuple):
    r"""Normalised text of a report.

    Attributes:
        path: Where it was read from, for messages.
        text: Line ends and form feeds are `\n`, a byte order mark is gone; nothing else differs.
        sha256: Digest, in hexadecimal, of `text` encoded in UTF-8.
        encoding: `utf-8` or `gb18030`, as found in the file.
    """

    path: Path
    text: str
    sha256: str
    encoding: str


def load_text(path: Path) -> ReportText:
    """Read and normalise a report document.

    Args:
        path: A text file in UTF-8, with or without byte order mark, or GB18030 (also GBK, GB2312).

    Raises:
        InputError: Missing, a folder, not readable, too large, binary, in another encoding, or
            without any text.
    """
    where = Place(str(path))
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError("REPORT-MISSING", where) from error
    except IsADirectoryError as error:
        raise InputError("REPORT-FOLDER", where) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("REPORT-UNREADABLE", where, reason=reason) from error
    if len(data) > MAX_BYTES:
        raise InputError("REPORT-TOO-LARGE", where, limit=MAX_BYTES // 1_000_000)
    if b"\0" in data:
        raise InputError("REPORT-BINARY", where)
    raw, encoding = _decode(data, str(path))
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if not text.strip():
        raise InputError("REPORT-EMPTY", where)
    return ReportText(path, text, digest(text), encoding)


def digest(text: str) -> str:
    """The sha256, in hexadecimal, by which a normalised text is known again."""
    return sha256(text.encode("utf-8")).hexdigest()


def _decode(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        fault = error.start
    lossy = data.decode("utf-8", "ignore")
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in lossy)
    # Most of a damaged UTF-8 file still decodes; read as GB18030 it would become gibberish.
    if 2 * 3 * chinese > len(data.translate(None, _ASCII)):
        line = data.count(b"\n", 0, fault) + 1
        raise InputError("REPORT-DAMAGED", Place(name, line))
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        raise InputError("REPORT-ENCODING", Place(name)) from error
