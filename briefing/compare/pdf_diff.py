"""Compares a PDF that was sent out with the edition that would be built today.

If the PDF contains its manuscript, it is compared with the manuscript of today's edition. If not, today's edition is
built, and the texts of the tags of both files are compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from briefing.compare.alignment import Alignment, Change
from briefing.compare.audience_diff import Compared, Difference
from briefing.compare.pdf_process import SentPdf, read_apart, read_pdf
from briefing.compare.sent_pdf import read_csv
from briefing.compose.manuscript import FILE_NAME
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.core.source_map import Key
from briefing.execution.pool import refused
from briefing.execution.result_codec import NotAResultError
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.load.yaml.reader import Data, read_document
from briefing.model.audience import Attached
from briefing.model.content import passages_in
from briefing.model.text import Register, Worded
from briefing.model.traversal import walk, word_key
from briefing.model.visibility import hiding_of
from briefing.pipeline.formats import PDF
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.task import Executor, Task, execute_here
from briefing.results import Result
from briefing.stages import Job, Tailored
from briefing.typeset.layout import Typesetter

SINCE = "the content has changed since"

ATTACHMENTS = "attachments"
ATTACHMENTS_LIMIT = 64 * 1024 * 1024
"""The largest size of a manuscript with its data, in bytes."""


def compare_since(
    files: Files,
    path: Path,
    selection: Selection,
    executor: Executor,
    executor_of: Callable[[Task], Executor] | None = None,
) -> Compared:
    """Compare a PDF with today's edition of the brief that a selection names.

    The audience and language are those of the selection, else those that the name and the language of the PDF imply.
    `executor` builds today's edition if needed. `executor_of` runs the task that makes its manuscript, which executes
    templates; without it, the task runs in this process.
    Raises SelectionError for a PDF that cannot be compared, and the error of an edition that cannot be built.
    """
    sent = read_pdf(path, path.name)
    job = _edition_of(sent, files, selection)
    tailored = tailor(job)
    alignment = Alignment()
    explaining = _Explaining(tailored, Library(files))
    day = f" of {sent.day[:4]}-{sent.day[4:6]}-{sent.day[6:]}" if len(sent.day) == len("20261122") else ""
    if sent.manuscript is not None:
        attachments = _todays_attachments(job, executor_of or partial(execute_here, files))
        before = {**_without_file_names(sent.manuscript), "data": _rows(sent.data)}
        changes = list(alignment.changes(before, _today(attachments)))
        basis = f"the manuscript inside {sent.name}{day} with that of today's edition, {job.name}"
    else:
        changes = list(_page_changes(sent, job, executor, alignment))
        basis = (
            f"the texts of the tags of {sent.name}{day} with those of today's edition, {job.name}: {sent.why}"
        )
    found = tuple(explaining.difference(change) for change in changes)
    edition = job.edition
    return Compared(
        edition.brief,
        edition.language,
        sent.name,
        edition.audience,
        found,
        alignment.same_count,
        basis,
        tailored,
    )


def _edition_of(sent: SentPdf, files: Files, selection: Selection) -> Job:
    """Return the job of today's edition of a PDF."""
    planned = plan_all_languages(files, selection)
    jobs = planned.jobs
    wanted = {"", next(iter(selection.languages), sent.language)}
    for failure in planned.failed:
        if failure.language in wanted or not jobs:
            raise failure.error
    stem = Path(sent.name).stem
    by_name = [job for job in jobs if stem == job.name or stem.startswith(f"{job.name}-")]
    if by_name and not selection.audiences and not selection.languages:
        return by_name[0]
    language = next(iter(selection.languages), sent.language)
    in_language = [job for job in jobs if job.edition.language == language] or jobs
    audiences = list(dict.fromkeys(job.edition.audience for job in in_language))
    if len(audiences) > 1:
        what = f"the name of '{sent.name}' does not say for which audience it was built"
        help = f"name the audience: -a {' or -a '.join(audiences)}"
        raise SelectionError([Finding("BR802", what, Span("command line"), help)])
    return in_language[0]


def _with_manuscript(tailored: Tailored) -> Tailored:
    """Return the edition with its manuscript and data attached, whatever its audience says."""
    attached = {"attachments": (Attached.CONTENT, Attached.DATA)}
    job = replace(tailored.job, audience=tailored.job.audience.model_copy(update=attached))
    return replace(tailored, job=job)


def compose_attachments(job: Job, typesetter: Typesetter) -> Result:
    """Return the manuscript and the data of an edition, as texts by name."""
    page = compose(_with_manuscript(tailor(job)), typesetter.files)
    texts = {one.name: one.content.decode() for one in page.attachments}
    return Result({ATTACHMENTS: json.dumps(texts).encode()})


def _todays_attachments(job: Job, executor_of: Callable[[Task], Executor]) -> dict[str, str]:
    """Return the same from a worker. Raises the error of an edition that cannot be composed."""
    _, result = next(iter(executor_of(Task(compose_attachments, (ATTACHMENTS,)))([job])))
    if result.error:
        raise result.error
    try:
        return _texts(result.files[ATTACHMENTS])
    except (ValueError, RecursionError) as error:
        raise refused(job, NotAResultError(str(error))).error or error from None


