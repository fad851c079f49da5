"""A part or a text is longer than its audience's budget.

`budgets` of an audience says how many items a part may have, and how many words each
text. Keep the strongest items, or show some to other audiences only (`only`, `not`);
shorten texts. Citations and footnotes do not count, and a fact is one word.

Bad:

    key_points: [One., Two., Three.]
    audiences: {policymaker: {budgets: {key-points: {items: 2}}}}

Good:

    key_points: [One., Two.]
    audiences: {policymaker: {budgets: {key-points: {items: 2}}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.core.finding import Finding, Severity
from briefing.markdown.grammar import CITATION
from briefing.markdown.typed_footnotes import without_footnotes
from briefing.model.audience import Budget
from briefing.model.content import Content, Passage
from briefing.model.parts import budgeted_keys
from briefing.model.text import Flow
from briefing.rules.rule import Rule, Stage
from briefing.stages import Tailored

PART_OVER_BUDGET = Rule("BR606", "part-over-budget", Severity.WARNING, Stage.CONTENT, __doc__)
RULES = (PART_OVER_BUDGET,)

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def find_parts_over_budget(tailored: Tailored) -> Sequence[Finding]:
    """Return each part with more items, and each text with more words, than the audience's budget."""
    findings: list[Finding] = []
    for part, budget in tailored.job.audience.budgets.items():
        for key in budgeted_keys(part):
            content = dict(tailored.content.brief.named_values()).get(key)
            if content:
                findings += _key(tailored, key, content, budget)
    return findings


def count_words(passage: Passage) -> int:
    """Return the number of words of a text; citations and footnotes do not count, and a fact is one word."""
    text = without_footnotes(passage.words, is_block=passage.flow is Flow.BLOCK)
    return len(WORD.findall(CITATION.sub("", text)))


def _key(tailored: Tailored, key: str, content: object, budget: Budget) -> Iterator[Finding]:
    job = tailored.job
    items = content if isinstance(content, tuple) else (content,)
    if budget.items and len(items) > budget.items:
        what = f"'{key}' has {len(items)} items; the budget for '{job.edition.audience}' is {budget.items}"
        help = "keep the strongest, or show some to other audiences only (`only`, `not`)"
        yield PART_OVER_BUDGET.finding(what, job.source_map.key((key,)), help)
    for passage in (passage for item in items for passage in _main_texts(item)):
        words = count_words(passage)
        if budget.words and words > budget.words:
            what = f"the text has {words} words; the budget for '{job.edition.audience}' is {budget.words}"
            yield PART_OVER_BUDGET.finding(what, job.source_map.value(passage.key), "shorten the text")


def _main_texts(item: object) -> Iterator[Passage]:
    """Yield the main texts of an item: a text itself, or the text, action or bio of something that has more."""
    if isinstance(item, Passage):
        yield item
    elif isinstance(item, Content):
        values = dict(item.named_values())
        main = (values.get(name) for name in ("text", "action", "bio"))
        yield from (text for text in main if isinstance(text, Passage))
