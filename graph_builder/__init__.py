"""zhitu (职图): annual reports of vocational education as a graph that proves its statements."""

__version__ = "0.1.0"
