"""The search of a site, which needs no server: a script, and an index in each language that it reads.

The index is a script too, since a page on a disk may load scripts, but no data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources

from briefing.site.record import Texts, Version
from briefing.site.site import ASSETS, Site

SCRIPT = f"{ASSETS}/search.js"

USED = (
    "search",
    "year",
    "series",
    "topics",
    "every_year",
    "every_series",
    "every_topic",
    "results",
    "no_results",
)
"""The words of the site that the script shows."""


def read_script() -> bytes:
    """Return the script."""
    return (resources.files("briefing.site") / "static/search.js").read_bytes()


def search_index_of(language: str) -> str:
    """Return the path of the search index in a language."""
    return f"{ASSETS}/search-{language}.js"


def write_search_index(site: Site, language: str) -> bytes:
    """Return what the search in a language reads: its words, and the texts of each brief, as a script."""
    words = dict(site.languages[language].words)
    words["results"] += site.languages[language].marks["colon"]
    briefs = {
        version.brief: _searched(version, version.text_in(language)) for version in site.in_language(language)
    }
    index = {"words": {name: words[name] for name in USED}, "briefs": briefs}
    return f"const siteIndex = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _searched(version: Version, texts: Texts) -> dict[str, object]:
    parts: Iterable[str | None] = (
        texts.title,
        texts.subtitle,
        texts.type,
        texts.series,
        texts.summary,
        *texts.key_points,
        *texts.keywords,
        *(author.name for author in texts.authors),
        version.doi,
        version.report_number,
    )
    return {
        "text": "\n".join(filter(None, parts)),
        "year": str(version.day.year),
        "series": [texts.series] if texts.series else [],
        "topics": list(texts.keywords),
    }
