"""Who asks an endpoint: from the environment or a netrc file, and never in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph_builder.errors import GraphError
from graph_builder.graph.credentials import Credentials, credentials_for, is_loopback

if TYPE_CHECKING:
    from pathlib import Path

FAR = "https://example.org/sparql"
NOWHERE = {"NETRC": "/dev/null/none"}


def refused(url: str, environment: dict[str, str]) -> str:
    with pytest.raises(GraphError) as caught:
        credentials_for(url, environment)
    for lang in ("zh", "en"):
        assert "geheim" not in caught.value.render(lang)
    return caught.value.code


def test_the_environment_gives_a_name_and_password_or_a_token() -> None:
    pair = {"ZHITU_USER": "甲", "ZHITU_PASSWORD": "p:w"}
    assert credentials_for(FAR, NOWHERE) is None
    found = credentials_for(FAR, pair)
    assert found == Credentials("甲", "p:w")
    # RFC 7617: UTF-8, of which 甲 is E7 94 B2; base64 of E7 94 B2 3A 70 3A 77.
    assert found.header() == "Basic 55SyOnA6dw=="
    token = credentials_for(FAR, {**pair, "ZHITU_TOKEN": "t-1"})
    assert token is not None
    assert token.header() == "Bearer t-1"


def test_half_a_setting_is_told() -> None:
    assert refused(FAR, {"ZHITU_USER": "geheim"}) == "REMOTE-HALF"
    assert refused(FAR, {"ZHITU_PASSWORD": "geheim"}) == "REMOTE-HALF"


@pytest.mark.parametrize("token", ["geheim \r\nX: 1", "geheim geheim", "geheim密"])
def test_a_token_cannot_smuggle_in_a_header(token: str) -> None:
    assert refused(FAR, {"ZHITU_TOKEN": token}) == "REMOTE-TOKEN"


@pytest.mark.parametrize("url", ["http://example.org/sparql", "http://127.0.0.1.example.org/"])
def test_nothing_secret_crosses_a_network_in_the_open(url: str) -> None:
    assert refused(url, {"ZHITU_TOKEN": "geheim"}) == "REMOTE-PLAIN"
    assert refused(url, {"ZHITU_USER": "a", "ZHITU_PASSWORD": "geheim"}) == "REMOTE-PLAIN"
    assert credentials_for(url, NOWHERE) is None


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_address(host: str, *, near: bool) -> None:
    assert is_loopback(host) is near


def test_a_netrc_file_gives_the_entry_of_the_very_host(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text(
        "machine example.org login me password geheim\ndefault login you password geheim\n", "utf-8"
    )
    environment = {"NETRC": str(file)}
    assert credentials_for(FAR, environment) == Credentials("me", "geheim")
    assert credentials_for("https://elsewhere.org/", environment) is None
    assert credentials_for("http://elsewhere.org/", environment) is None
    assert refused("http://example.org/", environment) == "REMOTE-PLAIN"


def test_a_faulty_netrc_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine example.org\nlogin me\npasswort geheim\n", "utf-8")
    assert refused(FAR, {"NETRC": str(file)}) == "REMOTE-NETRC"
    file.write_bytes(b"\xff\xfe")
    assert refused(FAR, {"NETRC": str(file)}) == "REMOTE-NETRC"
