"""What part of a graph a view shows, and how it is found from what a person typed."""

from __future__ import annotations

from typing import NamedTuple


class Selection(NamedTuple):
    """The part to show; every field is as a person types it, and blank where nothing is chosen.

    Attributes:
        school: Only this school.
        industry: Only this industry, or this group of industries.
        around: Only what is linked with this thing.
        hops: How many links away from `around`.
        kinds: Only things of these classes, by local name (`School`).
        start: Where a trace begins.
        end: Where it ends.
        table: Only the indicators of this table of the template (`1-1`).
        question: Name of a question of the catalogue.
        values: Its parameters, and what they are to be.
        sparql: A SPARQL query, or the file that holds it.
        derived: Also links that only a rule makes.
    """

    school: str = ""
    industry: str = ""
    around: str = ""
    hops: int = 1
    kinds: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    table: str = ""
    question: str = ""
    values: tuple[tuple[str, str], ...] = ()
    sparql: str = ""
    derived: bool = False


ALL = Selection()
