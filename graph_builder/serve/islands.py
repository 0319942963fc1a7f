"""The scripts of the pages, bundled from `web/`; a build without them has pages without scripts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.staticfiles import StaticFiles

from graph_builder.messages import catalogue

if TYPE_CHECKING:
    import os

    from starlette.responses import Response
    from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_BUNDLE = STATIC / "web"
_FOR_EVER = "public, max-age=31536000, immutable"


class Island(NamedTuple):
    """What a page loads for one island: the addresses of its script and its style sheets."""

    script: str
    styles: tuple[str, ...]


class Bundled(NamedTuple):
    """A package in the bundle: name, version, licence (SPDX), and the text of the licence."""

    name: str
    version: str
    licence: str
    text: str


@cache
def island(name: str) -> Island | None:
    """The island that `web/src/<name>/main.ts` describes; None in a build without scripts."""
    entry = _read("manifest.json", {}).get(f"src/{name}/main.ts")
    if entry is None:
        return None
    styles = (_address(x) for x in entry.get("css", ()))
    return Island(_address(entry["file"]), tuple(styles))


@cache
def words(name: str, lang: str) -> dict[str, str]:
    """What the script of an island may say: key -> template, of the keys `island-<name>-...`."""
    prefixes = (f"island-{name}-", "island-shared-")
    return {k: v[lang] for k, v in catalogue().items() if k.startswith(prefixes)}


@cache
def bundled() -> tuple[Bundled, ...]:
    """Third-party packages in the bundle, by name."""
    return tuple(
        Bundled(x["name"], x["version"], x.get("identifier") or "", x.get("text") or "")
        for x in sorted(_read("licences.json", []), key=lambda x: str(x["name"]))
    )


class Static(StaticFiles):
    """The folder `static/`; bundled files are named by their content and never change."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope,
        status_code: int = 200,
    ) -> Response:  # fmt: skip
        """A file, or that it has not changed."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        path = Path(full_path)
        if path.parent == _BUNDLE and path.suffix != ".json":
            response.headers["Cache-Control"] = _FOR_EVER
        return response


def _read(name: str, otherwise: Any) -> Any:
    path = _BUNDLE / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else otherwise


def _address(file: str) -> str:
    return f"/static/web/{file}"
