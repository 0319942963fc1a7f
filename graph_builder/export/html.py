"""The network as one offline HTML file: search, filters, highlighting, passages, both languages."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from graph_builder.export.layout import layered
from graph_builder.export.marks import SHAPES, mark_of
from graph_builder.export.network import LAYERS
from graph_builder.messages import LANGUAGES, message
from graph_builder.names import RULE

if TYPE_CHECKING:
    from graph_builder.export.network import Network

#: Texts of the page, by key in the message catalogue.
_TEXTS = (
    "all",
    "close",
    "derived",
    "fit",
    "found",
    "hint",
    "incoming",
    "kinds",
    "language",
    "links",
    "no-path",
    "node",
    "none",
    "outgoing",
    "panel",
    "path",
    "pick",
    "readable",
    "save",
    "search",
    "stage",
    "stated",
    "steps",
    "zoom-in",
    "zoom-out",
)

#: Columns of classes that only some views show.
_COLUMNS = {"Recipient": 3, "HonourConferral": 4, "HonourTitle": 5}


class Words(NamedTuple):
    """What a page says besides its network.

    Attributes:
        titles: Language -> heading; the reports when there is none.
        weights: Source and target of an edge -> thickness; lines when there are none.
        counted: How many things were put together by class; 0 when none were.
    """

    titles: dict[str, str] | None = None
    weights: dict[tuple[str, str], float] | None = None
    counted: int = 0


def page(network: Network, lang: str, words: Words | None = None) -> str:
    """A self-contained page; its policy forbids every outside request and every other script.

    Args:
        network: What to draw; its labels may hold no characters that XML forbids.
        lang: Language in which the page opens; the reader can switch.
        words: What else it says.
    """
    words = words or Words()
    body = (
        '<details id="legend"></details>\n'
        '<main><div id="stage" tabindex="0"></div><aside id="panel" hidden></aside></main>\n'
    )
    frame = Frame(lang, _title(network, lang, words), message("viewer.noscript", lang))
    code = asset("viewer_layout.js") + asset("viewer.js")
    return document(frame, body, _data(network, lang, words), code, asset("viewer.css"))


class Frame(NamedTuple):
    """What every page says: its language, its title, and what a browser without script is told."""

    lang: str
    title: str
    noscript: str


def document(frame: Frame, body: str, data: object, script: str, style: str) -> str:
    """A page whose policy forbids every request and every other script and style.

    Args:
        frame: What it says before the script runs.
        body: Elements that the script fills; it may hold no text from outside.
        data: What the script shows.
        script: The script.
        style: The style sheet.
    """
    lang = frame.lang
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = escape(frame.title)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header><h1>{title}</h1><div id="tools"></div></header>\n'
        f"<noscript>{escape(frame.noscript)}</noscript>\n{body}"
        '<p id="status" role="status"></p>\n'
        f'<script type="application/json" id="data">{_embedded(data)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _data(network: Network, lang: str, words: Words) -> dict[str, object]:
    """What the script draws; links and places are numbered, since many edges share them."""
    network = _in_columns(network)
    places = layered(network)
    number = {node.iri: i for i, node in enumerate(network.nodes)}
    weights = words.weights or {}
    links: dict[str, int] = {}
    graphs: dict[str, int] = {}
    words_of = {g: [e.say(code)(g) for code in LANGUAGES] for e in network.edges for g in e.graphs}
    edges = [
        [
            number[e.source],
            number[e.target],
            links.setdefault(e.predicate, len(links)),
            [graphs.setdefault(g, len(graphs)) for g in e.graphs],
            *([weights[e.source, e.target]] if (e.source, e.target) in weights else []),
        ]
        for e in network.edges
    ]
    names = {e.predicate: (e.zh, e.en) for e in network.edges}
    present = {node.cls: node.layer for node in network.nodes}
    return {
        "lang": lang,
        "titles": {code: _title(network, code, words) for code in LANGUAGES},
        "texts": {code: _texts(code, words) for code in LANGUAGES},
        "kinds": {
            c: [*_both(f"kind.{c}"), mark_of(c)[0], SHAPES[mark_of(c)[1]]]
            for c in sorted(present, key=_order)
        },
        "layers": {
            str(layer): _head(c) for c, layer in sorted(present.items(), key=lambda pair: pair[1])
        },
        "nodes": [
            [n.iri, n.cls, *places[n.iri], n.zh, n.en, n.brief_zh, n.brief_en]
            for n in network.nodes
        ],
        "links": [names[predicate] for predicate in links],
        "places": [[*words_of[g], int(g.startswith(RULE))] for g in graphs],
        "edges": edges,
    }


def _in_columns(network: Network) -> Network:
    """The network with each thing in the column where every page shows its class."""
    columns = {**dict(LAYERS), **_COLUMNS}
    nodes = [n._replace(layer=columns.get(n.cls, n.layer)) for n in network.nodes]
    return network._replace(nodes=sorted(nodes, key=lambda n: n.layer))


def _order(cls: str) -> int:
    classes = [c for c, _ in LAYERS]
    return classes.index(cls) if cls in classes else len(classes)


def _head(cls: str) -> list[str]:
    """Name of the column of a class, in both languages."""
    layer = dict(LAYERS).get(cls)
    return _both(f"kind.{cls}" if layer is None else f"viewer.layer-{layer}")


def _texts(lang: str, words: Words) -> dict[str, str]:
    texts = {key: message(f"viewer.{key}", lang) for key in _TEXTS}
    if words.counted:
        texts["derived"] = message("style.grouped", lang)
        note = message("network.by-class", lang, count=words.counted)
        texts["hint"] = message("viewer.note-and-hint", lang, note=note, hint=texts["hint"])
    return texts


def _title(network: Network, lang: str, words: Words) -> str:
    if words.titles:
        return words.titles[lang]
    if not network.reports:
        return message("viewer.title", lang)
    return message("viewer.title-of", lang, reports="、".join(network.reports))


def _both(key: str) -> list[str]:
    return [message(key, code) for code in LANGUAGES]


def asset(name: str) -> str:
    """The text of a script or style sheet beside this module."""
    return files("graph_builder.export").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(data: object) -> str:
    """JSON that cannot end the script element that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
