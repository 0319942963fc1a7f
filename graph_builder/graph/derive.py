"""Rules derive statements from stated ones; each result goes to the graph of its rule.

A rule is a SPARQL CONSTRUCT in `ontology/rules/`, over the default graph. Rules may build on each
other: they are run in rounds until a round adds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder import terms
from graph_builder.addresses import header_texts
from graph_builder.errors import InputError, Place
from graph_builder.graph.sparql_text import tokens
from graph_builder.names import ONTOLOGY_GRAPH, PREFIXES, RDF, RDFS, RULE, SKOS, VET
from graph_builder.terms import Quad

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

#: Rules of a sound catalogue settle within two rounds; more means that they feed each other.
MAX_ROUNDS = 8


class Rule(NamedTuple):
    """A derivation rule.

    Attributes:
        name: The file's name without suffix.
        query: The whole text of the file.
        path: The file.
        titles: Language -> what the rule derives.
        descriptions: Language -> the rule in a sentence.
    """

    name: str
    query: str
    path: Path
    titles: dict[str, str]
    descriptions: dict[str, str]

    @property
    def iri(self) -> str:
        """IRI of the rule, which is also the name of the graph of what it derives."""
        return RULE + self.name


def load_rules(folder: Path) -> list[Rule]:
    """All rules of a folder, by name.

    Raises:
        InputError: A rule has no title or description in both languages.
    """
    return [_load_rule(path) for path in sorted(folder.glob("*.rq"))]


def _load_rule(path: Path) -> Rule:
    query = path.read_text("utf-8")
    if any(kind == "word" and word.upper() == "GRAPH" for kind, word, _ in tokens(query)):
        # Rules see the default graph only: such a rule would derive nothing, without a word.
        raise InputError("RULE-SYNTAX", Place(str(path)), reason="GRAPH")
    texts = {key: header_texts(query, key) for key in ("title", "description")}
    if not all(texts.values()):
        raise InputError("RULE-HEADER", Place(str(path), 1))
    return Rule(path.stem, query, path, texts["title"], texts["description"])


def rule_quads(rules: list[Rule]) -> Iterator[Quad]:
    """What the rules are called and what they do, in the ontology's graph."""
    for rule in rules:
        node = terms.iri(rule.iri)
        about = [(terms.iri(RDF + "type"), terms.iri(VET + "Rule"))]
        about += [(terms.iri(RDFS + "label"), terms.text(t, n)) for n, t in rule.titles.items()]
        definition = terms.iri(SKOS + "definition")
        about += [(definition, terms.text(t, n)) for n, t in rule.descriptions.items()]
        for predicate, obj in about:
            yield Quad(node, predicate, obj, terms.iri(ONTOLOGY_GRAPH))
            yield Quad(node, predicate, obj, "")


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


def derived_quads(store: ox.Store, rules: list[Rule]) -> Iterator[Quad]:
    """What `derive` has added to a store, rule by rule."""
    import pyoxigraph as ox  # noqa: PLC0415 -- as above

    for rule in rules:
        found = store.quads_for_pattern(None, None, None, ox.NamedNode(rule.iri))
        triples = [(str(q.subject), str(q.predicate), str(q.object)) for q in found]
        for subject, predicate, obj in triples:
            yield Quad(subject, predicate, obj, terms.iri(rule.iri))
            yield Quad(subject, predicate, obj, "")


def _construct(store: ox.Store, rule: Rule) -> list[ox.Triple]:
    import pyoxigraph as ox  # noqa: PLC0415 -- as above

    try:
        result = store.query(rule.query, prefixes=PREFIXES)
    except SyntaxError as error:
        raise InputError("RULE-SYNTAX", Place(str(rule.path)), reason=error.msg) from error
    if not isinstance(result, ox.QueryTriples):
        raise InputError("RULE-SYNTAX", Place(str(rule.path)), reason="CONSTRUCT")
    return list(dict.fromkeys(result))
