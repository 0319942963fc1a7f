"""`zhitu ask`: a question of the catalogue, by name or in plain words, or one's own SPARQL."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from graph_builder.arguments import at_least_one, seconds
from graph_builder.ask.answer import OTHER_TIMEOUT, answer, bind, shown, titles
from graph_builder.errors import QueryError
from graph_builder.graph.access import let_out, open_graph
from graph_builder.messages import message
from graph_builder.output import FORMATS, render

if TYPE_CHECKING:
    import argparse

    from graph_builder.ask.answer import Answer
    from graph_builder.ask.evidence import Evidence
    from graph_builder.ask.questions import Question
    from graph_builder.graph.access import Graph, Rows

#: Places of a row that fit on a terminal; the other formats give all.
SHOWN_PLACES = 3
#: Formats of triples.
RDF_FORMATS = ("ttl", "nt", "jsonld")
#: Seconds that a query written by hand may take unless `--timeout` says otherwise.
DEFAULT_TIMEOUT = 30.0


def configure(parser: argparse.ArgumentParser, lang: str) -> None:
    """Describe the arguments."""
    parser.add_argument("question", nargs="?", help=message("ask.question", lang))
    parser.add_argument("values", nargs="*", metavar="NAME=VALUE", help=message("ask.values", lang))
    parser.add_argument("--sparql", metavar="QUERY|FILE|-", help=message("ask.sparql", lang))
    parser.add_argument("--graph", help=message("option.graph", lang))
    parser.add_argument(
        "--format",
        choices=(*FORMATS, *RDF_FORMATS),
        default="table",
        help=message("ask.format", lang),
    )
    parser.add_argument("--bom", action="store_true", help=message("option.bom", lang))
    parser.add_argument("--iris", action="store_true", help=message("option.iris", lang))
    parser.add_argument(
        "--limit", type=at_least_one(lang), metavar="N", help=message("option.limit", lang)
    )
    parser.add_argument(
        "--timeout", type=seconds(lang), metavar="S", help=message("option.timeout", lang)
    )
    parser.add_argument("--evidence", action="store_true", help=message("ask.evidence", lang))
    parser.add_argument("--explain", action="store_true", help=message("ask.explain", lang))
    parser.add_argument(
        "--allow-remote", action="store_true", help=message("ask.allow-remote", lang)
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Answer on standard output; what the answer does not cover goes to standard error."""
    if (args.sparql is None) == (args.question is None):
        raise QueryError("ASK-WHAT", None)
    if args.sparql is not None:
        return _own_query(args, lang)
    graph, question, values = _question(args, lang)
    if args.explain:
        from graph_builder.ask.own import as_run  # noqa: PLC0415 -- only for explaining

        bindings = bind(graph, question, values)
        for name, term in bindings.items():
            print(f"# ?{name} = {term}")
        print(as_run(question.query, bindings))
        return 0
    if args.format in RDF_FORMATS:
        told = {"form": "SELECT", "found": args.format}
        raise QueryError("QUERY-ROWS-ONLY", None, expected=" ".join(FORMATS), **told)
    if args.timeout is None and args.graph is not None:
        # What runs in a process of its own can be interrupted.
        args.timeout = OTHER_TIMEOUT
    result = answer(graph, question, values, timeout=args.timeout, limit=args.limit)
    cells = shown(graph, result.rows, lang, iris=args.iris)
    heads = titles(question, result.rows.columns, lang)
    if args.format == "table":
        print(question.title[lang])
    if args.evidence:
        sys.stdout.write(_with_evidence(graph, result, heads, cells, args, lang))
    else:
        sys.stdout.write(render(heads, cells, args.format, bom=args.bom))
    if args.format == "table":
        print(message("rows", lang, count=len(cells)))
    if result.rows.truncated:
        print(message("rows-cut", lang, limit=args.limit), file=sys.stderr)
    if question.complete_for:
        print(message("complete-for", lang, note=question.complete_for[lang]), file=sys.stderr)
    return 0


def _with_evidence(
    graph: Graph,
    result: Answer,
    heads: list[str],
    cells: list[list[str]],
    args: argparse.Namespace,
    lang: str,
) -> str:
    """The rows with what each rests on: two columns, in JSON an object with the IRIs too."""
    from graph_builder.ask.evidence import evidence_of  # noqa: PLC0415 -- only on request

    found = evidence_of(
        graph, result.question.query, result.bindings, result.rows, timeout=args.timeout
    )
    return _evidence_text(graph, found, heads, cells, args, lang)


