"""The only place that prints. Results go to stdout, findings to stderr; colour only on a terminal without NO_COLOR."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from briefing.cli.no_op import up_to_date_summary
from briefing.core.finding import Finding, Severity, sorted_findings
from briefing.core.plurals import counted

if TYPE_CHECKING:  # imported for types only: --help must not wait for the build
    from briefing.incremental.list import Listed
    from briefing.release.release import Released
    from briefing.release.signatures import Signature
    from briefing.release.verify import Verified
    from briefing.results import Outcome
    from briefing.review.check import CheckResult
    from briefing.review.confirm import Confirmed
    from briefing.review.review import Applied, LocatedNote, Reviewed
    from briefing.site.publish import Published

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
LINE_LENGTH = 160
"""In characters. Of a longer line of a file, only the part around the finding is shown."""

LONGEST = 500
"""In characters. A message can quote a value of any length: the middle of a longer one is left out."""

SHOWN_FINDINGS = 100
"""A person fixes these first, then runs the command again."""

GUTTER = 5

CLEAR_LINE = "\r\x1b[K"
"""Return to the start of the line and erase it (ECMA-48, 8.3.41)."""

OUR_STYLES = re.compile("(\x1b\\[(?:0|1|3[0-7])m)")
"""The colours and weights that are printed here (ECMA-48, 8.3.117)."""

JOINERS = "\u200c\u200d\xad"
"""Invisible characters that texts need (Persian, Indic scripts, emoji, soft hyphens); they cannot move the cursor."""

SET_MARKS = {0xA0: " ", 0x2009: " ", 0x202F: " ", 0x2060: None}
"""What a message has in place of the fixed spaces and the word joiner of the set texts that it quotes."""

NO_WIDTH = {"Mn", "Me"}
"""Unicode categories of combining characters, which take no column of their own."""

LEAST_TO_SUM_UP = 3
"""Editions; the lines of fewer can be read at a glance."""


_below: list[str] = []
"""The line at the foot of the terminal, if there is one."""


_shown_names: list[Callable[[str], str]] = []
"""The function that returns the name of a file as a person finds it, once a workspace is open."""


def show_places_in(shown_name: Callable[[str], str]) -> None:
    """Show the places of findings with the names that a function returns: the paths of a theme's files."""
    _shown_names[:] = [shown_name]


def _placed(finding: Finding) -> Finding:
    for shown_name in _shown_names:
        finding = finding.shown(shown_name)
    return finding


_printing = threading.RLock()
"""Held while printing, because another thread updates the line at the foot."""


def keep_below(line: str) -> None:
    """Keep a line at the foot of the terminal, below all later output; an empty line ends that."""
    with _printing:
        _below[:] = [line] if line else []
        _print(f"{CLEAR_LINE}{line}", to_stderr=True, ends_line=False)


def say(text: str = "", *, to_stderr: bool = False) -> None:
    """Print a line. If the reader is gone (`| head`, a closed terminal), the work continues without output."""
    with _printing:
        if _below:
            _print(CLEAR_LINE, to_stderr=True, ends_line=False)
        _print(_harmless(text), to_stderr=to_stderr, ends_line=True)
        if _below:
            _print(_below[0], to_stderr=True, ends_line=False)


def show_page(text: str) -> None:
    """Print a page; on a terminal that is lower than the page, in the pager of the person."""
    if is_terminal() and text.count("\n") + 1 >= shutil.get_terminal_size().lines:
        no_colour = False if os.environ.get("NO_COLOR") else None
        click.echo_via_pager(_for_stream(_harmless(text), sys.stdout) + "\n", color=no_colour)
    else:
        say(text)


def width() -> int:
    """Return the width of the terminal in characters; 80 if the output is no terminal."""
    return shutil.get_terminal_size().columns


