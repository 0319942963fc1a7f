"""`zhitu serve` as people run it: it says where it is and stops without leaving anything."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.running import Zhitu, command, environment

FILE = '<http://x/1> <http://x/p> "1" .\n'


def start(tmp_path: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    file = tmp_path / "graph.nt"
    file.write_text(FILE, "utf-8")
    temporary = tmp_path / "tmp"
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        command("serve", "--graph", str(file), "--port", "0", *words),
        env=environment(tmp_path, TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    url = re.findall(r"http://\S+/", line)
    assert url, process.stderr.read() if process.stderr else line
    return process, url[0].removesuffix("/")


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(c) for c in (task / "children").read_text("ascii").split()]
    return found + [grandchild for child in found for grandchild in children(child)]


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_on_a_signal_and_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    process, url = start(tmp_path)
    assert httpx.get(f"{url}/sparql", params={"query": "ASK { ?s ?p ?o }"}).status_code == 200
    pids = children(process.pid)
    assert len(pids) >= 2  # who forks, and a worker
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("已结束。\n")
    assert [pid for pid in pids if alive(pid)] == []
    assert os.listdir(tmp_path / "tmp") == []  # noqa: PTH208 -- names are enough
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_when_it_is_killed_its_workers_end_too(tmp_path: Path) -> None:
    process, url = start(tmp_path, "--timeout", "5")
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    httpx.get(f"{url}/sparql", params={"query": runaway})
    pids = children(process.pid)
    process.kill()
    process.communicate(timeout=20)
    until = time.monotonic() + 10
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in pids if alive(pid)] == []


def test_a_port_in_use_is_one_clear_message(zhitu: Zhitu) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = zhitu("serve", "--port", port)
    assert (done.code, done.out) == (2, "")
    assert f"端口 {port} 用不了" in done.err
    assert done.err.count("\n") == 1
    assert "[SERVE-PORT]" in done.err


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--port", "65536"], "65536"),
        (["--port", "-1"], "-1"),
        (["--port", "http"], "http"),
        (["--port", "²"], "²"),
        (["--port", "9" * 5000], "9999"),
        (["--timeout", "0"], "0"),
        (["--workers", "0"], "0"),
        (["--graph", "/nowhere/graph.nq"], "/nowhere/graph.nq"),
        (["--graph", "http://127.0.0.1:1/"], "http://127.0.0.1:1/"),
        (["--host", "no such host"], "no such host"),
        (["--host", "203.0.113.1"], "203.0.113.1"),
        (["--host", "x" * 300], "xxx"),
    ],
)
def test_wrong_words_are_one_clear_message(zhitu: Zhitu, words: list[str], found: str) -> None:
    done = zhitu("serve", *(["--port", "0"] if "--port" not in words else []), *words)
    assert (done.code, done.out) == (2, "")
    assert found in done.err
    assert "Traceback" not in done.err
