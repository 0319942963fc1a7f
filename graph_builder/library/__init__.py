"""zhitu from Python: a graph that is asked in plain words and answers with tables."""
