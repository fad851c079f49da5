"""The draft of an e-mail that sends an edition: its opening in plain words, and the PDF attached.

A message (RFC 5322) that mail programs open as a draft (`X-Unsent`), without sender and recipients. Until it is sent,
it has the date of the brief. The same content always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime

from briefing.compose.citations.in_text import Citations
from briefing.compose.exhibits import names_of
from briefing.compose.html_text import Prose
from briefing.compose.page import context_of
from briefing.compose.templating.environment import fill, make_environment
from briefing.files.workspace import Files
from briefing.model.audience import Notes
from briefing.model.brief import Status
from briefing.model.content import sections_in
from briefing.stages import Medium, Tailored
from briefing.text.locale_formats import clock, find_locale, spoken_day

DRAFT_TEMPLATE = "email.j2.txt"
LINE = 76
"""The length of a line of base64 in a message."""

DOMAIN = "briefwright.invalid"
"""A domain that nobody can own (RFC 2606). The mail program that sends the draft replaces the Message-ID."""


def write_email_draft(tailored: Tailored, files: Files, pdf: bytes, pdf_name: str) -> bytes:
    """Return the bytes of the draft with the PDF attached.

    Raises WorkspaceError with findings at file and line for a template that cannot be rendered.
    """
    job = tailored.job
    sections = sections_in(tailored.content.brief, job.audience.parts)
    prose = Prose(
        job.labels,
        job.brief.facts,
        Citations(Notes.NONE),
        names_of(sections),
        traits=job.traits,
        passages=job.passages,
    )
    context = context_of(tailored, prose, Medium.SCREEN, files)
    text = fill(DRAFT_TEMPLATE, make_environment(files, job.locale), files, context)
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    subject = " ".join(" ".join((*_markings(tailored), prose.plain(tailored.content.brief.title))).split())
    digest = hashlib.sha256("\0".join((subject, text, pdf_name)).encode() + pdf).hexdigest()
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.combine(job.brief.date, time(), UTC))
    message["Message-ID"] = f"<{digest[:32]}@{DOMAIN}>"
    message["X-Unsent"] = "1"
    message.set_content(text, cte="base64" if not text.isascii() else "quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=pdf_name)
    message["Content-Language"] = job.edition.language
    message.set_boundary(f"brief-{digest[-32:]}")
    return message.as_bytes().replace(b"Subject:\r\n ", b"Subject: ", 1)  # unfold the first line


def replace_attachment(draft: bytes, old: bytes, new: bytes) -> bytes:
    """Return a draft with another content of its PDF, and therefore another Message-ID; the rest is unchanged."""
    found, kept = _encoded(old), draft.partition(b"\r\n\r\n")[0]
    match = re.search(rb"<([0-9a-f]{32})@", kept)
    if match is None or draft.count(found) != 1:
        raise ValueError("the draft does not have that attachment")
    number = hashlib.sha256(match[1] + new).hexdigest()[:32].encode()
    return draft.replace(match[1], number, 1).replace(found, _encoded(new), 1)


def _encoded(content: bytes) -> bytes:
    """Return a content in base64, in the lines of a message (RFC 2045, 6.8)."""
    text = b64encode(content)
    return b"\r\n".join(text[start : start + LINE] for start in range(0, len(text), LINE))


def attachments_of(draft: bytes) -> list[bytes]:
    """Return the contents of a message: its text and its attachments."""
    message = message_from_bytes(draft, policy=default)
    return [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]  # type: ignore[misc]


def _markings(tailored: Tailored) -> Iterator[str]:
    """Yield the labels for the subject: TLP (required there by FIRST TLP 2.0), embargo and draft."""
    job = tailored.job
    marking, labels = job.brief.marking, job.labels.labels
    if marking.tlp:
        yield f"[TLP:{marking.tlp.value}]"
    if marking.embargo_until:
        day = spoken_day(marking.embargo_until.date(), find_locale(job.locale))
        moment = f"{day}{job.labels.marks.comma}{clock(marking.embargo_until)}"
        yield f"[{labels['embargoed_until'].upper()} {moment}]"
    if marking.status is Status.DRAFT:
        yield f"[{labels['draft'].upper()}]"
