"""SHACL engines: pySHACL, the reference and always there, and a faster one if installed."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graph_builder.errors import InputError

if TYPE_CHECKING:
    from graph_builder.check.data import Data
    from graph_builder.check.report import Finding
    from graph_builder.check.shapes import Node, Shapes

#: What `--engine` accepts: `auto` takes the fast one where it is installed.
CHOICES = ("auto", "pyshacl", "fast")
#: The module of the fast engine, which `zhitu[fast]` installs.
FAST_MODULE = "shacl"


class Result(NamedTuple):
    """A finding, the shape that made it, and what that shape says of it in each language."""

    shape: Node
    finding: Finding
    message: dict[str, str]


class Engine(Protocol):
    """A graph and shapes in, findings out."""

    @property
    def name(self) -> str:
        """Name and version, as the output states them."""

    def validate(self, data: Data, shapes: Shapes, file: str = "") -> list[Result]:
        """Check a graph against shapes.

        Args:
            data: What the shapes look at.
            shapes: The shapes.
            file: Where the shapes stand, for messages.

        Raises:
            InputError: The shapes are no valid SHACL, or call each other without end.
        """


class PyshaclEngine:
    """The reference engine.

    It is loaded by the process that carries out its work, while another one asks the queries.
    """

    @property
    def name(self) -> str:
        """Name and version, as the output states them."""
        return f"pySHACL {version('pyshacl')}"

    def validate(self, data: Data, shapes: Shapes, file: str = "") -> list[Result]:
        """Check a graph against shapes; see `Engine`."""
        from graph_builder.check.pyshacl_engine import validate_data  # noqa: PLC0415 -- slow

        return validate_data(data, shapes, file)


def choose_engine(wanted: str = "auto", *, shipped: bool = True) -> Engine:
    """The engine of one of `CHOICES`.

    Args:
        wanted: One of `CHOICES`.
        shipped: Whether the shapes are those that ship with zhitu; `auto` leaves others to pySHACL,
            since the fast engine passes over some faults of shapes in silence.

    Raises:
        InputError: The fast engine is wanted and not installed.
    """
    installed = find_spec(FAST_MODULE) is not None
    if wanted == "fast" and not installed:
        raise InputError("CHECK-NO-FAST", None)
    if wanted == "fast" or (wanted == "auto" and installed and shipped):
        from graph_builder.check.fast_engine import FastEngine  # noqa: PLC0415 -- may be missing

        return FastEngine()
    return PyshaclEngine()