def is_terminal() -> bool:
    """Return True if a person reads the output on a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def _print(text: str, *, to_stderr: bool, ends_line: bool) -> None:
    text = _for_stream(text, sys.stderr if to_stderr else sys.stdout)
    try:
        click.echo(text, err=to_stderr, nl=ends_line, color=False if os.environ.get("NO_COLOR") else None)
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EIO):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if to_stderr else sys.stdout).fileno())


def _for_stream(text: str, stream: TextIO | None) -> str:
    """Return a text with escapes for the characters that the encoding of a stream lacks."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def show_findings(findings: Sequence[Finding]) -> None:
    """Print findings as a compiler does: place, severity, message and code; the line with a caret; the help."""
    for finding in findings[:SHOWN_FINDINGS]:
        for line in finding_lines(finding, style=click.style):
            say(line, to_stderr=True)
    if len(findings) > SHOWN_FINDINGS:
        more = len(findings) - SHOWN_FINDINGS
        say(f"… and {more:,} more; `brief check --format json` lists all", to_stderr=True)


def finding_lines(finding: Finding, style: Callable[..., str] = lambda text, **_: text) -> Iterator[str]:
    """Return the lines that show a finding, plain or styled."""
    finding = _placed(finding)
    finding = replace(finding, what=_cut(_message(finding.what)), help=_message(finding.help))
    weight = style(finding.severity.value, fg=COLOURS[finding.severity], bold=True)
    yield f"{style(printable(str(finding.where)), bold=True)}: {weight}: {finding.what} [{finding.code}]"
    yield from _quoted(finding, style)
    if finding.help:
        yield f"  help: {finding.help}"


def show_known_findings(editions: Sequence[Mapping[str, object]]) -> None:
    """Print the findings of editions in the build log, each once."""
    from briefing.incremental.build_log import findings_of

    show_findings(list(dict.fromkeys(finding for known in editions for finding in findings_of(known))))


def _cut(sentence: str) -> str:
    half = LONGEST // 2
    return f"{sentence[:half]} … {sentence[-half:]}" if len(sentence) > LONGEST else sentence


def show_json(value: object) -> None:
    """Print a value as JSON."""
    from briefing.review.reports import as_text

    say(as_text(value))


def show_report(findings: Sequence[Finding], form: str, root: Path | None = None) -> None:
    """Print findings in a format: text goes to stderr, formats for other programs to stdout.

    `root` is the folder of the workspace, from which annotations in a workflow name files.
    """
    from briefing.core.version import __version__
    from briefing.review import reports

    findings = [_placed(finding) for finding in findings]
    if form == reports.Form.TEXT:
        show_findings(findings)
    elif form == reports.Form.JSON:
        say(reports.as_json(findings))
    elif form == reports.Form.SARIF:
        say(reports.as_sarif(findings, __version__))
    elif findings:
        say(reports.as_github(findings, root))


def show_checked(
    checked: CheckResult, findings: Sequence[Finding], accepted: Sequence[Finding], *, show_accepted: bool
) -> None:
    """Print the numbers of briefs and editions checked, of findings, and of accepted findings."""
    for finding in accepted if show_accepted else ():
        say(f"{finding.where}: accepted: {printable(finding.what)} [{finding.code}]")
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = [
        counted(count, noun)
        for count, noun in ((errors, "error"), (len(findings) - errors, "warning"))
        if count
    ]
    found = ", ".join(counts) or "nothing found"
    ending = f"; {len(accepted)} accepted" if accepted else ""
    if checked.brief_count or findings or not checked.unchanged_count:
        counts_of_set = (
            f"{counted(checked.brief_count, 'brief')}, {counted(checked.edition_count, 'edition')}"
        )
        say(f"{counts_of_set}: {found}{ending}")
    if checked.unchanged_count:
        say(f"not checked: {counted(checked.unchanged_count, 'brief')}, which no change touches")
    if left := [*_left_out(checked)]:
        say(f"not checked: {' and '.join(left)}")


def _left_out(checked: CheckResult) -> Iterator[str]:
    """Yield what the selected editions do not print, in words."""
    if checked.failed_languages:
        yield f"{', '.join(checked.failed_languages)} (has errors)"
    if checked.unprinted_count:
        yield f"texts that these editions do not print ({counted(checked.unprinted_count, 'warning')})"


SHOWN_NEW = 10
"""Variants confirmed for the first time are listed up to this number, and counted beyond it."""


def show_confirmed(confirmed: Sequence[Confirmed]) -> None:
    """Print each confirmed variant with the change in its original, and the number of new variants."""
    for one in confirmed:
        if one.change:
            say(f"{one.where}: confirmed {one.name}: {printable(one.change)}")
    new = [one for one in confirmed if not one.change]
    for one in new if len(new) <= SHOWN_NEW else ():
        say(f"{one.where}: confirmed {one.name} for the first time")
    if len(new) > SHOWN_NEW:
        say(f"confirmed {counted(len(new), 'variant')} for the first time")
    if not confirmed:
        say("every variant is up to date")


