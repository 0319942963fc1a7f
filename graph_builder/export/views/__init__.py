"""What can be shown of a graph: one module for each view."""
