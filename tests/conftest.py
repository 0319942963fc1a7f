from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import Built, build_graph, default_sources
from tests.running import Zhitu

if TYPE_CHECKING:
    from pathlib import Path

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def liuzhou_built() -> Built:
    """The reports that ship with zhitu, built once for the whole run; not to be changed."""
    return build_graph(default_sources())


@pytest.fixture(scope="session")
def liuzhou(liuzhou_built: Built) -> EmbeddedGraph:
    """The graph of the reports that ship with zhitu; not to be changed."""
    return EmbeddedGraph(liuzhou_built.store)


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that stays warm for the whole run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def warm_cache(cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let zhitu keep its cache in a folder of this run."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    monkeypatch.delenv("ZHITU_LANG", raising=False)
    return cache_home


@pytest.fixture
def zhitu(warm_cache: Path, capsys: pytest.CaptureFixture[str]) -> Zhitu:
    """The command, run in this process on a warm cache."""
    assert warm_cache.is_dir()
    return Zhitu(capsys)
