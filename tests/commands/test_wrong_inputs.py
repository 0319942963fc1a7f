"""Each command with each kind of wrong input: one clear line, exit code 2, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.running import process

if TYPE_CHECKING:
    from tests.running import Zhitu

LONG = "长" * 10_000
HOSTILE = "'; DROP TABLE schools; --<script>alert(1)</script>\"}"
#: Command -> its words with `{}` for a name or value that is wrong.
NAMED = {
    "ask": ["ask", "school_to_industry", "school={}"],
    "show": ["show", "{}"],
    "trace from": ["trace", "{}", "五菱"],
    "trace to": ["trace", "市交校", "{}"],
    "why subject": ["why", "{}", "通达产业", "航运产业"],
    "why property": ["why", "市交校", "{}", "航运产业"],
    "why object": ["why", "市交校", "通达产业", "{}"],
}
#: The same with `{}` for a path from which a file is read.
READING = {
    "ask a graph": ["ask", "schools", "--graph", "{}"],
    "ask a query": ["ask", "--sparql", "{}"],
    "show": ["show", "市交校", "--graph", "{}"],
    "trace": ["trace", "市交校", "五菱", "--graph", "{}"],
    "why": ["why", "a", "b", "c", "--graph", "{}"],
    "stats": ["stats", "--graph", "{}"],
    "void": ["void", "--graph", "{}"],
    "stats source": ["stats", "--coverage", "--source", "{}"],
    "read": ["read", "{}", "-o", "out-1"],
    "verify": ["verify", "{}"],
    "build": ["build", "{}", "-o", "out.nq"],
}


def refused(zhitu: Zhitu, words: list[str], lang: str = "zh") -> str:
    """The code of the one line that a command says."""
    done = zhitu(*words, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert len(line) < 1000
    assert all(c.isprintable() for c in line)
    assert line.endswith("]")
    return line.rpartition("[")[2].removesuffix("]")


def filled(words: list[str], value: object) -> list[str]:
    return [word.replace("{}", str(value)) for word in words]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("没有这个名字", id="unknown"),
        pytest.param(LONG, id="10,000 characters"),
        pytest.param(HOSTILE, id="SQL and HTML"),
        pytest.param("\x1b[31m红\x07\n第二行", id="control characters"),
        pytest.param("vet:a b", id="no IRI"),
        pytest.param("{{}}{0}{name}", id="braces"),
    ],
)
@pytest.mark.parametrize("words", NAMED.values(), ids=NAMED)
def test_a_wrong_name(zhitu: Zhitu, words: list[str], value: str) -> None:
    assert refused(zhitu, filled(words, value)) in {
        "NAME-UNKNOWN",
        "TRACE-LONG",
        "QUESTION-UNKNOWN",
        "WHY-PREDICATE",
        "WHY-OBJECT",
    }


@pytest.mark.parametrize("words", NAMED.values(), ids=NAMED)
def test_an_empty_name(zhitu: Zhitu, words: list[str]) -> None:
    # Every name holds the empty one, so that it may mean anything.
    assert refused(zhitu, filled(words, "")) in {
        "NAME-AMBIGUOUS",
        "TRACE-EMPTY",
        "QUESTION-UNKNOWN",
        "WHY-PREDICATE",
        "WHY-OBJECT",
    }


@pytest.mark.parametrize("kind", ["missing", "folder", "long", "binary"])
@pytest.mark.parametrize("words", READING.values(), ids=READING)
def test_a_wrong_path_to_read_from(
    zhitu: Zhitu, words: list[str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.nq").write_bytes(bytes(range(256)) * 4)
    path = {
        "missing": tmp_path / "missing.nq",
        "folder": tmp_path / "folder",
        "long": LONG + ".nq",
        "binary": tmp_path / "binary.nq",
    }[kind]
    code = refused(zhitu, filled(words, path), "en")
    assert code.partition("-")[0] in {"GRAPH", "RDF", "QUERY", "REPORT", "DATA", "CSV"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["binary.nq", "folder"]


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1:9/query", "http://", "https://[::1/"], ids=["down", "none", "bad"]
)
@pytest.mark.parametrize("name", [n for n, words in READING.items() if "--graph" in words])
def test_a_wrong_endpoint(zhitu: Zhitu, name: str, where: str) -> None:
    # The description of a graph names its address, and looks at it first.
    odd = name == "void" and where.endswith("/")
    expected = "REMOTE-DOWN" if ":9" in where else "REMOTE-ADDRESS"
    code = refused(zhitu, filled(READING[name], where))
    assert code == expected or (odd and code == "ENDPOINT-URL")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ask", "indicator_values", "indicator=毕业生人数", "year=二〇二三"], "PARAM-UNKNOWN"),
        (["ask", "case_mentions", "number=" + "9" * 10_000 + "x"], "PARAM-NUMBER"),
        (["ask", "case_mentions", "=1"], "PARAM-UNKNOWN"),
        (["ask", "what_a_passage_says"], "PARAM-MISSING"),
        (["ask", "--sparql", "SELECT " + "?x " * 40_000 + "{}"], "QUERY-LONG"),
    ],
)
def test_a_wrong_parameter_or_query(zhitu: Zhitu, words: list[str], code: str) -> None:
    assert refused(zhitu, words) == code


@pytest.mark.parametrize("query", ["{" * 5_000, "SELECT * WHERE " + "{" * 200])
def test_a_wrong_query_is_shown_with_a_caret(zhitu: Zhitu, query: str) -> None:
    done = zhitu("ask", "--sparql", query)
    assert (done.code, done.out) == (2, "")
    told, shown, caret = done.err.splitlines()
    assert told.endswith("[QUERY-BRACKET-OPEN]")
    assert caret.endswith("^")
    assert max(map(len, (shown, caret))) < 100


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["ask", "school_to_industry", "school=柳州国旅"],
            "“柳州国旅”是企业，这里要的是中等职业学校。",
        ),
        (
            ["ask", "partner_to_schools", "partner=航运产业"],
            "“航运产业”是产业词、产业链单元格，这里要的是主体。",
        ),
    ],
)
def test_a_name_of_the_wrong_class_is_told_as_what_it_is(
    zhitu: Zhitu, words: list[str], told: str
) -> None:
    done = zhitu(*words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.endswith("[NAME-CLASS]\n")


def test_text_of_any_kind_is_an_ordinary_value_where_words_are_asked_for(zhitu: Zhitu) -> None:
    for value in (LONG, HOSTILE, "", "\n", "{}"):
        done = zhitu("ask", "what_a_passage_says", f"address={value}", "--format", "tsv")
        assert (done.code, len(done.out.splitlines())) == (0, 1)


def test_a_query_nested_without_end_does_not_bring_zhitu_down(cache_home: Path) -> None:
    query = "SELECT * WHERE " + "{" * 40_000 + "}" * 40_000
    done = process(cache_home, "ask", "--sparql", query)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].endswith(("[QUERY-DIED]", "[QUERY-SYNTAX]"))


@pytest.mark.parametrize(
    "words",
    [["read", "{}", "-o", "/dev/full/x-1"], ["read", "{}", "-o", "/sys/x-1"]],
    ids=["a device", "a read-only folder"],
)
def test_a_reading_that_cannot_be_written(zhitu: Zhitu, tmp_path: Path, words: list[str]) -> None:
    from tests.sources.samples import whole_report  # noqa: PLC0415 -- only here

    (tmp_path / "云州.txt").write_text(whole_report().text, "utf-8")
    if not Path(words[-1]).parent.exists():
        pytest.skip("needs Linux")
    assert refused(zhitu, filled(words, tmp_path / "云州.txt")) == "OUTPUT-WRITE"
