"""Dates of publications as people and reference managers write them → ISO 8601 with a few signs of EDTF.

`1850~` is about 1850, `1850?` uncertain, `2019/2021` a period of years, `2019/` a period without an end, and `-0380`
the year 380 BCE. A date that is less exact than the typed one is right; one that is more exact is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.dates import iso_day_or_month

PATTERN = r"-?\d{4}[~?%]?(?:/(?:-?\d{4}[~?%]?)?)?|\d{4}(?:-\d{2}){1,2}[~?%]?"

FULL = re.compile(
    r"(?P<sign>-?)(?P<year>(?<=-)\d{1,4}|\d{3,4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?P<doubt>[~?%]?)"
)
ERA = re.compile(
    r"(?P<year>\d{1,4})\s*(?:B\.?\s?C\.?(?:\s?E\.?)?|a\.\s?C\.|av\.\s?J\.-C\.|v\.\s?Chr\.)", re.IGNORECASE
)
ABOUT = re.compile(
    r"(?:circa|ca?\.?|about|approx\.?|around|~|um|vers|hacia|cerca de)\s*(?=\[?-?\d)", re.IGNORECASE
)
DECADE = re.compile(r"(?P<known>\d{2,3})(?P<unknown>[XxUu]{1,2})")
WORDED_DECADE = re.compile(r"(\d{3})0['’]?s")
TIME = re.compile(r"(?<=\d)T\d.*|(?<=\d\d) \d{1,2}:\d\d.*")
YEARS = re.compile(r"(?P<first>\d{4})\s*(?P<sign>[-–—]{1,3}|/)\s*(?P<last>\d{4}|\d{2})(?P<doubt>[~?%]?)")
BRACKETS = re.compile(r"^[\[(]\s*(.*?)\s*[\])]$")
COPYRIGHT = re.compile(r"^(?:©|\(c\)|c(?=\d{4}$)|copyright)\s*", re.IGNORECASE)
EMPTY_PARTS = re.compile(r"(?:[-/](?:--?|00|XX|xx|uu|\?\?))+$")

SEASONS = range(21, 42)
"""The numbers in place of a month that EDTF gives to seasons, quarters and the like."""

MONTHS_OF_YEAR = range(1, 13)
LAST_OF_CENTURY = 99
ERA_START = "-"


def read_publication_date(typed: str) -> str:
    """Return the date that a text names; "" if it names none.

    Anything that looks like a date is returned as one, even an impossible one: the model reports what is wrong with it.
    """
    text = COPYRIGHT.sub("", BRACKETS.sub(r"\1", " ".join(typed.split()).strip(" .,;")))
    if not re.search(r"\d", text):
        return ""
    is_about = ABOUT.match(text)
    if is_about:
        text = text[is_about.end() :].strip("[] ")
    date = _period(text) or _one(text)
    return _in_doubt(date) if is_about and date else date


def _period(text: str) -> str:
    """Return a period; within a year or a month, that year or month."""
    if match := YEARS.fullmatch(text):
        return _years(match)
    first, slash, last = re.sub(r"(?<=\d{4})\s*[-–—]$", "/", text).partition("/")
    if not slash or "/" in last:
        return ""
    start, end = _one(first.strip()), _one(last.strip())
    if start and last.strip() in ("", ".."):
        return f"{_year_of(start)}/"
    if end and first.strip() in ("", ".."):
        return end
    return _joined(start, end) if start and end and re.search(r"\d{4}", last) else ""


def _years(match: re.Match[str]) -> str:
    first, last, doubt = match["first"], match["last"], match["doubt"]
    if len(last) == len(first):
        return f"{first}/{last}{doubt}" if last != first else first + doubt
    number, before, is_slash = int(last), int(first[2:]), match["sign"] == "/"
    if number in MONTHS_OF_YEAR and number != before + 1:
        return f"{first}-{last}{doubt}"
    if number in MONTHS_OF_YEAR or (
        number in SEASONS and not is_slash
    ):  # 2001/02 may be February or two years
        return first
    if number == 0:
        return f"{first}/{int(first[:2]) + 1}00{doubt}" if before == LAST_OF_CENTURY else first
    return f"{first}/{first[:2]}{last}{doubt}" if number > before else f"{first}-{last}"


def _joined(start: str, end: str) -> str:
    """Return the period between two dates, or what they have in common."""
    if _year_of(start) != _year_of(end):
        return f"{_year_of(start)}/{_year_of(end)}"
    pairs = zip(start.rstrip("~?%").split("-"), end.rstrip("~?%").split("-"), strict=False)
    shared = [one for one, other in pairs if one == other]
    return "-".join(shared) if not start.startswith(ERA_START) else start


def _year_of(date: str) -> str:
    match = FULL.fullmatch(date)
    return f"{match['sign']}{match['year']}{match['doubt']}" if match else date.partition("/")[0]


def _one(text: str) -> str:
    """Return one date."""
    if decade := WORDED_DECADE.fullmatch(text):
        return f"{decade[1]}0/{decade[1]}9"
    if era := ERA.fullmatch(text):
        return f"-{int(era['year']):04}"
    plain = TIME.sub("", text.strip())
    if decade := DECADE.fullmatch(plain):
        count = 4 - len(decade["known"])
        return (
            f"{decade['known']}{'0' * count}/{decade['known']}{'9' * count}"
            if count == len(decade["unknown"])
            else ""
        )
    plain = EMPTY_PARTS.sub("", plain)
    slashed = re.fullmatch(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?", plain)
    if slashed:
        plain = "-".join(part.zfill(2) for part in slashed.groups() if part)
    return next(_readings(plain), "")


def _readings(text: str) -> Iterator[str]:
    if year := re.fullmatch(r"(\d{4})[a-z]", text):
        yield year[1]
    if match := FULL.fullmatch(re.sub(r"(?<=\d\d)[?~%](?=-)", "", text)):
        yield _iso(match)
    day = iso_day_or_month(text)
    if day and " or " not in day:
        yield day
    elif day:
        yield day[:4]  # 03/04/2026: either number may be the month
    if re.fullmatch(r"[0-9-]+", text):
        yield text


def _iso(match: re.Match[str]) -> str:
    year = match["sign"] + match["year"].zfill(4)
    if match["month"] is None or int(match["month"]) in SEASONS:
        return year + match["doubt"]
    parts = [year, match["month"].zfill(2), *([match["day"].zfill(2)] if match["day"] else [])]
    return "-".join(parts) + match["doubt"]


def _in_doubt(date: str) -> str:
    """Return a date as an approximate one."""
    first, slash, last = date.partition("/")
    return f"{first.rstrip('~?%')}~{slash}{last}"


def year_in(words: str) -> str:
    """Return the only year in words such as `Spring 2020`; "" if there is none, or more than one."""
    years = set(re.findall(r"(?<!\d)(?:1[0-9]|20)\d{2}(?!\d)", words))
    return years.pop() if len(years) == 1 else ""


NO_DATE = re.compile(
    r"n\.?\s?d\.?|no[- ]?date|undated|date unknown|unknown|none|nodate|s\.?\s?f\.?|s\.?\s?d\.?|sin fecha"
    r"|sans date|sem data|s\.?\s?a\.?|o\.?\s?[JD]\.?|ohne (?:Jahr|Datum)|б\.?\s?[дг]\.?"
    r"|د\.?\s?ت\.?"
    r"|\?{1,4}|-{1,4}|[–—]|0{4}|X{4}|9999",
    re.IGNORECASE,
)
"""The words that say, in the languages of libraries, that a work has no date."""

STATUSES = {
    "in press": "in press",
    "inpress": "in press",
    "in print": "in press",
    "en prensa": "in press",
    "en imprenta": "in press",
    "sous presse": "in press",
    "no prelo": "in press",
    "im druck": "in press",
    "forthcoming": "forthcoming",
    "to appear": "forthcoming",
    "a publicar": "forthcoming",
    "im erscheinen": "forthcoming",
    "submitted": "submitted",
    "under review": "under review",
    "in review": "under review",
    "accepted": "accepted",
    "in preparation": "in preparation",
    "inpreparation": "in preparation",
    "prepublished": "advance online publication",
    "advance online publication": "advance online publication",
    "online first": "advance online publication",
    "preprint": "preprint",
}
"""The words in place of the date of a work that is not published yet, each with the usual one."""


def means_no_date(typed: str) -> bool:
    """Return True for words such as `n.d.`, which say that a work has no date."""
    return NO_DATE.fullmatch(typed.strip().strip("[]()")) is not None


def status_in(typed: str) -> str:
    """Return the status that words in place of a date give, `in press`; "" if they give none."""
    return STATUSES.get(" ".join(typed.strip(" .,;()[]").lower().split()), "")
