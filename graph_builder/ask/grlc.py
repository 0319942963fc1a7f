"""The catalogue of questions as files that grlc turns into a web interface.

grlc reads `#+` lines of its own (`summary`, `description`, `tags`, `defaults`, `method`,
`endpoint`) and finds parameters by the names of variables: `?_school_iri` is a required thing,
`?__year_xsd_gYear` an optional year. It replaces the text `?_school_iri` by the value. Each
parameter is therefore bound once, by `BIND(?_school_iri AS ?school)` at the head of every WHERE
group, and the query keeps its own names; an optional one that is left out binds nothing.

Source: README and `gquery.py` of grlc 1.3.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph_builder.ask.entities import expand
from graph_builder.ask.published import body
from graph_builder.errors import NameNotFound
from graph_builder.graph.sparql_text import after_where
from graph_builder.names import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_builder.ask.questions import Parameter, Question
    from graph_builder.graph.access import Graph


def grlc_files(
    questions: Iterable[Question], graph: Graph, endpoint: str | None = None
) -> dict[str, bytes]:
    """File name -> content, one for each question.

    Args:
        questions: What to write.
        graph: Where the examples of parameters are looked up, to become default values.
        endpoint: URL of the endpoint that answers; None leaves it to the settings of grlc.
    """
    return {f"{q.name}.rq": grlc_text(q, graph, endpoint).encode() for q in questions}


def grlc_text(question: Question, graph: Graph, endpoint: str | None = None) -> str:
    """One question for grlc; see the head of this module."""
    describing = " ".join(
        texts[lang]
        for lang in ("zh", "en")
        for texts in (question.description, question.complete_for)
        if texts
    )
    lines = [
        f"summary: {_yaml(' / '.join(question.title[lang] for lang in ('zh', 'en')))}",
        f"description: {_yaml(describing)}",
        "method: GET",
        "tags:",
        f"  - {_yaml(question.theme)}",
    ]
    if endpoint is not None:
        lines.append(f"endpoint: {_yaml(endpoint)}")
    defaults = {p.name: _default(graph, p) for p in question.params if p.required}
    if defaults:
        lines.append("defaults:")
        lines += [f"  - {name}: {_yaml(value)}" for name, value in defaults.items()]
    header = "".join(f"#+ {line}\n" for line in lines)
    binds = "".join(f" BIND({variable(p)} AS ?{p.name})" for p in question.params)
    query = after_where(body(question.query), binds)[0] if binds else body(question.query)
    return header + query


def variable(parameter: Parameter) -> str:
    """The variable by which grlc knows a parameter: required or not, and of what type."""
    iri = expand(parameter.type) or parameter.type
    ending = {XSD + "string": "", XSD + "integer": "_integer", XSD + "gYear": "_xsd_gYear"}
    start = "?_" if parameter.required else "?__"
    return f"{start}{parameter.name}{ending.get(iri, '_iri')}"


def _default(graph: Graph, parameter: Parameter) -> str:
    """The example as grlc needs it: the IRI of a thing, a literal as it is."""
    from graph_builder.ask.entities import the_entity  # noqa: PLC0415 -- only for things

    iri = expand(parameter.type) or parameter.type
    if iri.startswith(XSD):
        return parameter.example
    try:
        return the_entity(graph, parameter.example, iri).iri
    except NameNotFound:  # another graph need not know the example
        return parameter.example


def _yaml(text: str) -> str:
    """A text as YAML in one line; JSON strings are YAML too."""
    return json.dumps(text, ensure_ascii=False)
