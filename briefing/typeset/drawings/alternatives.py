"""Choose the child of each `switch` that is drawn (SVG 2, 5.8): by language, or the fallback of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefing.typeset.drawings.source import Flaw, Source, local_name, words_of

XHTML = "http://www.w3.org/1999/xhtml"
FORMATTED = (
    "in draw.io, clear 'Word Wrap' and 'Formatted Text' of the shape and export it again; "
    "in Mermaid, set `htmlLabels: false`; elsewhere, export texts as paths"
)
"""The way out of HTML in a drawing."""


def choose_alternatives(source: Source, language: str) -> Iterator[Flaw]:
    """Replace each `switch` by the child that is drawn; report HTML whose fallback has less text."""
    for switch in [one for one in source.root.iter() if local_name(one) == "switch"]:
        children = [one for one in switch if local_name(one) and _is_possible(one, language)]
        html = next((one for one in children[:1] if local_name(one) == "foreignObject"), None)
        chosen = next((one for one in children if one is not html), None)
        if html is not None and words_of(html):
            if chosen is None:
                yield html_flaw(source, html)
            elif _is_shortened(html, chosen):
                what = f"its text '{_start(words_of(html))}' is HTML (foreignObject), "
                what += f"and the fallback for it has only '{_start(words_of(chosen))}'"
                yield source.flaw(html, what, FORMATTED)
        for child in list(switch):
            if child is not chosen:
                switch.remove(child)
        switch.tag = switch.tag.replace("switch", "g")


def html_flaw(source: Source, html: Element) -> Flaw:
    """Return the flaw of HTML without a fallback."""
    what = f"its text '{_start(words_of(html))}' is HTML (foreignObject), which is not drawn"
    return source.flaw(html, what, FORMATTED)


def _is_possible(child: Element, language: str) -> bool:
    """Return whether the conditions of a child hold. `requiredFeatures` is always true (SVG 2)."""
    extensions = child.get("requiredExtensions")
    if extensions is not None and set(extensions.split()) - {XHTML}:
        return False
    asked = child.get("systemLanguage")
    if asked is None:
        return True
    tags = [tag.strip().lower() for tag in asked.split(",")]
    return any(tag and (language == tag or tag.startswith(f"{language}-")) for tag in tags)


def _is_shortened(html: Element, chosen: Element) -> bool:
    """Return whether the fallback lacks letters of the HTML; a picture of the text has them all."""
    said = "".join(words_of(chosen).split())
    has_picture = any(local_name(one) == "image" for one in chosen.iter())
    is_drawn = any(local_name(one) in ("path", "use") for one in chosen.iter())
    return said != "".join(words_of(html).split()) and not (not said and (has_picture or is_drawn))


def _start(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:40].rstrip()}…"
