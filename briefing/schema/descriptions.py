"""The descriptions of models and their fields: their docstrings, which an editor shows next to a key."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from functools import cache
from itertools import pairwise

from briefing.model.base import Model


def words_of(model: type[Model]) -> str:
    """Return the first paragraph of a model's docstring."""
    return _first_paragraph(model.__doc__ or "")


SENTENCE = re.compile(r"(?<=[.])\s+(?=`)")
"""The space between two sentences of a docstring, of which the second begins with the name of a field."""


def words_of_fields(model: type[Model]) -> dict[str, str]:
    """Return the docstring below each field of a model, or the sentence about it in the docstring of the model."""
    words: dict[str, str] = {}
    for parent in reversed(model.__mro__):
        if issubclass(parent, Model):
            words |= _sentences_of(parent) | _docstrings(parent.__module__)[parent.__name__]
    return words


def _sentences_of(model: type[Model]) -> dict[str, str]:
    """Return the sentence about each field in the docstring of a model: `quotes` are the quotation marks."""
    sentences = SENTENCE.split(" ".join(inspect.cleandoc(model.__doc__ or "").split()))
    words: dict[str, str] = {}
    for sentence in sentences:
        for name in re.findall(r"`(\w+)`", sentence):
            if name in model.model_fields:
                words.setdefault(name, sentence)
    return words


@cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """Return class → field → docstring. Python does not keep these docstrings, so the source is read."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: _of_class(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    words = {}
    for field, after in pairwise(node.body):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                words[name] = _first_paragraph(text)
    return words


def _first_paragraph(text: str) -> str:
    return " ".join(inspect.cleandoc(text).split("\n\n", maxsplit=1)[0].split())
