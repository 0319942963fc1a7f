"""The built wheel, in a fresh virtual environment and outside the checkout, is a whole zhitu."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("zhitu-*.whl")
    return built


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked source distribution."""
    folder = tmp_path_factory.mktemp("source")
    subprocess.run(
        [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (packed,) = folder.glob("zhitu-*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / packed.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def zhitu(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    subprocess.run(
        [folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel],
        check=True,
        capture_output=True,
    )
    return folder / "bin" / "zhitu"


def _run(zhitu: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ZHITU"))}
    environment["XDG_CACHE_HOME"] = str(cwd / "cache")
    return subprocess.run(
        [zhitu, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_ontology_questions_data_and_the_files_of_the_viewer(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    for name in (
        "graph_builder/bundled/ontology/zhitu.ttl",
        "graph_builder/bundled/queries/industries/school_to_industry.rq",
        "graph_builder/bundled/data/liuzhou-2023/report.toml",
        "graph_builder/bundled/data/identity/schools.csv",
        "graph_builder/sentences/addresses.toml",
        "graph_builder/export/viewer.js",
        "graph_builder/serve/static/web/manifest.json",
        "graph_builder/serve/static/web/licences.json",
        "graph_builder/py.typed",
    ):
        assert name in names, name
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_a_source_distribution_builds_without_node(source: Path) -> None:
    asked = (
        "import build; print(build.CustomHook('.', {}, None, None, '.', 'wheel').dependencies())"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=source / "web",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
    assert not (source / "web" / "node_modules").exists()


def test_the_installed_command_answers_a_question_from_any_folder(
    zhitu: Path, tmp_path: Path
) -> None:
    done = _run(zhitu, tmp_path, "ask", "school_to_industry", "school=鹿寨中心", "--format", "csv")
    assert done.returncode == 0, done.stderr
    # Table 6-1, rows of 鹿寨中心.
    assert "木材产品加工专业群,木业产品加工技术,家居产业,表 6-1 第 19 行" in done.stdout
    assert "商旅专业群,电子商务,电子商务产业,表 6-1 第 20 行" in done.stdout


def test_the_installed_command_goes_the_whole_way(zhitu: Path, tmp_path: Path) -> None:
    done = _run(zhitu, tmp_path, "demo", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "zhitu.graphml",
        "zhitu.html",
        "zhitu.nq",
    ]
