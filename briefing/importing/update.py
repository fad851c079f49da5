"""Brings the texts of a newer document into an existing brief: `brief import --into`. Everything else of it stays.

Texts are compared by the words that they print. A section is found by its id or its title, the item of a list by its
words. Nothing is deleted: what only the brief has is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from briefing.core.errors import BriefingError, ContentError, SelectionError
from briefing.core.finding import Finding, Severity, Span, has_errors
from briefing.core.source_map import Key, SourceMap
from briefing.files.guarded_writing import Refusal, change_file, undo_change
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.importing.import_ import Imported
from briefing.importing.instructions import INSTRUCTIONS
from briefing.importing.markup import all_words_of
from briefing.importing.parts import plain
from briefing.importing.word_comparison import words_in
from briefing.load.library import BRIEF_FILE, Library
from briefing.load.yaml.files import choose, open_document
from briefing.load.yaml.reader import Data, read_document
from briefing.load.yaml.text_editing import replace_text, spelled
from briefing.load.yaml.text_insertion import insert_text
from briefing.load.yaml.text_paths import find_path, id_of, scalar_keys, value_inside
from briefing.markdown.grammar import CITATION, FACT
from briefing.model.brief import Brief

PICTURE = "](figures/"
"""A picture in a text, by its name in the folder of a newly imported brief: another one may have that name."""

TEXTS = (
    *(
        "title",
        "subtitle",
        "abstract",
        "bottom_line",
        "outlook",
        "method",
        "counter_view",
        "acknowledgements",
    ),
    *("funding", "competing_interests"),
)
LISTS = ("key_points", "recommendations", "questions")
SECTIONS = ("sections", "annexes")
ALIKE = 0.5
"""The share of words that two items of a list have in common if one is the other, changed."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that would change: its key in the model, the old text ("" for a new one) and the new one."""

    key: Key
    name: str
    """The key as it is shown."""
    old: str
    new: str
    where: Span


@dataclass
class Update:
    """The changes that a document makes to a brief, and what stays."""

    file: str
    digest: str
    changes: list[TextChange] = field(default_factory=list)
    same_count: int = 0
    only_in_brief: list[str] = field(default_factory=list)
    """The keys of items and sections that the document does not have; they stay."""
    exhibit_count: int = 0
    """The number of tables, pictures and boxes of the document, which are not compared."""
    findings: list[Finding] = field(default_factory=list)


def compare_with(files: Files, slug: str, imported: Imported) -> Update:
    """Return the changes to a brief. Raises SelectionError if there is no such brief, ContentError if it has errors."""
    library = Library(files)
    choose("brief", slug, library.slugs)
    file = f"content/{slug}/{BRIEF_FILE}"
    document = open_document(files, file, ContentError)
    comparison = _Comparison(document.data, document.source_map, dict(imported.made.data), library, slug)
    update = Update(file, digest_of(files.read(file)))
    comparison.compare(update)
    pictured = [one for one in update.changes if PICTURE in one.new]
    update.changes = [one for one in update.changes if one not in pictured]
    update.findings = [one for one in imported.findings if one.code != "BR843"]
    update.findings += map(_with_picture, pictured)
    return update


def _with_picture(change: TextChange) -> Finding:
    what = f"not updated: the new text of '{change.name}' has a picture, which is not compared with those of the brief"
    help = "change the text by hand, and put the picture into figures/"
    return Finding("BR844", what, change.where, help, Severity.WARNING)


