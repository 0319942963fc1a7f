"""Pictures and data files made from a graph."""
