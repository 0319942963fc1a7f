"""Paths between two things of a graph, each step with what says it.

```
names ──ends──▶ things ──explore──▶ what is opened ──best──▶ paths ──wording──▶ sentences ──▶ forms
```

`trace` finds paths between IRIs; `trace_names` does all of it, from names to sentences.
"""

from graph_builder.trace.asked import trace_names
from graph_builder.trace.links import Link, Step, is_station
from graph_builder.trace.search import Trace, trace, trace_to
from graph_builder.trace.traced import Asked, Traced, TracedPath

__all__ = [
    "Asked",
    "Link",
    "Step",
    "Trace",
    "Traced",
    "TracedPath",
    "is_station",
    "trace",
    "trace_names",
    "trace_to",
]
