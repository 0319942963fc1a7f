from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph_builder.cli import main
from tests.export.samples import write_graph


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a graph, an empty graph, a broken one, and what stands in the way."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZHITU_LANG", raising=False)
    write_graph(tmp_path / "graph.nq")
    (tmp_path / "empty.nq").write_bytes(b"")
    (tmp_path / "broken.nq").write_text("<a> <b> .\n", "utf-8")
    (tmp_path / "graph.txt").write_text("", "utf-8")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "old.html").write_bytes(b"old")
    return tmp_path


def export(*words: str) -> int:
    """The exit code of `zhitu export`, also where the parser ends the program."""
    try:
        return main(["export", *words])
    except SystemExit as stop:
        return int(stop.code or 0)


WRONG = [
    pytest.param(["netwrok", "-o", "n.html"], "EXPORT-VIEW", ["netwrok", "network"], id="view"),
    pytest.param(["", "-o", "n.html"], "EXPORT-VIEW", ["network"], id="blank view"),
    pytest.param(["network", "-o", "n.doc"], "EXPORT-FORMAT", [".doc", "graphml"], id="suffix"),
    pytest.param(["network", "-o", "n"], "EXPORT-FORMAT", ["html", "json"], id="no suffix"),
    pytest.param(
        ["network", "-o", "n.html", "--format", "sgv"], "EXPORT-FORMAT", ["sgv"], id="format"
    ),
    pytest.param(["network", "-o", "n.html", "--format", ""], "EXPORT-FORMAT", [], id="no format"),
    pytest.param(["network"], "ARGUMENTS", ["--output"], id="no output"),
    pytest.param(["-o", "n.html"], "EXPORT-VIEW", ["flow", "network"], id="no view"),
    pytest.param(
        ["ontology", "--school", "x", "-o", "n.svg"],
        "EXPORT-OPTION",
        ["--school", "ontology"],
        id="an option that the view does not heed",
    ),
    pytest.param(["flow", "x", "-o", "n.svg"], "EXPORT-VALUES", ["x"], id="a value too many"),
    pytest.param(["trace", "x", "-o", "n.svg"], "EXPORT-TRACE", ["1"], id="a trace to nowhere"),
    pytest.param(["question", "-o", "n.svg"], "EXPORT-QUESTION", ["--question"], id="no question"),
    pytest.param(
        ["network", "--class", "Schol", "-o", "n.svg"], "EXPORT-KIND", ["Schol"], id="class"
    ),
    pytest.param(
        ["network", "--around", "无人提及公司", "-o", "n.svg"],
        "EXPORT-AROUND",
        ["无人提及公司"],
        id="around what nothing links",
    ),
    pytest.param(["network", "--around", "茶", "-o", "n.svg"], "NAME-AMBIGUOUS", [], id="name"),
    pytest.param(["flow", "--theme", "pink", "-o", "n.svg"], "ARGUMENTS", ["pink"], id="theme"),
    pytest.param(["flow", "--size", "a5", "-o", "n.svg"], "ARGUMENTS", ["a5"], id="size"),
    pytest.param(["network", "--hops", "0", "-o", "n.svg"], "ARGUMENTS", ["0"], id="hops"),
    pytest.param(["network", "-o", "none/n.html"], "OUTPUT-WRITE", ["none/n.html"], id="no folder"),
    pytest.param(["network", "-o", "folder.html"], "OUTPUT-WRITE", ["folder.html"], id="a folder"),
    pytest.param(
        ["network", "-o", "old.html/n.html"], "OUTPUT-WRITE", ["n.html"], id="inside a file"
    ),
    pytest.param(
        ["network", "-o", "/dev/full", "--format", "json"], "OUTPUT-WRITE", [], id="disk full"
    ),
    pytest.param(
        ["network", "-o", "old.html", "--graph", "no.nq"], "GRAPH-FILE", ["no.nq"], id="no graph"
    ),
    pytest.param(
        ["network", "-o", "old.html", "--graph", "graph.txt"], "GRAPH-SUFFIX", [], id="not a graph"
    ),
    pytest.param(
        ["network", "-o", "old.html", "--graph", "broken.nq"], "RDF-SYNTAX", [], id="broken graph"
    ),
    pytest.param(
        ["network", "-o", "old.html", "--graph", "empty.nq"],
        "EXPORT-EMPTY",
        ["empty.nq"],
        id="empty graph",
    ),
    pytest.param(
        ["network", "-o", "old.html", "--graph", "http://127.0.0.1:9/"],
        "REMOTE-DOWN",
        [],
        id="endpoint down",
    ),
]


