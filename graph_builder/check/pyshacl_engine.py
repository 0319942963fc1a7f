"""pySHACL, the reference engine."""

from __future__ import annotations

import logging
import re
import warnings
from typing import TYPE_CHECKING

from rdflib import Graph, Literal, URIRef

from graph_builder.check.convert import ox_term, to_rdflib
from graph_builder.check.data import Data
from graph_builder.check.engine import Result
from graph_builder.check.report import Finding
from graph_builder.errors import InputError, Place
from graph_builder.names import SH

if TYPE_CHECKING:
    from rdflib.term import Node as RdflibNode

    from graph_builder.check.shapes import Shapes


# A value that is not of its datatype is a finding; rdflib logs it with a traceback as well.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def validate_data(data: Data, shapes: Shapes, file: str = "") -> list[Result]:
    """Check a graph against shapes; see `Engine`."""
    quick = to_rdflib(data)
    if not data.has_blank_nodes:
        return validate(quick, shapes, file)
    # To describe a blank node, pySHACL goes through the store of the graph.
    stored = Graph()
    for triple in quick:
        stored.add(triple)
    return validate(stored, shapes, file)


def validate(data: Graph, shapes: Shapes, file: str = "") -> list[Result]:
    """Check a graph of rdflib against shapes.

    Args:
        data: Left as it is.
        shapes: Turned into a fresh graph, because pySHACL adds triples to the one it is given.
        file: Where the shapes stand, for messages.

    Raises:
        InputError: The shapes are no valid SHACL, or call each other without end.
    """
    # Imported here: a third of a second that only a check may cost.
    import pyshacl  # noqa: PLC0415
    from pyparsing.exceptions import ParseBaseException  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning  # noqa: PLC0415

    place = Place(file) if file else None
    graph = to_rdflib(Data(shapes.triples))
    try:
        with warnings.catch_warnings():
            # A shape that refers to itself is skipped by pySHACL with no more than a warning.
            warnings.simplefilter("error", ShapeRecursionWarning)
            _, found, text = pyshacl.validate(data, shacl_graph=graph, inplace=True)
    except (ShapeRecursionWarning, RecursionError) as error:
        raise InputError("CHECK-RECURSION", place) from error
    except ReportableRuntimeError as error:
        code = "CHECK-RECURSION" if "too deep" in error.message else "CHECK-SHAPES"
        raise InputError(code, place, reason=first_line(error.message)) from error
    except (ParseBaseException, re.error) as error:
        raise InputError("CHECK-SHAPES", place, reason=first_line(str(error))) from error
    if not isinstance(found, Graph):
        raise InputError("CHECK-SHAPES", place, reason=first_line(text))
    return _results(found)


def first_line(text: str) -> str:
    """The first line of an engine's words that says something."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _results(found: Graph) -> list[Result]:
    about: dict[RdflibNode, dict[str, list[RdflibNode]]] = {}
    for subject, predicate, obj in found:
        about.setdefault(subject, {}).setdefault(str(predicate), []).append(obj)
    results = []
    nested = {o for facts in about.values() for o in facts.get(SH + "detail", [])}
    for node, facts in about.items():
        if SH + "focusNode" not in facts or node in nested:
            continue
        path = next(iter(facts.get(SH + "resultPath", [])), None)
        value = next(iter(facts.get(SH + "value", [])), None)
        component = str(facts[SH + "sourceConstraintComponent"][0])
        finding = Finding(
            ox_term(facts[SH + "focusNode"][0]),
            str(path) if isinstance(path, URIRef) else None,
            None if value is None else ox_term(value),
            None,
            component.removeprefix(SH).removesuffix("ConstraintComponent"),
        )
        shape = ox_term(facts[SH + "sourceShape"][0])
        message = {
            m.language or "": str(m)
            for m in facts.get(SH + "resultMessage", [])
            if isinstance(m, Literal)
        }
        results.append(Result(shape, finding, message))  # type: ignore[arg-type]
    return results
