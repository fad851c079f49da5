"""Texts that look like a mistake but are none have no finding. Mistakes are in `bad/`."""

from __future__ import annotations

import pytest

from briefing.core.source_map import SourceMap
from briefing.load.validation.inline_references import Nameable, TextChecker
from briefing.model.text import Flow


def findings(words: str, flow: Flow = Flow.BLOCK) -> list[str]:
    checker = TextChecker(SourceMap("brief.yaml", words), Nameable(facts=["tag"], sources=["a", "b"]))
    return [finding.code for finding in checker.check(words, flow, ())]


@pytest.mark.parametrize(
    "words",
    [
        r"Follow \[@MinSalud\] and \[@a] on X.",
        r"Follow \[see @a] and [x @ y].",
        "So it is. [@a,\n p. 4] And so [@a;\n@b].",
        "The set [^ab] and the code `[^1]: x` are odd.",
        r"An arrow \<-- and \<!-- escaped, `<!-- in code -->`, &lt;!-- as entity.",
        "Code:\n\n    {zone}\n\n~~~\n{zone}\n~~~\n\nSee [x].\n\n[x]: https://a.example/{zone}\n\n```\n{zone}",
        "a | b\nc | d",
        "`a | b`\n\n--- | ---",
        "- " * 10 + "> " * 10 + "deep",
    ],
)
def test_what_is_meant_as_text_has_no_finding(words):
    assert findings(words) == []


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    "words", ["First:\n- a\n- b", "- a\n- b", "1. a\n2. b", "# One", "One\n===", "a\n- b"]
)
def test_a_list_or_a_heading_is_no_paragraph(words):
    assert findings(words, Flow.INLINE) == ["BR212"]
    assert findings(words, Flow.BLOCK) == []
