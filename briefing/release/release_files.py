"""One edition → what it is handed out as, and what the manifest of its kit says of it.

The PDF goes out with the bytes that were checked when it was built; what is made beside it is checked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefing import __version__
from briefing.compose.email_draft import write_letter
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.compose.web.web_edition import stand_alone
from briefing.core.codes import CODES
from briefing.core.errors import BriefingError, PromiseError
from briefing.core.finding import Finding, has_errors
from briefing.files.layers import USER
from briefing.files.read_log import READ
from briefing.files.workspace import SHIPPED_PREFIX, Files
from briefing.incremental.build_log import Record, accepted_of, findings_of
from briefing.pdf.conformance import embedded_fonts, read_claims
from briefing.pdf.contents import read_contents
from briefing.pipeline.result import Handout, Made, Maker
from briefing.release.cover import draw_cover
from briefing.release.git_commit import Commit, find_commit
from briefing.release.kit import digest_of
from briefing.review.check import Examined
from briefing.rules.registry import check_handout
from briefing.stages import Job, Medium

FONT_FOLDER = "styles/fonts/"


def hand_out(job: Job, files: Files, how: Handout) -> Made:
    """What an edition is handed out as; what stops it is in what is given back."""
    try:
        return Made(handout=_forms(job, files, how))
    except BriefingError as error:
        return Made(error=error)


def hand_out_here(files: Files, how: Handout) -> Maker:
    """Hands editions out in this process, one after the other and without bounds."""
    return lambda jobs: ((job, hand_out(job, files, how)) for job in jobs)


def _forms(job: Job, files: Files, how: Handout) -> dict[str, tuple[str, bytes]]:
    """Kind → name and bytes. Raises PromiseError where one of them holds what is not meant for it."""
    names = how.names(job)
    pdf = (how.built / f"{job.name}.pdf").read_bytes()
    tailored = tailor(job)
    page = compose(tailored, files, Medium.SCREEN)
    html = stand_alone(page, files).encode()
    letter = write_letter(tailored, files, pdf, names["pdf"])
    findings = check_handout(tailored, html, letter, page)
    if has_errors(findings):
        raise PromiseError(findings)
    made = {"pdf": pdf, "html": html, "cover": draw_cover(pdf), "email": letter}
    return {kind: (names[kind], content) for kind, content in made.items()}


def tell_edition(job: Job, made: Mapping[str, tuple[str, bytes]], record: Record) -> dict[str, Any]:
    """What the manifest says of an edition; docs/releasing.md has the meaning of each key."""
    known, pdf = record.manifest.editions[job.name], made["pdf"][1]
    return {
        "edition": job.name,
        "audience": job.edition.audience,
        "language": job.edition.language,
        "paper": job.edition.paper,
        "title": tailor(job).content.brief.title.words,
        "pages": known["pages"],
        "fitted": known["fitted"],
        "conformance": read_claims(pdf),
        "fonts": embedded_fonts(read_contents(pdf)),
        "font_files": sorted(
            name.removeprefix(FONT_FOLDER)
            for name in _read_names(record, [job.name])
            if name.startswith(FONT_FOLDER)
        ),
        "warnings": _counted(findings_of(known)),
        "accepted": _counted(accepted_of(known)),
        "files": {
            kind: {"name": name, "bytes": len(content), "sha256": digest_of(content)}
            for kind, (name, content) in made.items()
        },
    }


def commit_of(jobs: Iterable[Job], record: Record, files: Files) -> Commit | None:
    """The commit that the files of the workspace are at, of which editions were made. Raises GitError."""
    return find_commit(files.root, _read_names(record, [job.name for job in jobs], user_alone=True))


def tell_kit(
    jobs: Sequence[Job],
    editions: Sequence[Mapping[str, Any]],
    examined: Examined,
    record: Record,
    *,
    commit: Commit | None,
    is_embargoed: bool,
) -> dict[str, Any]:
    """What the manifest says of a kit: its brief, its terms, and what it was made from and with."""
    job = jobs[0]
    brief, marking = job.brief, job.brief.marking
    machine = record.manifest.machines[record.machine]
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
        "source": {"commit": commit.name, "is_changed": commit.is_changed} if commit else None,
        "made_with": {
            "briefwright": __version__,
            "python": machine["interpreter"]["Python"].split()[0],
            "packages": dict(sorted(machine["packages"].items())),
            "libraries": sorted(machine["libraries"]),
        },
        "accepted": _counted(examined.accepted),
        "editions": editions,
    }


def _read_names(record: Record, editions: Iterable[str], *, user_alone: bool = False) -> list[str]:
    """The names of the files that editions were made from, those of the workspace itself or all."""
    numbers = {number for name in editions for number in record.manifest.editions[name]["inputs"]}
    rows = (record.manifest.inputs[number] for number in sorted(numbers))
    read = (row for row in rows if row[0] == READ and (row[2] == USER or not user_alone))
    return sorted({row[1].removeprefix(SHIPPED_PREFIX) for row in read})


def _counted(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings by their rules: how many of each, and what the rule asks. Their words may quote the text of others."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    return [{"rule": code, "means": CODES[code], "count": counts[code]} for code in sorted(counts)]
