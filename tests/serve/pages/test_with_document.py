"""A server that was given the document of its report shows the words, and only then."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from graph_builder.graph.build import build_graph
from graph_builder.sources.folder import write_folder
from graph_builder.sources.reader import read_report
from graph_builder.sources.text import load_text
from tests.serve.site import Settings, running
from tests.sources.samples import whole_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serve.site import Site

_REPORT = "/id/report/yunzhou-2031"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The document of an invented city, and the graph that is built from it."""
    folder = tmp_path_factory.mktemp("yunzhou")
    document = folder / "report.txt"
    # The table of clusters calls the school by its full name, which needs no register.
    text = whole_report().text.replace("\n一校\t", "\n云州市第一学校\t")
    document.write_text(text, "utf-8")
    write_folder(read_report(load_text(document)), folder / "yunzhou-2031")
    graph = folder / "graph.nq"
    graph.write_bytes(build_graph([folder / "yunzhou-2031"]).serialise(".nq"))
    return document, graph


@pytest.fixture(scope="module")
def with_document(files: tuple[Path, Path]) -> Iterator[Site]:
    document, graph = files
    settings = Settings(graph=str(graph), source=str(document), workers=1, watch=0)
    with running(settings) as site:
        yield site


def _sentences(site: Site, section: str) -> list[str]:
    page = site.http.get(f"{_REPORT}/section/{section}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    return re.findall(r'<br><span lang="zh"[^>]*>(.*?)</span>', page.text)


def _bare(text: str) -> str:
    """A text without line breaks and spaces: a page break may tear a sentence."""
    return "".join(html.unescape(text).split())


def test_a_section_shows_its_sentences_and_a_place_marks_its_own(
    with_document: Site, files: tuple[Path, Path]
) -> None:
    document = _bare(files[0].read_text("utf-8"))
    report = with_document.http.get(_REPORT, headers={"Accept": "text/html"}).text
    numbers = re.findall(rf"{_REPORT}/section/([\w.-]+)", report)
    said = {number: _sentences(with_document, number) for number in numbers}
    number, sentences = next((n, s) for n, s in said.items() if s and n[0].isdecimal())
    assert all(_bare(sentence) in document for sentence in sentences)
    path = f"{_REPORT}/section/{number}/paragraph/1/sentence/1"
    page = with_document.http.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    (marked,) = re.findall(r"<mark>(.*?)</mark>", page.text)
    assert _bare(marked) in document


def test_a_document_of_another_report_is_not_shown(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(
        files[0].read_text("utf-8").replace("云州市第二学校", "云州市第三学校"), "utf-8"
    )
    settings = Settings(graph=str(files[1]), source=str(other), workers=1, watch=0)
    with running(settings) as site:
        page = site.http.get(f"{_REPORT}/section/1", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "<br><span" not in page.text
