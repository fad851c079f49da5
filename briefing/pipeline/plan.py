"""Workspace + selection → plan. A brief that cannot be read becomes one failure; the others are still planned."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.core.errors import BriefingError, ContentError, SelectionError, WorkspaceError
from briefing.core.finding import Finding, Span, suggest
from briefing.core.source_map import SourceMap
from briefing.files.read_log import USED
from briefing.files.workspace import Files, find_root
from briefing.incremental.build_log import BuildLog
from briefing.load.library import Library, Loaded
from briefing.load.misnamed_files import find_misnamed
from briefing.load.themes import open_files
from briefing.load.validation.unbuilt_audiences import find_unbuilt, find_unprinted
from briefing.markdown.passages import passage_languages
from briefing.model.brief import Brief, Status
from briefing.model.labels import Labels
from briefing.model.language import Traits
from briefing.results import Failure, Plan
from briefing.stages import Edition, Job, Modifier
from briefing.structure.standards import Standard


@dataclass(frozen=True)
class Selection:
    """The editions that the user selects; an empty field leaves the choice to the workspace."""

    briefs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    paper: str | None = None
    """The paper size of all editions; None leaves it to the audience and the workspace."""
    is_fitted: bool = True
    """Whether an edition may be tightened to fit its page limit."""
    is_draft: bool = False
    """Whether editions are built despite errors, marked as drafts."""
    standard: Standard = Standard.UA1
    """The standard that the PDFs conform to."""
    is_proof: bool = False
    """Whether editions are planned despite errors in their content, to show their pages with the errors."""

    @property
    def key(self) -> str:
        """The selection as one text, except for the selected briefs."""
        return repr(replace(self, briefs=()))


def open_workspace(start: Path, *, is_shipped_only: bool = False) -> Files:
    """Open the workspace that contains a folder; `is_shipped_only` ignores its own templates and styles.

    Raises WorkspaceError if neither the folder nor any folder above it is a workspace.
    """
    root = find_root(start)
    if root is None:
        if misnamed := find_misnamed(Files(start)):
            raise ContentError(finding for findings in misnamed.values() for finding in findings)
        what = f"there is no workspace in {os.fspath(start)} or in any folder above it"
        help = "run `brief new workspace`, or create content/my-brief/brief.yaml"
        raise WorkspaceError([Finding("BR801", what, Span(os.fspath(start)), help)])
    return open_files(root, is_shipped_only=is_shipped_only)


Start = Callable[[Sequence[Job]], None]
"""Starts to build editions while others are planned."""


def plan(files: Files, selection: Selection, log: BuildLog | None = None, start: Start | None = None) -> Plan:
    """Plan a selection: its editions in order, and what could not be planned.

    A build log identifies the editions that are up to date. A brief is not even read if all of its editions are.
    `start` is called with the editions to build of each brief, as soon as there are several.
    Raises SelectionError for unknown names, before anything is read.
    """
    return plan_in(Library(files), selection, log, start)


def plan_in(
    library: Library, selection: Selection, log: BuildLog | None = None, start: Start | None = None
) -> Plan:
    """Plan a selection as `plan` does, with a library that may have read some of the files before."""
    with library.files.noting() as reads:
        slugs = choose_briefs(library, selection)
        plans = [] if selection.briefs else list(_not_read(library))
    is_all_read = not plans
    waiting: list[Job] = []
    is_started = False
    for slug in slugs:
        known = log.up_to_date_editions(slug) if log else ()
        plans += map(Plan.of_up_to_date, known) if known else [_plan_brief(library, slug, selection, log)]
        waiting += plans[-1].jobs
        if start and waiting and (is_started or len(waiting) > 1):
            start(waiting)
            waiting, is_started = [], True
    planned = Plan.joined(plans)
    if not planned:
        raise SelectionError([_no_language(library, slugs, selection)])
    if log is not None and is_all_read:
        log.keep_command(slugs, reads)
    return planned


def plan_all_languages(files: Files, selection: Selection) -> Plan:
    """Plan a selection in all languages of its briefs, for checks that compare languages.

    Raises SelectionError as `plan` does, and if no brief has a language of the selection.
    """
    planned = plan(files, replace(selection, languages=()))
    if selection.languages and not planned.in_languages(selection.languages):
        library = Library(files)
        raise SelectionError([_no_language(library, selection.briefs or library.slugs, selection)])
    return planned


def _not_read(library: Library) -> Iterator[Plan]:
    """Yield a failure for each folder that looks like a brief but is not read as one."""
    for folder, findings in library.misnamed.items():
        yield Plan.of_failure(Failure(ContentError(findings), folder))


def choose_briefs(library: Library, selection: Selection) -> tuple[str, ...]:
    """Return the names of the briefs of a selection. Raises SelectionError, ContentError or WorkspaceError."""
    for name in selection.audiences:
        library.audiences.named(name)
    slugs = selection.briefs or library.slugs
    if not slugs and not library.misnamed:
        what = "the workspace has no brief"
        help = 'run `brief new brief "The finding"`, or create content/my-brief/brief.yaml'
        raise WorkspaceError([Finding("BR803", what, Span("content"), help)])
    _check_names(slugs, library)
    if selection.paper and (error := library.find_paper_error(selection.paper, Span("command line"))):
        raise SelectionError([error])
    return slugs


def _plan_brief(library: Library, slug: str, selection: Selection, log: BuildLog | None) -> Plan:
    """Plan the editions of a brief, both outdated and up to date."""
    with library.files.noting() as reads:
        planned = Plan.joined(_plans(library, slug, selection))
    if log is None:
        return planned
    log.keep_plan(slug, reads, planned)

    def looked_up(job: Job) -> Plan:
        known = log.up_to_date(job)
        return Plan.of_job(job) if known is None else Plan.of_up_to_date(known)

    return Plan.joined(planned.in_order(looked_up, Plan.of_up_to_date, Plan.of_failure))


def _check_names(slugs: tuple[str, ...], library: Library) -> None:
    missing = (slug for slug in slugs if slug not in library.briefs)
    if misnamed := [found for slug in missing for found in library.misnamed.get(slug, ())]:
        raise ContentError(misnamed)
    findings = [
        Finding(
            "BR802",
            f"unknown brief '{slug}'",
            Span("command line"),
            suggest(slug, library.briefs, noun="briefs"),
        )
        for slug in slugs
        if slug not in library.briefs
    ]
    if findings:
        raise SelectionError(findings)


def _plans(library: Library, slug: str, selection: Selection) -> Iterator[Plan]:
    """Yield the jobs of one brief: all of its languages, the original one first, for all audiences."""
    files = library.files
    if misnamed := library.misnamed_next_to(slug):
        yield Plan.of_failure(Failure(ContentError(misnamed), slug))
    if files.unlistable(f"content/{slug}"):
        return
    base = None
    try:
        with files.noting() as reads:
            base = library.read_brief(slug, is_draft=selection.is_draft)
            _check(base, selection)
        audiences = selection.audiences or tuple(base.brief.audiences) or library.settings.audiences
    except BriefingError as error:
        yield Plan.of_failure(_failed_brief(library, slug, base, error, selection))
        return
    built = {*audiences, *(base.brief.audiences or library.settings.audiences)}
    planned: list[Plan] = []
    failed: list[tuple[Loaded, str]] = []
    for language in (None, *library.translations(slug)):
        name = language or base.brief.language
        if selection.languages and name not in selection.languages:
            continue
        loaded, read = base, reads
        try:
            if language:
                with files.noting() as read:
                    loaded = library.read_translation(slug, language, is_draft=selection.is_draft)
                    _check(loaded.so_far(), selection)
        except BriefingError as error:
            planned.append(Plan.of_failure(Failure(error, slug, name)))
            continue
        unbuilt = _unbuilt(library, loaded, built, is_translation=language is not None)
        loaded = replace(loaded, findings=(*loaded.findings, *unbuilt))
        for audience in audiences:
            try:
                with files.noting() as own:
                    job = _job(library, loaded, audience, selection)
                own.add(read)
                job = _exact(
                    replace(job, reads=own, translates=base.brief if language else None), loaded, files
                )
                planned.append(Plan.of_job(_translated(job, selection)))
            except BriefingError as error:
                planned.append(Plan.of_failure(Failure(error, slug, name, audience, loaded.findings)))
                failed.append((loaded, audience))
    yield from _with_all_errors(planned, failed, library, slug, selection) if failed else planned


def _check(loaded: Loaded, selection: Selection) -> None:
    """Raise ContentError or WorkspaceError for a brief with errors, unless it is for a proof."""
    if not selection.is_proof:
        loaded.checked()


def _failed_brief(
    library: Library, slug: str, base: Loaded | None, error: BriefingError, selection: Selection
) -> Failure:
    """Return the failure of a brief that cannot be built, with all related errors.

    `base` is the brief as far as it could be read.
    """
    from briefing.pipeline.plan_errors import PlanErrors  # imports the code for templates and styles

    errors = PlanErrors(error, library, paper=selection.paper, is_draft=selection.is_draft)
    errors.find_in_brief(slug, base, selection.audiences, selection.languages, selection.modifiers)
    return Failure(errors.joined(), slug)


def _with_all_errors(
    planned: list[Plan],
    failed: list[tuple[Loaded, str]],
    library: Library,
    slug: str,
    selection: Selection,
) -> Iterator[Plan]:
    """Add to the first failed edition all other errors of the failed editions."""
    from briefing.pipeline.plan_errors import PlanErrors

    errors = [failure.error for plan in planned for failure in plan.failed if failure.audience]
    reported = {finding for other in errors[1:] for finding in other.findings} - {*errors[0].findings}
    gathered = PlanErrors(errors[0], library, paper=selection.paper, is_draft=selection.is_draft)
    gathered.find_in_editions(slug, failed, selection.modifiers)
    joined = gathered.joined()
    whole = type(joined)(found for found in joined.findings if found not in reported)
    for plan in planned:
        first = next((failure for failure in plan.failed if failure.error is errors[0]), None)
        yield Plan.of_failure(replace(first, error=whole)) if first else plan


def _unbuilt(
    library: Library, loaded: Loaded, built: Collection[str], *, is_translation: bool
) -> list[Finding]:
    """Return the findings for what no edition of a brief prints; a translation has the keys of its brief."""
    found = list(find_unbuilt(loaded.brief, loaded.source_map, built))
    if not is_translation:
        found += find_unprinted(loaded.brief, loaded.source_map, _parts_of(library, loaded, built))
    return found


def _parts_of(library: Library, loaded: Loaded, audiences: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the parts of each audience for which a brief is built; none of one that has errors."""
    parts: dict[str, tuple[str, ...]] = {}
    for name in sorted(audiences):
        with suppress(BriefingError):  # reported with its editions
            parts[name] = library.audiences.wanted_by(loaded.brief, loaded.source_map, name).parts
    return parts


