"""`zhitu build`: files and stores, whole or not at all."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph_builder.graph.access import EmbeddedGraph, open_graph
from graph_builder.messages import message
from tests.graph.samples import write_yunzhou
from tests.running import command, environment, process

if TYPE_CHECKING:
    from graph_builder.graph.build import Built
    from tests.running import Zhitu


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The folder of a small report."""
    return write_yunzhou(tmp_path / "reports" / "yunzhou-2031")


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_without_a_source_the_bundled_reports_are_built(
    zhitu: Zhitu, tmp_path: Path, liuzhou_built: Built
) -> None:
    path = tmp_path / "graph.nq"
    done = zhitu("build", "-o", path)
    assert done.code == 0
    assert path.read_bytes() == liuzhou_built.serialise(".nq")
    stages = list(liuzhou_built.counts.items())
    assert done.out.splitlines()[:-1] == [
        message(f"stage-{stage}", "zh", count=count) for stage, count in stages
    ]
    assert str(path) in done.out.splitlines()[-1]


def test_one_report_becomes_trig_or_a_store_that_hold_the_same(
    zhitu: Zhitu, report: Path, tmp_path: Path
) -> None:
    assert zhitu("build", report, "-o", tmp_path / "a.TRIG").code == 0
    assert zhitu("build", report, "--store", tmp_path / "deep" / "store").code == 0
    trig = set(ox.parse((tmp_path / "a.TRIG").read_bytes(), format=ox.RdfFormat.TRIG))
    store = open_graph(tmp_path / "deep" / "store")
    assert isinstance(store, EmbeddedGraph)
    assert set(store.store) == trig
    assert names(tmp_path / "deep") == ["store"]


def test_remarks_about_a_report_go_to_standard_error_in_the_reader_s_language(
    zhitu: Zhitu, report: Path, tmp_path: Path
) -> None:
    for lang, told in (
        ("zh", "产业“茶产业”不在概念表里"),
        ("en", "the industry “茶产业” is in no"),
    ):
        done = zhitu("build", report, "-o", tmp_path / "a.nq", "--lang", lang)
        assert told in done.err
        assert told not in done.out
        # A place is told in words.
        assert message("indicator-unknown", lang, address="", name="在校生人数")[-20:] in done.err
        assert "table/1/row/1" not in done.err


def test_several_reports_merge(zhitu: Zhitu, report: Path, tmp_path: Path) -> None:
    other = write_yunzhou(tmp_path / "other" / "haizhou-2031")
    done = zhitu("build", report, other, "-o", tmp_path / "a.nq")
    assert done.code == 2
    # Both define the same schools; a shared register would, too.
    assert done.err.endswith("[IDENTITY-DUPLICATE]\n")
    for name in ("identity.csv", "names.csv"):
        (other / name).unlink()
    assert zhitu("build", report, other, "-o", tmp_path / "a.nq").code == 0
    query = "SELECT DISTINCT ?r WHERE { ?r vet:presentsSchool ?s }"
    assert len(open_graph(tmp_path / "a.nq").select(query).rows) == 2


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (["-o", "graph.txt"], "OUTPUT-SUFFIX"),
        (["-o", "graph"], "OUTPUT-SUFFIX"),
        (["-o", "graph.ttl"], "OUTPUT-SUFFIX"),
        (["-o", "."], "OUTPUT-SUFFIX"),
        (["-o", "missing/graph.nq"], "OUTPUT-WRITE"),
        (["-o", "folder.nq"], "OUTPUT-WRITE"),
        (["-o", "file/graph.nq"], "OUTPUT-WRITE"),
        (["-o", "x" * 300 + ".nq"], "OUTPUT-WRITE"),
        (["--store", "x" * 300], "OUTPUT-WRITE"),
        (["--store", "file"], "OUTPUT-EXISTS"),
        (["--store", "folder.nq"], "OUTPUT-EXISTS"),
        (["--store", "file/store"], "OUTPUT-WRITE"),
    ],
)
def test_a_target_that_cannot_be_written_is_told(
    zhitu: Zhitu, report: Path, tmp_path: Path, target: list[str], code: str
) -> None:
    place = tmp_path / "out"
    (place / "folder.nq").mkdir(parents=True)
    (place / "file").write_bytes(b"mine")
    done = zhitu("build", report, target[0], place / target[1])
    assert (done.code, done.out) == (2, "")
    assert f"[{code}]" in done.err
    assert "Traceback" not in done.err
    assert names(place) == ["file", "folder.nq"]
    assert (place / "file").read_bytes() == b"mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_told(zhitu: Zhitu, report: Path, tmp_path: Path) -> None:
    (tmp_path / "full.nq").symlink_to("/dev/full")
    done = zhitu("build", report, "-o", tmp_path / "full.nq", "--lang", "en")
    assert done.code == 2
    assert "No space left on device" in done.err
    assert done.err.endswith("[OUTPUT-WRITE]\n")


