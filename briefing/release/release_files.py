"""Makes the files of an edition in a kit, and describes them for the manifest.

The PDF keeps the bytes that were checked when it was built; the other files are checked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.compose.page import compose
from briefing.compose.signature import SHAPES, TIGHT, compose_signature
from briefing.compose.tailor import tailor
from briefing.compose.web.webfonts import learn_webfonts
from briefing.core.errors import BriefingError, PromiseError
from briefing.core.finding import Finding, Span, has_errors
from briefing.core.version import __version__
from briefing.files.layers import USER
from briefing.files.read_log import READ
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.incremental.build_log import BuildLog
from briefing.pdf.conformance import embedded_fonts, read_claims
from briefing.pdf.contents import read_contents
from briefing.pdf.free_space import Size, cut_to_content, find_free_box
from briefing.pdf.pages import count_pages
from briefing.pipeline.formats import FORMATS, KIT_FORMATS, PDF, BuiltEdition, Format
from briefing.pipeline.task import Task
from briefing.release.git_commit import Commit, find_commit
from briefing.release.kit import sha256_of
from briefing.results import EditionReport, Result
from briefing.review.check import CheckResult
from briefing.rules.catalogue import read_catalogue
from briefing.rules.registry import check_release_files
from briefing.stages import Job, Medium, Tailored

if TYPE_CHECKING:  # it imports the engine, which only the workers need
    from briefing.typeset.layout import Typesetter

FONT_FOLDER = "styles/fonts/"


STAMP, STAMP_PLACE = "stamp", "stamp place"
"""The files of a visible signature: a PDF of its page, and JSON with its place on the pages of the edition."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words of a visible signature."""

    name: str
    organisation: str
    moment: datetime


def release_task(
    built: Path,
    suffix: tuple[str, ...],
    formats: Sequence[Format] = KIT_FORMATS,
    stamp: Stamp | None = None,
) -> Task:
    """Return the task that makes the files of a kit, or of the site, from editions in a folder.

    The suffix is the last part of each file name, before the ending of the format.
    """
    names = tuple(one.name for one in formats)
    made = (*names, *((STAMP, STAMP_PLACE) if stamp else ()))
    return Task(_make_files, made, (built, suffix, names, stamp), learn_webfonts)


def file_names_of(
    job: Job, suffix: tuple[str, ...], formats: Sequence[Format] = KIT_FORMATS
) -> dict[str, str]:
    """Return the file names of an edition in a kit or in the site, by format."""
    edition = job.edition
    rest = edition.name.removeprefix(f"{edition.brief}-")
    stem = "-".join((edition.brief, job.brief.date.isoformat(), rest, *suffix))
    return {one.name: f"{stem}{one.ending}" for one in formats}


def _make_files(
    job: Job,
    typesetter: Typesetter,
    built: Path,
    suffix: tuple[str, ...],
    names: tuple[str, ...],
    stamp: Stamp | None,
) -> Result:
    """Make the files of an edition in some formats. An error is part of the result."""
    try:
        tailored = tailor(job)
        formats = [FORMATS[name] for name in names]
        files = _checked_files(tailored, typesetter.files, built, suffix, formats)
        if stamp:
            files |= _stamped(tailored, typesetter, files[PDF], stamp)
        return Result(files, EditionReport(page_count=count_pages(files[PDF])))
    except BriefingError as error:
        return Result(error=error)


def _stamped(tailored: Tailored, typesetter: Typesetter, pdf: bytes, stamp: Stamp) -> dict[str, bytes]:
    """Return the page of a visible signature and its place. Raises PromiseError if no page has room for it."""
    from briefing.typeset.layout import export_page

    job = tailored.job
    cuts: dict[Size, bytes] = {}
    found = None
    for shapes, is_tight in ((SHAPES, False), ((TIGHT,), True)):
        made: dict[Size, bytes] = {}
        for shape in shapes:
            page = compose_signature(
                tailored, typesetter.files, shape, stamp.name, stamp.organisation, stamp.moment
            )
            cut, size = cut_to_content(export_page(typesetter.lay_out(page), 0, job.standard))
            made[size] = cut
        cuts |= made
        found = find_free_box(pdf, list(made), is_rtl=job.labels.direction == "rtl", is_tight=is_tight)
        if found is not None:
            break
    if found is None:
        sizes = " or ".join(f"{width} × {height} pt" for width, height in cuts)
        what = f"no page of '{job.name}' has room for a visible signature of {sizes}"
        help = "shorten the text, or sign with `--signature invisible`"
        raise PromiseError([Finding("BR816", what, Span(job.source_map.file), help)])
    number, box, size = found
    return {STAMP: cuts[size], STAMP_PLACE: json.dumps([number, *box]).encode()}


