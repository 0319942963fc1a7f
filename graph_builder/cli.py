"""The command `zhitu`: finds the command's module, and turns errors into one line and an exit code.

Exit codes: 0 fine, 1 findings, 2 misuse or bad input, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

#: Commands in the order in which the help lists them; each is a module of `graph_builder.commands`.
COMMANDS = (
    "ask",
    "questions",
    "trace",
    "show",
    "why",
    "check",
    "stats",
    "export",
    "read",
    "verify",
    "build",
)


def language(argv: Sequence[str]) -> str:
    """`zh` or `en`: from `--lang`, else `ZHITU_LANG`, else Chinese."""
    wanted = os.environ.get("ZHITU_LANG", "zh")
    for i, word in enumerate(argv):
        if word.startswith("--lang="):
            wanted = word.partition("=")[2]
        elif word == "--lang" and i + 1 < len(argv):
            wanted = argv[i + 1]
    return "en" if wanted.lower().startswith("en") else "zh"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    lang = language(words)
    debug = "--debug" in words
    try:
        return _run(words, lang)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; there is nothing left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        from graph_builder.messages import message  # noqa: PLC0415 -- only when it happens

        print(message("interrupted", lang), file=sys.stderr)
        return 130
    except Exception as error:
        from graph_builder.errors import ZhituError  # noqa: PLC0415 -- only when it happens

        if debug or not isinstance(error, ZhituError):
            raise
        print(error.render(lang), file=sys.stderr)
        return error.exit_code


def _run(words: list[str], lang: str) -> int:
    for stream in (sys.stdout, sys.stderr):
        # Chinese must come out whole whatever the locale says.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if words and words[0] in COMMANDS:
        return run_command(words[0], words[1:], lang)
    if words in (["--version"], ["-V"]):
        from graph_builder import __version__  # noqa: PLC0415 -- read only here

        print(f"zhitu {__version__}")
        return 0
    return _overview(words, lang)


def run_command(name: str, words: list[str], lang: str) -> int:
    """Parse the arguments of one command and carry it out."""
    from importlib import import_module  # noqa: PLC0415 -- `zhitu --version` does not need it

    module = import_module(f"graph_builder.commands.{name}")
    parser = make_parser(name, lang)
    module.configure(parser, lang)
    args = parser.parse_args(words)
    result: int = module.run(args, lang)
    return result


def make_parser(name: str, lang: str) -> argparse.ArgumentParser:
    """A parser for one command, with the options that every command has."""
    from graph_builder.arguments import Parser  # noqa: PLC0415 -- `zhitu --version` needs none
    from graph_builder.messages import message  # noqa: PLC0415 -- as above

    description, example = (message(f"{name}.{part}", lang) for part in ("help", "example"))
    parser = Parser(f"zhitu {name}", lang, description, example)
    parser.add_argument("--lang", choices=("zh", "en"), help=message("option.lang", lang))
    parser.add_argument("--debug", action="store_true", help=message("option.debug", lang))
    return parser


def _overview(words: list[str], lang: str) -> int:
    """Print what there is; a word that is no command is named, with the nearest one."""
    from graph_builder.messages import message  # noqa: PLC0415 -- only here

    first = next((w for w in words if not w.startswith("-")), None)
    if first is not None and first not in {"zh", "en", "help"}:
        from graph_builder.claims.nearest import nearest  # noqa: PLC0415 -- only when it is wrong

        close = nearest(first, COMMANDS, 1)
        print(
            message("command-unknown", lang, found=first, nearest=(close or ["--help"])[0]),
            file=sys.stderr,
        )
        return 2
    lines = [message("overview", lang), ""]
    lines += [f"  zhitu {name:<10} {message(f'{name}.help', lang)}" for name in COMMANDS]
    print("\n".join([*lines, "", message("overview-next", lang)]))
    return 0
