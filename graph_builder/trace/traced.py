"""What a trace is asked, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph_builder.addresses import Places
from graph_builder.trace.wording import Teller

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.trace.ends import Kind, Named
    from graph_builder.trace.gap import Gap
    from graph_builder.trace.links import Step
    from graph_builder.trace.wording import Told


class TracedPath(NamedTuple):
    """One path, told.

    Attributes:
        steps: From start to end.
        cost: What it costs: one for a stated step, four for a derived one, and a little for each
            hub on the way.
        told: The same in sentences.
    """

    steps: tuple[Step, ...]
    cost: float
    told: tuple[Told, ...]

    @property
    def start(self) -> str:
        """IRI of where it begins."""
        return self.steps[0].start

    @property
    def end(self) -> str:
        """IRI of where it arrives."""
        return self.steps[-1].end

    @property
    def derived(self) -> bool:
        """Whether a rule made any of its steps."""
        return any(step.derived for step in self.steps)


class Asked(NamedTuple):
    """What was asked, with its names resolved.

    Attributes:
        start: The first name, with everything that it may mean.
        end: The second name likewise; None when a kind of ends is wanted.
        kind: The kind of ends that is wanted; None when a name is.
        via: The names that paths have to go through.
        avoid: The names that they have to avoid.
        stated_only: Whether derived steps are left out.
        year: The year that counts; None for all.
        max_hops: Longest path, in steps.
        limit: Most paths.
        lang: Language of labels and sentences.
    """

    start: Named
    end: Named | None
    kind: Kind | None
    via: tuple[Named, ...]
    avoid: tuple[Named, ...]
    stated_only: bool
    year: int | None
    max_hops: int
    limit: int
    lang: str

    def names(self) -> tuple[Named, ...]:
        """All names, in the order in which they were given."""
        return (self.start, *((self.end,) if self.end else ()), *self.via, *self.avoid)


class Traced(NamedTuple):
    """The answer to a trace.

    Attributes:
        asked: What was asked.
        paths: Best first.
        complete: Whether nothing was cut off that could hide a better path.
        more: Whether there are more paths than `asked.limit`.
        hubs: IRI -> number of neighbours, of the hubs that were not followed to all of these.
        gap: What is known when there is no path.
        labels: IRI -> label, of everything on the paths and in the gap.
        reports: IRI -> title of each report, where the paths cite several.
        queries: How many queries were put to the graph.
    """

    asked: Asked
    paths: tuple[TracedPath, ...]
    complete: bool
    more: bool
    hubs: dict[str, int]
    gap: Gap | None
    labels: dict[str, str]
    reports: dict[str, str]
    queries: int

    def places(self, graphs: Iterable[str]) -> list[str]:
        """Where something is said, in words, as a reader would look it up."""
        return [*map(Places(self.asked.lang, self.reports), graphs)]

    def sentence(self, step: Step) -> str:
        """One step as a sentence by itself; the sentences of a path may tell two steps in one."""
        return Teller(self.labels, {}, self.asked.lang).alone(step)

    def name(self, iri: str) -> str:
        """The name of a thing as it stands in a sentence."""
        return Teller(self.labels, {}, self.asked.lang).name(iri)