def printable(text: str) -> str:
    """Return a text of the same length in which nothing can control the terminal or reorder a line.

    A tab becomes a space. Control characters, other spaces, direction marks and undecodable bytes become a replacement
    character.
    """
    return "".join(mark if mark.isprintable() else " " if mark == "\t" else "\ufffd" for mark in text)


def _message(text: str) -> str:
    """Return a message without the characters that set texts need for their breaks: fixed spaces, word joiners."""
    return printable(text.translate(SET_MARKS))


def _harmless(text: str) -> str:
    """Return a text that is safe to print: it keeps line ends and the styles used here; the rest is printable."""
    lines = (OUR_STYLES.split(line) for line in text.split("\n"))
    return "\n".join(
        "".join(piece if number % 2 else _kept(piece) for number, piece in enumerate(pieces))
        for pieces in lines
    )


def _kept(text: str) -> str:
    return "".join(
        mark if mark in JOINERS or unicodedata.category(mark) == "Zs" else printable(mark) for mark in text
    )


def width_of(text: str) -> int:
    """Return the number of terminal columns that a printable text takes (Unicode TR 11)."""
    return sum(_width(mark) for mark in text)


def _width(mark: str) -> int:
    if unicodedata.category(mark) in NO_WIDTH or "\u1160" <= mark <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def _quoted(finding: Finding, style: Callable[..., str]) -> Iterator[str]:
    where = finding.where
    if not where.line or not where.source:
        return
    start = max(0, where.column - 1 - LINE_LENGTH // 2) if len(where.source) > LINE_LENGTH else 0
    source = where.source[start : start + LINE_LENGTH]
    yield f"{where.line:>{GUTTER}} | {printable(source)}"
    at = where.column - 1 - start
    before, marked = printable(source[:at]), printable(source[at : at + where.length])
    caret = style("^" * max(1, width_of(marked)), fg=COLOURS[finding.severity])
    yield f"{'':>{GUTTER}} | {' ' * width_of(before)}{caret}"


def show_outcome(
    outcome: Outcome, width: int, printed: set[Finding], *, why: str = "", verbose: bool = False
) -> None:
    """Print the result of an edition: its file, pages and seconds; or that it was not built, and why.

    For an edition that is up to date, only the warnings are printed. Findings in `printed` are not printed again; new
    ones are added to it.
    """
    findings = sorted_findings((*outcome.report.findings, *(outcome.error.findings if outcome.error else ())))
    show_findings([finding for finding in findings if finding not in printed])
    printed.update(findings)
    if outcome.error or outcome.path is None:
        errors = sum(f.severity is Severity.ERROR for f in outcome.error.findings) if outcome.error else 0
        ending = f"{counted(errors, 'error')}{'; the last good PDF is kept' if outcome.is_kept else ''}"
        say(
            f"{printable(outcome.name)}: {click.style('not built', fg='red', bold=True)}: {ending}",
            to_stderr=True,
        )
    elif outcome.is_up_to_date:
        if verbose:
            say(f"{shown(outcome.path):<{width}}  up to date", to_stderr=True)
    else:
        file = shown(outcome.path)
        report = outcome.report
        fitted = f", fitted: {', '.join(report.fitted)}" if report.fitted else ""
        say(f"{file:<{width}}  {counted(report.page_count, 'page'):>8}{fitted}  {report.seconds:5.1f} s")
    if verbose and why:
        say(f"  rebuilt because {why}", to_stderr=True)
    if verbose and outcome.report.times and not outcome.is_up_to_date:
        times = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in outcome.report.times.items())
        say(f"  {times}", to_stderr=True)


