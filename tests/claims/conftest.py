from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from graph_builder.claims.collect import collect_claims, load_registry
from graph_builder.claims.vocabulary import Vocabulary, load_vocabulary
from graph_builder.paths import bundled
from graph_builder.sources.reader import read_report
from graph_builder.sources.text import load_text
from tests.claims.liuzhou import DATA, DOCUMENT, FOLDER, Said
from tests.claims.samples import own_copy, registry_of, write_city

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.claims.collect import ReportClaims
    from graph_builder.claims.identity import Registry
    from graph_builder.sources.document import Document
    from graph_builder.sources.text import ReportText

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def shipped_vocabulary() -> Vocabulary:
    """The real ontology; not to be changed."""
    return load_vocabulary(bundled("ontology"))


@pytest.fixture
def vocabulary(shipped_vocabulary: Vocabulary) -> Vocabulary:
    """The real ontology, to which a test may add industry terms."""
    return own_copy(shipped_vocabulary)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The identity folder of the invented city."""
    return write_city(tmp_path / "identity")


@pytest.fixture
def registry(vocabulary: Vocabulary, city: Path) -> Registry:
    return registry_of(vocabulary, city)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a report of the invented city, with nothing in it."""
    report = tmp_path / "yunzhou-2031"
    report.mkdir()
    return report


@pytest.fixture(scope="session")
def found(shipped_vocabulary: Vocabulary) -> tuple[ReportClaims, Registry]:
    vocabulary = own_copy(shipped_vocabulary)
    registry = load_registry(vocabulary, DATA / "identity", [FOLDER])
    return collect_claims(FOLDER, registry, vocabulary), registry


@pytest.fixture(scope="session")
def said(found: tuple[ReportClaims, Registry]) -> Said:
    return Said(found[0].claims, found[1])


@pytest.fixture(scope="session")
def text() -> ReportText:
    if not DOCUMENT.is_file():
        pytest.skip(f"the report document {DOCUMENT} is not on this machine")
    return load_text(DOCUMENT)


@pytest.fixture(scope="session")
def document(text: ReportText) -> Document:
    return read_report(text)
