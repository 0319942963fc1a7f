"""Pictures of the graph, and the files that hold them: made by workers, kept with the graph."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from anyio.from_thread import run as run_on_loop
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from graph_builder.export.views.selection import Selection
from graph_builder.serve.context import lang_of, snapshot_of
from graph_builder.serve.pages.catalogue import questions
from graph_builder.serve.pages.shell import field, known, link, page, schools
from graph_builder.serve.pages.ways import industry_names, local_name, ways

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph_builder.graph.access import Graph

#: Views that the page shows, in its order, and those of them that can be narrowed to a school
#: or an industry.
VIEWS = ("flow", "partners", "programmes", "honours", "network", "indicators", "ontology")
NARROWED = frozenset(("flow", "partners", "programmes", "honours"))
BY_INDUSTRY = frozenset(("flow", "programmes"))
#: Format -> its media type; what is no picture is sent as a file to keep.
MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/xml",
    "csv": "text/csv; charset=utf-8",
}
THEMES = ("light", "dark", "print")
SIZES = ("", "a4", "a4-landscape", "slide")
#: A picture opened by itself has its style and font inside; it still can load and run nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
#: Seconds that one may take, and bytes that are kept of all of them.
_SECONDS = 30.0
_MOST_KEPT = 32 << 20


class Wish(NamedTuple):
    """A picture or file: which view, of which part, and how it looks."""

    view: str
    part: Selection
    form: str
    theme: str
    size: str
    lang: str


def picture_page(request: Request) -> Response:
    """A view as a picture, with all its files."""
    name = request.path_params.get("view", VIEWS[0])
    if "." in name:
        return picture_file(request)
    if name not in VIEWS:
        raise HTTPException(404)
    school = field(request, "school") if name in NARROWED else ""
    industry = field(request, "industry") if name in BY_INDUSTRY else ""
    around = field(request, "around") if name == "network" else ""
    linked = ways(request, school, industry) if name in BY_INDUSTRY else None
    if linked:
        school, industry = linked.school, linked.industry
    elif school:
        school = local_name(request, school, known(request).school_order)
    return page(
        request,
        "pictures.html",
        views=VIEWS,
        view=name,
        narrowed=name in NARROWED,
        school=school,
        schools=schools(request),
        industry=industry,
        industries=industry_names(request) if linked else [],
        around=around,
        ways=linked,
        missing=bool(linked and school and industry and not linked.about),
        source=partial(address, name, school=school, industry=industry, around=around),
        forms=list(MEDIA),
    )


def picture_file(request: Request) -> Response:
    """The file itself."""
    name, _, form = request.path_params["view"].rpartition(".")
    theme, size = field(request, "theme") or THEMES[0], field(request, "size")
    part = _part(request, name)
    if part is None or form not in MEDIA or theme not in THEMES or size not in SIZES:
        raise HTTPException(404)
    wish = Wish(name, part, form, theme, size, lang_of(request))
    headers = {"Content-Security-Policy": _POLICY}
    if form not in {"svg", "png"}:
        stem = part.question or name
        headers["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return Response(_made(request, wish), media_type=MEDIA[form], headers=headers)


def _part(request: Request, name: str) -> Selection | None:
    """What part of the graph a view is asked of; None when there is no such view."""
    if name in VIEWS:
        return Selection(
            school=field(request, "school"),
            industry=field(request, "industry"),
            around=field(request, "around"),
        )
    if name == "trace":
        hops = field(request, "hops")
        most = int(hops) if hops in set("123456") else 5
        return Selection(start=field(request, "from"), end=field(request, "to"), hops=most)
    asked = questions().get(field(request, "question")) if name == "question" else None
    if asked is None:
        return None
    values = ((p.name, field(request, p.name)) for p in asked.params)
    return Selection(question=asked.name, values=tuple(pair for pair in values if pair[1]))


def address(view: str, form: str, **values: str) -> str:
    """Where the file of a view is."""
    return link(f"/pictures/{view}.{form}", **values)


def _made(request: Request, wish: Wish) -> bytes:
    snapshot = snapshot_of(request)
    kept = snapshot.memory.setdefault("pictures", OrderedDict())
    assert isinstance(kept, OrderedDict)  # noqa: S101 -- nobody else uses the key
    data: bytes | None = kept.get(wish)
    if data is None:
        made = run_on_loop(partial(snapshot.calls.call, make, wish, seconds=_SECONDS))
        assert isinstance(made, bytes)  # noqa: S101 -- that is what `make` returns
        data = kept[wish] = made
        while sum(map(len, kept.values())) > _MOST_KEPT:
            kept.popitem(last=False)
    return data


def make(graph: Graph, wish: Wish) -> bytes:
    """Make the file of a view.

    Raises:
        GraphError: The graph holds nothing for it.
        NameNotFound: The school or industry is unknown.
        OutputError: The view has no such format, or there is no font.
    """
    from graph_builder.export.render import Style, render  # noqa: PLC0415 -- runs in a worker
    from graph_builder.export.views.registry import view  # noqa: PLC0415 -- as above

    style = Style(wish.theme, wish.size, bom=True)
    seen = view(graph, wish.view, wish.part, wish.lang, both=wish.form == "html")
    return render(seen, wish.form, style)


routes = [
    Route("/pictures", picture_page),
    Route("/pictures/{view}", picture_page),
]
