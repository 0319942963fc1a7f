from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from graph_builder.atomic import replace_files, write_atomically
from graph_builder.errors import OutputError


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def failing_on(monkeypatch: pytest.MonkeyPatch, count: int, fault: BaseException) -> None:
    """Let the file system fail at the `count`-th move of a file."""
    real = Path.replace
    calls = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == count:
            raise fault
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_created_or_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"one")
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["a.txt"]


def test_a_link_keeps_pointing_at_the_file_that_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"one")
    link.symlink_to(real)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert real.read_bytes() == b"two"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_atomically(Path("/dev/null"), b"x")
    assert not Path("/dev/null").is_file()
    with pytest.raises(OutputError, match="OUTPUT-WRITE"):
        write_atomically(Path("/dev/full"), b"x")


def test_a_fault_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    failing_on(monkeypatch, 1, FULL)
    with pytest.raises(OutputError) as caught:
        write_atomically(path, b"new")
    assert caught.value.values["reason"] == "No space left on device"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("place", ["missing/a.txt", "."])
def test_a_file_that_cannot_be_made_is_an_output_error(tmp_path: Path, place: str) -> None:
    with pytest.raises(OutputError, match="OUTPUT-WRITE"):
        write_atomically(tmp_path / place, b"new")


def test_a_set_of_files_is_written_and_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "folder"
    replace_files(folder, {"a": b"1", "sub/b": b"2"})
    (folder / "mine").write_bytes(b"3")
    replace_files(folder, {"a": b"4"}, remove=["sub/b", "sub/none", "a"])
    assert names(folder) == ["a", "mine"]
    assert (folder / "a").read_bytes() == b"4"
    assert names(tmp_path / "deep") == ["folder/a", "folder/mine"]


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("fault", [FULL, KeyboardInterrupt()], ids=["full disk", "Ctrl-C"])
def test_a_fault_between_two_files_puts_the_first_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, fault: BaseException
) -> None:
    folder = tmp_path / "folder"
    replace_files(folder, {"a": b"old a", "b": b"old b", "gone": b"old"})
    with monkeypatch.context() as patch:
        failing_on(patch, step, fault)
        with pytest.raises((OutputError, KeyboardInterrupt)):
            replace_files(folder, {"a": b"new", "fresh": b"new", "b": b"new"}, remove=["gone"])
    assert {n: (folder / n).read_bytes() for n in names(folder)} == {
        "a": b"old a",
        "b": b"old b",
        "gone": b"old",
    }
    assert names(tmp_path) == ["folder/a", "folder/b", "folder/gone"]


def test_a_disk_that_is_full_from_the_start_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    replace_files(folder, {"a": b"old"})

    def write_bytes(_path: Path, _data: bytes) -> int:
        raise FULL

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(OutputError, match="No space left on device"):
        replace_files(folder, {"a": b"new"})
    assert names(tmp_path) == ["folder/a"]
    assert (folder / "a").read_bytes() == b"old"


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="OUTPUT-WRITE"):
        replace_files(tmp_path / "file" / "folder", {"a": b"1"})
    with pytest.raises(OutputError, match="OUTPUT-WRITE"):
        replace_files(tmp_path / "file", {"a": b"1"})