def show_exported(outcome: Outcome, paths: Sequence[Path], printed: set[Finding]) -> None:
    """Print the files of an exported edition and its errors; warnings are those of a build, and are not printed.

    Findings in `printed` are not printed again; new ones are added to it.
    """
    errors = (
        [one for one in outcome.error.findings if one.severity is Severity.ERROR] if outcome.error else []
    )
    show_findings(sorted_findings(one for one in errors if one not in printed))
    printed.update(errors)
    if not outcome.written:
        what = click.style("not exported", fg="red", bold=True)
        say(f"{printable(outcome.name)}: {what}: {counted(len(errors), 'error')}", to_stderr=True)
        return
    ending = f"  ({counted(len(errors), 'error')})" if errors else ""
    for path in paths:
        say(f"{shown(path)}{ending}")


def show_notes(reviewed: Reviewed, form: str, *, is_listed: bool) -> None:
    """Print the notes of reviewers in a format; as text, also what cannot be made by the command, and the counts."""
    from briefing.review import note_reports

    notes = [replace(one, where=replace(one.where, source="")) for one in reviewed.notes]
    if form == "json":
        say(note_reports.as_json(notes))
        return
    if form == "github":
        if notes:
            say(note_reports.as_github(notes))
        return
    for located in notes if is_listed else ():
        show_note(located)
    show_findings(reviewed.findings)
    changes = sum(one.kind == "change" for one in notes)
    comments = sum(one.kind == "comment" for one in notes)
    placed = f", {len(reviewed.changes)} of which can be made with --apply" if changes and is_listed else ""
    say(f"{counted(comments, 'comment')}, {counted(changes, 'change')}{placed}")


def show_note(located: LocatedNote) -> None:
    """Print a note: its place, who says it, the words before and after a change, and the comment."""
    from briefing.review.note_reports import headline
    from briefing.review.review import shortened

    say(f"{click.style(printable(str(located.where)), bold=True)}: {printable(headline(located))}")
    words = [("-", located.before), ("+", located.after)]
    if located.kind != "change":
        words = [("\u201c", f"{shortened(located.before)}\u201d")] if located.before.strip() else []
    for mark, text in words:
        if text:
            space = "" if mark == "\u201c" else " "
            say(f"  {mark}{space}{printable(_cut(' '.join(text.split())))}")
    for line in located.comment.splitlines():
        say(f"  {printable(line)}")
    if located.is_done:
        say("  (already made)")


def show_applied(applied: Applied) -> None:
    """Print the number of changes that were made, and those that could not be saved."""
    for located, reason in applied.refused:
        say(f"{located.where}: not changed: {printable(reason)}", to_stderr=True)
    names = {located.where.file for located in applied.made}
    where = f" in {', '.join(sorted(names))}" if names else ""
    say(f"made {counted(len(applied.made), 'change')}{printable(where)}")


def show_summary(outcomes: Sequence[Outcome], seconds: float) -> None:
    """Print the pages of several editions as a table with a column for each language, and the totals.

    The seconds are wall-clock time: editions are built in parallel.
    """
    up_to_date = sum(outcome.is_up_to_date for outcome in outcomes)
    if up_to_date == len(outcomes):
        say(up_to_date_summary(up_to_date, sum(outcome.report.page_count for outcome in outcomes)))
        return
    editions = [(outcome, outcome.edition) for outcome in outcomes if outcome.edition]
    if len(editions) < LEAST_TO_SUM_UP:
        return
    languages = list(dict.fromkeys(edition.language for _, edition in editions))
    cells = {
        (edition.brief, edition.audience, edition.language): str(outcome.report.page_count)
        if outcome.error is None
        else "failed"
        for outcome, edition in editions
    }
    rows = dict.fromkeys(
        (edition.brief, edition.audience) for outcome, edition in editions if not outcome.is_up_to_date
    )
    say()
    show_table(
        [
            ("brief", "audience", *languages),
            *((*row, *(cells.get((*row, language), "") for language in languages)) for row in rows),
        ]
    )
    built = [outcome for outcome in outcomes if outcome.error is None and not outcome.is_up_to_date]
    pages = sum(outcome.report.page_count for outcome in built)
    failed = len(outcomes) - len(built) - up_to_date
    ending = f"; {up_to_date} up to date" if up_to_date else ""
    ending += f"; {click.style(f'{failed} not built', fg='red', bold=True)}" if failed else ""
    say(f"{counted(len(built), 'edition')}, {counted(pages, 'page')}, {seconds:.1f} s{ending}")


FINGERPRINT = "  SHA-256 of SHA256SUMS: {}"


