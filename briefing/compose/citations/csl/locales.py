"""The terms, dates and options of a style in one language: those of the style first, then those of the CSL locales."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from briefing.compose.citations.csl.xml_elements import LANGUAGE, Element, parse_csl
from briefing.files.packaged_csl import primary_dialects, read_packaged_locale

FALLBACK_LOCALE = "en-US"
WIDER_FORMS = {
    "verb-short": ("verb-short", "verb", "long"),
    "symbol": ("symbol", "short", "long"),
    "short": ("short", "long"),
    "verb": ("verb", "long"),
    "long": ("long",),
}
"""The forms of a term, each followed by those that replace it if a locale lacks it."""

ANY_GENDER = ("", "feminine", "masculine")
"""The genders of an ordinal that replace a missing one: what it numbers is an edition, which is mostly feminine."""

MAX_WHOLE = 99
TERMS_OF_HUNDRED = 100


class Locale:
    """One `<locale>`: of a style, or a file of CSL."""

    def __init__(self, root: Element) -> None:
        self.language = root.get(LANGUAGE)
        self.dates = {date.get("form"): date for date in root.find_all("date")}
        self.options: dict[str, str] = {}
        for options in root.find_all("style-options"):
            self.options |= options.attributes
        self.terms: dict[tuple[str, str, str], Element] = {}
        """The terms by name, form, and the gender of the word that they go with."""
        for terms in root.find_all("terms"):
            for term in terms.find_all("term"):
                key = (term.get("name"), term.get("form", "long"), term.get("gender-form"))
                self.terms.setdefault(key, term)
        self.has_ordinals = any(name.startswith("ordinal") for name, _, _ in self.terms)


@lru_cache(maxsize=16)
def _packaged_locale(name: str) -> Locale | None:
    content = read_packaged_locale(name)
    return None if content is None else Locale(parse_csl(content))


class Locales:
    """The locales of a style in one language, from the most specific to American English."""

    def __init__(self, style: Element, name: str) -> None:
        language = name.partition("-")[0]
        wanted = dict.fromkeys((name, language, ""))
        own = [Locale(found) for found in style.find_all("locale")]
        named = [locale for tag in wanted for locale in own if locale.language == tag]
        packaged = dict.fromkeys((name, primary_dialects().get(language, ""), FALLBACK_LOCALE))
        self.all = [*named, *filter(None, map(_packaged_locale, filter(None, packaged)))]
        is_same = [locale.language.partition("-")[0] in {language, ""} for locale in self.all]
        self.same = [locale for locale, same in zip(self.all, is_same, strict=True) if same]
        self._terms: dict[tuple[str, str, str], Element | None] = {}

    def term(self, name: str, form: str = "long", *, plural: bool = False, gender: str = "") -> str:
        """Return a term, or an empty text if no locale has it."""
        found = self._find(name, form, gender)
        if found is None:
            return ""
        inner = found.find("multiple" if plural else "single")
        return (found if inner is None else inner).text.strip("\n\t\r") if inner or not found.children else ""

    def gender_of(self, name: str) -> str:
        """Return the gender of a term, which an ordinal before it takes."""
        found = self._find(name, "long", "")
        return "" if found is None else found.get("gender")

    def date(self, form: str) -> Element | None:
        """Return the format of dates in a form: `text` or `numeric`."""
        return next((locale.dates[form] for locale in self.all if form in locale.dates), None)

    def option(self, name: str) -> bool:
        """Return an option, such as `punctuation-in-quote`."""
        found = next((locale.options[name] for locale in self.all if name in locale.options), "")
        return found == "true"

    def ordinal(self, number: int, gender: str) -> str:
        """Return what follows a number to make it an ordinal: `nd` of 2nd. A locale replaces the ordinals of others."""
        locale = next((locale for locale in self.all if locale.has_ordinals), None)
        if locale is None:
            return ""
        last_two, last = number % TERMS_OF_HUNDRED, number % 10
        names = [(f"ordinal-{last_two:02}", number == last_two or last_two > MAX_WHOLE // 10)]
        names += [(f"ordinal-{last:02}", True), ("ordinal", True)]
        for name, is_possible in names:
            for genders in dict.fromkeys((gender, *ANY_GENDER)):
                term = locale.terms.get((name, "long", genders))
                if term is not None and is_possible and _matches(term, name, number):
                    return term.text
        return ""

    def long_ordinal(self, number: int, gender: str) -> str:
        """Return an ordinal in words (`second`), which CSL has up to ten."""
        return self.term(f"long-ordinal-{number:02}", gender=gender)

    def _find(self, name: str, form: str, gender: str) -> Element | None:
        key = (name, form, gender)
        if key not in self._terms:
            self._terms[key] = self._search(name, WIDER_FORMS.get(form, ("long",)), gender)
        return self._terms[key]

    def _search(self, name: str, forms: Sequence[str], gender: str) -> Element | None:
        for locales in (self.same, self.all):
            for form in forms:
                for genders in dict.fromkeys((gender, "")):
                    for locale in locales:
                        if (term := locale.terms.get((name, form, genders))) is not None:
                            return term
        return None


def _matches(term: Element, name: str, number: int) -> bool:
    """Return True if an ordinal term is for a number: by its last digit, its last two, or as a whole."""
    digits = int(name.rpartition("-")[2]) if "-" in name else None
    if digits is None:
        return True
    usual = "last-digit" if digits <= MAX_WHOLE // 10 else "last-two-digits"
    return MATCHES[term.get("match", usual)](number, digits)


MATCHES: dict[str, Callable[[int, int], bool]] = {
    "last-digit": lambda number, digits: number % 10 == digits,
    "last-two-digits": lambda number, digits: number % 100 == digits,
    "whole-number": lambda number, digits: number == digits,
}
