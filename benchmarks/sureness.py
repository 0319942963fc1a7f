"""Weights of `graph_builder.ask.sure`, fitted to the phrasings, and what each threshold gives.

Fitted to the tables of `tests/cases/phrasings/` and to every phrasing of the catalogue, asked of a
reader that has not seen it. What is printed for a table comes from weights fitted without it.

    python -m benchmarks.sureness
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.phrasings import is_right
from graph_builder.ask.questions import load_questions
from graph_builder.ask.sure import Signs, features
from graph_builder.ask.understand import Reader
from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph, default_sources
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph_builder.ask.questions import Question
    from graph_builder.graph.access import Graph

TABLES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "phrasings"
FOLDS = 5
THRESHOLDS = (0.7, 0.75, 0.8, 0.85, 0.9)
#: Keeps weights small that few sentences speak for.
_RIDGE = 0.5
_STEPS = 50


class Sample(NamedTuple):
    """A sentence: where it is from, the signs of its best candidate, whether that one is right.

    `answerable` is false where nothing may be answered, and where there is no candidate.
    """

    source: str
    signs: Signs | None
    right: bool
    answerable: bool


def main() -> None:
    graph = EmbeddedGraph(build_graph(default_sources()).store)
    questions = {q.name: q for q in load_questions(bundled("queries"))}
    samples = [*_of_tables(graph, questions), *_of_folds(graph, questions)]
    print("weights", np.round(_fit(samples), 2).tolist())
    for source in sorted({s.source for s in samples}):
        own = [s for s in samples if s.source == source]
        weights = _fit([s for s in samples if s.source != source])
        told = [_told(own, weights, threshold) for threshold in THRESHOLDS]
        print(f"{source:24} {len(own):5}  " + "  ".join(told))


def _of_tables(graph: Graph, questions: dict[str, Question]) -> Iterator[Sample]:
    reader = Reader(graph, list(questions.values()))
    for path in sorted(TABLES.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                understanding = reader.understand(row["sentence"])
                best = understanding.others[0] if understanding.signs else None
                right = best is not None and is_right(graph, best, row["question"], row["params"])
                yield Sample(path.stem, understanding.signs, right, bool(row["question"]))


def _of_folds(graph: Graph, questions: dict[str, Question]) -> Iterator[Sample]:
    for fold in range(FOLDS):
        kept = {
            name: [p for i, p in enumerate(q.ask_as) if i % FOLDS != fold]
            for name, q in questions.items()
        }
        reader = Reader(graph, [q._replace(ask_as=kept[q.name]) for q in questions.values()])
        for question in questions.values():
            for phrase in question.ask_as[fold::FOLDS]:
                understanding = reader.understand(phrase)
                best = understanding.others[0] if understanding.signs else None
                right = best is not None and best.question.name == question.name
                yield Sample("catalogue", understanding.signs, right, answerable=True)


def _fit(samples: list[Sample]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method."""
    rows = [(features(s.signs), float(s.right)) for s in samples if s.signs]
    x, y = np.array([r for r, _ in rows]), np.array([r for _, r in rows])
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curvature, x.T @ (y - p) - _RIDGE * weights)
    return weights


def _told(samples: list[Sample], weights: NDArray[np.float64], threshold: float) -> str:
    """Shares right and wrong at a threshold."""
    right = wrong = 0
    for sample in samples:
        sure = 0.0
        if sample.signs is not None:
            sure = 1 / (1 + np.exp(-np.dot(features(sample.signs), weights)))
        if sure >= threshold:
            right += sample.right
            wrong += not sample.right
        else:
            right += not sample.answerable
    return f"{threshold}: {right / len(samples):.1%} / {wrong / len(samples):.1%}"


if __name__ == "__main__":
    main()
