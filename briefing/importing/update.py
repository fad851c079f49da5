"""Brings the texts and tables of a newer document into an existing brief: `brief import --into`. All else of it stays.

Texts are compared by the words that they print, tables cell by cell (`table_update`), pictures by their bytes. A
section is found by its id or its title, the item of a list and a text box by their words. Nothing is deleted: what only
the brief has is listed. Nor is a picture replaced, because somebody may have worked on that of the brief.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from itertools import count
from pathlib import PurePosixPath

from briefing.core.errors import BriefingError, ContentError, MachineError, SelectionError
from briefing.core.finding import Finding, Severity, Span, has_errors
from briefing.core.source_map import Key, SourceMap
from briefing.files.atomic_writing import write_whole
from briefing.files.guarded_writing import Refusal, change_file, undo_change
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files
from briefing.importing.assembly import Assembled
from briefing.importing.import_ import Imported
from briefing.importing.instructions import INSTRUCTIONS
from briefing.importing.markup import all_words_of, words_of
from briefing.importing.parts import plain
from briefing.importing.table_update import (
    BriefTable,
    DocumentTable,
    TableChange,
    changed_file,
    compare_table,
    is_same_cell,
    paired,
    tables_of_brief,
    tables_of_document,
    without_total,
    written_rows,
)
from briefing.importing.word_comparison import words_in
from briefing.load.data.gather import gather_data
from briefing.load.data.grid import Grid, TextPlaces
from briefing.load.library import BRIEF_FILE, Library
from briefing.load.yaml.files import choose, open_document
from briefing.load.yaml.reader import Data, read_document
from briefing.load.yaml.rows_editing import replace_rows
from briefing.load.yaml.text_editing import replace_text, spelled
from briefing.load.yaml.text_insertion import insert_text
from briefing.load.yaml.text_paths import find_path, id_of, scalar_keys, value_inside
from briefing.markdown.grammar import CITATION, FACT
from briefing.model.brief import Brief

FIGURES = "figures"
PICTURE = re.compile(r"(?<=\]\()figures/[^)\s]+")
"""A picture in a text, by its name in the folder of a newly imported brief: another one may have that name."""

PICTURE_HELP = (
    "save the picture from the document into figures/ of the brief: under the name of the one that it replaces, "
    "or under a new one that a text or a `figure` names"
)

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
    same_table_count: int = 0
    only_in_brief: list[str] = field(default_factory=list)
    """The keys of items and sections that the document does not have; they stay."""
    tables: list[TableChange] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    """The digests of the files of rows that change, by their names."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The files that change, or that are new."""
        is_brief = bool(self.changes) or any(one.is_new or not one.file for one in self.tables)
        names = [one.file for one in self.tables if one.file]
        return list(dict.fromkeys([*([self.file] if is_brief else []), *names]))


def compare_with(files: Files, slug: str, imported: Imported) -> Update:
    """Return the changes to a brief. Raises SelectionError if there is no such brief, ContentError if it has errors."""
    library = Library(files)
    choose("brief", slug, library.slugs)
    file = f"content/{slug}/{BRIEF_FILE}"
    document = open_document(files, file, ContentError)
    comparison = _Comparison(document.data, document.source_map, dict(imported.made.data), library, slug)
    update = Update(file, digest_of(files.read(file)))
    _, grids = gather_data(document, files)
    comparison.old_tables = tables_of_brief(document.data, grids, comparison.printed_words)
    comparison.new_tables = [
        replace(one, rows=[[comparison.with_known_ids(cell) for cell in row] for row in one.rows])
        if one.has_markup
        else one
        for one in tables_of_document(comparison.new, imported.made.files)
    ]
    comparison.file_names = [PurePosixPath(one).name for one in files.list(f"content/{slug}/data/*")]
    comparison.compare(update)
    update.findings[:0] = [one for one in imported.findings if one.code != "BR843"]
    _compare_pictures(files, slug, imported.made, update)
    return update


