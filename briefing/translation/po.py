"""Writes and reads PO files of GNU gettext, for Poedit, Weblate and other programs.

It is done with Babel, which the product needs anyway: polib would be one more library, and reads a text that lacks its
last quotation mark without an error, as Babel does. So each line is checked before it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from briefing.translation.placeholders import canonical
from briefing.translation.returned import Returned, ReturnedFile, decode, unreadable_file
from briefing.translation.segments import HandOver, State, id_of
from briefing.translation.xliff import notes_of

ENDINGS = (".po",)
GUESSED = {"python-format", "python-brace-format"}
"""Flags that Babel gives to `50 % of` and `{cost}`: other programs then refuse translations without their like."""

WIDTH = 100
HEAD = """\
# Texts of the brief '{slug}', from '{original}' into '{language}'.
# Keep {{…}}, [@…], [](#…) and other markup as it is in the original."""

LINE = re.compile(r'(?:msgctxt|msgid|msgstr)?\s*"(?:[^"\\]|\\.)*"')
"""A line of a file, without comments. Plural forms do not occur in texts."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIELD = re.compile(r"^(?P<name>[A-Za-z-]+):[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
LONGEST_QUOTED = 80
"""The number of characters of a wrong line that are quoted."""


def write_po_file(hand_over: HandOver, moment: datetime) -> bytes:
    """Return the file of a hand-over at a moment."""
    texts = hand_over.texts
    catalog = Catalog(
        locale=texts.language.replace("-", "_"),
        project=texts.slug,
        version=texts.brief.date.isoformat(),
        header_comment=HEAD.format(slug=texts.slug, original=texts.brief.language, language=texts.language),
        creation_date=moment,
        revision_date=moment,
        fuzzy=False,
    )
    for segment in hand_over.segments:
        unit = segment.unit
        message = catalog.add(
            canonical(unit.source, unit.flow),
            canonical(unit.target, unit.flow),
            context=unit.name,
            auto_comments=list(notes_of(segment)),
            flags=["fuzzy"] if segment.state is State.OUTDATED else [],
        )
        message.flags -= GUESSED
    file = BytesIO()
    write_po(file, catalog, width=WIDTH)
    return file.getvalue()


class _Messages(Catalog):
    """All messages of a file in their order, also two with the same key."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[Message] = []

    def __setitem__(self, id: object, message: Message) -> None:
        self.given.append(message)


def read_po_file(content: bytes, name: str) -> ReturnedFile:
    """Return the texts of a file. Raises ContentError for one that is not a PO file."""
    text = decode(content, name)
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        typed = line.strip()
        if typed and not typed.startswith("#") and not LINE.fullmatch(typed):
            why = f"this is not a line of a PO file: {typed[:LONGEST_QUOTED]}"
            raise unreadable_file(name, why, number)
    messages = _Messages()
    try:
        PoFileParser(messages, ignore_obsolete=True, abort_invalid=True).parse(StringIO("\n".join(lines)))
    except PoFileError as error:
        raise unreadable_file(
            name, str(error).removesuffix(f" on {error.lineno}"), error.lineno + 1
        ) from None
    except (ValueError, LookupError, AttributeError, TypeError):
        raise unreadable_file(name, "its texts are not in the order of a PO file") from None
    header = next((str(one.string) for one in messages.given if not one.id), "")
    fields = {match["name"].lower(): match["value"].strip() for match in FIELD.finditer(header)}
    if not fields:
        raise unreadable_file(name, "it has no header", 1)
    project = fields.get("project-id-version", "").split()
    return ReturnedFile(
        name,
        lines,
        project[0] if project and not DAY.fullmatch(project[0]) else "",
        "",
        fields.get("language", "").replace("_", "-"),
        tuple(_texts(messages)),
    )


def _texts(messages: _Messages) -> Iterator[Returned]:
    for message in messages.given:
        if message.id:
            is_done = False if "fuzzy" in message.flags else bool(message.string) or None
            yield Returned(
                id_of(message.context or ""),
                message.lineno or 0,
                str(message.id),
                (str(message.string),) if message.string else (),
                is_done,
            )
