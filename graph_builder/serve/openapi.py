"""The interface for programs, described in OpenAPI 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_builder import __version__
from graph_builder.messages import message
from graph_builder.serve import formats
from graph_builder.serve.api import ENDPOINTS
from graph_builder.serve.exploring import MOST_THINGS

if TYPE_CHECKING:
    from graph_builder.serve.api import Endpoint, Parameter

Object = dict[str, object]

_ERROR: Object = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string"},
                "line": {"type": "integer"},
                "column": {"type": "integer"},
                "candidates": {"type": "array", "items": {"type": "object"}},
            },
        }
    },
}


def document(lang: str) -> Object:
    """The whole description, in words of a language."""
    paths: Object = {f"/api/{e.name}": {"get": _operation(e, lang)} for e in ENDPOINTS}
    paths["/sparql"] = {"get": _sparql(lang), "post": _sparql_post(lang)}
    paths["/api/explore/thing"] = {"get": _explored_thing(lang)}
    paths["/api/explore/links"] = {"post": _explored_links(lang)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": message("api.title", lang),
            "description": message("api.description", lang),
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {"Error": _ERROR},
            "responses": {"Error": _error(lang)},
        },
    }


def _operation(endpoint: Endpoint, lang: str) -> Object:
    parameters = [_parameter(endpoint, p, lang) for p in endpoint.parameters]
    if endpoint.open:
        words = message("api.values", lang)
        schema = {"type": "object", "additionalProperties": {"type": "string"}}
        parameters.append(
            {"name": "values", "in": "query", "description": words, "schema": schema}
            | {"style": "form", "explode": True}
        )
    return {
        "operationId": endpoint.name,
        "summary": message(f"api.{endpoint.name}", lang),
        "parameters": [*parameters, _lang(lang)],
        "responses": {
            "200": {
                "description": message("api.answer", lang),
                "content": {"application/json": {"schema": _schema(endpoint)}},
            },
            **_errors("400", "404", "429", "503"),
        },
    }


def _schema(endpoint: Endpoint) -> Object:
    if not endpoint.members:
        return {"type": "array", "items": {"type": "object"}}
    return {
        "type": "object",
        "required": list(endpoint.members),
        "properties": {name: {"type": kind} for name, kind in endpoint.members.items()},
    }


def _parameter(endpoint: Endpoint, parameter: Parameter, lang: str) -> Object:
    schema: Object = {"type": "string"}
    if parameter.most:
        schema = {
            "type": "integer",
            "minimum": 1,
            "maximum": parameter.most,
            "default": parameter.default,
        }
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": message(f"api.{endpoint.name}.{parameter.name}", lang),
        "schema": schema,
    }


def _lang(lang: str) -> Object:
    return {
        "name": "lang",
        "in": "query",
        "description": message("api.lang", lang),
        "schema": {"type": "string", "enum": ["zh", "en"]},
    }


def _sparql(lang: str) -> Object:
    iris = {"type": "array", "items": {"type": "string", "format": "uri"}}
    return {
        "operationId": "sparql",
        "summary": message("api.sparql", lang),
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/"},
        "parameters": [
            {
                "name": "query",
                "in": "query",
                "description": message("api.sparql.query", lang),
                "schema": {"type": "string"},
            },
            *(
                {
                    "name": name,
                    "in": "query",
                    "description": message(f"api.sparql.{name}", lang),
                    "schema": iris,
                }
                for name in ("default-graph-uri", "named-graph-uri")
            ),
            {
                "name": "format",
                "in": "query",
                "description": message("api.sparql.format", lang),
                "schema": {"type": "string", "enum": [*formats.TABLES, *formats.GRAPHS]},
            },
        ],
        "responses": _sparql_responses(lang),
    }


def _sparql_post(lang: str) -> Object:
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    return {
        "operationId": "sparqlPost",
        "summary": message("api.sparql", lang),
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {"schema": form},
                "application/sparql-query": {"schema": {"type": "string"}},
            },
        },
        "responses": _sparql_responses(lang),
    }


def _sparql_responses(lang: str) -> Object:
    media = [f.media for f in formats.TABLES.values()]
    media += [f.media for f in formats.GRAPHS.values()]
    return {
        "200": {
            "description": message("api.answer", lang),
            "content": {name: {"schema": {"type": "string"}} for name in media},
        },
        **_errors("400", "403", "406", "415", "429", "503"),
    }


def _explored_thing(lang: str) -> Object:
    members = {"thing": "object", "kinds": "array", "names": "array", "groups": "array"}
    return {
        "operationId": "exploreThing",
        "summary": message("api.explore-thing", lang),
        "parameters": [
            {
                "name": "iri",
                "in": "query",
                "required": True,
                "description": message("api.explore-thing.iri", lang),
                "schema": {"type": "string"},
            },
            _lang(lang),
        ],
        "responses": _object_responses(members | {"cut": "boolean"}, lang),
    }


def _explored_links(lang: str) -> Object:
    things = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_THINGS}
    body = {"type": "object", "required": ["things"], "properties": {"things": things}}
    members = {"things": "array", "links": "array", "verbs": "object"}
    return {
        "operationId": "exploreLinks",
        "summary": message("api.explore-links", lang),
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _object_responses(members, lang),
    }


def _object_responses(members: dict[str, str], lang: str) -> Object:
    schema = {
        "type": "object",
        "required": list(members),
        "properties": {name: {"type": kind} for name, kind in members.items()},
    }
    return {
        "200": {
            "description": message("api.answer", lang),
            "content": {"application/json": {"schema": schema}},
        },
        **_errors("400", "404", "429", "503"),
    }


def _errors(*statuses: str) -> Object:
    return {status: {"$ref": "#/components/responses/Error"} for status in statuses}


def _error(lang: str) -> Object:
    schema = {"$ref": "#/components/schemas/Error"}
    return {
        "description": message("api.error", lang),
        "content": {"application/json": {"schema": schema}},
    }
