"""The traps of YAML, each met with a sentence of its own instead of the parser's words."""

from __future__ import annotations

import re

import yaml

from briefing.core.finding import Finding
from briefing.core.source_map import LINE_BREAK, SourceMap
from briefing.load.yaml import artifacts

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""The same, and the half characters that an escape in quotes can make."""

VALUE_START = re.compile(r"""^\s*(?:-\s+)*(?:(?P<key>[^\s:#'"\[{&*!|>%@`][^:#]*?):\s+)?""")
"""What stands before the value on a line: dashes of list items, and a key."""

KEY_WITHOUT_SPACE = re.compile(r"^\s*(?:-\s+)*(?P<key>[a-z][a-z0-9_-]*)(?P<colon>:)(?=[^\s:/])")
OTHER_SIGN = re.compile(
    rf"^(?P<indent>\s*(?:-\s+)*)(?P<key>[A-Za-z][A-Za-z0-9_-]*)\s*(?P<sign>[{artifacts.OTHER_COLONS}]|=>|->|:=|=(?!=))"
)
"""A key with something else behind it than a colon, as other formats and other keyboards have it."""

BEFORE_TEXT = re.compile(r"\s*(?:-\s+)*")

MAX_LINES_ABOVE = 5
"""As many lines are looked through for the one that YAML went on from."""

BLOCK_TEXT = re.compile(r"^\s*(?:-\s+)*(?:[^\s:]+:\s+)?[|>][-+]?\s*(?:#.*)?$")
"""A line after which a text follows, indented: `key: |`, `- >-`."""

QUOTE_IT = "put the text in quotes, or on its own line after `>-`"

STARTS: tuple[tuple[str, str], ...] = (
    ("**", "the text starts with `**`, which YAML takes for an alias, not for bold"),
    ("*", "the text starts with `*`, which YAML takes for an alias, not for emphasis"),
    ("&", "the text starts with `&`, which YAML takes for an anchor"),
    ("[@", "the text starts with a citation, and YAML takes `[` for a list"),
    ("[", "the text starts with `[`, which YAML takes for a list"),
    ("{", "the text starts with `{`, which YAML takes for keys and values, not for a fact"),
    ("@", "the text starts with `@`, which YAML keeps for itself"),
    ("`", "the text starts with a backtick, which YAML keeps for itself"),
    ("%", "the text starts with `%`, which YAML keeps for itself"),
    ("!", "the text starts with `!`, which YAML takes for a tag"),
    ('"', "the text starts with a quotation mark, so YAML ends it at the next one"),
    ("'", "the text starts with a quotation mark, so YAML ends it at the next one"),
    ("|", "text follows `|` on the same line"),
    (">", "text follows `>` on the same line"),
)


def find_control_characters(source_map: SourceMap) -> list[Finding]:
    """A finding for each character that no text should have."""
    return [
        Finding(
            "BR111",
            f"a control character (U+{ord(match.group()):04X}) stands here",
            source_map.at(match.start()),
            "delete it; it cannot be seen, and usually came with a copy from elsewhere",
        )
        for match in CONTROL.finditer(source_map.source)
    ]


def explain_start(source_map: SourceMap, offset: int) -> Finding | None:
    """The finding for a text that starts, at an offset, with a character that YAML keeps for itself."""
    text = LINE_BREAK.split(source_map.source[offset:], maxsplit=1)[0]
    for start, what in STARTS:
        if text.startswith(start):
            help = f"indent the text in the lines below `{start}`" if start in "|>" else QUOTE_IT
            return Finding("BR107", what, source_map.at(offset, len(start)), help)
    return None


def explain(error: yaml.MarkedYAMLError, source_map: SourceMap) -> Finding:
    """The one finding for the place where YAML stopped."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source_map.source)) if mark else 0
    here = source_map.at(offset)
    return (
        _tab(source_map, offset)
        or _first_line_indented(source_map, offset)
        or _other_sign(source_map, error, offset)
        or _key_without_space(source_map, error, offset)
        or _citation_in_brackets(source_map, error, offset)
        or _value_start(source_map, error, offset)
        or _curly_quotes(source_map, error, offset)
        or _colon(source_map, error, offset)
        or _brackets(source_map, error, offset)
        or artifacts.explain_full_width_colon(source_map)
        or _indentation(source_map, error, offset)
        or Finding("BR106", f"this is not YAML: {_plain(error)}", here, "compare it with the lines around it")
    )


def _line(source_map: SourceMap, offset: int) -> tuple[str, int]:
    span = source_map.at(offset)
    return span.source, offset - span.column + 1


def explain_other_sign(source_map: SourceMap, offset: int) -> Finding | None:
    """The finding for a line on which a key has another sign behind it than YAML's colon."""
    text, start = _line(source_map, offset)
    match = OTHER_SIGN.match(text)
    if match is None:
        return None
    key, sign = match["key"], match["sign"]
    place = source_map.at(start + match.start("sign"), len(sign))
    if sign in artifacts.OTHER_COLONS:
        what = f"the colon after '{key}' is one of another script, which YAML does not know"
        return Finding("BR120", what, place, f"write `{key}: …` with a plain colon")
    return Finding(
        "BR106", f"the key '{key}' has `{sign}` behind it, not a colon", place, f"write `{key}: …`"
    )


def _other_sign(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """`title = Heat` is a text to YAML, which goes on in the lines below and stops at the first colon there."""
    problem = error.problem or ""
    if "could not find expected ':'" in problem and error.context_mark:
        return explain_other_sign(source_map, error.context_mark.index)
    if not problem.startswith("mapping values are not allowed"):
        return None
    text, start = _line(source_map, offset)
    column = _text_column(text)
    for _ in range(MAX_LINES_ABOVE):
        if start <= 0:
            return None
        text, start = _line(source_map, start - 1)
        if _text_column(text) == column and (found := explain_other_sign(source_map, start)):
            return found
    return None


def _text_column(line: str) -> int:
    """Where the text of a line starts, behind the dashes of list items."""
    before = BEFORE_TEXT.match(line)
    return before.end() if before else 0


def _tab(source_map: SourceMap, offset: int) -> Finding | None:
    text, start = _line(source_map, offset)
    indent = text[: len(text) - len(text.lstrip())]
    at = indent.find("\t")
    if at < 0 and text[offset - start : offset - start + 1] == "\t":
        at = offset - start
    if at < 0:
        return None
    place = source_map.at(start + at)
    if at < len(indent):
        return Finding("BR105", "a tab stands here; YAML is indented with spaces", place, "use two spaces")
    return Finding("BR105", "a tab stands here, where YAML wants a space", place, "put a space in its place")


def _first_line_indented(source_map: SourceMap, offset: int) -> Finding | None:
    """YAML takes the indentation of a text from its first line, and ends the text where a line has less."""
    start = offset - source_map.at(offset).column + 1
    above = source_map.source[:start].splitlines(keepends=True)
    indent = _indent(source_map.at(offset).source)
    while above and (not above[-1].strip() or _indent(above[-1]) > indent):
        start -= len(above[-1])
        above.pop()
    if not above or not BLOCK_TEXT.match(above[-1]) or _indent(above[-1]) >= indent:
        return None
    rest = source_map.source[start:offset]
    first = start + len(rest) - len(rest.lstrip())
    if first >= offset:
        return None
    what = "the first line of this text is indented further than the rest, so YAML ends it before"
    line_length = len(source_map.at(first).source.strip())
    return Finding("BR115", what, source_map.at(first, line_length), "indent all of its lines alike")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _key_without_space(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """`title:Heat` is a text to YAML, which goes on in the next line and stops at the colon there."""
    problem = error.problem or ""
    text, start = _line(source_map, offset)
    if "could not find expected ':'" in problem and error.context_mark:
        text, start = _line(source_map, error.context_mark.index)
        match = KEY_WITHOUT_SPACE.match(text)
    elif problem.startswith("mapping values are not allowed") and start > 0:
        column = text.find(text.strip())
        text, start = _line(source_map, start - 1)
        match = KEY_WITHOUT_SPACE.match(text)
        match = match if match and match.start("key") == column else None
    else:
        return None
    if match is None:
        return None
    what = f"there is no space after `{match['key']}:`, so YAML does not take it for a key"
    return Finding("BR106", what, source_map.at(start + match.start("colon")), f"write `{match['key']}: …`")


def _citation_in_brackets(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """A citation inside `{ }` or `[ ]`, where YAML takes its bracket for a list."""
    problem = error.problem or ""
    if problem.startswith("found character '@'"):
        offset -= 1
    elif not problem.endswith("but got '['"):
        return None
    text, start = _line(source_map, offset)
    value = VALUE_START.match(text)
    starts_value = value is not None and start + value.end() == offset
    if starts_value or not source_map.source.startswith("[@", offset):
        return None
    what = "a text with a citation `[@…]` needs quotes here, inside `{ }` or `[ ]`"
    return Finding("BR106", what, source_map.at(offset, 2), "put the whole text in quotes")


def _value_start(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """A text that starts with a reserved character makes YAML stop on its line, or where its quote never ends."""
    for mark in (error.problem_mark, error.context_mark):
        if mark is None:
            continue
        text, start = _line(source_map, min(mark.index, len(source_map.source)))
        value = VALUE_START.match(text)
        at = value.end() if value else 0
        if start + at <= offset and text[at:]:
            found = explain_start(source_map, start + at)
            if found and not _is_closed_flow(text[at:]):
                return found
    return None


def _is_closed_flow(text: str) -> bool:
    """Whether a list or mapping in brackets, or a quoted text, ends with its line: then it is not the culprit."""
    stripped = text.rstrip()
    pairs = {"[": "]", "{": "}", '"': '"', "'": "'"}
    return stripped[0] in pairs and len(stripped) > 1 and stripped.endswith(pairs[stripped[0]])


def _curly_quotes(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """A text with a colon, in the quotes of a word processor, which are none to YAML."""
    text, start = _line(source_map, offset)
    value = VALUE_START.match(text)
    at = value.end() if value else 0
    if not (error.problem or "").startswith("mapping values are not allowed") or text[at : at + 1] not in [
        *"“„«‘"
    ]:
        return None
    what = "curly quotes do not hold a text together in YAML: it ends at the colon"
    return Finding(
        "BR120", what, source_map.at(start + at), "write straight quotes, \" or ', around the text"
    )


def _colon(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    if not (error.problem or "").startswith("mapping values are not allowed"):
        return None
    text, start = _line(source_map, offset)
    at = offset - start
    before = text[:at].split(": ", 1)[-1].strip(" -")
    return Finding(
        "BR108",
        f"the text has a colon and a space after '{before}': YAML takes that for a key",
        source_map.at(offset),
        "put the whole text in quotes, or on its own line after `>-`",
    )


def _brackets(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    if not (error.problem or "").startswith("expected ',' or"):
        return None
    return Finding(
        "BR106",
        "the list or mapping in brackets does not go on like this",
        source_map.at(offset),
        "put each text in it in quotes, or write the list with a dash per line",
    )


def _indentation(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    problem = error.problem or ""
    if "could not find expected ':'" in problem:
        mark = error.context_mark or error.problem_mark
        at = mark.index if mark else offset
        return Finding(
            "BR106",
            "this line is neither `key: value` nor indented as a part of the text above",
            source_map.at(at),
            "indent it as far as the text above, or add the colon",
        )
    if "expected <block end>" in problem:
        return Finding(
            "BR115",
            "this line is not indented like the lines that it belongs to",
            source_map.at(offset),
            "give the keys of one thing, and the dashes of one list, the same indentation",
        )
    return None


def _plain(error: yaml.MarkedYAMLError) -> str:
    return str(error.problem or error.context or "it ends too early").replace("<", "").replace(">", "")
