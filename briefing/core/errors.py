"""The errors that stop a build, with the exit code of each kind. Exit codes are API; the README lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def exit_of_batch(codes: Iterable[Exit]) -> Exit:
    """Return the exit code of a batch: the lowest of its failures, or `PARTIAL` if other editions were built."""
    found = set(codes)
    if Exit.BUILT in found and len(found) > 1:
        return Exit.PARTIAL
    return min(found, default=Exit.BUILT)


def strict_exit_of(code: Exit, findings: Sequence[Finding]) -> Exit:
    """Return the exit code of a command with --strict: warnings alone are a failure."""
    return Exit.CONTENT if findings and code is Exit.BUILT else code


class BriefingError(Exception):
    """A problem that the user can fix, reported as findings.

    Arguments are positional so that the exception can be pickled on its way back from another process.
    """

    exit_code = Exit.CONTENT

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted_findings(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "; ".join(f"{finding.where}: {finding.what}" for finding in self.findings)


class ContentError(BriefingError):
    """The content must be fixed."""


class SelectionError(BriefingError):
    """The command names a brief, an audience or another thing that does not exist."""

    exit_code = Exit.USAGE


class WorkspaceError(BriefingError):
    """The workspace, a template or a style must be fixed."""

    exit_code = Exit.WORKSPACE


class PromiseError(BriefingError):
    """The edition is laid out, but breaks a promise of its audience, such as its page limit."""

    exit_code = Exit.PROMISE


class RendererError(BriefingError):
    """The typesetter crashed on an edition, or ran out of memory."""

    exit_code = Exit.RENDERER


class MachineError(BriefingError):
    """The machine lacks something: a library, a font, free space or permission to write."""

    exit_code = Exit.MACHINE


class BugError(BriefingError):
    """An internal error: the fault is in Briefwright. The other editions are still built."""

    exit_code = Exit.BUG


def joined_error(errors: Iterable[BriefingError]) -> BriefingError | None:
    """Join several errors into one, of the kind with the lowest exit code; None if there are none."""
    errors = tuple(errors)
    if not errors:
        return None
    kind = type(min(errors, key=lambda error: error.exit_code))
    return kind(finding for error in errors for finding in error.findings)


def error_of(findings: Iterable[Finding]) -> BriefingError | None:
    """Return the error for findings: a content error if one of them is in the content; None without errors."""
    findings = tuple(findings)
    errors = [finding for finding in findings if has_errors([finding])]
    if not errors:
        return None
    in_content = any(finding.where.file.startswith(CONTENT) for finding in errors)
    return ContentError(findings) if in_content else WorkspaceError(findings)


def keep_details(error: BaseException) -> str:
    """Write the traceback of an unexpected error to a new temporary file, and return its path."""
    import traceback

    return keep_words("".join(traceback.format_exception(error)))


def keep_words(details: str) -> str:
    """Write the details of an internal error to a new temporary file, and return its path."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="brief-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        file.write(details)
    return file.name
