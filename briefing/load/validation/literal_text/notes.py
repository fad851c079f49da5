"""Marks of notes, sources and powers that lose their place when a text is pasted: `end.1`, `[1]`, `km2`."""

from __future__ import annotations

import re

from briefing.core.finding import Severity
from briefing.load.validation.literal_text.kinds import Kind

CLOSING = "”’»)\"'"
SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"

ABBREVIATIONS = frozenset((
    "amend", "annex", "appx", "build", "chap", "clause", "cols", "corr", "figs", "file", "files",
    "item", "lines", "nos", "page", "pages", "para", "paras", "refs", "release", "sect", "secs",
    "table", "vers", "version", "vols",
))  # fmt: skip
"""Words that have a number after their full stop, often without a space."""

NAMED_WITH_NUMBER = frozenset((
    "caesium", "carbon", "cesium", "covid", "cobalt", "fortran", "iodine", "kaspersky", "krypton",
    "latex", "omega", "perl", "python", "radon", "strontium", "thorium", "uranium", "vitamin",
    "windows", "xenon",
))  # fmt: skip
"""Words that have a number as a part of their name."""

FORMULAE = ("CO2", "H2O", "CH4", "N2O", "NO2", "SO2", "NH3", "SF6", "H2SO4", "HNO3", "CaCO3")
"""Formulae that are typed without their subscripts. Those that name other things as well (O2, H2, N2) are left out."""

BEFORE_BRACKETS = re.compile(
    r"\b(?:array|at|between|code|index|interval|line|para|paragraph|paragraphs|paras|range|vector)\.?\s\Z",
    re.IGNORECASE,
)
"""Words before brackets that are no citation: the interval [5, 10], the paragraph [45] of a judgment."""


def _is_no_note(match: re.Match[str]) -> bool:
    """Return True for an abbreviation with its number (`para.5`), a version or a part of an address."""
    word, before = match["word"], match.string[: match.start()][-1:]
    return (
        before in tuple("/.@_#:=\\")
        or len(word) < 4
        or word.isupper()
        or word.casefold() in ABBREVIATIONS
        or match["mark"].startswith("0")
    )


def _is_name(match: re.Match[str]) -> bool:
    return match["word"] in NAMED_WITH_NUMBER or match.string[: match.start()][-1:] in tuple("/.@_-#:=\\")


def _help_for_note(match: re.Match[str]) -> str:
    words = match.group().removesuffix(match["mark"])
    return f"write {words}^[the text of the footnote], cite a source: {words} [@id], or remove the number"


def _help_for_power(match: re.Match[str]) -> str:
    return f"write {match['base'].strip()}^{match['power']}^"


def _help_for_formula(match: re.Match[str]) -> str:
    formula = re.sub(r"([0-9]+)", r"~\1~", match.group())
    return f"write {formula}"


def _is_product(match: re.Match[str]) -> bool:
    """Return True for the name of software, such as H2O AutoML."""
    return (
        match.group() == "H2O"
        and re.match(r"[ \u00a0](?:[^\W\d_a-z]|\d)", match.string[match.end() :]) is not None
    )


