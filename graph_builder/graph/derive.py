"""Rules derive statements from stated ones; each result goes to the graph of its rule.

A rule is a SPARQL CONSTRUCT in `ontology/rules/`, over the default graph. Rules may build on each
other: they are run in rounds until a round adds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.errors import InputError, Place
from graph_builder.names import PREFIXES, RULE

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

#: Rules of a sound catalogue settle within two rounds; more means that they feed each other.
MAX_ROUNDS = 8


class Rule(NamedTuple):
    """A derivation rule: its name (the file's), its query, and the file."""

    name: str
    query: str
    path: Path

    @property
    def iri(self) -> str:
        """IRI of the rule, which is also the name of the graph of what it derives."""
        return RULE + self.name


def load_rules(folder: Path) -> list[Rule]:
    """All rules of a folder, by name."""
    return [Rule(p.stem, p.read_text("utf-8"), p) for p in sorted(folder.glob("*.rq"))]


def derive(store: ox.Store, rules: list[Rule]) -> dict[str, int]:
    """Run the rules over the store's default graph until nothing new comes, and add the results.

    Args:
        store: Holds the stated quads; the derived ones are added to its default graph and to the
            graph of their rule.
        rules: In any order.

    Returns:
        Rule name -> number of statements that it derived.

    Raises:
        InputError: A rule is no valid CONSTRUCT, or the rules never settle.
    """
    import pyoxigraph as ox  # noqa: PLC0415 -- only a build derives

    counts = dict.fromkeys((rule.name for rule in rules), 0)
    derived: dict[str, set[ox.Triple]] = {rule.name: set() for rule in rules}
    for _ in range(MAX_ROUNDS):
        grown = False
        for rule in rules:
            graph = ox.NamedNode(rule.iri)
            new = [t for t in _construct(store, rule) if t not in derived[rule.name]]
            derived[rule.name].update(new)
            counts[rule.name] += len(new)
            grown = grown or bool(new)
            store.extend([ox.Quad(t.subject, t.predicate, t.object, graph) for t in new])
            store.extend([ox.Quad(t.subject, t.predicate, t.object) for t in new])
        if not grown:
            return counts
    raise InputError("RULE-ENDLESS", Place(str(rules[0].path.parent)), rounds=MAX_ROUNDS)


def _construct(store: ox.Store, rule: Rule) -> list[ox.Triple]:
    import pyoxigraph as ox  # noqa: PLC0415 -- as above

    try:
        result = store.query(rule.query, prefixes=PREFIXES)
    except SyntaxError as error:
        raise InputError("RULE-SYNTAX", Place(str(rule.path)), reason=error.msg) from error
    if not isinstance(result, ox.QueryTriples):
        raise InputError("RULE-SYNTAX", Place(str(rule.path)), reason="CONSTRUCT")
    return list(dict.fromkeys(result))
