"""Rewrites the parts of a .docx before mammoth reads them: it does not see fields, equations, text boxes and deletions.

What it cannot read becomes text between signs of the private use area, which `word` reads again:
citations (of Zotero, Mendeley, EndNote and Word itself), bibliographies, the numbers of list items, and text boxes.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from briefing.importing import endnote, word_lists, word_sources
from briefing.importing.document_tree import Cited, LeftOut
from briefing.importing.word_lists import W, value_of

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

CITATION, BOX_START, BOX_END, BIBLIOGRAPHY, NUMBER, TABLE, END = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"
SIGNS = re.compile("[\ue000-\ue006]")
MARKED = re.compile(f"([{CITATION}{NUMBER}{TABLE}])(.*?){END}")
"""A sign, and what is between it and the end."""

CITES = re.compile(r"\s*ADDIN\s+(?:ZOTERO_ITEM\s+)?CSL_CITATION\s*(?=\{)")
LISTS_SOURCES = re.compile(
    r"\s*ADDIN\s+(?:ZOTERO_BIBL|Mendeley Bibliography|CSL_BIBLIOGRAPHY|EN\.REFLIST)|\s*BIBLIOGRAPHY\b"
)
MENDELEY_CITATION, MENDELEY_LIST = "MENDELEY_CITATION_v3_", "MENDELEY_BIBLIOGRAPHY"

MAX_FIELD = 1_000_000
"""The length of the data of a citation in characters."""

LOCATORS = {"page": "p.", "": "p."}
"""The abbreviations of locators; any other label is printed as it is."""


@dataclass
class Found:
    """Everything that was found in the parts of a document: the works that it cites, and what it lost."""

    citations: list[tuple[Cited, ...]] = field(default_factory=list)
    """The citations, in the order of their numbers between the signs."""
    works: dict[str, dict[str, object]] = field(default_factory=dict)
    """The cited works as CSL items, by their ids in the document."""
    sources: dict[str, dict[str, object]] = field(default_factory=dict)
    """The sources that Word keeps in the document as CSL items, by their tags."""
    left_out: list[LeftOut] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """The words of each paragraph."""
    levels: dict[str, int] = field(default_factory=dict)
    """The outline levels of styles, from 1."""
    run_formats: dict[str, list[Element]] = field(default_factory=dict)
    """The formats that styles of characters give their runs: raised, lowered, bold, italic."""
    number_formats: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    """The format and the first number of each level of each list."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    lists: word_lists.ListTraits = field(default_factory=word_lists.ListTraits)


def read_styles(root: Element, found: Found) -> None:
    """Note the outline levels of the styles of paragraphs, and the formats of the styles of characters."""
    styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    found.lists.read_styles(styles)
    for name, style in styles.items():
        properties = style.find(f"{W}rPr")
        if style.get(f"{W}type") == "character" and properties is not None:
            tags = (f"{W}vertAlign", f"{W}b", f"{W}i")
            found.run_formats[name] = [element for element in properties if element.tag in tags]
        seen: set[str] = set()
        one: Element | None = style
        while one is not None and (own := one.get(f"{W}styleId", "")) not in seen:
            seen.add(own)
            level = value_of(one, "pPr/outlineLvl")
            if level.isdecimal() and int(level) < 9:
                found.levels[name] = int(level) + 1
                break
            one = styles.get(value_of(one, "basedOn"))


def read_numbering(root: Element, found: Found) -> None:
    """Note the formats of the numbers of lists."""
    formats: dict[str, dict[str, tuple[str, int]]] = {}
    levels: dict[str, dict[str, Element]] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        levels[name] = {level.get(f"{W}ilvl", "0"): level for level in abstract.iter(f"{W}lvl")}
        formats[name] = {
            level: (value_of(one, "numFmt"), _number(value_of(one, "start"), 1))
            for level, one in levels[name].items()
        }
    for one in root.iter(f"{W}num"):
        found.lists.read_numbering(one.get(f"{W}numId", ""), levels.get(value_of(one, "abstractNumId"), {}))
        for level, traits in formats.get(value_of(one, "abstractNumId"), {}).items():
            found.number_formats[one.get(f"{W}numId", ""), level] = traits


