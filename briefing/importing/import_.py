"""Makes a brief from a document: `brief import`."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from briefing.core.errors import BriefingError, ContentError, SelectionError
from briefing.core.finding import Finding, Severity, Span, has_errors, suggest
from briefing.core.source_map import Key
from briefing.files.bounded_reading import (
    OTHER_LIMIT,
    TEXT_LIMIT,
    RefusedError,
    TooLargeError,
    read_file,
)
from briefing.files.workspace import Files, unreadable
from briefing.importing.assembly import Assembled, assemble
from briefing.importing.brief_yaml import write_yaml
from briefing.importing.document_tree import Block, Box, Document, Format, Paragraph, Table
from briefing.importing.exhibits import Words
from briefing.importing.instructions import INSTRUCTIONS, PICTURE_ALT
from briefing.importing.markup import all_words_of
from briefing.importing.parts import Headings
from briefing.importing.structure import NUMBER
from briefing.importing.table_update import has_tables
from briefing.importing.web_page import PictureReader
from briefing.importing.word_comparison import Difference, differences, words_in
from briefing.importing.word_package import MAX_FILE
from briefing.load.library import BRIEF_FILE, Library
from briefing.load.yaml.files import open_document
from briefing.load.yaml.reader import decode, read_document
from briefing.scaffold.names import check_slug, slug_of
from briefing.scaffold.new_files import place, with_schema_line

WORD, MARKDOWN, PAGE = (".docx",), (".md", ".markdown"), (".html", ".htm")
SAVE_AS = "open it in a word processor and save it as Word document (.docx)"
ADDRESS = re.compile(r"(?:https?|ftp|file):/")
"""The start of an address, of whose two slashes a path keeps one."""

OTHER = {
    ".odt": ("an OpenDocument text", SAVE_AS),
    ".fodt": ("an OpenDocument text", SAVE_AS),
    ".doc": ("an older Word document", SAVE_AS),
    ".docm": ("a Word document with macros", SAVE_AS),
    ".dotx": ("a template of Word", SAVE_AS),
    ".rtf": ("a Rich Text document", SAVE_AS),
    ".pages": ("a Pages document", "export it as Word document (.docx): File > Export To > Word"),
    ".gdoc": (
        "a link to a document in Google Docs",
        "download the document: File > Download > Microsoft Word (.docx)",
    ),
    ".pdf": ("a PDF", "import the document that it was made from"),
    ".tex": ("LaTeX", "convert it to Markdown: pandoc -o draft.md draft.tex"),
    ".txt": ("a plain text", "rename it to end in .md, and mark its headings with `# `"),
}
"""Formats that are not read: what they are, and the way out."""

NOT_WORDS = frozenset(
    {
        "id",
        "file",
        "language",
        "date",
        "marking",
        "status",
        "whole",
        "listed",
        "doi",
        "url",
        "type",
        "accessed",
    }
)
"""The keys whose values are no words of the document."""

AUDIENCE = "policymaker"
WIDE_AUDIENCE = "analyst"
ONLY_WIDE = ("abstract", "glossary")
"""The parts that only the analyst gets."""


@dataclass
class Imported:
    """A brief that was made from a document: its files, and everything that a person should look at."""

    slug: str
    texts: Mapping[str, str | bytes]
    """The files, by their names in the workspace."""
    made: Assembled
    findings: list[Finding] = field(default_factory=list)
    written: Sequence[Path] = ()

    @property
    def has_errors(self) -> bool:
        """True if the brief cannot be built as it is."""
        return has_errors(self.findings)


def read_file_of_document(path: Path) -> Document:
    """Return a document by its path. Raises ContentError if it cannot be read, OSError if there is no such file."""
    ending, name = path.suffix.lower(), path.name
    if ADDRESS.match(str(path)):
        help = "download the document, and give the name of the file"
        raise ContentError(
            [Finding("BR840", "an address cannot be imported: nothing is fetched", Span(str(path)), help)]
        )
    if ending in OTHER:
        kind, way_out = OTHER[ending]
        raise ContentError(
            [Finding("BR840", f"the document is {kind}, which is not read", Span(name), way_out)]
        )
    if ending not in (*WORD, *MARKDOWN, *PAGE):
        what = f"a file that ends in '{ending}' is not read" if ending else "the file has no file extension"
        help = "give a .docx, .md or .html file, or the .xliff or .po file of a translator"
        raise ContentError([Finding("BR840", what, Span(name), help)])
    try:
        content = read_file(str(path), name, MAX_FILE if ending in WORD else OTHER_LIMIT // 4)
    except TooLargeError as error:
        what = f"the document is too large: {error.strerror}"
        raise ContentError(
            [Finding("BR102", what, Span(name), "split it, or make its pictures smaller")]
        ) from None
    except RefusedError as error:
        raise SelectionError([unreadable(error, Span(str(path)))]) from None
    except OSError as error:
        what = f"the document cannot be read: {error.strerror}"
        raise SelectionError(
            [Finding("BR804", what, Span(str(path)), "check its name and permissions")]
        ) from None
    return _read(content, name, ending, _pictures_next_to(path))


def _read(content: bytes, name: str, ending: str, picture_of: PictureReader) -> Document:
    if ending in WORD:
        from briefing.importing.word import read_word

        return read_word(content, name)
    if ending in PAGE:
        from briefing.importing.web_page import read_web_page

        return read_web_page(content, name, picture_of)
    from briefing.importing.markdown_file import read_markdown

    return read_markdown(decode(content, name), name, picture_of)


def _pictures_next_to(path: Path) -> PictureReader:
    """Return a reader of the pictures in the folder of a file; names that lead out of it are not read."""
    folder = path.parent.resolve()

    def picture_of(name: str) -> bytes | None:
        try:
            picture = (folder / name).resolve()
            return read_file(str(picture)) if picture.is_relative_to(folder) else None
        except (OSError, ValueError):
            return None

    return picture_of


def import_document(
    files: Files, path: Path, *, slug: str | None = None, language: str | None = None, is_update: bool = False
) -> Imported:
    """Return the brief of a document; nothing is written. With `is_update`, it is compared with the brief `slug`.

    Raises ContentError if the document cannot be read, SelectionError for a name that exists or an unknown language.
    """
    document = read_file_of_document(path)
    _check_length(document, path.name)
    library = Library(files)
    headings = Headings(library.languages)
    spoken = _language(library, document, headings, language)
    words = _words(library, spoken)
    has_rows = is_update and slug is not None and slug in library.slugs and _has_tables(library, slug)
    made = _assembled(document, headings, spoken, words, None if has_rows else library)
    _complete(made, document, path, library)
    title = made.data.get("title")
    name = check_slug(slug) if slug is not None else _name_of(str(title), path)
    imported = Imported(name, _texts(name, made, path), made)
    imported.findings = list(_report(document, imported, path.name))
    return imported


def _check_length(document: Document, name: str) -> None:
    """Raise ContentError if a document has more text than a brief can have."""
    size = sum(len(words.encode()) for words in document.words)
    if size > TEXT_LIMIT:
        what = (
            f"the document has {size // 1024:,} KiB of text; a brief has at most {TEXT_LIMIT // 1024:,} KiB"
        )
        raise ContentError(
            [Finding("BR102", what, Span(name), "copy the part that you need into a new document")]
        )


def write_imported(files: Files, imported: Imported) -> Imported:
    """Write a new brief; never over another one. Raises SelectionError if a file exists, MachineError."""
    imported.written = place(files.root, imported.texts)
    imported.findings += _findings_of(files.fresh(), imported.slug)
    return imported


def _findings_of(files: Files, slug: str) -> list[Finding]:
    """Return the findings of loading a brief, as a draft."""
    try:
        return list(Library(files).brief(slug, is_draft=True).findings)
    except BriefingError as error:
        return list(error.findings)


def _language(library: Library, document: Document, headings: Headings, wanted: str | None) -> str:
    """Return the language of a document: the one that is given, that of its headings, or that of its properties."""
    if wanted is not None:
        found = library.languages.find(wanted)
        if found is None:
            help = suggest(wanted, library.languages, noun="languages")
            raise SelectionError(
                [Finding("BR308", f"unknown language '{wanted}'", Span("command line"), help)]
            )
        return found
    titles = [
        block.text
        for block in document.blocks
        if isinstance(block, Paragraph) and (block.level or _is_bold(block))
    ]
    of_properties = (
        library.languages.find(document.properties.language) if document.properties.language else None
    )
    return headings.likely_language(titles) or of_properties or "en"


def _is_bold(paragraph: Paragraph) -> bool:
    return bool(paragraph.text.strip()) and all(
        Format.BOLD in run.formats for run in paragraph.runs if run.text.strip()
    )


def _words(library: Library, language: str) -> Words:
    draft = library.draft_words(language)
    labels = [library.languages.labels_of(one).labels for one in dict.fromkeys((language, "en"))]
    return Words(
        captions=[*draft.exhibits, *draft.captions],
        notes=[one[name] for one in labels for name in ("note", "notes") if one.get(name)],
        bylines=[word for one in ("en", language) for word in library.languages.vocabulary_of(one).bylines],
        sources=[one[name] for one in labels for name in ("source", "sources") if one.get(name)],
    )


def _assembled(
    document: Document, headings: Headings, language: str, words: Words, library: Library | None
) -> Assembled:
    """Return the brief of a document; without a library, tables are data also if that would be errors.

    Otherwise a table whose data would be errors stays a table of words.
    """
    made = assemble(document, headings, language, words)
    if (
        library
        and any(name.startswith("data/") for name in made.files)
        and _has_unclear_tables(made, library)
    ):
        return assemble(document, headings, language, words, tables_in_text=True)
    return made


def _has_tables(library: Library, slug: str) -> bool:
    """Return True if a brief has a table or a chart, with which the tables of a document are compared."""
    document = open_document(library.files, f"content/{slug}/{BRIEF_FILE}", ContentError)
    return has_tables(document.data)


def _has_unclear_tables(made: Assembled, library: Library) -> bool:
    with tempfile.TemporaryDirectory(prefix="brief-import-") as folder:
        root = Path(folder)
        data = {"title": "x", "date": "2000-01-01", "key_points": ["x"], "outlook": "x", **made.data}
        for name, content in {BRIEF_FILE: write_yaml(data, {}).encode(), **made.files}.items():
            path = root / "content" / "x" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        found = _findings_of(Files(root, library.files.shipped), "x")
        return any(
            one.severity is Severity.ERROR and (one.where.file.endswith(".csv") or one.code in TABLE_CODES)
            for one in found
        )


TABLE_CODES = frozenset(
    {"BR140", "BR141", "BR142", "BR143", "BR145", "BR148", "BR149", "BR217", "BR218", "BR318"}
)
"""Errors about the data of a table."""


def _complete(made: Assembled, document: Document, path: Path, library: Library) -> None:
    """Add what a brief needs and the texts of a document do not have: from its properties, or as a TODO."""
    data = made.data
    if "title" not in data:
        data["title"] = " ".join(path.stem.replace("_", " ").split())
        made.added.append(str(data["title"]))
        made.comments.setdefault(("title",), []).append("The name of the file, as the document has no title.")
    if "date" not in data:
        day = document.properties.day
        said = "TODO: the day of publication. This is the day on which the document was last saved."
        data["date"] = (day or _saved(path)).isoformat()
        made.comments.setdefault(("date",), []).append(said)
    made.comments.setdefault(("marking",), []).append(
        "Prints a draft notice; remove this line when the text is final."
    )
    names = list(library.audiences)
    is_wide = any(part in data for part in ONLY_WIDE) and WIDE_AUDIENCE in names
    first = AUDIENCE if AUDIENCE in names else next(iter(names), "")
    chosen = WIDE_AUDIENCE if is_wide else first
    if chosen:
        data["audiences"] = {chosen: {}}
    made.data = {key: data[key] for key in (*HEAD, *data) if key in data}


HEAD = ("title", "subtitle", "date", "language", "authors", "keywords", "marking", "audiences")


def _saved(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _name_of(title: str, path: Path) -> str:
    slug = slug_of(re.sub(r"\\|\^\[.*?\]", "", title)) or slug_of(path.stem)
    if slug is None:
        what = f"cannot make a folder name from the title '{title}'"
        help = "give one with --slug, in lower-case letters, digits and hyphens: --slug shade"
        raise SelectionError([Finding("BR210", what, Span("command line"), help)])
    return slug


def _texts(slug: str, made: Assembled, path: Path) -> dict[str, str | bytes]:
    file = f"content/{slug}/{BRIEF_FILE}"
    head = f"# Imported from {path.name}.\n"
    tail = ""
    if made.unplaced:
        lines = [f"#   {' '.join(words.split())}" for words in made.unplaced]
        tail = (
            "\n".join(["# Not placed: lines between the title and the text of the document.", *lines]) + "\n"
        )
    text = with_schema_line(file, "brief", head + write_yaml(made.data, made.comments) + tail)
    return {file: text, **{f"content/{slug}/{name}": content for name, content in made.files.items()}}


# --- Report ---------------------------------------------------------------------------------------------


def _report(document: Document, imported: Imported, name: str) -> Iterator[Finding]:
    """Yield a warning for everything in the document that is not in the brief as it was."""
    made, where = imported.made, Span(name)
    yield from made.findings
    for reason in dict.fromkeys(one.reason for one in made.left_out):
        words = ", ".join(
            _quoted(one.words) for one in made.left_out if one.reason == reason and one.words.strip()
        )
        what = f"{reason}: {words}" if words else reason
        help = next((one.help for one in made.left_out if one.reason == reason), "")
        yield Finding("BR841", f"left out or changed: {what}", where, help, Severity.WARNING)
    for line in made.unplaced:
        help = "the text is a comment at the end of the file; move it to a key, or delete it"
        yield Finding("BR841", f"not placed: {_quoted(line)}", where, help, Severity.WARNING)
    for key, what in made.missing:
        shown = ".".join(str(part + 1 if isinstance(part, int) else part) for part in key)
        help = f"replace the instruction at `{shown}`, which would be printed"
        yield Finding("BR843", f"the document has no {what}", where, help, Severity.WARNING)
    file = next(iter(imported.texts.items()))
    brief = list(_words_of_brief(file, imported))
    explained = [*(one.words for one in made.left_out), *made.moved, *made.recognised]
    explained += [comment.partition(": ")[2] for comments in made.comments.values() for comment in comments]
    explained += [sign[0] for words in document.words if (sign := NUMBER.match(words))]
    properties = document.properties
    explained += [
        properties.title,
        properties.subtitle,
        *properties.authors,
        *_names_in(made.data.get("authors")),
    ]
    whole = f" {' '.join(word for one in document.words for word in words_in(one))} "
    described = list(_descriptions(document.blocks))
    explained += [one for one in described if f" {' '.join(words_in(one))} " in whole]
    texts = [*document.words, *described, properties.title, properties.subtitle, *made.added]
    brief = [words.replace(PICTURE_ALT, "") for words in brief]
    for one in differences(texts, brief, explained):
        yield _difference(one, where)


def _names_in(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _descriptions(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the words that describe pictures and tables, which are not among those of paragraphs."""
    for block in blocks:
        if isinstance(block, Box):
            yield from _descriptions(block.blocks)
        elif isinstance(block, Table):
            yield from (block.title, block.description)
            yield from (
                run.picture.description for row in block.rows for cell in row for run in cell if run.picture
            )
        else:
            yield from (picture.description for picture in block.pictures())


