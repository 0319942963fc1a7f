"""zhitu (职图): annual reports of vocational education as a graph that proves its statements.

`from graph_builder import open_graph` is all that a notebook needs; see docs/tutorial.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_builder.library.opened import open_graph

__version__ = "0.1.0"
__all__ = ["__version__", "open_graph"]


def __getattr__(name: str) -> object:
    """Load the library when it is first used, so that the command starts without it."""
    if name == "open_graph":
        from graph_builder.library.opened import open_graph  # noqa: PLC0415 -- see above

        return open_graph
    told = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(told)


def __dir__() -> list[str]:
    return sorted((*globals(), "open_graph"))