def _checked_files(
    tailored: Tailored, files: Files, built: Path, suffix: tuple[str, ...], formats: Sequence[Format]
) -> dict[str, bytes]:
    """Return the files. Raises PromiseError if one of them holds something that is not meant for its readers."""
    job = tailored.job
    pdf = (built / f"{job.name}{FORMATS[PDF].ending}").read_bytes()
    page = compose(tailored, files, Medium.SCREEN)
    edition = BuiltEdition(tailored, page, pdf, file_names_of(job, suffix, formats), files)
    contents = {one.name: one.from_built(edition) for one in formats if one.from_built}
    readings = [one.read(contents[one.name], page) for one in formats if one.read]
    findings = check_release_files(tailored, readings)
    if has_errors(findings):
        raise PromiseError(findings)
    return contents


def describe_edition(
    job: Job,
    contents: Mapping[str, bytes],
    names: Mapping[str, str],
    log: BuildLog,
    signature: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return the entry of an edition in the manifest; docs/releasing.md explains each key."""
    report, pdf = log.report_of(job.name), contents[PDF]
    return {
        "edition": job.name,
        "audience": job.edition.audience,
        "language": job.edition.language,
        "paper": job.edition.paper,
        "title": tailor(job).content.brief.title.words,
        "pages": report.page_count,
        "fitted": list(report.fitted),
        "conformance": read_claims(pdf),
        "fonts": embedded_fonts(read_contents(pdf)),
        "font_files": sorted(
            name.removeprefix(FONT_FOLDER)
            for name in _read_names(log, [job.name])
            if name.startswith(FONT_FOLDER)
        ),
        "warnings": _counted(report.findings),
        "accepted": _counted(report.accepted),
        "files": {
            one.name: {
                "name": names[one.name],
                "bytes": len(contents[one.name]),
                "sha256": sha256_of(contents[one.name]),
            }
            for one in KIT_FORMATS
        },
        **({"signature": signature} if signature else {}),
    }


def commit_of(jobs: Iterable[Job], log: BuildLog, files: Files) -> Commit | None:
    """Return the commit of the files from which editions were made. Raises GitError."""
    return find_commit(files.root, _read_names(log, [job.name for job in jobs], user_alone=True))


def describe_kit(
    jobs: Sequence[Job],
    editions: Sequence[Mapping[str, object]],
    checked: CheckResult,
    log: BuildLog,
    *,
    commit: Commit | None,
    is_embargoed: bool,
) -> dict[str, object]:
    """Return the manifest of a kit: its brief, its terms, its sources and the versions used."""
    job = jobs[0]
    brief, marking = job.brief, job.brief.marking
    machine = log.file.machines[log.machine]
    return {
        "brief": job.edition.brief,
        "date": brief.date.isoformat(),
        "as_of": brief.as_of.text if brief.as_of else None,
        "marking": {
            "tlp": marking.tlp.value if marking.tlp else None,
            "status": marking.status.value if marking.status else None,
            "embargo_until": marking.embargo_until.isoformat() if marking.embargo_until else None,
            "is_embargoed": is_embargoed,
        },
        "set": [value.partition("=")[0] for value in job.set_values],
        "source": {"commit": commit.name, "is_changed": commit.is_changed} if commit else None,
        "made_with": {
            "briefwright": __version__,
            "theme": {"name": job.theme.name, "version": job.theme.version},
            "python": machine["interpreter"]["Python"].split()[0],
            "packages": dict(sorted(machine["packages"].items())),
            "libraries": sorted(machine["libraries"]),
        },
        "accepted": _counted(checked.accepted),
        "editions": editions,
    }


def _read_names(log: BuildLog, editions: Iterable[str], *, user_alone: bool = False) -> list[str]:
    """Return the names of the files that editions were made from: all, or only those of the workspace."""
    numbers = {number for name in editions for number in log.file.editions[name]["inputs"]}
    rows = (log.file.inputs[number] for number in sorted(numbers))
    read = (row for row in rows if row[0] == READ and (row[2] == USER or not user_alone))
    return sorted({row[1].removeprefix(SHIPPED_PREFIX) for row in read})


def _counted(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Count findings by rule. Their messages are left out, because they may quote texts meant for others."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    rules = read_catalogue() if counts else {}
    return [{"rule": code, "means": rules[code].summary, "count": counts[code]} for code in sorted(counts)]
