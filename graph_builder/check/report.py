"""What a check finds: findings, what each rule looked at, and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph_builder.check.rules import Rule

#: Worst first.
LEVELS = ("violation", "warning", "info")


class Finding(NamedTuple):
    """One thing that does not keep a rule.

    Attributes:
        focus: The thing that was looked at.
        path: IRI of the property, where one is to blame.
        value: The value at fault; None where something is missing.
        other: What the value should agree with, where the rule names it.
        component: Local name of the SHACL constraint component, such as `MinCount`.
        said: Language and text of what the very shape says, for rules without a message of their
            own: the shapes inside one rule may each say something else.
    """

    focus: ox.NamedNode | ox.BlankNode | ox.Literal
    path: str | None = None
    value: ox.NamedNode | ox.BlankNode | ox.Literal | None = None
    other: ox.NamedNode | ox.BlankNode | ox.Literal | None = None
    component: str = "SPARQL"
    said: tuple[tuple[str, str], ...] = ()

    def key(self) -> tuple[str, ...]:
        """What findings of one rule are sorted by."""
        values = (str(term or "") for term in (self.value, self.other))
        return str(self.focus), self.path or "", *values, str(self.said)


class Outcome(NamedTuple):
    """What one rule looked at and found.

    Attributes:
        rule: The rule.
        focus_nodes: How many things it looked at.
        findings: What does not keep it, in a stable order.
        untested: Why it was not carried out: `time` when it ran into its limit, `evidence` when
            the graph has no passage to look at; blank when it was.
    """

    rule: Rule
    focus_nodes: int
    findings: tuple[Finding, ...]
    untested: str = ""


class Report(NamedTuple):
    """The result of a check.

    Attributes:
        outcomes: One for each rule: worst level first, then by code.
        engine: Name and version of the SHACL engine.
        titles: Topic of rules -> language -> its title.
        idle_is_wrong: Whether a rule that looked at nothing counts as a violation.
        limit: Seconds that a rule was given; None for as long as it needed.
    """

    outcomes: tuple[Outcome, ...]
    engine: str
    titles: dict[str, dict[str, str]]
    idle_is_wrong: bool = False
    limit: float | None = None

    @property
    def focus_nodes(self) -> int:
        """How many times a rule looked at a thing."""
        return sum(o.focus_nodes for o in self.outcomes)

    @property
    def idle(self) -> list[Outcome]:
        """The rules that looked at nothing: they have not passed."""
        return [o for o in self.outcomes if not o.focus_nodes and not o.untested]

    def untested(self, reason: str) -> list[Outcome]:
        """The rules that were not carried out for this reason: `time` or `evidence`."""
        return [o for o in self.outcomes if o.untested == reason]

    def count(self, level: str) -> int:
        """How many findings have this level."""
        return sum(len(o.findings) for o in self.outcomes if o.rule.level == level)

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(len(o.findings) for o in self.outcomes)

    def fails(self, at: str = "violation") -> bool:
        """Whether there is a finding of level `at` or worse, or a rule that was not carried out.

        `never` is never reached.
        """
        if at == "never":
            return False
        if (self.idle_is_wrong and self.idle) or any(o.untested for o in self.outcomes):
            return True
        return any(self.count(level) for level in LEVELS[: LEVELS.index(at) + 1])
