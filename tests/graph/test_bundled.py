"""The graph that ships with zhitu is built once and then opened from a cache folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.bundle import KEPT, write_store
from graph_builder.graph.bundled import cache_folder, open_bundled, stamp
from tests.graph.samples import graph_of

ROOT = Path(__file__).resolve().parents[2]
SCHOOLS = "SELECT ?s WHERE { ?report vet:presentsSchool ?s }"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder with nothing in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "zhitu"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A second zhitu, with the files that its graph is built from, to be changed at will."""
    for name in ("graph_builder", "ontology", "data", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def stamp_of(installed: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from graph_builder.graph.bundled import stamp; print(stamp())"],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_first_call_fills_the_cache_and_the_next_opens_it(cache: Path) -> None:
    assert len(open_bundled().select(SCHOOLS).rows) == 9
    (folder,) = cache.iterdir()
    assert folder.name == stamp()
    made = {p: p.stat().st_mtime_ns for p in folder.rglob("*.sst")}
    assert made
    assert len(open_bundled().select(SCHOOLS).rows) == 9
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.sst")} == made
    assert list(cache.iterdir()) == [folder]


def test_the_stamp_changes_with_every_kind_of_input_and_only_then(installed: Path) -> None:
    seen = [stamp_of(installed)]
    assert stamp_of(installed) == seen[0]
    (installed / "data" / "README.md").write_text("no input")
    (installed / "queries" / "schools" / "schools.rq").write_text("not part of the graph")
    assert stamp_of(installed) == seen[0]
    for name in (
        "data/liuzhou-2023/facts/events.csv",
        "data/liuzhou-2023/report.toml",
        "data/identity/schools.csv",
        "ontology/zhitu.ttl",
        "ontology/rules/works_with.rq",
        "graph_builder/graph/assemble.py",
    ):
        path = installed / name
        path.write_bytes(path.read_bytes() + b"\n")
        seen.append(stamp_of(installed))
    (installed / "ontology" / "rules" / "works_with.rq").unlink()
    seen.append(stamp_of(installed))
    assert len(set(seen)) == len(seen)


def test_a_change_that_keeps_the_length_is_noticed(installed: Path) -> None:
    path = installed / "data" / "identity" / "schools.csv"
    before = stamp_of(installed)
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    assert stamp_of(installed) != before


def test_a_cache_that_cannot_be_written_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(open_bundled().select(SCHOOLS).rows) == 9
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_cache_that_someone_has_tidied_up_is_made_again(cache: Path) -> None:
    (cache / stamp() / "store").mkdir(parents=True)
    (cache / stamp() / "store" / "CURRENT").write_text("nothing")
    assert len(open_bundled().select(SCHOOLS).rows) == 9
    assert len(open_bundled().select(SCHOOLS).rows) == 9


def test_what_no_one_has_used_for_a_day_is_forgotten(cache: Path) -> None:
    cache.mkdir(parents=True)
    old, fresh, old_file = cache / "old", cache / "fresh", cache / "old.questions.jsonl"
    old.mkdir()
    fresh.mkdir()
    old_file.write_bytes(b"")
    yesterday = time.time() - KEPT - 60
    for path in (old, old_file):
        os.utime(path, (yesterday, yesterday))
    open_bundled()
    assert {p.name for p in cache.iterdir()} == {"fresh", stamp()}


def test_two_that_fill_the_cache_at_once_both_answer(cache: Path) -> None:
    code = "import sys; from graph_builder.graph.access import open_graph as o;"
    code += "print(len(o().select(sys.argv[1]).rows))"
    both = [
        subprocess.Popen([sys.executable, "-c", code, SCHOOLS], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in both:
        with one:
            assert one.communicate()[0].strip() == b"9"
            assert one.returncode == 0
    assert [p.name for p in cache.iterdir()] == [stamp()]


def test_the_cache_is_where_the_platform_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == str(tmp_path / "zhitu")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == str(tmp_path / ".cache" / "zhitu")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    assert cache_folder() == str(tmp_path / "Local" / "zhitu")


def test_a_store_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    graph = graph_of("zid:a vet:p 1 .")
    write_store(graph.store, tmp_path / "deep" / "store")
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["store"]
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine").write_bytes(b"mine")
    with pytest.raises(OSError, match="not empty"):
        write_store(graph.store, tmp_path / "taken")
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["mine"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "taken"]
    assert isinstance(graph, EmbeddedGraph)
