"""Defects that a careless hand, a typing error or a faulty program could put into a report's graph.

Each names the rules meant to find it. `benchmarks/seeded.py` makes them one at a time in the real
graph, or in a copy of the real tables, and counts what is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.seeds.amounts import AMOUNTS
from benchmarks.seeds.drops import DROPS
from benchmarks.seeds.evidence import EVIDENCE
from benchmarks.seeds.facts import FACTS
from benchmarks.seeds.figures import FIGURES
from benchmarks.seeds.tables import TABLES
from benchmarks.seeds.vocabulary import VOCABULARY
from benchmarks.seeds.wrong import WRONG

if TYPE_CHECKING:
    from benchmarks.seeds.world import Defect

DEFECTS: tuple[Defect, ...] = (
    *DROPS, *WRONG, *VOCABULARY, *EVIDENCE, *TABLES, *FACTS, *AMOUNTS, *FIGURES,
)  # fmt: skip
