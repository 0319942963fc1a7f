"""How one thing is connected with another: every step in words, with the place that says it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from anyio.from_thread import run as run_on_loop
from starlette.routing import Route

from graph_builder.errors import NameNotFound, QueryError
from graph_builder.messages import message
from graph_builder.serve.answers import TRACE_SECONDS, trace_paths
from graph_builder.serve.context import lang_of, snapshot_of
from graph_builder.serve.pages.known import value_of
from graph_builder.serve.pages.refs import LONGEST_NAME, Names, Ref, names
from graph_builder.serve.pages.shell import field, known, link, page
from graph_builder.serve.spoken import spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.serve.pages.known import Known

    Found = dict[str, Any]

#: Longest path that can be asked for, and paths that are shown.
MOST_HOPS = 6
MOST_PATHS = 20
#: Traces that are kept with the graph.
_KEPT = 200
#: Names that the boxes offer.
_MOST_NAMES = 600
_NAMES = """SELECT DISTINCT ?name WHERE {
  VALUES ?class { vet:School vet:Agent vet:Programme vet:ProgrammeCluster vet:Country vet:Place
    vet:IndustryTerm vet:HonourTitle }
  ?thing a ?class ; rdfs:label|skos:prefLabel|vet:hasShortName ?name . FILTER(LANG(?name) = "%s")
} ORDER BY ?name"""


class Step(NamedTuple):
    """One step: the verb that leads on, where it arrives, and where that is printed."""

    verb: str
    end: Ref
    places: list[Ref]
    derived: bool
    why: str


class Said(NamedTuple):
    """One sentence of a path, which may tell two steps, and where it is printed."""

    sentence: str
    places: list[Ref]
    derived: bool


class Path(NamedTuple):
    """A path: in sentences, and as the things and verbs of its steps."""

    said: list[Said]
    start: Ref
    end: Ref
    steps: list[Step]
    derived: bool


def trace_page(request: Request) -> Response:
    """The form, and the paths once both ends are named."""
    start, end = field(request, "from"), field(request, "to")
    hops, lang = _hops(request), lang_of(request)
    problem, found, status = "", None, 200
    if start and end:
        try:
            found = _find(request, start, end, hops)
        except NameNotFound as error:
            problem, status = _told(error, lang), 404
        except QueryError as error:
            problem, status = spoken(error, lang), 400
    named = names(request, _shown(found))
    return page(
        request,
        "trace.html",
        status=status,
        start=start,
        end=end,
        hops=hops,
        most=MOST_HOPS,
        problem=problem,
        found=found,
        several=_several(found, named),
        paths=[_path(path, named) for path in found["paths"]] if found else [],
        gap=found["gap"]["sentences"] if found and found["gap"] else [],
        offered=_offered(known(request), lang),
        file=lambda form: link(
            f"/pictures/trace.{form}", **{"from": start, "to": end, "hops": str(hops)}
        ),
        json=link("/api/trace", **{"from": start, "to": end, "max_hops": str(hops)}),
    )


def _told(error: NameNotFound, lang: str) -> str:
    """What is wrong with a name; the many things that a short one may stand for are not listed."""
    if error.code != "NAME-AMBIGUOUS":
        return spoken(error, lang)
    return message("web-ambiguous", lang, **error.values)


def _hops(request: Request) -> int:
    text = field(request, "hops")
    return min(max(int(text), 1), MOST_HOPS) if text in set("123456789") else 5


def _find(request: Request, start: str, end: str, hops: int) -> Found:
    """What a worker finds within its time; kept with the graph.

    Raises:
        NameNotFound: A name stands for nothing.
        QueryError: Both names stand for one thing.
    """
    kept, lang = known(request).kept, lang_of(request)
    key = f"trace {lang} {hops} {start}\n{end}"
    found: Found | None = kept.get(key)  # type: ignore[assignment]
    if found is None:
        call = partial(snapshot_of(request).calls.call, seconds=TRACE_SECONDS)
        found = run_on_loop(call, trace_paths, start, end, lang, hops, MOST_PATHS)  # type: ignore[assignment]
        older = [k for k in list(kept) if k.startswith("trace ")]
        if len(older) >= _KEPT:
            kept.pop(older[0], None)
        kept[key] = found
    assert found is not None  # noqa: S101 -- just made
    return found


def _several(found: Found | None, names: Names) -> list[tuple[str, list[Ref]]]:
    """A name that stands for several things, with them."""
    ends = (found["start"], found["end"]) if found else ()
    return [
        (end["name"], [names.ref(t["iri"]) for t in end["things"]])
        for end in ends
        if len(end["things"]) > 1
    ]


def _shown(found: Found | None) -> list[str]:
    """IRIs of all that the page names."""
    if found is None:
        return []
    steps = [step for path in found["paths"] for step in path["steps"]]
    ends = [thing["iri"] for end in (found["start"], found["end"]) for thing in end["things"]]
    return [*ends, *(str(step[key]) for step in steps for key in ("start", "end", "predicate"))]


def _path(path: Found, names: Names) -> Path:
    steps = []
    for step in path["steps"]:
        forward, predicate = step["forward"], step["predicate"]
        subject, obj = (step["start"], step["end"]) if forward else (step["end"], step["start"])
        steps.append(
            Step(
                names.text(predicate) if forward else names.backwards(predicate),
                names.ref(step["end"]),
                [names.place(g) for g in step["graphs"]],
                step["derived"],
                link("/why", s=subject, p=predicate, o=obj) if step["derived"] else "",
            )
        )
    said = [
        Said(told["sentence"], [names.place(g) for g in told["graphs"]], told["derived"])
        for told in path["sentences"]
    ]
    start, end = (names.ref(path[key]["iri"]) for key in ("start", "end"))
    return Path(said, start, end, steps, path["derived"])


def _offered(seen: Known, lang: str) -> list[str]:
    """Names for the lists under the boxes, short ones first."""
    key = f"offered {lang}"
    found = seen.kept.get(key)
    if not isinstance(found, list):
        rows = seen.graph.select(_NAMES % lang).rows
        named = {value for (name,) in rows if len(value := value_of(name)) <= LONGEST_NAME}
        found = sorted(named, key=lambda n: (len(n), n))
        found = seen.kept[key] = found[:_MOST_NAMES]
    return found


routes = [Route("/trace", trace_page)]
