"""The settings of a workspace for all its briefs: `content/workspace.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from briefing.model.base import Email, Model, OneOrMore, Paper, Slug, WebAddress
from briefing.model.brief import Licence
from briefing.model.text import Line, Words


class Publisher(Model):
    """The publisher."""

    scalar_key = "name"

    name: Line
    """The name of the publisher."""
    web: WebAddress | None = None
    """The web address of the publisher."""
    about: Line | None = None
    """One line about the publisher."""


class Contact(Model):
    """The contact for questions."""

    scalar_key = "name"

    name: Words | None = None
    """The name of a person or an office."""
    email: Email | None = None
    """The e-mail address."""
    phone: Words | None = None
    """The telephone number."""


class Logo(Model):
    """The publisher's logo: a file in `content/`, and its alternative text."""

    file: Words
    """The name of the picture file in `content/`."""
    alt: Line
    """The alternative text for readers who cannot see the logo."""


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
    """The paper of every edition: `a4`, `letter`, or any other in `styles/papers/`."""
    loaded_terms: Mapping[str, Words] = Field(default_factory=dict)
    """Words that a neutral edition avoids, each with the word to use instead: `regime: government`."""
    acronyms: Annotated[tuple[Words, ...], OneOrMore] = ()
    """Acronyms that your readers know."""
    citation_style: Slug = "note"
    """The citation style: `note`, `author-date`, or any other in `templates/citation-styles/`."""
