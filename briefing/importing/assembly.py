"""A document tree → the data of a brief, with its comments and files.

Nothing is invented: in place of what a document lacks there is an instruction, with a TODO above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from briefing.core.dates import iso_day
from briefing.core.finding import Finding
from briefing.core.source_map import Key
from briefing.importing.brief_yaml import Value
from briefing.importing.document_tree import (
    CONTINUED,
    Block,
    Box,
    Comment,
    Document,
    Format,
    LeftOut,
    Paragraph,
    Run,
    Style,
    Table,
    text_of,
)
from briefing.importing.endnote import TEMPORARY, UNREAD, UNREAD_HELP
from briefing.importing.exhibits import Exhibits, Words
from briefing.importing.instructions import (
    INSTRUCTIONS,
    KEY_POINT,
    OUTLOOK,
    PICTURE_ALT,
    SECTION_TEXT,
    SECTION_TITLE,
)
from briefing.importing.markup import SIGNS, Markup, escaped
from briefing.importing.parts import (
    SOURCES,
    Headings,
    Outline,
    Section,
    name_parts,
    outline_of,
    without_numbers,
)
from briefing.importing.references import References, read_references, read_works, work_of
from briefing.importing.structure import cut, is_contents, structured
from briefing.scaffold.names import slug_of

PROSE = ("abstract", "outlook", "method", "counter_view", "acknowledgements")
LINES = ("funding", "competing_interests")
LISTS = ("key_points", "recommendations", "questions")
MAX_BOTTOM_LINE = 60
"""The number of words of a summary that is the bottom line; a longer one is the abstract."""

MAX_BYLINE = 15
"""The number of words of a line below the title that is no text."""

MAX_ID = 30
LISTED = (Style.REFERENCE, Style.LISTED)
ORDER = (
    *(
        "title",
        "subtitle",
        "date",
        "language",
        "authors",
        "keywords",
        "marking",
        "audiences",
        "abstract",
        "bottom_line",
    ),
    *(
        "key_points",
        "sections",
        "outlook",
        "recommendations",
        "counter_view",
        "method",
        "questions",
        "glossary",
    ),
    *("annexes", "acknowledgements", "funding", "competing_interests", "sources"),
)
MEANING = re.compile(r"(?P<term>[^:–—]{1,60}?)\s*(?::| [–—-])\s+")


@dataclass
class Assembled:
    """A brief that is made from a document, and what was noticed on the way."""

    data: dict[str, Value] = field(default_factory=dict)
    comments: dict[Key, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """The pictures and tables, by their names in the folder of the brief."""
    left_out: list[LeftOut] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    """Texts that have no place in a brief; they are comments at the end of the file."""
    recognised: Mapping[str, str] = field(default_factory=dict)
    """The headings that were recognised, with the keys of their parts."""
    missing: list[tuple[Key, str]] = field(default_factory=list)
    """The keys that the document has nothing for, each with the name of what it lacks."""
    moved: list[str] = field(default_factory=list)
    """The words in place of which the brief has something else: citations, dates, names of authors, numbers."""
    added: list[str] = field(default_factory=list)
    """The words that are in the brief and not in the document: the name of its file as a title."""
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    """The number of comments."""

    def size_of(self, key: str) -> int:
        """Return the number of items under a key."""
        value = self.data.get(key)
        return len(value) if isinstance(value, Sequence | Mapping) and not isinstance(value, str) else 0


def assemble(
    document: Document, headings: Headings, language: str, words: Words, *, tables_in_text: bool = False
) -> Assembled:
    """Return the brief of a document; with `tables_in_text`, its tables are Markdown and not data."""
    return _Assembly(document, headings, language, words, tables_in_text).assembled()


class _Assembly:
    """Makes one brief."""

    def __init__(
        self, document: Document, headings: Headings, language: str, words: Words, tables_in_text: bool
    ) -> None:
        self.document = document
        self.headings = headings
        self.made = Assembled(left_out=list(document.left_out))
        filled = [block for block in document.blocks if isinstance(block, Paragraph) and not block.is_empty]
        contents = [
            block.text
            for index, block in enumerate(filled)
            if is_contents(block, filled[index + 1 : index + 2])
        ]
        if contents:
            reason = "the table of contents, which the audience decides about"
            self.made.left_out.append(LeftOut(reason, " ".join(contents)))
        blocks = structured(document.blocks)
        self.outline: Outline = outline_of(blocks, document.properties)
        self.made.moved += without_numbers(self.outline)
        self.made.recognised = name_parts(self.outline, headings, language)
        self.language = language
        ids, self.works, findings = read_works(document.sources)
        self.made.findings += findings
        self.markup = Markup(ids)
        bylines = sorted(map(re.escape, words.bylines), key=len, reverse=True)
        self.by = re.compile(rf"(?:{'|'.join(bylines) or '(?!)'})\s*:?\s+", re.IGNORECASE)
        self.exhibits = Exhibits(self.markup, words, tables_in_text)
        self.references = self._references()
        self.ids: set[str] = set()

    def assembled(self) -> Assembled:
        """Return the brief."""
        self._head()
        for section in self.outline.sections:
            if not self._part(section):
                self._section(section, "sections")
        self._required()
        self._sources()
        self.made.files = {**self.exhibits.files, **self.markup.pictures}
        self.made.moved += self.exhibits.moved
        replaced = {words.strip() for words in self.references.replaced}
        self.made.left_out += [
            *self.exhibits.left_out,
            *self.markup.left_out,
            *self._temporary(replaced),
        ]
        self.made.left_out = [
            one for one in self.made.left_out if one.reason != UNREAD or one.words.strip() not in replaced
        ]
        data = self.made.data
        self.made.data = {key: data[key] for key in ORDER if key in data}
        return self.made

    # --- Head -----------------------------------------------------------------------------------------

    def _head(self) -> None:
        data, properties = self.made.data, self.document.properties
        if self.outline.title is not None:
            data["title"] = self._line(self.outline.title)
            self._comment(("title",), self.outline.title.comments)
        if self.outline.subtitle is not None:
            data["subtitle"] = self._line(self.outline.subtitle)
        elif properties.subtitle:
            data["subtitle"] = escaped(properties.subtitle)
        first = self.outline.sections[:1]
        if first and first[0].heading is None:
            first[0].blocks = [block for block in first[0].blocks if not self._byline(block)]
            if not first[0].blocks:
                del self.outline.sections[0]
        if "authors" not in data and properties.authors:
            data["authors"] = [*properties.authors]
            self.made.comments[("authors",)] = ["From the properties of the document."]
        if properties.keywords:
            data["keywords"] = [*properties.keywords]
        data["language"] = self.language

    def _byline(self, block: Block) -> bool:
        """Return True for a line below the title that is no text: a date, an author, or anything else that is short."""
        if (
            not isinstance(block, Paragraph)
            or block.item
            or any(block.pictures())
            or any(run.cited or run.note for run in block.runs)
        ):
            return False
        words = " ".join(block.text.split())
        spaced = " ".join(f" {run.text} " if run.formats & SIGNS.keys() else run.text for run in block.runs)
        known = [*self.document.properties.authors]
        day = iso_day(words)
        if day and " or " not in day and "date" not in self.made.data:
            self.made.data["date"] = day
            self.made.moved.append(spaced)
            return True
        by = self.by.match(words)
        if block.style is Style.AUTHOR or by or words in known:
            names = re.split(r",\s*|;\s*|\s+(?:and|&|y|et|e|и|و)\s+", words[by.end() :] if by else words)
            names = [name for name in names if name]
            if block.style is Style.AUTHOR or words in known or _are_names(names):
                authors = self.made.data.setdefault("authors", [])
                if isinstance(authors, list):
                    authors += names
                self.made.moved.append(spaced)
                return True
        if len(words.split()) > MAX_BYLINE or re.search(r"[.!?]$", words):
            return False
        self.made.unplaced.append(words)
        self.made.moved.append(spaced)
        return True

    def _required(self) -> None:
        data, properties = self.made.data, self.document.properties
        if "title" not in data and properties.title:
            data["title"] = escaped(properties.title)
        if not data.get("key_points"):
            data["key_points"] = [KEY_POINT]
            self._missing(("key_points",), "key points")
        if not data.get("sections"):
            data["sections"] = [{"title": SECTION_TITLE, "text": SECTION_TEXT}]
            self._missing(("sections",), "sections")
        if not data.get("outlook"):
            data["outlook"] = OUTLOOK
            self._missing(("outlook",), "outlook")
        data["marking"] = {"status": "draft"}

    # --- Parts ----------------------------------------------------------------------------------------

    def _part(self, section: Section) -> bool:
        """Put a section under the key of its part, and return True; False if it has none."""
        part, blocks = section.part, section.blocks
        if not part:
            return False
        if part == SOURCES:
            return True  # read before
        if part == "annexes":
            self._section(section, "annexes")
        elif part == "bottom_line":
            self._summary(section)
        elif part in LISTS:
            self._list(section)
        elif part == "glossary":
            return self._glossary(section)
        elif part in (*PROSE, *LINES):
            self._prose(part, blocks)
        if part not in ("annexes", "bottom_line", *LISTS):
            self._comment((part,), _comments_of(blocks))
        return True

    def _prose(self, part: str, blocks: Sequence[Block]) -> None:
        text = self.markup.blocks([self.references.cite(block) for block in blocks], self.outline.level)
        if part in LINES:
            text = re.sub(r"\n\s*\n", " ", text)
        if text:
            self.made.data[part] = text

    def _summary(self, section: Section) -> None:
        """Put a summary under the key that it fits: a short one is the bottom line, its list the key points."""
        items = [block for block in section.blocks if isinstance(block, Paragraph) and block.item]
        others = [block for block in section.blocks if block not in items]
        has_points = any(one.part == "key_points" for one in self.outline.sections)
        if items and has_points:
            items, others = [], list(section.blocks)
        if items:
            self._list(Section(section.heading, list(items), "key_points"))
            self.made.comments.setdefault(("key_points",), []).append(
                f"The list under “{section.heading.text.strip() if section.heading else ''}”."
            )
        paragraphs = [block for block in others if isinstance(block, Paragraph)]
        if (
            len(others) == 1
            and paragraphs
            and not paragraphs[0].item
            and len(paragraphs[0].text.split()) <= MAX_BOTTOM_LINE
        ):
            self.made.data["bottom_line"] = self._line(paragraphs[0], has_notes=True)
            self._comment(("bottom_line",), paragraphs[0].comments)
        elif others:
            self._prose("abstract", others)
            self._recognised(section, "abstract")
            self._comment(("abstract",), _comments_of(others))

    def _recognised(self, section: Section, part: str) -> None:
        if section.heading is not None:
            self.made.recognised = {**self.made.recognised, section.heading.text.strip(): part}

    def _list(self, section: Section) -> None:
        """Put the items of a list, or else its paragraphs, under the key of a part; anything else is a section."""
        items = [block for block in section.blocks if isinstance(block, Paragraph) and block.item]
        items = items or [
            block for block in section.blocks if isinstance(block, Paragraph) and not block.level
        ]
        rest = [block for block in section.blocks if not any(block is item for item in items)]
        texts: list[Value] = []
        for item in items:
            goes_on = bool(texts and item.item and item.item.number == CONTINUED)
            if text := self._line(item, has_notes=True):
                self._comment((section.part, len(texts) - goes_on), item.comments)
                texts[len(texts) - goes_on :] = [f"{texts[-1]} {text}" if goes_on else text]
        if texts:
            self.made.data[section.part] = texts
        if rest:
            self._section(Section(section.heading, rest), "sections")

    def _glossary(self, section: Section) -> bool:
        """Put terms under `glossary`; return False if a paragraph is no term with its meaning."""
        terms: dict[str, Value] = {}
        for block in section.blocks:
            rows = block.rows if isinstance(block, Table) else ()
            if rows and len(rows[0]) == 2:
                pairs = [(text_of(row[0]).strip(), list(row[1])) for row in rows]
            elif isinstance(block, Paragraph) and (match := MEANING.match(block.text)):
                pairs = [(match["term"].strip(), list(cut(block.runs, match.end())))]
            else:
                return False
            terms |= {
                term: self.markup.inline(self.references.cite_runs(meaning), is_line=True)
                for term, meaning in pairs
            }
        if not terms or not all(terms) or not all(terms.values()):
            return False
        self.made.data["glossary"] = terms
        return True

    # --- Sections -------------------------------------------------------------------------------------

    def _section(self, section: Section, key: str) -> None:
        """Put a section at the end of the sections or the annexes."""
        items = self.made.data.setdefault(key, [])
        if not isinstance(items, list):
            return
        place: Key = (key, len(items))
        title = self._title(section, key)
        made: dict[str, Value] = {}
        if name := self._id(title):
            made["id"] = name
        if not title:
            self._missing((*place, "title"), INSTRUCTIONS[SECTION_TITLE])
        made["title"] = title or SECTION_TITLE
        texts, blocks = self.exhibits.taken_from([self.references.cite(block) for block in section.blocks])
        text = self._text(section, texts)
        if not text:
            self._missing((*place, "text"), INSTRUCTIONS[SECTION_TEXT])
        if any(
            not one.description for block in texts if isinstance(block, Paragraph) for one in block.pictures()
        ):
            self._missing((*place, "text"), INSTRUCTIONS[PICTURE_ALT])
        made["text"] = text or SECTION_TEXT
        self._comment((*place, "title"), section.heading.comments if section.heading else ())
        self._comment((*place, "text"), _comments_of(section.blocks))
        if blocks:
            made["blocks"] = blocks
            self._missing_in(blocks, place)
        items.append(made)

    def _title(self, section: Section, key: str) -> str:
        if section.heading is None:
            return ""
        heading, text = section.heading, section.heading.text.rstrip()
        annex = self.headings.annex_title(text) if key == "annexes" else None
        if annex:
            start = len(text) - len(annex)
            self.made.moved.append(text[:start])
            heading = replace(heading, runs=tuple(cut(heading.runs, start)))
        return self._line(heading)

    def _text(self, section: Section, texts: list[Block]) -> str:
        """Return the text of a section; the notes of its heading are at the end of the first paragraph."""
        heading = section.heading
        if heading and (notes := tuple(run for run in heading.runs if run.note)):
            for index, block in enumerate(texts):
                if isinstance(block, Paragraph) and not block.level:
                    texts[index] = replace(block, runs=(*block.runs, *notes))
                    break
            else:
                texts.append(Paragraph(notes))
        return self.markup.blocks(texts, heading.level if heading and heading.level else self.outline.level)

    def _missing_in(self, blocks: Sequence[Mapping[str, Value]], place: Key) -> None:
        """Note the instructions in blocks."""
        for index, (kind, values) in enumerate(one for block in blocks for one in block.items()):
            for name, value in values.items() if isinstance(values, Mapping) else ():
                if isinstance(value, str) and value in INSTRUCTIONS:
                    self._missing((*place, "blocks", index, kind, name), INSTRUCTIONS[value])

    def _id(self, title: str) -> str:
        slug = slug_of(re.sub(r"\\", "", title)) or ""
        if len(slug) > MAX_ID:
            slug = slug[: MAX_ID + 1].rpartition("-")[0] or slug[:MAX_ID]
        name, count = slug, 1
        while name in self.ids:
            count += 1
            name = f"{slug}-{count}"
        if not name[:1].isalpha():
            return ""
        self.ids.add(name)
        return name

    # --- Sources --------------------------------------------------------------------------------------

    def _references(self) -> References:
        """Return the typed references: the section of sources, and paragraphs with the style of references."""
        listed: list[Block] = []
        for section in self.outline.sections:
            in_style = [one for one in section.blocks if isinstance(one, Paragraph) and one.style in LISTED]
            listed += section.blocks if section.part == SOURCES else in_style
            section.blocks = [one for one in section.blocks if one not in in_style or section.part == SOURCES]
        printed = [one for one in listed if isinstance(one, Paragraph) and one.style is Style.LISTED]
        printed = printed if self.works else []
        listed = [one for one in listed if one not in printed]
        for block in listed:
            if not isinstance(block, Paragraph):
                words = (
                    " ".join(text_of(cell) for row in block.rows for cell in row)
                    if isinstance(block, Table)
                    else ""
                )
                self.made.left_out.append(LeftOut("a table among the sources", words))
        references = read_references(listed, {*self.works})
        references.records = self.document.sources.keys()
        names = {key: name for name, key in self.markup.ids.items()}
        works = [work_of(one, self.works) for one in references.items]
        references.items = [
            replace(one, id=names[work]) if work else one
            for one, work in zip(references.items, works, strict=True)
        ]
        lines = [one.text for one in printed]
        lines += [text_of(one.runs) for one, work in zip(references.items, works, strict=True) if work]
        if lines:
            reason = "the list of sources, which is made from the cited works"
            self.made.left_out.append(LeftOut(reason, "\n".join(lines)))
        return references

    def _temporary(self, replaced: Set[str]) -> Iterator[LeftOut]:
        """Yield the temporary citations of EndNote in place of which there is no citation."""
        found = [one[0].strip() for words in self.document.words for one in TEMPORARY.finditer(words)]
        reason = "a citation of EndNote that is not formatted, which would be printed as it is"
        yield from (LeftOut(reason, one, UNREAD_HELP) for one in found if one not in replaced)

    def _sources(self) -> None:
        sources: dict[str, Value] = {**self.works}  # type: ignore[dict-item]
        for one in self.references.items:
            if one.id in self.document.sources:
                continue
            text = self.markup.inline(one.runs, has_notes=False).replace("\\\n", " ")
            if not text:
                continue
            is_cited = one.id in self.references.cited
            sources[one.id] = text if is_cited else {"title": text, "whole": True, "listed": True}
        if sources:
            self.made.data["sources"] = sources
        self.made.moved += [*self.references.replaced, *self.references.signs]
        self.made.moved += [run.text for run in _all_runs(self.document.blocks) if run.cited]

    # --- Texts and comments ---------------------------------------------------------------------------

    def _line(self, paragraph: Paragraph, *, has_notes: bool = False) -> str:
        runs = self.references.cite_runs(paragraph.runs)
        if not has_notes:
            runs = tuple(replace(run, formats=run.formats - {Format.BOLD, Format.CODE}) for run in runs)
        return self.markup.inline(runs, has_notes=has_notes, is_line=True).replace("\\\n", " ")

    def _missing(self, key: Key, what: str) -> None:
        """Note that the document lacks something, where the brief has an instruction in its place."""
        self.made.missing.append((key, what))
        self.made.comments.setdefault(key, []).append(f"TODO: the document has no {what}.")

    def _comment(self, key: Key, comments: Sequence[Comment]) -> None:
        for comment in comments:
            about = f" on “{comment.after}”" if comment.after else ""
            said = f"Comment by {comment.author}" if comment.author else "Comment"
            self.made.comments.setdefault(key, []).append(f"{said}{about}: {comment.text}")
            self.made.counts["comment"] = self.made.counts.get("comment", 0) + 1


def _are_names(words: Sequence[str]) -> bool:
    """Return whether words after `by` can be names, and not the rest of a sentence."""
    is_short = sum(len(one.split()) for one in words) <= MAX_BYLINE
    return is_short and not any(re.search(r"\d", one) or one == one.lower() != one.upper() for one in words)


def _comments_of(blocks: Sequence[Block]) -> list[Comment]:
    return [
        comment
        for block in blocks
        for comment in (_comments_of(block.blocks) if isinstance(block, Box) else block.comments)
    ]


def _all_runs(blocks: Sequence[Block]) -> Iterator[Run]:
    for block in blocks:
        if isinstance(block, Box):
            yield from _all_runs(block.blocks)
        elif isinstance(block, Table):
            yield from (run for row in block.rows for cell in row for run in cell)
        else:
            for run in block.runs:
                yield run
                yield from run.note
