"""The topics of the documentation and their sections: the pages of `docs/`, which the package carries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span, suggest
from briefing.files.layers import names_in
from briefing.files.workspace import shipped_root

LEFT_OUT = ("commands", "findings", "index")
"""The page of the website, and those that `brief rule` and the help of each command show."""

ELSEWHERE = {"commands": "run: brief --help", "findings": "run: brief rule", "index": "run: brief docs"}
"""What shows a page that is left out, by its name."""

TEMPLATES = "templates/README.md"
"""The page about templates, which is next to them: the topic `templates`."""

CODE = re.compile(r"BR\d{1,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """A page: its name, its title, and its text in Markdown."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading, its address in the page, its name for `brief docs`, and its elements."""

    heading: str
    address: str
    name: str
    nodes: Sequence[SyntaxTreeNode]


def list_topics() -> list[Topic]:
    """Return all topics, sorted by their names."""
    return [read_topic(name) for name in topic_names()]


def topic_names() -> list[str]:
    """Return the names of all topics, sorted."""
    names = {PurePosixPath(name).stem for name in names_in(str(shipped_root() / "docs"), "*.md")}
    templates = {"templates"} if (shipped_root() / TEMPLATES).is_file() else set()
    return sorted(names - {*LEFT_OUT} | templates)


def read_topic(name: str) -> Topic:
    """Return a topic. Raises SelectionError for an unknown name, with the nearest one."""
    if name not in topic_names():
        if CODE.fullmatch(name):
            help = f"run: brief rule {name.upper()}"
        else:
            help = ELSEWHERE.get(name) or suggest(name, topic_names(), noun="topics")
        raise SelectionError([Finding("BR802", f"there is no topic '{name}'", Span("command line"), help)])
    text = _file_of(name).read_text(encoding="utf-8")
    return Topic(name, text.partition("\n")[0].lstrip("# "), text)


def _file_of(name: str) -> Path:
    return shipped_root() / (TEMPLATES if name == "templates" else f"docs/{name}.md")


@cache
def parse(text: str) -> SyntaxTreeNode:
    """Return the tree of a page, which is parsed once."""
    return SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))


def sections_of(page: SyntaxTreeNode) -> list[Section]:
    """Return the sections of a page and those inside them, in order. The title of the page is none."""
    nodes = page.children
    starts = [index for index, node in enumerate(nodes) if node.type == "heading" and node.tag != "h1"]
    return [_section(nodes, start) for start in starts]


def _section(nodes: Sequence[SyntaxTreeNode], start: int) -> Section:
    level = nodes[start].tag
    after = range(start + 1, len(nodes))
    end = next((at for at in after if nodes[at].type == "heading" and nodes[at].tag <= level), len(nodes))
    heading = text_of(nodes[start])
    name = "-".join(re.findall(r"\w+", re.split(r"[:(]", heading.lower())[0]))
    return Section(heading, slug_of(heading), name, nodes[start:end])


def find_section(topic: Topic, page: SyntaxTreeNode, wanted: str) -> Section:
    """Return the section of a name or an address, or the only one whose name has these words.

    Raises SelectionError if there is none, or more than one.
    """
    sections, words = sections_of(page), slug_of(wanted.strip())
    exact = [one for one in sections if words in (one.name, one.address)]
    found = exact[:1] or [one for one in sections if words and words in one.name]
    if len(found) != 1:
        near = [one.name for one in found or sections]
        what = f"{len(found)} sections" if found else "no section"
        finding = Finding(
            "BR802",
            f"'{topic.name}' has {what} '{wanted}'",
            Span("command line"),
            suggest(words, near, noun="sections") if not found else f"the sections are: {', '.join(near)}",
        )
        raise SelectionError([finding])
    return found[0]


def name_of_section(topic: Topic, address: str) -> str:
    """Return the name of the section with an address, as in a link; empty if there is none."""
    return _names_of(topic).get(address, "")


@cache
def _names_of(topic: Topic) -> dict[str, str]:
    """Return the names of the sections of a page by their addresses; of two with one address, the first."""
    return {one.address: one.name for one in reversed(sections_of(parse(topic.text)))}


def slug_of(heading: str) -> str:
    """Return the address of a heading: its words in lower case, joined by hyphens, without other signs."""
    return re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-")


def text_of(node: SyntaxTreeNode) -> str:
    """Return the text of an element, without its markup."""
    return "".join(_texts(node))


def _texts(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("text", "code_inline"):
        yield node.content
    for child in node.children:
        yield from _texts(child)
