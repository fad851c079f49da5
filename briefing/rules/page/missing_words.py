"""Every word of the page is painted, and painted once.

A style may leave out a part by `display: none`; the rule that does so is a warning (BR618) that shows what is lost.
The fixed words of the labels may be left out without one, a marking not at all.
What a style repeats on every page, a running element or one with a fixed position, counts as painted once.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.rules.page.locations import place_of, rule_words
from briefing.stages import ElementWords, LeftOut, Origin, Sheets, Tailored

SHOWN_CHARACTERS = 40
MARKING_CLASSES = {"marking", "tlp"}
"""Of what no style may leave out (`templates/parts/marking.j2.html`)."""


def words_painted_once(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """A style can hide text, and the typesetter can paint a float twice: neither may leave the house unnoticed."""
    return [_explain(tailored, words) for words in sheets.miscounted]


def _explain(tailored: Tailored, words: ElementWords) -> Finding:
    meant = words.meant[:SHOWN_CHARACTERS] + ("…" if len(words.meant) > SHOWN_CHARACTERS else "")
    how = "is not painted" if not words.painted else "is painted more or less than once"
    what = f"the text '{meant}' in <{words.element}> {how}"
    first = place_of(tailored, words.origin) if words.origin != Origin() else None
    if words.declaration is not None:
        help_ = f"change {rule_words(words.declaration)}"
        help_ += f"; the text is at {first}" if first else ""
        return Finding("BR602", what, words.declaration.where, help_)
    where = first or tailored.job.source_map.sole(words.meant[:SHOWN_CHARACTERS])
    help_ = f"look for a float or a `position` in the styles of {words.element}"
    return Finding("BR602", what, where, help_)


def texts_left_out(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """What a style leaves out is named with the rule that does so."""
    labels = sorted(tailored.job.labels.labels.values(), key=len, reverse=True)
    findings = []
    for one in sheets.left_out:
        kept = [text for text in one.texts if _says_more(text, labels)]
        if one.classes & MARKING_CLASSES:
            help = "take the rule out; an edition with a marking shows it"
            what = f"{_hidden(one, one.texts)}: a marking, which no style may leave out"
            findings.append(Finding("BR618", what, one.where, help))
        elif kept:
            help = "take the rule out; to leave a part out without this warning, write `drop` in the audience"
            findings.append(Finding("BR618", _hidden(one, kept), one.where, help, Severity.WARNING))
    return findings


def _says_more(text: str, labels: Sequence[str]) -> bool:
    """Whether a text has words that are no fixed words of the page."""
    for label in labels:
        text = text.replace(label, " ")
    return any(map(str.isalnum, text))


def _hidden(one: LeftOut, texts: Sequence[str]) -> str:
    first = texts[0][:SHOWN_CHARACTERS] + ("…" if len(texts[0]) > SHOWN_CHARACTERS else "")
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    words = sum(len(text.split()) for text in texts)
    rule = f"`{one.selector} {{ display: none }}`" if one.selector else "`display: none` in a template"
    return f"{rule} leaves out '{first}'{more} ({words} {'word' if words == 1 else 'words'})"
