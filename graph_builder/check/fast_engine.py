"""`shacl`, a SHACL engine in Rust that `zhitu[fast]` installs; see docs/decisions/0008.

It exchanges text, gives blank nodes other labels, and passes over some faulty shapes in silence.
Hence shapes without an IRI get one, a graph with blank nodes is left to pySHACL, and shapes that do
not ship with zhitu are looked through first.
"""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from graph_builder.check.data import Data
from graph_builder.check.engine import PyshaclEngine, Result
from graph_builder.check.report import Finding
from graph_builder.check.workers import apart
from graph_builder.errors import InputError, Place
from graph_builder.names import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph_builder.check.shapes import Node, Shapes, Term

_SHAPE = "urn:zhitu:shape:"
#: A blank node with one of these is a list or a path, and must stay what it is.
_NO_SHAPE = {RDF + "first"} | {
    f"{SH}{kind}Path" for kind in ("inverse", "alternative", "zeroOrMore", "oneOrMore", "zeroOrOne")
}
#: From a shape to those that it calls.
_CALLS = {SH + name for name in ("node", "property", "not", "qualifiedValueShape")}
_CALL_LISTS = {SH + name for name in ("and", "or", "xone")}


class _Raw(NamedTuple):
    """A result as the engine gives it; terms in N-Triples, a path as in SPARQL."""

    shape: str
    focus: str
    path: str | None
    value: str | None
    component: str
    message: str | None


class FastEngine:
    """The fast engine."""

    @property
    def name(self) -> str:
        """Name and version, as the output states them."""
        return f"shacl {version('shacl')}"

    def validate(self, data: Data, shapes: Shapes, file: str = "") -> list[Result]:
        """Check a graph against shapes; see `Engine`."""
        if data.has_blank_nodes:
            return PyshaclEngine().validate(data, shapes, file)
        if file:
            # Raises what there is to raise about the shapes.
            PyshaclEngine().validate(Data(()), shapes, file)
            _refuse_recursion(shapes, file)
        texts = _text(_named(shapes)), _text(data.triples())
        # The engine keeps a pool of threads.
        found = apart(partial(_found, *texts, file))
        return _results(found, shapes)  # type: ignore[arg-type]


def _found(shapes: str, data: str, file: str) -> list[_Raw]:
    """What the engine finds, both graphs as N-Triples."""
    import shacl  # noqa: PLC0415 -- an extra

    try:
        found = shacl.Shapes.from_text(shapes, "ntriples").validate_text(data, "ntriples").results
    except ValueError as error:
        reason = next(iter(str(error).splitlines()), "")
        raise InputError("CHECK-SHAPES", Place(file) if file else None, reason=reason) from error
    return [
        _Raw(r.source_shape or "", r.focus_node, r.path, r.value, r.component, r.message)
        for r in found
    ]


def _text(triples: Iterable[tuple[Node, str, Term]]) -> str:
    """N-Triples."""
    predicates: dict[str, ox.NamedNode] = {}
    made = (ox.Triple(s, predicates.setdefault(p, ox.NamedNode(p)), o) for s, p, o in triples)
    return (ox.serialize(made, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _named(shapes: Shapes) -> Iterator[tuple[Node, str, Term]]:
    """The shapes, in which every blank node that may be a shape has an IRI."""
    about: dict[Node, set[str]] = {}
    for subject, predicate, _ in shapes.triples:
        about.setdefault(subject, set()).add(predicate)
    names: dict[Term, ox.NamedNode] = {
        node: ox.NamedNode(_SHAPE + node.value)
        for node, predicates in about.items()
        if isinstance(node, ox.BlankNode) and not predicates & _NO_SHAPE
    }
    for subject, predicate, obj in shapes.triples:
        yield names.get(subject, subject), predicate, names.get(obj, obj)


def _results(found: Iterable[_Raw], shapes: Shapes) -> list[Result]:
    results = []
    for raw in found:
        shape, focus, value = (_term(w) for w in (raw.shape, raw.focus, raw.value))
        own: Node = shape  # type: ignore[assignment]
        if own.value.startswith(_SHAPE):
            own = ox.BlankNode(own.value.removeprefix(_SHAPE))
        path = raw.path or ""
        single = path.startswith("<") and path.endswith(">") and path.count("<") == 1
        component = raw.component.removesuffix("ConstraintComponent")
        # The engine has no words of its own for some constraints; their name says what was asked.
        said = shapes.texts(own, SH + "message") or {"": raw.message or f"sh:{component}"}
        finding = Finding(focus, path[1:-1] if single else None, value, None, component)  # type: ignore[arg-type]
        results.append(Result(own, finding, said))
    return results


def _term(word: str | None) -> Term | None:
    """A term from N-Triples."""
    if word is None:
        return None
    if word.startswith("<"):
        return ox.NamedNode(word[1:-1])
    line = f"<urn:s> <urn:p> {word} ."
    found: Term = next(iter(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES))).object
    return found


def _refuse_recursion(shapes: Shapes, file: str) -> None:
    """Refuse shapes that call each other in a circle.

    Raises:
        InputError: There is a circle.
    """
    calls: dict[Term, set[Term]] = {}
    for subject, predicate, obj in shapes.triples:
        if predicate in _CALLS:
            calls.setdefault(subject, set()).add(obj)
        elif predicate in _CALL_LISTS:
            calls.setdefault(subject, set()).update(_members(shapes, obj))
    done: set[Term] = set()
    for start in list(calls):
        above: list[Term] = [start]
        ways = [iter(calls[start])] if start not in done else []
        while ways:
            following = next(ways[-1], None)
            if following is None:
                done.add(above.pop())
                ways.pop()
            elif following in above:
                raise InputError("CHECK-RECURSION", Place(file))
            elif following not in done:
                above.append(following)
                ways.append(iter(calls.get(following, ())))


def _members(shapes: Shapes, node: Term) -> Iterator[Term]:
    seen: set[Term] = set()
    while node not in seen:
        seen.add(node)
        yield from shapes.objects(node, RDF + "first")
        node = next(iter(shapes.objects(node, RDF + "rest")), node)
