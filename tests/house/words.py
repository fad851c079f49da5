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

FOUND = re.compile("|".join(rf"\b(?:{words})\b" for words in WORDS))
"""Finds the words in text in lower case; with groups, or if it ignored the case, it would take ten times as long."""
FIRST_LINE = re.compile(r"(?:What|Whether)\b")
FIRST_WORD = re.compile(r"""["']\s*(?:What|Whether)\b""")


def misused(text: str) -> Iterator[str]:
    """Yield the words of a text that are on the list, each with its replacement."""
    for match in FOUND.finditer(text.lower()):
        word = match.group()
        replacement = next(better for words, better in WORDS.items() if re.fullmatch(words, word))
        yield f"'{word}' → {replacement}"


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


def is_clean(source: str) -> bool:
    """Return whether Python code has none of the words anywhere, which is quickly seen."""
    return not (FOUND.search(source.lower().replace("_", " ")) or FIRST_WORD.search(source))


def findings_in(path: Path) -> list[str]:
    """Return everything in a file that the guide rules out: line, word and replacement."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        lines = enumerate(text.splitlines(), 1)
        return [f"{path.name}:{number}: {found}" for number, line in lines for found in misused(line)]
    if is_clean(text):
        return []
    texts = (*words_of_code(text), *names_in(text))
    found = [f"{path}:{line}: {one}" for line, words in texts for one in misused(words)]
    starts = [
        f"{path}:{line}: a docstring begins with an imperative or a noun: {words!r}"
        for line, words in first_lines(text)
        if FIRST_LINE.match(words)
    ]
    return found + starts
