"""The languages of sources, as reference managers write them: `fr`, `fr_CA`, `fre`, `French`, `ngerman`, `Français`."""

from __future__ import annotations

import re
from functools import cache

from briefing.text.locale_formats import find_locale

TAG = re.compile(r"[A-Za-z]{2}([-_][A-Za-z0-9]{2,8})*")

BABEL = {
    **dict.fromkeys(("american", "usenglish", "british", "ukenglish", "australian", "canadian"), "en"),
    **dict.fromkeys(("acadian", "canadien", "francais", "frenchb", "fre", "fra"), "fr"),
    **dict.fromkeys(
        ("austrian", "naustrian", "ngerman", "germanb", "swissgerman", "nswissgerman", "ger", "deu"), "de"
    ),
    **dict.fromkeys(("brazil", "brazilian", "portuges", "por"), "pt"),
    **dict.fromkeys(("mexican", "spanishmx", "spa"), "es"),
    **{
        "eng": "en",
        "rus": "ru",
        "ara": "ar",
        "ita": "it",
        "dut": "nl",
        "nld": "nl",
        "pol": "pl",
        "ukr": "uk",
    },
    **{
        "chi": "zh",
        "zho": "zh",
        "jpn": "ja",
        "kor": "ko",
        "tur": "tr",
        "heb": "he",
        "per": "fa",
        "fas": "fa",
    },
    **{
        "swe": "sv",
        "dan": "da",
        "nor": "no",
        "fin": "fi",
        "cze": "cs",
        "ces": "cs",
        "gre": "el",
        "ell": "el",
    },
    **{
        "hin": "hi",
        "ind": "id",
        "vie": "vi",
        "tha": "th",
        "hun": "hu",
        "rum": "ro",
        "ron": "ro",
        "cat": "ca",
    },
}
"""The names of Babel in LaTeX that are not English names of languages, and the common codes of ISO 639-2."""

OWN_NAMES = ("en", "es", "fr", "pt", "ru", "ar", "de", "it")
"""Languages that are also recognised by the name that they have for themselves."""


def language_tag(typed: str) -> str:
    """Return the tag of a language (BCP 47); "" for words that are not the name of one language."""
    name = typed.strip().strip("{}").strip()
    if TAG.fullmatch(name):
        return name.replace("_", "-")
    folded = name.casefold()
    return BABEL.get(folded) or _names().get(folded, "")


@cache
def _names() -> dict[str, str]:
    names = {str(name).casefold(): tag for tag, name in find_locale("en").languages.items() if len(tag) < 4}
    own = {str(find_locale(tag).get_language_name(tag)).casefold(): tag for tag in OWN_NAMES}
    return {**names, **own}
