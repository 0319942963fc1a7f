"""`zhitu mcp`, spoken to by the official client over standard input and output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import anyio
from mcp import Client, StdioServerParameters

from tests.running import environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import pytest

    from tests.running import Zhitu

SCHOOL = "https://w3id.org/zhitu/id/school/liu-zhou-shi-jiao-tong-xue-xiao"
#: Table 6-1, rows 14 to 18.
INDUSTRIES = {"汽车产业链上中下游", "航运产业", "交通服务产业", "机械制造产业群", "建筑产业群"}


def with_client(cache: Path, talk: Callable[[Client], Awaitable[None]], *words: str) -> None:
    """Start the server as an assistant does, talk, and hang up."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "graph_builder", "mcp", *words],
        env=environment(cache),
    )

    async def run() -> None:
        with anyio.fail_after(60):
            async with Client(server) as client:
                await talk(client)

    anyio.run(run)


def test_an_assistant_asks_finds_shows_traces_checks_and_queries(cache_home: Path) -> None:
    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "questions", "search", "show", "trace", "check", "sparql"}
        for tool in tools.values():
            assert tool.description
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint

        async def call(tool: str, /, **arguments: Any) -> Any:
            done = await client.call_tool(tool, arguments)
            assert not done.is_error, done.content
            return done.structured_content

        asked = await call("ask", question="school_to_industry", values={"school": "市交校"})
        assert {row["产业"] for row in asked["rows"]} == INDUSTRIES
        words = await call("ask", question="市交校对接哪些产业链？")
        assert words["rows"] == asked["rows"]
        listed = await call("questions", word="产业")
        assert "school_to_industry" in {q["question"] for q in listed["questions"]}
        found = await call("search", text="lzsjtxx")
        assert found["results"][0]["iri"] == SCHOOL
        shown = await call("show", name="市交校")
        assert shown["iri"] == SCHOOL
        paths = await call("trace", start="市交校", end="五菱", limit=2)
        assert len(paths["paths"]) == 2
        checked = await call("check")
        assert checked["counts"]["violation"] == 0
        rows = await call("sparql", query=f"SELECT ?name {{ <{SCHOOL}> vet:hasShortName ?name }}")
        assert rows["results"]["bindings"][0]["name"]["value"] == "市交校"
        triples = await call("sparql", query=f"DESCRIBE <{SCHOOL}>")
        assert "市交校" in triples["turtle"]

        # What goes wrong reaches the assistant as a sentence.
        for name, arguments, code in (
            ("ask", {"question": "天气怎么样"}, "ASK-FOREIGN"),
            ("ask", {"question": "school_to_industry"}, "PARAM-MISSING"),
            ("show", {"name": "nobody"}, "NAME-UNKNOWN"),
            ("trace", {"start": "nobody", "end": "市交校"}, "NAME-UNKNOWN"),
            ("sparql", {"query": "SELECT"}, "QUERY-SYNTAX-AT"),
            ("sparql", {"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"}, "QUERY-SERVICE"),
            ("sparql", {"query": "SELECT * { ?s ?p ?o }"}, "QUERY-ROWS"),
            ("sparql", {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a"}, "QUERY-"),
        ):
            done = await client.call_tool(name, arguments)
            assert done.is_error, (name, arguments)
            assert code in str(done.content), done.content

    with_client(cache_home, talk, "--timeout", "1")


def test_without_the_extra_there_is_one_clear_message(
    zhitu: Zhitu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.delitem(sys.modules, "graph_builder.serve.assistant", raising=False)
    done = zhitu("mcp")
    assert (done.code, done.out) == (2, "")
    assert "pip install 'zhitu[mcp]'" in done.err
    assert zhitu("mcp", "--graph", "/nowhere.nq").code == 2
