"""`zhitu why`: where a statement is said, or how a rule derived it from what is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.addresses import rule_title
from graph_builder.ask.entities import find_entities, labels, places, the_entity
from graph_builder.claims.nearest import nearest
from graph_builder.errors import NameNotFound
from graph_builder.graph.access import open_graph
from graph_builder.graph.derive import load_rules
from graph_builder.graph.facts_of import facts_of
from graph_builder.graph.why import Reason, Statement, why
from graph_builder.messages import message
from graph_builder.names import RULE, compact
from graph_builder.output import one_line
from graph_builder.paths import bundled

if TYPE_CHECKING:
    import argparse

    from graph_builder.addresses import Places
    from graph_builder.graph.access import Graph, Term


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    for name in ("subject", "predicate", "object"):
        parser.add_argument(name, metavar=name.upper(), help=message(f"why.{name}", lang))
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=message("option.format", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the reason; 1 when the graph does not say it."""
    graph = open_graph(args.graph)
    statement = the_statement(graph, args.subject, args.predicate, args.object, lang)
    reason = why(graph, statement, load_rules(bundled("ontology") / "rules"))
    names = labels(graph, _iris(reason), lang)
    if args.format == "json":
        print(json.dumps(_as_json(reason, names), ensure_ascii=False, indent=2))
    else:
        told = places(graph, _cited(reason), lang)
        print("\n".join(_lines(reason, names, told, lang, 0)))
    return 0 if reason.passages or reason.registers or reason.ways else 1


def the_statement(graph: Graph, subject: str, predicate: str, obj: str, lang: str) -> Statement:
    """The statement that three typed words mean, among what the graph says about the subject.

    Raises:
        NameNotFound: No such thing, property or object; names what there is.
    """
    thing = the_entity(graph, subject)
    facts = [f for f in facts_of(graph, thing.iri) if f.outgoing]
    iris = {f.predicate for f in facts}
    names = labels(graph, iris, "zh"), labels(graph, iris, "en")
    wanted = {
        iri for iri in iris if predicate in {iri, compact(iri), *(n.get(iri, "") for n in names)}
    }
    if not wanted:
        known = sorted(names[lang == "en"].get(iri) or compact(iri) for iri in iris)
        raise NameNotFound(
            "WHY-PREDICATE", None, found=predicate, subject=subject, known="、".join(known) or "—"
        )
    ends = [f for f in facts if f.predicate in wanted]
    things = {e.iri for e in find_entities(graph, obj)}
    for fact in ends:
        if fact.other == _literal(fact.other, obj) or getattr(fact.other, "value", "") in things:
            return Statement(thing.iri, fact.predicate, fact.other)
    shown = labels(graph, (o.value for f in ends if isinstance(o := f.other, ox.NamedNode)), lang)
    known = [shown.get(v, v) for f in ends if (v := getattr(f.other, "value", str(f.other)))]
    near = nearest(obj, known) or known[:5]
    raise NameNotFound("WHY-OBJECT", None, found=obj, known="、".join(near) or "—")


def _literal(term: Term, typed: str) -> Term | None:
    """The term itself when what was typed is its value."""
    return term if isinstance(term, ox.Literal) and term.value == typed else None


def _iris(reason: Reason) -> set[str]:
    s, p, o = reason.statement
    found = {s, p} | ({o.value} if isinstance(o, ox.NamedNode) else set())
    for way in reason.ways:
        for premise in way.premises:
            found |= _iris(premise)
    return found


def _said(statement: Statement, names: dict[str, str], lang: str) -> str:
    s, p, o = statement
    value = o.value if isinstance(o, ox.NamedNode | ox.Literal) else str(o)
    shown = (names.get(v) or (compact(v) if v in {s, p} else v) for v in (s, p, value))
    start, predicate, end = (one_line(text) for text in shown)
    return message("why-statement", lang, start=start, predicate=predicate, end=end)


def _cited(reason: Reason) -> set[str]:
    """IRIs of every passage that the reason or a premise of it rests on."""
    cited = set(reason.passages)
    for way in reason.ways:
        for premise in way.premises:
            cited |= _cited(premise)
    return cited


def _lines(reason: Reason, names: dict[str, str], told: Places, lang: str, depth: int) -> list[str]:
    """The reason as indented lines, premises below their conclusion."""
    indent = "   " * depth
    lines = [indent + _said(reason.statement, names, lang)]
    for where in (*reason.passages, *reason.registers):
        lines.append(indent + "  · " + told(where))
    for number, way in enumerate(reason.ways, 1):
        rule = rule_title(way.rule.removeprefix(RULE), lang)
        lines.append(indent + "  · " + message("why-rule", lang, rule=rule, number=number))
        for premise in way.premises:
            lines += _lines(premise, names, told, lang, depth + 1)
    if not (reason.passages or reason.registers or reason.ways):
        lines.append(indent + "  · " + message("why-none", lang))
    return lines


def _as_json(reason: Reason, names: dict[str, str]) -> dict[str, object]:
    s, p, o = reason.statement
    value = o.value if isinstance(o, ox.NamedNode | ox.Literal) else str(o)
    return {
        "subject": s,
        "predicate": p,
        "object": value,
        "labels": [names.get(v, "") for v in (s, p, value)],
        "passages": list(reason.passages),
        "registers": list(reason.registers),
        "ways": [
            {"rule": w.rule, "premises": [_as_json(r, names) for r in w.premises]}
            for w in reason.ways
        ],
    }
