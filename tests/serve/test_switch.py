"""A new graph while serving: picked up without a lost request; a missing or broken one is not."""

from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from graph_builder.errors import GraphError
from graph_builder.graph.bundle import write_store
from graph_builder.serve import snapshot as snapshots
from graph_builder.serve.snapshot import open_snapshot
from graph_builder.serve.watch import signature
from tests.serve.site import Settings, Site, eventually, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def statements(number: int) -> str:
    return "".join(f'<http://x/{n}> <http://x/p> "{n}" .\n' for n in range(number))


def replace(file: Path, text: str) -> None:
    """As `zhitu build -o` does: whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(file)


def count(site: Site) -> int:
    return int(site.sparql(COUNT, "text/csv").text.split()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    file = tmp_path / "graph.nt"
    file.write_text(statements(10), "utf-8")
    with running(Settings(graph=str(file), watch=0.05, workers=1)) as site:
        yield site, file


def test_a_new_file_is_picked_up_without_a_lost_request(served: tuple[Site, Path]) -> None:
    site, file = served
    stop, seen = threading.Event(), set[int]()
    failed: list[str] = []

    def ask() -> None:
        with httpx.Client(base_url=site.url, timeout=20) as http:
            while not stop.is_set():
                answer = http.get("/sparql", params={"query": COUNT, "n": str(len(failed))})
                if answer.status_code != 200:
                    failed.append(answer.text)
                    return
                seen.add(int(answer.json()["results"]["bindings"][0]["n"]["value"]))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    first = site.app.state.snapshot
    for number in (20, 30):
        replace(file, statements(number))
        assert eventually(lambda number=number: number in seen)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert seen == {10, 20, 30}
    # What belonged to the old graph is given back: its process and its files.
    assert eventually(lambda: first.forker.process.poll() is not None)
    assert eventually(lambda: not first.folder.exists())


def test_a_graph_that_disappears_or_breaks_changes_nothing_and_is_told(
    served: tuple[Site, Path],
) -> None:
    site, file = served

    def problem() -> str:
        return str(site.http.get("/readyz", params={"lang": "en"}).json()["problem"])

    for text, code in (
        (None, "SERVE-GONE"),
        ("<http://x/1> <http://x/p> <broken", "RDF-SYNTAX"),
        ("", "SERVE-EMPTY"),
    ):
        if text is None:
            file.unlink()
        else:
            replace(file, text)
        assert eventually(lambda code=code: code in problem())
        assert count(site) == 10
        assert "zhitu_graph_problem 1" in site.http.get("/metrics").text
    replace(file, statements(40))
    assert eventually(lambda: count(site) == 40)
    assert problem() == "None"


def test_an_answer_of_the_old_graph_is_not_given_for_the_new(served: tuple[Site, Path]) -> None:
    site, file = served
    tag = site.sparql(COUNT).headers["etag"]
    replace(file, statements(20))
    assert eventually(lambda: count(site) == 20)
    again = site.http.get("/sparql", params={"query": COUNT}, headers={"If-None-Match": tag})
    assert again.status_code == 200


def test_a_store_folder_is_served_from_a_copy_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ox.Store()
    store.load(statements(50).encode(), format=ox.RdfFormat.N_TRIPLES)
    folder = tmp_path / "store"
    write_store(store, folder)
    for most in (snapshots.IN_MEMORY, 0):  # held in memory, and read from the disk
        monkeypatch.setattr(snapshots, "IN_MEMORY", most)
        kept = tmp_path / f"kept-{most}"
        shutil.copytree(folder, kept)
        with running(Settings(graph=str(kept), workers=1, watch=0)) as site:
            shutil.rmtree(kept)
            assert count(site) == 50
            assert site.sparql("ASK { ?s ?p 'x' }").json()["boolean"] is False


def test_a_large_file_is_served_from_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "IN_MEMORY", 0)
    file = tmp_path / "graph.nt"
    file.write_text(statements(60), "utf-8")
    opened = open_snapshot(Settings(graph=str(file)))
    assert len(opened.graph.store) == 60
    assert os.listdir(opened.folder) == ["store"]  # noqa: PTH208 -- names are enough
    opened.close()
    assert not opened.folder.exists()


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("http://127.0.0.1:1/sparql", "SERVE-REMOTE"),
        ("missing.nq", "GRAPH-FILE"),
        ("graph.docx", "GRAPH-SUFFIX"),
        ("empty.nq", "SERVE-EMPTY"),
        (".", "GRAPH-STORE"),
    ],
)
def test_a_graph_that_cannot_be_served_is_refused_at_once(
    tmp_path: Path, where: str, code: str
) -> None:
    (tmp_path / "empty.nq").touch()
    place = where if "://" in where else str(tmp_path / where)
    with pytest.raises(GraphError) as caught:
        open_snapshot(Settings(graph=place))
    assert caught.value.code == code


def test_a_state_tells_a_replaced_file_from_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    assert signature(str(file)) is None
    file.write_text("a", "utf-8")
    before = signature(str(file))
    assert signature(str(file)) == before
    replace(file, "b")
    assert signature(str(file)) != before
    assert signature(str(tmp_path)) is None  # a folder that is no store
