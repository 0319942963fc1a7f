"""How long an installation from source takes, in an empty virtual environment.

The files that git knows are copied, so that no bundle of scripts and no cache of the checkout
helps; the packages come from wherever pip and npm get them. `python -m benchmarks.install`
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL = 60.0


def main() -> int:
    """Install once with the scripts of the pages and once without."""
    for scripts in ("1", "0"):
        with tempfile.TemporaryDirectory() as folder:
            copy, home = Path(folder, "source"), Path(folder, "venv")
            subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            pip = [str(home / "bin" / "pip"), "install", "--quiet", "--no-cache-dir", "."]
            began = time.perf_counter()
            subprocess.run(
                pip, cwd=copy, check=True, env={**os.environ, "ZHITU_BUILD_WEB": scripts}
            )
            took = time.perf_counter() - began
            said = "with the scripts of the pages" if scripts == "1" else "without them"
            print(f"pip install . {said}: {took:.1f} s (goal {GOAL:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
