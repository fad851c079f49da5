"""The pitfalls of YAML, each with its own explanation instead of the parser's message."""

from __future__ import annotations

import re

import yaml

from briefing.core.finding import Finding
from briefing.core.source_map import LINE_BREAK, SourceMap
from briefing.load.yaml import artifacts

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, and the surrogates that an escape in quotes can make."""

VALUE_START = re.compile(r"""^\s*(?:-\s+)*(?:(?P<key>[^\s:#'"\[{&*!|>%@`][^:#]*?):\s+)?""")
"""The start of a line before the value: dashes of list items, and a key."""

KEY_WITHOUT_SPACE = re.compile(r"^\s*(?:-\s+)*(?P<key>[a-z][a-z0-9_-]*)(?P<colon>:)(?=[^\s:/])")
OTHER_SIGN = re.compile(
    rf"^(?P<indent>\s*(?:-\s+)*)(?P<key>[A-Za-z][A-Za-z0-9_-]*)\s*(?P<sign>[{artifacts.OTHER_COLONS}]|=>|->|:=|=(?!=))"
)
"""A key that is not followed by a colon, but by the sign of another format or keyboard."""

BEFORE_TEXT = re.compile(r"\s*(?:-\s+)*")

MAX_LINES_ABOVE = 5
"""The number of lines that are searched for the start of a text that YAML continued."""

BLOCK_TEXT = re.compile(r"^\s*(?:-\s+)*(?:[^\s:]+:\s+)?[|>][-+]?\s*(?:#.*)?$")
"""A line that starts an indented text: `key: |`, `- >-`."""

QUOTE_IT = "put the text in quotes, or on its own line after `>-`"

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
    text = LINE_BREAK.split(source_map.source[offset:], maxsplit=1)[0]
    for start, what in STARTS:
        if text.startswith(start):
            help = f"indent the text in the lines below `{start}`" if start in "|>" else QUOTE_IT
            return Finding("BR107", what, source_map.at(offset, len(start)), help)
    return None


def explain(error: yaml.MarkedYAMLError, source_map: SourceMap) -> Finding:
    """Return the finding for the place where YAML stopped."""
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
        or Finding("BR106", f"invalid YAML: {_plain(error)}", here, "compare it with the lines around it")
    )


def _line(source_map: SourceMap, offset: int) -> tuple[str, int]:
    span = source_map.at(offset)
    return span.source, offset - span.column + 1


def explain_other_sign(source_map: SourceMap, offset: int) -> Finding | None:
    """Return the finding for a key that is followed by another sign than a colon; None if there is none."""
    text, start = _line(source_map, offset)
    match = OTHER_SIGN.match(text)
    if match is None:
        return None
    key, sign = match["key"], match["sign"]
    place = source_map.at(start + match.start("sign"), len(sign))
    if sign in artifacts.OTHER_COLONS:
        what = f"the colon after '{key}' is from another script, which YAML does not know"
        return Finding("BR120", what, place, f"write `{key}: …` with an ordinary colon")
    what = f"the key '{key}' is followed by `{sign}`, not by a colon"
    return Finding("BR106", what, place, f"write `{key}: …`")


def _other_sign(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """Explain `title = Heat`: YAML reads it as a text that continues on the next lines, up to the first colon."""
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
    """Return the column at which the text of a line starts, after the dashes of list items."""
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
        return Finding("BR105", "tab in the indentation: YAML allows only spaces", place, "use two spaces")
    return Finding("BR105", "tab where YAML needs a space", place, "replace the tab with a space")


def _first_line_indented(source_map: SourceMap, offset: int) -> Finding | None:
    """Explain a first line that is indented further: YAML ends the text at the first line with less indentation."""
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
    what = "the first line of this text is indented further than the rest, so YAML ends the text after it"
    line_length = len(source_map.at(first).source.strip())
    return Finding("BR115", what, source_map.at(first, line_length), "indent all lines of the text alike")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _key_without_space(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """Explain `title:Heat`: YAML reads it as a text that continues on the next line, up to the colon."""
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
    what = f"there is no space after `{match['key']}:`, so YAML does not read it as a key"
    return Finding("BR106", what, source_map.at(start + match.start("colon")), f"write `{match['key']}: …`")


def _citation_in_brackets(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """Explain a citation inside `{ }` or `[ ]`: YAML reads its bracket as a list."""
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
    what = "inside `{ }` or `[ ]`, a text with a citation `[@…]` needs quotes"
    return Finding("BR106", what, source_map.at(offset, 2), "put the whole text in quotes")


def _value_start(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """Explain a text that starts with a reserved character: YAML stops on its line, or where a quote has no end."""
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
    """Return True if brackets or quotes are closed at the end of the line: then they are not the cause."""
    stripped = text.rstrip()
    pairs = {"[": "]", "{": "}", '"': '"', "'": "'"}
    return stripped[0] in pairs and len(stripped) > 1 and stripped.endswith(pairs[stripped[0]])


def _curly_quotes(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    """Explain a text with a colon in curly quotes, which YAML does not know as quotes."""
    text, start = _line(source_map, offset)
    value = VALUE_START.match(text)
    at = value.end() if value else 0
    if not (error.problem or "").startswith("mapping values are not allowed") or text[at : at + 1] not in [
        *"“„«‘"
    ]:
        return None
    what = "YAML does not know curly quotes, so the text ends at its colon"
    return Finding("BR120", what, source_map.at(start + at), "put straight quotes, \" or ', around the text")


def _colon(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    if not (error.problem or "").startswith("mapping values are not allowed"):
        return None
    text, start = _line(source_map, offset)
    at = offset - start
    before = text[:at].split(": ", 1)[-1].strip(" -")
    return Finding(
        "BR108",
        f"the text has a colon and a space after '{before}', which YAML reads as a key",
        source_map.at(offset),
        "put the whole text in quotes, or on its own line after `>-`",
    )


def _brackets(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    if not (error.problem or "").startswith("expected ',' or"):
        return None
    return Finding(
        "BR106",
        "a comma or a closing bracket is missing in the list or mapping",
        source_map.at(offset),
        "put each text in the brackets in quotes, or write one item per line, after a dash",
    )


def _indentation(source_map: SourceMap, error: yaml.MarkedYAMLError, offset: int) -> Finding | None:
    problem = error.problem or ""
    if "could not find expected ':'" in problem:
        mark = error.context_mark or error.problem_mark
        at = mark.index if mark else offset
        return Finding(
            "BR106",
            "this line is neither `key: value` nor indented as part of the text above",
            source_map.at(at),
            "indent it as far as the text above, or add a colon after the key",
        )
    if "expected <block end>" in problem:
        return Finding(
            "BR115",
            "this line is not indented like the lines that it belongs to",
            source_map.at(offset),
            "indent all keys of one thing, and all dashes of one list, alike",
        )
    return None


def _plain(error: yaml.MarkedYAMLError) -> str:
    return str(error.problem or error.context or "it ends too early").replace("<", "").replace(">", "")