def _job(library: Library, loaded: Loaded, name: str, selection: Selection) -> Job:
    brief = loaded.brief
    settings, settings_places = library.settings_for(brief.language)
    audience = library.audiences.wanted_by(brief, loaded.source_map, name)
    paper = selection.paper or audience.paper or settings.paper
    where = settings_places.value(("paper",)) if settings_places else Span("content")
    if error := library.find_paper_error(paper, where):
        raise WorkspaceError([error])
    edition = Edition(loaded.slug, name, brief.language, paper, selection.modifiers, selection.is_draft)
    if selection.is_draft:
        brief = brief.model_copy(
            update={"marking": brief.marking.model_copy(update={"status": Status.DRAFT})}
        )
    if edition.is_large:  # large print takes as many pages as it needs
        audience = audience.model_copy(update={"pages": None})
    return Job(
        edition=edition,
        brief=brief,
        audience=audience,
        lineage=library.audiences.lineage(name),
        settings=settings,
        labels=library.labels(loaded),
        traits=library.languages.traits_of(brief.language),
        scale=library.scale(brief.outlook.scale, brief.language) if brief.outlook.scale else None,
        source_map=loaded.source_map,
        settings_places=settings_places,
        theme=library.theme,
        findings=loaded.so_far().findings,
        untranslated=loaded.untranslated,
        is_fitted=selection.is_fitted and not edition.is_large,
        standard=selection.standard,
        is_shipped_only=library.files.is_shipped_only,
        set_values=library.files.set_values,
        passages=_passages(library, loaded.source_map, brief),
    )