def _difference(one: Difference, where: Span) -> Finding:
    if one.is_lost:
        what, help = (
            f"words that the brief does not have: {_quoted(one.words)}",
            "add them to the brief, if they are missing",
        )
    else:
        what, help = f"words that the document does not have: {_quoted(one.words)}", "check them in the brief"
    return Finding("BR842", f"{what} (in {_quoted(one.text)})", where, help, Severity.WARNING)


def _quoted(words: str) -> str:
    shown = " ".join(words.split())
    return f"“{shown if len(shown) <= 120 else shown[:117] + '…'}”"


def _words_of_brief(file: tuple[str, str | bytes], imported: Imported) -> Iterator[str]:
    """Yield the words of a brief as it is read again, of its data and of its comments."""
    made = imported.made
    name, typed = file
    data = read_document(typed.encode() if isinstance(typed, str) else typed, name).data
    own = {
        key: value
        for key, value in data.items()
        if key not in ("authors", "keywords", "audiences", "sources")
    }
    yield from _texts_in(own)
    sources = data.get("sources")
    if isinstance(sources, dict):
        typed_whole = (
            one
            for one in sources.values()
            if isinstance(one, str) or (isinstance(one, dict) and "whole" in one)
        )
        yield from _texts_in(list(typed_whole))
    for path, content in made.files.items():
        if PurePosixPath(path).suffix == ".csv":
            yield from (cell for row in csv.reader(io.StringIO(content.decode())) for cell in row)


def _texts_in(value: object, key: Key = ()) -> Iterator[str]:
    if isinstance(value, str):
        if value not in INSTRUCTIONS:
            yield " ".join(all_words_of(value).split())
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            is_file = name == "data" and isinstance(inner, str)
            if name not in NOT_WORDS and not is_file:
                yield from ([str(name)] if key[-1:] == ("glossary",) else ())
                yield from _texts_in(inner, (*key, name))
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts_in(inner, key)
