"""Texts that look like a mistake but are none have no finding. Mistakes are in `bad/`."""

from __future__ import annotations

import pytest

from briefing.core.finding import Finding
from briefing.core.source_map import Mark, SourceMap
from briefing.load.validation.inline_references import Nameable, TextChecker
from briefing.model.text import Flow
from tests.cases import each


def findings(words: str, flow: Flow = Flow.BLOCK) -> list[str]:
    return [finding.code for finding in found_in(words, flow)]


def found_in(words: str, flow: Flow = Flow.BLOCK) -> list[Finding]:
    nameable = Nameable(facts=["tag"], sources=["a", "b"], ids=["map"])
    source_map = SourceMap("brief.yaml", words, {(): Mark(0, len(words), 0, 0)})
    return list(TextChecker(source_map, nameable).check(words, flow, ()))


@each(
    "words",
    [
        r"Follow \[@MinSalud\] and \[@a] on X.",
        r"Follow \[see @a] and [x @ y].",
        "So it is. [@a,\n p. 4] And so [@a;\n@b].",
        "The set [^ab] and the code `[^1]: x` are odd.",
        r"An arrow \<-- and \<!-- escaped, `<!-- in code -->`, &lt;!-- as entity.",
        "Code:\n\n    {zone}\n\n~~~\n{zone}\n~~~\n\nSee [x].\n\n[x]: https://a.example/{zone}\n\n```\n{zone}\n```",
        "a | b\nc | d",
        "`a | b`\n\n--- | ---",
        "- " * 10 + "> " * 10 + "deep",
        "A span of ~5 km, ~10 km or 5~10 km; see ~/notes, C^* and ^_^, 2 ^ 3, `10^6` and \\^.",
        "It is in <https://example.org/a^b> and https://example.org/a^b.",
        "The file map_2.csv, the code A_1 and snake_case_2.",
        "m^2^, CO~2~, H~2~O, 10^-9^ and x^n^~i~",
        "| Year | Place |\n|---|:-:|\n| 2020 | A \\| B |\n| 2021 | C |",
        "| Number | Place |\n|--:|---|\n| 1 | A |\n| 2 | B |",
        "|x| is the value of x.\nAnd | as well.",
        "## One\n\nText.\n\n### Two\n\n## Three",
        "### One\n\nText.\n\n### Two",
        "One\n---\n\nText.\n\n---\n\nMore.",
        "Roses are red,  \nviolets are blue,  \nsugar is sweet.",
        f"{'A line of verse that is as long as a line of prose. ' * 2}  \n" * 3,
        "12 High Street  \nTown",
        "1. One\n1. Two\n1. Three\n\nText.\n\n4. Four",
        "3. One\n7. Two\n\n1986. That was the year.",
        "Term\n: its meaning",
        "The [mot juste]{lang=fr}, [*palavra*]{lang=pt-BR}, [字]{lang=zh-Hant} and [runa]{lang=qu}.",
        "The [words]{tag} and [sic] {tag}.",
        r"The \@a and `@a`, x@a.example, @who, [#other], {tags }, { x }, {a, b}, \{ tag } and `{ tag }`.",
    ],
)
def test_what_is_meant_as_text_has_no_finding(words):
    assert findings(words) == []


@each(
    "words",
    [
        "12. Juni",
        "1. First things first",
        "- 5 %",
        "+ 3 points",
        "> 5 %",
        "#1 in the world",
        "It ended in\n1918. Then came\n-- as all know --\npeace.",
        "A `# heading`\nin *code*",
    ],
)
def test_a_line_may_start_like_a_list(words):
    assert findings(words, Flow.INLINE) == []


@each(
    "words",
    [
        *("First:\n- a\n- b", "- a\n- b", "1. a\n2. b", "a) x\nb) y", "# One", "One\n===", "a\n- b"),
        *("a | b\n--- | ---\nc | d", "Term\n: its meaning"),
    ],
)
def test_a_list_or_a_heading_is_no_paragraph(words):
    assert findings(words, Flow.INLINE)[-1:] == ["BR212"]
    assert set(findings(words, Flow.BLOCK)) <= {"BR325"}


@each(
    ("words", "code", "column", "help"),
    [
        ("As @a says", "BR309", 4, r"write [@a]; for an @ as text, write \@a"),
        ("So it is (@b, p. 4).", "BR309", 11, r"write [@b]; for an @ as text, write \@b"),
        ("It is { tag } now", "BR303", 7, r"write {tag}; for braces as text, write \{"),
        ("It is {tag million}", "BR303", 7, r"write {tag | million}; for braces as text, write \{"),
        ("It is {tag: x}", "BR303", 7, r"write {tag}; for braces as text, write \{"),
        ("See [#map].", "BR311", 5, "write [](#map)"),
        (
            "So ![A map]()",
            "BR501",
            11,
            "write ![alternative text](figures/map.png), with the name of the file",
        ),
    ],
)
def test_a_name_without_its_brackets_is_reported_with_them(words, code, column, help):
    (found,) = found_in(words)
    assert (found.code, found.where.column, found.help) == (code, column, help)


@pytest.mark.parametrize(
    ("words", "line", "code"),
    [
        ("| A | B |\n|---|---|\n| x | y |\nThe text goes on.", 4, "BR311"),
        ("+----+---+\n| A | B |\n+====+===+\n| x | y |\n+----+---+", 1, "BR311"),
        ("So:\n\n[words]()", 3, "BR306"),
    ],
)
def test_what_only_looks_like_a_table_or_a_link_is_reported_at_its_line(words, line, code):
    (found,) = found_in(words)
    assert (found.where.line, found.code) == (line, code)
