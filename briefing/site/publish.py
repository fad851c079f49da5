"""Publishes briefs on the site: adds their public editions to its record, and writes all of its pages again.

The site is written as a whole or not at all. Its folder is the archive of what was published: a version stays, with
its files and its page, when its brief has a newer one or has left the workspace. A version is taken off if its brief
still has its date and is no longer public.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from briefing.compose.citations.in_text import Citations
from briefing.compose.html_text import Prose
from briefing.core.errors import BriefingError, ContentError, PromiseError, WorkspaceError
from briefing.core.finding import Finding, Severity, Span, suggest
from briefing.core.source_map import Key
from briefing.files.atomic_writing import prepare_folder, write_folder
from briefing.files.bounded_reading import read_file
from briefing.files.layers import SETTINGS_FILE
from briefing.files.temporary_files import clear_folders, held_folder
from briefing.files.workspace import Files
from briefing.incremental.build_log import BuildLog
from briefing.load.languages import Languages
from briefing.load.library import Library
from briefing.model.audience import Notes
from briefing.model.brief import Status, Tlp
from briefing.model.content import Passage
from briefing.model.site import SiteSettings
from briefing.model.text import Flow, Line
from briefing.pipeline.formats import SITE_FORMATS
from briefing.pipeline.plan import Selection, plan_all_languages
from briefing.pipeline.task import Executor, Task, execute_here
from briefing.release.kit import MANIFEST, SUMS, list_of_sums, sha256_of
from briefing.release.release import (
    Terms,
    build_command,
    find_written,
    how_written,
    is_running,
    make_files,
    occupied,
    refuse,
)
from briefing.release.release_files import file_names_of, release_task
from briefing.release.verify import Verified
from briefing.results import Plan
from briefing.review.check import check_plan
from briefing.site.addresses import conflicts
from briefing.site.citations import citation_files
from briefing.site.describe import describe_file, describe_version
from briefing.site.feeds import write_feeds
from briefing.site.pages import PAGES, listed_pages, read_pages, render_task
from briefing.site.record import SiteRecord, Version
from briefing.site.search import SCRIPT, read_script, search_index_of, write_search_index
from briefing.site.site import Site, SiteLanguage
from briefing.stages import Job

FOLDER = "site"


@dataclass(frozen=True)
class Published:
    """A site that was written: its folder, what it has, and what was left out."""

    folder: Path
    brief_count: int
    version_count: int
    byte_count: int
    fingerprint: str
    """The SHA-256 of its list of checksums, which identifies the site."""
    how: str
    """`written`, `replaced`, or `unchanged` if the same site exists already."""
    findings: tuple[Finding, ...] = ()
    """The warnings about what was left out."""


@dataclass
class _Changes:
    """The changes of one release to a site."""

    versions: dict[tuple[str, str], Version] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    """The temporary files of its editions, by their paths in the site."""
    withdrawn: set[tuple[str, str]] = field(default_factory=set)
    """The keys of versions that are no longer public."""
    left_out: list[Finding] = field(default_factory=list)
    errors: list[BriefingError] = field(default_factory=list)
    jobs: dict[str, Job] = field(default_factory=dict)
    """A job of each brief that was read."""


def publish(
    files: Files,
    selection: Selection,
    log: BuildLog,
    terms: Terms,
    folder: Path,
    executor: Callable[[Task], Executor] | None = None,
) -> Published:
    """Publish the public editions of a selection of briefs, and write the site into a folder.

    Briefs that are not selected stay as they were published. The pages are made in this process unless an executor is
    given. Raises BriefingError with all findings that prevent it; the site then stays as it is.
    """
    library = Library(files)
    settings = _settings(library)
    planned = plan_all_languages(files, selection)
    prepare_folder(folder.parent)
    clear_folders(folder.parent)
    before = _read_site(folder, files)
    with held_folder() as spool:
        publishing = _Publishing(files, settings, log, terms, executor or partial(execute_here, files), spool)
        changes = _Changes()
        for brief, plan in planned.by_brief().items():
            try:
                publishing.add(replace(selection, briefs=(brief,)), plan, changes)
            except BriefingError as error:
                changes.errors.append(error)
        if changes.errors:
            raise _joined(changes.errors)
        site, warnings = _site(library, settings, _versions(before.record, changes))
        if found := [*_wrong_relations(site, changes, library), *_conflicts(site, changes)]:
            raise ContentError(found)
        contents, sums = publishing.contents(site, {**before.files, **changes.files}, changes)
        how = how_written(before.verified, sums)
        if how != "unchanged":
            write_folder(folder, contents)
    return Published(
        folder,
        len(site.catalogue.newest),
        len(site.versions),
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        sha256_of(sums),
        how,
        tuple(dict.fromkeys([*changes.left_out, *warnings])),
    )


def _versions(record: SiteRecord, changes: _Changes) -> list[Version]:
    """Return the versions that a site has after a release. Raises PromiseError if there are none."""
    versions = {version.key: version for version in record.versions} | changes.versions
    if left := [version for key, version in versions.items() if key not in changes.withdrawn]:
        return left
    what = "there is nothing to publish: no brief is public"
    help = "mark briefs TLP:CLEAR or not at all, and build them for an audience of the site"
    raise PromiseError([*changes.left_out, Finding("BR851", what, Span(SETTINGS_FILE), help)])


def _settings(library: Library) -> SiteSettings:
    """Return the settings of the site. Raises WorkspaceError if the workspace has none."""
    if library.settings.site:
        return library.settings.site
    what = "the workspace does not say which audiences are public"
    help = "add them to content/workspace.yaml: `site: {audiences: [policymaker, public]}`"
    raise WorkspaceError([Finding("BR850", what, Span(SETTINGS_FILE), help)])


@dataclass(frozen=True)
class _Before:
    """The site as it was: its record, and the files of its versions by their paths."""

    verified: Verified | None = None
    record: SiteRecord = field(default_factory=SiteRecord)
    files: Mapping[str, Path] = field(default_factory=dict)


def _read_site(folder: Path, files: Files) -> _Before:
    """Return the site in a folder. Raises PromiseError if the folder has anything else."""
    if not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir())):
        return _Before()
    where = Span(files.shown(folder))
    found = find_written(folder, where, "site")
    try:
        record = SiteRecord.model_validate_json(read_file(os.fspath(folder / MANIFEST)))
    except ValueError:
        raise occupied(f"the folder exists, and its {MANIFEST} is not that of a site", where) from None
    names = [file.name for version in record.versions for file in version.files()]
    return _Before(found, record, {name: folder / name for name in names})


@dataclass(frozen=True)
class _Publishing:
    """The values that all briefs of one release share."""

    files: Files
    settings: SiteSettings
    log: BuildLog
    terms: Terms
    executor: Callable[[Task], Executor]
    spool: Path
    """A folder for temporary files: all editions of a workspace may not fit into memory."""

    def add(self, selection: Selection, plan: Plan, changes: _Changes) -> None:
        """Add the public editions of a brief. Raises BriefingError with all findings that prevent it."""
        public = plan.for_audiences(self.settings.audiences)
        if plan.jobs:
            first = plan.jobs[0]
            changes.jobs[first.edition.brief] = first
            if reasons := list(self._not_public(plan.jobs, public)):
                changes.left_out += [finding.as_warning() for finding in reasons]
                changes.withdrawn.add((first.edition.brief, first.brief.date.isoformat()))
                return
        checked = check_plan(public, self.files, selection, self.terms.now.date())
        order = {name: place for place, name in enumerate(self.settings.audiences)}
        languages = list(dict.fromkeys(job.edition.language for job in public.jobs))
        jobs = sorted(
            public.jobs,
            key=lambda job: (languages.index(job.edition.language), order[job.edition.audience]),
        )
        command = build_command(selection, self.files)
        refuse(checked, jobs, self.log, self.terms, command)
        task = release_task(self.log.out, (), SITE_FORMATS)
        made = make_files(jobs, self.executor(task), self.log, command)
        self._keep(jobs, made, changes)

    def _keep(self, jobs: Sequence[Job], made: Sequence[Mapping[str, bytes]], changes: _Changes) -> None:
        """Keep the files of a brief under their paths, and describe it."""
        edition, date = jobs[0].edition, jobs[0].brief.date.isoformat()
        described = []
        for job, contents in zip(jobs, made, strict=True):
            names = file_names_of(job, (), SITE_FORMATS)
            paths = {kind: f"{edition.brief}/{date}/{name}" for kind, name in names.items()}
            described.append(
                {kind: describe_file(paths[kind], content) for kind, content in contents.items()}
            )
            for kind, content in contents.items():
                path = changes.files[paths[kind]] = self.spool / f"{len(changes.files)}"
                path.write_bytes(content)
        version = describe_version(jobs, described, [self.log.report_of(job.name) for job in jobs])
        changes.versions[version.key] = version

    def _not_public(self, jobs: Sequence[Job], public: Plan) -> Iterator[Finding]:
        """Yield the reasons for which a brief is not published."""
        job = jobs[0]
        marking, where = job.brief.marking, job.source_map.value
        if marking.tlp not in (None, Tlp.CLEAR):
            what = f"left out of the site: the brief is marked TLP:{marking.tlp.value}"
            help = "to publish it, mark it TLP:CLEAR; for its readers, make a kit without --site"
            yield Finding("BR851", what, where(("marking", "tlp")), help)
        if marking.status is Status.DRAFT:
            what, help = "left out of the site: the brief is a draft", "to publish it, write `status: final`"
            yield Finding("BR851", what, where(("marking", "status")), help)
        if any(marking.handling and marking.handling.is_for(name) for name in self.settings.audiences):
            what = "left out of the site: the brief has instructions for handling"
            help = "to publish it, remove them, or limit them to other audiences with `only`"
            yield Finding("BR851", what, where(("marking", "handling")), help)
        if is_running(job, self.terms.now):
            until = marking.embargo_until
            what = f"left out of the site: the embargo lasts until {until:%Y-%m-%d %H:%M %Z}"
            yield Finding("BR851", what, where(("marking", "embargo_until")), "publish it after that")
        if not public.jobs and not public.failed:
            what = "left out of the site: the brief is built for none of its audiences"
            named = ", ".join(self.settings.audiences)
            yield Finding("BR851", what, where(()), f"add one of them to its `audiences`: {named}")

    def contents(
        self, site: Site, kept: Mapping[str, Path], changes: _Changes
    ) -> tuple[dict[str, bytes | Path], bytes]:
        """Return all files of a site by their paths, and the list of their checksums, which is one of them."""
        record = SiteRecord(versions=tuple(site.catalogue.versions))
        published = [file for version in record.versions for file in version.files()]
        made: dict[str, bytes] = {}
        for version in record.versions:
            for texts in version.texts:
                made |= citation_files(site, version, texts)
        made |= self._pages(site, next(iter(changes.jobs.values())))
        made |= {search_index_of(language): write_search_index(site, language) for language in site.languages}
        made[SCRIPT] = read_script()
        made |= write_feeds(site, listed_pages(site))
        manifest = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        made[MANIFEST] = manifest.encode()
        digests = {file.name: file.sha256 for file in published}
        sums = list_of_sums({**digests, **{name: sha256_of(content) for name, content in made.items()}})
        return {**{name: kept[name] for name in digests}, **made, SUMS: sums}, sums

    def _pages(self, site: Site, job: Job) -> dict[str, bytes]:
        """Return the pages, which a worker fills in. Raises its error."""
        ((_, result),) = self.executor(render_task(site))([job])
        if result.error:
            raise result.error
        return read_pages(result.files[PAGES])


def _joined(errors: Sequence[BriefingError]) -> BriefingError:
    """Return one error with the findings of several."""
    return type(errors[0])([finding for error in errors for finding in error.findings])


def _site(
    library: Library, settings: SiteSettings, versions: Sequence[Version]
) -> tuple[Site, list[Finding]]:
    """Return the site with its languages, the one that most briefs are written in first; and warnings about it.

    Raises WorkspaceError for texts in a language whose labels the workspace no longer has.
    """
    counted = Counter(version.language for version in versions)
    tags = {language for version in versions for language in version.languages}
    address = settings.address
    address = None if address is None else f"{address.rstrip('/')}/"
    warnings: list[Finding] = []
    languages = {}
    for tag in sorted(tags, key=lambda tag: (-counted[tag], tag)):
        languages[tag], warning = _language(tag, library)
        warnings += [warning] if warning else []
    if address is None:
        what = "the site has no address: left out are its feeds, its sitemap, and absolute addresses in its pages"
        help = "add it to content/workspace.yaml under `site`: `address: https://institute.example/briefs/`"
        where = library.settings_for("")[1]
        place = where.key(("site",)) if where else Span(SETTINGS_FILE)
        warnings.append(Finding("BR852", what, place, help, Severity.WARNING))
    return Site(address, languages, tuple(versions)), warnings


def _language(tag: str, library: Library) -> tuple[SiteLanguage, Finding | None]:
    languages: Languages = library.languages
    known = languages.find(tag)
    if known is None:
        what = f"the site has texts in '{tag}', and the workspace no longer has labels in that language"
        help = f"add templates/labels/{tag}.yaml again"
        raise WorkspaceError([Finding("BR405", what, Span(f"templates/labels/{tag}.yaml"), help)])
    labels = languages.labels_of(known)
    words, warning = languages.site_words_of(tag)
    traits = languages.traits_of(tag)
    prose = Prose(labels, {}, Citations(Notes.NONE), traits=traits)

    def plain(line: Line | None) -> str | None:
        return prose.plain(Passage(line.text, ("text",), Flow.INLINE)) if line else None

    settings, _ = library.settings_for(tag)
    publisher = settings.publisher
    given = words.model_dump(exclude={"audiences"})
    return SiteLanguage(
        tag=tag,
        name=labels.name,
        direction=labels.direction,
        locale=traits.locale or tag,
        words=given,
        audiences=dict(words.audiences),
        labels=dict(labels.labels),
        quotes=tuple(labels.quotes),
        marks=labels.marks.model_dump(),
        publisher=plain(publisher.name) if publisher else None,
        about=plain(publisher.about) if publisher else None,
    ), warning


def _wrong_relations(site: Site, changes: _Changes, library: Library) -> Iterator[Finding]:
    """Find briefs that replace an unknown one, or each other; and briefs that are older than what is published."""
    published = {version.brief for version in site.versions}
    for version in changes.versions.values():
        job = changes.jobs[version.brief]
        for place, name in enumerate(version.supersedes):
            if name == version.brief or (name not in published and name not in library.slugs):
                what = f"there is no other brief '{name}' that it could replace"
                help = suggest(name, [*library.slugs, *published], noun="briefs")
                yield Finding("BR853", what, job.source_map.value(("supersedes", "briefs", place)), help)
        newest = site.catalogue.newest[version.brief]
        if newest.key != version.key:
            what = f"the site has a newer version of the brief: {newest.date}"
            help = "correct the date; a brief that is published again has a later one"
            yield Finding("BR854", what, job.source_map.value(("date",)), help)
    for circle in site.catalogue.cycles():
        job_of = next((changes.jobs[name] for name in circle if name in changes.jobs), None)
        where = (
            job_of.source_map.value(("supersedes",)) if job_of else Span(f"content/{circle[0]}/brief.yaml")
        )
        what = f"the briefs replace each other: {' → '.join((*circle, circle[0]))}"
        yield Finding("BR853", what, where, "remove `briefs` under `supersedes` from the older one")


def _conflicts(site: Site, changes: _Changes) -> Iterator[Finding]:
    for version, path in conflicts(site):
        job = changes.jobs.get(version.brief)
        key: Key = ("web",) if version.web and path != version.brief else ()
        where = job.source_map.value(key) if job and key else Span(f"content/{version.brief}/brief.yaml")
        what = f"another page of the site has the address '{path}'"
        help = "rename the folder of the brief" if not key else "change `web`: the name of the brief is free"
        yield Finding("BR855", what, where, help)
