"""`zhitu questions`: what can be asked, as a list for people or as a catalogue for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.ask.catalogue import bundled_questions, search
from graph_builder.errors import OutputError
from graph_builder.messages import message
from graph_builder.output import FORMATS, render

if TYPE_CHECKING:
    import argparse

    from graph_builder.ask.questions import Question

#: Forms in which the catalogue is published; grlc takes a folder of files.
PUBLISHED = ("ttl", "grlc")


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("words", nargs="*", metavar="WORD", help=message("questions.word", lang))
    parser.add_argument(
        "--format",
        choices=(*FORMATS, *PUBLISHED),
        default="table",
        help=message("questions.format", lang),
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="PATH", help=message("questions.output", lang)
    )
    parser.add_argument("--endpoint", metavar="URL", help=message("questions.endpoint", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """List the questions that have all the words in their name, title or phrasings."""
    found = search(args.words)
    if not found:
        told = {"word": " ".join(args.words), "titles": _nearest(args.words, lang)}
        key = "questions-none-near" if told["titles"] else "questions-none"
        print(message(key, lang, **told), file=sys.stderr)
        return 1
    if args.endpoint is not None:
        from graph_builder.ask.published import check_url  # noqa: PLC0415 -- only when given

        check_url(args.endpoint)
    if args.format == "grlc":
        return _grlc(found, args, lang)
    text = _text(found, args, lang)
    if args.output is None:
        sys.stdout.write(text)
        return 0
    from graph_builder.atomic import write_atomically  # noqa: PLC0415 -- only for files

    write_atomically(args.output, text.encode())
    print(message("questions-written", lang, count=len(found), path=args.output), file=sys.stderr)
    return 0


def _nearest(words: list[str], lang: str) -> str:
    """Titles of questions that have some of the words, or some of their characters."""
    wanted = set("".join(words).lower()) - set(" ，。？?")

    def likeness(question: Question) -> int:
        return len(wanted & set(f"{question.name}{question.title[lang]}".lower()))

    ranked = sorted(bundled_questions().values(), key=lambda q: (-likeness(q), q.name))
    near = [q.title[lang] for q in ranked[:3] if 2 * likeness(q) >= len(wanted)]
    return message("between-places", lang).join(near)


def _text(found: list[Question], args: argparse.Namespace, lang: str) -> str:
    if args.format == "ttl":
        from graph_builder.ask.published import catalogue_turtle  # noqa: PLC0415 -- only for RDF

        return catalogue_turtle(found, args.endpoint).decode()
    if args.format == "json":
        return _json(found)
    heads = [message(f"questions.{c}", lang) for c in ("name", "title", "params")]
    return render(heads, [_row(q, lang) for q in found], args.format)


def _row(question: Question, lang: str) -> list[str]:
    params = " ".join(
        f"{p.name}={p.example}" if p.required else f"[{p.name}={p.example}]"
        for p in question.params
    )
    return [question.name, question.title[lang], params]


def _json(found: list[Question]) -> str:
    """Everything that the headers say, for programs."""
    import json  # noqa: PLC0415 -- only for this format

    objects = [{**q._asdict(), "params": [p._asdict() for p in q.params]} for q in found]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def _grlc(found: list[Question], args: argparse.Namespace, lang: str) -> int:
    if args.output is None:
        raise OutputError("QUESTIONS-FOLDER", None)
    from graph_builder.ask.grlc import grlc_files  # noqa: PLC0415 -- only for this format
    from graph_builder.atomic import replace_files  # noqa: PLC0415 -- as above
    from graph_builder.graph.access import open_graph  # noqa: PLC0415 -- as above

    replace_files(args.output, grlc_files(found, open_graph(), args.endpoint))
    print(message("questions-written", lang, count=len(found), path=args.output), file=sys.stderr)
    return 0