class _Comparison:
    """Compares the data of a brief with that of a document."""

    def __init__(
        self,
        old: Mapping[str, Data],
        source_map: SourceMap,
        new: dict[str, object],
        library: Library,
        slug: str,
    ) -> None:
        self.old = dict(old)
        self.new = new
        self.source_map = source_map
        brief = library.brief(slug, is_draft=True).brief
        self.facts = {
            name: " ".join(filter(None, (fact.value, fact.unit))) for name, fact in brief.facts.items()
        }
        self.known = {name: words_in(source.title.text) for name, source in brief.sources.items()}
        self.ids: dict[str, str] = {}
        sources = new.get("sources")
        for name, source in sources.items() if isinstance(sources, Mapping) else ():
            self.ids[str(name)] = self._known_id(str(name), source)

    def compare(self, update: Update) -> None:
        """Fill in an update."""
        for name in TEXTS:
            self._text((name,), self.new.get(name), update)
        for name in LISTS:
            self._list(name, update)
        for name in SECTIONS:
            self._sections(name, update)
        self._sources(update)

    def _known_id(self, name: str, source: object) -> str:
        """Return the id of the same source in the brief; the new one if it has none."""
        typed = (
            source
            if isinstance(source, str)
            else source.get("title", "")
            if isinstance(source, Mapping)
            else ""
        )
        words = f" {' '.join(words_in(str(typed)))} "
        for known, title in self.known.items():
            if len(title) > 1 and f" {' '.join(title)} " in words:
                return known
        return name

    def _text(self, key: Key, new: object, update: Update) -> None:
        """Compare one text."""
        if not isinstance(new, str) or new in INSTRUCTIONS:
            return
        full = (*key, *scalar_keys(Brief, key))
        path = find_path(self.old, full, Brief)
        old = path.value if not path.missing and isinstance(path.value, str) else ""
        if self._printed(old) == self._printed(new):
            update.same_count += 1
            return
        where = self.source_map.value(path.written) if path.written else Span(update.file)
        update.changes.append(TextChange(full, spelled(key), old, self._with_known_ids(new), where))

    def _printed(self, text: str) -> list[str]:
        """Return the words that a text prints, with the values of facts."""
        return words_in(all_words_of(FACT.sub(lambda fact: self.facts.get(fact["id"], ""), text)))

    def _with_known_ids(self, text: str) -> str:
        return CITATION.sub(
            lambda cited: re.sub(r"@([^\s;,\]]+)", lambda one: f"@{self.ids.get(one[1], one[1])}", cited[0]),
            text,
        )

    def _list(self, name: str, update: Update) -> None:
        """Compare the items of a list: each with the one that has most of its words."""
        items = self.new.get(name)
        new = [one for one in items if isinstance(one, str)] if isinstance(items, list) else []
        if not new or new[0] in INSTRUCTIONS:
            return
        value = self.old.get(name)
        count = len(value) if isinstance(value, list) else 1 if value else 0
        old = [self._printed(self._value_at((name, index))) for index in range(count)]
        left = list(range(count))
        added = count
        for one, index in zip(new, _paired([self._printed(one) for one in new], old), strict=True):
            if index is None:
                self._text((name, added), one, update)
                added += 1
            else:
                left.remove(index)
                self._text((name, index), one, update)
        update.only_in_brief += [spelled((name, index)) for index in left]

    def _value_at(self, key: Key) -> str:
        path = find_path(self.old, (*key, *scalar_keys(Brief, key)), Brief)
        return path.value if not path.missing and isinstance(path.value, str) else ""

    def _sections(self, name: str, update: Update) -> None:
        sections = self.new.get(name)
        new = [one for one in sections if isinstance(one, Mapping)] if isinstance(sections, list) else []
        value = self.old.get(name)
        old = value if isinstance(value, list) else []
        left, added = list(range(len(old))), len(old)
        for section in new:
            title = str(section.get("title", ""))
            index = next((one for one in left if self._is_same(old[one], section, (name, one))), None)
            blocks = section.get("blocks")
            update.exhibit_count += len(blocks) if isinstance(blocks, list) else 0
            if index is None:
                index, added = added, added + 1
            else:
                left.remove(index)
            self._text((name, index, "title"), title, update)
            self._text((name, index, "text"), section.get("text"), update)
        update.only_in_brief += [spelled((name, index)) for index in left]

    def _is_same(self, old: Data, new: Mapping[str, object], key: Key) -> bool:
        is_same_id = bool(id_of(old)) and id_of(old) == new.get("id")
        titles = [self._value_at((*key, "title"))]
        inside = value_inside(old, "title")
        titles += [str(one) for one in inside.values()] if isinstance(inside, dict) else []
        return is_same_id or any(
            title and plain(title) == plain(str(new.get("title", ""))) for title in titles
        )

    def _sources(self, update: Update) -> None:
        """Add the sources that new texts cite and the brief lacks."""
        cited = {one for change in update.changes for one in re.findall(r"@([^\s;,\]]+)", change.new)}
        sources = self.new.get("sources")
        for name, source in sources.items() if isinstance(sources, Mapping) else ():
            if name not in cited or name in self.known:
                continue
            values = {"title": source} if isinstance(source, str) else source
            for key, text in _texts_in(values if isinstance(values, Mapping) else {}):
                place: Key = ("sources", name, *key)
                full = (*place, *scalar_keys(Brief, place))
                update.changes.append(TextChange(full, spelled(place), "", text, Span(update.file)))