def rewrite(root: Element, found: Found) -> None:
    """Rewrite a part with paragraphs, and note what is found in it."""
    for text in root.iter():
        if text.text and SIGNS.search(text.text):
            text.text = SIGNS.sub("", text.text)
    _drop_deletions(root, found)
    _choose_text_boxes(root)
    _format_runs(root, found)
    found.words += [words for paragraph in root.iter(f"{W}p") if (words := _words_of(paragraph).strip())]
    _write_equations(root, found)
    _note_drawings(root, found)
    parents = {child: parent for parent in root.iter() for child in parent}
    _read_fields(root, parents, found)
    _read_controls(root, parents, found)
    _continue_items(root, found)
    _number_items(root, found)
    _name_tables(root)
    _place_text_boxes(root, parents)


def _format_runs(root: Element, found: Found) -> None:
    """Give runs the formats of their styles, which mammoth does not look up."""
    for properties in root.iter(f"{W}rPr"):
        has = {element.tag for element in properties}
        formats = found.run_formats.get(value_of(properties, "rStyle"), ())
        properties.extend([element for element in formats if element.tag not in has])


# --- Deletions, drawings, equations -----------------------------------------------------------------


def _drop_deletions(root: Element, found: Found) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{W}del", f"{W}moveFrom"):
                if child.tag == f"{W}del" and (words := _inner(child, "delText", "t").strip()):
                    found.left_out.append(LeftOut("deleted by a tracked change", words))
                parent.remove(child)


def _note_drawings(root: Element, found: Found) -> None:
    for drawn in root.iter(DRAWN):
        kind = drawn.get("uri", "")
        if kind != PICTURE and drawn.find(f".//{W}txbxContent") is None:
            name = kind.rpartition("/")[2]
            if name not in ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas"):
                found.left_out.append(LeftOut(f"a {name}, which only a word processor can draw"))
    for embedded in root.iter(f"{W}object"):
        if embedded.find(".//*[@ProgID]") is not None:
            found.left_out.append(LeftOut("an embedded object"))


def _write_equations(root: Element, found: Found) -> None:
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag in (f"{M}oMath", f"{M}oMathPara") and not parent.tag.startswith(M):
                runs = [run for run in _equation(child) if run[0]]
                words = "".join(text for text, _ in runs)
                if words:
                    found.left_out.append(LeftOut("an equation, which is written as text", words))
                holder = Element(f"{W}smartTag")
                for text, script in runs:
                    run = SubElement(holder, f"{W}r")
                    if script:
                        SubElement(SubElement(run, f"{W}rPr"), f"{W}vertAlign").set(f"{W}val", script)
                    SubElement(run, f"{W}t").text = text
                parent[index] = holder


