"""Files are written whole or not at all: a fault or Ctrl-C leaves what was there before."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph_builder.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def write_atomically(path: Path, data: bytes) -> None:
    """Write one file; its folder must exist.

    A link keeps pointing where it did, and a device or pipe such as `/dev/stdout` is written to
    directly, since it holds nothing that could be lost and must not be replaced by a file.

    Args:
        path: The file to create or replace.
        data: Its whole new content.

    Raises:
        OutputError: `OUTPUT-WRITE`, with the reason that the system gives; the old file is whole.
    """
    target = Path(os.path.realpath(path))
    try:
        # Not `target`: the real path of a pipe (`pipe:[123]`) names nothing that exists.
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        # Beside the target, since a file can only be moved atomically within a file system.
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    except OSError as error:
        raise _failure(path, error) from error
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        fresh.chmod(_mode(target))
        fresh.replace(target)
    except OSError as error:
        raise _failure(path, error) from error
    finally:
        fresh.unlink(missing_ok=True)


def replace_files(folder: Path, files: Mapping[str, bytes], remove: Collection[str] = ()) -> None:
    """Write a set of files into a folder as one step; other files of the folder stay.

    Everything is first written into a temporary folder beside `folder`, so a full disk is noticed
    before anything is touched. When a step fails later, the files already moved are put back.

    Args:
        folder: Created when it does not exist.
        files: Path inside the folder, with `/`, -> whole content.
        remove: Paths inside the folder that are to go; those that do not exist are passed over.

    Raises:
        OutputError: `OUTPUT-WRITE`, with the reason that the system gives.
    """
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}.", dir=target.parent))
    except OSError as error:
        raise _failure(folder, error) from error
    try:
        for name, data in files.items():
            fresh = work / "new" / name
            fresh.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(data)
        for name in {*files, *remove}:
            if (target / name).is_file():
                kept = work / "old" / name
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target / name, kept)
        _swap(target, work, list(files), [n for n in remove if n not in files])
    except OSError as error:
        raise _failure(folder, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(target: Path, work: Path, names: list[str], remove: list[str]) -> None:
    """Move the new files into place; put the old ones back when a step fails or is interrupted."""
    touched: list[str] = []
    try:
        for name in names:
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            touched.append(name)
            (work / "new" / name).replace(place)
        for name in remove:
            touched.append(name)
            (target / name).unlink(missing_ok=True)
    except BaseException:
        for name in reversed(touched):
            _put_back(target / name, work / "old" / name)
        raise


def _put_back(place: Path, kept: Path) -> None:
    if kept.is_file():
        kept.replace(place)
    elif place.is_file():
        place.unlink()


def _mode(target: Path) -> int:
    """Permissions of the file that is replaced, or those that a new file would get."""
    if target.is_file():
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _failure(path: Path, error: OSError) -> OutputError:
    return OutputError("OUTPUT-WRITE", Place(str(path)), reason=error.strerror or str(error))
