"""Words that are missing from a page or painted twice, and texts that a style leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.core.finding import Finding, Severity
from briefing.rules.page.locations import place_of, rule_words
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import ElementWords, LeftOut, Origin, Sheets, Tailored

MISSING_WORDS = Rule(
    "BR602",
    "missing-or-repeated-words",
    Severity.ERROR,
    Stage.PAGE,
    """
    Words are missing from the page, or printed twice.

    A style can remove text from the page, and the typesetter can paint a float twice. A
    text that is repeated on every page, as a running element or with a fixed position,
    counts as painted once. If a declaration is the cause, the finding names it; in this
    example no margin of the page shows the running element.

    Bad:

        {# templates/parts/colophon.j2.html #}
        <header class="run"><p>For the press.</p></header>
        /* styles/audiences/policymaker.css */
        .run { position: running(head) }

    Good:

        {# templates/parts/colophon.j2.html #}
        <header class="run"><p>For the press.</p></header>
        /* styles/audiences/policymaker.css */
        .run { position: running(head) }
        @page { @bottom-left { content: element(head) } }
    """,
    ExampleKind.BUILD,
)
OMITTED_TEXT = Rule(
    "BR618",
    "omitted-text",
    Severity.ERROR,
    Stage.PAGE,
    """
    A style leaves out a text of the page.

    `display: none` removes the text for every reader. The finding shows what is lost. It is
    a warning; for a marking it is an error, since an edition with a marking must show it.
    The fixed words of the labels may be left out. To leave a part out without this warning,
    `drop` it in the audience.

    Bad:

        /* styles/audiences/policymaker.css */
        .section p { display: none }

    Good:

        # content/workspace.yaml
        audiences: [short]
        # templates/audiences/short/audience.yaml
        extends: policymaker
        label: Short
        drop: [outlook]
    """,
    ExampleKind.BUILD,
    varies=True,
)

SHOWN_CHARACTERS = 40
MARKING_CLASSES = {"marking", "tlp"}
"""Classes that no style may leave out (`templates/parts/marking.j2.html`)."""


def report_missing_words(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each element whose words are not painted exactly once."""
    return [_explain(tailored, words) for words in sheets.miscounted]


def _explain(tailored: Tailored, words: ElementWords) -> Finding:
    meant = words.meant[:SHOWN_CHARACTERS] + ("…" if len(words.meant) > SHOWN_CHARACTERS else "")
    how = "is not painted" if not words.painted else "is not painted exactly once"
    what = f"the text '{meant}' in <{words.element}> {how}"
    first = place_of(tailored, words.origin) if words.origin != Origin() else None
    if words.declaration is not None:
        help_ = f"change {rule_words(words.declaration)}"
        help_ += f"; the text is at {first}" if first else ""
        return MISSING_WORDS.finding(what, words.declaration.where, help_)
    where = first or tailored.job.source_map.sole(words.meant[:SHOWN_CHARACTERS])
    help_ = f"look for a float or a `position` in the styles of {words.element}"
    return MISSING_WORDS.finding(what, where, help_)


def report_omitted_texts(tailored: Tailored, sheets: Sheets) -> Sequence[Finding]:
    """Return each rule of a style that leaves out texts, with the texts."""
    labels = sorted(tailored.job.labels.labels.values(), key=len, reverse=True)
    findings = []
    for one in sheets.left_out:
        kept = [text for text in one.texts if _says_more(text, labels)]
        if one.classes & MARKING_CLASSES:
            help = "remove the rule; an edition with a marking must show it"
            what = f"{_hidden(one, one.texts)}: no style may leave out a marking"
            findings.append(OMITTED_TEXT.finding(what, one.where, help))
        elif kept:
            help = "remove the rule; to leave a part out without this warning, `drop` it in the audience"
            findings.append(OMITTED_TEXT.finding(_hidden(one, kept), one.where, help, Severity.WARNING))
    return findings


def _says_more(text: str, labels: Sequence[str]) -> bool:
    """Return True if a text has words besides the labels."""
    for label in labels:
        text = text.replace(label, " ")
    return any(map(str.isalnum, text))


def _hidden(one: LeftOut, texts: Sequence[str]) -> str:
    first = texts[0][:SHOWN_CHARACTERS] + ("…" if len(texts[0]) > SHOWN_CHARACTERS else "")
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    words = sum(len(text.split()) for text in texts)
    rule = f"`{one.selector} {{ display: none }}`" if one.selector else "`display: none` in a template"
    return f"{rule} leaves out '{first}'{more} ({words} {'word' if words == 1 else 'words'})"
