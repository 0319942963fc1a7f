"""`python -m graph_builder.pages` (`make docs`) writes the generated pages of a checkout again."""

from __future__ import annotations

from pathlib import Path

from graph_builder.atomic import replace_files, write_atomically
from graph_builder.pages.audit import audit_page, audit_rule_pages
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
    write_atomically(docs / "audit.md", audit_page(bundled("ontology")).encode())
    (docs / "audit").mkdir(exist_ok=True)
    cases = root / "tests" / "cases"
    _replace(docs / "audit", audit_rule_pages(bundled("ontology"), cases / "audit"))
    _replace(docs / "rules", rule_pages(cases / "rules"))


def _replace(folder: Path, pages: dict[str, str]) -> None:
    """Write pages into a folder; pages of rules that are gone go too."""
    gone = {p.name for p in folder.glob("*.md")} - set(pages)
    replace_files(folder, {name: text.encode() for name, text in pages.items()}, gone)


if __name__ == "__main__":
    main()
