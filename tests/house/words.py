"""The words that texts and names must not use, each with its replacement: the list of the language guide."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

WORDS: dict[str, str] = {
    r"tell|tells|told|telling": "report, list, show, warn, say",
    r"mend|mends|mended|mending": "fix, help:",
    r"stands? for": "is, means",
    r"stands?(?! out|[- ]alone)|stood": "is",
    r"(?:is|are) asked": "is checked",
    r"(?:is|are) not one": "invalid",
    r"anew": "again",
    r"so many|so much": "that many, number of",
    r"beside": "next to, besides, with",
    r"leaves? with (?:\d|an? )": "exit with",
    r"in greys?|greys": "greyscale",
    r"wordings?": "variant, text",
    r"(?:of|by) ours": "internal, our",
    r"other than": "different from, except",
    r"is other|are other": "has changed, differs",
    r"to be had": "available",
    r"by chance": "random",
    r"remarked|remarks?": "reported, logged; warning, message",
    r"nobody hears": "silently",
    r"haste|thrift": "speed-ups, memory fixes",
    r"late modules?": "lazy imports",
    r"whoever": "the code that, anyone who",
    r"in the way": "errors, conflicts",
}
"""A regular expression of whole words → its replacement."""

FOUND = re.compile(
    "|".join(rf"(?P<_{number}>\b(?:{words})\b)" for number, words in enumerate(WORDS)), re.IGNORECASE
)
FIRST_LINE = re.compile(r"(?:What|Whether)\b")


def misused(text: str) -> Iterator[str]:
    """Yield the words of a text that are on the list, each with its replacement."""
    for match in FOUND.finditer(text):
        number = int((match.lastgroup or "_0").removeprefix("_"))
        yield f"'{match.group()}' → {[*WORDS.values()][number]}"


def words_of_code(source: str) -> Iterator[tuple[int, str]]:
    """Yield the strings, docstrings and comments of Python code, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.STRING, tokenize.COMMENT):
            yield token.start[0], token.string


def first_lines(source: str) -> Iterator[tuple[int, str]]:
    """Yield the first lines of the docstrings of Python code, each with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield getattr(node, "lineno", 1), docstring.partition("\n")[0]


def names_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the names of functions and classes in Python code as words, each with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name.replace("_", " ")


def findings_in(path: Path) -> list[str]:
    """Return everything in a file that the guide rules out: line, word and replacement."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        lines = enumerate(text.splitlines(), 1)
        return [f"{path.name}:{number}: {found}" for number, line in lines for found in misused(line)]
    texts = (*words_of_code(text), *names_in(text))
    found = [f"{path}:{line}: {one}" for line, words in texts for one in misused(words)]
    starts = [
        f"{path}:{line}: a docstring begins with an imperative or a noun: {words!r}"
        for line, words in first_lines(text)
        if FIRST_LINE.match(words)
    ]
    return found + starts
