"""A SHACL file of the user's as rules: every shape that has a target or a code is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.check.rules import Catalogue, Rule, in_language, make_rule, topic_title
from graph_builder.check.shapes import read_shapes
from graph_builder.check.words import refuse_unknown_words
from graph_builder.errors import InputError, Place
from graph_builder.names import DCTERMS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph_builder.check.shapes import Node, Shapes


def user_rules(path: Path, taken: Mapping[str, Rule]) -> Catalogue:
    """The rules of a file.

    The code of a rule is its `dcterms:identifier`, else the last part of its IRI. Queries inside
    shapes (`sh:sparql`) stay with the SHACL engine, which asks them once for each focus node.

    Args:
        path: A SHACL file.
        taken: Rules whose codes cannot be used again.

    Raises:
        InputError: The file is faulty, holds no shape, uses unknown names, or a code twice.
    """
    shapes = read_shapes([path])
    refuse_unknown_words(shapes, path)
    rules: dict[str, Rule] = {}
    owners: dict[Node, str] = {}
    for number, node in enumerate(_roots(shapes), 1):
        code = in_language(shapes.texts(node, DCTERMS + "identifier"), "")
        code = code or (_local(node) if isinstance(node, ox.NamedNode) else f"SHAPE-{number}")
        if code in taken or code in rules:
            raise InputError("CHECK-CODE-TWICE", Place(str(path)), rule=code)
        rules[code] = make_rule(shapes, node, code, path.stem)._replace(query=None)
        owners[node] = code
    if not rules:
        raise InputError("CHECK-NO-TARGET", Place(str(path)))
    for node, code in list(owners.items()):
        for part in shapes.parts(node, named=True):
            owners.setdefault(part, code)
    return Catalogue(rules, shapes, {path.stem: topic_title(shapes)}, owners, str(path))


def _roots(shapes: Shapes) -> list[Node]:
    """The shapes that look at something by themselves, named ones first."""
    found = [node for node in shapes.subjects() if shapes.targets(node)]
    return sorted(found, key=lambda node: isinstance(node, ox.BlankNode))


def _local(node: ox.NamedNode) -> str:
    """The last part of an IRI."""
    return node.value.rstrip("/#").replace("#", "/").rpartition("/")[2]
