"""The pages of `zhitu serve`: made on the server, useful without JavaScript, a module each."""

from __future__ import annotations

from graph_builder.serve.pages import (
    about,
    answers,
    explore,
    home,
    lists,
    pictures,
    quality,
    questions,
    report,
    rules,
    search,
    tracing,
    whys,
)
from graph_builder.serve.pages.entity import entity
from graph_builder.serve.pages.query import sparql
from graph_builder.serve.pages.vocabulary import ontology

#: Every page but those of things, of the ontology and of the SPARQL form, which `app` places.
routes = [
    *home.routes,
    *questions.routes,
    *answers.routes,
    *tracing.routes,
    *search.routes,
    *lists.routes,
    *pictures.routes,
    *explore.routes,
    *quality.routes,
    *report.routes,
    *rules.routes,
    *whys.routes,
    *about.routes,
]

__all__ = ["entity", "ontology", "routes", "sparql"]
