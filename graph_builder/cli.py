"""The command `zhitu`: finds the command's module, and turns errors into one line and an exit code.

Exit codes: 0 fine, 1 findings, 2 misuse or bad input, 70 a fault of our own, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

#: Commands in the order in which the help lists them; each is a module of `graph_builder.commands`.
COMMANDS = (
    "demo",
    "ask",
    "questions",
    "trace",
    "show",
    "why",
    "check",
    "audit",
    "stats",
    "export",
    "void",
    "serve",
    "mcp",
    "read",
    "verify",
    "build",
    "push",
)

#: Characters of an error message; of a longer one, which quotes what was typed, the middle goes.
_LONGEST = 900
#: Exit code for a fault of our own (EX_SOFTWARE of sysexits.h).
_INTERNAL = 70


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
    # Looking for cycles takes a tenth of a short command, and freezing spares the last search.
    gc.set_threshold(100_000)
    try:
        code = _run(words, lang)
        # What does not fit on the disk, or finds no reader, must be noticed here and not at exit.
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; there is nothing left to say to it.
        _drop_output()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return _failed(error, words, lang)
    gc.freeze()
    return code


def _failed(error: BaseException, words: list[str], lang: str) -> int:
    """Say in one line what went wrong, and return the exit code; `--debug` shows the traceback."""
    import errno  # noqa: PLC0415 -- only when it happens

    from graph_builder.errors import OutputError, ZhituError  # noqa: PLC0415 -- as above
    from graph_builder.messages import message  # noqa: PLC0415 -- as above
    from graph_builder.output import one_line  # noqa: PLC0415 -- as above

    if isinstance(error, KeyboardInterrupt):
        print(message("interrupted", lang), file=sys.stderr)
        return 130
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    if isinstance(error, OSError) and error.errno in full and error.filename is None:
        _drop_output()
        error = OutputError("OUTPUT-STREAM", None, reason=error.strerror)
    elif isinstance(error, UnicodeEncodeError) and "\\udc" in ascii(words):
        error = OutputError("ARGUMENT-ENCODING", None)
    if "--debug" in words:
        raise error
    if not isinstance(error, ZhituError):
        reason = one_line(f"{type(error).__name__}: {error}")[:_LONGEST]
        print(message("internal-error", lang, reason=reason), file=sys.stderr)
        return _INTERNAL
    told = one_line(error.render(lang))
    if len(told) > _LONGEST:
        told = f"{told[: _LONGEST * 2 // 3]} … {told[-_LONGEST // 3 :]}"
    print(told, file=sys.stderr)
    if error.excerpt:
        print(error.excerpt, file=sys.stderr)
    return error.exit_code


def _drop_output() -> None:
    """Let what is still in the buffer go nowhere, or the interpreter would fail on it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str], lang: str) -> int:
    for stream in (sys.stdout, sys.stderr):
        # Chinese must come out whole whatever the locale says.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    start = 0
    while words[start:] and (words[start].startswith("--lang") or words[start] == "--debug"):
        start += 2 if words[start] == "--lang" else 1
    if words[start:] and words[start] in COMMANDS:
        return run_command(words[start], [*words[:start], *words[start + 1 :]], lang)
    if words[start:] in (["--version"], ["-V"]):
        from graph_builder import __version__  # noqa: PLC0415 -- read only here

        print(f"zhitu {__version__}")
        return 0
    return _overview(words[start:], lang)


def run_command(name: str, words: list[str], lang: str) -> int:
    """Parse the arguments of one command and carry it out."""
    from importlib import import_module  # noqa: PLC0415 -- `zhitu --version` does not need it

    module = import_module(f"graph_builder.commands.{name}")
    parser = make_parser(name, lang)
    module.configure(parser, lang)
    try:
        args, left_over = parser.parse_known_args(words)
        if left_over:
            # Options may stand between arguments: `ask NAME --format csv school=...`.
            args = parser.parse_intermixed_args(words)
    except SystemExit as left:  # how argparse ends after --help and after wrong arguments
        return int(left.code or 0)
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

    first = next((w for w in words if w not in {"-h", "--help", "help"}), None)
    if first is not None:
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
