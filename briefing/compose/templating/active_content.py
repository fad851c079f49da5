"""A template holds nothing that runs, brings in another document, or wants to be filled in.

A PDF that is handed out does nothing but show something, and the HTML edition says so to the browser. What a template
has of it would not work anywhere; so it is reported where it is written, and not only in what is released.

Bad:

    <script src="https://statistics.example/count.js"></script>
    <a href="#" onclick="show()">More</a>

Good:

    <a href="https://institute.example/more">More</a>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from briefing.core.finding import Finding, Span

RUNNING = {"script": "runs a program", "noscript": "is only read where no program runs"}
FRAMING = dict.fromkeys(
    ("iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe"),
    "brings in another document",
)
MOVING = dict.fromkeys(("audio", "video", "canvas"), "shows nothing on paper")
FILLED_IN = dict.fromkeys(
    ("form", "input", "button", "select", "textarea", "option", "datalist"), "cannot be filled in on paper"
)
FORBIDDEN = {
    **RUNNING,
    **FRAMING,
    **MOVING,
    **FILLED_IN,
    "base": "changes where every address of the page leads",
}

ATTRIBUTE = re.compile(r"([^\s\"'>/=\x00]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
UNSEEN = re.compile(r"[\x00-\x20\u00a0\u200b]+")
RUNNING_SCHEMES = (
    "javascript:",
    "vbscript:",
    "livescript:",
    "data:text/html",
    "data:application/",
    "data:text/xml",
)
ADDRESSES = {"href", "xlink:href", "src", "action", "formaction", "data", "poster", "background", "ping"}
HARMLESS_META = {"content-type", "content-language"}


def active_in(name: str, rest: str, place: Span) -> Iterator[Finding]:
    """What is wrong with a start tag at a place in a template: its name, and the text of its attributes."""
    if name in FORBIDDEN:
        what, help = f"<{name}> {FORBIDDEN[name]}", "remove it: a brief is read, and does nothing"
        yield Finding("BR412", what, place, help)
        return
    found = {one.lower(): unescape(value.strip("\"'")) for one, value in ATTRIBUTE.findall(rest)}
    for attribute, value in found.items():
        if attribute.startswith("on") and attribute[2:].isalpha():
            what = f"the attribute `{attribute}` of <{name}> runs a program"
            yield Finding("BR412", what, place, "remove the attribute: nothing runs in a brief")
        elif attribute in ADDRESSES and _runs(value):
            what = f"the address in `{attribute}` of <{name}> runs a program or holds a document"
            yield Finding(
                "BR412", what, place, "link to a web address, a mail address or a place in the brief"
            )
        elif attribute == "srcdoc":
            yield Finding("BR412", f"`srcdoc` of <{name}> brings in another document", place, "remove it")
    kind = found.get("http-equiv", "").strip().lower()
    if name == "meta" and kind and kind not in HARMLESS_META:
        what = f"<meta http-equiv> is an order to a browser: '{kind}'"
        yield Finding("BR412", what, place, "remove it: the HTML edition sets its own policy")


SUSPECT = re.compile(r"on[a-z]+=|srcdoc|http-equiv|&|script|data:", re.IGNORECASE)
"""What a start tag has of which something may be wrong; `active_in` says what."""


def is_suspect(name: str, rest: str) -> bool:
    """Whether something may be wrong with a start tag: a question that costs little."""
    return name in FORBIDDEN or bool(SUSPECT.search(UNSEEN.sub("", rest)))


def _runs(address: str) -> bool:
    return UNSEEN.sub("", address).lower().startswith(RUNNING_SCHEMES)


LOOSE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")


def malformed(name: str, rest: str, place: Span) -> Finding | None:
    """The finding about a tag whose attributes cannot be told apart: a quotation mark, or the `>`, is missing."""
    loose = LOOSE.sub("", rest)
    sign = next((sign for sign in "\"'<" if sign in loose), None)
    if sign is None:
        return None
    what = f"the tag <{name[:40]}> is malformed: " + (
        "there is no '>' before the next tag" if sign == "<" else f"a quotation mark ({sign}) has no partner"
    )
    return Finding("BR413", what, place, "close the quotation mark, and end the tag with '>'")
