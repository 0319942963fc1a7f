"""The catalogue is parsed once and then read from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.ask.catalogue import bundled_questions, find_question
from graph_builder.ask.questions import load_questions
from graph_builder.errors import QueryError
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "zhitu"


def test_the_cached_catalogue_is_the_catalogue(cache: Path) -> None:
    expected = {q.name: q for q in load_questions(bundled("queries"))}
    assert bundled_questions() == expected
    (file,) = cache.iterdir()
    made = file.stat().st_mtime_ns
    assert bundled_questions() == expected
    assert file.stat().st_mtime_ns == made
    for name, question in expected.items():
        assert find_question(name) == question


def test_a_catalogue_that_was_cut_off_is_made_again(cache: Path) -> None:
    expected = bundled_questions()
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for left in (whole[: len(whole) // 2], b""):
        file.write_bytes(left)
        assert bundled_questions() == expected
        assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert find_question("schools").name == "schools"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("school_to_industri", "school_to_industry"), ("", "—"), ("zzzzzz", "—"), ("x" * 10_000, "—")],
)
def test_an_unknown_question_is_told_with_the_nearest(
    warm_cache: Path, name: str, nearest: str
) -> None:
    assert warm_cache.is_dir()
    with pytest.raises(QueryError, match="QUESTION-UNKNOWN") as caught:
        find_question(name)
    assert nearest in str(caught.value.values["nearest"])
    assert caught.value.values["found"] == name