def _compare_pictures(files: Files, slug: str, made: Assembled, update: Update) -> None:
    """Give the pictures of new texts the names that the brief has for them, and report those that it lacks."""
    folder = f"content/{slug}/"
    own = {digest_of(files.read(one)): one.removeprefix(folder) for one in files.list(f"{folder}{FIGURES}/*")}
    pictures = {
        name: digest_of(content) for name, content in made.files.items() if name.startswith(f"{FIGURES}/")
    }
    named = {name: own[digest] for name, digest in pictures.items() if digest in own}
    reported: set[str] = set()
    for one in list(update.changes):
        place = update.changes.index(one)
        if {*PICTURE.findall(one.new)} <= named.keys():
            new = PICTURE.sub(lambda found: named[found[0]], one.new)
            update.changes[place] = replace(one, new=new)
        else:
            del update.changes[place]
            reported |= {*PICTURE.findall(one.new)}
            what = f"not updated: the new text of '{one.name}' has a picture that the brief does not have"
            help = f"change the text by hand; {PICTURE_HELP}"
            update.findings.append(Finding("BR844", what, one.where, help, Severity.WARNING))
    for name in sorted(pictures.keys() - named.keys() - reported):
        title = next(_titles_of(name, made.data), "")
        what = f"not updated: the picture “{title}” of the document is new, or has changed"
        update.findings.append(Finding("BR844", what, Span(update.file), PICTURE_HELP, Severity.WARNING))
    typed = files.read(update.file).decode(errors="replace")
    update.only_in_brief += [
        name for digest, name in own.items() if digest not in pictures.values() and name in typed
    ]


