"""The page, SARIF and JUnit say what was found and where, and hold no foreign markup."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pyoxigraph as ox
import pytest

from graph_builder.check.audit.rules import load_rules, rules_folder
from graph_builder.check.html import MOST_FINDINGS
from graph_builder.check.profile import load_profile
from graph_builder.check.tablelines import table_lines
from graph_builder.cli import main
from graph_builder.graph.build import serialise
from graph_builder.names import VET, report_iri
from tests.check.worlds import CASES, REPORT, parse, world

if TYPE_CHECKING:
    from graph_builder.graph.access import EmbeddedGraph

TEXT = Path(__file__).resolve().parents[3] / "shared" / "report" / "liuzhou-2023.txt"
CELL = ox.NamedNode(f"{REPORT}/table/1-1/row/1/column/1")
SCHOOL = ox.NamedNode("https://w3id.org/zhitu/id/school/jia")
RULES = len(load_profile()) + len(load_rules(rules_folder()))
NAME = ox.NamedNode(VET + "hasName")
EVIL = ' <script>alert("1")</script>&\u0007\u2028'


def _said(quads: list[ox.Quad]) -> list[ox.Quad]:
    return [*quads, *(ox.Quad(q.subject, q.predicate, q.object) for q in quads)]


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A world with a fault in a cell, one in a sentence, and a name that is markup."""
    monkeypatch.delenv("ZHITU_LANG", raising=False)
    bad = ox.Literal(EVIL, language="zh")
    quads = [
        *_said([ox.Quad(SCHOOL, NAME, bad, CELL)]),
        *(q for case in ("COOP-KIND", "OBS-UNIT-FITS") for q in parse(CASES / case / "bad.ttl")),
    ]
    path = tmp_path / "graph.nq"
    path.write_bytes(serialise(world(*quads).store, ".nq"))
    return str(path)


def _made(folder: Path, *words: str, name: str, code: int = 1) -> str:
    out = folder / name
    assert main(["check", *words, "-o", str(out)]) == code
    return out.read_text("utf-8")


class _Page(HTMLParser):
    """The elements of a page, its marked words, and what it would load."""

    VOID = frozenset(("meta", "link", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.marked: list[str] = []
        self.loads: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "style"}]
        self.loads += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)


def test_the_page_is_whole_loads_nothing_and_holds_no_foreign_markup(
    faulty: str, tmp_path: Path
) -> None:
    text = _made(tmp_path, "--graph", faulty, name="report.html")
    page = _Page(text)
    assert page.open == []
    assert page.loads == []
    assert "script" not in page.tags
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;”" in text
    assert "\u0007" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#x27;none&#x27;; style-src &#x27;sha256-")


def test_the_page_shows_the_printed_row_with_its_cell_marked(faulty: str, tmp_path: Path) -> None:
    text = _made(tmp_path, "--graph", faulty, name="report.html")
    assert "出处：表 1-1 第 1 行第 1 列" in text
    assert _Page(text).marked == ["市甲校"]
    assert "为什么查这一条：备忘录、协议、意向各不相同" in text
    assert "<h3>检查了什么</h3>" in text
    assert "<h3>没能检查的</h3>" in text
    assert "EVENT-KIND" in text


def test_the_page_in_english_has_no_chinese_words_of_ours(faulty: str, tmp_path: Path) -> None:
    text = _made(tmp_path, "--graph", faulty, "--lang", "en", name="report.html")
    assert '<html lang="en">' in text
    assert "Place: Table 1-1, row 1, column 1" in text
    assert "What could not be tested" in text
    assert "出处" not in text


