"""The attributes that elements of CSL share: text case, font styles, quotation marks and affixes."""

from __future__ import annotations

from briefing.compose.citations.csl.locales import Locales
from briefing.compose.citations.csl.marks import Joiner, emphasize, mark
from briefing.compose.citations.csl.text_case import change_case, change_case_of_term
from briefing.compose.citations.csl.xml_elements import Element
from briefing.compose.citations.source_markup import is_in_language

FONT_STYLES = (
    ("font-style", {"italic": "i", "oblique": "i"}),
    ("font-variant", {"small-caps": "small"}),
    ("font-weight", {"bold": "b"}),
    ("text-decoration", {"underline": "u"}),
    ("vertical-align", {"sup": "sup", "sub": "sub"}),
)


class Formatter:
    """Formats texts of one source as the attributes of elements say."""

    def __init__(self, locales: Locales, joiner: Joiner, *, is_english: bool) -> None:
        self.locales, self.joiner, self.is_english = locales, joiner, is_english

    def format(self, element: Element, text: str, *, is_term: bool = False) -> str:
        """Return a text with the case, font style, quotation marks and affixes of an element."""
        if not text:
            return ""
        attributes = element.attributes
        if attributes.get("strip-periods") == "true":
            text = text.replace(".", "")
        if case := attributes.get("text-case"):
            text = (
                change_case_of_term(text, case)
                if is_term
                else change_case(text, case, is_english=self.is_english and not is_in_language(text))
            )
        if attributes.get("quotes") == "true":
            text = mark("quote", text)
        text = self.font_style(element, text)
        return self.joiner.wrap(attributes.get("prefix", ""), text, attributes.get("suffix", ""))

    def font_style(self, element: Element, text: str) -> str:
        """Return a text in the font style of an element."""
        for attribute, tags in FONT_STYLES:
            if tag := tags.get(element.attributes.get(attribute, "")):
                text = emphasize(tag, text)
        return text

    def month(self, month: int, form: str) -> str:
        """Return the name of a month; its long form is marked, as some languages inflect it next to a day."""
        name = self.locales.term(f"month-{month:02}", form)
        return name if form == "short" else mark("month", name)
