"""What a server is told when it starts."""

from __future__ import annotations

import os
from typing import NamedTuple


class Settings(NamedTuple):
    """How to serve, and how much one request may take.

    Attributes:
        graph: A file or store folder; None for the graph that ships with zhitu.
        lang: Language of a reader who asks for none, `zh` or `en`.
        source: The report document, shown beside its passages; None when there is none.
        timeout: Seconds that a stranger's query may take.
        max_rows: Rows or triples that one answer may have.
        max_bytes: Bytes that one answer may have, before compression.
        max_memory: Bytes that one query may add to the memory of its worker.
        max_body: Bytes of a request's body.
        max_parameters: Parameters of a request.
        max_kept: Bytes of answers that are kept for those who ask the same.
        workers: Queries carried out at once.
        queue: Queries that may wait for a worker; more are turned away.
        watch: Seconds between two looks at whether the graph has changed; 0 for never.
    """

    graph: str | None = None
    lang: str = "zh"
    source: str | None = None
    timeout: float = 10.0
    max_rows: int = 1_000_000
    max_bytes: int = 256 << 20
    max_memory: int = 1 << 30
    max_body: int = 1 << 20
    max_parameters: int = 100
    max_kept: int = 32 << 20
    workers: int = max(2, os.cpu_count() or 2)
    queue: int = 256
    watch: float = 1.0
