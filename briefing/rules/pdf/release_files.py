"""The HTML edition has content that a browser would run or load.

`brief release` writes the HTML edition and an e-mail next to the PDF. Styles, fonts and
pictures are inside the HTML, so that no server learns who reads it, and it looks the
same in ten years. It has no script, frame or form. Its links lead to web addresses,
e-mail addresses, telephone numbers or places in the edition. Find the template that
adds such content, and remove it.

Bad:

    {# templates/parts/colophon.j2.html #}
    <p><a href="https://example.org/" ping="https://example.org/count">Institute</a></p>

Good:

    {# templates/parts/colophon.j2.html #}
    <p><a href="https://example.org/">Institute</a></p>
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

from briefing.core.finding import Finding, Severity, Span
from briefing.pdf.text import FoundText
from briefing.rules.pdf.foreign_content import SCHEMES, find_local_names, scheme_of
from briefing.rules.pdf.leaks import find_leaks
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import ORIGIN, Page, Tailored

ACTIVE_WEB_CONTENT = Rule(
    "BR523", "active-web-content", Severity.ERROR, Stage.RELEASE, __doc__, ExampleKind.NONE
)
RULES = (ACTIVE_WEB_CONTENT,)

FORBIDDEN = {"script", "iframe", "frame", "object", "embed", "applet", "form", "base", "link", "portal"}
"""Elements that run code or load another document."""

LOADING = {"src", "srcset", "poster", "background", "data", "action", "formaction", "ping", "manifest"}
"""Attributes whose address a browser loads or sends data to (HTML Living Standard, index of attributes)."""

IN_STYLE = re.compile(r"@import\b[^;]*|url\(\s*(?![\"']?(?:data:|#))[^)]*\)", re.IGNORECASE)
DATA = re.compile(r"data:([\w+/.-]*)[^,\"')\s]*?(;base64)?,([^\"')\s]*)")
WHOLE_DATA = re.compile(r"data:([\w+/.-]*)[^,]*?(;base64)?,(.*)", re.DOTALL)
"""A `data:` address (RFC 2397), inside a text and as the whole text."""

READABLE = ("text/", "image/svg+xml")
TEMPLATES = Span("templates")
HELP = "find the template or the style that adds it, and remove it"
SHOWN = 60


TAG = re.compile(rf"<[a-z][^<>]*\b{ORIGIN}=\"(\d+)\"[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts in a file of a kit, and the findings about the file itself."""

    texts: Sequence[FoundText]
    findings: Sequence[Finding] = ()


def check_readings(tailored: Tailored, readings: Sequence[Reading]) -> Sequence[Finding]:
    """Return the findings about the files of a kit except the PDF."""
    texts = [text for reading in readings for text in reading.texts]
    return [
        *(finding for reading in readings for finding in reading.findings),
        *find_local_names(tailored, "the HTML edition or its e-mail", texts),
        *find_leaks(tailored, texts),
    ]


def read_html(html: str, composed: Page) -> Reading:
    """Read an HTML edition, with the page that it was made from."""
    page = _Page(html, composed)
    return Reading(page.texts, page.findings)


def read_email(draft: bytes) -> Reading:
    """Read the draft of an e-mail."""
    return Reading([*_texts_of_email(draft)])


class _Page(HTMLParser):
    """The parser of an HTML edition: it collects every text and the findings."""

    def __init__(self, html: str, composed: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.composed = composed
        self.texts: list[FoundText] = []
        self.findings: list[Finding] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self._report(f"the element <{tag}>", f"<{tag}")
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self._report("a redirect to another page (<meta http-equiv=refresh>)", "http-equiv")
        for name, value in given.items():
            self._attribute(tag, name, value, is_file="download" in given)
            self._keep("an attribute", value)

    def _attribute(self, tag: str, name: str, value: str, *, is_file: bool) -> None:
        is_inside = value.startswith(("data:", "#"))
        if name.startswith("on"):
            self._report(f"the attribute {name}, which runs a script", name)
        elif name == "style":
            self._style(value)
        elif name in LOADING and value and not is_inside:
            self._report(f"'{value[:SHOWN]}', which a browser would load", value)
        elif name in ("href", "xlink:href") and not value.startswith("#"):
            self._link(tag, value, is_file=is_file)

    def _link(self, tag: str, address: str, *, is_file: bool) -> None:
        scheme = scheme_of(address)
        if scheme == "data" and (is_file or tag == "image"):
            return
        if tag not in ("a", "area"):
            self._report(f"'{address[:SHOWN]}', which a browser would load", address)
        elif scheme not in SCHEMES:
            self._report(f"a link to '{address[:SHOWN]}', which its readers do not have", address)

    def _style(self, text: str) -> None:
        for match in IN_STYLE.finditer(text):
            self._report(f"{match.group()[:SHOWN]} in a style, which a browser would load", match.group())

    def handle_data(self, data: str) -> None:
        is_style = self.cdata_elem == "style"
        if is_style:
            self._style(data)
        self._keep("a style" if is_style else "the text", data)

    def handle_comment(self, data: str) -> None:
        self._keep("a comment", data)

    def _keep(self, what: str, text: str) -> None:
        """Keep a text, and the readable content of each `data:` address inside it."""
        pattern = WHOLE_DATA if text.startswith("data:") else DATA
        for kind, is_base64, held in pattern.findall(text):
            if kind.startswith(READABLE):
                content = base64.b64decode(held) if is_base64 else unquote(held).encode()
                self.texts.append(FoundText("the files inside its HTML", content.decode("utf-8", "replace")))
        place = "the text of its HTML" if what == "the text" else f"the HTML, in {what}"
        self.texts.append(FoundText(place, unquote(pattern.sub("", text))))

    def _report(self, what: str, written: str) -> None:
        where = _tag_with(written, self.composed) or TEMPLATES
        self.findings.append(ACTIVE_WEB_CONTENT.finding(f"the HTML edition contains {what}", where, HELP))


def _tag_with(written: str, composed: Page) -> Span | None:
    """Return the place in a template of the tag that contains a text, or of the nearest tag before it."""
    tags = list(TAG.finditer(composed.numbered))
    holding = [tag for tag in tags if written in unescape(tag.group())]
    at = composed.numbered.find(written)
    holding += [tag for tag in reversed(tags) if tag.end() <= at][:1]
    number = int(holding[0][1]) if holding else len(composed.origins)
    return composed.origins[number].template if number < len(composed.origins) else None


def _texts_of_email(draft: bytes) -> Iterator[FoundText]:
    """Yield the headers and the texts of a message; the PDF in it was searched when it was built."""
    import email.policy  # every build loads this module, but only a release reads e-mail

    message = email.message_from_bytes(draft, policy=email.policy.default)
    for part in message.walk():
        headers = "\n".join(f"{name}: {value}" for name, value in part.items())
        yield FoundText("the headers of its e-mail", headers)
        if part.get_content_maintype() == "text":
            yield FoundText("the text of its e-mail", part.get_content())
