from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import InputError
from graph_builder.sources import text as text_module
from graph_builder.sources.reader import read_report
from graph_builder.sources.text import load_text
from tests.sources.samples import whole_report

SAMPLE = "云州市学校共有两所。\n"


def write(folder: Path, data: bytes) -> Path:
    path = folder / "report.txt"
    path.write_bytes(data)
    return path


def test_line_ends_and_form_feeds_become_line_feeds_and_nothing_else_changes(
    tmp_path: Path,
) -> None:
    found = load_text(write(tmp_path, "甲 \r\n乙\r丙\f　丁\t".encode()))
    assert found.text == "甲 \n乙\n丙\n　丁\t"
    assert found.encoding == "utf-8"


def test_the_digest_is_that_of_the_normalised_text_in_utf_8(tmp_path: Path) -> None:
    found = load_text(write(tmp_path, b"\xef\xbb\xbfa\r\nb"))
    assert found.sha256 == sha256(b"a\nb").hexdigest()


def test_gb18030_and_utf_8_of_one_text_give_the_same_addresses_and_digest(tmp_path: Path) -> None:
    words = whole_report().text
    utf8 = load_text(write(tmp_path, words.encode("utf-8-sig")))
    gb = load_text(write(tmp_path, words.encode("gb18030")))
    assert (gb.encoding, gb.sha256, gb.text) == ("gb18030", utf8.sha256, utf8.text)
    one, other = read_report(utf8), read_report(gb)
    assert one.passages == other.passages
    assert one.tables == other.tables
    assert [n.key for n in other.notices] == [*(n.key for n in one.notices), "report-encoding"]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("bytes"), data)
    try:
        assert load_text(path).text.strip()
    except InputError as error:
        assert error.render("zh").startswith(str(path))  # noqa: PT017 -- text is fine too


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "REPORT-EMPTY", id="empty"),
        pytest.param("\ufeff \n\t　\f".encode(), "REPORT-EMPTY", id="white space"),
        pytest.param(SAMPLE.encode("utf-16"), "REPORT-BINARY", id="UTF-16"),
        pytest.param(b"PK\x03\x04\0\0", "REPORT-BINARY", id="zip"),
        pytest.param(b"\xff\xfe\xff", "REPORT-ENCODING", id="no known encoding"),
    ],
)
def test_bytes_that_are_no_report_are_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_text(write(tmp_path, data))
    assert caught.value.code == code


def test_a_damaged_utf_8_file_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    data = (SAMPLE * 3).encode()
    with pytest.raises(InputError) as caught:
        load_text(write(tmp_path, data[: len(SAMPLE.encode())] + b"\xe4" + data))
    assert caught.value.code == "REPORT-DAMAGED"
    assert caught.value.where is not None
    assert caught.value.where.line == 2


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="REPORT-MISSING"):
        load_text(tmp_path / "none.txt")
    with pytest.raises(InputError, match="REPORT-FOLDER"):
        load_text(tmp_path)


def test_a_file_that_the_system_will_not_read_gives_the_reason(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    with pytest.raises(InputError, match="REPORT-UNREADABLE"):
        load_text(loop)
    with pytest.raises(InputError, match="REPORT-UNREADABLE"):
        load_text(Path("a\0b"))


def test_a_file_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "MAX_BYTES", 10)
    assert load_text(write(tmp_path, b"a" * 10)).text == "a" * 10
    with pytest.raises(InputError, match="REPORT-TOO-LARGE"):
        load_text(write(tmp_path, b"a" * 11))