def _evidence_text(
    graph: Graph,
    found: list[Evidence],
    heads: list[str],
    cells: list[list[str]],
    args: argparse.Namespace,
    lang: str,
) -> str:
    from graph_builder.ask.entities import places  # noqa: PLC0415 -- only on request
    from graph_builder.ask.evidence_text import as_json, basis_text, places_text  # noqa: PLC0415 -- as above

    told = places(graph, (p for one in found for p in one.passages), lang)
    if args.format == "json":
        return as_json(heads, cells, found, told, lang)
    most = SHOWN_PLACES if args.format == "table" else None
    texts = [
        [*row, basis_text(one, lang), places_text(one, told, lang, most)]
        for row, one in zip(cells, found, strict=True)
    ]
    titles_ = [*heads, message("evidence-basis", lang), message("evidence-places", lang)]
    return render(titles_, texts, args.format, bom=args.bom)


def _question(args: argparse.Namespace, lang: str) -> tuple[Graph, Question, dict[str, str]]:
    """The question that is meant by its name or by a sentence, with its values."""
    pairs = [word.partition("=") for word in args.values]
    values = {name: value for name, equals, value in pairs if equals}
    others = [word for word, equals, _ in pairs if not equals]
    if _is_name(args.question, alone=not others):
        from graph_builder.ask.catalogue import find_question  # noqa: PLC0415 -- not for own queries

        question = find_question(args.question)
        if others:
            raise QueryError("ASK-VALUE", None, found=others[0])
        return open_graph(args.graph, timeout=args.timeout), question, values
    from graph_builder.ask.plain import check_sentence, read_sentence  # noqa: PLC0415 -- only for sentences

    sentence = " ".join((args.question, *others))
    check_sentence(sentence)
    graph = open_graph(args.graph, timeout=args.timeout)
    return graph, *read_sentence(graph, sentence, values, lang)


def _is_name(word: str, *, alone: bool) -> bool:
    """Whether a word looks like the name of a question and not like the start of a sentence."""
    return word.isascii() and word.replace("_", "").isalnum() and (alone or "_" in word)


def _own_rows(
    graph: Graph,
    query: str,
    rows: Rows,
    cells: list[list[str]],
    timeout: float,
    args: argparse.Namespace,
    lang: str,
) -> str:
    if not args.evidence:
        return render(list(rows.columns), cells, args.format, bom=args.bom)
    from graph_builder.ask.evidence_own import own_evidence  # noqa: PLC0415 -- only on request

    found = own_evidence(graph, query, rows, timeout=timeout)
    return _evidence_text(graph, found, list(rows.columns), cells, args, lang)


def _own_query(args: argparse.Namespace, lang: str) -> int:
    from graph_builder.ask.own import read_query, remarks, run_query  # noqa: PLC0415 -- only for own queries

    query = read_query(args.sparql)
    if args.evidence and not args.explain:
        from graph_builder.ask.evidence_own import refuse_without_rows  # noqa: PLC0415 -- as above

        refuse_without_rows(query)
    if args.explain:
        from graph_builder.ask.own import as_run  # noqa: PLC0415 -- as above

        print(as_run(query))
        return 0
    graph = open_graph(args.graph, timeout=args.timeout)
    let_out(graph, allowed=args.allow_remote)
    timeout = DEFAULT_TIMEOUT if args.timeout is None else args.timeout
    found = run_query(graph, query, timeout=timeout, limit=args.limit)
    count = len(found.triples or ())
    if found.triples is not None:
        from graph_builder.ask.written import written  # noqa: PLC0415 -- only for triples

        sys.stdout.write(written(graph, found.triples, args.format, lang, iris=args.iris))
    elif args.format in RDF_FORMATS:
        told = {"form": "ASK" if found.rows is None else "SELECT", "found": args.format}
        raise QueryError("QUERY-ROWS-ONLY", None, expected=" ".join(FORMATS), **told)
    elif found.rows is None:
        word = str(found.truth).lower()
        if args.format == "table":
            print(message(f"answer-{word}", lang))
        else:
            sys.stdout.write(render(["ask"], [[word]], args.format, bom=args.bom))
    else:
        count = len(found.rows.rows)
        cells = shown(graph, found.rows, lang, iris=args.iris)
        sys.stdout.write(_own_rows(graph, query, found.rows, cells, timeout, args, lang))
        if args.format == "table":
            print(message("rows", lang, count=count))
    if found.truncated:
        print(message("rows-cut", lang, limit=count), file=sys.stderr)
    for key, values in remarks(found):
        print(message(key, lang, **values), file=sys.stderr)
    return 0
