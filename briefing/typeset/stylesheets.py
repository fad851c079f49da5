"""Stylesheets: read through the workspace's door, parsed once, their variables declared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from briefing.errors import WorkspaceError
from briefing.finding import Finding, Span
from briefing.stages import Remark
from briefing.styles import TOKEN, USED_TOKEN, tokens_of, without_comments
from briefing.typeset.engine import failures_told, weasyprint
from briefing.typeset.fetch import WorkspaceFetcher, address_of
from briefing.typeset.origins import place_family, unclosed
from briefing.typeset.remarks import remarks_collected
from briefing.workspace import Files

_Parsed = tuple[Any, tuple[Remark, ...], frozenset[str]]
"""The engine's stylesheet, what was remarked about it, and the fonts that it declares."""


class Stylesheets:
    """The stylesheets of one workspace, each parsed once as long as it does not change."""

    def __init__(self, files: Files, fetcher: WorkspaceFetcher, fonts: Any) -> None:  # noqa: ANN401
        self.files, self.fetcher, self.fonts = files, fetcher, fonts

    def load(self, names: Sequence[str], html: str) -> tuple[list[Any], list[Remark]]:
        """The engine's stylesheets for a page, in the order of the cascade, and what was remarked about them.

        Raises WorkspaceError for one that is missing, and for variables that none of them declares.
        """
        texts = {name: self._read(name) for name in names}
        findings = list(self._undeclared_variables(texts, html))
        if findings:
            raise WorkspaceError(findings)
        parsed = [self._parse(name, text) for name, text in texts.items()]
        self.fonts.families = {family for _, _, families in parsed for family in families}
        return [style for style, _, _ in parsed], [remark for _, remarks, _ in parsed for remark in remarks]

    def places_of(self, families: Iterable[str], names: Sequence[str]) -> dict[str, Span]:
        """Fonts, each with the place where a stylesheet asks for it."""
        return {family: place_family(family, names, self.files) for family in families}

    def _read(self, name: str) -> str:
        try:
            return self.files.read(name).decode()
        except UnicodeDecodeError as error:
            raise WorkspaceError([_not_text(name, error)]) from None
        except OSError as error:
            reason = (
                "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
            )
            mend = "write it, or choose another paper or part"
            raise WorkspaceError([Finding("BR507", f"the stylesheet {reason}", Span(name), mend)]) from None

    def _undeclared_variables(self, texts: dict[str, str], html: str) -> Iterator[Finding]:
        """A variable that no style declares would make the engine drop a rule, or fail."""
        declared = {token for token, _ in TOKEN.findall(html)} | tokens_of(list(texts), self.files).keys()
        for name, text in texts.items():
            for match in USED_TOKEN.finditer(without_comments(text)):
                if match[1] not in declared:
                    mend = "declare it in styles/tokens.css; a file of yours replaces the shipped one whole, "
                    mend += 'unless it starts with @import "shipped/tokens.css";'
                    yield Finding("BR510", f"no style declares '{match[1]}'", _span(name, text, match), mend)

    def _parse(self, name: str, text: str) -> _Parsed:
        key = (self, name, hashlib.sha256(text.encode()).hexdigest())
        return self.files.remember(key, lambda: self._parse_anew(name, text))

    def _parse_anew(self, name: str, text: str) -> _Parsed:
        self.fonts.families = set()
        with remarks_collected(name) as remarks, failures_told():
            style = weasyprint().CSS(
                string=text, base_url=address_of(name), url_fetcher=self.fetcher, font_config=self.fonts
            )
        return style, (*remarks, *unclosed(name, self.files)), frozenset(self.fonts.families)


def _not_text(name: str, error: UnicodeDecodeError) -> Finding:
    """A byte that is not UTF-8, at its line."""
    line = error.object.count(b"\n", 0, error.start) + 1
    what = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Finding("BR101", what, Span(name, line), "save the stylesheet anew with the encoding 'UTF-8'")


def _span(name: str, text: str, match: re.Match[str]) -> Span:
    start = text.rfind("\n", 0, match.start(1)) + 1
    line = text.count("\n", 0, start) + 1
    return Span(
        name, line, match.start(1) - start + 1, len(match[1]), text[start:].split("\n", maxsplit=1)[0]
    )
