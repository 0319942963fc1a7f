"""Command-line arguments whose help and errors speak the reader's language.

argparse prints headings and errors in English only; this parser takes both from the catalogue.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, NoReturn

from graph_builder.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

#: What argparse says -> key of the sentence that says it; the groups become its fields.
_ERRORS = (
    (r"the following arguments are required: (?P<names>.+)", "arguments-missing"),
    (r"unrecognized arguments: (?P<names>.+)", "arguments-unknown"),
    (r"argument (?P<name>.+): expected one argument", "argument-value"),
    (r"argument (?P<name>.+): ignored explicit argument .(?P<found>.*).", "argument-surplus"),
    (
        r"argument (?P<name>.+): invalid choice: '?(?P<found>.*?)'? \(choose from (?P<known>.+)\)",
        "argument-choice",
    ),
    (r"argument (?P<name>.+): not allowed with argument (?P<other>.+)", "arguments-clash"),
    (r"one of the arguments (?P<names>.+) is required", "arguments-one-of"),
    (r"argument (?P<name>.+): (?P<reason>.+)", "argument-wrong"),
)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese or English; a wrong command line ends with exit code 2."""

    def __init__(self, prog: str, lang: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=_formatter(lang),
            allow_abbrev=False,
            add_help=False,
        )
        self.lang = lang
        self._positionals.title = message("arguments-positional", lang)
        self._optionals.title = message("arguments-options", lang)
        self.add_argument("-h", "--help", action="help", help=message("option.help", lang))

    def error(self, message: str) -> NoReturn:
        """Say in one sentence what is wrong, and where the help is."""
        print(f"{self._sentence(message)} [ARGUMENTS]", file=sys.stderr)
        print(say("arguments-help", self.lang, prog=self.prog), file=sys.stderr)
        sys.exit(2)

    def _sentence(self, english: str) -> str:
        for pattern, key in _ERRORS:
            match = re.fullmatch(pattern, english, re.DOTALL)
            if match:
                values = match.groupdict()
                if "known" in values:
                    # As words for people: without the quotation marks of Python.
                    comma = "、" if self.lang == "zh" else ", "
                    values["known"] = comma.join(values["known"].replace("'", "").split(", "))
                return say(key, self.lang, **values)
        return english


#: `message` under a name that the parameter of `Parser.error` does not hide.
say = message


def _formatter(lang: str) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def __init__(self, prog: str) -> None:
            super().__init__(prog, width=_columns() - 2)

        def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def]
            super().add_usage(usage, actions, groups, prefix or message("arguments-usage", lang))

    return Formatter


def _columns() -> int:
    """Columns of the terminal, found as `shutil.get_terminal_size` does, which is slow to load."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):
        return 80


def at_least_one(lang: str) -> Callable[[str], int]:
    """A converter for whole numbers from 1."""

    def convert(word: str) -> int:
        if not (word.isascii() and word.isdecimal() and int(word)):
            raise argparse.ArgumentTypeError(message("argument-number", lang, found=word))
        return int(word)

    return convert


def seconds(lang: str) -> Callable[[str], float]:
    """A converter for a time in seconds above zero, at most a day."""

    def convert(word: str) -> float:
        try:
            value = float(word)
        except ValueError:
            value = 0.0
        if not 0 < value <= 24 * 3600:
            raise argparse.ArgumentTypeError(message("argument-seconds", lang, found=word))
        return value

    return convert
