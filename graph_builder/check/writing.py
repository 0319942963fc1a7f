"""A document in the formats that hold rules of the check and of the audit alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_builder.check.document import Document

FORMATS = ("html", "sarif", "junit")
#: Suffix of an output file -> its format, where the suffix is not the format's name.
SUFFIXES = {".txt": "table", ".htm": "html", ".xml": "junit"}


def form_of(suffix: str, formats: tuple[str, ...]) -> str | None:
    """The format that the suffix of an output file names; None for none of `formats`."""
    return SUFFIXES.get(suffix.lower()) or next(
        (form for form in formats if suffix.lower() == f".{form}"), None
    )


def written(document: Document, form: str) -> str:
    """The document in one of `FORMATS`."""
    if form == "html":
        from graph_builder.check.html import as_html  # noqa: PLC0415 -- only for this format

        return as_html(document)
    if form == "junit":
        from graph_builder.check.junit import as_junit  # noqa: PLC0415 -- as above

        return as_junit(document)
    from graph_builder.check.sarif import as_sarif  # noqa: PLC0415 -- reads the data folders

    return as_sarif(document)
