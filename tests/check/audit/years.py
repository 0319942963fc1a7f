"""A report of the year before, made from the real one: the same body, other figures and names."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from graph_builder.graph.access import EmbeddedGraph
from graph_builder.graph.build import build_graph
from graph_builder.paths import bundled

if TYPE_CHECKING:
    from pathlib import Path

#: Printed in the earlier year: table -> line as it is -> line as it was.
EARLIER = {
    "1": {"1,1,毕业生人数*,人,11274": "1,1,毕业生人数,人,10000"},
    "2": {"11,4,用人单位满意度,%,94.16,300,": "11,4,用人单位满意度,%,94.1,300,"},
    "3": {"40,10,互联网出口带宽*,Mbps,7000": "40,10,互联网出口带宽*,Mbps,1000"},
    # Worded and measured otherwise than the template: no figures, but rows.
    "5": {"9,3,在国外开办学校数,所,": "9,3,国外办学数,所,"},
    "6": {"21,10,年实习专项经费,万元,": "21,10,年实习专项经费,元,"},
    "4": {
        "9,4,技术产权交易收入*,万元,0": "9,4,技术产权交易收入*,万元,3.5",
        "7,,横向技术服务产生的经济效益,万元,50": "7,,横向技术服务产生的经济效益,万元,0",
    },
}


def earlier_report(parent: Path) -> Path:
    """The data folder of the report of 2022."""
    model = bundled("data") / "liuzhou-2023"
    folder = parent / "liuzhou-2022"
    shutil.copytree(model, folder, ignore=shutil.ignore_patterns("facts", "readings.csv"))
    for name in ("identity", "names", "resemblances"):
        header = (model / f"{name}.csv").read_text("utf-8").splitlines()[0]
        (folder / f"{name}.csv").write_text(f"{header}\n", "utf-8")
    (folder / "facts").mkdir()
    honours = (model / "facts" / "honours.csv").read_text("utf-8").splitlines()
    kept = [line for line in honours if re.match(r"id,|jiao-(guo-jia-ji|lv-se)", line)]
    (folder / "facts" / "honours.csv").write_text("\n".join(kept) + "\n", "utf-8")
    settings = (folder / "report.toml").read_text("utf-8")
    for old, new in (('"liuzhou-2023"', '"liuzhou-2022"'), ("year = 2023", "year = 2022"),
                     ("(2023)", "(2022)")):  # fmt: skip
        settings = settings.replace(old, new)
    (folder / "report.toml").write_text(settings, "utf-8")
    for path in sorted((folder / "tables").glob("*.csv")):
        text = path.read_text("utf-8").replace("2022", "2021").replace("2023", "2022")
        path.write_text(text, "utf-8")
    for table, lines in EARLIER.items():
        path = folder / "tables" / f"{table}.csv"
        text = path.read_text("utf-8")
        for now, then in lines.items():
            assert now in text
            text = text.replace(now, then, 1)
        path.write_text(text, "utf-8")
    return folder


def both_years(parent: Path) -> EmbeddedGraph:
    """The graph of the reports of 2022 and 2023."""
    sources = [earlier_report(parent), bundled("data") / "liuzhou-2023"]
    return EmbeddedGraph(build_graph(sources).store)
