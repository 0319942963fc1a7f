"""The command line as a whole: languages, help, exit codes, imports, and streams that fail."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_builder import __version__, cli
from graph_builder.arguments import Parser
from graph_builder.cli import COMMANDS, language, main, make_parser
from graph_builder.messages import message
from tests.running import Zhitu, command, environment, process

ARGPARSE = (
    "usage:",
    "positional arguments",
    "optional arguments",
    "options:",
    "show this help message",
    "required",
    "expected",
    "invalid",
    "unrecognized",
    "error:",
)
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


# --- help and languages


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["help"], ["--lang", "zh", "--help"]])
def test_without_a_command_there_is_an_overview(zhitu: Zhitu, words: list[str]) -> None:
    done = zhitu(*words)
    assert (done.code, done.err) == (0, "")
    for name in COMMANDS:
        assert re.search(rf"^  zhitu {name} +\S", done.out, re.M)
    assert "职图" in done.out


@pytest.mark.parametrize(
    "words", [["--lang", "en"], ["--lang=en", "--help"], ["--help", "--lang", "en"]]
)
def test_the_overview_is_in_english_too(zhitu: Zhitu, words: list[str]) -> None:
    done = zhitu(*words) if words[0] != "--help" else zhitu(*words[1:], "--help")
    assert done.code == 0
    assert "zhitu turns annual reports" in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_chinese_and_tells_its_options(zhitu: Zhitu, name: str) -> None:
    done = zhitu(name, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"用法：zhitu {name} ")
    assert "\n选项:\n" in done.out
    assert message(f"{name}.help", "zh") in done.out
    assert message(f"{name}.example", "zh") in done.out
    assert [words for words in ARGPARSE if words in done.out] == []
    # No sentence is left in English: no three English words in a row.
    prose = re.sub(r"(?m)^.*(用法：|zhitu |SELECT|graphml).*$", "", done.out)
    assert re.findall(r"(?<![-\w])[a-z]{2,} [a-z]{2,} [a-z]{2,}", prose) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_english_on_request(zhitu: Zhitu, name: str) -> None:
    done = zhitu(name, "--help", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: zhitu {name} ")
    assert "\noptions:\n" in done.out
    assert "show this help\n" in done.out
    assert message(f"{name}.help", "en").split()[0] in done.out
    assert zhitu("--lang", "en", name, "--help").out == done.out
    assert "选项" not in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_sentence_in_both_languages(name: str) -> None:
    from importlib import import_module  # noqa: PLC0415 -- each command in turn

    helps = []
    for lang in ("zh", "en"):
        parser = make_parser(name, lang)
        import_module(f"graph_builder.commands.{name}").configure(parser, lang)
        helps.append({action.dest: action.help for action in parser._actions})
    assert set(helps[0]) == set(helps[1])
    for dest, chinese in helps[0].items():
        assert chinese, dest
        assert helps[1][dest], dest
        assert re.search(r"[\u4e00-\u9fff]", chinese), dest
        assert chinese != helps[1][dest], dest


@pytest.mark.parametrize(
    ("words", "variable", "expected"),
    [
        ([], None, "zh"),
        ([], "en", "en"),
        ([], "en_GB.UTF-8", "en"),
        ([], "fr", "zh"),
        ([], "", "zh"),
        (["--lang", "en"], None, "en"),
        (["--lang=en"], None, "en"),
        (["--lang", "zh"], "en", "zh"),
        (["--lang"], None, "zh"),
    ],
)
def test_the_language_comes_from_the_option_then_the_environment(
    monkeypatch: pytest.MonkeyPatch, words: list[str], variable: str | None, expected: str
) -> None:
    monkeypatch.delenv("ZHITU_LANG", raising=False)
    if variable is not None:
        monkeypatch.setenv("ZHITU_LANG", variable)
    assert language(words) == expected


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["--lang", "en", "-V"]])
def test_the_version_is_told(zhitu: Zhitu, words: list[str]) -> None:
    assert zhitu(*words) == (0, f"zhitu {__version__}\n", "")


def test_output_is_utf_8_whatever_the_locale(cache_home: Path) -> None:
    done = subprocess.run(
        command("ask", "schools"),
        env=environment(cache_home, LC_ALL="POSIX", PYTHONUTF8="0", PYTHONIOENCODING="latin-1"),
        capture_output=True,
        check=True,
    )
    assert "柳州市交通学校" in done.stdout.decode("utf-8")


# --- wrong command lines


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("aks", "ask"), ("traec", "trace"), ("qqqqq", "--help"), ("--frob", "--help"), ("", "--help")],
)
def test_an_unknown_command_is_told_with_the_nearest(zhitu: Zhitu, word: str, nearest: str) -> None:
    for words in ([word], ["--lang", "zh", word, "--help"]):
        done = zhitu(*words)
        assert (done.code, done.out) == (2, "")
        assert f"没有“{word}”这个命令" in done.err
        assert nearest in done.err
    assert "Did you mean" in zhitu("--lang", "en", word).err


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["trace"], "缺少参数：A。", "these arguments are missing: A."),
        (["show", "a", "b"], "不认识这些参数：b。", "these arguments are unknown: b."),
        (
            ["stats", "--cover"],
            "不认识这些参数：--cover。",
            "these arguments are unknown: --cover.",
        ),
        (["ask", "--limit"], "--limit 后面要跟一个值。", "--limit needs a value."),
        (["ask", "a", "--limit", "0"], "--limit：“0”不是从 1 起的整数。", "not a whole number"),
        (["ask", "a", "--limit", "１"], "--limit：“１”不是从 1 起的整数。", "not a whole number"),
        (["ask", "a", "--timeout", "no"], "“no”不是大于 0 的秒数。", "not a number of seconds"),
        (["ask", "a", "--timeout", "nan"], "“nan”不是大于 0 的秒数。", "not a number of seconds"),
        (["ask", "a", "--timeout", "1e9"], "“1e9”不是大于 0 的秒数。", "not a number of seconds"),
        (["ask", "a", "--format", "xls"], "--format 读到“xls”，应为下列之一：", "expected one of"),
        (["ask", "--bom=1"], "--bom 后面不能带值，读到“1”。", "--bom takes no value, found “1”."),
        (["ask", "--bom=it's"], "--bom 后面不能带值，读到“it's”。", "takes no value"),
        (["build"], "下列参数要给一个：-o/--output --store。", "one of these is needed"),
        (
            ["build", "-o", "a.nq", "--store", "b"],
            "--store 不能和 -o/--output 同用。",
            "--store cannot be used together with -o/--output.",
        ),
        (["questions", "--lang", "fr"], "--lang 读到“fr”", "--lang is “fr”"),
    ],
)
def test_wrong_arguments_are_told_in_one_sentence_and_where_the_help_is(
    zhitu: Zhitu, words: list[str], zh: str, en: str
) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        more = [] if "fr" in words else ["--lang", lang]
        done = zhitu(*words, *more)
        if "fr" in words and lang == "en":
            continue
        assert (done.code, done.out) == (2, "")
        first, second = done.err.splitlines()
        assert sentence in first
        assert first.endswith("[ARGUMENTS]")
        assert f"zhitu {words[0]} --help" in second
        # What argparse would say in English is not left over.
        assert not any(w in first for w in ("argument ", "unrecognized", "invalid choice"))


def test_a_complaint_that_nobody_has_translated_still_comes_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parser = Parser("zhitu x", "zh", "", "")
    with pytest.raises(SystemExit) as left:
        parser.error("something new")
    assert left.value.code == 2
    assert "something new [ARGUMENTS]" in capsys.readouterr().err


def test_options_may_stand_anywhere(zhitu: Zhitu) -> None:
    expected = zhitu("ask", "school_to_industry", "school=市交校", "--format", "csv")
    assert expected.code == 0
    for words in (
        ["ask", "--format", "csv", "school_to_industry", "school=市交校"],
        ["ask", "school_to_industry", "--format", "csv", "school=市交校"],
        ["--lang", "zh", "ask", "school_to_industry", "--format=csv", "school=市交校"],
        ["--debug", "ask", "school_to_industry", "school=市交校", "--format", "csv"],
    ):
        assert zhitu(*words) == expected


def test_a_traceback_is_shown_only_on_request(zhitu: Zhitu) -> None:
    done = zhitu("ask", "no_such_question")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1
    with pytest.raises(Exception, match="QUESTION-UNKNOWN"):
        main(["ask", "no_such_question", "--debug"])


def test_a_long_quotation_is_cut_in_the_middle_and_keeps_the_code(zhitu: Zhitu) -> None:
    done = zhitu("show", "柳" * 10_000)
    assert done.code == 2
    assert len(done.err) < 1000
    assert " … " in done.err
    assert done.err.endswith("[NAME-UNKNOWN]\n")


def test_control_characters_in_a_name_do_not_reach_the_terminal(zhitu: Zhitu) -> None:
    done = zhitu("show", "\x1b]0;title\x07\x1b[31m红\nline")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert all(c.isprintable() for c in done.err.rstrip("\n"))


def test_bytes_that_are_no_utf_8_are_told(cache_home: Path) -> None:
    for words in (
        ["show", b"\xb2\xe8"],
        ["ask", b"\xb2\xe8"],
        ["ask", "--sparql", b"ASK {?s ?p '\xb2'}"],
    ):
        done = subprocess.run(
            [*command(), *words],  # type: ignore[list-item]
            env=environment(cache_home),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 2
        assert b"[ARGUMENT-ENCODING]" in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_fault_of_our_own_is_one_line_and_with_debug_a_traceback(
    zhitu: Zhitu, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("graph_builder.commands.questions.run", broken)
    code, out, err = zhitu("questions")
    assert (code, out) == (70, "")
    assert err == message("internal-error", "zh", reason="ZeroDivisionError: by nothing") + "\n"
    with pytest.raises(ZeroDivisionError):
        zhitu("questions", "--debug")


# --- what a command loads

SLOW = ("rdflib", "pyshacl", "SPARQLWrapper", "networkx", "yaml", "owlrl", "pypinyin")
MODULES = """
import sys
from graph_builder.cli import main
code = main(sys.argv[1:])
print(sorted(m for m in sys.modules), file=sys.stderr)
sys.exit(code)
"""


def imported(cache: Path, *words: str) -> set[str]:
    """The modules that a command has imported when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *words],
        env=environment(cache),
        capture_output=True,
        text=True,
        check=True,
    )
    listed = done.stderr.splitlines()[-1]
    return set(json.loads(listed.replace("'", '"')))


