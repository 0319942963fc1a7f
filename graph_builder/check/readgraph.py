"""An rdflib graph that is filled at once and then read: what pySHACL needs of data and shapes.

rdflib's own memory store keeps contexts and three indexes for each triple; filling it takes as long
as the check itself. pySHACL asks for values by property, forwards or backwards, and so does this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import Graph
from rdflib.paths import Path

if TYPE_CHECKING:
    from collections.abc import Generator

    from rdflib.term import Node

    Index = dict[Node, dict[Node, list[Node]]]


class ReadGraph(Graph):
    """A graph of triples that are given at the start.

    Args:
        forward: Property -> subject -> objects, each triple once.
    """

    def __init__(self, forward: Index) -> None:
        super().__init__(bind_namespaces="none")
        self._forward = forward
        self._backward: Index = {}
        self._size = sum(len(o) for by_subject in forward.values() for o in by_subject.values())

    def add(self, triple: Any) -> ReadGraph:
        """Add a triple; pySHACL adds two of its own to the shapes that it is given."""
        subject, predicate, obj = triple
        objects = self._forward.setdefault(predicate, {}).setdefault(subject, [])
        if obj not in objects:
            objects.append(obj)
            self._backward.pop(predicate, None)
            self._size += 1
        return self

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Triples that match a pattern, in which None matches anything."""
        subject, predicate, obj = triple
        if isinstance(predicate, Path):
            yield from super().triples(triple)
            return
        properties: list[Node] = list(self._forward) if predicate is None else [predicate]
        for p in properties:
            by_subject = self._forward.get(p, {})
            if subject is not None:
                for o in by_subject.get(subject, ()):
                    if obj is None or o == obj:
                        yield subject, p, o
            elif obj is not None:
                for s in self._subjects(p).get(obj, ()):
                    yield s, p, obj
            else:
                for s, objects in by_subject.items():
                    for o in objects:
                        yield s, p, o

    def objects(
        self,
        subject: Any = None,
        predicate: Any = None,
        unique: bool = False,  # noqa: FBT001, FBT002 -- the signature is rdflib's
    ) -> Generator[Node, None, None]:
        """Values of a property: pySHACL's hot path, without the detour over triples."""
        if subject is None or predicate is None or isinstance(predicate, Path):
            yield from super().objects(subject, predicate, unique)
        else:
            yield from self._forward.get(predicate, {}).get(subject, [])

    def subjects(
        self,
        predicate: Any = None,
        object: Any = None,  # noqa: A002 -- as above
        unique: bool = False,  # noqa: FBT001, FBT002 -- as above
    ) -> Generator[Node, None, None]:
        """What has a value for a property."""
        if object is None or predicate is None or isinstance(predicate, Path):
            yield from super().subjects(predicate, object, unique)
        else:
            yield from self._subjects(predicate).get(object, [])

    def __len__(self) -> int:
        return self._size

    def _subjects(self, predicate: Node) -> dict[Node, list[Node]]:
        """Object -> subjects of a property, made when first asked for."""
        found = self._backward.get(predicate)
        if found is None:
            found = self._backward[predicate] = {}
            for subject, objects in self._forward.get(predicate, {}).items():
                for obj in objects:
                    found.setdefault(obj, []).append(subject)
        return found
