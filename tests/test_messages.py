"""The catalogue of sentences: whole in both languages, and exactly what the code says."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import graph_builder
from graph_builder.messages import LANGUAGES, catalogue, message

PACKAGE = Path(graph_builder.__file__).parent
#: Functions whose first argument is the key of a sentence.
SPEAKERS = frozenset(("message", "say"))
#: Keys that the code puts together otherwise than by an f-string beside the word `message`.
DYNAMIC = (
    r"viewer\..+",  # copied into the page as they are
    r"[a-z]+\.(help|example)",  # of each command
)


@cache
def trees() -> dict[str, ast.Module]:
    """The source of every module of the package."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "bundled" not in path.parts
    }


def is_speaker(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name in SPEAKERS or (name[:1].isupper() and name.endswith(("Error", "NotFound")))


def keys_said() -> set[tuple[str, str]]:
    """Module and key of every sentence that is said by a literal key."""
    found = set()
    for module, tree in trees().items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and call.args and is_speaker(call):
                key = call.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.add((module, key.value))
    return found


def strings() -> set[str]:
    """Every literal string of the package."""
    return {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } | {
        said
        for text in (*templates().values(), *scripts().values())
        for said in re.findall(r"""["']([\w.-]+)["']""", text)
    }


@cache
def templates() -> dict[str, str]:
    """The templates of the web pages."""
    folder = PACKAGE / "serve" / "templates"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.html"))}


@cache
def scripts() -> dict[str, str]:
    """The sources of the scripts of the web pages; the keys that they say are literal."""
    folder = PACKAGE.parent / "web" / "src"
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.ts")}


def said_in_templates() -> list[tuple[str, str, bool]]:
    """Template, key, and whether the key is whole or only how it begins: `"web-list-" ~ key`."""
    said = re.compile(r"""say\(\s*["']([\w.-]+)["'](\s*~)?""")
    return [
        (name, key, not more)
        for name, text in templates().items()
        for key, more in said.findall(text)
    ]


def patterns() -> list[re.Pattern[str]]:
    """Keys that f-strings put together: a word, a hyphen or dot, and what differs."""
    found = []
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
                if re.fullmatch(r"[A-Za-z][\w-]+[-.]", str(parts[0] or "")):
                    made = "".join(".+" if p is None else re.escape(str(p)) for p in parts)
                    found.append(re.compile(made))
    begun = (key for _, key, whole in said_in_templates() if not whole)
    return [*found, *(re.compile(re.escape(key) + ".+") for key in begun)]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("key", catalogue())
def test_a_sentence_stands_in_both_languages_with_the_same_fields(key: str) -> None:
    sentences = catalogue()[key]
    assert set(sentences) == set(LANGUAGES) == {"zh", "en"}
    assert fields(sentences["zh"]) == fields(sentences["en"])
    assert all(name.isidentifier() for name in fields(sentences["zh"]))
    for lang in LANGUAGES:
        assert sentences[lang].strip()
        values = dict.fromkeys(fields(sentences[lang]), "值")
        assert message(key, lang, **values) == sentences[lang].format(**values)


def test_chinese_sentences_are_chinese_and_english_ones_are_not() -> None:
    spoken = re.compile(r"[\u4e00-\u9fff]")
    mute = {"viewer.language"}  # offers the other language, in that language
    for key, sentences in catalogue().items():
        bare = re.sub(r"\{\w*\}", "", sentences["zh"])
        assert spoken.search(bare) or key in mute or not re.search("[A-Za-z]{3}", bare), key


def test_every_sentence_that_the_code_says_is_in_the_catalogue() -> None:
    said = keys_said() | {(page, key) for page, key, whole in said_in_templates() if whole}
    assert len(said) > 400
    assert sorted((m, key) for m, key in said if key not in catalogue()) == []


def test_no_sentence_is_left_that_the_code_never_says() -> None:
    known, made = strings(), [*patterns(), *(re.compile(p) for p in DYNAMIC)]
    unused = [
        key for key in catalogue() if key not in known and not any(p.fullmatch(key) for p in made)
    ]
    assert unused == []


def test_a_key_that_is_missing_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="no-such-key"):
        message("no-such-key", "zh")


def test_every_sentence_that_a_script_says_is_in_the_catalogue() -> None:
    said = {
        (name, key)
        for name, text in scripts().items()
        for key in re.findall(r"""["'](island-[\w-]+)["']""", text)
    }
    assert sorted(x for x in said if x[1] not in catalogue()) == []
