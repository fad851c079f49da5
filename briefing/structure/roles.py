"""The structure types of HTML elements, with the clauses of ISO 32000-1 (PDF 1.7) and ISO 32000-2 (PDF 2.0).

A type has the same name in both versions; types that only PDF 2.0 defines are in `NEW_IN_PDF_2`.
"""

from __future__ import annotations

GROUPING = {
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Aside",
    "div": "Div",
    "header": "Div",
    "footer": "Div",
    "hgroup": "Div",
    "details": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "figcaption": "Caption",
}
"""Grouping elements: ISO 32000-1, 14.8.4.2, table 333; `Aside`: ISO 32000-2, 14.8.4.4.

An HTML `figure` holds a picture, a table or a list with its caption and notes; a PDF `Figure` is the picture alone.
"""

BOX = "box"
"""The class of a figure that holds running text with a caption."""

EXHIBIT_NOTES = ("note", "source", "credit")
"""The classes of paragraphs about what a figure shows (`templates/exhibit.j2.html`)."""

MARKINGS = ("tlp", "marking")
"""The classes of what says who may read an edition, and from when."""

TABLE_OF_CONTENTS = "doc-toc"
"""The `role` of a table of contents (DPUB-ARIA 1.1)."""

IN_CONTENTS = {"L": "TOC", "LI": "TOCI", "Link": "Link"}
"""The types of lists in a table of contents: ISO 32000-1, 14.8.4.2, table 333. A link in it is in a Reference."""

PARAGRAPHS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "pre": "P",
    "address": "P",
    "summary": "P",
}
"""Paragraph-like elements: ISO 32000-1, 14.8.4.3.2, table 335."""

LISTS = {"ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody"}
"""List elements: ISO 32000-1, 14.8.4.3.3, table 336."""

TABLES = {
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}
"""Table elements: ISO 32000-1, 14.8.4.3.4, table 337."""

BLOCKS = GROUPING | PARAGRAPHS | LISTS | TABLES

INLINE = {"em": "Em", "strong": "Strong", "code": "Code", "q": "Quote", "ins": "Ins", "del": "Del"}
"""Inline-level elements: ISO 32000-1, 14.8.4.4, table 338; `Em` and `Strong`: ISO 32000-2, 14.8.4.7.

No standard has types for insertions and deletions: `Ins` and `Del` are our own types, mapped to `Span`.
"""

EDITS = {"Ins": "Underline", "Del": "LineThrough"}
"""The TextDecorationType of insertions and deletions: ISO 32000-1, 14.8.5.4.4, table 345."""

NEW_IN_PDF_2 = {"Document", "Aside", "Em", "Strong", "FENote"}
"""Types in the namespace of PDF 2.0: ISO 32000-2, 14.8.6. The others are in the namespace of PDF 1.7."""

ROLE_MAP = {"Aside": "Sect", "Em": "Span", "Strong": "Span", "Ins": "Span", "Del": "Span"}
"""The PDF 1.7 equivalents of types that PDF 1.7 does not define: ISO 32000-1, 14.7.3."""

PDF_2_NAMESPACE = "http://iso.org/pdf2/ssn"
"""ISO 32000-2, 14.8.6.2."""

GROUPS = {"Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "L", "Table", "TOC"}
"""Types that are no text themselves: their `aria-label` is a title, not a replacement of their text."""

WITHOUT_BARE_TEXT = {"Document", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote"}
"""Types that hold blocks but no text of their own: ISO 32000-1, 14.8.4.2; ISO 32005, table 5."""

INLINE_TYPES = {"Span", "Em", "Strong", "Code", "Quote", "Ins", "Del", "Link", "Reference", "Note", "FENote"}

HEADINGS = tuple(f"H{level}" for level in range(1, 7))

LIST_NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "arabic-indic": "Decimal",
    "lower-cyrillic": "LowerAlpha",
    "upper-cyrillic": "UpperAlpha",
    "abjad": "LowerAlpha",
}
"""`list-style-type` → ListNumbering: ISO 32000-1, 14.8.5.5, table 347. The standard has no other alphabets."""

BRACKET = "-bracket"
"""The end of the name of a `list-style-type` whose markers end in a bracket (`styles/text.css`)."""

LIST_NUMBERING_PDF_2 = {"ul": "Unordered", "ol": "Ordered", "dl": "Description"}
"""The ListNumbering of lists whose numbering style has no name: ISO 32000-2, 14.8.5.5, table 382."""

SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
"""The `scope` of a header cell → Scope: ISO 32000-1, 14.8.5.7, table 349."""
