"""The check and the audit of the graph that is served: carried out once, in a worker."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graph_builder.check.document import Document
    from graph_builder.graph.access import Graph
    from graph_builder.serve.snapshot import Snapshot

#: Seconds that both may take together; a graph of a hundred reports needs a minute.
LIMIT = 900.0
#: Seconds that one rule may take.
_RULE_LIMIT = 30.0
#: Findings of one rule that a page shows; the downloads have all of them.
MOST = 50


class Result(NamedTuple):
    """What was found, in words.

    Attributes:
        document: Both parts, as a page shows them.
        csv: Every finding, for spreadsheets.
        json: Every rule and finding, for programs.
    """

    document: Document
    csv: str
    json: str


async def result_of(
    snapshot: Snapshot, lang: str, source: str | None, *, wait: float
) -> Result | None:
    """The result in a language, or None while it is still being worked out.

    Args:
        snapshot: What is checked; the result is kept with it.
        lang: The reader's language.
        source: The document of a report, whose sentences are shown then.
        wait: Seconds to wait.

    Raises:
        ZhituError: It cannot be checked, or there was no time; the next to ask has it tried again.
    """
    key = f"quality {lang}"
    task = snapshot.memory.get(key)
    if not isinstance(task, asyncio.Task):
        task = snapshot.memory[key] = asyncio.create_task(
            snapshot.calls.call(_work, snapshot.checked_place, lang, source, seconds=LIMIT)
        )
    done, _ = await asyncio.wait({task}, timeout=wait)
    if not done:
        return None
    if task.exception() is not None:
        snapshot.memory.pop(key, None)
    result = task.result()
    assert isinstance(result, Result)  # noqa: S101 -- that is what `_work` returns
    return result


def _work(_graph: Graph, place: str | None, lang: str, source: str | None) -> Result:
    """Check and audit; rules are carried out in processes that open `place` themselves."""
    from pathlib import Path  # noqa: PLC0415 -- runs in a worker

    from graph_builder.check import both  # noqa: PLC0415 -- slow to load
    from graph_builder.check.several import Wish, check_graphs  # noqa: PLC0415 -- as above
    from graph_builder.output import render  # noqa: PLC0415 -- as above

    path = Path(source) if source else None
    wish = Wish(lang, limit=_RULE_LIMIT, source=path, tables=True, most=MOST)
    checked = check_graphs([place] if place else [], wish)
    titles, rows = both.both_rows(checked, lang)
    return Result(
        # A server's own copy of the graph has a name that says nothing to a reader.
        both.document(checked._replace(graphs=()), lang),
        render(titles, rows, "csv", bom=True),
        both.both_json(checked, lang),
    )
