"""What asking, tracing and showing give: tables that know what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.library.table import Table
from graph_builder.library.values import Place, Thing
from graph_builder.messages import message
from graph_builder.output import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from graph_builder.ask.questions import Question
    from graph_builder.library.values import Cell


class RowEvidence(NamedTuple):
    """What a row rests on.

    Attributes:
        text: In words.
        bases: Some of `stated`, `derived`, `grouped`, `computed`, `absent`, `own`, `unknown`.
        places: Every printed place that it rests on; for a derived row those of the premises.
        rules: The rules that derived it.
    """

    text: str
    bases: tuple[str, ...]
    places: tuple[Place, ...]
    rules: tuple[Place, ...]


class Answer(Table):
    """The answer to a question of the catalogue.

    Attributes:
        question: The question that was asked, or that the sentence was understood to be.
        values: Parameter -> what it was bound to.
        sparql: The query that was run, with the values in it.
        evidence: What each row rests on, in the order of the rows; None unless it was asked for.
    """

    def __init__(
        self,
        question: Question,
        values: dict[str, Cell],
        sparql: str,
        columns: Sequence[str],
        rows: Sequence[tuple[Cell, ...]],
        *,
        evidence: list[RowEvidence] | None = None,
        headings: Sequence[str],
        notes: Sequence[str],
        lang: str,
    ) -> None:
        title = question.title[lang]
        if evidence is not None:
            between = message("between-places", lang)
            columns = (*columns, "rests_on", "all_places")
            heads = (message("evidence-basis", lang), message("evidence-places", lang))
            headings = (*headings, *heads)
            rows = [
                (*row, one.text, between.join(p.text for p in one.places))
                for row, one in zip(rows, evidence, strict=True)
            ]
        super().__init__(columns, rows, title=title, headings=headings, notes=notes, lang=lang)
        self.question = question
        self.values = values
        self.sparql = sparql
        self.evidence = evidence

    def _before(self) -> list[Thing]:
        """What the question was asked about."""
        return [value for value in self.values.values() if isinstance(value, Thing)]


class Fact(NamedTuple):
    """A statement about a thing.

    Attributes:
        predicate: What is said.
        value: Of whom or what: the other end.
        outgoing: Whether the thing that was asked for is the subject.
        places: Where it is said.
        derived: Whether only rules say it.
        notes: What had to be inferred to say it.
    """

    predicate: Thing
    value: Cell
    outgoing: bool
    places: tuple[Place, ...]
    derived: bool
    notes: tuple[str, ...]


class Facts(Table):
    """Everything that a graph says about a thing.

    Attributes:
        thing: What they are about.
        kinds: What it is, narrowest classes only.
        facts: The facts as objects, in the order of the rows.
    """

    def __init__(
        self,
        thing: Thing,
        kinds: Sequence[str],
        facts: Sequence[Fact],
        *,
        title: str,
        headings: Sequence[str],
        between: str,
        lang: str,
    ) -> None:
        columns = ("predicate", "value", "outgoing", "derived", "places", "notes")
        rows = [
            (
                f.predicate,
                f.value,
                f.outgoing,
                f.derived,
                between.join(p.text for p in f.places),
                between.join(f.notes),
            )
            for f in facts
        ]
        super().__init__(columns, rows, title=title, headings=headings, lang=lang)
        self.thing = thing
        self.kinds = tuple(kinds)
        self.facts = list(facts)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The thing and its neighbours; each fact between things is an edge."""
        import networkx as nx  # noqa: PLC0415 -- slow to load

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        network.add_node(self.thing.iri, label=self.thing.label)
        for fact in self.facts:
            if isinstance(fact.value, Thing):
                network.add_node(fact.value.iri, label=fact.value.label)
                ends = (self.thing.iri, fact.value.iri)
                _edge(network, ends, fact.predicate, fact.places, outgoing=fact.outgoing)
        return network


class PathStep(NamedTuple):
    """One step of a path.

    Attributes:
        start: Where it begins.
        predicate: The statement that links the two ends.
        end: Where it arrives.
        forward: Whether the statement points along the path.
        places: Where it is said.
        derived: Whether only rules say it.
        sentence: The step in words, by itself.
    """

    start: Thing
    predicate: Thing
    end: Thing
    forward: bool
    places: tuple[Place, ...]
    derived: bool
    sentence: str


class Paths(Table):
    """The paths between two things, best first; as a table it has one row for each step.

    Attributes:
        paths: Each path as its steps.
        told: Each path in words: a heading, then its sentences with their places.
        complete: Whether nothing was cut off that could hide a better path.
        more: Whether there are more paths than were wanted.
    """

    def __init__(
        self,
        paths: Sequence[Sequence[PathStep]],
        *,
        told: Sequence[Sequence[str]],
        complete: bool,
        more: bool,
        title: str,
        headings: Sequence[str],
        notes: Sequence[str],
        between: str,
        lang: str,
    ) -> None:
        columns = ("path", "start", "direction", "predicate", "end", "derived", "places")
        rows = [
            (
                number,
                step.start,
                "→" if step.forward else "←",
                step.predicate,
                step.end,
                step.derived,
                between.join(p.text for p in step.places),
            )
            for number, path in enumerate(paths, 1)
            for step in path
        ]
        super().__init__(columns, rows, title=title, headings=headings, notes=notes, lang=lang)
        self.paths = [tuple(path) for path in paths]
        self.told = [tuple(lines) for lines in told]
        self.complete = complete
        self.more = more

    def __str__(self) -> str:
        lines = [one_line(self.title)]
        for heading, *sentences in self.told:
            lines.append(one_line(heading))
            lines += [f"   {one_line(sentence)}" for sentence in sentences]
        return "\n".join([*lines, *self.notes])

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """All paths as one network; a statement on several paths is one edge."""
        import networkx as nx  # noqa: PLC0415 -- slow to load

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for step in dict.fromkeys(step for path in self.paths for step in path):
            for end in (step.start, step.end):
                network.add_node(end.iri, label=end.label)
            ends = (step.start.iri, step.end.iri)
            _edge(network, ends, step.predicate, step.places, outgoing=step.forward)
        return network


def _edge(
    network: nx.MultiDiGraph[str],
    ends: tuple[str, str],
    predicate: Thing,
    places: Sequence[Place],
    *,
    outgoing: bool,
) -> None:
    """Add a statement in its own direction, once."""
    start, end = ends if outgoing else ends[::-1]
    texts = [place.text for place in places]
    network.add_edge(start, end, key=predicate.iri, label=predicate.label, places=texts)