def show_released(one: Released) -> None:
    """Print the result of a release: folder, editions and size of the kit, and the checksum that identifies it."""
    if one.error or one.folder is None:
        findings = one.error.findings if one.error else ()
        show_findings(findings)
        count = sum(finding.severity is Severity.ERROR for finding in findings)
        ending = counted(count, "error")
        say(f"{one.brief}: {click.style('not released', fg='red', bold=True)}: {ending}", to_stderr=True)
        return
    marked = ", marked as embargoed" if one.is_embargoed else ""
    size = f"{one.byte_count / 1_000_000:.1f} MB"
    ending = _ending(one.how, "kit")
    signed = f", signed by {one.signed_by}" if one.signed_by else ""
    say(f"{shown(one.folder)}/  {counted(one.edition_count, 'edition')}, {size}{marked}{signed}{ending}")
    say(FINGERPRINT.format(one.fingerprint))
    if one.commit_problem:
        say(f"  the manifest names no commit: {one.commit_problem}", to_stderr=True)


def _ending(how: str, kind: str) -> str:
    """Return the end of the line about a kit or a site that was written, replaced or unchanged."""
    return {"written": "", "replaced": f"; replaced an earlier {kind}", "unchanged": "; unchanged"}[how]


def show_published(published: Published) -> None:
    """Print what was published: the folder, briefs, versions and size of the site, and what was left out."""
    show_findings(published.findings)
    size = f"{published.byte_count / 1_000_000:.1f} MB"
    counts = (
        f"{counted(published.brief_count, 'brief')}, {counted(published.version_count, 'version')}, {size}"
    )
    say(f"{shown(published.folder)}/  {counts}{_ending(published.how, 'site')}")
    say(FINGERPRINT.format(published.fingerprint))


def show_verified(verified: Verified) -> None:
    """Print that a kit was verified, and the checksum that identifies it."""
    counts = f"{counted(verified.edition_count, 'edition')}, {counted(verified.file_count, 'file')}"
    say(f"{shown(verified.folder)}: verified: {counts}")
    _show_signatures(verified.signatures)
    if verified.unchecked:
        say(f"  signatures were not checked: {verified.unchecked}", to_stderr=True)
    say(FINGERPRINT.format(verified.fingerprint))


def _show_signatures(signatures: Sequence[Signature]) -> None:
    """Print who signed the PDFs of a kit and when, in words for people who know nothing about certificates."""
    signers = [(one.identity.shown, one.identity.issuer, one.is_trusted) for one in signatures]
    for signer, issuer, is_trusted in dict.fromkeys(signers):
        count = counted(signers.count((signer, issuer, is_trusted)), "PDF")
        trust = "which you trust" if is_trusted else "not checked without --trust"
        say(f"  signed by {signer}: {count}, unchanged since; certificate issued by {issuer}, {trust}")
    if times := sorted({f"{one.signed_at:%Y-%m-%d %H:%M}" for one in signatures}):
        say(f"  time of signing, as the signer states it: {' to '.join((times[0], *times[1:][-1:]))} UTC")


def show_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows as columns, each as wide as its widest cell."""
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
        say("  ".join(padded).rstrip())


def show_editions(editions: Sequence[Listed], *, as_json: bool) -> None:
    """Print editions with their files and states, as a table with a header row or as JSON."""
    rows = [
        {
            "brief": one.edition.brief,
            "audience": one.edition.audience,
            "language": one.edition.language,
            "pages": one.page_count,
            "file": shown(one.path),
            "state": one.state.value,
            "why": one.why,
        }
        for one in editions
    ]
    if as_json:
        show_json(rows)
    elif rows:
        if not any(one.why for one in editions):
            rows = [{name: cell for name, cell in row.items() if name != "why"} for row in rows]
        cells = (tuple("" if cell is None else str(cell) for cell in row.values()) for row in rows)
        show_table([tuple(rows[0]), *cells])


def show_written(root: Path, paths: Sequence[Path]) -> None:
    """Print the files that were written, by their paths in the workspace."""
    if root != Path.cwd():
        say(f"in {shown(root)}:")
    for path in paths:
        say(f"wrote {path.relative_to(root).as_posix()}")


def shown(path: Path) -> str:
    """Return a path relative to the current folder if it lies inside it."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here)) if path.is_relative_to(here) else os.fspath(path)