@pytest.mark.parametrize(
    ("words", "more"),
    [
        pytest.param(["--help"], ("pyoxigraph", "argparse", "csv"), id="overview"),
        pytest.param(["--version"], ("pyoxigraph", "argparse", "tomllib"), id="version"),
        pytest.param(["ask", "school_to_industry", "school=市交校"], ("csv",), id="ask"),
        pytest.param(["trace", "市交校", "五菱"], (), id="trace"),
        pytest.param(["show", "市交校"], (), id="show"),
        pytest.param(["questions"], (), id="questions"),
    ],
)
def test_a_command_on_a_warm_cache_imports_nothing_that_is_slow(
    zhitu: Zhitu, cache_home: Path, words: list[str], more: tuple[str, ...]
) -> None:
    zhitu("ask", "schools")  # fills the cache
    roots = {name.partition(".")[0] for name in imported(cache_home, *words)}
    assert [name for name in (*SLOW, *more) if name in roots] == []


# --- streams that fail, and Ctrl-C


def test_a_closed_pipe_ends_the_command_in_silence(cache_home: Path) -> None:
    for words in (["--help"], ["ask", "schools"], ["stats", "--coverage"], ["ask", "--help"]):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            command(*words),
            env=environment(cache_home),
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(write)
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr
        assert b"BrokenPipe" not in done.stderr


