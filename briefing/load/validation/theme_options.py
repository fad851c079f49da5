"""Checks of a theme's options: their declarations in `theme.yaml`, and the values that a workspace gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import tinycss2.color4

from briefing.core.finding import Finding, suggest
from briefing.core.source_map import SourceMap
from briefing.model.theme import OptionType, Theme, ThemeOption

LENGTH = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:mm|cm|in|pt|pc|px|q|em|rem)|0", re.IGNORECASE)
FLAGS = ("true", "false")
PICTURE = re.compile(r"(?!/)(?!.*(?:^|/)\.\.(?:/|$)).+\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE)

Problem = tuple[str, str] | tuple[()]
"""What is wrong with a value, and the help; empty if nothing is."""


def check_theme(theme: Theme, source_map: SourceMap) -> Iterator[Finding]:
    """Yield the findings about the options that a theme declares."""
    for name, option in theme.options.items():
        where = source_map.key(("options", name))
        is_choice = option.type is OptionType.CHOICE
        if is_choice and not option.choices:
            yield Finding("BR533", f"'{name}' has no choices", where, "list them: `choices: [wide, narrow]`")
        elif option.choices and not is_choice:
            what = f"'{name}' has choices, but is of the type '{option.type.value}'"
            yield Finding("BR533", what, where, "write `type: choice`, or remove `choices`")
        elif not option.default and option.type not in (OptionType.TEXT, OptionType.PICTURE):
            what = f"'{name}' has no default, which the type '{option.type.value}' needs"
            yield Finding("BR533", what, where, "add `default: …`")
        elif wrong := check_value(name, option.default, option):
            yield Finding("BR533", wrong[0], source_map.value(("options", name, "default")), wrong[1])


def check_tokens(
    theme: Theme, tokens: Mapping[str, str], beneath: Mapping[str, str], source_map: SourceMap
) -> Iterator[Finding]:
    """Yield a finding for each option that hides a token of the theme or replaces one by another kind of value.

    `tokens` are those of the theme's stylesheets and the ones beneath, `beneath` the latter alone, with their values.
    """
    for name, option in theme.options.items():
        token = token_of(name)
        value = tokens.get(token)
        if value is not None and not _is_alike(value, option):
            what = f"the option '{name}' would replace the token {token} ({value}), which the styles use"
            help = f"give the option another name: `show_{name}`"
            yield Finding("BR533", what, source_map.key(("options", name)), help)
        elif value is not None and value != beneath.get(token) and _hides(name, option, value):
            what = f"the option '{name}' ({option.default}) hides the token {token} ({value}) of the theme's styles"
            help = f"remove {token} from the stylesheet, or give the option another name"
            yield Finding("BR533", what, source_map.key(("options", name)), help)
        elif "_" in name and f"--{name}" in tokens:
            what = (
                f"the option '{name}' sets the variable {token}, and not --{name}, which the styles declare"
            )
            yield Finding(
                "BR533", what, source_map.key(("options", name)), f"write {token} in the stylesheet"
            )


def _hides(name: str, option: ThemeOption, value: str) -> bool:
    """Return whether an option gives its token another value than a stylesheet does; a picture gives none."""
    declared = css_of(name, option.default, option)
    return bool(declared) and f"  {token_of(name)}: {value};" not in declared


def _is_alike(value: str, option: ThemeOption) -> bool:
    """Return whether the value of a token is of the type of an option; a picture has no variable."""
    if option.type is OptionType.PICTURE:
        return True
    if option.type is OptionType.TEXT:
        return value.startswith(('"', "'"))
    if option.type is OptionType.BOOLEAN:
        return value in ("0", "1")
    is_sum = option.type is OptionType.LENGTH and value.startswith("calc(")
    return is_sum or not check_value("", value, option)


def token_of(name: str) -> str:
    """Return the CSS variable of an option."""
    return f"--{name.replace('_', '-')}"


def check_value(name: str, value: str, option: ThemeOption) -> Problem:
    """Return what is wrong with the value of an option."""
    if not value and option.type in (OptionType.TEXT, OptionType.PICTURE):
        return ()
    if option.type is OptionType.COLOUR and not is_colour(value):
        return f"'{value}' is not a colour", f'write a CSS colour in quotes: `{name}: "#12395b"`'
    if option.type is OptionType.LENGTH and not LENGTH.fullmatch(value):
        return f"'{value}' is not a length", f"write a number with its unit: `{name}: 12mm`"
    if option.type is OptionType.BOOLEAN and value not in FLAGS:
        return f"'{value}' is not true or false", f"write `{name}: true` or `{name}: false`"
    if option.type is OptionType.CHOICE and value not in option.choices:
        return f"'{value}' is not a value of '{name}'", suggest(value, option.choices, noun="values")
    if option.type is OptionType.PICTURE and not PICTURE.fullmatch(value):
        what = f"'{value}' is not the name of a picture in content/"
        return what, f"name a PNG, JPEG, GIF, WebP or SVG file in content/: `{name}: cover.jpg`"
    return ()


def is_colour(value: str) -> bool:
    """Return whether a text is one CSS colour that does not depend on the text around it."""
    found = tinycss2.color4.parse_color(value)
    return found is not None and found != "currentcolor" and not re.search(r"[;{}]", value)


def value_of(value: str, option: ThemeOption) -> str | bool:
    """Return the value of an option as a template gets it."""
    return value == "true" if option.type is OptionType.BOOLEAN else value


def css_of(name: str, value: str, option: ThemeOption) -> list[str]:
    """Return the declaration of an option as a CSS variable; a picture has none."""
    token = token_of(name)
    if option.type is OptionType.PICTURE:
        return []
    if option.type is OptionType.BOOLEAN:
        return [f"  {token}: {int(value == 'true')};"]
    if option.type is OptionType.TEXT:
        escaped = re.sub(r"[^\w .,:-]", lambda found: f"\\{ord(found.group()):x} ", value)
        return [f'  {token}: "{escaped}";']
    return [f"  {token}: {value};"]
