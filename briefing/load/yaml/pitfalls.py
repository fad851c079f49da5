"""Characters that YAML does not allow, and those with which it does not allow a text to start."""

from __future__ import annotations

import re

from briefing.core.finding import Finding, Severity
from briefing.core.source_map import SourceMap
from briefing.load.yaml.lines import Lines, written

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, and the surrogates that an escape in quotes can make."""

BRACKETS = {"]": "[", "}": "{"}
CUT_NUMBER = re.compile(r"[ \t]+(?P<rest>#[ \t]+\d[\d.,]*)(?=\s*$)", re.MULTILINE)

STARTS: tuple[tuple[str, str], ...] = (
    ("**", "the text starts with `**`, which YAML reads as an alias, not as bold"),
    ("*", "the text starts with `*`, which YAML reads as an alias, not as emphasis"),
    ("&", "the text starts with `&`, which YAML reads as an anchor"),
    ("[@", "the text starts with a citation, whose `[` YAML reads as a list"),
    ("[", "the text starts with `[`, which YAML reads as a list"),
    ("{", "the text starts with `{`, which YAML reads as keys and values, not as a fact"),
    ("@", "the text starts with `@`, which is reserved in YAML"),
    ("`", "the text starts with a backtick, which is reserved in YAML"),
    ("%", "the text starts with `%`, which is reserved in YAML"),
    ("? ", "the text starts with a question mark and a space, which YAML reads as a key"),
    ("!", "the text starts with `!`, which YAML reads as a tag"),
    ('"', "the text starts with a quotation mark, so YAML ends it at the next one"),
    ("'", "the text starts with a quotation mark, so YAML ends it at the next one"),
    ("|", "text follows `|` on the same line"),
    (">", "text follows `>` on the same line"),
)


def find_control_characters(source_map: SourceMap) -> list[Finding]:
    """Return a finding for each control character of a text."""
    return [
        Finding(
            "BR111",
            f"control character (U+{ord(match.group()):04X})",
            source_map.at(match.start()),
            "delete it; it is invisible, and usually comes from copied text",
        )
        for match in CONTROL.finditer(source_map.source)
    ]


def explain_start(source_map: SourceMap, offset: int) -> Finding | None:
    """Return the finding for a text that starts with a reserved character of YAML; None if it does not."""
    lines = Lines(source_map)
    line = lines.at(offset)
    text = source_map.source[offset : line.start + len(line.text)].rstrip()
    for start, what in STARTS:
        if text.startswith(start):
            help = lines.quoting(offset, text if line.start + line.at == offset else "")
            if start in "|>":
                help = f"indent the text in the lines below `{start}`"
            return Finding("BR107", what, source_map.at(offset, len(start)), help)
    return None


def find_lone_bracket(lines: Lines, start: int, end: int) -> Finding | None:
    """Return the finding for a text without quotes that ends with a bracket that it does not open: `a, b]`."""
    text = lines.source[start:end].rstrip()
    opening = BRACKETS.get(text[-1:])
    if opening is None or "(" in text or opening in text or text.count(text[-1]) > 1:
        return None
    what = f"the text ends with `{text[-1]}`, but has no `{opening}`"
    line = lines.at(start)
    typed = line.with_value(f"{opening}{text}") if line.key and "," in text else ""
    help = (
        f"for a list, {written(typed)}; else remove the bracket"
        if typed
        else f"remove it, or write the `{opening}`"
    )
    return Finding("BR106", what, lines.source_map.at(start + len(text) - 1), help)


def find_cut_number(lines: Lines, start: int, end: int) -> Finding | None:
    """Return the finding for a text of words that a comment with a number follows: `Resolution # 5` loses its end."""
    cut = CUT_NUMBER.match(lines.source, end)
    if cut is None or not re.search(r"[^\W\d_]", lines.source[start:end]):
        return None
    place = lines.source_map.at(cut.start("rest"), len(cut["rest"]))
    what = f"the text ends before '{cut['rest']}': YAML reads ' #' as the start of a comment"
    help = f"{lines.quoting(start, f'{lines.source[start:end]}{cut.group()}')}; a comment is on a line of its own"
    return Finding("BR110", what, place, help, Severity.WARNING)
