"""What stops a build, and the exit code of each kind. Codes of exit are API; see the README."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from briefing.core.finding import Finding, has_errors, sorted_findings

CONTENT = "content/"
"""The folder whose files are content; everything else of a workspace is its design."""


class Exit(IntEnum):
    """Exit codes of the command."""

    BUILT = 0
    CONTENT = 1
    USAGE = 2
    WORKSPACE = 3
    PROMISE = 4
    MACHINE = 5
    PARTIAL = 6
    RENDERER = 7
    BUG = 70
    INTERRUPTED = 130


class BriefingError(Exception):
    """Something that a person can mend, told as findings.

    Arguments are positional so that the exception survives the way back from another process.
    """

    exit_code = Exit.CONTENT

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted_findings(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "; ".join(f"{finding.where}: {finding.what}" for finding in self.findings)


class ContentError(BriefingError):
    """The content needs mending."""


class SelectionError(BriefingError):
    """Something that does not exist was asked for."""

    exit_code = Exit.USAGE


class WorkspaceError(BriefingError):
    """The workspace, a template or a style needs mending."""

    exit_code = Exit.WORKSPACE


class PromiseError(BriefingError):
    """The edition is laid out, but does not keep what its audience promises."""

    exit_code = Exit.PROMISE


class RendererError(BriefingError):
    """The typesetter crashed on an edition, or ran out of memory."""

    exit_code = Exit.RENDERER


class MachineError(BriefingError):
    """The machine lacks something: a library, a font, room or rights to write."""

    exit_code = Exit.MACHINE


class BugError(BriefingError):
    """Something failed that is no fault of anybody but ours; the other editions go on."""

    exit_code = Exit.BUG


def joined_error(errors: Iterable[BriefingError]) -> BriefingError | None:
    """Return several errors as one, of the kind with the lowest exit code; None where there are none."""
    errors = tuple(errors)
    if not errors:
        return None
    kind = type(min(errors, key=lambda error: error.exit_code))
    return kind(finding for error in errors for finding in error.findings)


def error_of(findings: Iterable[Finding]) -> BriefingError | None:
    """Return the error that findings amount to: of the content if one of them is in it; None without any error."""
    findings = tuple(findings)
    errors = [finding for finding in findings if has_errors([finding])]
    if not errors:
        return None
    in_content = any(finding.where.file.startswith(CONTENT) for finding in errors)
    return ContentError(findings) if in_content else WorkspaceError(findings)


def keep_details(error: BaseException) -> str:
    """Write the way of an unexpected error into a file of its own, and give its name."""
    import traceback

    return keep_words("".join(traceback.format_exception(error)))


def keep_words(details: str) -> str:
    """Write the details of a bug into a file of its own, and give its name."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="brief-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        file.write(details)
    return file.name
