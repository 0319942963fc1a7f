"""The generated pages are up to date, and what the documentation tells people to type works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from graph_builder.cli import COMMANDS, main
from graph_builder.pages.facts import facts_page
from graph_builder.paths import bundled

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
#: Commands that need the report document, or files of the reader's own.
_NEED_FILES = ("read", "verify")
#: Commands that wait for a browser, an assistant or a server; their own tests run them.
_NEED_OTHERS = ("serve", "mcp", "push")


def _commands() -> list[str]:
    inline = re.findall(r"`(zhitu [^`]+)`", README)
    blocks = re.findall(r"^\$ (zhitu .+)$", README, re.M)
    apart = (*_NEED_FILES, *_NEED_OTHERS)
    return [c for c in dict.fromkeys([*blocks, *inline]) if c.split()[1] not in apart]


def test_the_page_of_fact_tables_is_up_to_date() -> None:
    assert (ROOT / "docs" / "facts.md").read_text("utf-8") == facts_page(bundled("ontology"))


@pytest.mark.parametrize("command", _commands())
def test_a_command_of_the_readme_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    # An audit with findings ends with 1.
    assert main(shlex.split(command)[1:]) in ({0, 1} if " audit" in command else {0})


def test_the_readme_shows_what_the_program_prints(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r"```console\n\$ zhitu (.+)\n((?:.+\n)+)```", README)
    assert shown
    assert main(shlex.split(shown.group(1))) == 0
    out, err = capsys.readouterr()
    assert out + err == shown.group(2)


def test_every_file_that_the_documentation_links_to_is_there() -> None:
    pages = [ROOT / "README.md", ROOT / "ontology" / "README.md", *ROOT.glob("docs/**/*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if not target.startswith(("http://", "https://")):
                assert (page.parent / target).exists(), (page, target)


def test_the_documentation_names_every_command() -> None:
    named = set(re.findall(r"zhitu (\w+)", README))
    assert set(COMMANDS) <= named
