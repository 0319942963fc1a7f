"""`zhitu questions`: what can be asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from graph_builder.ask.catalogue import bundled_questions
from graph_builder.messages import message
from graph_builder.output import FORMATS, render

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("word", nargs="?", default="", help=message("questions.word", lang))
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=message("option.format", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """List the questions whose name, title or phrasing holds the word."""
    word = args.word.lower()
    rows = []
    for q in bundled_questions().values():
        if word in " ".join((q.name, q.theme, *q.title.values(), *q.ask_as)).lower():
            params = " ".join(
                f"{p.name}={p.example}" if p.required else f"[{p.name}={p.example}]"
                for p in q.params
            )
            rows.append([q.name, q.title[lang], params])
    if not rows:
        print(message("questions-none", lang, word=args.word), file=sys.stderr)
        return 1
    heads = [message(f"questions.{c}", lang) for c in ("name", "title", "params")]
    sys.stdout.write(render(heads, rows, args.format))
    return 0
