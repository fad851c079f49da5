"""No module imports itself through others, not even lazily, for types only, or by a name in a string."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

IN_CODE = re.compile(r"\b(?:from|import) (briefing[\w.]*)")
"""An import in code that a new interpreter runs."""


def modules_of(root: Path) -> dict[str, ast.Module]:
    """Return the modules of a package by name."""
    return {
        ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in root.rglob("*.py")
    }


def imports_of(tree: ast.Module, known: Mapping[str, object]) -> set[str]:
    """Return the modules that a module imports, anywhere and in any way."""
    return {name for node in ast.walk(tree) for name in _named(node, known) if name in known}


def _named(node: ast.AST, known: Mapping[str, object]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in known else node.module
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value if "." in node.value else ""
        yield from IN_CODE.findall(node.value)


def cycles_in(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other."""
    reached = {name: _reached_from(name, graph) for name in graph}
    groups = {
        frozenset(other for other in reached[name] if name in reached[other]) | {name}
        for name in graph
        if name in reached[name]
    }
    return sorted(sorted(group) for group in groups)


def _reached_from(name: str, graph: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(graph[name])
    while waiting:
        other = waiting.pop()
        if other not in reached:
            reached.add(other)
            waiting += graph[other]
    return reached


def graph_of(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    return {name: imports_of(tree, trees) - {name} for name, tree in trees.items()}


@pytest.mark.slow
def test_no_module_is_in_a_cycle():
    graph = graph_of(modules_of(ROOT / "briefing"))
    assert len(graph) > 200 and sum(map(len, graph.values())) > 1000
    assert cycles_in(graph) == []


def test_each_way_of_importing_is_seen():
    sources = {
        "briefing.a": "from briefing.b import f",
        "briefing.b": "def f():\n    from briefing import c",
        "briefing.c": "import importlib\nimportlib.import_module('briefing.d')",
        "briefing.d": "CODE = 'import sys; from briefing.e import run; run()'",
        "briefing.e": "if TYPE_CHECKING:\n    import briefing.a",
        "briefing.f": "import briefing.a",
    }
    graph = graph_of({name: ast.parse(source) for name, source in sources.items()})
    assert cycles_in(graph) == [["briefing.a", "briefing.b", "briefing.c", "briefing.d", "briefing.e"]]
