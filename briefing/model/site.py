"""The site of a workspace: what `content/workspace.yaml` says about it, and its words in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from briefing.model.base import FolderAddress, Model, OneOrMore, Slug
from briefing.model.text import Words


class SiteSettings(Model):
    """The site that `brief release --site` writes."""

    audiences: Annotated[tuple[Slug, ...], OneOrMore, Field(min_length=1)]
    """The audiences whose editions are published; the first of them gives a brief its title and its summary."""
    address: FolderAddress | None = None
    """The web address at which the site is served: https://institute.example/briefs/."""


class SiteWords(Model):
    """The fixed words of the site in a language: `templates/languages/<language>/site.yaml`.

    `audiences` are the names of audiences as readers see them; others have the `label` of their audience. `feed`, `pdf`
    and `html` name files and formats; `results` comes before the number of results.
    """

    publications: Words
    by_date: Words
    by_series: Words
    by_topic: Words
    series: Words
    topics: Words
    languages: Words
    search: Words
    year: Words
    every_year: Words
    every_series: Words
    every_topic: Words
    results: Words
    no_results: Words
    editions: Words
    pages: Words
    download: Words
    read: Words
    about: Words
    published: Words
    first_page: Words
    reference_files: Words
    versions: Words
    this_version: Words
    newer_version: Words
    superseded_by: Words
    moved: Words
    feed: Words
    audiences: Mapping[Slug, Words] = Field(default_factory=dict)
