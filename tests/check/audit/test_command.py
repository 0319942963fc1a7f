"""`zhitu audit`: options, formats, exit codes, and what it says when it cannot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_builder.check.audit.run import reports_of
from graph_builder.check.audit.source import read_source
from graph_builder.cli import run_command
from graph_builder.errors import GraphError, InputError, ZhituError
from graph_builder.graph.remote import RemoteGraph
from graph_builder.paths import bundled
from tests.check.audit.samples import CASES
from tests.running import Outcome

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

TEXT = Path(__file__).parents[4] / "shared" / "report" / "liuzhou-2023.txt"


class Command:
    """The command, run in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: object, lang: str = "zh") -> Outcome:
        code = run_command("audit", [str(w) for w in words], lang)
        captured = self.capsys.readouterr()
        return Outcome(code, captured.out, captured.err)


@pytest.fixture
def command(warm_cache: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    assert warm_cache.is_dir()
    return Command(capsys)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A graph with a contradiction, without the ontology."""
    return Path(shutil.copy(CASES / "FIGURE-TWICE" / "bad.trig", tmp_path / "case.trig"))


def test_the_report_that_comes_with_zhitu_is_audited_by_itself(command: Command) -> None:
    outcome = command()
    assert outcome.code == 1
    assert outcome.out.startswith("《柳州市中等职业教育质量年度报告 (2023)》前后一致性核查\n")
    assert "“在线精品课程数（校级）” 37 门，多于所属的“在线精品课程数（门）” 36 门" in outcome.out
    assert outcome.err == ""


def test_two_runs_write_the_same_bytes(command: Command) -> None:
    for form in ("table", "json", "csv", "md"):
        assert command("--format", form).out == command("--format", form).out


def test_english_is_asked_for(command: Command) -> None:
    assert command(lang="en").out.startswith("Audit of ")


@pytest.mark.parametrize(
    ("code", "fail_on", "expected"),
    [
        ("SUM-KINDS", "contradiction", 1),
        ("SUM-KINDS", "never", 0),
        ("APART-SUM", "contradiction", 0),
    ],
)
def test_the_exit_code_follows_fail_on(
    command: Command, tmp_path: Path, code: str, fail_on: str, expected: int
) -> None:
    graph = tmp_path / "case.nq"
    assert write_with_ontology(code, graph)
    assert command("--graph", graph, "--fail-on", fail_on).code == expected


def test_an_open_finding_fails_when_asked(command: Command, tmp_path: Path) -> None:
    graph = tmp_path / "case.nq"
    assert write_with_ontology("APART-SUM", graph)
    assert command("--graph", graph, "--fail-on", "open").code == 1


def write_with_ontology(code: str, path: Path) -> bool:
    import pyoxigraph as ox  # noqa: PLC0415 -- only here

    from tests.check.audit.samples import case_graph  # noqa: PLC0415 -- as above

    path.write_bytes(case_graph(code, "bad").store.dump(format=ox.RdfFormat.N_QUADS) or b"")
    return path.stat().st_size > 0


def test_a_graph_without_the_ontology_is_audited_as_far_as_it_goes(
    command: Command, case: Path
) -> None:
    outcome = command("--graph", case)
    assert outcome.code == 0
    assert "没有可核对的内容：" in outcome.out


def test_a_rule_is_explained_without_opening_a_graph(command: Command) -> None:
    outcome = command("--explain", "sum-parts", "--graph", "none.nq")
    assert outcome.code == 0
    assert outcome.out.startswith("SUM-PARTS　合计与分列的各行\n")
    assert command("--explain", "SUM-PARTS", lang="en").out.startswith("SUM-PARTS  Totals")


def test_readings_are_named_by_file(command: Command, tmp_path: Path) -> None:
    shipped = bundled("data") / "liuzhou-2023" / "readings.csv"
    lines = shipped.read_text("utf-8").splitlines()
    (tmp_path / "readings.csv").write_text(f"{lines[0]}\n", "utf-8")
    data = json.loads(command("--readings", tmp_path / "readings.csv", "--format", "json").out)
    assert data["verdicts"]["explained"] == 0
    both = json.loads(command("--readings", shipped, "--format", "json").out)
    assert both["verdicts"] == json.loads(command("--format", "json").out)["verdicts"]


@pytest.mark.report_text
@pytest.mark.skipif(not TEXT.is_file(), reason="the report document is not beside the project")
def test_with_the_document_the_sentences_are_shown(command: Command) -> None:
    out = command("--source", TEXT).out
    assert "第 3.3 节第 1 段第 4 句：“2023年毕业生本省去向落实率为95.78%" in out
    assert "要有报告全文才能核对" not in out


@pytest.mark.parametrize(
    ("words", "error"),
    [
        pytest.param(["--explain", "SUM-PART"], "CHECK-CODE", id="code"),
        pytest.param(["--graph", "none.nq"], "GRAPH-FILE", id="no graph"),
        pytest.param(["--readings", "none.csv"], "CSV-READ", id="no readings"),
        pytest.param(["--source", "none.txt"], "REPORT-MISSING", id="no document"),
        pytest.param(["--source", "other.txt"], "AUDIT-SOURCE-OTHER", id="another document"),
    ],
)
def test_what_cannot_be_done_is_one_clear_error(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], error: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.txt").write_text("别的报告\n", "utf-8")
    with pytest.raises(ZhituError) as caught:
        command(*words)
    assert caught.value.code == error
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("words", [["--format", "pdf"], ["--fail-on", "info"], ["--timeout", "0"]])
def test_an_unknown_choice_is_misuse(command: Command, words: list[str]) -> None:
    outcome = command(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert words[1] in outcome.err


def test_the_document_cannot_go_beside_a_graph_elsewhere(liuzhou: EmbeddedGraph) -> None:
    if not TEXT.is_file():
        with pytest.raises(InputError):
            read_source(TEXT, reports_of(liuzhou))
        return
    source = read_source(TEXT, reports_of(liuzhou))
    with pytest.raises(GraphError, match="AUDIT-SOURCE-REMOTE"):
        source.beside(RemoteGraph("http://127.0.0.1:9/"))
