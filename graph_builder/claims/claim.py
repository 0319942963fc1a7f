"""A claim: one statement, the passage that makes it, and the printed words it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graph_builder.errors import Place


class Claim(NamedTuple):
    """One statement of a report.

    Attributes:
        subject: N-Quads term.
        predicate: N-Quads term.
        object: N-Quads term.
        passage: Address of the smallest passage that states it whole, relative to the report.
        surfaces: Printed forms, any one of which must stand in the passage; empty when the
            statement rests on no words of its own (a type, a link between two cells of a row).
        where: The line that a person edits when the claim is wrong.
        inferred: What was inferred, in words; empty when the passage says it itself.
    """

    subject: str
    predicate: str
    object: str
    passage: str
    surfaces: tuple[str, ...]
    where: Place
    inferred: str = ""
