"""How well sentences are understood: right, wrong and declined, for a table of phrasings.

The table has the columns `sentence`, `question` (empty where nothing may be answered; several
right ones are separated by `|`) and `params` (`school=市交校;year=2023`; of several right values,
separated by `|`, any will do).

    python -m benchmarks.phrasings tests/cases/phrasings/development.csv

Without a table: how well the phrasings of the catalogue are understood by the rest of them. Every
fifth is kept from the reader and asked.

    python -m benchmarks.phrasings
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.ask.answer import bind
from graph_builder.ask.questions import load_questions
from graph_builder.ask.understand import Reader, Understanding, Understood
from graph_builder.errors import NameNotFound
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_builder.ask.questions import Question
    from graph_builder.graph.access import Graph


class Judged(NamedTuple):
    """One sentence and what came of it.

    Attributes:
        sentence: As written.
        expected: Name of the question, several with `|`; empty for none.
        understanding: What it was understood as.
        verdict: right, wrong or declined.
    """

    sentence: str
    expected: str
    understanding: Understanding
    verdict: str


def judge(graph: Graph, questions: dict[str, Question], path: Path) -> list[Judged]:
    """Understand every sentence of a table.

    To answer nothing is right where nothing may be answered, and declined elsewhere. The values
    have to be right too: an answer about another school is wrong.
    """
    reader = Reader(graph, list(questions.values()))
    judged = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            understanding = reader.understand(row["sentence"])
            chosen = understanding.chosen
            if chosen is None:
                verdict = "declined" if row["question"] else "right"
            else:
                right = is_right(graph, chosen, row["question"], row["params"])
                verdict = "right" if right else "wrong"
            judged.append(Judged(row["sentence"], row["question"], understanding, verdict))
    return judged


def is_right(graph: Graph, understood: Understood, expected: str, params: str | None) -> bool:
    """Whether a candidate is one of the expected questions, with the expected values.

    Args:
        graph: Where the things stand.
        understood: The candidate; what it does not know yet does not count.
        expected: As in the table.
        params: As in the table.
    """
    if understood.question.name not in expected.split("|"):
        return False
    found = _bound(graph, understood.question, understood.values)
    if understood.missing:
        return True
    for wanted in _wanted(params or ""):
        # A stranger may write a name that the graph does not have.
        with suppress(NameNotFound):
            if _bound(graph, understood.question, wanted) == found:
                return True
    return False


def _wanted(params: str) -> Iterator[dict[str, str]]:
    """Every set of values that is right."""
    pairs = [p.partition("=") for p in params.split(";") if p]
    choices = [[(name.strip(), v.strip()) for v in value.split("|")] for name, _, value in pairs]
    return map(dict, product(*choices))


def ask_every_fifth(graph: Graph, questions: dict[str, Question]) -> Counter[str]:
    """Verdicts on every fifth phrasing of each question, by a reader that has not seen it."""
    verdicts: Counter[str] = Counter()
    kept = {name: [p for i, p in enumerate(q.ask_as) if i % 5] for name, q in questions.items()}
    reader = Reader(graph, [q._replace(ask_as=kept[q.name]) for q in questions.values()])
    for question in questions.values():
        for phrase in question.ask_as[::5]:
            understanding = reader.understand(phrase)
            found = understanding.chosen or understanding.lacking
            right = found is not None and found.question.name == question.name
            verdicts["declined" if found is None else "right" if right else "wrong"] += 1
    return verdicts


def _bound(graph: Graph, question: Question, values: dict[str, str]) -> object:
    """The terms that values stand for; those of an incomplete question one by one."""
    optional = question._replace(params=[p._replace(required=False) for p in question.params])
    # Of a sentence with two right questions, each takes the parameters that it has.
    own = {p.name for p in optional.params}
    return bind(graph, optional, {k: v for k, v in values.items() if k in own})


def main(path: Path | None) -> None:
    graph = EmbeddedGraph(build_graph(default_sources()).store)
    questions = {q.name: q for q in load_questions(bundled("queries"))}
    start = time.perf_counter()
    if path is None:
        verdicts = ask_every_fifth(graph, questions)
    else:
        judged = judge(graph, questions, path)
        verdicts = Counter(one.verdict for one in judged)
        _tell(judged)
    seconds = time.perf_counter() - start
    total = verdicts.total()
    for verdict in ("right", "wrong", "declined"):
        print(f"{verdict:8}  {verdicts[verdict]:4}  {verdicts[verdict] / total:.1%}")
    print(f"{seconds / total * 1000:.1f} ms a sentence, with the reader's start")


def _tell(judged: list[Judged]) -> None:
    """Print the sentences that were not understood, and what they were nearest to."""
    for verdict in ("wrong", "declined"):
        for one in judged:
            if one.verdict == verdict:
                best = " ".join(
                    f"{u.question.name}={u.likeness:.2f}{'?' if u.missing else ''}"
                    for u in one.understanding.others
                )
                print(f"{verdict:8}  {one.sentence}  [{one.expected or '-'}]  {best}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
