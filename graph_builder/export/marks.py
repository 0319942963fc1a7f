"""The mark of each class in the picture: a colour of `viewer.css` and a shape.

No two classes have the same colour and shape, and no two of a column share either, so that nobody
needs to tell colours apart.
"""

from __future__ import annotations

#: Shape -> SVG path about the origin, some 11 pixels wide.
SHAPES = {
    "circle": "M-5 0a5 5 0 1 1 10 0a5 5 0 1 1-10 0z",
    "cross": "M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z",
    "diamond": "M0-6L6 0L0 6L-6 0z",
    "down": "M0 5.5L5.5-4.5h-11z",
    "hexagon": "M-5.5 0L-2.8-5H2.8L5.5 0L2.8 5H-2.8z",
    "square": "M-4.5-4.5h9v9h-9z",
    "up": "M0-5.5L5.5 4.5h-11z",
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
