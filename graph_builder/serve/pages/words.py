"""The words of a report's passages, from the document that the server was given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.serve.context import settings_of
from graph_builder.serve.pages.shell import known

if TYPE_CHECKING:
    from starlette.requests import Request


def words_of(request: Request, report: str) -> dict[str, str]:
    """Address -> words; empty without the document, or when it is not that of this report."""
    source = settings_of(request).source
    if source is None:
        return {}
    seen = known(request)
    found = seen.kept.get("words")
    if not isinstance(found, tuple):
        found = seen.kept["words"] = _read(Path(source))
    digest, words = found
    fits = any(r.id == report and r.digest == digest for r in seen.reports)
    return words if fits else {}


def _read(source: Path) -> tuple[str, dict[str, str]]:
    from graph_builder.sources.document import text_of  # noqa: PLC0415 -- only with a document
    from graph_builder.sources.reader import read_report  # noqa: PLC0415 -- as above
    from graph_builder.sources.text import load_text  # noqa: PLC0415 -- as above

    text = load_text(source)
    document = read_report(text)
    return text.sha256, {
        p.address: text_of(text.text, p, document.tables) for p in document.passages
    }