@pytest.mark.parametrize("target", [["-o", "graph.nq"], ["-o", "graph.trig"], ["--store", "new"]])
def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file_and_no_rest(
    report: Path, tmp_path: Path, cache_home: Path, target: list[str]
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    for name in ("graph.nq", "graph.trig"):
        (place / name).write_bytes(b"old")

    def no_large_files() -> None:
        # As with a full disk, writing goes well up to here and then fails.
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    words = ["build", report, target[0], place / target[1]]
    done = process(cache_home, *words, before=no_large_files)
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines()[-1].endswith("[OUTPUT-WRITE]")
    assert "Traceback" not in done.stderr
    assert names(place) == ["graph.nq", "graph.trig"]
    assert (place / "graph.nq").read_bytes() == b"old"


def read_only(tmp_path: Path) -> Path:
    """A folder in which nobody can create anything, root included."""
    if os.geteuid() == 0:
        folder = Path("/sys")
        if not folder.is_dir():
            pytest.skip("root may write anywhere here")
        return folder
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    return folder


@pytest.mark.parametrize("target", [["-o", "graph.nq"], ["--store", "store"]])
def test_a_read_only_folder_is_told(
    zhitu: Zhitu, report: Path, tmp_path: Path, target: list[str]
) -> None:
    place = read_only(tmp_path) / target[1]
    done = zhitu("build", report, target[0], place)
    assert done.code == 2
    assert str(place) in done.err
    assert done.err.splitlines()[-1].endswith("[OUTPUT-WRITE]")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_ctrl_c_in_the_middle_leaves_the_old_file_and_no_rest(
    report: Path, tmp_path: Path, cache_home: Path
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "graph.nq").write_bytes(b"old")
    # The build waits at this file, since a pipe gives nothing until someone writes into it.
    pipe = report / "facts" / "events.csv"
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            command("build", report, "-o", place / "graph.nq"),
            env=environment(cache_home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as running,
        pipe.open("wb"),
    ):  # opens once the build has come here
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    assert err == message("interrupted", "zh") + "\n"
    assert names(place) == ["graph.nq"]
    assert (place / "graph.nq").read_bytes() == b"old"


def test_progress_is_shown_on_a_terminal_only(
    report: Path, tmp_path: Path, cache_home: Path
) -> None:
    terminal, end = os.openpty()
    try:
        done = subprocess.run(
            command("build", report, "-o", tmp_path / "a.nq", "--lang", "en"),
            env=environment(cache_home),
            stdout=subprocess.PIPE,
            stderr=end,
            check=True,
        )
        os.close(end)
        shown = os.read(terminal, 100_000).decode()
    finally:
        os.close(terminal)
    for stage in ("passages", "claims", "stated quads", "derived statements"):
        assert f" {stage}" in shown
        assert f" {stage}".encode() in done.stdout
    piped = process(cache_home, "build", report, "-o", tmp_path / "a.nq", "--lang", "en")
    assert "claims" not in piped.stderr
