"""Builds the test briefs in a theme, compares their pages with those that were kept, and writes a report."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from briefing.core.errors import BriefingError, Exit, SelectionError
from briefing.core.finding import Finding, Span, sorted_findings, suggest
from briefing.core.plurals import counted
from briefing.execution.bounds import Bounds
from briefing.execution.pool import Slot, Workers, refused
from briefing.execution.result_codec import NotAResultError
from briefing.files.atomic_writing import prepare_folder, write_folder
from briefing.files.layers import OPTION_SHEET, THEME, find_place
from briefing.files.temporary_files import held_folder
from briefing.files.workspace import SHIPPED_PREFIX, Files, shipped_root
from briefing.load.library import Library
from briefing.load.themes import is_path, named_theme, open_files, option_places, options_of
from briefing.model.theme import NAME, OptionType
from briefing.pipeline.formats import PROOF
from briefing.pipeline.plan import Selection, plan
from briefing.results import EditionReport, Outcome, Result
from briefing.stages import Job, Modifier
from briefing.theme_tests.case_pages import (
    DrawnPage,
    Record,
    case_task,
    drawing_task,
    pages_of,
    picture_name,
    record_as_json,
)
from briefing.theme_tests.cases import DESCRIPTIONS, LANGUAGES, MIRRORED, brief_file, content_files, copy_of
from briefing.theme_tests.comparison import (
    TextChange,
    comparison_task,
    find_changes,
    pixel_change_of,
    summarize,
)
from briefing.theme_tests.earlier_cases import CASES, cases_as_json, files_of, in_order, read_earlier_cases
from briefing.theme_tests.kept_pages import RECORD, KeptPages, kept_folder, read_kept_pages
from briefing.theme_tests.report import Case, Change, report_page

FOLDER = "theme-test"
"""The folder of the reports in the output folder."""

INDEX = "index.html"

BRIEF_COPIES = {brief_file(slug): copy_of(slug) for slug in DESCRIPTIONS}
"""The names of the copies of the test briefs next to the report, by the names of the briefs."""

COPIED = re.compile("|".join(map(re.escape, BRIEF_COPIES)))

PAGES_SUMMED = 8
"""The number of pages of an edition whose changes are printed; the report has all."""

UNMOVED = "All lines are where they were; colours, rules, pictures or fonts have changed."

MAIN_AUDIENCE, DEFAULT_PAPER = "policymaker", "a4"


@dataclass(frozen=True)
class OpenedTheme:
    """A theme in a workspace of test briefs."""

    name: str
    version: str
    files: Files


@dataclass
class ThemeTest:
    """A planned test, and its results as far as it has come."""

    theme: OpenedTheme
    folder: Path
    """The folder of the report."""
    jobs: tuple[Job, ...]
    failed: tuple[Outcome, ...]
    """The editions that could not be planned."""
    briefs: tuple[str, ...] = tuple(DESCRIPTIONS)
    """The test briefs that are tested."""
    cases: dict[str, Case] = field(default_factory=dict)
    """The results by the names of the editions."""
    errors: list[BriefingError] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """The exit code of the most severe error, as for a build; BUILT if there is none."""
        return min((error.exit_code for error in self.errors), default=Exit.BUILT)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all editions, in the order of the report."""
        return tuple(dict.fromkeys((*(one.name for one in self.failed), *(job.name for job in self.jobs))))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, each once."""
        return sorted_findings(finding for case in self.cases.values() for finding in case.findings)

    @property
    def moved(self) -> tuple[Case, ...]:
        """The editions whose pages have changed since they were kept."""
        cases = (self.cases[name] for name in self.names if name in self.cases)
        return tuple(case for case in cases if case.words or case.changes)

    def shown_name(self, name: str) -> str:
        """Return the name of a file as a person finds it.

        That of a test brief is the name of its copy next to the report, that of a file of the theme is its path.
        """
        if name in BRIEF_COPIES:
            return BRIEF_COPIES[name]
        place, path = find_place(name, self.theme.files.layers)
        is_layered = place.startswith(THEME) or name.startswith(SHIPPED_PREFIX)
        return path if is_layered and path != OPTION_SHEET else name


@contextmanager
def opened_theme(root: Path, name: str | None) -> Iterator[OpenedTheme]:
    """Open a workspace of test briefs in a theme; without a name, in the look of the workspace around it.

    That look is its theme with the values of its options, and the templates and styles of the workspace.
    Raises WorkspaceError for a theme that does not exist or has errors.
    """
    bare = Files(root, shipped_root())
    chosen, found, given = named_theme(name, bare)
    folder_or_name = os.path.abspath(found[0].folder) if is_path(chosen) else chosen  # noqa: PTH100
    values = {**given, NAME: folder_or_name}
    places = option_places(found, given, bare)
    pictures = [
        value
        for option, declared in options_of(found).items()
        if declared.type is OptionType.PICTURE and (value := values.get(option, declared.default))
    ]
    with held_folder() as folder:
        own = (os.fspath(root),) if name is None and root != bare.shipped else ()

        def opened(audiences: Iterable[str]) -> Files:
            texts = content_files(values, audiences)
            files = open_files(_written(folder, texts, bare, pictures))
            return replace(files, themes=(*own, *files.themes), option_places=places)

        files = opened(Library(opened(())).audiences)  # the theme may have audiences of its own
        yield OpenedTheme(found[0].theme.name, found[0].theme.version, files)


def _written(folder: Path, texts: Mapping[str, str], files: Files, pictures: Iterable[str]) -> Path:
    """Write the content of the test briefs, with the pictures that options of the theme name, into a folder."""
    contents = {name: text.encode() for name, text in texts.items()}
    contents |= {name: files.read(name) for name in (f"content/{picture}" for picture in pictures)}
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def start_test(theme: OpenedTheme, out: Path, briefs: Sequence[str] = ()) -> ThemeTest:
    """Plan the editions of a test, of all test briefs or of some.

    Raises SelectionError for an unknown brief.
    """
    for brief in briefs:
        if brief not in DESCRIPTIONS:
            what = f"there is no test brief '{brief}'"
            help = suggest(brief, DESCRIPTIONS, noun="test briefs")
            raise SelectionError([Finding("BR802", what, Span("command line"), help)])
    library = Library(theme.files)
    jobs: dict[str, Job] = {}
    failed: list[Outcome] = []
    for selection in _selections(tuple(library.audiences), tuple(library.papers)):
        if briefs and selection.briefs[0] not in briefs:
            continue
        planned = plan(theme.files, selection)
        jobs |= {job.name: job for job in planned.jobs}
        failed += (
            Outcome(failure.name, EditionReport(findings=failure.findings), error=failure.error)
            for failure in planned.failed
        )
    return ThemeTest(
        theme, out / FOLDER / theme.name, tuple(jobs.values()), tuple(failed), tuple(briefs or DESCRIPTIONS)
    )


def _selections(audiences: Sequence[str], papers: Sequence[str]) -> Iterator[Selection]:
    """Yield the editions of a test: all audiences on one brief, and one audience on all the others."""
    main = MAIN_AUDIENCE if MAIN_AUDIENCE in audiences else audiences[0]
    paper = DEFAULT_PAPER if DEFAULT_PAPER in papers else papers[0]
    yield Selection(("everything",), tuple(audiences), (), (), paper)
    for brief in ("parts", "long", "short", "bare", "tables", *LANGUAGES.values()):
        yield Selection((brief,), (main,), (), (), paper)
    for modifier in Modifier:
        yield Selection(("everything",), (main,), (), (modifier,), paper)
    for brief in ("long", MIRRORED):
        yield Selection((brief,), (main,), (), (Modifier.LARGE_PRINT,), paper)
    for other in papers:
        if other != paper:
            yield Selection(("everything",), (main,), (), (), other)


def run_test(
    test: ThemeTest, count: int, bounds: Bounds, *, is_kept: bool, done: Callable[[Outcome], None]
) -> None:
    """Build the editions of a test, compare them with the pages that were kept, and write the report.

    The results of an earlier test stay in the report for the test briefs that are not tested, and are marked there.
    `done` is called with the outcome of each edition. With `is_kept`, the pages are kept for later tests, in place of
    those that were. `bounds` are the limits of each edition.
    Raises MachineError if the report cannot be written.
    """
    start = monotonic()
    prepare_folder(test.folder.parent)
    kept = read_kept_pages(kept_folder(test.folder))
    run = _Run(test, kept)
    for outcome in test.failed:
        run.add(outcome, None)
        done(outcome)
    with Workers(test.theme.files, count, bounds, task=case_task()) as workers:
        slot = workers.open_slot()
        for job, result in workers.execute(test.jobs):
            outcome = run.take(job, result, slot)
            done(outcome)
    cases = [test.cases[name] for name in test.names]
    title = f"{test.theme.name} {test.theme.version}"
    earlier = read_earlier_cases(test.folder, test.briefs)
    shown = in_order([*earlier.values(), *cases])
    page = report_page(title, shown, monotonic() - start, was_compared=bool(kept.record))
    record = {name: pages for name, pages in read_kept_pages(test.folder).record.items() if name in earlier}
    files: dict[str, bytes | Path] = {**files_of(earlier, test.folder), **run.files}
    files |= {INDEX: page.encode(), CASES: cases_as_json(shown), RECORD: record_as_json(record | run.record)}
    write_folder(test.folder, files)
    if is_kept:
        others = {name: pages for name, pages in kept.record.items() if name not in run.record}
        pictures = {name: run.files[name] for case in cases for name in case.pictures}
        pictures |= kept.pictures_of(others)
        write_folder(kept.folder, {**pictures, RECORD: record_as_json({**others, **run.record})})


@dataclass
class _Run:
    """The files of a report, as far as the test has come."""

    test: ThemeTest
    kept: KeptPages
    files: dict[str, bytes] = field(default_factory=dict)
    record: Record = field(default_factory=dict)

    def __post_init__(self) -> None:
        for slug in dict.fromkeys(job.edition.brief for job in self.test.jobs):
            name = brief_file(slug)
            self.files[BRIEF_COPIES[name]] = self.test.theme.files.read(name)

    def take(self, job: Job, result: Result, slot: Slot) -> Outcome:
        """Take the result of an edition, and return its outcome; `slot` compares its pages with the kept ones."""
        drawn = result
        if result.error and PROOF in result.files:
            drawn = slot.do(job, drawing_task(result.files[PROOF]))
        try:
            pages, pictures = pages_of(drawn)
        except ValueError as error:
            result, pages, pictures = refused(job, NotAResultError(str(error))), (), ()
        path = self.test.folder / f"{job.name}.pdf"
        outcome = Outcome(job.name, result.report, job.edition, path, result.error)
        names = [picture_name(job.name, number) for number in range(1, len(pages) + 1)]
        self.files |= zip(names, pictures, strict=True)
        self.record[job.name] = pages
        if PROOF in result.files:
            self.files[path.name] = result.files[PROOF]
        case = self.add(outcome, job, tuple(names), path.name if PROOF in result.files else "")
        if pages and job.name in self.kept.record:
            changes = tuple(self._changes(job, pages, pictures, slot))
            found = find_changes(self.kept.record[job.name], pages)
            if changes and not found:
                found = [TextChange(0, UNMOVED)]
            self.test.cases[job.name] = replace(
                case,
                words=tuple(one.sentence for one in found),
                summary=tuple(_summary(found, changes)),
                changes=changes,
                is_compared=True,
            )
        return outcome

    def add(self, outcome: Outcome, job: Job | None, pictures: tuple[str, ...] = (), pdf: str = "") -> Case:
        """Add the result of an edition to those of the test."""
        errors = outcome.error.findings if outcome.error else ()
        self.test.errors += [outcome.error] if outcome.error else []
        found = sorted_findings((*outcome.report.findings, *errors))
        found = tuple(_in_copies(one.shown(self.test.shown_name)) for one in found)
        case = Case(
            outcome.name,
            _description(job) if job else "This edition could not be planned.",
            pdf,
            pictures,
            outcome.report.seconds,
            outcome.report.fitted,
            found,
        )
        self.test.cases[outcome.name] = case
        return case

    def _changes(
        self, job: Job, pages: Sequence[DrawnPage], pictures: Sequence[bytes], slot: Slot
    ) -> Iterator[Change]:
        """Yield the pages that look different from those that were kept."""
        for number, (old, new) in enumerate(zip(self.kept.record[job.name], pages, strict=False), start=1):
            name = picture_name(job.name, number)
            before = self.kept.picture(name, old) if old.digest != new.digest else b""
            if not before:
                continue
            with suppress(ValueError, BriefingError):  # an error is that of its edition; the words remain
                change, overlay = pixel_change_of(slot.do(job, comparison_task(before, pictures[number - 1])))
                if change.count:
                    names = [name.replace(".png", f"-{kind}.png") for kind in ("before", "changes")]
                    self.files |= zip(names, (before, overlay), strict=True)
                    yield Change(number, change.count, change.share, *names)


def _in_copies(finding: Finding) -> Finding:
    """Return the same finding with the copies of the test briefs in its texts, which a person can open."""
    what, help = (
        COPIED.sub(lambda name: BRIEF_COPIES[name.group()], text) for text in (finding.what, finding.help)
    )
    return replace(finding, what=what, help=help)


def _summary(found: Sequence[TextChange], changes: Sequence[Change]) -> Iterator[str]:
    """Yield what has changed in an edition, page by page, up to a number of pages."""
    words, pixels = summarize(found), {one.number: one.sentence for one in changes}
    yield from words.pop(0, ())
    pages = sorted({*words, *pixels})
    for number in pages[:PAGES_SUMMED]:
        yield from words.get(number, ())
        yield from filter(None, [pixels.get(number)])
    if more := pages[PAGES_SUMMED:]:
        yield f"{counted(len(more), 'more page')} changed: see the report"


def _description(job: Job) -> str:
    """Return what an edition of a test shows."""
    edition = job.edition
    form = [f"Audience: {edition.audience}", f"paper: {edition.paper}", *edition.modifiers]
    return f"{DESCRIPTIONS[edition.brief]} {', '.join(form)}."
