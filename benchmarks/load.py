"""Many readers at once, and then the same beside attackers who send only queries that never end.

Everything runs on this machine and stops by itself: `--seconds` for each of the two phases.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from benchmarks.measure import machine, table, verdict
from benchmarks.servers import free_port, memory, process, write_graph, zhitu

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS, ATTACKERS, SECONDS = 64, 8, 60.0
#: The median of good requests may at most grow by this under the attack.
GOAL = 2.0
_HTML = "text/html"
_JSON = "application/json"
_SCHOOLS = ("市交校", "市一职校", "市二职校", "旅游学校")
_NUMBER = count()


class Phase(NamedTuple):
    """What came of one phase.

    Attributes:
        seconds: Kind of request -> how long each took.
        failed: Status lines, or faults, of good requests that were not answered with 200.
        memory: Most bytes that the server and its processes took.
        attacks: Status -> how often an attacker got it.
    """

    seconds: dict[str, list[float]]
    failed: list[str]
    memory: int
    attacks: dict[int, int]

    @property
    def all(self) -> list[float]:
        """Seconds of every good request."""
        return [s for kind in self.seconds.values() for s in kind]


def requests(random: Random) -> Iterator[tuple[str, str, str]]:
    """Kind, path and Accept of what a reader asks for, without end."""
    while True:
        school = random.choice(_SCHOOLS)
        question = {"question": "school_to_industry", "school": school}
        pair = {"from": school, "to": "航运产业", "limit": "5", "max_hops": "4"}
        query = f"SELECT ?s {{ ?s a vet:School }} LIMIT {next(_NUMBER) % 1000 + 1}"
        wanted = [
            ("page", random.choice(("/", "/questions", "/lists", "/about")), _HTML),
            ("question", "/api/ask?" + urlencode(question), _JSON),
            ("question", "/questions/honours_of_school?" + urlencode({"school": school}), _HTML),
            ("search", "/api/search?" + urlencode({"q": school[:2]}), _JSON),
            ("thing", "/id/school/liu-zhou-shi-jiao-tong-xue-xiao", _HTML),
            ("trace", "/api/trace?" + urlencode(pair), _JSON),
            ("sparql", "/sparql?" + urlencode({"query": query}), _JSON),
        ]
        random.shuffle(wanted)  # so that the readers do not march in step
        yield from wanted


def runaways(number: int) -> Iterator[tuple[str, str, str]]:
    """Queries that never end or want all memory, each a little different from the last."""
    forms = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
        "SELECT ?a { ?a (vet:x|!vet:x)* ?b . ?b (vet:x|!vet:x)* ?c }",
        "SELECT (GROUP_CONCAT(?c) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    )
    for n in count():
        query = f"{forms[n % len(forms)]} # {number} {n}"
        yield "attack", "/sparql?" + urlencode({"query": query}), _JSON


async def phase(port: int, pid: int, seconds: float, attackers: int) -> Phase:
    """Let readers, and attackers beside them, do as they do for some seconds."""
    result = Phase({}, [], 0, {})
    end = time.monotonic() + seconds
    readers = [_reader(port, end, requests(Random(n)), result) for n in range(CLIENTS)]  # noqa: S311 -- which page is read
    bad = [_reader(port, end, runaways(n), result) for n in range(attackers)]
    most = asyncio.create_task(_watch(pid, end))
    await asyncio.gather(*readers, *bad)
    return result._replace(memory=await most)


async def _watch(pid: int, end: float) -> int:
    most = 0
    while time.monotonic() < end:
        most = max(most, await asyncio.to_thread(memory, pid))
        await asyncio.sleep(1)
    return most


async def _reader(
    port: int, end: float, wanted: Iterator[tuple[str, str, str]], result: Phase
) -> None:
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    for kind, path, accept in wanted:
        if time.monotonic() > end:
            break
        if reader is None or writer is None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.monotonic()
        try:
            async with asyncio.timeout(60):
                status = await _get(reader, writer, path, accept)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            status = 0
            writer.close()
            reader = writer = None
            if kind != "attack":
                result.failed.append(f"{path}: {type(error).__name__}")
        if kind == "attack":
            result.attacks[status] = result.attacks.get(status, 0) + 1
        elif status == 200:
            result.seconds.setdefault(kind, []).append(time.monotonic() - began)
        elif status:
            result.failed.append(f"{path}: {status}")
    if writer is not None:
        writer.close()


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, accept: str
) -> int:
    """Put one request, read the whole answer; its status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        length = head.partition("\r\ncontent-length:")[2].partition("\r\n")[0]
        await reader.readexactly(int(length or 0))
    return int(head.split(" ", 2)[1])


def report(seconds: float = SECONDS) -> str:
    """Readers alone, then readers beside attackers."""
    with tempfile.TemporaryDirectory() as temporary:
        port = free_port()
        words = zhitu(write_graph(Path(temporary)), port)
        with process(words, port) as pid:
            before = memory(pid)
            asyncio.run(phase(port, pid, min(5.0, seconds), 0))  # to warm up
            calm = asyncio.run(phase(port, pid, seconds, 0))
            attacked = asyncio.run(phase(port, pid, seconds, ATTACKERS))
    rows = []
    for kind in sorted(calm.seconds):
        alone, beside = calm.seconds[kind], attacked.seconds.get(kind, [])
        rows.append([kind, *_numbers(alone), *_numbers(beside)])
    rows.append(["all", *_numbers(calm.all), *_numbers(attacked.all)])
    columns = ["request", "alone", "median", "95 %", "attacked", "median", "95 %"]
    ratio = statistics.median(attacked.all) / statistics.median(calm.all)
    told = ", ".join(f"{n} × {s or 'none'}" for s, n in sorted(attacked.attacks.items()))
    lines = [
        f"### Load: {CLIENTS} readers for {seconds:g} s, alone and beside {ATTACKERS} attackers\n",
        table(columns, rows),
        f"Good requests that failed: {len(calm.failed)} alone, {len(attacked.failed)} attacked.",
        f"Median under the attack: {verdict(ratio, GOAL, at_least=False)}.",
        f"Answers to the attackers: {told}.",
        f"Memory of the server and its processes: {before >> 20} MB at the start, at most "
        f"{calm.memory >> 20} MB alone, {attacked.memory >> 20} MB attacked.",
        *sorted({f"- {f}" for f in (*calm.failed, *attacked.failed)})[:5],
    ]
    return "\n".join(lines) + "\n"


def _numbers(seconds: list[float]) -> list[str]:
    if not seconds:
        return ["0", "—", "—"]
    ordered = sorted(seconds)
    high = ordered[int(len(ordered) * 0.95)]
    return [str(len(seconds)), f"{statistics.median(seconds) * 1e3:.0f} ms", f"{high * 1e3:.0f} ms"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=report.__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each phase")
    arguments = parser.parse_args()
    print(machine() + "\n", flush=True)
    print(report(arguments.seconds))
