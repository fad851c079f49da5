"""Writes and reads XLIFF 1.2 and 2.1 (OASIS), the files of programs for translators.

It is done with lxml, which knows the line of each element and refuses what is too deep or too large. The Translate
Toolkit reads and writes XLIFF too, but its units have neither the lines nor the states and inline elements as they are
in the file. A document type is refused before it is parsed: the entities in it could read files or fill memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from briefing.core.version import __version__
from briefing.translation.placeholders import Code, Kind, Piece, numbered, split
from briefing.translation.returned import Reference, Returned, ReturnedFile, decode, unreadable_file
from briefing.translation.segments import HandOver, Segment, State, id_of

VERSIONS = ("1.2", "2.1")

OLD = "urn:oasis:names:tc:xliff:document:1.2"
NEW = "urn:oasis:names:tc:xliff:document:2.0"
"""The namespaces of XLIFF 1.2, and of all versions 2."""

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOCUMENT_TYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ADVICE = re.compile(r", (?:use [A-Z]|line \d).*", re.DOTALL)
"""What the messages of libxml2 end with: its own options, and the place, which a finding has by itself."""

ORIGINAL = re.compile(r"content/([^/]+)/brief\.yaml")

OLD_STATES = {State.OUTDATED: "needs-review-translation", State.TRANSLATED: "translated"}
NEW_STATES = {State.OUTDATED: "initial", State.TRANSLATED: "translated"}
UNFINISHED = {"new", "needs-translation"}
FINISHED = {"translated", "final", "signed-off", "reviewed"}

PLACEHOLDERS = {"ph", "x", "bx", "ex", "bpt", "ept", "it", "sc", "ec"}
PAIRS = {"g", "pc"}
LEFT_OUT = {"sub", "note"}

Target = tuple[str | Reference, ...]


def write_xliff(hand_over: HandOver, version: str) -> bytes:
    """Return the file of a hand-over, in version 1.2 or 2.1."""
    root = _old(hand_over) if version == VERSIONS[0] else _new(hand_over)
    etree.indent(root)
    for element in root.iter("{*}source", "{*}target"):
        _unindent(element)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _unindent(element: etree._Element) -> None:
    """Remove the indentation of placeholders that are next to each other."""
    for one in element:
        one.tail = None if one.tail and not one.tail.strip(" \n") and "\n" in one.tail else one.tail
    if element.text and not element.text.strip(" \n") and "\n" in element.text:
        element.text = None


# --- XLIFF 1.2 ------------------------------------------------------------------------------------


def _old(hand_over: HandOver) -> etree._Element:
    texts = hand_over.texts
    root = etree.Element(f"{{{OLD}}}xliff", {"version": "1.2"}, nsmap={None: OLD})
    attributes = {
        "original": f"content/{texts.slug}/brief.yaml",
        "source-language": texts.brief.language,
        "target-language": texts.language,
        "datatype": "plaintext",
    }
    file = etree.SubElement(root, f"{{{OLD}}}file", attributes)
    tool = {"tool-id": "briefwright", "tool-name": "Briefwright", "tool-version": __version__}
    etree.SubElement(etree.SubElement(file, f"{{{OLD}}}header"), f"{{{OLD}}}tool", tool)
    body = etree.SubElement(file, f"{{{OLD}}}body")
    for segment in hand_over.segments:
        unit = segment.unit
        names = {"id": id_of(unit.name), "resname": unit.name, SPACE: "preserve"}
        element = etree.SubElement(body, f"{{{OLD}}}trans-unit", names)
        pieces = split(unit.source, unit.flow)
        _fill(etree.SubElement(element, f"{{{OLD}}}source"), pieces, numbers_of(pieces), _old_code)
        if segment.state is not State.MISSING:
            state = {"state": OLD_STATES[segment.state]}
            target = etree.SubElement(element, f"{{{OLD}}}target", state)
            _fill(target, split(unit.target, unit.flow), numbers_of(pieces), _old_code)
        for note in notes_of(segment):
            etree.SubElement(element, f"{{{OLD}}}note").text = note
    return root


def _old_code(number: str, code: Code) -> etree._Element:
    element = etree.Element(f"{{{OLD}}}ph", {"id": number, "equiv-text": code.shown})
    element.text = code.typed
    return element


# --- XLIFF 2.1 ------------------------------------------------------------------------------------


def _new(hand_over: HandOver) -> etree._Element:
    texts = hand_over.texts
    languages = {"srcLang": texts.brief.language, "trgLang": texts.language}
    root = etree.Element(f"{{{NEW}}}xliff", {"version": "2.1", **languages}, nsmap={None: NEW})
    file = etree.SubElement(
        root, f"{{{NEW}}}file", {"id": texts.slug, "original": f"content/{texts.slug}/brief.yaml"}
    )
    for segment in hand_over.segments:
        unit = segment.unit
        names = {"id": id_of(unit.name), "name": unit.name, SPACE: "preserve"}
        element = etree.SubElement(file, f"{{{NEW}}}unit", names)
        notes = etree.SubElement(element, f"{{{NEW}}}notes")
        for note in notes_of(segment):
            etree.SubElement(notes, f"{{{NEW}}}note").text = note
        if not len(notes):
            element.remove(notes)
        pieces = split(unit.source, unit.flow)
        _original_data(element, numbered(pieces))
        own = etree.SubElement(element, f"{{{NEW}}}segment")
        _fill(etree.SubElement(own, f"{{{NEW}}}source"), pieces, numbers_of(pieces), _new_code)
        if segment.state is not State.MISSING:
            own.set("state", NEW_STATES[segment.state])
            target = etree.SubElement(own, f"{{{NEW}}}target")
            _fill(target, split(unit.target, unit.flow), numbers_of(pieces), _new_code)
    return root


def _original_data(element: etree._Element, codes: Mapping[str, Code]) -> None:
    if codes:
        data = etree.SubElement(element, f"{{{NEW}}}originalData")
        for number, code in codes.items():
            one = etree.SubElement(data, f"{{{NEW}}}data", {"id": f"d{number}", SPACE: "preserve"})
            one.text = code.typed


def _new_code(number: str, code: Code) -> etree._Element:
    is_free = "yes" if code.kind is Kind.MARKUP else "no"
    attributes = {"id": number, "dataRef": f"d{number}", "disp": code.shown, "canDelete": is_free}
    return etree.Element(f"{{{NEW}}}ph", {**attributes, "canCopy": "no"})


# --- Both -----------------------------------------------------------------------------------------


def numbers_of(pieces: Sequence[Piece]) -> dict[Code, list[str]]:
    """Return the numbers of the placeholders of an original, by what they are; several may be alike."""
    found: dict[Code, list[str]] = {}
    for number, code in numbered(pieces).items():
        found.setdefault(code, []).append(number)
    return found


def notes_of(segment: Segment) -> Iterator[str]:
    """Yield the notes on a text."""
    yield from segment.notes
    if segment.state is State.OUTDATED:
        before = f" It was: {segment.earlier}" if segment.earlier else ""
        yield f"The original has changed since it was translated.{before}"


def _fill(element, pieces, numbers, code_element) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Fill a source or a target; a placeholder that the original does not have is text."""
    left = {code: list(those) for code, those in numbers.items()}
    last = None
    for piece in pieces:
        if isinstance(piece, Code) and left.get(piece):
            last = code_element(left[piece].pop(0), piece)
            element.append(last)
            continue
        words = piece if isinstance(piece, str) else piece.typed
        if last is None:
            element.text = (element.text or "") + words
        else:
            last.tail = (last.tail or "") + words


