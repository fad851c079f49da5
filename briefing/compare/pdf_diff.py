"""A PDF that was handed out against the edition that would be made today: what has changed since.

Where the PDF carries its manuscript, that is compared with the manuscript that today's edition would carry. Where it
carries none, today's edition is made, and the texts of both files' tags are compared, read in the same way.
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

CARRIED = "carried"
CARRIED_LIMIT = 64 * 1024 * 1024
"""Bytes of a manuscript with its data."""


def compare_since(
    files: Files,
    path: Path,
    selection: Selection,
    executor: Executor,
    executor_of: Callable[[Task], Executor] | None = None,
) -> Compared:
    """A PDF against today's edition of the one brief that a selection names, for its audience and language if given.

    Else the PDF's own name and language say which edition it was. `executor` builds today's edition where
    that has to be, `executor_of` does the task of making its manuscript, which templates have a part in; without it
    that is made in this process.
    Raises SelectionError for a PDF that cannot be compared, and the error of an edition that cannot be made.
    """
    sent = read_pdf(path, path.name)
    job = _edition_of(sent, files, selection)
    tailored = tailor(job)
    alignment = Alignment()
    explaining = _Explaining(tailored, Library(files))
    day = f" of {sent.day[:4]}-{sent.day[4:6]}-{sent.day[6:]}" if len(sent.day) == len("20261122") else ""
    if sent.manuscript is not None:
        carried = _carried_today(job, executor_of or partial(execute_here, files))
        before = {**_told(sent.manuscript), "data": _rows(sent.data)}
        changes = list(alignment.changes(before, _today(carried)))
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
    """Today's edition of what was handed out."""
    planned = plan_all_languages(files, selection)
    for failure in planned.failed:
        raise failure.error
    jobs = planned.jobs
    stem = Path(sent.name).stem
    by_name = [job for job in jobs if stem == job.name or stem.startswith(f"{job.name}-")]
    if by_name and not selection.audiences and not selection.languages:
        return by_name[0]
    language = next(iter(selection.languages), sent.language)
    in_language = [job for job in jobs if job.edition.language == language] or jobs
    audiences = list(dict.fromkeys(job.edition.audience for job in in_language))
    if len(audiences) > 1:
        what = f"'{sent.name}' does not say for which audience it was made"
        help = f"say it: -a {', -a '.join(audiences)}"
        raise SelectionError([Finding("BR802", what, Span("command line"), help)])
    return in_language[0]


def _with_manuscript(tailored: Tailored) -> Tailored:
    """The same edition, its manuscript and data attached whatever its audience says."""
    attached = {"attachments": (Attached.CONTENT, Attached.DATA)}
    job = replace(tailored.job, audience=tailored.job.audience.model_copy(update=attached))
    return replace(tailored, job=job)


def carry(job: Job, typesetter: Typesetter) -> Result:
    """The manuscript and the data that an edition would carry, as texts by their names."""
    page = compose(_with_manuscript(tailor(job)), typesetter.files)
    texts = {one.name: one.content.decode() for one in page.attachments}
    return Result({CARRIED: json.dumps(texts).encode()})


def _carried_today(job: Job, executor_of: Callable[[Task], Executor]) -> dict[str, str]:
    """The same, from where editions are made. Raises the error of an edition that cannot be composed."""
    _, result = next(iter(executor_of(Task(carry, (CARRIED,)))([job])))
    if result.error:
        raise result.error
    try:
        return _texts(result.files[CARRIED])
    except (ValueError, RecursionError) as error:
        raise refused(job, NotAResultError(str(error))).error or error from None


def _texts(content: bytes) -> dict[str, str]:
    """Texts by their names. Raises ValueError for what is none, or does not have the manuscript."""
    if len(content) > CARRIED_LIMIT:
        raise ValueError("more than a manuscript can be")
    texts = json.loads(content)
    if type(texts) is not dict or not all(type(text) is str for text in texts.values()):
        raise ValueError("not a table of texts")
    if FILE_NAME not in texts:
        raise ValueError("no manuscript")
    return texts


