"""The web application: pages, the SPARQL endpoint, the interface for programs, and MCP."""
