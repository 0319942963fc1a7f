"""All benchmarks, one after the other, as Markdown on standard output."""

from __future__ import annotations

from benchmarks import build, check, growth, open_and_ask, questions, startup
from benchmarks.measure import machine


def main() -> None:
    """Print the machine, then each report as soon as it is there."""
    print(machine() + "\n", flush=True)
    for part in (startup, build, open_and_ask, questions, growth, check):
        print(part.report(), flush=True)


if __name__ == "__main__":
    main()
