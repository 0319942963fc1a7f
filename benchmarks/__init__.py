"""Benchmarks: zhitu against plain rdflib, or a bare interpreter, doing the same in the same run.

`python -m benchmarks` runs them all and prints Markdown; each module runs by itself too. The
figures in `docs/quality.md` come from here. A claim of speed is a ratio of two medians measured in
turns, so that a slow spell of the machine hits both; it is never tested against a clock.
"""