# --- Reading --------------------------------------------------------------------------------------


def read_xliff(content: bytes, name: str) -> ReturnedFile:
    """Return the texts of a file. Raises ContentError for one that is not XLIFF, or declares a document type."""
    text = decode(content, name)
    if found := DOCUMENT_TYPE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise unreadable_file(name, "it declares a document type, which XLIFF does not have", line)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        why = ADVICE.sub("", error.msg or "")
        raise unreadable_file(name, f"it is not XML: {why}", error.lineno or 0) from None
    if _local(root) != "xliff":
        raise unreadable_file(
            name, f"its first element is '{_local(root)}', not 'xliff'", root.sourceline or 0
        )
    is_new = root.get("version", "").startswith("2")
    files = [one for one in root if _local(one) == "file"]
    if not files:
        raise unreadable_file(name, "it has no `file` element", root.sourceline or 0)
    first = files[0]
    original = ORIGINAL.search(first.get("original", "").replace("\\", "/"))
    return ReturnedFile(
        name,
        text.split("\n"),
        original[1] if original else "",
        (root.get("srcLang") if is_new else first.get("source-language")) or "",
        (root.get("trgLang") if is_new else first.get("target-language")) or "",
        tuple(_new_units(files) if is_new else _old_units(files)),
    )


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in element if _local(one) == name), None)


