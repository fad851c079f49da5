"""The variants of one text: its registers and translations, each with its place, to be read and changed in place."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from briefing.core.errors import BriefingError
from briefing.core.finding import has_errors
from briefing.core.source_map import LINE_BREAK, Key
from briefing.files.guarded_writing import Change, Refusal, change_file
from briefing.files.read_log import digest_of
from briefing.files.workspace import Files, RefusedError, refused
from briefing.load.library import BRIEF_FILE, Library
from briefing.load.text_files import file_of_text, path_of_text
from briefing.load.yaml.reader import Document, decode, read_document
from briefing.load.yaml.text_editing import read_for_editing, refuse_text, replace_text
from briefing.load.yaml.text_insertion import insert_text
from briefing.load.yaml.text_paths import TextPath, find_path
from briefing.model.brief import Brief
from briefing.model.parts import budgeted_keys
from briefing.model.text import Register
from briefing.stages import Job

PARSED_KEPT = 8
"""The number of parsed files that are kept: a brief with its translations, while its texts are being read."""

REGISTERS = tuple(register.value for register in Register)


@dataclass(frozen=True, slots=True)
class Variant:
    """A text in one register and language. `text` is empty if it is not written yet."""

    language: str
    register: str
    file: str
    line: int
    """The line of the text; of the value around it, if the text is not written yet."""
    digest: str
    """The digest of the file that has the text."""
    text: str


def find_variants(job: Job, key: Key, files: Files) -> tuple[Variant, ...] | Refusal:
    """Return the variants of a text in all files of its brief, the language of the job first.

    A register is included if the original has it. There are none if the key is not of a text of the brief. It is
    refused if the file of the original or of the language of the job cannot be read; the others are left out.
    """
    slug = job.edition.brief
    original = _read(files, f"content/{slug}/{BRIEF_FILE}")
    if isinstance(original, Refusal):
        return original
    base = _without_register(key)
    registers = [name for name in REGISTERS if _text_of(original[1], (*base, name)) is not None]
    found: list[Variant] = []
    for language, name in _files_of(slug, files, str(original[1].data.get("language", "en"))):
        read = _read(files, name)
        if isinstance(read, Refusal):
            if language == job.edition.language:
                return read
            continue
        content, document = read
        below = None if document.source_map.source == original[1].source_map.source else original[1].data
        for register in registers:
            path = find_path(document.data, (*base, register), Brief, below)
            if own := _own_file(path, name):
                found += _in_own_file(own, language, register, files)
                continue
            line = document.source_map.value(path.written).line
            text = path.value if isinstance(path.value, str) and not path.missing else ""
            found.append(Variant(language, register, name, line, digest_of(content), text))
    return tuple(sorted(found, key=lambda one: one.language != job.edition.language))


def change_variant(job: Job, key: Key, variant: Variant, text: str, files: Files) -> Change | Refusal:
    """Write a variant into its file, and nothing else; refused if the file has changed since it was read.

    Line breaks that no editor shows come with texts that are pasted from web pages; they become ordinary ones.
    """
    text = LINE_BREAK.sub("\n", text)
    if not variant.file.endswith(".yaml"):
        return change_file(files, variant.file, variant.digest, lambda content: _rewritten(content, text))
    slug = job.edition.brief
    base = _without_register(key)
    full = (*base, variant.register)
    original = _read(files, f"content/{slug}/{BRIEF_FILE}")
    if isinstance(original, Refusal):
        return original
    is_original = variant.file.endswith(f"/{BRIEF_FILE}")
    below = None if is_original else original[1].data

    def change(content: bytes) -> bytes | Refusal:
        document = read_for_editing(content)
        if isinstance(document, Refusal):
            return document
        path = find_path(document.data, full, Brief, below)
        if path.missing or path.value is None:
            return insert_text(content, full, text, Brief, below)
        return replace_text(content, path.written, text)

    return change_file(files, variant.file, variant.digest, change)


def budget_of(job: Job, key: Key) -> int | None:
    """Return the most words that the audience allows in a text; None if there is no limit."""
    limits = (
        budget.words for part, budget in job.audience.budgets.items() if key and key[0] in budgeted_keys(part)
    )
    return next(filter(None, limits), None)


def register_of(key: Key) -> str:
    """Return the register at the end of a key; a text without registers is the main one."""
    return str(key[-1]) if key and key[-1] in REGISTERS else Register.TEXT.value


@lru_cache(PARSED_KEPT)
def _parsed(content: bytes, name: str) -> Document:
    return read_document(content, name, may_be_empty=True)


def _without_register(key: Key) -> Key:
    return key[:-1] if key and key[-1] in REGISTERS else key


def _text_of(document: Document, key: Key) -> str | None:
    path: TextPath = find_path(document.data, key, Brief)
    if path.missing:
        return None
    return path.value if isinstance(path.value, str) else file_of_text(path.value)


def _own_file(path: TextPath, document: str) -> str | None:
    """Return the file of its own that has a text; None if the text is in the document."""
    name = file_of_text(path.value) if path.wanted[-1:] and path.wanted[-1] in REGISTERS else None
    return None if name is None else path_of_text(name, document)


def _in_own_file(name: str, language: str, register: str, files: Files) -> Iterator[Variant]:
    """Yield the variant of a text that a file of its own has; none if the file cannot be read."""
    with suppress(OSError, BriefingError):
        content = files.read(name)
        text = decode(content, name)
        yield Variant(
            language, register, name, 1, digest_of(content), LINE_BREAK.sub("\n", text).rstrip("\n")
        )


def _rewritten(content: bytes, text: str) -> bytes | Refusal:
    """Return a file of text with another text: its byte order mark, its line ends and its end are kept."""
    if refusal := refuse_text(text):
        return refusal
    if not text.strip():
        return Refusal("the text is empty")
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    end = content[len(content.rstrip(b"\r\n")) :]
    new = text.rstrip("\n").encode()
    return mark + (new.replace(b"\n", b"\r\n") if b"\r\n" in content else new) + end


def _files_of(slug: str, files: Files, language: str) -> Iterator[tuple[str, str]]:
    """Yield the languages of a brief and their files, the original first."""
    yield language, f"content/{slug}/{BRIEF_FILE}"
    for tag in Library(files).translations(slug):
        yield tag, str(PurePosixPath("content", slug, f"brief.{tag}.yaml"))


def _read(files: Files, name: str) -> tuple[bytes, Document] | Refusal:
    try:
        content = files.read(name)
        return content, _parsed(content, name)
    except OSError as error:
        return Refusal(f"{name} cannot be read: {error.strerror or error}")
    except RefusedError as error:
        findings = refused(error).findings
    except BriefingError as error:
        findings = error.findings
    first = next((one for one in findings if has_errors([one])), findings[0])
    return Refusal(f"{name} cannot be read: {first.what}", first.where.line)