MARKS = (
    Kind(
        "BR333",
        tuple("0123456789"),
        re.compile(
            rf"(?P<word>[^\W\d_]+)(?:[.?!;,][{CLOSING}]?|[”»])(?P<mark>\d{{1,2}})"
            r"(?=\s+[^\W\d_a-zà-ÿа-яё]|\s*\Z|\n|(?<=,\d)\s[a-z]|(?<=,\d\d)\s[a-z])"
        ),
        "`{}` ends with the mark of a footnote, which would be printed as a number",
        _help_for_note,
        Severity.WARNING,
        is_meant=_is_no_note,
    ),
    Kind(
        "BR333",
        tuple("0123456789"),
        re.compile(
            r"(?P<word>(?<![\w/.@#-])[a-zà-ÿа-яё]{5,})(?P<mark>[1-9]\d?)(?=[.?!](?:\s+[^\W\d_a-zà-ÿа-яё]|\s*\Z|\n))"
        ),
        "`{}` ends with the mark of a footnote, which would be printed as a number",
        _help_for_note,
        Severity.WARNING,
        is_meant=_is_name,
    ),
    Kind(
        "BR333",
        tuple(SUPERSCRIPTS),
        re.compile(rf"(?P<word>[^\W\d_]+)[.?!;,:][{CLOSING}]?(?P<mark>[{SUPERSCRIPTS}]{{1,2}})(?!\w)"),
        "`{}` ends with the mark of a footnote that is not there",
        _help_for_note,
        Severity.WARNING,
    ),
    Kind(
        "BR333",
        "[",
        re.compile(rf"(?<=[.,;?!{CLOSING}])\[[a-z]{{1,2}}\](?![\w(\[{{])"),
        "`{}` is the mark of a comment or a footnote that is not there, and would be printed as typed",
        "remove it, or write the footnote in its place: ^[the text of the footnote]",
        Severity.WARNING,
        not_quoted=True,
    ),
    Kind(
        "BR309",
        "[",
        re.compile(
            rf"(?:(?<=[^\W\d_]{{2}}\s)|(?<=[^\W\d_]{{3}})|(?<=[.,;:?!{CLOSING}][ \u00a0])|(?<=[.,;?!{CLOSING}]))"
            r"\[[1-9]\d{0,2}(?:\s?[,;–-]\s?[1-9]\d{0,2})*\](?![\w(\[{\t])"
        ),
        "`{}` is the number of a source that the brief does not have, and would be printed as typed",
        "add the source under `sources`, and cite it by its id: [@id]; for brackets as text, write \\[",
        Severity.WARNING,
        not_quoted=True,
        is_meant=lambda match: bool(BEFORE_BRACKETS.search(match.string[: match.start()])),
    ),
    Kind(
        "BR325",
        ("m2", "m3", "ft2", "ft3", "mi2", "yd2", "yd3"),
        re.compile(
            r"(?:(?<=\d)[\s\u00a0\u202f]?|(?<=\d[\s\u00a0\u202f])|(?<=/)|(?<=\bper\s))(?P<base>[kcdm]?m|ft|mi|yd)(?P<power>[23])(?![\w^²³])"
        ),
        "the number in `{}` would not be raised",
        _help_for_power,
        Severity.WARNING,
    ),
    Kind(
        "BR325",
        ("× 10", "×10", "×\u00a010", "x 10", "· 10"),
        re.compile(
            r"(?<=[1-9][.,]\d)\d*[\s\u00a0]?[×x·][\s\u00a0]?(?P<base>10)(?P<power>[-−–]?\d{1,2})(?![\w^.,%]|[.,]\d)"
        ),
        "the power in `{}` would not be raised",
        _help_for_power,
        Severity.WARNING,
    ),
)
"""Marks that are raised in a word processor, and become plain digits on its clipboard."""

FORMULA = Kind(
    "BR325",
    FORMULAE,
    re.compile(
        rf"(?<![\w/.@#:=^~{{\\-])(?:{'|'.join(FORMULAE)})(?:e|eq)?(?![\w/@=^~]|\.\w|[-‑](?:[^\W_a-z]|\d))"
    ),
    "the numbers in the formula `{}` would not be lowered",
    _help_for_formula,
    Severity.WARNING,
    not_quoted=True,
    is_meant=_is_product,
)
"""A formula whose subscripts became plain digits."""

AUTHOR_MARKS = Kind(
    "BR333",
    (*"0123456789*†‡", *SUPERSCRIPTS),
    re.compile(
        rf"(?<=\s)(?P<word>[^\W\d_a-z][^\W\d_]+)(?P<mark>(?:\d{{1,2}}|[{SUPERSCRIPTS}*†‡])(?:,\s?[\d{SUPERSCRIPTS}*†‡])*)(?=\s|,|;|\Z)"
    ),
    "the mark after the name `{}` would be printed",
    "write each author as an item of the list, with `name` and `affiliation`",
    Severity.WARNING,
)
"""Raised numbers after the names of authors, which lead to their affiliations."""
