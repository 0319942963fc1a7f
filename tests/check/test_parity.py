"""The fast engine finds what pySHACL finds, on the whole graph and with every fault at once.

Each case by itself: `test_rule_cases.py`.
"""

from __future__ import annotations

import csv
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from graph_builder.check.carry_out import check_rules
from graph_builder.check.engine import FAST_MODULE, Engine, PyshaclEngine, choose_engine
from graph_builder.cli import main
from graph_builder.errors import InputError
from tests.check.worlds import CASES, catalogue, parse, world

if TYPE_CHECKING:
    from pathlib import Path

    from graph_builder.check.report import Outcome
    from graph_builder.graph.access import EmbeddedGraph, Graph

needs_fast = pytest.mark.skipif(
    find_spec(FAST_MODULE) is None, reason="the fast engine is absent: pip install -e .[fast]"
)


def _outcomes(graph: Graph, engine: Engine, *, terms: bool) -> list[Outcome]:
    """Code and level of each rule, how much it looked at, and each finding: focus, path, value."""
    own = catalogue(terms=terms)
    # Rules with a query are asked by no SHACL engine.
    core = {code: rule for code, rule in own.rules.items() if not rule.query}
    return check_rules(graph, own._replace(rules=core), engine=engine)


@needs_fast
@pytest.mark.parametrize("terms", [True, False])
def test_both_engines_find_the_same_in_the_shipped_graph(
    terms: bool,  # noqa: FBT001 -- a parameter of the test
    liuzhou: EmbeddedGraph,
) -> None:
    ours = _outcomes(liuzhou, choose_engine("fast"), terms=terms)
    assert ours == _outcomes(liuzhou, PyshaclEngine(), terms=terms)
    assert sum(o.focus_nodes for o in ours) > 1000


@needs_fast
def test_both_engines_find_the_same_when_every_case_is_broken_at_once() -> None:
    graph = world(*(q for p in sorted(CASES.glob("*/bad.*")) for q in parse(p)))
    fast = _outcomes(graph, choose_engine("fast"), terms=False)
    assert fast == _outcomes(graph, PyshaclEngine(), terms=False)
    assert sum(len(o.findings) for o in fast) > 50


@needs_fast
def test_the_threads_of_the_fast_engine_do_not_hang_a_later_process() -> None:
    graph, fast = world(), choose_engine("fast")
    here = check_rules(graph, catalogue(terms=False), engine=fast)
    assert check_rules(graph, catalogue(terms=False), engine=fast, jobs=2, limit=60) == here
    assert check_rules(graph, catalogue(terms=False), engine=fast) == here


def test_pyshacl_is_always_there_and_does_foreign_shapes() -> None:
    assert choose_engine("pyshacl").name.startswith("pySHACL ")
    assert choose_engine("auto", shipped=False).name.startswith("pySHACL ")


def test_without_the_extra_the_fast_engine_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("graph_builder.check.engine.FAST_MODULE", "no_such_module")
    assert choose_engine("auto").name.startswith("pySHACL ")
    with pytest.raises(InputError, match="CHECK-NO-FAST"):
        choose_engine("fast")
    assert main(["check", "--engine", "fast"]) == 2
    assert "pip install 'zhitu[fast]'" in capsys.readouterr().err


FOREIGN = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
"""
PEOPLE = "ex:a a ex:Person ; ex:age 200 ; ex:knows ex:b . ex:b a ex:Person ; ex:name 'b' ."
SHAPES = {
    "nested": """ex:p a sh:NodeShape ; sh:targetClass ex:Person ;
        sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message "没有姓名。"@zh ] ;
        sh:property [ sh:path ex:age ; sh:maxInclusive 150 ] .""",
    "paths": """ex:p a sh:NodeShape ; sh:targetClass ex:Person ;
        sh:property [ sh:path [ sh:inversePath ex:knows ] ; sh:maxCount 0 ] ;
        sh:property [ sh:path ( ex:knows ex:name ) ; sh:hasValue "c" ] ;
        sh:or ( [ sh:path ex:name ; sh:minCount 1 ] [ sh:path ex:nick ; sh:minCount 1 ] ) .""",
    "query": """ex:p a sh:NodeShape ; sh:targetClass ex:Person ; sh:sparql [
        sh:message "m" ; sh:select "SELECT $this ?value { $this <https://example.org/age> ?value }"
        ] .""",
    "blank root": """[] a sh:NodeShape ; sh:targetClass ex:Person ; sh:closed true ;
        sh:property [ sh:path ex:name ] .""",
}
FAULTY = {
    "path": "ex:p a sh:PropertyShape ; sh:targetClass ex:Person ; sh:minCount 1 .",
    "circle": """ex:p a sh:NodeShape ; sh:targetClass ex:Person ; sh:and ( ex:q ) .
        ex:q a sh:NodeShape ; sh:property [ sh:path ex:knows ; sh:node ex:p ] .""",
    "pattern": 'ex:p a sh:NodeShape ; sh:targetClass ex:Person ; sh:pattern "(" .',
}


def _checked(folder: Path, shapes: str, engine: str, people: str = PEOPLE) -> tuple[int, list[str]]:
    (folder / "shapes.ttl").write_text(FOREIGN + shapes, "utf-8")
    (folder / "people.ttl").write_text(FOREIGN + people, "utf-8")
    words = [str(folder / "people.ttl"), "--shapes", str(folder / "shapes.ttl")]
    out = folder / f"{engine}.csv"
    code = main(["check", *words, "--engine", engine, "-o", str(out)])
    return code, out.read_text("utf-8").splitlines() if out.is_file() else []


@needs_fast
@pytest.mark.parametrize("shapes", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("people", [PEOPLE, PEOPLE + " [] a ex:Person ."], ids=["iris", "blank"])
def test_foreign_shapes_give_the_same_when_the_fast_engine_is_asked_for(
    shapes: str, people: str, tmp_path: Path
) -> None:
    code, rows = _checked(tmp_path, shapes, "fast", people)
    (code_of_reference, expected) = _checked(tmp_path, shapes, "pyshacl", people)
    assert code == code_of_reference == 1
    # Without a message of their own, rules say what the engine says, each in its own words.
    assert len(rows) == len(expected) > 1
    if "sh:message" in shapes and people == PEOPLE:
        assert [_without_words(row) for row in rows] == [_without_words(row) for row in expected]


@pytest.mark.parametrize("engine", [pytest.param("fast", marks=needs_fast), "pyshacl"])
def test_each_shape_inside_a_rule_says_its_own_message(engine: str, tmp_path: Path) -> None:
    (_, rows) = _checked(tmp_path, SHAPES["nested"], engine)
    told = {cells[3].rpartition("/")[2]: cells[7] for cells in map(_cells, rows[1:])}
    # Of ex:a, whose age is 200, the shape that asks for a name must not speak.
    assert told["name"] == "没有姓名。"
    assert told["age"] not in {"", "没有姓名。"}


def _cells(row: str) -> list[str]:
    (cells,) = csv.reader([row])
    return cells


def _without_words(row: str) -> list[str]:
    return [cell for n, cell in enumerate(_cells(row)) if n != 7]


@needs_fast
@pytest.mark.parametrize("shapes", FAULTY.values(), ids=FAULTY)
def test_faulty_foreign_shapes_are_refused_by_both(
    shapes: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _checked(tmp_path, shapes, "fast")[0] == 2
    assert "[CHECK-" in capsys.readouterr().err
