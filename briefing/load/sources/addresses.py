"""Addresses and DOIs in BibTeX, where LaTeX escapes some of their characters → as a browser has them."""

from __future__ import annotations

import re
from urllib.parse import quote

from briefing.core.dois import SHAPE, bare_doi, without_end
from briefing.load.sources.bibtex_values import UnreadableValueError

WRAPPED = re.compile(
    r"\\(?:url|nolinkurl|burl|path)\s*\{((?:[^{}]|\{[^{}]*\})*)\}|\\href\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{[^{}]*\}"
)

NAMED_SIGNS = {
    "allowbreak": "",
    "sim": "~",
    "slash": "/",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textdollar": "$",
    "textendash": "–",
    "textgreater": ">",
    "textless": "<",
    "textpercent": "%",
    "textunderscore": "_",
    "tilde": "~",
    "lbrace": "{",
    "rbrace": "}",
    "relax": "",
}
NAMED_SIGN = re.compile(r"\\([A-Za-z]+)\s*(?:\{\s*\})?")
ESCAPED = re.compile(r"\\\\?([_%&#$~^]|\s)(?:\s*\{\s*\}|(?<=~)\s+)?")
"""A character after the backslash that LaTeX needs; some programs write two."""

ESCAPED_BRACES = {r"\{": "\ue0f8", r"\}": "\ue0f9"}
BREAK_HINTS = re.compile(r"\\[-/]|\\discretionary(?:\{[^{}]*\}){3}")
MATH = re.compile(r"(?<!\\)\$\s*([^$]{0,12}?)\s*(?<!\\)\$")
ENTITIES = (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'))

START = re.compile(r"https?://", re.IGNORECASE)
WITHOUT_SCHEME = re.compile(r"(?:^|(?<=[\s<{(]))www\.(?=[\w-]+\.\w)", re.IGNORECASE)
NO_ADDRESS = re.compile(r"<?Go to ISI>?:?(?://)?\S*", re.IGNORECASE)
"""What EndNote and Web of Science write in place of the address of a record in their own database."""

SEPARATORS = re.compile(r"^[\s,;|]*(?:and\b)?\s*|[\s,;|]*(?:\band)?\s*$")
ALLOWED = "/:?#[]@!$&'()*+,;=-._~%"
"""The characters that an address may contain besides letters and digits (RFC 3986)."""

GOES_ON = re.compile(
    r"[/=&%]|\.(?:pdf|html?|aspx?|php|jsp|docx?|xlsx?|pptx?|csv|zip|txt|json|xml)\b", re.IGNORECASE
)
"""Signs that words after a space belong to an address."""

ARCHIVE = re.compile(
    r"https?://(?:web\.archive\.org|archive\.(?:org/wayback|ph|today|is|md|li)|perma\.cc|webcitation\.org)/",
    re.I,
)

REPOSITORIES = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}
"""The repositories that BibLaTeX knows by name, and the start of their addresses."""


def unescape_address(latex: str) -> str:
    """Return an address, or a text with addresses, without LaTeX. Raises UnreadableValueError for other commands."""
    text = MATH.sub(r"\1{}", BREAK_HINTS.sub("", latex))
    for typed, sign in ESCAPED_BRACES.items():
        text = text.replace(typed, sign)
    text = ESCAPED.sub(r"\1", text)
    text = NAMED_SIGN.sub(_named_sign, text)
    text = re.sub(r"[{}]", "", text).replace("\ue0f8", "{").replace("\ue0f9", "}")
    for entity, sign in ENTITIES:
        text = text.replace(entity, sign)
    return text


def _named_sign(command: re.Match[str]) -> str:
    if command[1] not in NAMED_SIGNS:
        what = f"unsupported LaTeX command `\\{command[1]}` in an address"
        raise UnreadableValueError(what, "write the address as your browser shows it")
    return NAMED_SIGNS[command[1]]


def read_addresses(latex: str) -> tuple[list[str], str]:
    """Return the addresses in a field, and the words around them. Raises UnreadableValueError."""
    whole = WRAPPED.sub(lambda found: f" <{found[1] or found[2]}> ", latex)
    text = re.sub(r"(?<=\S)\n\s*(?=\S)(?!https?://)", "", whole) if START.match(whole.strip()) else whole
    text = with_scheme(unescape_address(text))
    starts = [match.start() for match in START.finditer(text) if _is_start(text, match.start())]
    if not starts:
        return [], " ".join(text.split())
    addresses, words = [], [text[: starts[0]]]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        is_enclosed = text[start - 1 : start] == "<"
        address, rest = _split(text[start:end], is_enclosed=is_enclosed)
        addresses.append(address)
        words.append(rest)
    return list(dict.fromkeys(addresses)), " ".join(" ".join(words).replace("<", " ").split())


def _is_start(text: str, start: int) -> bool:
    """Return False for an address inside another one, such as that of an archived copy."""
    return not start or text[start - 1] in " \t\n<([{,;|\"'"


def _split(text: str, *, is_enclosed: bool) -> tuple[str, str]:
    """Split a text at the end of the address with which it starts."""
    if is_enclosed:
        address, _, rest = text.partition(">")
        return _encoded(address.strip()), rest
    text = SEPARATORS.sub("", text)
    address, _, rest = text.partition(" ") if " " in text else (text, "", "")
    if rest and GOES_ON.search(rest) and not re.match(r"[(\[]|\w+:\s", rest):
        return _encoded(text), ""
    end = without_end(address)
    return _encoded(end), f"{address[len(end) :]} {rest}"


def _encoded(address: str) -> str:
    """Return an address with a percent sign and two digits in place of each character that it cannot contain."""
    return "".join(
        sign if sign.isalnum() or sign in ALLOWED or not sign.isascii() else quote(sign)
        for sign in re.sub(r"\s+", " ", address)
    )


def with_scheme(text: str) -> str:
    """Return a text whose addresses have a scheme: `https://` before `www.`, as browsers add it."""
    return WITHOUT_SCHEME.sub("https://www.", NO_ADDRESS.sub("", text))


def complete_address(typed: str) -> str:
    """Return an address without characters that it cannot contain; with words after it, it stays as it is."""
    text = with_scheme(typed).strip()
    rest = text.partition(" ")[2]
    return text if not START.match(text) or (rest and not GOES_ON.search(rest)) else _encoded(text)


def read_doi(latex: str) -> str:
    """Return what a field for a DOI contains without LaTeX, resolver and prefix."""
    unwrapped = WRAPPED.sub(lambda found: found[1] or found[2], latex)
    return bare_doi(" ".join(unescape_address(unwrapped).split()))


def doi_in(address: str) -> str:
    """Return the DOI that a text or an address is, "" if it is none."""
    doi = bare_doi(address)
    is_doi = re.fullmatch(SHAPE, doi) and (doi != address or re.match(r"10\.\d{4,9}/", doi))
    return doi if is_doi else ""


def of_repository(name: str, number: str) -> str:
    """Return the address of an electronic publication in a repository, "" if the repository is not known."""
    start = REPOSITORIES.get(name.lower())
    number = re.sub(r"^(?:arxiv|pmid|hdl):\s*", "", number.strip(), flags=re.IGNORECASE)
    return start + _encoded(number) if start and number else ""
