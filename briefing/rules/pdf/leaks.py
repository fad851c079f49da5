"""An edition contains a text that is not meant for its readers.

The finished PDF, its metadata, links, tags and attachments are searched for the
variants that other audiences get (in a translation, those of the original too); for
what `only` and `not` keep for other audiences; and for the comments of the YAML files
and the reasons of acceptances. `brief release` searches the HTML edition and the
e-mail.

Only letters and digits are compared, so that hyphens and quotation marks hide nothing;
figures in a row are compared one by one. Text that the edition prints itself is not a
leak, and very short texts are not searched for. A leak stops the edition, even a draft,
and cannot be accepted.

Bad:

    key_points:
      - Talks go on.
      - {text: The price must stay below forty million., only: [minister]}
    audiences: {policymaker: {}, minister: {}}
    {# templates/parts/colophon.j2.html #}
    <p>The price must stay below forty million.</p>

Good:

    key_points:
      - Talks go on.
      - {text: The price must stay below forty million., only: [minister]}
    audiences: {policymaker: {}, minister: {}}
    {# templates/parts/colophon.j2.html #}
    <p>{{ brief.title }}</p>
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from briefing.core.finding import Finding, Severity, Span
from briefing.core.source_map import Key, SourceMap
from briefing.model.audience import FootnotePlace
from briefing.model.base import Model
from briefing.model.blocks import Tabular
from briefing.model.suppression import Acceptance
from briefing.model.text import Register, Shown, Worded
from briefing.model.traversal import walk, word_key
from briefing.pdf.objects import UnreadableError
from briefing.pdf.text import FoundText, place_of, read_texts
from briefing.rules.pdf.edition_text import BETWEEN, said_by, texts_apart
from briefing.rules.rule import ExampleKind, Rule, Stage
from briefing.stages import Job, Pdf, Tailored

LEAKED_TEXT = Rule(
    "BR609", "leaked-text", Severity.ERROR, Stage.PDF, __doc__, ExampleKind.BUILD, stops_drafts=True
)
RULES = (LEAKED_TEXT,)

LEAST_LETTERS = 20
"""Letters and digits of a piece of another variant. A shorter piece may be in the edition for other reasons."""

LEAST_KEPT = 8
"""The same for texts kept for other audiences, of which even a few words must not leak."""

EDGE = 48
"""Letters that are searched for, at the start and the end of a piece: a page break may be between them."""

SHOWN = 50


@dataclass(frozen=True, slots=True)
class _Kept:
    """A piece of text that is not meant for an edition: its letters, its description and its place."""

    letters: str
    text: str
    what: str
    where: Span


class _Text:
    """A text that is searched."""

    def __init__(self, text: str) -> None:
        self.text, self.letters = unicodedata.normalize("NFKC", text), squeezed(text)

    def has(self, kept: _Kept) -> bool:
        """Return whether a piece is in the text; of a long one, the start or the end is enough."""
        letters = kept.letters
        if letters.isdecimal():
            return letters in self.letters and _figures(kept.text).search(self.text) is not None
        return letters[:EDGE] in self.letters or (len(letters) > EDGE and letters[-EDGE:] in self.letters)


@lru_cache(maxsize=4096)
def _figures(text: str) -> re.Pattern[str]:
    """Return the pattern of a row of figures, with separators or without: the ids of glyphs have like digits."""
    words = (squeezed(word) for word in text.split())
    figures = (r"[.,'’\s]?".join(word) for word in words if word)
    row = r"\W+".join(figures)
    return re.compile(rf"(?<!\w)(?<!\d[.,]){row}(?!\w|,\d{{3}}(?!\d))")


def search_pdf(tailored: Tailored, pdf: Pdf) -> Sequence[Finding]:
    """Return each text in a PDF that is not meant for its readers, once for each place in the PDF."""
    try:
        texts = read_texts(pdf.content)
    except UnreadableError as problem:
        what = f"the PDF cannot be opened, so it was not searched: {problem}"
        where = Span(tailored.job.source_map.file)
        return [LEAKED_TEXT.finding(what, where, "please report this: the typesetter wrote an invalid PDF")]
    return find_leaks(tailored, texts)


def find_leaks(tailored: Tailored, texts: Sequence[FoundText]) -> list[Finding]:
    """Return each text of a file that is not meant for its readers, once for each place in the file."""
    job = tailored.job
    own = _Text(said_by(tailored))
    kept = [one for one in _kept(job) if not own.has(one)]
    findings: list[Finding] = []
    by_place: dict[str, list[str]] = {}
    for found in texts:
        by_place.setdefault(found.where, []).append(found.text)
    for where, parts in by_place.items():
        said = _Text("\n".join(parts))
        findings += (_leak(job, one, where) for one in kept if said.has(one))
    return list(dict.fromkeys(findings))


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text, in lower case and without ligatures."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def _leak(job: Job, kept: _Kept, where: str) -> Finding:
    shown = kept.text if len(kept.text) <= SHOWN else f"{kept.text[:SHOWN]}…"
    what = f"the edition for '{job.edition.audience}' contains, in {place_of(where)}, {kept.what}: '{shown}'"
    return LEAKED_TEXT.finding(what, kept.where, "look for it in the templates and the attachments")


def _kept(job: Job) -> Iterator[_Kept]:
    yield from _texts_of_others(job, job.brief, job.source_map)
    if job.translates and job.source_map.beneath:
        yield from _texts_of_others(job, job.translates, job.source_map.beneath)
    if job.settings_places:
        yield from _texts_of_others(job, job.settings, job.settings_places)
    for source_map in (job.source_map, job.source_map.beneath, job.settings_places):
        if source_map is not None:
            yield from _comments(source_map)


def _texts_of_others(job: Job, model: Model, source_map: SourceMap) -> Iterator[_Kept]:
    """Yield the texts of the brief, of its original or of the settings that this edition does not print."""
    hidden: Key | None = None
    for key, item in walk(model):
        if hidden is not None and key[: len(hidden)] != hidden:
            hidden = None
        if hidden is None and isinstance(item, Shown) and not item.is_for(job.edition.audience):
            hidden = key
        if isinstance(item, Worded):
            yield from _variants_of_others(item, key, job, source_map, is_hidden=hidden is not None)
        elif isinstance(item, Acceptance):
            where = source_map.value((*key, "why"))
            yield from _pieces(item.why, LEAST_LETTERS, "the reason of an acceptance", where)
        elif hidden is not None and model is job.brief and isinstance(item, Tabular):
            rows = (" ".join(row) for row in item.data.rows)
            for row in rows:
                what = "data that is kept for other audiences"
                yield from _pieces(row, LEAST_KEPT, what, source_map.key(key))


def _variants_of_others(
    item: Worded, key: Key, job: Job, source_map: SourceMap, *, is_hidden: bool
) -> Iterator[_Kept]:
    chosen = item.chosen(job.audience.register_)
    for register in Register:
        words = item.words(register)
        if not words:
            continue
        where = source_map.value(word_key(key, register, source_map))
        _, *footnotes = texts = tuple(texts_apart(words, item.flow))
        if not is_hidden and chosen and chosen[0] is register:
            if job.audience.footnotes is FootnotePlace.NONE:
                for text in footnotes:
                    yield from _pieces(
                        text, LEAST_KEPT, "a footnote, which this audience does not get", where
                    )
            continue
        what = "a text that is kept for other audiences" if is_hidden else f"the variant '{register.value}'"
        least = LEAST_KEPT if is_hidden else LEAST_LETTERS
        for text in texts:
            yield from _pieces(text, least, what, where)


def _pieces(text: str, least: int, what: str, where: Span) -> Iterator[_Kept]:
    for piece in BETWEEN.split(text):
        letters = squeezed(piece)
        is_one_word = len(piece.split()) < 2  # XMP has words of its own: identifier, publisher
        if len(letters) >= (LEAST_LETTERS if is_one_word else least):
            yield _Kept(letters, " ".join(piece.split()), what, where)


def _comments(source_map: SourceMap) -> Iterator[_Kept]:
    for offset, comment in comments_of(source_map.source):
        yield from _pieces(comment, LEAST_LETTERS, "a YAML comment", source_map.at(offset, len(comment)))


@lru_cache(maxsize=64)
def comments_of(source: str) -> tuple[tuple[int, str], ...]:
    """Return the comments of a YAML text with their offsets: the text after each `#` between its tokens."""
    found: list[tuple[int, str]] = []
    end = 0
    try:
        for token in yaml.scan(source, Loader=yaml.CSafeLoader):
            if token.start_mark.index > end:
                found += _in_gap(source, end, token.start_mark.index)
            end = max(end, token.end_mark.index)
    except yaml.YAMLError:
        return ()
    return (*found, *_in_gap(source, end, len(source)))


def _in_gap(source: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"(?:^|(?<=\s))#[^\n]*", source[start:end], re.MULTILINE):
        yield start + match.start(), match.group().strip("# \t\r-")
