"""Conformance of a graph, and whether claims stand where they say they stand."""