def _passages(library: Library, source_map: SourceMap, brief: Brief) -> dict[str, tuple[Labels, Traits]]:
    """Return the labels and traits of the languages of passages and sources, as far as the workspace has them."""
    own = (source_map, *([source_map.beneath] if source_map.beneath else []))
    texts = tuple(text for one in own for text in one.texts())
    of_sources = (source.language for source in brief.sources.values() if source.language)
    tags = (*passage_languages(texts), *of_sources)
    found = {tag: library.languages.find(tag) for tag in tags if tag != brief.language}
    return {
        tag: (library.languages.labels_of(language), library.languages.traits_of(tag))
        for tag, language in found.items()
        if language
    }


def _exact(job: Job, loaded: Loaded, files: Files) -> Job:
    """Return a job that depends on no more of the shared content than its edition uses."""
    if not any(how == USED for how, _ in job.reads.entries):
        return job
    from briefing.pipeline.shared_parts import with_used_parts  # imports the code for the content of editions

    return with_used_parts(job, loaded.shared, files)


def _translated(job: Job, selection: Selection) -> Job:
    """Return a job that prints no untranslated text; a proof prints such texts in the original language.

    Raises ContentError for texts that the edition prints and that are not translated, unless it is a proof.
    """
    if not job.untranslated:
        return job
    from briefing.compose.printed_texts import printed_among  # imports the code for the content of editions
    from briefing.compose.tailor import tailor

    missing = tuple(job.untranslated[key] for key in printed_among(job.untranslated, tailor(job)))
    if missing and not selection.is_proof:
        raise ContentError(missing)
    return replace(job, findings=(*job.findings, *missing), untranslated={}) if missing else job


def _no_language(library: Library, slugs: tuple[str, ...], selection: Selection) -> Finding:
    wanted = selection.languages[0]
    briefs = {slug: library.brief(slug).brief.language for slug in slugs}
    languages = {*briefs.values(), *(tag for slug in slugs for tag in library.translations(slug))}
    what = f"no brief is written in the language '{wanted}'"
    return Finding("BR802", what, Span("command line"), suggest(wanted, languages, noun="languages"))
