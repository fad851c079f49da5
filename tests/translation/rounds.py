"""A translator's round: what programs for translators do with a file, by script."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.pofile import read_po, write_po
from lxml import etree

from briefing.files.workspace import Files
from briefing.translation.export import export_translation
from briefing.translation.placeholders import Code, numbered, split
from briefing.translation.units import Unit, read_texts

MOMENT = datetime(2026, 11, 30, tzinfo=UTC)
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def exported(files: Files, form: str = "1.2", language: str = "es", **options) -> Path:
    """Export the texts of `trial`, and return the file."""
    path = export_translation(files, "trial", language, form, MOMENT, **options).path
    assert path is not None
    return path


def units_in(files: Files, language: str = "es") -> dict[str, Unit]:
    return {unit.name: unit for unit in read_texts(files.fresh(), "trial", language).units}


def translated(path: Path, answers: Mapping[str, str], units: Mapping[str, Unit]) -> None:
    """Write translations into a file, as a program does that keeps placeholders by their numbers."""
    if path.suffix == ".po":
        catalog = read_po(io.BytesIO(path.read_bytes()))
        for message in catalog:
            if message.context in answers:
                message.string = answers[message.context]
                message.flags.discard("fuzzy")
        with path.open("wb") as file:
            write_po(file, catalog)
        return

    def answer(unit: etree._Element) -> None:
        name = unit.get("resname") or unit.get("name")
        if name in answers:
            set_target(unit, answers[name], units[name])

    changed_units(path, answer)


def changed_units(path: Path, change: Callable[[etree._Element], object]) -> None:
    """Change each unit of an XLIFF file."""
    tree = etree.parse(path)
    for unit in tree.iter("{*}trans-unit", "{*}unit"):
        change(unit)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def set_target(unit: etree._Element, text: str, known: Unit) -> etree._Element:
    """Give a unit a translation. What is like a placeholder of the source becomes that placeholder."""
    source = next(unit.iter("{*}source"))
    for old in source.getparent().findall("{*}target"):
        source.getparent().remove(old)
    target = etree.Element(source.tag.replace("}source", "}target"))
    source.addnext(target)
    codes = [(code, number) for number, code in numbered(split(known.source, known.flow)).items()]
    placed = {one.get("id"): one for one in source}
    last = None
    for piece in split(text, known.flow):
        number = next((number for code, number in codes if code == piece), None)
        if isinstance(piece, Code) and number:
            codes.remove((piece, number))
            last = copy.copy(placed[number])
            last.tail = None
            target.append(last)
            continue
        words = piece.typed if isinstance(piece, Code) else piece
        if last is None:
            target.text = (target.text or "") + words
        else:
            last.tail = (last.tail or "") + words
    return target
