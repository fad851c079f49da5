"""The styles of a Word document, from the looks of an edition: one style for each kind of paragraph in each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from briefing.export.blocks import Document, Kind, Paragraph
from briefing.export.elements import Look
from briefing.export.word_xml import Xml, make

NORMAL = "Normal"
SUPERSCRIPT, SUBSCRIPT, STRONG, EMPHASIS, LINK, CODE = (
    "Superscript",
    "Subscript",
    "Strong",
    "Emphasis",
    "Hyperlink",
    "Code",
)
NOTE_TEXT, NOTE_MARK, FOOTER, TABLE = "Footnote Text", "Footnote Reference", "Footer", "Edition Table"

BUILT_IN = {
    **{NORMAL: "Normal", "Title": "Title", "Caption": "caption", "Quote": "Quote", "Body Text": "Body Text"},
    **{f"Heading {level}": f"heading {level}" for level in range(1, 7)},
    **{
        f"{name}{level}": f"{name}{level}"
        for name in ("List Bullet", "List Number")
        for level in ("", " 2", " 3")
    },
    "TOC 1": "toc 1",
    STRONG: STRONG,
    EMPHASIS: EMPHASIS,
    LINK: LINK,
    NOTE_TEXT: "footnote text",
    NOTE_MARK: "footnote reference",
    FOOTER: "footer",
}
"""The styles that Word knows, by their names in its menu, with their names in files (ECMA-376, 17.7.4.9)."""

BASES = {
    Kind.TITLE: "Title",
    Kind.TEXT: "Body Text",
    Kind.CAPTION: "Caption",
    Kind.QUOTE: "Quote",
    Kind.ENTRY: "TOC 1",
    Kind.CELL: "Table Text",
    Kind.HEAD: "Table Heading",
}
"""The style of each kind of paragraph. Headings and items have one for each level."""

ALIGNMENTS = {"start": "left", "end": "right", "center": "center", "justify": "both"}
"""The alignments of paragraphs; in a right-to-left paragraph, `right` is the left-hand side (17.3.1.13)."""

MOST_LEVELS = 3
"""The levels of lists that have styles of their own."""

KEPT_WITH_NEXT = (Kind.HEADING, Kind.CAPTION, Kind.TITLE)
GAPS = {
    Kind.TITLE: (0.0, 6.0),
    Kind.HEADING: (12.0, 3.0),
    Kind.TEXT: (0.0, 6.0),
    Kind.ITEM: (0.0, 3.0),
    Kind.CAPTION: (12.0, 3.0),
    Kind.QUOTE: (0.0, 6.0),
    Kind.ENTRY: (0.0, 3.0),
    Kind.CELL: (2.0, 2.0),
    Kind.HEAD: (2.0, 2.0),
}
"""The least gaps above and below paragraphs, in points: a document has no gaps between parts."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in the menu, the style that it is based on, and its look."""

    name: str
    base: str
    kind: Kind
    level: int
    look: Look

    @property
    def id(self) -> str:
        """The id in the file."""
        return style_id(self.name)


def style_id(name: str) -> str:
    """Return the id of a style by its name."""
    return "".join(letter for letter in name if letter.isalnum())


class Styles:
    """Chooses the style of each paragraph of a document."""

    def __init__(self, document: Document) -> None:
        self.normal = _commonest(one for one in document.paragraphs() if one.kind is Kind.TEXT)
        self.found: dict[str, Style] = {}
        for paragraph in _bases_first(document):
            self.of(paragraph)

    def of(self, paragraph: Paragraph) -> Style:
        """Return the style of a paragraph."""
        base, look = base_of(paragraph), _without_gaps(paragraph.look)
        known = self.found.get(base)
        if known is None:
            level = paragraph.place.level if paragraph.place else paragraph.level
            return self._add(Style(base, NORMAL, paragraph.kind, level, paragraph.look))
        if _without_gaps(known.look) == look:
            return known
        part = next((_titled(one) for one in paragraph.parts), "")
        aligned = f" {look.align.title()}" if paragraph.kind in (Kind.CELL, Kind.HEAD) else ""
        name = f"{base}{aligned}" if aligned and known.look.align != look.align else f"{base} {part}".strip()
        if paragraph.kind is Kind.TEXT and part:
            name = part
        if name in BUILT_IN or name == base:
            name = f"{base} {part or 'Variant'}"
        return self.found.get(name) or self._add(replace(known, name=name, base=base, look=paragraph.look))

    def _add(self, style: Style) -> Style:
        self.found[style.name] = style
        return style


