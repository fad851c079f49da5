"""The draft of an e-mail that sends an edition: what it says first, in plain words, and the PDF.

A file of RFC 5322 that a mail program opens as a draft (`X-Unsent`): no sender, no receiver, and the date of the
brief until it is sent. What is in it decides all of its bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime

from briefing.compose.citations.in_text import Citations
from briefing.compose.exhibits import names_of
from briefing.compose.html_text import Prose
from briefing.compose.locale_formats import clock, find_locale, spoken_day
from briefing.compose.page import context_of
from briefing.compose.templating.environment import fill, make_environment
from briefing.files.workspace import Files
from briefing.model.audience import Notes
from briefing.model.brief import Status
from briefing.model.parts import SECTIONS
from briefing.stages import Medium, Tailored

DRAFT_TEMPLATE = "email.j2.txt"
DOMAIN = "briefwright.invalid"
"""A domain that nobody has (RFC 2606): the mail program that sends the draft gives it a name of its own."""


def write_email_draft(tailored: Tailored, files: Files, pdf: bytes, pdf_name: str) -> bytes:
    """The bytes of the draft, with a PDF attached under a name.

    Raises WorkspaceError with findings at file and line for a template that cannot be filled in.
    """
    job = tailored.job
    sections = tailored.content.brief.sections if SECTIONS in job.audience.parts else ()
    prose = Prose(
        job.labels,
        job.brief.facts,
        Citations(Notes.NONE),
        names_of(sections),
        bound_words=job.traits.bound_words,
    )
    context = context_of(tailored, prose, Medium.SCREEN)
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
    return message.as_bytes().replace(b"Subject:\r\n ", b"Subject: ", 1)  # a first line of its own is no use


def attachments_of(draft: bytes) -> list[bytes]:
    """The contents of a message that are one part each: its text, and the files that it carries."""
    message = message_from_bytes(draft, policy=default)
    return [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]  # type: ignore[misc]


def _markings(tailored: Tailored) -> Iterator[str]:
    """What a reader must see before opening it. TLP 2.0 (FIRST): the label stands in the subject."""
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
