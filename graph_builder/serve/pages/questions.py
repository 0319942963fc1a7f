"""What can be asked: the catalogue by theme, and the box for questions in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Route

from graph_builder.ask.plain import check_sentence, refuse_namesakes
from graph_builder.errors import QueryError
from graph_builder.messages import message
from graph_builder.serve.context import graph_of, lang_of, snapshot_of
from graph_builder.serve.indexes import reader_of
from graph_builder.serve.pages.catalogue import by_theme, matching, questions
from graph_builder.serve.pages.refs import Names
from graph_builder.serve.pages.shell import field, link, page, to
from graph_builder.serve.spoken import spoken

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph_builder.ask.understand import Understood


class Candidate(NamedTuple):
    """A question that a sentence may mean: its title, and the address at which it is answered."""

    title: str
    href: str


def overview(request: Request) -> Response:
    """The catalogue, or what of it holds some words."""
    words = field(request, "q")
    found = matching(words) if words else list(questions().values())
    return page(
        request, "questions.html", words=words, themes=by_theme(found), total=len(questions())
    )


def ask(request: Request) -> Response:
    """Understand a sentence and go to its answer; when it is not clear, say what it may mean."""
    sentence = field(request, "q")
    try:
        check_sentence(sentence)
    except QueryError as error:
        return _unclear(request, sentence, spoken(error, lang_of(request)), [])
    understanding = reader_of(snapshot_of(request)).understand(sentence)
    best = understanding.chosen or understanding.lacking
    if best is not None:
        try:
            refuse_namesakes(graph_of(request), best, ())
        except QueryError as error:
            choices = _namesakes(request, sentence, best)
            return _unclear(request, sentence, error.render(lang_of(request)), choices)
        return to(f"/questions/{best.question.name}", asked=sentence, **_named(request, best))
    lang = lang_of(request)
    if understanding.foreign:
        return _unclear(request, sentence, message("web-foreign", lang), [])
    candidates = [
        Candidate(
            u.question.title[lang],
            link(f"/questions/{u.question.name}", **_named(request, u), asked=sentence),
        )
        for u in understanding.others
    ]
    return _unclear(request, sentence, "", candidates)


def _namesakes(request: Request, sentence: str, best: Understood) -> list[Candidate]:
    """One link for each school that goes by the name in the sentence."""
    return [
        Candidate(
            Names(graph_of(request), [school], lang_of(request)).text(school),
            link(
                f"/questions/{best.question.name}",
                **_named(request, best._replace(values={**best.values, name: school})),
                asked=sentence,
            ),
        )
        for name, schools in best.several.items()
        for school in schools
    ]


def _named(request: Request, understood: Understood) -> dict[str, str]:
    """The values with names for things, which read well in an address."""
    things = [v for v in understood.values.values() if v.startswith("https:")]
    names = Names(graph_of(request), things, "zh")
    return {
        name: names.text(value) if value.startswith("https:") else value
        for name, value in understood.values.items()
    }


def _unclear(
    request: Request, sentence: str, problem: str, candidates: list[Candidate]
) -> Response:
    close = [Candidate(q.title[lang_of(request)], f"/questions/{q.name}") for q in
             (matching(sentence)[:6] if sentence else [])]  # fmt: skip
    return page(
        request,
        "unclear.html",
        status=200 if candidates or not sentence else 404,
        sentence=sentence,
        problem=problem if sentence else "",
        candidates=candidates or close,
    )


routes = [Route("/questions", overview), Route("/ask", ask)]
