"""A graph as one asks it from Python: `ask`, `trace`, `show`, `select`.

The engines behind it speak SPARQL, and their `ask` is the ASK of SPARQL. People mean something else
by asking, so this is a class of its own that holds an engine (docs/decisions/0019).
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from graph_builder.ask.answer import OTHER_TIMEOUT, answer, titles
from graph_builder.ask.catalogue import bundled_questions, find_question, search
from graph_builder.ask.entities import narrowest, places, the_entity
from graph_builder.ask.own import remarks, run_query
from graph_builder.ask.published import body
from graph_builder.errors import QueryError
from graph_builder.graph.access import let_out
from graph_builder.graph.access import open_graph as open_engine
from graph_builder.graph.facts_of import facts_of
from graph_builder.graph.sparql_text import with_values
from graph_builder.library.results import Answer, Fact, Facts, RowEvidence
from graph_builder.library.table import Table
from graph_builder.library.values import Place, Thing, cells, things
from graph_builder.messages import message
from graph_builder.names import RDF

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from graph_builder.ask.answer import Answer as Answered
    from graph_builder.ask.questions import Question
    from graph_builder.ask.understand import Reader
    from graph_builder.graph.access import Bindings, Graph
    from graph_builder.library.results import Paths

#: Seconds that a query written by hand may take unless the caller says otherwise.
DEFAULT_TIMEOUT = 30.0


def open_graph(where: str | os.PathLike[str] | None = None, *, lang: str = "zh") -> OpenedGraph:
    """Open a graph to ask it.

    Args:
        where: A file (`.nq .trig .ttl .nt`), a store folder, or the URL of a SPARQL 1.1 endpoint;
            None for the graph of the reports that ship with zhitu.
        lang: Language of labels, titles and notes: `zh` or `en`.

    Raises:
        GraphError: There is no such graph, or it cannot be read.
    """
    return OpenedGraph(
        open_engine(where), lang=lang, timeout=OTHER_TIMEOUT if where is not None else math.inf
    )


class OpenedGraph:
    """A graph that answers questions with tables.

    Attributes:
        engine: The graph as SPARQL sees it (`select`, `ask`, `construct`).
        lang: Language of labels, titles and notes.
        timeout: Seconds that a question may take unless `ask` is told otherwise; `math.inf` for
            any time.
    """

    def __init__(self, engine: Graph, *, lang: str = "zh", timeout: float = OTHER_TIMEOUT) -> None:
        if lang not in {"zh", "en"}:
            raise QueryError("LIBRARY-LANG", None, found=lang)
        self.engine = engine
        self.lang = lang
        self.timeout = timeout

    def ask(
        self,
        question: str,
        /,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        evidence: bool = False,
        **values: str | int | Thing,
    ) -> Answer:
        """Ask a question of the catalogue, by its name or in plain words.

        Args:
            question: `school_to_industry`, or 市交校对接哪些产业.
            limit: At most so many rows.
            timeout: Seconds after which the query is stopped, and so is the look for evidence;
                when left out the same as on the command line: 60, and no limit for the small graph
                that ships with zhitu. `math.inf` sets none.
            evidence: Find out what each row rests on: `answer.evidence`, and two more columns.
            values: Parameters: names of things, things of an earlier answer, years, words.

        Raises:
            QueryError: No such question or parameter, or the sentence is not clear; what it may
                have meant stands in the notes of the error.
            NameNotFound: A name stands for nothing, or for several things.
            LimitReached: It took too long.
        """
        timeout = self.timeout if timeout is None else timeout
        seconds = None if math.isinf(timeout) else timeout
        given = {n: v.iri if isinstance(v, Thing) else str(v) for n, v in values.items()}
        asked, typed = self._meant(question, given)
        found = answer(self.engine, asked, typed, timeout=seconds, limit=limit)
        terms = {name: str(term) for name, term in found.bindings.items()}
        (bound,) = cells(self.engine, [tuple(found.bindings.values())], self.lang)
        notes = []
        if found.rows.truncated:
            notes.append(message("library-cut", self.lang, limit=limit))
        if asked.complete_for:
            notes.append(message("complete-for", self.lang, note=asked.complete_for[self.lang]))
        rests = self._evidence(found, seconds) if evidence else None
        return Answer(
            asked,
            dict(zip(found.bindings, bound, strict=True)),
            with_values(body(asked.query), terms),
            found.rows.columns,
            cells(self.engine, found.rows.rows, self.lang),
            evidence=rests,
            headings=titles(asked, found.rows.columns, self.lang),
            notes=notes,
            lang=self.lang,
        )

    def _evidence(self, found: Answered, timeout: float | None) -> list[RowEvidence]:
        from graph_builder.ask.evidence import evidence_of  # noqa: PLC0415 -- only on request
        from graph_builder.ask.evidence_text import basis_text  # noqa: PLC0415 -- as above

        told = evidence_of(
            self.engine, found.question.query, found.bindings, found.rows, timeout=timeout
        )

        words = places(self.engine, (p for one in told for p in one.passages), self.lang)

        def place(iri: str) -> Place:
            return Place(words(iri), iri)

        return [
            RowEvidence(
                basis_text(one, self.lang),
                one.bases,
                tuple(map(place, one.passages)),
                tuple(map(place, one.rules)),
            )
            for one in told
        ]

    def trace(
        self,
        start: str,
        end: str | None = None,
        *,
        to: str | None = None,
        via: Sequence[str] = (),
        avoid: Sequence[str] = (),
        stated_only: bool = False,
        year: int | None = None,
        max_hops: int = 5,
        limit: int = 20,
        timeout: float | None = None,
    ) -> Paths:
        """Find the paths between what two names stand for, or to everything of a kind, best first.

        Args:
            start: A name, short name or IRI.
            end: Another one; None with `to`.
            to: A kind of ends, such as `企业` or `enterprise`.
            via: Names; each path goes through all of them.
            avoid: Names that no path goes through.
            stated_only: Leave out what only rules say.
            year: Take only what reports about this year state.
            max_hops: At most so many steps.
            limit: At most so many paths.
            timeout: Seconds for all of it.

        Raises:
            NameNotFound: A name or kind stands for nothing.
            QueryError: What is asked contradicts itself.
        """
        from graph_builder.library.tracing import paths_of  # noqa: PLC0415 -- not for asking
        from graph_builder.trace import trace_names  # noqa: PLC0415 -- as above

        traced = trace_names(
            self.engine,
            start,
            end,
            to=to,
            via=via,
            avoid=avoid,
            stated_only=stated_only,
            year=year,
            max_hops=max_hops,
            limit=limit,
            timeout=timeout,
            lang=self.lang,
        )
        return paths_of(traced)

    def show(self, name: str) -> Facts:
        """Everything that the graph says about a thing, in both directions, with its places.

        Raises:
            NameNotFound: The name stands for nothing, or for several things.
        """
        entity = the_entity(self.engine, name)
        found = [f for f in facts_of(self.engine, entity.iri) if f.predicate != RDF + "type"]
        kinds = narrowest(self.engine, entity.classes)
        known = things(self.engine, {entity.iri, *kinds, *(f.predicate for f in found)}, self.lang)
        others = cells(self.engine, [(f.other,) for f in found], self.lang)
        words = places(self.engine, (g for f in found for g in f.graphs), self.lang)
        facts = [
            Fact(
                known[f.predicate],
                other,
                f.outgoing,
                tuple(Place(words(g), g) for g in f.graphs),
                f.derived,
                f.notes,
            )
            for f, (other,) in zip(found, others, strict=True)
        ]
        thing, between = known[entity.iri], message("between-names", self.lang)
        labels = sorted(known[kind].label for kind in kinds)
        title = message("show-title", self.lang, name=thing.label, kinds=between.join(labels))
        heads = ("predicate", "value", "outgoing", "derived", "places", "notes")
        headings = [message(f"library.{head}", self.lang) for head in heads]
        return Facts(
            thing, labels, facts, title=title, headings=headings, between=between, lang=self.lang
        )

    def select(
        self,
        query: str,
        bindings: Bindings | None = None,
        *,
        limit: int | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        allow_remote: bool = False,
    ) -> Table:
        """Run a SELECT query of one's own; the prefixes of the ontology need no declaration.

        Args:
            query: The query.
            bindings: Variable -> RDF term, put in as values and never as text.
            limit: At most so many rows.
            timeout: Seconds after which the query is stopped.
            allow_remote: Let the query call other servers by SERVICE, and fetch what FROM names.

        Raises:
            QueryError: The query has a mistake, or is no SELECT.
            LimitReached: It took too long.
        """
        let_out(self.engine, allowed=allow_remote)
        found = run_query(self.engine, query, bindings, timeout=timeout, limit=limit)
        if found.rows is None:
            raise QueryError("QUERY-FORM", None, expected="SELECT")
        notes = [message(key, self.lang, **values) for key, values in remarks(found)]
        if found.truncated:
            notes.insert(0, message("library-cut", self.lang, limit=len(found.rows.rows)))
        rows = cells(self.engine, found.rows.rows, self.lang)
        return Table(found.rows.columns, rows, notes=notes, lang=self.lang)

    def questions(self, *words: str) -> Table:
        """The questions of the catalogue that have all the words in their texts; else all."""
        found = search(words)
        columns = ("name", "title", "params")
        rows = [(q.name, q.title[self.lang], " ".join(p.name for p in q.params)) for q in found]
        headings = [message(f"questions.{column}", self.lang) for column in columns]
        return Table(columns, rows, headings=headings, lang=self.lang)

    def _meant(self, text: str, given: dict[str, str]) -> tuple[Question, dict[str, str]]:
        """The question, by name or from a sentence, and its values."""
        if text.isascii() and text.replace("_", "").isalnum():
            return find_question(text), given
        from graph_builder.ask.plain import check_sentence, refuse_namesakes  # noqa: PLC0415 -- only for sentences

        check_sentence(text)
        understanding = self._reader.understand(text)
        best = understanding.chosen or understanding.lacking
        if best is None:
            error = QueryError("ASK-FOREIGN" if understanding.foreign else "ASK-UNSURE", None)
            for candidate in understanding.others:
                error.add_note(f"{candidate.question.name}  {candidate.question.title[self.lang]}")
            raise error
        refuse_namesakes(self.engine, best, given)
        return best.question, {**best.values, **given}

    @cached_property
    def _reader(self) -> Reader:
        from graph_builder.ask.understand import Reader  # noqa: PLC0415 -- only for sentences

        return Reader(self.engine, list(bundled_questions().values()))
