"""Where the ontology, the questions and the data that ship with zhitu are on this machine."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Folder `ontology`, `queries` or `data`: beside the package, or inside it once installed."""
    inside = _PACKAGE / "bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def default_sources() -> list[Path]:
    """The report folders that ship with zhitu."""
    return sorted(p.parent for p in bundled("data").glob("*/report.toml"))
