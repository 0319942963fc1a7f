"""Every error that zhitu raises.

    ZhituError                exit 2: the user can mend what was given
    ├── InputError            a report, table, fact or identity file is not as it should be
    ├── GraphError            a graph cannot be opened or read
    ├── QueryError            a question or a SPARQL query cannot be run
    │   └── LimitReached      it ran into its time or row limit
    ├── NameNotFound          no thing, or more than one, goes by the given name
    └── OutputError           a file cannot be written; the old file is untouched

An error carries a code and the values for its sentence; the sentences stand in `sentences/`,
once for each language, so that nothing is glued together in the code.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_builder.messages import message


class Place:
    """Where a person has to look: a file, and as far as known its line (from 1) and column name."""

    __slots__ = ("column", "file", "line")

    def __init__(self, file: str, line: int | None = None, column: str | None = None) -> None:
        self.file = file
        self.line = line
        self.column = column

    def render(self, lang: str) -> str:
        """The place as a reader of `lang` (`zh` or `en`) would write it."""
        if self.line is None:
            return self.file
        if self.column is None:
            return message("place-line", lang, file=self.file, line=self.line)
        return message("place-column", lang, file=self.file, line=self.line, column=self.column)


class Words(NamedTuple):
    """What a sentence names, where that differs between the languages, such as labels."""

    zh: str
    en: str


class ZhituError(Exception):
    """The root of all errors that zhitu raises on purpose.

    Args:
        code: Stable key of the sentence in the catalogue, upper case, such as `FACT-KIND`.
        where: File, line and column to mend, when there is one.
        values: What the sentence names: what was found, what was expected, the nearest match.

    Attributes:
        excerpt: Lines to show below the sentence: the text with a caret at the mistake; or "".
    """

    exit_code = 2
    excerpt = ""

    def __init__(self, code: str, where: Place | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.values = values

    def render(self, lang: str = "zh") -> str:
        """One line for a person: place, what is wrong, what to do, code."""
        values = {
            name: getattr(value, lang) if isinstance(value, Words) else value
            for name, value in self.values.items()
        }
        sentence = message(self.code, lang, **values)
        if self.where is not None:
            sentence = message("placed", lang, place=self.where.render(lang), sentence=sentence)
        return f"{sentence} [{self.code}]"

    def __str__(self) -> str:
        return self.render("zh")


class InputError(ZhituError):
    """A report, table, fact or identity file is not as it should be."""


class GraphError(ZhituError):
    """A graph cannot be opened or read."""


class QueryError(ZhituError):
    """A question or a SPARQL query cannot be run."""


class LimitReached(QueryError):
    """A query ran into its time or row limit and was stopped."""


class NameNotFound(ZhituError):
    """No thing, or more than one, goes by the given name."""


class OutputError(ZhituError):
    """A file cannot be written; what was there before is untouched."""


class Interrupted(ZhituError):
    """The user pressed Ctrl-C; nothing half-written is left behind."""

    exit_code = 130
