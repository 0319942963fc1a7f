"""`zhitu read`: a report document becomes tables and passages with addresses in a data folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.addresses import describe
from graph_builder.messages import message
from graph_builder.output import one_line

if TYPE_CHECKING:
    import argparse

    from graph_builder.sources.document import Document
    from graph_builder.sources.text import ReportText

NAME = "read"


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument(
        "report", type=Path, metavar="REPORT", help=message("read.report.help", lang)
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FOLDER",
        required=True,
        help=message("read.output.help", lang),
    )
    parser.add_argument("--passages", action="store_true", help=message("read.passages.help", lang))


def run(args: argparse.Namespace, lang: str) -> int:
    """Read, write the folder, and say what was found, what was repaired and what to do next."""
    from graph_builder.sources.folder import write_folder  # noqa: PLC0415 -- `read --help` needs none
    from graph_builder.sources.reader import read_report  # noqa: PLC0415 -- as above
    from graph_builder.sources.text import load_text  # noqa: PLC0415 -- as above

    text = load_text(args.report)
    document = read_report(text)
    report = write_folder(document, args.output)
    lines = _summary(document, report, lang)
    lines.append(message("read-next", lang, folder=args.output))
    if args.passages:
        import sys  # noqa: PLC0415 -- only here

        # Whoever asks for the list pipes it on; what is said to people must not get into it.
        print("\n".join(lines), file=sys.stderr)
        print("\n".join(_listing(document, text)))
    else:
        print("\n".join(lines))
    return 0


def _summary(document: Document, report: str, lang: str) -> list[str]:
    """What a person wants to know about a reading, in whole sentences."""
    counts = Counter(passage.kind for passage in document.passages)
    lines = [
        message("read-title", lang, title=one_line(str(document.metadata["title"])), report=report),
        message(
            "read-counts",
            lang,
            sections=counts["heading"],
            paragraphs=counts["paragraph"],
            sentences=counts["sentence"],
            captions=counts["caption"],
            cases=counts["case-heading"],
            tables=len(document.tables),
        ),
    ]
    lines += [
        message(
            "read-table",
            lang,
            place=describe(f"table/{table.number}", lang),
            caption=one_line(table.caption),
            kind=message(f"table-kind-{table.kind}", lang),
            rows=len(table.rows),
        )
        for table in document.tables
    ]
    lines += [
        message(f"repair-{r.kind}", lang, place=describe(r.address, lang), lines=r.note)
        for r in document.repairs
    ]
    lines += [message(notice.key, lang, **notice.values) for notice in document.notices]
    return lines


def _listing(document: Document, text: ReportText) -> list[str]:
    """Address and words of each passage, with a tab between; tabs of a row become spaces."""
    from graph_builder.sources.document import text_of  # noqa: PLC0415 -- only with --passages

    return [
        f"{passage.address}\t{one_line(text_of(text.text, passage, document.tables))}"
        for passage in document.passages
    ]
