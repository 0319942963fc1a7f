from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from graph_builder.claims.vocabulary import Vocabulary, load_vocabulary
from graph_builder.paths import bundled
from tests.claims.samples import own_copy, registry_of, write_city

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.claims.identity import Registry

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
