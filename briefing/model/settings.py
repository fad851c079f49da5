"""What a workspace says for all of its briefs: `content/workspace.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from briefing.model.base import Email, Model, OneOrMore, Paper, Slug, WebAddress
from briefing.model.brief import Licence
from briefing.model.text import Line, Words


class Publisher(Model):
    """Who publishes."""

    scalar_key = "name"

    name: Line
    web: WebAddress | None = None
    about: Line | None = None


class Contact(Model):
    """Whom to ask."""

    scalar_key = "name"

    name: Words | None = None
    email: Email | None = None
    phone: Words | None = None


class Logo(Model):
    """The publisher's logo: a file in `content/`, and the words for a reader who does not see it."""

    file: Words
    alt: Line


class Settings(Model):
    """The workspace's own settings; every key may be left out."""

    publisher: Publisher | None = None
    """Who publishes: a name, or `name`, `web`, `about`."""
    logo: Logo | None = None
    """A picture in `content/`, and the words for a reader who does not see it."""
    contact: Contact | None = None
    """Whom to ask: `name`, `email`, `phone`."""
    licence: Licence | None = None
    """The licence of every brief that does not name its own."""
    audiences: Annotated[tuple[Slug, ...], OneOrMore, Field(min_length=1)] = ("policymaker",)
    """For whom every brief is built."""
    paper: Paper = "a4"
    """The paper of every edition: `a4`, `letter`, or another that `styles/papers/` has."""
    loaded_terms: Mapping[str, Words] = Field(default_factory=dict)
    """Words that a neutral edition avoids, each with what to say in its place: `regime: government`."""
    acronyms: Annotated[tuple[Words, ...], OneOrMore] = ()
    """Acronyms that the readers of this house know."""
    citation_style: Slug = "note"
    """How sources are written: `note`, `author-date`, or a style of your own."""