@pytest.mark.parametrize("name", ["a.html", "a.sarif", "a.xml", "a.csv", "a.md", "a.json", "a.txt"])
def test_every_format_is_the_same_in_every_run_and_the_suffix_chooses_it(
    name: str, faulty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _made(tmp_path, "--graph", faulty, name=name)
    assert _made(tmp_path, "--graph", faulty, "--jobs", "1", name=name) == first
    assert capsys.readouterr().out == ""
    form = {".xml": "junit", ".txt": "table"}.get(Path(name).suffix, Path(name).suffix[1:])
    assert main(["check", "--graph", faulty, "--format", form]) == 1
    assert capsys.readouterr().out == first


def test_a_failure_leaves_the_old_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.html"
    out.write_text("old", "utf-8")
    assert main(["check", "--graph", str(tmp_path / "none.nq"), "-o", str(out)]) == 2
    assert out.read_text("utf-8") == "old"
    assert main(["check", "-o", str(tmp_path / "no" / "folder.html")]) == 2
    assert "[OUTPUT-WRITE]" in capsys.readouterr().err


# == SARIF ==


def test_sarif_has_the_structure_of_the_standard(faulty: str, tmp_path: Path) -> None:
    log = json.loads(_made(tmp_path, "--graph", faulty, name="report.sarif"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == RULES
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert {r["defaultConfiguration"]["level"] for r in rules} == {"error", "warning", "note"}
    assert len(run["results"]) >= 3
    prints = [r["partialFingerprints"]["zhitu/v1"] for r in run["results"]]
    assert len(set(prints)) == len(prints)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert physical["artifactLocation"]["uri"].isascii()
            assert physical.get("region", {"startLine": 1})["startLine"] >= 1
            assert location["logicalLocations"][0]["name"]
    (invocation,) = run["invocations"]
    notes = invocation["toolExecutionNotifications"]
    assert {rules[n["associatedRule"]["index"]]["id"] for n in notes} >= {"EVENT-KIND"}


def _object(required: dict[str, object], **optional: object) -> dict[str, object]:
    """A JSON schema of an object that may hold nothing else."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _list(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


_STRING = {"type": "string"}
_FILLED = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_MESSAGE = _object({"text": _FILLED})
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_ARTIFACT = _object({"uri": {"type": "string", "format": "uri-reference"}}, uriBaseId=_FILLED)
_LOCATION = _object(
    {},
    physicalLocation=_object(
        {"artifactLocation": _ARTIFACT},
        region=_object({"startLine": {"type": "integer", "minimum": 1}}),
    ),
    logicalLocations=_list(_object({}, name=_STRING, fullyQualifiedName=_STRING, kind=_STRING)),
)
#: The part of SARIF 2.1.0 that zhitu writes (section 3 of the standard), and nothing beside it.
SARIF = _object(
    {
        "version": {"const": "2.1.0"},
        "runs": _list(
            _object(
                {
                    "tool": _object(
                        {
                            "driver": _object(
                                {"name": _FILLED},
                                version=_FILLED,
                                informationUri=_FILLED,
                                rules=_list(
                                    _object(
                                        {"id": _FILLED},
                                        shortDescription=_MESSAGE,
                                        fullDescription=_MESSAGE,
                                        defaultConfiguration=_object({"level": _LEVEL}),
                                        properties={"type": "object"},
                                    )
                                ),
                            )
                        }
                    ),
                    "results": _list(
                        _object(
                            {"message": _MESSAGE, "ruleId": _FILLED, "ruleIndex": _COUNT},
                            level=_LEVEL,
                            locations=_list(_LOCATION),
                            partialFingerprints={
                                "type": "object",
                                "additionalProperties": _STRING,
                            },
                            properties={"type": "object"},
                            suppressions=_list(
                                _object(
                                    {"kind": {"enum": ["inSource", "external"]}},
                                    justification=_STRING,
                                )
                            ),
                        )
                    ),
                },
                language={"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                invocations=_list(
                    _object(
                        {"executionSuccessful": {"type": "boolean"}},
                        toolExecutionNotifications=_list(
                            _object(
                                {"message": _MESSAGE},
                                level=_LEVEL,
                                associatedRule=_object({}, id=_FILLED, index=_COUNT),
                            )
                        ),
                    )
                ),
                originalUriBaseIds={
                    "type": "object",
                    "additionalProperties": _object({}, description=_MESSAGE),
                },
            )
        ),
    },
    **{"$schema": {"type": "string", "format": "uri"}},
)


@pytest.mark.parametrize("command", ["check", "audit"])
def test_sarif_holds_nothing_that_the_standard_does_not_know(
    command: str, warm_cache: Path, tmp_path: Path
) -> None:
    assert warm_cache.is_dir()
    out = tmp_path / "report.sarif"
    assert main([command, "-o", str(out), "--fail-on", "never"]) == 0
    log = json.loads(out.read_text("utf-8"))
    jsonschema.validate(log, SARIF)
    assert len(log["runs"][0]["results"]) > 40
    log["runs"][0]["results"][0]["levl"] = "error"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SARIF)


def test_sarif_names_the_line_of_the_table_where_we_have_it() -> None:
    lines = table_lines()
    root = Path(__file__).resolve().parents[2]
    for row, (file, line) in lines.items():
        text = (root / file).read_text("utf-8-sig").splitlines()[line - 1]
        kind, _, number = row.rpartition("/")
        name = number if kind.endswith("/row") else f"header-{number}"
        assert next(csv.reader([text]))[0] == name
    assert lines["liuzhou-2023/table/6-1/row/1"][0] == "data/liuzhou-2023/tables/6-1.csv"


def test_sarif_of_the_shipped_graph_points_at_files(warm_cache: Path, tmp_path: Path) -> None:
    assert warm_cache.is_dir()
    log = json.loads(_made(tmp_path, name="report.sarif", code=0))
    places = [
        location["physicalLocation"]
        for result in log["runs"][0]["results"]
        for location in result["locations"]
    ]
    files = {p["artifactLocation"]["uri"] for p in places if "region" in p}
    assert files
    assert all(f.startswith("data/liuzhou-2023/tables/") for f in files)


# == JUnit ==


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("violation", {"COOP-KIND"}), ("warning", {"COOP-KIND", "OBS-UNIT-FITS"}), ("never", set())],
)
def test_junit_has_a_test_for_each_rule(
    fail_on: str, failing: set[str], faulty: str, tmp_path: Path
) -> None:
    words = ["--graph", faulty, "--fail-on", fail_on]
    text = _made(tmp_path, *words, name="report.xml", code=0 if fail_on == "never" else 1)
    root = ET.fromstring(text)  # noqa: S314 -- our own output
    cases = list(root.iter("testcase"))
    assert len(cases) == int(root.attrib["tests"]) == RULES
    failed = {c.attrib["name"] for c in cases if c.find("failure") is not None}
    assert failed >= failing
    assert len(failed) == int(root.attrib["failures"])
    skipped = [c for c in cases if c.find("skipped") is not None]
    assert len(skipped) == int(root.attrib["skipped"]) > 0
    for suite in root.iter("testsuite"):
        assert len(list(suite.iter("testcase"))) == int(suite.attrib["tests"])


def test_junit_keeps_markup_and_control_characters_out(faulty: str, tmp_path: Path) -> None:
    text = _made(tmp_path, "--graph", faulty, name="report.xml")
    (case,) = (
        c
        for c in ET.fromstring(text).iter("testcase")  # noqa: S314 -- our own output
        if c.attrib["name"] == "VALUE-BLANK"
    )
    assert '<script>alert("1")</script>&' in "".join(case.itertext())


# == The sentence around ==

SOURCE = "第一章 概况\n前面的一句话。这里是被引用的一句话。后面的一句话。\n"


def _with_text(tmp_path: Path) -> tuple[str, Path]:
    """A world whose report was read from `SOURCE`; its sentence is the second of the paragraph."""
    from hashlib import sha256  # noqa: PLC0415 -- only here

    begin = SOURCE.index("这里")
    named = ox.NamedNode(REPORT)
    sentence = ox.NamedNode(f"{REPORT}/section/1/paragraph/1/sentence/2")
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    described: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("startsAt", ox.Literal(str(begin), datatype=integer)),
        ("endsAt", ox.Literal(str(begin + len("这里是被引用的一句话。")), datatype=integer)),
        ("isPassageOf", named),
    ]
    digest = ox.Literal(sha256(SOURCE.encode()).hexdigest())
    blank = ox.Literal(" 甲校", language="zh")
    quads = [ox.Quad(sentence, ox.NamedNode(VET + p), o, named) for p, o in described]
    quads += _said([ox.Quad(named, ox.NamedNode(VET + "hasDigest"), digest, named)])
    quads += _said([ox.Quad(SCHOOL, NAME, blank, sentence)])
    path = tmp_path / "graph.nq"
    path.write_bytes(serialise(world(*quads).store, ".nq"))
    source = tmp_path / "report.txt"
    source.write_text(SOURCE, "utf-8")
    return str(path), source


def test_with_the_document_the_sentence_around_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph, source = _with_text(tmp_path)
    text = _made(tmp_path, "--graph", graph, "--source", str(source), name="report.html")
    assert "<p>前面的一句话。<mark>这里是被引用的一句话。</mark>后面的一句话。</p>" in text
    assert main(["check", "--graph", graph, "--source", str(source)]) == 1
    assert (
        "    原文：前面的一句话。【这里是被引用的一句话。】后面的一句话。"
        in capsys.readouterr().out
    )
    assert main(["check", "--graph", graph]) == 1
    assert "原文" not in capsys.readouterr().out


def test_another_document_is_not_quoted_and_the_reader_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph, source = _with_text(tmp_path)
    source.write_text(SOURCE.replace("一句话", "两句话"), "utf-8")
    text = _made(tmp_path, "--graph", graph, "--source", str(source), name="report.html")
    assert "不是同一份" in text
    assert "blockquote>" not in text
    assert main(["check", "--graph", graph, "--source", str(source)]) == 1
    assert "不是同一份" in capsys.readouterr().out


@pytest.mark.report_text
@pytest.mark.skipif(not TEXT.is_file(), reason="the report document is not beside the project")
def test_the_shipped_report_is_quoted_word_for_word(
    warm_cache: Path, tmp_path: Path, liuzhou: EmbeddedGraph
) -> None:
    assert warm_cache.is_dir()
    text = _made(tmp_path, "--source", str(TEXT), name="report.html", code=0)
    assert "不是同一份" not in text
    assert "<blockquote>" in text
    whole = TEXT.read_text("utf-8")
    quoted = [m for m in _Page(text).marked if m.endswith("。")]
    assert quoted
    assert all(q[:10] in whole for q in quoted)
    assert liuzhou.ask(f"ASK WHERE {{ <{report_iri('liuzhou-2023')}> a vet:Report }}")


def test_the_page_caps_the_findings_of_a_rule_and_says_so(tmp_path: Path) -> None:
    case = tmp_path / "many.ttl"
    case.write_text(
        "".join(
            f"<https://w3id.org/zhitu/id/school/s{n}> a <{VET}School> , <{VET}Agent> .\n"
            for n in range(MOST_FINDINGS + 7)
        ),
        "utf-8",
    )
    path = tmp_path / "graph.nq"
    path.write_bytes(serialise(world(*parse(case)).store, ".nq"))
    text = _made(tmp_path, "--graph", str(path), name="report.html")
    assert "还有 7 处没有列出" in text
    rows = _made(tmp_path, "--graph", str(path), name="report.csv")
    assert rows.count(",THING-LABEL,") == MOST_FINDINGS + 7
