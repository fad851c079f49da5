"""Templates must not contain scripts, embedded documents or form fields.

A released PDF has no active content, and the HTML edition forbids it with a policy for the browser. Active content in
a template would work in neither, so the rule reports it at its line in the template.

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

RUNNING = {"script": "runs a program", "noscript": "is only shown where scripts are off"}
FRAMING = dict.fromkeys(
    ("iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe"),
    "embeds another document",
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
    "base": "changes the target of every link on the page",
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
    """Yield the findings for a start tag, given its name, the text of its attributes, and its place in a template."""
    if name in FORBIDDEN:
        what, help = f"<{name}> {FORBIDDEN[name]}", "remove it; a brief has no active content"
        yield Finding("BR412", what, place, help)
        return
    found = {one.lower(): unescape(value.strip("\"'")) for one, value in ATTRIBUTE.findall(rest)}
    for attribute, value in found.items():
        if attribute.startswith("on") and attribute[2:].isalpha():
            what = f"the attribute `{attribute}` of <{name}> runs a program"
            yield Finding("BR412", what, place, "remove the attribute; a brief has no active content")
        elif attribute in ADDRESSES and _runs(value):
            what = f"the address in `{attribute}` of <{name}> runs a program or contains a document"
            yield Finding(
                "BR412", what, place, "link to a web address, an e-mail address or an id in the brief"
            )
        elif attribute == "srcdoc":
            yield Finding("BR412", f"`srcdoc` of <{name}> embeds another document", place, "remove it")
    kind = found.get("http-equiv", "").strip().lower()
    if name == "meta" and kind and kind not in HARMLESS_META:
        what = f"<meta http-equiv> instructs the browser: '{kind}'"
        yield Finding("BR412", what, place, "remove it; the HTML edition sets its own policy")


SUSPECT = re.compile(r"on[a-z]+=|srcdoc|http-equiv|&|script|data:", re.IGNORECASE)
"""A quick test for start tags that `active_in` may report."""


def is_suspect(name: str, rest: str) -> bool:
    """Return whether a start tag needs to be checked by `active_in`, with a quick test."""
    return name in FORBIDDEN or bool(SUSPECT.search(UNSEEN.sub("", rest)))


def _runs(address: str) -> bool:
    return UNSEEN.sub("", address).lower().startswith(RUNNING_SCHEMES)


LOOSE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")


def malformed(name: str, rest: str, place: Span) -> Finding | None:
    """Return the finding for a start tag in which a quotation mark or the `>` is missing."""
    loose = LOOSE.sub("", rest)
    sign = next((sign for sign in "\"'<" if sign in loose), None)
    if sign is None:
        return None
    what = f"the tag <{name[:40]}> is malformed: " + (
        "there is no '>' before the next tag" if sign == "<" else f"a quotation mark ({sign}) is not closed"
    )
    return Finding("BR413", what, place, "close the quotation mark, and end the tag with '>'")
