"""The description of a theme, `theme.yaml`: its name, its version, and the options that a workspace can set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated

from pydantic import Field

from briefing.model.base import Model, OneOrMore, Slug, problem, spelled, typed_text
from briefing.model.text import Words

BASE_THEME = "memo"
"""The theme of the shipped templates and styles, which every other theme extends in the end."""

OPTION = re.compile(r"[a-z][a-z0-9_]*")
NAME = "name"
"""The key of the theme's name next to its options in `content/workspace.yaml`."""


def _option_name(value: object) -> object:
    if isinstance(value, str) and (not OPTION.fullmatch(value) or value == NAME):
        help = "use lower-case letters, digits and '_', but not 'name': band_height"
        raise problem("BR210", f"'{value}' cannot be the name of an option", help)
    return value


OptionName = Annotated[str, spelled(_option_name, typed_text(OPTION.pattern))]
"""The name of an option, which templates and stylesheets use."""


class OptionType(Enum):
    """The types of options."""

    COLOUR = "colour"
    LENGTH = "length"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    TEXT = "text"
    PICTURE = "picture"


class ThemeOption(Model):
    """An option of a theme: a workspace sets its value in `content/workspace.yaml`."""

    type: OptionType
    """The type of its value: `colour`, `length`, `boolean`, `choice`, `text` or `picture`."""
    description: Words
    """What the option changes, in one line."""
    default: Words = ""
    """The value for workspaces that do not set the option; texts and pictures may have none."""
    choices: Annotated[tuple[Slug, ...], OneOrMore] = ()
    """The values to choose from, for the type `choice`."""


class Theme(Model):
    """A theme: a folder with `theme.yaml`, `templates/` and `styles/`, a layer beneath the workspace."""

    name: Slug
    """The name of the theme."""
    description: Words
    """The look in one line, for `brief theme list`."""
    version: Words
    """The version, which a release records: 1.2."""
    extends: Words = BASE_THEME
    """The theme beneath: the name of a shipped or installed one, or a folder relative to this one."""
    options: Mapping[OptionName, ThemeOption] = Field(default_factory=dict)
    """The options by their names: `type`, `default`, `description` and, for a choice, `choices`."""


def _chosen(value: object) -> object:
    if isinstance(value, str):
        return {NAME: value.strip()}
    if not isinstance(value, Mapping):
        raise problem("BR203", "'theme' must be a name, or `name` and options", "write `theme: memo`")
    for key, one in value.items():
        if not isinstance(one, str):
            help = f"write one value: `{key}: …`; quote a colour that begins with #"
            raise problem("BR203", f"'theme.{key}' must be one value", help, at=str(key))
    return value


ThemeChoice = Annotated[
    Mapping[str, str],
    spelled(
        _chosen,
        {
            "anyOf": [
                {"type": "string", "pattern": r"\S"},
                {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
            ]
        },
    ),
]
"""The name of a theme, a folder or a package; or its `name` with values of its options."""


@dataclass(frozen=True)
class ChosenTheme:
    """The theme of a workspace, with the value of each option."""

    name: str = BASE_THEME
    version: str = ""
    options: Mapping[str, str | bool] = field(default_factory=dict)