def _today(carried: dict[str, str]) -> dict[str, object]:
    """What today's edition would carry, read as the PDF's manuscript was."""
    manuscript = read_document(carried[FILE_NAME].encode("utf-8", "replace"), FILE_NAME).data
    data = {name: read_csv(text) for name, text in carried.items() if name != FILE_NAME}
    return {**_told(manuscript), "data": _rows(data)}


def _told(manuscript: Mapping[str, Data]) -> dict[str, Data]:
    """Return a manuscript without what says nothing to a reader: the names of the files that hold its data."""
    return {key: _told_value(value) for key, value in manuscript.items() if not _names_data(key, value)}


def _told_value(value: Data) -> Data:
    if isinstance(value, dict):
        return _told(value)
    return [_told_value(item) for item in value] if isinstance(value, list) else value


def _names_data(key: str, value: object) -> bool:
    return key == "data" and isinstance(value, str) and value.endswith(".csv")


def _rows(data: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    return {name: [" | ".join(row) for row in rows] for name, rows in sorted(data.items())}


def _page_changes(sent: SentPdf, job: Job, executor: Executor, alignment: Alignment) -> Iterator[Change]:
    """The changes between the texts of two files' tags, each called by its page."""
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
    """Finds the places of changes in today's content, and the lines that decide where there are any."""

    def __init__(self, tailored: Tailored, library: Library) -> None:
        self.job, self.library = tailored.job, library
        self.source_map: dict[str, Key] = {
            _spaced(passage.words): passage.key for passage in passages_in(tailored.content.brief)
        }
        self.all_wordings: dict[str, tuple[Key, Register]] = {}
        for words, way in self._wordings():
            self.all_wordings.setdefault(words, way)

    def _wordings(self) -> Iterator[tuple[str, tuple[Key, Register]]]:
        for key, item in walk(self.job.brief):
            if isinstance(item, Worded):
                for register in Register:
                    if words := item.words(register):
                        yield _spaced(words), (key, register)

    def difference(self, change: Change) -> Difference:
        """A change with its place, and why it is so."""
        why, rule, where = SINCE, None, self._where(change)
        if change.kind == "moved":
            why = "it stands elsewhere than it did"
        elif found := self.all_wordings.get(change.before):
            why, rule = self._deciding(*found) or (why, rule)
        return Difference(change.kind, change.name, why, rule, where, change.before, change.after)

    def _where(self, change: Change) -> Span | None:
        if change.after in self.source_map:
            return self.job.source_map.value(self.source_map[change.after])
        way = self.job.source_map.known(self._way(change.name))
        return self.job.source_map.value(way) if way and change.after else None

    def _way(self, name: str) -> Key:
        """The way to what a change calls by its name: items are counted from 1, sections go by their ids."""
        ids = {section.id: index for index, section in enumerate(self.job.brief.sections) if section.id}
        way: list[str | int] = []
        for part in name.split("."):
            named = ids.get(part) if way == ["sections"] else None
            way.append(named if named is not None else int(part) - 1 if part.isdecimal() else part)
        return tuple(way)

    def _deciding(self, key: Key, register: Register) -> tuple[str, Span] | None:
        """Why an edition does not say what the content still has: its audience is kept from it, or reads otherwise."""
        job = self.job
        name = job.edition.audience
        if hiding := hiding_of(key, job.brief, job.source_map, name):
            return hiding[1], hiding[0]
        reads = job.audience.register_
        if register is reads:
            return None
        where = self.library.audiences.deciding_place(job.brief, job.source_map, name, "register")
        old = job.source_map.value(word_key(key, register, job.source_map))
        return f"'{name}' reads `{reads.value}`; what it was is the `{register.value}` at {old}", where


def _spaced(words: str) -> str:
    return " ".join(words.split())