def _equation(element: Element, script: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of an equation on one line, each with its position."""
    tag = element.tag.removeprefix(M)
    if tag == "t":
        yield element.text or "", script
    elif tag == "f":
        yield from _equation(_child(element, "num"), script)
        yield "/", script
        yield from _equation(_child(element, "den"), script)
    elif tag == "rad":
        yield "√(", script
        yield from _equation(_child(element, "e"), script)
        yield ")", script
    elif tag == "d":
        yield "(", script
        for child in element.findall(f"{M}e"):
            yield from _equation(child, script)
        yield ")", script
    elif tag in ("sup", "sub"):
        for child in element:
            yield from _equation(child, script or f"{tag}erscript".replace("suberscript", "subscript"))
    else:
        for child in element:
            yield from _equation(child, script)


def _child(element: Element, name: str) -> Element:
    found = element.find(f"{M}{name}")
    return found if found is not None else Element("none")


# --- Fields and content controls ----------------------------------------------------------------------


@dataclass
class _Field:
    instruction: str = ""
    data: str = ""
    """The data next to its start, in base64."""
    has_result: bool = False
    runs: list[Element] = field(default_factory=list)


def _read_fields(root: Element, parents: dict[Element, Element], found: Found) -> None:
    """Read the fields of reference managers, and write signs in place of what they print."""
    stack: list[_Field] = []
    for run in list(root.iter(f"{W}r")):
        for child in run:
            kind = child.get(f"{W}fldCharType", "") if child.tag == f"{W}fldChar" else ""
            if kind == "begin":
                stack.append(_Field(data=_inner_data(child)))
            elif stack and child.tag == f"{W}instrText" and len(stack[-1].instruction) < MAX_FIELD:
                stack[-1].instruction += child.text or ""
            elif stack and kind == "separate":
                stack[-1].has_result = True
            elif stack and kind == "end":
                _end_field(stack, parents, found)
        for one in stack:
            if one.has_result:
                one.runs.append(run)
    for simple in list(root.iter(f"{W}fldSimple")):
        instruction = simple.get(f"{W}instr", "")
        _take_field(_Field(instruction, has_result=True, runs=list(simple.iter(f"{W}r"))), parents, found)


def _end_field(stack: list[_Field], parents: dict[Element, Element], found: Found) -> None:
    """Take the innermost field; one of data only is that of the citation around it."""
    ended = stack.pop()
    if stack and endnote.DATA.match(ended.instruction):
        stack[-1].data = stack[-1].data or ended.data
    else:
        _take_field(ended, parents, found)


def _take_field(one: _Field, parents: dict[Element, Element], found: Found) -> None:
    if LISTS_SOURCES.match(one.instruction):
        _sign_paragraphs(one.runs, parents)
    elif CITES.match(one.instruction):
        data = one.instruction[one.instruction.index("{") :]
        _cite(data, one.runs, found)
    elif endnote.CITES.match(one.instruction):
        _cite_records(one, found)
    elif word_sources.CITES.match(one.instruction):
        _cite_sources(one, found)


def _inner_data(mark: Element) -> str:
    """Return the data next to the start of a field, up to the limit of a field."""
    data = mark.find(f"{W}fldData")
    return "" if data is None else (data.text or "")[:MAX_FIELD]


def _cite_records(one: _Field, found: Found) -> None:
    """Write a sign in place of a citation of EndNote; its words stay if the document lacks a record."""
    works = endnote.read_citations(endnote.decoded(one.data) or one.instruction)
    if not works or not all(work.item for work in works):
        found.left_out.append(LeftOut(endnote.UNREAD, _inner_of(one.runs), endnote.UNREAD_HELP))
        return
    for work in works:
        found.works.setdefault(work.id, work.item)
        if work.around:
            found.left_out.append(LeftOut("words around a citation", work.around))
    cited = tuple(Cited(work.id, _locator({"locator": work.pages})) for work in works)
    _write_citation(cited, one.runs, found, keeps_names=works[0].is_in_text)


def _cite_sources(one: _Field, found: Found) -> None:
    """Write a sign in place of a citation of Word; its words stay if the document lacks a source."""
    works = word_sources.read_citations(one.instruction)
    if not works or not all(work.tag in found.sources for work in works):
        found.left_out.append(
            LeftOut(word_sources.UNREAD, _inner_of(one.runs).strip(), word_sources.UNREAD_HELP)
        )
        return
    for work in works:
        found.works.setdefault(f"{word_sources.TAG}{work.tag}", found.sources[work.tag])
        if work.around:
            found.left_out.append(LeftOut("words around a citation", work.around))
    cited = tuple(Cited(f"{word_sources.TAG}{work.tag}", _locator({"locator": work.pages})) for work in works)
    _write_citation(cited, one.runs, found)


def _read_controls(root: Element, parents: dict[Element, Element], found: Found) -> None:
    """Read the content controls of Mendeley Cite."""
    for control in list(root.iter(f"{W}sdt")):
        tag = value_of(control, "sdtPr/tag")
        content = control.find(f"{W}sdtContent")
        runs = [] if content is None else list(content.iter(f"{W}r"))
        if tag.startswith(MENDELEY_LIST):
            _sign_paragraphs(runs, parents)
        elif tag.startswith(MENDELEY_CITATION):
            try:
                data = base64.b64decode(tag.removeprefix(MENDELEY_CITATION), validate=True).decode()
            except (binascii.Error, ValueError):
                data = ""
            _cite(data, runs, found)


def _cite(data: str, runs: list[Element], found: Found) -> None:
    """Write a sign in place of the runs of a citation; they stay if its data cannot be read."""
    cited = tuple(_works(data, found))
    if not cited or not _write_citation(cited, runs, found):
        found.left_out.append(LeftOut("a citation whose data cannot be read", _inner_of(runs)))


def _write_citation(
    cited: tuple[Cited, ...], runs: list[Element], found: Found, *, keeps_names: bool = False
) -> bool:
    """Write the sign of a citation in place of its words, and return True; False if it has no words.

    With `keeps_names`, the names before a year in brackets stay words of the sentence.
    """
    texts = [text for run in runs for text in run.iter(f"{W}t")]
    if not texts:
        return False
    found.citations.append(cited)
    words = "".join(text.text or "" for text in texts)
    named = endnote.IN_TEXT.fullmatch(words) if keeps_names else None
    kept, words = (named["names"], named["year"]) if named else ("", words)
    space = " " if kept else ""
    texts[0].text = f"{kept}{space}{CITATION}{len(found.citations) - 1}:{words}{END}"
    for text in texts[1:]:
        text.text = ""
    return True


def _works(data: str, found: Found) -> Iterator[Cited]:
    try:
        citation, _ = json.JSONDecoder(parse_int=str).raw_decode(data)
    except (ValueError, RecursionError):
        return
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    for item in items if isinstance(items, list) else ():
        work = item.get("itemData") if isinstance(item, dict) else None
        if not isinstance(work, dict) or not isinstance(work.get("title"), str):
            continue
        name = str(
            work.get("DOI")
            or (item.get("uris") or [""])[0]
            or work.get("id")
            or item.get("id")
            or work["title"]
        )
        found.works.setdefault(name, work)
        yield Cited(name, _locator(item))


def _locator(item: dict[str, object]) -> str:
    locator, label = str(item.get("locator") or "").strip(), str(item.get("label") or "")
    if not locator:
        return ""
    locator = re.sub(r"[;@\[\]]", ",", locator)
    several = label in ("", "page") and re.search(r"[-–,]", locator)
    return f"{'pp.' if several else LOCATORS.get(label, label)} {locator}"


def _sign_paragraphs(runs: list[Element], parents: dict[Element, Element]) -> None:
    """Write a sign at the start of each paragraph of a list of sources."""
    seen: set[int] = set()
    for run in runs:
        paragraph = run
        while paragraph.tag != f"{W}p" and paragraph in parents:
            paragraph = parents[paragraph]
        if paragraph.tag == f"{W}p" and id(paragraph) not in seen:
            seen.add(id(paragraph))
            _insert_sign(paragraph, BIBLIOGRAPHY)


def _insert_sign(paragraph: Element, sign: str) -> None:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = sign
    start = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    paragraph.insert(start, run)


# --- Lists, tables, text boxes --------------------------------------------------------------------------


def _continue_items(root: Element, found: Found) -> None:
    """Write a sign in front of each paragraph that continues an item."""
    for paragraph, level in list(word_lists.continued(root, found.lists, found.levels)):
        _insert_sign(paragraph, f"{NUMBER}{level}:{word_lists.GOES_ON}{END}")


def _number_items(root: Element, found: Found) -> None:
    """Write the number of each item of a numbered list at its start."""
    for paragraph in root.iter(f"{W}p"):
        list_id = value_of(paragraph, "pPr/numPr/numId")
        level = _number(value_of(paragraph, "pPr/numPr/ilvl"), 0)
        if list_id in ("", "0"):
            continue
        kind, first = found.number_formats.get((list_id, str(level)), ("bullet", 1))
        counts = found.counts.setdefault(list_id, {})
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        number = "" if kind in ("bullet", "none") else _as_number(counts[level], kind)
        _insert_sign(paragraph, f"{NUMBER}{level}:{number}{END}")


def _as_number(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[number - 1]
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 1 <= number <= 39:
        units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
        roman = "x" * (number // 10) + units[number % 10]
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)


def _name_tables(root: Element) -> None:
    """Write the title and the description of a table into its first cell."""
    for table in root.iter(f"{W}tbl"):
        title, description = value_of(table, "tblPr/tblCaption"), value_of(table, "tblPr/tblDescription")
        paragraph = table.find(f".//{W}p")
        if paragraph is not None and (title or description):
            clean = (" ".join(SIGNS.sub("", one).split()) for one in (title, description))
            _insert_sign(paragraph, f"{TABLE}{chr(9).join(clean)}{END}")


def _choose_text_boxes(root: Element) -> None:
    """Keep one of the two descriptions of a text box, which have the same words."""
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag != f"{MC}AlternateContent":
                continue
            contents = [one for choice in child for one in choice.iter(f"{W}txbxContent")][:1]
            choice = child.find(f"{MC}Choice")
            if choice is not None and contents:
                inside = list(choice.iter(f"{W}txbxContent"))
                holder = Element(f"{W}smartTag")
                holder.extend(inside or contents)
                parent[index] = holder


def _place_text_boxes(root: Element, parents: dict[Element, Element]) -> None:
    """Move the paragraphs of a text box behind the paragraph that it is anchored in, between two signs."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for box in list(root.iter(f"{W}txbxContent")):
        anchor = parents.get(box)
        while anchor is not None and anchor.tag != f"{W}p":
            anchor = parents.get(anchor)
        holder = parents.get(anchor) if anchor is not None else None
        if anchor is None or holder is None:
            continue
        blocks = list(box)
        parents[box].remove(box)
        place = list(holder).index(anchor) + 1
        for block in (_signed(BOX_END), *reversed(blocks), _signed(BOX_START)):
            holder.insert(place, block)
            parents[block] = holder


def _signed(sign: str) -> Element:
    paragraph = Element(f"{W}p")
    _insert_sign(paragraph, sign)
    return paragraph


# --- Words ----------------------------------------------------------------------------------------------


def _words_of(paragraph: Element) -> str:
    """Return the words of a paragraph, without those of paragraphs inside it; scripts are words of their own."""
    pieces: list[str] = []
    left = list(reversed(paragraph))
    while left:
        element = left.pop()
        if element.tag in (f"{W}t", f"{M}t"):
            pieces.append(element.text or "")
        elif element.tag == f"{W}r" and element.find(f"{W}rPr/{W}vertAlign") is not None:
            pieces += [" ", "".join(_inner(element, "t")), " "]
        elif element.tag in (f"{W}tab", f"{W}br", f"{W}cr") and element.get(f"{W}val") is None:
            pieces.append(" ")
        elif element.tag == f"{W}noBreakHyphen":
            pieces.append("\u2011")
        elif element.tag not in (f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}txbxContent"):
            left += reversed(element)
    return "".join(pieces)


def _inner(element: Element, *names: str) -> str:
    tags = {f"{W}{name}" for name in names}
    return "".join(one.text or "" for one in element.iter() if one.tag in tags)


def _inner_of(runs: list[Element]) -> str:
    return "".join(_inner(run, "t") for run in runs)


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else otherwise
