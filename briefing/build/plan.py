"""Workspace + selection → jobs. A brief that cannot be read becomes a failure of its own; the others go on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import BriefingError, SelectionError, WorkspaceError
from briefing.finding import Finding, Span, suggest
from briefing.load.library import Library, Loaded
from briefing.stages import Edition, Job, Outcome
from briefing.structure.standard import Standard
from briefing.workspace import Files, find_root


@dataclass(frozen=True)
class Selection:
    """Which editions a person asked for; what is empty means the workspace's own choice."""

    briefs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_fitted: bool = True
    """Whether an edition over its pages may be set tighter."""
    standard: Standard = Standard.UA1
    """What the PDFs promise."""


def open_workspace(start: Path) -> Files:
    """The workspace that a folder is in. Raises WorkspaceError where there is none, from there upwards."""
    root = find_root(start)
    if root is None:
        what = f"there is no workspace in {os.fspath(start)}, nor in any folder above it"
        mend = "run `brief new workspace`, or write content/my-brief/brief.yaml"
        raise WorkspaceError([Finding("BR801", what, Span(os.fspath(start)), mend)])
    return Files(root)


def plan(files: Files, selection: Selection) -> list[Job | Outcome]:
    """The jobs of a selection, in order; a brief with findings stands as its failed outcome.

    Raises SelectionError for names that do not exist, before anything is read.
    """
    library = Library(files)
    for name in selection.audiences:
        library.audience(name)
    slugs = selection.briefs or library.slugs
    if not slugs:
        what = "the workspace has no brief"
        mend = 'run `brief new brief "The finding"`, or write content/my-brief/brief.yaml'
        raise WorkspaceError([Finding("BR803", what, Span("content"), mend)])
    _check_names(slugs, library)
    planned = [job for slug in slugs for job in _jobs(library, slug, selection)]
    if not planned:
        raise SelectionError([_no_language(library, slugs, selection)])
    return planned


def _check_names(slugs: tuple[str, ...], library: Library) -> None:
    findings = [
        Finding(
            "BR802",
            f"there is no brief '{slug}'",
            Span("command line"),
            suggest(slug, library.slugs, noun="briefs"),
        )
        for slug in slugs
        if slug not in library.slugs
    ]
    if findings:
        raise SelectionError(findings)


def _jobs(library: Library, slug: str, selection: Selection) -> Iterator[Job | Outcome]:
    try:
        loaded = library.brief(slug)
    except BriefingError as error:
        yield Outcome(slug, seconds=0.0, error=error)
        return
    if selection.languages and loaded.brief.language not in selection.languages:
        return
    for audience in selection.audiences or tuple(loaded.brief.audiences) or library.settings.audiences:
        try:
            yield _job(library, loaded, audience, selection)
        except BriefingError as error:
            name = f"{slug}-{audience}-{loaded.brief.language}"
            yield Outcome(name, seconds=0.0, findings=loaded.findings, error=error)


def _job(library: Library, loaded: Loaded, name: str, selection: Selection) -> Job:
    brief = loaded.brief
    audience = library.audience_for(loaded, name)
    paper = audience.paper or library.settings.paper
    if paper not in library.paper_names:
        where = library.settings_places.value(("paper",)) if library.settings_places else Span("content")
        mend = suggest(paper, library.paper_names, noun="papers")
        raise WorkspaceError([Finding("BR507", f"there is no paper '{paper}'", where, mend)])
    return Job(
        edition=Edition(loaded.slug, name, brief.language, paper),
        brief=brief,
        audience=audience,
        lineage=library.lineage(name),
        settings=library.settings,
        labels=library.labels(loaded),
        scale=library.scale(brief.outlook.scale) if brief.outlook.scale else None,
        places=loaded.places,
        settings_places=library.settings_places,
        findings=loaded.findings,
        is_fitted=selection.is_fitted,
        standard=selection.standard,
    )


def _no_language(library: Library, slugs: tuple[str, ...], selection: Selection) -> Finding:
    wanted = selection.languages[0]
    languages = {library.brief(slug).brief.language for slug in slugs}
    what = f"no brief is written in the language '{wanted}'"
    return Finding("BR802", what, Span("command line"), suggest(wanted, languages, noun="languages"))
