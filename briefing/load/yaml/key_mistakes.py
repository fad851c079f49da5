"""Keys that YAML does not read as keys: without a colon, without a space, with signs of another keyboard."""

from __future__ import annotations

import re

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.load.yaml import artifacts
from briefing.load.yaml.key_names import key_names
from briefing.load.yaml.lines import Line, Lines, written
from briefing.load.yaml.stop import Stop

KEY = r"(?P<key>[^\W\d_][\w-]*)"

OTHER_SIGN = re.compile(rf"{KEY}\s*(?P<sign>[{artifacts.OTHER_COLONS}]|=>|->|:=|=(?!=))\s*(?P<rest>.*)")
"""A key that is not followed by a colon, but by the sign of another format or keyboard."""

SPECIAL_SPACE = re.compile(rf"{KEY} *: *(?P<space>[{artifacts.SPECIAL_SPACES}])")
DASH_WITH_SPECIAL_SPACE = re.compile(rf"- *(?P<space>[{artifacts.SPECIAL_SPACES}])")
WITHOUT_SPACE = re.compile(r"(?P<key>[a-z][a-z0-9_-]*)(?P<colon>:)(?=[^\s:/])(?P<rest>.*)")
FIRST_WORD = re.compile(rf"{KEY}(?P<rest>[\s;,.–—-].*)?$")


def find_special_space(stop: Stop) -> Finding | None:
    """Explain a no-break or other special space after a colon or a dash: YAML reads it as a letter."""
    for line in stop.suspects:
        for pattern, column in ((SPECIAL_SPACE, line.column), (DASH_WITH_SPECIAL_SPACE, line.indent)):
            if (match := pattern.match(line.text, column)) and _is_level(line, stop):
                return after_special_space(stop.lines, line, match)
    return None


def after_special_space(lines: Lines, line: Line, match: re.Match[str]) -> Finding:
    """Return the finding for a special space in a line."""
    sign, before = match["space"], match.group()[: match.start("space") - match.start()].rstrip()
    name = artifacts.SPACE_NAMES.get(sign, "a special space")
    what = f"{name} (U+{ord(sign):04X}) follows `{before}`, where YAML needs an ordinary space"
    help = f"delete the space after `{before}`, and type it again"
    return Finding("BR118", what, lines.place(line, match.start("space")), help)


def find_other_sign(stop: Stop) -> Finding | None:
    """Explain `title = Heat`: YAML reads it as a text that continues on the next lines, up to the first colon."""
    for line in stop.suspects:
        if _is_level(line, stop) and (found := other_sign_in(stop.lines, line)):
            return found
    return None


def explain_other_sign(source_map: SourceMap, offset: int) -> Finding | None:
    """Return the finding for a key that is followed by a sign different from a colon; None if there is none."""
    lines = Lines(source_map)
    return other_sign_in(lines, lines.at(offset))


def other_sign_in(lines: Lines, line: Line) -> Finding | None:
    """Return the finding for a line whose key is followed by a sign different from a colon; None if there is none."""
    match = OTHER_SIGN.match(line.text, line.column)
    if match is None:
        return None
    key, sign = match["key"], match["sign"]
    place = lines.place(line, match.start("sign"), len(sign))
    if sign in artifacts.OTHER_COLONS:
        what = f"the colon after '{key}' is from another script, which YAML does not know"
        return Finding("BR120", what, place, f"{_as_key(key, match['rest'])}, with an ordinary colon")
    return Finding(
        "BR106",
        f"the key '{key}' is followed by `{sign}`, not by a colon",
        place,
        _as_key(key, match["rest"]),
    )


def find_without_space(stop: Stop) -> Finding | None:
    """Explain `title:Heat`: YAML reads it as a text that continues on the next line, up to the colon."""
    for line in stop.suspects:
        match = WITHOUT_SPACE.match(line.text, line.column)
        if match and _is_level(line, stop):
            return without_space(stop.lines, line, match)
    return None


def without_space(lines: Lines, line: Line, match: re.Match[str]) -> Finding:
    """Return the finding for a key without a space after its colon."""
    what = f"there is no space after `{match['key']}:`, so YAML does not read it as a key"
    place = lines.place(line, match.start("colon"))
    return Finding("BR106", what, place, _as_key(match["key"], match["rest"]))


def find_without_colon(stop: Stop) -> Finding | None:
    """Explain `date 2026-06-01`: the line starts with the name of a key, but has no colon."""
    for line in stop.suspects:
        match = FIRST_WORD.match(line.text, line.column)
        if match and not line.key and match["key"].lower() in key_names() and _is_level(line, stop):
            key = match["key"].lower()
            place = stop.lines.place(line, match.start("key"), len(key))
            help = _as_key(key, (match["rest"] or "").lstrip(" ;,.–—-"))
            return Finding("BR106", f"there is no colon after the key '{match['key']}'", place, help)
    return None


def find_colon(stop: Stop) -> Finding | None:
    """Explain a text with a colon and a space, which YAML reads as a key."""
    if not stop.has_second_colon:
        return None
    line, column = stop.line, stop.offset - stop.line.start
    is_continued = line.key and column <= line.at
    before = line.text[line.indent if is_continued else line.at : column].strip(" -")
    sign = "a colon and a space" if line.text[column + 1 :].strip() else "a colon at its end,"
    what = f"the text has {sign} after '{before}', which YAML reads as a key"
    at = line.at if line.key in key_names() else line.column
    help = stop.lines.quoting(line.start + at, "" if is_continued else line.text[at:].rstrip())
    return Finding("BR108", what, stop.source_map.at(stop.offset), help)


def _as_key(key: str, rest: str) -> str:
    return written(f"{key}: {rest.strip()}" if rest.strip() else f"{key}: …")


def _is_level(line: Line, stop: Stop) -> bool:
    """Return True if a suspect is the line of the error, or starts in its column."""
    return stop.lacks_colon or line.column == stop.line.column