def _titles_of(name: str, data: object) -> Iterator[str]:
    """Yield the titles of a picture in the data of a document, or its alternative texts."""
    if isinstance(data, str):
        yield from re.findall(rf"!\[([^\]]*)\]\({re.escape(name)}\)", data)
    elif isinstance(data, Mapping):
        if data.get("file") == name:
            yield words_of(str(data.get("title", "")))
        yield from (title for one in data.values() for title in _titles_of(name, one))
    elif isinstance(data, list):
        yield from (title for one in data for title in _titles_of(name, one))


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
        self.files = library.files
        brief = library.brief(slug, is_draft=True).brief
        self.facts = {
            name: " ".join(filter(None, (fact.value, fact.unit))) for name, fact in brief.facts.items()
        }
        self.known = {name: words_in(source.title.text) for name, source in brief.sources.items()}
        self.old_tables: Sequence[BriefTable] = ()
        self.new_tables: Sequence[DocumentTable] = ()
        self.file_names: list[str] = []
        """The names of the files of rows that the brief has, and of those that new tables get."""
        self.places: dict[tuple[str, int], int] = {}
        """The places of the sections of the document in the brief."""
        self.sources = {
            name: set(words_in(source.model_dump_json())) for name, source in brief.sources.items()
        }
        """The words of each source of the brief."""
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
        self._tables(update)
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
        update.changes.append(TextChange(full, spelled(key), old, self.with_known_ids(new), where))

    def _printed(self, text: str) -> list[str]:
        """Return the words that a text prints, with the values of facts."""
        return words_in(all_words_of(self._with_values(text)))

    def printed_words(self, text: str) -> str:
        """Return a text as it prints, with the values of facts and without citations and notes."""
        return words_of(self._with_values(text))

    def _with_values(self, text: str) -> str:
        return FACT.sub(lambda fact: self.facts.get(fact["id"], ""), text)

    def with_known_ids(self, text: str) -> str:
        """Return a text with the ids that the brief has for its sources."""
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
        for at, section in enumerate(new):
            title = str(section.get("title", ""))
            index = next((one for one in left if self._is_same(old[one], section, (name, one))), None)
            if index is None:
                index, added = added, added + 1
            else:
                left.remove(index)
            self.places[name, at] = index
            self._text((name, index, "title"), title, update)
            self._text((name, index, "text"), section.get("text"), update)
            self._boxes((name, index), section, update)
        update.only_in_brief += [spelled((name, index)) for index in left]

    def _boxes(self, key: Key, section: Mapping[str, object], update: Update) -> None:
        """Compare the text boxes of a section: each with the one that has most of its words."""
        blocks = section.get("blocks")
        new = [one["box"] for one in (blocks if isinstance(blocks, list) else ()) if "box" in one]
        holder = find_path(self.old, (*key, "blocks"), Brief)
        typed = holder.value if not holder.missing and isinstance(holder.value, list) else []
        places = [
            at for at, one in enumerate(typed) if isinstance(one, dict) and isinstance(one.get("box"), dict)
        ]
        keys = [(*key, "blocks", at, "box") for at in places]
        old = [
            self._printed(f"{self._value_at((*one, 'title'))} {self._value_at((*one, 'text'))}")
            for one in keys
        ]
        words = [self._printed(f"{box.get('title', '')} {box.get('text', '')}") for box in new]
        found = _paired(words, old)
        for box, index in zip(new, found, strict=True):
            if index is None:
                title = words_of(str(box.get("title", "")))
                what = f"not updated: the brief has no text box like “{title}”"
                help = "add a `box` to the blocks of the section, if it is new"
                is_new = find_path(self.old, key, Brief).missing
                where = Span(update.file) if is_new else self.source_map.value(key)
                update.findings.append(Finding("BR844", what, where, help, Severity.WARNING))
                continue
            for name in ("title", "text"):
                self._text((*keys[index], name), box.get(name), update)
        update.only_in_brief += [spelled(one) for at, one in enumerate(keys) if at not in found]

    def _is_same(self, old: Data, new: Mapping[str, object], key: Key) -> bool:
        is_same_id = bool(id_of(old)) and id_of(old) == new.get("id")
        titles = [self._value_at((*key, "title"))]
        inside = value_inside(old, "title")
        titles += [str(one) for one in inside.values()] if isinstance(inside, dict) else []
        return is_same_id or any(
            title and plain(title) == plain(str(new.get("title", ""))) for title in titles
        )

    # --- Tables ---------------------------------------------------------------------------------------

    def _tables(self, update: Update) -> None:
        """Compare the tables of the document with those of the brief, and add the new ones to their sections."""
        found = paired(self.new_tables, self.old_tables, self._title_of)
        for new, old in zip(self.new_tables, found, strict=True):
            if old is None:
                self._new_table(new, update)
            else:
                self._table(new, old, update)
        used = [one.key for one in found if one is not None]
        update.only_in_brief += [
            spelled(one.key) for one in self.old_tables if one.key not in used and one.key[-1] == "table"
        ]

    def _title_of(self, table: BriefTable) -> str:
        return self.printed_words(self._value_at((*table.key, "title")))

    def _table(self, new: DocumentTable, old: BriefTable, update: Update) -> None:
        for name in ("title", "alt", "note"):
            if name != "note" or not self._names_sources(
                str(new.values.get(name, "")), old.values.get("source")
            ):
                self._text((*old.key, name), new.values.get(name), update)
        new, total = without_total(new, old)
        for at, cell in enumerate(total):
            place = find_path(self.old, (*old.key, "total", at), Brief)
            if not place.missing and not is_same_cell(self.printed_words(str(place.value)), words_of(cell)):
                self._text((*old.key, "total", at), cell, update)
        change = compare_table(new, old, self._title_of(old), self.source_map)
        if isinstance(change, TableChange):
            change = self._checked(change, update)
        if isinstance(change, Refusal):
            what = f"not updated: the table '{self._title_of(old)}': {change.reason}"
            help = "change its rows by hand"
            where = self.source_map.value((*old.key, "data"))
            update.findings.append(Finding("BR844", what, where, help, Severity.WARNING))
        elif change is None:
            update.same_table_count += 1
        elif all(one.file != change.file or one.new != change.new for one in update.tables if one.file):
            update.tables.append(change)

    def _checked(self, change: TableChange, update: Update) -> TableChange | Refusal:
        """Return a change; a refusal if the file of its rows cannot be changed."""
        if not change.file:
            return change
        content = self.files.read(change.file)
        update.digests[change.file] = digest_of(content)
        made = changed_file(content, change)
        return made if isinstance(made, Refusal) else change

    def _names_sources(self, note: str, ids: Data) -> bool:
        """Return True if the note below a table of the document names what the brief has under `source`."""
        known = [
            self.sources.get(one, set())
            for one in (ids if isinstance(ids, list) else [ids])
            if isinstance(one, str)
        ]
        _, *words = words_in(words_of(note)) or [""]
        return bool(words) and sum(any(word in one for one in known) for word in words) >= ALIKE * len(words)

    def _new_table(self, new: DocumentTable, update: Update) -> None:
        place = self.places[new.section, new.at]
        holder = find_path(self.old, (new.section, place, "blocks"), Brief)
        count = len(holder.value) if not holder.missing and isinstance(holder.value, list) else 0
        count += sum(one.is_new and one.key[:2] == (new.section, place) for one in update.tables)
        key: Key = (new.section, place, "blocks", count, "table")
        file = "" if new.has_markup else self._new_file(update.file)
        title, where = words_of(new.title), Span(update.file)
        grid = Grid(TextPlaces(file, (), ","))
        update.tables.append(
            TableChange((*key, "data"), spelled(key), title, where, file, (), new.rows, grid, is_new=True)
        )
        texts = {name: str(new.values[name]) for name in ("title", "alt", "note") if name in new.values}
        for name, text in texts.items():
            one = TextChange((*key, name), spelled((*key, name)), "", self.with_known_ids(text), where)
            update.changes.append(one)
            if text in INSTRUCTIONS:
                what = f"the document has no {INSTRUCTIONS[text]}: “{title}”"
                help = f"replace the instruction at `{one.name}`, which would be printed"
                update.findings.append(Finding("BR843", what, where, help, Severity.WARNING))

    def _new_file(self, brief: str) -> str:
        """Return a free name for the rows of a new table."""
        number = next(at for at in count(1) if f"table-{at}.csv" not in self.file_names)
        self.file_names.append(f"table-{number}.csv")
        return str(PurePosixPath(brief).parent / "data" / self.file_names[-1])

    def _sources(self, update: Update) -> None:
        """Add the sources that new texts cite and the brief lacks."""
        texts = [change.new for change in update.changes]
        texts += [cell for table in update.tables if not table.file for row in table.new for cell in row]
        cited = {one for text in texts for one in re.findall(r"@([^\s;,\]]+)", text)}
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

    Raises ContentError if a change cannot be made, or if the brief would have errors that it did not have; all files
    are then as they were. Raises SelectionError if one of them has changed meanwhile, MachineError if a new one cannot
    be written.
    """
    before = _findings_of(files, slug)
    with _Writing(files) as writing:
        for one in update.tables:
            if one.file and one.is_new:
                writing.add(one.file, written_rows(one.new))
            elif one.file:
                writing.change(one.file, update.digests[one.file], partial(changed_file, change=one))
        if update.file in update.files:
            writing.change(update.file, update.digest, partial(_changed, update=update))
        after = _findings_of(files.fresh(), slug)
        known = {(one.code, one.what) for one in before}
        new = [one for one in after if (one.code, one.what) not in known]
        if has_errors(new):
            raise ContentError([one for one in new if one.severity is Severity.ERROR])
    return new


class _Writing:
    """Writes files; if anything fails inside the block, all of them are as they were before."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.undone: list[Callable[[], object]] = []

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for undo in reversed(self.undone):
                undo()

    def change(self, name: str, digest: str, change: Callable[[bytes], bytes | Refusal]) -> None:
        """Change a file. Raises SelectionError if that is refused."""
        made = change_file(self.files, name, digest, change)
        if isinstance(made, Refusal):
            where = Span(name, made.line)
            help = "change it by hand, or import the document as a brief of its own: --slug"
            raise SelectionError([Finding("BR844", f"not updated: {made.reason}", where, help)])
        self.undone.append(partial(undo_change, self.files.fresh(), made))

    def add(self, name: str, content: bytes) -> None:
        """Write a new file. Raises MachineError."""
        path = self.files.root / name
        is_first = not path.parent.is_dir()
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            what, help = f"cannot create the folder: {error.strerror}", "check its permissions"
            raise MachineError(
                [Finding("BR902", what, Span(str(PurePosixPath(name).parent)), help)]
            ) from None
        if is_first:
            self.undone.append(path.parent.rmdir)
        write_whole(path, content)
        self.undone.append(path.unlink)