def base_of(paragraph: Paragraph) -> str:
    """Return the name of the style that the styles of a kind of paragraph are based on."""
    if paragraph.kind is Kind.HEADING:
        return f"Heading {max(1, min(paragraph.level, 6))}"
    if paragraph.place is not None:
        name = "List Number" if paragraph.place.is_ordered else "List Bullet"
        level = min(paragraph.place.level + 1, MOST_LEVELS)
        return name if level == 1 else f"{name} {level}"
    return BASES.get(paragraph.kind, "Body Text")


def _bases_first(document: Document) -> Iterable[Paragraph]:
    """Yield the paragraph with the commonest look for each base style."""
    by_base: dict[str, list[Paragraph]] = {}
    for paragraph in document.paragraphs():
        by_base.setdefault(base_of(paragraph), []).append(paragraph)
    for paragraphs in by_base.values():
        look = _commonest(paragraphs)
        yield next(one for one in paragraphs if _without_gaps(one.look) == look)


def _commonest(paragraphs: Iterable[Paragraph]) -> Look:
    """Return the look of most letters."""
    letters: Counter[Look] = Counter()
    for one in paragraphs:
        letters[_without_gaps(one.look)] += len(one.text) + 1
    return max(letters, key=lambda look: letters[look], default=Look())


def _without_gaps(look: Look) -> Look:
    return replace(look, before=0.0, after=0.0, marker="")