@pytest.mark.parametrize(("words", "code", "named"), WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_command_says_what_is_wrong_and_leaves_files_alone(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: str,
    named: list[str],
    lang: str,
) -> None:
    before = sorted(folder.rglob("*"))
    if "--graph" not in words:
        words = [*words, "--graph", "graph.nq"]
    assert export(*words, "--lang", lang) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"[{code}]" in captured.err
    assert [word for word in named if word not in captured.err] == []
    assert "Traceback" not in captured.err
    assert sorted(folder.rglob("*")) == before
    assert (folder / "old.html").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        pytest.param(["-o", "n.html"], b"<!doctype html>", id="HTML"),
        pytest.param(["-o", "n.HTM"], b"<!doctype html>", id="HTML, short suffix"),
        pytest.param(
            ["-o", "n.graphml"], b"<?xml version='1.0' encoding='utf-8'?>\n<graphml", id="GraphML"
        ),
        pytest.param(["-o", "n.gexf"], b"<?xml version='1.0' encoding='utf-8'?>\n<gexf", id="GEXF"),
        pytest.param(["-o", "n.json"], b"{", id="JSON"),
        pytest.param(["-o", "n.txt", "--format", "json"], b"{", id="--format beats the suffix"),
        pytest.param(["-o", "old.html"], b"<!doctype html>", id="an old file is replaced"),
    ],
)
def test_the_suffix_or_the_option_tells_the_format(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], start: bytes
) -> None:
    assert export("network", *words, "--graph", "graph.nq") == 0
    assert (folder / words[1]).read_bytes().startswith(start)
    assert words[1] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param([], "12 个节点，11 条联系，其中推得的 0 条", id="stated"),
        pytest.param(["--derived"], "12 个节点，13 条联系，其中推得的 2 条", id="derived too"),
        pytest.param(["--lang", "en"], "12 nodes, 11 links, 0 of them derived", id="English"),
    ],
)
def test_it_says_how_much_was_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert export("network", "-o", "n.json", "--graph", "graph.nq", *words) == 0
    assert said in capsys.readouterr().out
    content = json.loads((folder / "n.json").read_bytes())
    assert f"{len(content['elements']['edges'])} " in said


def test_a_pipe_gets_the_data_and_nothing_else(folder: Path) -> None:
    words = ["export", "network", "-o", "/dev/stdout", "--format", "json", "--graph", "graph.nq"]
    done = subprocess.run(
        [sys.executable, "-m", "graph_builder", *words],
        capture_output=True,
        check=True,
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )
    assert len(json.loads(done.stdout)["elements"]["nodes"]) == 12
    assert b"/dev/stdout" in done.stderr


def test_help_names_the_formats_and_loads_no_graph_library(folder: Path) -> None:
    code = (
        "import sys\nfrom graph_builder.cli import main\n"
        "try: main(['export', '--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('networkx', 'pyoxigraph', 'rdflib', 'fontTools') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=folder, text=True
    )
    assert "html、graphml、gexf、json" in re.sub(r"\s", "", done.stdout)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param(["--question", "rules"], "a.csv", id="a question"),
        pytest.param(["question", "--question", "rules"], "a.xlsx", id="and the word for it"),
        pytest.param(
            ["--question", "school_to_industry", "school=市交校"], "a.svg", id="a parameter"
        ),
        pytest.param(["--sparql", "SELECT ?s WHERE { ?s a vet:School }"], "a.csv", id="SPARQL"),
        pytest.param(["trace", "市交校", "五菱"], "a.mmd", id="a trace"),
        pytest.param(["flow", "--school", "市交校"], "a.dot", id="one school"),
        pytest.param(["partners", "--lang", "en"], "a.JSONLD", id="in English"),
        pytest.param(["network", "--class", "School", "--class", "Unit"], "a.gexf", id="classes"),
        pytest.param(["indicators", "--table", "3"], "a.ttl", id="figures as RDF"),
        pytest.param(["honours", "--theme", "print", "--size", "a4"], "a.pdf", id="PDF"),
    ],
)
def test_what_the_bundled_graph_gives_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], name: str
) -> None:
    assert export(*words, "-o", name) == 0
    assert (folder / name).stat().st_size > 100
    assert name in capsys.readouterr().out


def test_a_folder_gets_nodes_and_edges(folder: Path) -> None:
    (folder / "csv").mkdir()
    assert export("network", "-o", "csv", "--graph", "graph.nq", "--bom") == 0
    nodes, edges = ((folder / "csv" / f"{kind}.csv").read_bytes() for kind in ("nodes", "edges"))
    assert nodes.startswith(b"\xef\xbb\xbf")
    assert (nodes.count(b"\n"), edges.count(b"\n")) == (13, 12)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["--question", "rulse"], "QUESTION-UNKNOWN", id="question"),
        pytest.param(["--question", "rules", "x"], "ASK-VALUE", id="value without a name"),
        pytest.param(["--question", "rules", "x=1"], "PARAM-UNKNOWN", id="parameter"),
        pytest.param(["--sparql", "SELECT * WHERE { ?s "], "QUERY-BRACKET-OPEN", id="syntax"),
        pytest.param(["--sparql", "DROP ALL"], "QUERY-UPDATE", id="an update"),
        pytest.param(["indicators", "--table", "99"], "EXPORT-TABLE", id="table"),
        pytest.param(["trace", "市交校", "没有这家"], "NAME-UNKNOWN", id="end of a trace"),
        pytest.param(["flow", "--school", "没有这所"], "NAME-UNKNOWN", id="school"),
        pytest.param(["indicators", "--format", "graphml"], "EXPORT-FORM-VIEW", id="no network"),
    ],
)
def test_a_wrong_wish_of_the_bundled_graph_ends_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: str
) -> None:
    assert export(*words, "-o", "old.html") == 2
    captured = capsys.readouterr()
    assert f"[{code}]" in captured.err
    assert captured.out == ""
    assert (folder / "old.html").read_bytes() == b"old"