def _texts_in(values: Mapping[str, object]) -> Iterator[tuple[Key, str]]:
    """Yield the texts of a source with their keys."""
    for key, value in values.items():
        if isinstance(value, str):
            yield (key,), value
        for index, item in enumerate(value) if isinstance(value, list) else ():
            if isinstance(item, str):
                yield (key, index), item


def _paired(new: Sequence[Sequence[str]], old: Sequence[Sequence[str]]) -> list[int | None]:
    """Return for each new item the old one that it is: the same words, or else most of them."""
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    for least in (1.0, ALIKE):
        for place, words in enumerate(new):
            if found[place] is not None or not free:
                continue
            ratios = {one: SequenceMatcher(None, words, old[one], autojunk=False).ratio() for one in free}
            best = max(sorted(ratios), key=lambda one: ratios[one])
            if ratios[best] >= least:
                found[place] = best
                free.remove(best)
    return found


def apply_update(files: Files, slug: str, update: Update) -> list[Finding]:
    """Write the changes of an update, and return the findings about the brief.

    Raises ContentError if a change cannot be made, or if the brief would have errors that it did not have; the file is
    then as it was. Raises SelectionError if the file has changed meanwhile.
    """
    before = _findings_of(files, slug)
    made = change_file(files, update.file, update.digest, lambda content: _changed(content, update.changes))
    if isinstance(made, Refusal):
        where = Span(update.file, made.line)
        help = "change it by hand, or import the document as a brief of its own: --slug"
        raise SelectionError([Finding("BR844", f"not updated: {made.reason}", where, help)])
    after = _findings_of(files.fresh(), slug)
    known = {(one.code, one.what) for one in before}
    new = [one for one in after if (one.code, one.what) not in known]
    if has_errors(new):
        undo_change(files.fresh(), made)
        raise ContentError([one for one in new if one.severity is Severity.ERROR])
    return new


def _changed(content: bytes, changes: Sequence[TextChange]) -> bytes | Refusal:
    for change in changes:
        data = read_document(content, "content").data
        if change.key[0] == "sources" and isinstance(data.get("sources"), str | list):
            return Refusal(
                f"the sources are a file or a list, to which '{change.key[1]}' must be added first"
            )
        path = find_path(data, change.key, Brief)
        if not path.missing and isinstance(path.value, str):
            edited = replace_text(content, path.written, change.new)
        else:
            edited = insert_text(content, change.key, change.new, Brief)
        if isinstance(edited, Refusal):
            return Refusal(f"{change.name}: {edited.reason}", edited.line)
        content = edited
    return content


def _findings_of(files: Files, slug: str) -> list[Finding]:
    try:
        return list(Library(files).brief(slug, is_draft=True).findings)
    except BriefingError as error:
        return list(error.findings)


def shown_lines(change: TextChange) -> Iterator[str]:
    """Yield the lines that show a change: its key, then the paragraphs that go and those that come."""
    yield f"{change.name} ({change.where})" if change.old else f"{change.name} (new)"
    old, new = (_paragraphs_of(text) for text in (change.old, change.new))
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (f"  - {words}" for words in old[start:end])
            yield from (f"  + {words}" for words in new[first:last])


def _paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text, and the items of its lists, each on one line."""
    return [
        " ".join(one.split())
        for one in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|>]|\w{1,3}[.)])\s)", text)
        if one.strip()
    ]
