"""Names in BibTeX and BibLaTeX → names as a brief writes them. bibtexparser splits a name into its parts."""

from __future__ import annotations

import re

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from briefing.load.sources.bibtex_values import UnreadableValueError
from briefing.load.sources.latex import decode_latex
from briefing.load.sources.rich_text import mark_html, unmarked
from briefing.load.sources.source_entry import MORE_AUTHORS, as_name, as_person, is_et_al, words

SUFFIX = re.compile(
    r"(?:jr|sr|jun|sen|junior|senior|[ivx]+|\d(?:st|nd|rd|th)|ph\.?d|m\.?d|esq)\.?", re.IGNORECASE
)
"""The part of a name between two commas: Lee, Jr., Robert E."""

SUFFIX_LAST = re.compile(rf"^([^,{{}}]+),\s*([^,{{}}]+),\s*({SUFFIX.pattern})$", re.IGNORECASE)
"""EndNote writes the suffix last: Lee, Robert E., Jr."""

ORGANISATION = re.compile(
    r"\b(?:Academy|Administration|Agency|Agencies|Assembly|Association|Authority|Bank|Board|Bureau|Centre|Center|Centers"
    r"|Commission|Committee|Company|Conference|Consortium|Corporation|Council|Court|Department|Directorate|Federation"
    r"|Forum|Foundation|Fund|Government|Group|Inc|Initiative|Institute|Institut|Instituto|Laboratory|Ltd|Ministry|Ministerio"
    r"|Mission|Nations|Network|Observatory|Office|Organi[sz]ation|Panel|Parliament|Programme|Program|Project"
    r"|Secretariat|Service|Society|Survey|Team|Treasury|Union|Universit\w*)\b"
)
"""A word that is part of the names of organisations, but not of people."""

LABELLED = re.compile(r"\s*\"?(family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
"""The start of a name in the extended format of BibLaTeX: `family=Beethoven, given=Ludwig, prefix=van`."""

LABELLED_PART = re.compile(r"\"?([a-z-]+)\s*=\s*((?:\{[^{}]*\}|[^,{}])*)\"?\s*(?:,|$)", re.IGNORECASE)
TRAILING_ET_AL = re.compile(r"[,;]?\s+(?:and\s+)?et\.?\s?al\.?\s*$", re.IGNORECASE)
AMPERSAND = re.compile(r"(?<=,)(?P<given>[^,{}&]*?),?\s+\\?&\s+(?=[^,{}&]+,[^,{}]+$)")
"""A sign in place of the last `and`, between two names with given names."""

LONE_AND = re.compile(r"^(?:and\s+)+|(?:\s+and)+$", re.IGNORECASE)
"""An `and` without a name before or after it."""

INITIALS_LAST = re.compile(
    r"(?P<family>[^\W\d_][^\s,.{}]*[^\W\d_A-Z][^\s,.{}]*(?:[ -][^\s,.{}]+)*) (?P<initials>[A-Z]{1,3})"
)
"""PubMed writes a person as `Smith JA`. For BibTeX, these initials would be the family name."""

NUMERALS = frozenset({"I", "II", "III", "IV", "V", "VI", "X"})

LETTER = re.compile(r"[^\W\d_]")


def read_names(typed: str) -> list[str]:
    """Return the names in a field. Raises UnreadableValueError for names whose commas are not clear."""
    text = LONE_AND.sub("", " ".join(typed.split()))
    names = split_multiple_persons_names(AMPERSAND.sub(r"\g<given> and ", text))
    if len(names) == 1 and ";" in _outside_braces(mark_html(text)):
        names = [name.strip() for name in mark_html(text).split(";")]
    if names and TRAILING_ET_AL.search(names[-1]) and not is_et_al(names[-1]):
        names = [*names[:-1], TRAILING_ET_AL.sub("", names[-1]), MORE_AUTHORS]
    return [name for name in map(_name, names) if name]


def _name(typed: str) -> str:
    """Return one name. A name with a given name is a person's; one in braces, or of one word, is kept as it is."""
    if is_et_al(typed):
        return MORE_AUTHORS
    if LABELLED.match(typed):
        return _labelled(typed)
    typed = typed.rstrip(" ,")
    if _is_whole(typed):
        return as_name(_plain(typed))
    _check_commas(typed)
    _check_initials(typed)
    parts = parse_single_name_into_parts(SUFFIX_LAST.sub(r"\1, \3, \2", typed), strict=False)
    family, suffix, given = (
        _plain(" ".join(part)) for part in ((*parts.von, *parts.last), parts.jr, parts.first)
    )
    if given.islower() and not suffix:  # {van} Gogh
        return as_name(f"{given} {family}")
    return as_person(family, given, suffix) if given.strip() else as_name(family)


def _is_whole(typed: str) -> bool:
    """Return True for the name of an organisation: in braces as a whole, or without commas and with a word for one."""
    outside = _outside_braces(typed)
    return not LETTER.search(outside) or ("," not in outside and bool(ORGANISATION.search(typed)))


def _check_commas(typed: str) -> None:
    """Raise UnreadableValueError for commas that are not those of one name, as in `Smith, J., Lee, K.`."""
    parts = [part.strip() for part in _outside_braces(typed).split(",")]
    is_person = len(parts) < 3 or (
        len(parts) == 3 and (SUFFIX.fullmatch(parts[1]) or SUFFIX.fullmatch(parts[2]))
    )
    if is_person and (len(parts) == 1 or parts[-1] or "{" in typed):
        return
    if len(parts) == 3 and all(parts) and "{" in typed:
        return
    what = f"the commas of this name are not clear: '{words(typed)[:60]}'"
    help = "put `and` between names, `Smith, J. and Lee, K.`, and braces around the name of an organisation"
    raise UnreadableValueError(what, help)


def _check_initials(typed: str) -> None:
    """Raise UnreadableValueError for a name whose last word may be initials or a family name, as in `Smith JA`."""
    found = INITIALS_LAST.fullmatch(typed)
    if found is None or found["initials"] in NUMERALS:
        return
    family, initials = found["family"], found["initials"]
    person = f"{family}, {'. '.join(initials)}."
    help = f"write `{person}` for initials, or `{initials}, {family}` for a family name"
    raise UnreadableValueError(f"it is not clear which part of '{typed}' is the family name", help)


def _outside_braces(typed: str) -> str:
    """Return the parts of a text that are in no braces."""
    kept, depth = [], 0
    for sign in typed:
        depth += sign == "{"
        if not depth:
            kept.append(sign)
        depth -= sign == "}" and depth > 0
    return "".join(kept)


def _labelled(typed: str) -> str:
    parts = {label.lower(): _plain(value) for label, value in LABELLED_PART.findall(typed)}
    family, given = parts.get("family", ""), parts.get("given", "")
    if parts.get("prefix"):
        is_first = parts.get("useprefix", "").lower() == "true"
        family, given = (
            (f"{parts['prefix']} {family}", given) if is_first else (family, f"{given} {parts['prefix']}")
        )
    return as_person(family, given, parts.get("suffix", "")) if given else as_name(family)


def _plain(latex: str) -> str:
    return unmarked(mark_html(decode_latex(latex)))