def _changed(content: bytes, update: Update) -> bytes | Refusal:
    """Return the file of the brief with all changes."""
    steps = [partial(_with_text, change=one) for one in update.changes]
    tables = [one for one in update.tables if one.is_new or not one.file]
    for edit in (*steps, *(partial(_with_table, change=one) for one in tables)):
        edited = edit(content)
        if isinstance(edited, Refusal):
            return edited
        content = edited
    return content


def _with_text(content: bytes, change: TextChange) -> bytes | Refusal:
    data = read_document(content, "content").data
    if change.key[0] == "sources" and isinstance(data.get("sources"), str | list):
        return Refusal(f"the sources are a file or a list, to which '{change.key[1]}' must be added first")
    path = find_path(data, change.key, Brief)
    if not path.missing and isinstance(path.value, str):
        edited = replace_text(content, path.written, change.new)
    else:
        edited = insert_text(content, change.key, change.new, Brief)
    return Refusal(f"{change.name}: {edited.reason}", edited.line) if isinstance(edited, Refusal) else edited


def _with_table(content: bytes, change: TableChange) -> bytes | Refusal:
    """Return the file of the brief with the rows of a table, or with the name of the file that has them."""
    if change.is_new:
        file = change.file.split("/", 2)[-1]
        key, text = (change.key, file) if file else ((*change.key, 0, 0), change.new[0][0])
        edited = insert_text(content, key, text, Brief)
        if file or isinstance(edited, Refusal):
            return edited
        content = edited
    for at, column in change.cells:
        edited = replace_text(content, (*change.key, at, column), change.new[at][column])
        if isinstance(edited, Refusal):
            return edited
        content = edited
    return content if change.cells else replace_rows(content, change.key, change.new)


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
