"""The content that the briefs of one or several workspaces share: `content/shared.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from briefing.model.base import Identifier, Model, SourceId
from briefing.model.blocks import Box
from briefing.model.brief import Fact
from briefing.model.imprint import Contact
from briefing.model.source import Source
from briefing.model.text import Line


class Shared(Model):
    """The content that several briefs share. Every key is optional."""

    facts: Mapping[Identifier, Fact] = Field(default_factory=dict)
    """Figures and names by their ids; `{id}` in any text prints the value."""
    glossary: Mapping[str, Line] = Field(default_factory=dict)
    """Terms and their meanings; a brief takes those that it lists: `glossary: [term, another term]`."""
    sources: Mapping[SourceId, Source] = Field(default_factory=dict)
    """Sources by their ids; `[@id]` in any text cites one."""
    disclaimers: Mapping[Identifier, Line] = Field(default_factory=dict)
    """Disclaimers by their ids; a brief takes those that it lists: `disclaimers: [views, id]`."""
    boxes: Mapping[Identifier, Box] = Field(default_factory=dict)
    """Boxes by their ids; a block takes one: `box: id`."""
    contact: Contact | None = None
    """The contact of every workspace and every brief that does not name its own."""
