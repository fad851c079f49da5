"""`brief docs`: pages and sections are readable in a terminal, and their links are commands that work."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from briefing.cli import console
from briefing.cli.command_group import group
from briefing.core.errors import SelectionError
from briefing.docs.docs import (
    ELSEWHERE,
    LEFT_OUT,
    Topic,
    find_section,
    list_topics,
    parse,
    read_topic,
    sections_of,
)
from briefing.docs.terminal import show
from tests.conftest import ROOT

TOPICS = {topic.name: topic for topic in list_topics()}

PAGE = """\
# A page: of tests

A first *sentence* with `code`.
It continues; see [the end](#the-end-ofit), [the checks](checking.md), [checking.md](checking.md#accepting) and
[all findings](findings.md#br011), [a file](../briefing/stages.py), [the web](https://example.org/a).
![A picture](page-one.png)

<!-- a comment -->

- one
- two, of more words than a line of forty signs has
  1. inside

```sh
brief build    # as it is
```

| key | meaning |
|---|---|
| `a` | short |

## The end: `of.it`
> Quoted.
"""


def lines(text: str, section: str | None = None, width: int = 60) -> list[str]:
    return show(Topic("page", "A page", text), section, width).split("\n")


def test_every_page_is_a_topic_but_those_for_developers():
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} - set(LEFT_OUT)
    assert set(TOPICS) == pages | {"templates"}
    assert all(re.match(r"[A-Z]", topic.title) for topic in TOPICS.values())


def test_what_is_shown_elsewhere_is_no_topic():
    assert set(ELSEWHERE) <= set(LEFT_OUT)


@pytest.mark.parametrize("name", TOPICS)
@pytest.mark.parametrize("width", [30, 80, 300])
def test_a_page_fits_the_terminal_and_has_no_markup(name, width):
    shown = show(TOPICS[name], None, width)
    sentences = [line for line in shown.split("\n") if not line.startswith("    ")]
    least = min(max(width, 40), 100)
    longest = max(len(line) for line in sentences if " " in line.strip())
    assert longest <= least + 60, "only a word that is longer than the line goes over it"
    assert not re.search(r"\]\((?!https?:|#|…|figures|annex|mailto)[a-z-]+\.(md|png|svg)", shown)
    assert "\ue000" not in shown and "<!--" not in shown


@pytest.mark.parametrize("name", TOPICS)
def test_the_commands_in_place_of_links_show_what_they_name(name):
    shown = show(TOPICS[name], None, 100)
    commands = set(re.findall(r"`brief docs ([a-z-]+)(?: ([a-z0-9_-]+))?`", shown))
    pages = {topic: parse(read_topic(topic).text) for topic, _ in commands}
    for topic, section in commands:
        assert not section or find_section(TOPICS[topic], pages[topic], section).nodes


@pytest.mark.parametrize("name", TOPICS)
def test_every_section_can_be_shown_by_its_name(name):
    topic, page = TOPICS[name], parse(TOPICS[name].text)
    for section in sections_of(page):
        assert find_section(topic, page, section.name).name == section.name
        assert find_section(topic, page, section.address).address == section.address
        first = show(topic, section.address, 80).partition("\n")[0]
        assert first.replace("`", "") == section.heading


def test_a_page_in_a_terminal():
    assert lines(PAGE) == [
        "A page: of tests",
        "================",
        "",
        "A first sentence with `code`. It continues; see the end",
        "(`brief docs page the-end`), the checks",
        "(`brief docs checking`), `brief docs checking` and all",
        "findings (`brief rule BR011`), a file, the web",
        "<https://example.org/a>.",
        "",
        "- one",
        "- two, of more words than a line of forty signs has",
        "  1. inside",
        "",
        "    brief build    # as it is",
        "",
        "key  meaning",
        "`a`  short",
        "",
        "The end: `of.it`",
        "----------------",
        "",
        "  Quoted.",
    ]
    assert lines(PAGE, "end") == lines(PAGE)[-4:]


def test_a_wide_table_becomes_terms_and_what_is_said_of_them():
    rows = "| term | many words in a row that do not fit |\n| a term that is much too long | short |\n"
    table = f"# T\n\n| a | b |\n|---|---|\n{rows}"
    assert lines(table, width=40)[3:] == [
        "term           many words in a row that",
        "               do not fit",
        "a term that is much too long",
        "               short",
    ]
    wider = "# T\n\n| a | b | c |\n|---|---|---|\n| term | words that are many, as many as a line has | |\n"
    assert lines(wider, width=40)[3:] == ["term", "  b: words that are many, as many as a", "  line has"]


def test_a_long_page_begins_with_the_names_of_its_sections():
    text = "# T\n\n" + "".join(f"## Section {word}\nText.\n\n" for word in "abcdef")
    assert lines(text)[2:6] == [
        "",
        "Sections, for `brief docs page SECTION`: section-a,",
        "section-b, section-c, section-d, section-e, section-f.",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "what", "help"),
    [
        (("wrkspace",), "no topic 'wrkspace'", "did you mean 'workspace'?"),
        (("BR011",), "no topic 'BR011'", "run: brief rule BR011"),
        (("findings",), "no topic 'findings'", "run: brief rule"),
        (("commands",), "no topic 'commands'", "run: brief --help"),
        (("zebra",), "no topic 'zebra'", "the topics are: accessibility"),
        (("content", "ftnotes"), "'content' has no section 'ftnotes'", "did you mean 'footnotes'?"),
        (("workspace", "custom"), "'workspace' has 2 sections 'custom'", "custom-blocks, custom-fields"),
    ],
)
def test_an_unknown_topic_or_section_is_reported_with_what_there_is(words, what, help):
    with pytest.raises(SelectionError) as caught:
        CliRunner().invoke(group, ["docs", *words], catch_exceptions=False, standalone_mode=False)
    (finding,) = caught.value.findings
    assert finding.code == "BR802" and what in finding.what and help in finding.help


def test_the_command_lists_the_topics_and_prints_plain_text_where_no_terminal_is():
    listed = CliRunner().invoke(group, ["docs"], catch_exceptions=False).output.splitlines()
    assert [line.split()[0] for line in listed] == list(TOPICS)
    shown = CliRunner().invoke(group, ["docs", "content", "footnotes"], catch_exceptions=False).output
    assert shown.startswith("Footnotes\n") and "\x1b" not in shown


@pytest.mark.parametrize(("height", "is_paged"), [(10, True), (10_000, False)])
def test_a_page_that_is_longer_than_the_terminal_is_shown_in_the_pager(monkeypatch, height, is_paged):
    paged: list[str] = []
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: __import__("os").terminal_size((80, height)))
    monkeypatch.setattr(click, "echo_via_pager", lambda text, **_: paged.append(text))
    shown = CliRunner().invoke(group, ["docs", "tutorial"], catch_exceptions=False).output
    assert [bool(paged), bool(shown)] == [is_paged, not is_paged]
    assert "From a Word document" in (paged[0] if paged else shown)


def test_a_package_without_documentation_says_so(monkeypatch, tmp_path: Path):
    monkeypatch.setattr("briefing.docs.docs.shipped_root", lambda: tmp_path)
    with pytest.raises(SelectionError) as caught:
        read_topic("content")
    assert caught.value.findings[0].help == "there are no topics here"