def test_the_first_lines_can_be_taken_from_a_long_output(cache_home: Path) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    with subprocess.Popen(
        command("ask", "--sparql", query, "--format", "tsv"),
        env=environment(cache_home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"s\tp\to\n"
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
        assert running.wait(timeout=30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words",
    [["--help"], ["ask", "schools"], ["ask", "--sparql", "SELECT * WHERE { ?s ?p ?o }"]],
    ids=["little", "some", "much"],
)
def test_output_that_finds_no_room_is_told(cache_home: Path, words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*words, *(["--lang", "en"] if words[0] == "ask" else [])),
            env=environment(cache_home),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("[OUTPUT-STREAM]")
    assert "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's /proc")
def test_ctrl_c_stops_a_query_with_one_line(cache_home: Path) -> None:
    with subprocess.Popen(
        command("ask", "--sparql", RUNAWAY),
        env=environment(cache_home),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        deadline = time.monotonic() + 30
        # The query runs in a process of its own, which gets Ctrl-C from the terminal too.
        while not Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (130, message("interrupted", "zh") + "\n")


def test_ctrl_c_while_reading_input_says_so(cache_home: Path) -> None:
    with subprocess.Popen(
        command("ask", "--sparql", "-", "--lang", "en"),
        env=environment(cache_home),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        # More than a pipe holds, so that this ends only once the command has begun to read, and
        # less than a query may have.
        running.stdin.write(b"#" * (1 << 18))
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        err = running.stderr.read().decode()
        assert running.wait(timeout=30) == 130
    assert err == message("interrupted", "en") + "\n"


def test_only_faults_of_the_output_are_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(error: BaseException) -> None:
        def run(*_: object) -> int:
            raise error

        monkeypatch.setattr(cli, "_run", run)

    fails(OSError(errno.ENOSPC, "No space left", "some file"))
    assert main([]) == 70
    fails(OSError(errno.EBADF, "Bad file descriptor"))
    assert main([]) == 70
    fails(KeyboardInterrupt())
    assert main([]) == 130


def test_the_module_can_be_run_and_gives_its_exit_code(cache_home: Path) -> None:
    assert process(cache_home, "ask", "nothing").returncode == 2
    assert process(cache_home, "questions", "qqqqqqq").returncode == 1
    done = process(cache_home, "--version")
    assert (done.returncode, done.stdout) == (0, f"zhitu {__version__}\n")
