"""RDF terms and quads as N-Quads text, the form in which a graph is built, sorted and written."""

from __future__ import annotations

from typing import NamedTuple

from graph_builder.names import XSD

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
    | {chr(code): f"\\u{code:04X}" for code in (*range(8), 11, *range(14, 32), 127)}
)


class Quad(NamedTuple):
    """A statement and its graph; all as N-Quads terms, `graph` "" for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        """The N-Quads line, without the line break."""
        subject, predicate, obj, graph = self
        if graph:
            return f"{subject} {predicate} {obj} {graph} ."
        return f"{subject} {predicate} {obj} ."


def iri(value: str) -> str:
    """`<value>`; the caller has made sure that it is an IRI of ours or a checked one."""
    return f"<{value}>"


def text(value: str, lang: str) -> str:
    """A literal in a language, `zh` or `en`."""
    return f'"{value.translate(_ESCAPES)}"@{lang}'


def plain(value: str) -> str:
    """A literal of type xsd:string."""
    return f'"{value.translate(_ESCAPES)}"'


def typed(value: str, datatype: str) -> str:
    """A literal of an XML Schema type, by its local name such as `integer`."""
    return f'"{value.translate(_ESCAPES)}"^^<{XSD}{datatype}>'


def integer(value: int) -> str:
    """A literal of type xsd:integer."""
    return typed(str(value), "integer")


def decimal(value: str) -> str:
    """A literal of type xsd:decimal in canonical form: `7646.990` becomes `7646.99`, `50` `50`."""
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, _, fraction = digits.partition(".")
    whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return typed(f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}", "decimal")


def date(value: str) -> str:
    """A literal for `2023`, `2023-05` or `2023-05-04`: xsd:gYear, xsd:gYearMonth or xsd:date."""
    return typed(value, ("gYear", "gYearMonth", "date")[value.count("-")])
