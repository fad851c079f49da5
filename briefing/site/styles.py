"""The stylesheet of a site: `styles/site.css` with the colours of the theme, and the fonts of its editions as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from briefing.compose.web.webfonts import in_blocks, letters_of, subset_font, with_fallbacks
from briefing.files.css import (
    DISPLAY_FONT,
    IMPORT,
    TEXT_FONT,
    FontFace,
    font_faces_of,
    read_style,
    tokens_of,
    used_tokens,
    without_comments,
)
from briefing.files.fonts import UnusableFontError, first_usable
from briefing.files.workspace import Files
from briefing.site.site import Site

SITE_STYLE = "styles/site.css"
FONTS, TOKENS = "styles/fonts.css", "styles/tokens.css"

SLANTED = ("italic", "oblique")
WEIGHTS = ("400", "700")


def write_styles(site: Site, pages: Iterable[str], files: Files) -> tuple[str, dict[str, bytes]]:
    """Return the stylesheet of a site, and its font files by their names.

    The fonts have the letters of the pages.
    """
    sheets = [FONTS, *_styles_of_languages(site, files)]
    own = "\n".join(IMPORT.sub("", text) for _, text in read_style(SITE_STYLE, files))
    letters = letters_of(unescape(page) for page in pages)
    rules: list[str] = []
    fonts: dict[str, bytes] = {}
    for face in _faces(sheets, files):
        needed = _letters_for(face, letters)
        if not needed:
            continue
        slant = "-italic" if face.style in SLANTED else ""
        name = f"{'-'.join(face.family.lower().split())}-{face.weight}{slant}.woff2"
        name = name if name not in fonts else f"{len(fonts)}-{name}"
        try:
            fonts[name] = subset_font(first_usable(face.sources, files)[1], needed)
        except UnusableFontError:  # reported with the editions that need it
            continue
        ranges = f"; unicode-range: {_written(needed)}" if face.ranges else ""
        rules.append(
            f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
            f'font-display: swap; src: url("{name}") format("woff2"){ranges} }}'
        )
    tokens = tokens_of((TOKENS,), files)
    used = dict.fromkeys(name for name, _ in used_tokens(without_comments(own)) if name in tokens)
    declared = "; ".join(f"{name}: {tokens[name]}" for name in used)
    families = with_fallbacks(sheets, files)
    return "\n".join((*rules, f":root {{ {declared} }}", families(own).strip())) + "\n", fonts


def _styles_of_languages(site: Site, files: Files) -> Iterator[str]:
    """Yield the stylesheets that declare fonts for the languages of the site."""
    names = dict.fromkeys(tag.partition("-")[0] for tag in site.languages)
    candidates = (f"styles/languages/fonts/{name}.css" for name in names)
    return (name for name in candidates if files.find(name) is not None)


def _faces(sheets: Sequence[str], files: Files) -> Iterator[FontFace]:
    """Yield the faces that the site uses: upright ones, and the italic of running text."""
    for face in font_faces_of(sheets, files):
        is_wanted = face.style not in SLANTED or (face.family == TEXT_FONT and face.weight == WEIGHTS[0])
        if is_wanted and face.weight in WEIGHTS and (face.family in (TEXT_FONT, DISPLAY_FONT) or sheets[1:]):
            yield face


def _letters_for(face: FontFace, letters: frozenset[int]) -> frozenset[int]:
    if not face.ranges:
        return in_blocks(letters)
    return frozenset(letter for letter in letters if any(letter in one for one in face.ranges))


def _written(letters: Iterable[int]) -> str:
    return ", ".join(f"U+{letter:X}" for letter in sorted(letters))
