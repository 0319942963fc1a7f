"""`python -m graph_builder.pages` (`make docs`) writes the generated pages of a checkout again."""

from __future__ import annotations

from pathlib import Path

from graph_builder.atomic import replace_files, write_atomically
from graph_builder.pages.facts import facts_page
from graph_builder.pages.ontology import ontology_page
from graph_builder.pages.rules import rule_pages
from graph_builder.paths import bundled


def main() -> None:
    """Write every generated page into `docs/`."""
    root = Path(__file__).resolve().parents[2]
    docs = root / "docs"
    write_atomically(docs / "ontology.md", ontology_page(bundled("ontology")).encode())
    write_atomically(docs / "facts.md", facts_page(bundled("ontology")).encode())
    pages = rule_pages(root / "tests" / "cases" / "rules")
    gone = {p.name for p in (docs / "rules").glob("*.md")} - set(pages)
    replace_files(docs / "rules", {name: text.encode() for name, text in pages.items()}, gone)


if __name__ == "__main__":
    main()
