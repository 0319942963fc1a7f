"""The catalogue of rules: every shape that has a code, with its texts, level and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.check.report import LEVELS
from graph_builder.check.shapes import Shapes, Targets, read_shapes
from graph_builder.errors import InputError, Place
from graph_builder.names import DCTERMS, RDFS, SH, SKOS
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph_builder.check.shapes import Node, Term

_SEVERITIES = {SH + level.capitalize(): level for level in LEVELS}


class Rule(NamedTuple):
    """A shape with a code.

    Attributes:
        iri: IRI of the shape; a blank node's label for a user's shape without one.
        code: Its code, in capitals, such as `CLUSTER-CORE`.
        topic: Stem of the file that holds it, such as `schools`.
        level: `violation`, `warning` or `info`.
        message: Language -> problem and remedy.
        why: Language -> why the rule exists.
        example: Language -> a case that breaks it.
        targets: What it looks at.
        properties: The properties of its path, in order; empty for a rule about the thing itself.
        query: Its SPARQL query, for a rule that compares several things.
    """

    iri: str
    code: str
    topic: str
    level: str
    message: dict[str, str]
    why: dict[str, str]
    example: dict[str, str]
    targets: Targets
    properties: tuple[str, ...]
    query: str | None

    def says(self, lang: str) -> str:
        """Problem and remedy, in another language where this one is missing."""
        return in_language(self.message, lang)


class Catalogue(NamedTuple):
    """Rules, and the shapes that the SHACL engine is given for those without a query.

    Attributes:
        rules: Code -> rule, in file order.
        core: The shapes of all rules that hold no query.
        titles: Topic -> language -> its title, in file order.
        owners: Every node of the shapes graph -> code of the rule that it belongs to.
        file: The user's file that holds them; blank for the rules that ship with zhitu.
    """

    rules: dict[str, Rule]
    core: Shapes
    titles: dict[str, dict[str, str]]
    owners: dict[Node, str]
    file: str = ""


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """The text in a language, else without one, else in any; blank when there is none."""
    return texts.get(lang) or texts.get("") or next(iter(texts.values()), "")


def shipped_shapes() -> list[Path]:
    """The SHACL files that ship with zhitu."""
    return sorted((bundled("ontology") / "shapes").glob("*.ttl"))


def load_catalogue(levels: Mapping[str, str], paths: Iterable[Path] | None = None) -> Catalogue:
    """The rules of files whose rules have codes, such as those that ship with zhitu.

    Args:
        levels: Code -> level, from `profile.load_profile`.
        paths: The files; those that ship with zhitu unless given.

    Raises:
        InputError: A file is faulty, or a rule has no level.
    """
    rules: dict[str, Rule] = {}
    core: list[tuple[Node, str, Term]] = []
    titles: dict[str, dict[str, str]] = {}
    owners: dict[Node, str] = {}
    for path in shipped_shapes() if paths is None else paths:
        shapes = read_shapes([path])
        queries: set[Node] = set()
        for node, rule in coded_rules(shapes, path.stem):
            if rule.code not in levels:
                raise InputError("CHECK-NO-LEVEL", Place(str(path)), rule=rule.code)
            if rule.code in rules:
                raise InputError("CHECK-CODE-TWICE", Place(str(path)), rule=rule.code)
            rules[rule.code] = rule._replace(level=levels[rule.code])
            own = {node, *shapes.parts(node)}
            owners |= dict.fromkeys(own, rule.code)
            if rule.query is not None:
                queries |= own
        titles[path.stem] = topic_title(shapes)
        core += [t for t in shapes.triples if t[0] not in queries]
    return Catalogue(rules, Shapes(core), titles, owners)


def coded_rules(shapes: Shapes, topic: str) -> Iterator[tuple[Node, Rule]]:
    """The shapes that have a code, in file order."""
    for node in shapes.subjects():
        codes = shapes.texts(node, DCTERMS + "identifier")
        if codes:
            yield node, make_rule(shapes, node, in_language(codes, ""), topic)


def make_rule(shapes: Shapes, node: Node, code: str, topic: str) -> Rule:
    """A shape as a rule, with the level of its `sh:severity`."""
    severity = next(iter(shapes.iris(node, SH + "severity")), "")
    paths = shapes.objects(node, SH + "path")
    queries = [
        text
        for constraint in shapes.objects(node, SH + "sparql")
        for text in shapes.texts(constraint, SH + "select").values()
    ]
    return Rule(
        node.value,
        code,
        topic,
        _SEVERITIES.get(severity, "violation"),
        shapes.texts(node, SH + "message"),
        shapes.texts(node, RDFS + "comment"),
        shapes.texts(node, SKOS + "example"),
        shapes.targets(node),
        tuple(dict.fromkeys(shapes.path_properties(paths[0]))) if paths else (),
        queries[0] if queries else None,
    )


def topic_title(shapes: Shapes) -> dict[str, str]:
    """Language -> title of a file of shapes."""
    for node in shapes.subjects():
        title = shapes.texts(node, DCTERMS + "title")
        if title:
            return title
    return {}
