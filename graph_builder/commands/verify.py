"""`zhitu verify`: every claim of a report folder is held against the words of the document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.addresses import describe
from graph_builder.claims.verify import STATUSES
from graph_builder.errors import InputError, Place
from graph_builder.messages import message
from graph_builder.output import FORMATS, render

if TYPE_CHECKING:
    import argparse

    from graph_builder.claims.verify import Checked
    from graph_builder.sources.text import ReportText

_SHOWN = ("unresolved", "inferred")


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("report", type=Path, metavar="REPORT", help=message("verify.report", lang))
    parser.add_argument(
        "source", nargs="?", type=Path, metavar="FOLDER", help=message("verify.source", lang)
    )
    parser.add_argument(
        "--status", choices=STATUSES, action="append", help=message("verify.status", lang)
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=message("option.format", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the counts and the claims of the wanted kinds; 1 when a claim is unresolved."""
    from collections import Counter  # noqa: PLC0415 -- `verify --help` needs none of these

    from graph_builder.claims.collect import collect_claims, load_registry  # noqa: PLC0415
    from graph_builder.claims.verify import verify_claims  # noqa: PLC0415
    from graph_builder.claims.vocabulary import load_vocabulary  # noqa: PLC0415
    from graph_builder.paths import bundled  # noqa: PLC0415
    from graph_builder.sources.document import text_of  # noqa: PLC0415
    from graph_builder.sources.reader import read_report  # noqa: PLC0415
    from graph_builder.sources.text import load_text  # noqa: PLC0415

    text = load_text(args.report)
    folder = args.source or _folder_of(text, args.report)
    vocabulary = load_vocabulary(bundled("ontology"))
    registry = load_registry(vocabulary, bundled("data") / "identity", [folder])
    claims = collect_claims(folder, registry, vocabulary)
    document = read_report(text)
    if document.metadata["sha256"] != claims.data.metadata["sha256"]:
        print(message("verify-other-text", lang, folder=folder), file=sys.stderr)
    words = {p.address: text_of(text.text, p, document.tables) for p in document.passages}
    results = verify_claims(claims.claims, words)
    counts = Counter(result.status for result in results)
    wanted = tuple(args.status or _SHOWN)
    rows = [_row(r, lang) for status in wanted for r in results if r.status == status]
    if rows or args.format != "table":
        heads = [message(f"verify-{c}", lang) for c in ("status", "place", "fact", "words")]
        sys.stdout.write(render(heads, rows, args.format))
    summary = sys.stdout if args.format == "table" else sys.stderr
    for status in STATUSES:
        count = message("verify-count", lang, count=counts[status])
        print(f"{message(f'status-{status}', lang)} {count}", file=summary)
    return 1 if counts["unresolved"] else 0


def _folder_of(text: ReportText, report: Path) -> Path:
    """The bundled folder that was read from this very text."""
    from graph_builder.paths import default_sources  # noqa: PLC0415 -- as above
    from graph_builder.sources.loading import read_settings  # noqa: PLC0415 -- as above

    for folder in default_sources():
        if read_settings(folder).get("sha256") == text.sha256:
            return folder
    raise InputError("VERIFY-FOLDER", Place(str(report)))


def _row(checked: Checked, lang: str) -> list[str]:
    claim = checked.claim
    words = claim.inferred or " / ".join(claim.surfaces)
    return [
        message(f"status-{checked.status}", lang),
        describe(claim.passage, lang),
        claim.where.render(lang),
        words,
    ]
