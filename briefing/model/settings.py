"""The settings of a workspace for all its briefs: `content/workspace.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from briefing.model.base import Model, OneOrMore, Paper, Slug
from briefing.model.custom import CustomFields
from briefing.model.imprint import Contact, Licence, Logo, Publisher
from briefing.model.site import SiteSettings
from briefing.model.text import Words
from briefing.model.theme import ThemeChoice


class Settings(Model):
    """The settings of the workspace. Every key is optional."""

    publisher: Publisher | None = None
    """The publisher: a name, or `name`, `web`, `about`."""
    logo: Logo | None = None
    """The publisher's logo: `file`, a picture in `content/`, and `alt`, its alternative text."""
    contact: Contact | None = None
    """The contact for questions: `name`, `email`, `phone`."""
    licence: Licence | None = None
    """The licence of every brief that does not name its own."""
    audiences: Annotated[tuple[Slug, ...], OneOrMore, Field(min_length=1)] = ("policymaker",)
    """The audiences for which every brief is built."""
    paper: Paper = "a4"
    """The paper of every edition: `a4`, `letter`, `a5`, `a4-landscape`, or any other in `styles/papers/`."""
    output_intent: Words = ""
    """The colour profile of your printer (ICC), a file in `content/`, for editions built with `--press`."""
    loaded_terms: Mapping[str, Words] = Field(default_factory=dict)
    """Words that a neutral edition avoids, each with the word to use instead: `regime: government`."""
    acronyms: Annotated[tuple[Words, ...], OneOrMore] = ()
    """Acronyms that your readers know."""
    shared: Words = ""
    """The file that its briefs share, in place of `content/shared.yaml`: a path that starts from the workspace."""
    custom: CustomFields = Field(default_factory=dict)
    """Fields of your own for your templates, which every brief has unless it sets them itself."""
    theme: ThemeChoice = Field(default_factory=dict)
    """The theme: a shipped or installed one, or a folder; or `name` with values of its options."""
    citation_style: Slug = "note"
    """The citation style: `note`, `author-date`, or any other in `templates/citation-styles/`."""
    site: SiteSettings | None = None
    """The site that `brief release --site` writes: `audiences`, the public ones, and `address`, where it is served."""