def _old_units(files: Sequence[etree._Element]) -> Iterator[Returned]:
    for unit in (one for file in files for one in file.iter("{*}trans-unit")):
        source, target = _child(unit, "source"), _child(unit, "target")
        if source is None or unit.get("translate") == "no":
            continue
        before = tuple(_inline(source, {}))
        state = "" if target is None else target.get("state", "")
        is_done = True if unit.get("approved") == "yes" or state in FINISHED else None
        yield Returned(
            unit.get("id", ""),
            unit.sourceline or 0,
            _typed(before),
            () if target is None else tuple(_inline(target, {})),
            False if state in UNFINISHED else is_done,
            {one.number: one.typed for one in before if isinstance(one, Reference)},
        )


def _new_units(files: Sequence[etree._Element]) -> Iterator[Returned]:
    for unit in (one for file in files for one in file.iter("{*}unit")):
        if unit.get("translate") == "no":
            continue
        data = {
            one.get("id", ""): "".join(one.itertext()) for one in unit.iterfind("{*}originalData/{*}data")
        }
        parts = [one for one in unit if _local(one) in ("segment", "ignorable")]
        before: list[str | Reference] = []
        after: list[tuple[int, Target]] = []
        states = []
        for place, part in enumerate(parts, start=1):
            source, target = _child(part, "source"), _child(part, "target")
            own = () if source is None else tuple(_inline(source, data))
            before += own
            if target is None:
                after.append((place, own if _local(part) == "ignorable" else ()))
            else:
                after.append((_order(target, place), tuple(_inline(target, data))))
            if _local(part) == "segment":
                is_missing = target is None and _is_worded(own)
                states.append("missing" if is_missing else part.get("state", ""))
        is_done = True if states and all(state in FINISHED for state in states) else None
        is_cut = "missing" in states and any(state != "missing" for state in states)
        yield Returned(
            unit.get("id", ""),
            unit.sourceline or 0,
            _typed(before),
            tuple(piece for _, pieces in sorted(after, key=lambda one: one[0]) for piece in pieces),
            False if is_cut else is_done,
            {one.number: one.typed for one in before if isinstance(one, Reference)},
        )


def _order(target: etree._Element, place: int) -> int:
    """Return the place of a target in its unit: that of its segment, unless the translation has another order."""
    order = target.get("order", "")
    return int(order) if order.isdecimal() and len(order) < len("1000000") else place


def _is_worded(pieces: Target) -> bool:
    return any(isinstance(piece, str) and piece.strip() for piece in pieces)


def _typed(pieces: Sequence[str | Reference]) -> str:
    return "".join(piece if isinstance(piece, str) else piece.typed for piece in pieces)


def _inline(element: etree._Element, data: Mapping[str, str]) -> Iterator[str | Reference]:
    """Yield the words and placeholders in an element; marks of a program are looked through."""
    if element.text:
        yield element.text
    for child in element:
        name = _local(child)
        if name in PLACEHOLDERS:
            typed = data.get(child.get("dataRef", ""), "") or "".join(child.itertext())
            yield Reference(child.get("id", ""), typed)
        elif name == "cp":
            yield _character(child.get("hex", ""))
        elif name in PAIRS:
            yield Reference(child.get("id", ""), data.get(child.get("dataRefStart", ""), ""))
            yield from _inline(child, data)
        elif name not in LEFT_OUT:
            yield from _inline(child, data)
        if child.tail:
            yield child.tail


def _character(number: str) -> str:
    """Return the character of a code point in hexadecimal digits; a replacement character if it is none."""
    value = int(number, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", number) else 0
    return chr(value) if 0 < value < 0xD800 or 0xE000 <= value <= 0x10FFFF else "\ufffd"