def _texts(content: bytes) -> dict[str, str]:
    """Return texts by name. Raises ValueError for anything else, or if there is no manuscript."""
    if len(content) > ATTACHMENTS_LIMIT:
        raise ValueError("more than a manuscript can be")
    texts = json.loads(content)
    if type(texts) is not dict or not all(type(text) is str for text in texts.values()):
        raise ValueError("not a table of texts")
    if FILE_NAME not in texts:
        raise ValueError("no manuscript")
    return texts


def _today(attachments: dict[str, str]) -> dict[str, object]:
    """Return the content of today's edition, read in the same path as the manuscript of the PDF."""
    manuscript = read_document(attachments[FILE_NAME].encode("utf-8", "replace"), FILE_NAME).data
    data = {name: read_csv(text) for name, text in attachments.items() if name != FILE_NAME}
    return {**_without_file_names(manuscript), "data": _rows(data)}


def _without_file_names(manuscript: Mapping[str, Data]) -> dict[str, Data]:
    """Return a manuscript without the names of its data files, which readers never see."""
    return {
        key: _without_file_names_in(value)
        for key, value in manuscript.items()
        if not _is_data_file(key, value)
    }


def _without_file_names_in(value: Data) -> Data:
    if isinstance(value, dict):
        return _without_file_names(value)
    return [_without_file_names_in(item) for item in value] if isinstance(value, list) else value


def _is_data_file(key: str, value: object) -> bool:
    return key == "data" and isinstance(value, str) and value.endswith(".csv")


def _rows(data: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    return {name: [" | ".join(row) for row in rows] for name, rows in sorted(data.items())}


def _page_changes(sent: SentPdf, job: Job, executor: Executor, alignment: Alignment) -> Iterator[Change]:
    """Return the changes between the texts of the tags of two files, named by page."""
    _, result = next(executor([job]))
    if result.error:
        raise result.error
    today = [(page, words) for page, words in read_apart(result.files[PDF], f"{job.name}.pdf")["texts"]]
    before, after = ([words for _, words in texts] for texts in (sent.texts, today))
    for change in alignment.changes(before, after, "text"):
        number = int(change.name.rpartition(".")[2])
        page = (sent.texts if change.kind == "dropped" else today)[number - 1][0]
        yield replace(change, name=f"page {page}, text {number}")


class _Explaining:
    """Finds the places of changes in today's content, and the lines that cause them."""

    def __init__(self, tailored: Tailored, library: Library) -> None:
        self.job, self.library = tailored.job, library
        self.printed: dict[str, Key] = {
            _spaced(passage.words): passage.key for passage in passages_in(tailored.content.brief)
        }
        self.all_variants: dict[str, tuple[Key, Register]] = {}
        for words, path in self._variants():
            self.all_variants.setdefault(words, path)

    def _variants(self) -> Iterator[tuple[str, tuple[Key, Register]]]:
        for key, item in walk(self.job.brief):
            if isinstance(item, Worded):
                for register in Register:
                    if words := item.words(register):
                        yield _spaced(words), (key, register)

    def difference(self, change: Change) -> Difference:
        """Return a change as a difference, with its place and its reason."""
        why, rule, where = SINCE, None, self._where(change)
        if change.kind == "moved":
            why = "it has moved"
        elif found := self.all_variants.get(change.before):
            why, rule = self._deciding(*found) or (why, rule)
        return Difference(change.kind, change.name, why, rule, where, change.before, change.after)

    def _where(self, change: Change) -> Span | None:
        if change.after in self.printed:
            return self.job.source_map.value(self.printed[change.after])
        path = self.job.source_map.known(self._path(change.name))
        return self.job.source_map.value(path) if path and change.after else None

    def _path(self, name: str) -> Key:
        """Return the key that the name of a change means: items are counted from 1, sections have ids."""
        ids = {(key[:1], section.id): key[1] for key, section in self.job.brief.sectioned() if section.id}
        path: list[str | int] = []
        for part in name.split("."):
            named = ids.get((tuple(path), part))
            path.append(named if named is not None else int(part) - 1 if part.isdecimal() else part)
        return tuple(path)

    def _deciding(self, key: Key, register: Register) -> tuple[str, Span] | None:
        """Return why an edition no longer prints a text of the content: it is hidden, or another variant is used."""
        job = self.job
        name = job.edition.audience
        if hiding := hiding_of(key, job.brief, job.source_map, name):
            return hiding[1], hiding[0]
        reads = job.audience.register_
        if register is reads:
            return None
        where = self.library.audiences.deciding_place(job.brief, job.source_map, name, "register")
        old = job.source_map.value(word_key(key, register, job.source_map))
        return (
            f"'{name}' reads `{reads.value}`; the old text is the `{register.value}` variant at {old}",
            where,
        )


def _spaced(words: str) -> str:
    return " ".join(words.split())
