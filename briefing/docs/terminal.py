"""A page of the documentation as text for a terminal: wrapped lines, columns, and commands in place of links."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from briefing.docs.docs import (
    Topic,
    find_section,
    name_of_section,
    parse,
    read_topic,
    sections_of,
    topic_names,
)

LEAST_WIDTH, MOST_WIDTH = 40, 100
"""The shortest and the longest line, in characters."""

STEP = 2
"""The indentation of what is inside something else, in characters."""

TERM_WIDTH = 30
"""The widest first column of a table that keeps its columns side by side, in characters."""

MANY_SECTIONS = 6
"""The number of sections from which a page begins with their names."""

UNBROKEN = "\ue000"
"""The sign in place of a space at which no line ends: those of a command. It is for private use (Unicode, 23.5)."""

Style = Callable[..., str]


def show(topic: Topic, section: str | None, width: int, style: Style = lambda text, **_: text) -> str:
    """Return a page, or one section of it, in lines of a width, with headings in a style.

    Raises SelectionError if it has no such section.
    """
    page = parse(topic.text)
    nodes = find_section(topic, page, section).nodes if section else page.children
    length = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    lines = list(_Writer(topic, style).blocks(nodes, length))
    names = list(dict.fromkeys(one.name for one in sections_of(page)))
    if not section and len(names) >= MANY_SECTIONS:
        words = f"Sections, for `brief docs {topic.name} SECTION`: {', '.join(names)}."
        lines[2:2] = ["", *_wrapped(words, length)]
    return "\n".join(lines)


class _Writer:
    """Writes the elements of one page."""

    def __init__(self, topic: Topic, style: Style) -> None:
        self.topic, self.style = topic, style

    def blocks(self, nodes: Sequence[SyntaxTreeNode], width: int) -> Iterator[str]:
        """Yield the lines of several blocks, with an empty line between two of them."""
        written = [lines for node in nodes if (lines := list(self.block(node, width)))]
        for index, lines in enumerate(written):
            if index:
                yield ""
            yield from lines

    def block(self, node: SyntaxTreeNode, width: int) -> Iterator[str]:
        """Yield the lines of one block. Markup and pictures have none."""
        if node.type == "heading":
            words = self.words(node)
            yield self.style(words, bold=True)
            if node.tag in ("h1", "h2"):
                yield ("=" if node.tag == "h1" else "-") * min(len(words), width)
        elif node.type in ("paragraph", "inline"):
            yield from _wrapped(self.words(node), width)
        elif node.type in ("fence", "code_block"):
            yield from (f"    {line}".rstrip() for line in node.content.rstrip("\n").split("\n"))
        elif node.type == "blockquote":
            yield from _indented(self.blocks(node.children, width - STEP))
        elif node.type in ("bullet_list", "ordered_list"):
            yield from self.items(node, width)
        elif node.type == "table":
            yield from self.table(node, width)

    def items(self, node: SyntaxTreeNode, width: int) -> Iterator[str]:
        """Yield the lines of a list, with the number or the dash of each item."""
        first = int(node.attrs.get("start", 1))
        for number, item in enumerate(node.children, start=first):
            sign = "- " if node.type == "bullet_list" else f"{number}. "
            lines = list(self._tight(item.children, width - len(sign)))
            for index, line in enumerate(lines or [""]):
                yield f"{sign if not index else ' ' * len(sign)}{line}".rstrip()

    def _tight(self, nodes: Sequence[SyntaxTreeNode], width: int) -> Iterator[str]:
        for index, node in enumerate(nodes):
            if index and node.type in ("fence", "code_block", "table"):
                yield ""
            yield from self.block(node, width)

    def table(self, node: SyntaxTreeNode, width: int) -> Iterator[str]:
        """Yield the lines of a table: in columns if they fit, else each row as a term with what is said of it."""
        rows = [
            [self.words(cell) for cell in row.children] for part in node.children for row in part.children
        ]
        head, body = rows[0], rows[1:]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        if sum(widths) + STEP * (len(widths) - 1) <= width:
            for row in rows if any(head) else body:
                cells = (cell.ljust(size + STEP) for cell, size in zip(row, widths, strict=True))
                yield "".join(cells).replace(UNBROKEN, " ").rstrip()
        elif len(head) == 2:
            yield from _definitions(body, min(widths[0], TERM_WIDTH, width // 3), width)
        else:
            for row in body:
                yield from _wrapped(row[0], width)
                named = [(name, cell) for name, cell in zip(head[1:], row[1:], strict=True) if cell]
                for name, cell in named:
                    yield from _indented(_wrapped(f"{name}: {cell}" if name else cell, width - STEP))

    def words(self, node: SyntaxTreeNode) -> str:
        """Return the words of an element on one line: code as it is typed, and a link as what leads to its target."""
        if node.type == "code_inline":
            return f"`{node.content}`"
        if node.type in ("softbreak", "hardbreak"):
            return " "
        if node.type == "link":
            return self.link("".join(map(self.words, node.children)), str(node.attrs["href"]))
        if node.type == "text":
            return node.content
        return "" if node.type in ("image", "html_inline") else "".join(map(self.words, node.children))

    def link(self, words: str, address: str) -> str:
        """Return a link: its words, and the command that shows its target, or the address of a page of the web."""
        if "://" in address or address.startswith("mailto:"):
            return words if words == address else f"{words} <{address}>"
        command = self.command(address)
        if not command:
            return words
        command = command.replace(" ", UNBROKEN)
        return f"`{command}`" if words.endswith(".md") else f"{words} (`{command}`)"

    def command(self, address: str) -> str:
        """Return the command that shows a page or a section; empty for a file that the package does not carry."""
        file, _, section = address.partition("#")
        path = PurePosixPath(file)
        name = "templates" if path.parts[-2:] == ("templates", "README.md") else path.stem
        if name == "findings":
            return f"brief rule {section.upper()}".rstrip()
        if file and (path.suffix != ".md" or name not in topic_names()):
            return ""
        topic = read_topic(name) if file else self.topic
        return " ".join(filter(None, ("brief docs", topic.name, name_of_section(topic, section))))


def _definitions(rows: Sequence[Sequence[str]], column: int, width: int) -> Iterator[str]:
    """Yield the lines of a table of two columns, of which the second is wrapped next to the first."""
    for term, words in rows:
        lines = list(_wrapped(words, width - column - STEP))
        if len(term) > column:
            yield from _wrapped(term, width)
        else:
            yield f"{term.ljust(column + STEP)}{lines.pop(0) if lines else ''}".rstrip()
        yield from (f"{' ' * (column + STEP)}{line}" for line in lines)


def _wrapped(words: str, width: int) -> Iterator[str]:
    lines = textwrap.wrap(words, max(width, STEP), break_long_words=False, break_on_hyphens=False)
    yield from (line.replace(UNBROKEN, " ") for line in lines)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"{' ' * STEP}{line}".rstrip()
