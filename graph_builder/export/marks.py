"""The mark of each class in the picture: a colour of `viewer.css` and a shape.

No two classes have the same colour and shape, and no two of a column share either, so that nobody
needs to tell colours apart.
"""

from __future__ import annotations

#: Shape -> corners about the origin, some 11 units wide; a circle has none.
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "circle": (),
    "cross": (
        (-5, -2), (-2, -2), (-2, -5), (2, -5), (2, -2), (5, -2),
        (5, 2), (2, 2), (2, 5), (-2, 5), (-2, 2), (-5, 2),
    ),
    "diamond": ((0, -6), (6, 0), (0, 6), (-6, 0)),
    "down": ((0, 5.5), (5.5, -4.5), (-5.5, -4.5)),
    "hexagon": ((-5.5, 0), (-2.8, -5), (2.8, -5), (5.5, 0), (2.8, 5), (-2.8, 5)),
    "square": ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
    "up": ((0, -5.5), (5.5, 4.5), (-5.5, 4.5)),
}  # fmt: skip
#: Shape -> SVG path.
SHAPES = {
    shape: f"M{' '.join(f'{x:g},{y:g}' for x, y in corners)}z"
    if corners
    else "M-5 0a5 5 0 1 1 10 0a5 5 0 1 1-10 0z"
    for shape, corners in CORNERS.items()
}
#: Class -> number of its colour, name of its shape.
MARKS = {
    "Country": (8, "circle"),
    "Region": (5, "diamond"),
    "Place": (4, "up"),
    "School": (0, "circle"),
    "Enterprise": (1, "square"),
    "University": (6, "up"),
    "GovernmentBody": (8, "hexagon"),
    "Association": (2, "diamond"),
    "Consortium": (4, "circle"),
    "Organisation": (5, "down"),
    "UnidentifiedParty": (7, "cross"),
    "Unit": (0, "square"),
    "Facility": (2, "up"),
    "Cooperation": (1, "circle"),
    "ProgrammeCluster": (2, "hexagon"),
    "CoreProgramme": (3, "diamond"),
    "IndustryTerm": (5, "square"),
}
#: The same for classes that only some views show.
MORE = {
    "Recipient": (0, "hexagon"),
    "HonourConferral": (6, "diamond"),
    "HonourTitle": (1, "hexagon"),
    "OntologyClass": (0, "diamond"),
    "OntologyProperty": (5, "circle"),
    "scheme/industry": (5, "hexagon"),
    "SchoolGroup": (0, "down"),
    "StudentGroup": (0, "up"),
    "Project": (1, "diamond"),
    "Platform": (2, "square"),
    "Programme": (3, "square"),
    "Competition": (3, "up"),
    "Prize": (3, "down"),
    "Event": (4, "diamond"),
    "CaseStudy": (4, "hexagon"),
    "ChainCell": (5, "up"),
    "Course": (6, "circle"),
    "LearningResource": (6, "square"),
    "Certificate": (6, "down"),
    "Superlative": (6, "hexagon"),
    "Indicator": (7, "square"),
    "Observation": (7, "diamond"),
    "ListingEntry": (7, "up"),
    "Report": (7, "hexagon"),
    "Policy": (8, "square"),
    "Practice": (8, "diamond"),
    "OccupationalStandard": (8, "up"),
}
#: Of classes that have no mark of their own.
OTHER = (7, "circle")
#: Colours for schools and other members of one class, in the order in which they are given out.
HUES = (0, 1, 2, 3, 5, 6, 4, 8)


def mark_of(cls: str) -> tuple[int, str]:
    """Number of the colour and name of the shape of a class."""
    return MARKS.get(cls) or MORE.get(cls, OTHER)