def _titled(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").title()


def style_elements(styles: Styles, fonts: Mapping[str, str], rule: str) -> list[Xml]:
    """Return the style elements of a document.

    `fonts` has the names of fonts by the families of the stylesheets, and `rule` is the colour of the rules of tables.
    """
    normal = styles.normal
    found = [
        _paragraph_style(NORMAL, None, [], _letters(normal, fonts), is_default=True),
        make(
            "w:style",
            {"w:type": "character", "w:default": "1", "w:styleId": "DefaultParagraphFont"},
            make("w:name", {"w:val": "Default Paragraph Font"}),
        ),
        make(
            "w:style",
            {"w:type": "table", "w:default": "1", "w:styleId": "TableNormal"},
            make("w:name", {"w:val": "Normal Table"}),
            make(
                "w:tblPr",
                {},
                make(
                    "w:tblCellMar",
                    {},
                    *(
                        make(f"w:{side}", {"w:w": width, "w:type": "dxa"})
                        for side, width in (("top", "0"), ("left", "80"), ("bottom", "0"), ("right", "80"))
                    ),
                ),
            ),
        ),
        make(
            "w:style",
            {"w:type": "numbering", "w:default": "1", "w:styleId": "NoList"},
            make("w:name", {"w:val": "No List"}),
        ),
    ]
    for style in styles.found.values():
        known = styles.found.get(style.base)
        letters_of = _letters(style.look, fonts, known.look if known else normal)
        found.append(_paragraph_style(style.name, style.base, _layout(style), letters_of))
    small = replace(normal, size=max(8.0, normal.size - 1.5))
    spacing = make("w:spacing", {"w:after": "40"})
    found.append(_paragraph_style(NOTE_TEXT, NORMAL, [spacing], _letters(small, fonts, normal)))
    found.append(_paragraph_style(FOOTER, NORMAL, [], _letters(small, fonts, normal)))
    link = next((run for run in (styles.found.get("Title"), styles.found.get("Heading 1")) if run), None)
    colour = link.look.colour if link else normal.colour
    letters = {
        STRONG: [make("w:b"), make("w:bCs")],
        EMPHASIS: [make("w:i"), make("w:iCs")],
        LINK: [make("w:color", {"w:val": colour[1:]}), make("w:u", {"w:val": "single"})],
        CODE: [make("w:rFonts", dict.fromkeys(("w:ascii", "w:hAnsi", "w:cs"), "Courier New"))],
        SUPERSCRIPT: [make("w:vertAlign", {"w:val": "superscript"})],
        SUBSCRIPT: [make("w:vertAlign", {"w:val": "subscript"})],
        NOTE_MARK: [make("w:vertAlign", {"w:val": "superscript"})],
    }
    for name, properties in letters.items():
        found.append(_style("character", name, "DefaultParagraphFont", make("w:rPr", {}, *properties)))
    found.append(_table_style(rule))
    return found


def _style(kind: str, name: str, base: str | None, *properties: Xml, is_default: bool = False) -> Xml:
    attributes = {"w:type": kind, "w:styleId": style_id(name)}
    if is_default:
        attributes["w:default"] = "1"
    elif name not in BUILT_IN:
        attributes["w:customStyle"] = "1"
    children = [make("w:name", {"w:val": BUILT_IN.get(name, name)})]
    if base:
        children.append(make("w:basedOn", {"w:val": style_id(base)}))
    children.append(make("w:qFormat"))
    return make("w:style", attributes, *children, *properties)


def _paragraph_style(
    name: str, base: str | None, layout: list[Xml], letters: list[Xml], *, is_default: bool = False
) -> Xml:
    properties = [make("w:pPr", {}, *layout)] if layout else []
    return _style("paragraph", name, base, *properties, make("w:rPr", {}, *letters), is_default=is_default)


def _layout(style: Style) -> list[Xml]:
    """Return the properties of paragraphs, in the order of the schema (ECMA-376, 17.3.1.26)."""
    look, kind, found = style.look, style.kind, []
    if kind in KEPT_WITH_NEXT:
        found += [make("w:keepNext"), make("w:keepLines")]
    if look.background or style.base != NORMAL:
        fill = look.background[1:] or "auto"
        found.append(make("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))
    least_before, least_after = GAPS[kind]
    before, after = max(look.before, least_before), max(look.after, least_after)
    if kind in (Kind.CELL, Kind.HEAD):
        before, after = least_before, least_after
    spacing = {"w:before": str(round(before * 20)), "w:after": str(round(after * 20))}
    if look.leading:
        spacing |= {"w:line": str(round(look.leading * 20)), "w:lineRule": "atLeast"}
    found.append(make("w:spacing", spacing))
    if kind is Kind.QUOTE:
        found.append(make("w:ind", {"w:left": "400"}))
    if look.align != "start" or style.base != NORMAL:
        found.append(make("w:jc", {"w:val": ALIGNMENTS[look.align]}))
    if kind is Kind.HEADING:
        found.append(make("w:outlineLvl", {"w:val": str(max(0, style.level - 1))}))
    return found


def _letters(look: Look, fonts: Mapping[str, str], base: Look | None = None) -> list[Xml]:
    """Return the properties of letters that differ from the base style, in the order of the schema (17.3.2.28)."""
    found = []
    if base is None or look.family != base.family:
        name = fonts.get(look.family, look.family)
        found.append(make("w:rFonts", dict.fromkeys(("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"), name)))
    under = base or Look()
    for is_set, was_set, tag in (
        (look.is_bold, under.is_bold, "b"),
        (look.is_italic, under.is_italic, "i"),
    ):
        if is_set != was_set:
            value = {} if is_set else {"w:val": "0"}
            found += [make(f"w:{tag}", value), make(f"w:{tag}Cs", value)]
    for kind, tag in (("all", "w:caps"), ("small", "w:smallCaps")):
        if (look.capitals == kind) != (under.capitals == kind):
            found.append(make(tag, {} if look.capitals == kind else {"w:val": "0"}))
    if base is None or look.colour != base.colour:
        found.append(make("w:color", {"w:val": look.colour[1:]}))
    if base is None or look.size != base.size:
        half_points = str(round(look.size * 2))
        found += [make("w:sz", {"w:val": half_points}), make("w:szCs", {"w:val": half_points})]
    return found


def _table_style(colour: str) -> Xml:
    """Return the style of tables: rules between rows, a stronger one below the head."""
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": colour[1:]}
    borders = make("w:tblBorders", {}, *(make(f"w:{side}", rule) for side in ("top", "bottom", "insideH")))
    below = make("w:tcBorders", {}, make("w:bottom", {**rule, "w:sz": "8"}))
    head = make("w:tblStylePr", {"w:type": "firstRow"}, make("w:tcPr", {}, below))
    return _style("table", TABLE, "Normal Table", make("w:tblPr", {}, borders), head)
