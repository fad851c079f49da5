"""Leftovers of the program that a text comes from: fields of templates, errors of fields and cells, form texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefing.load.validation.literal_text.kinds import Kind, Literal
from briefing.load.validation.literal_text.written import Written
from briefing.markdown.scripts import ANY_SCRIPT, has_script_characters
from briefing.text.cue_words import cue_pattern

FIELD_CODES = (
    *(
        "ADDIN",
        "AUTHOR",
        "BIBLIOGRAPHY",
        "CITATION",
        "DATE",
        "DOCPROPERTY",
        "FILENAME",
        "FORMTEXT",
        "HYPERLINK",
        "IF",
    ),
    *(
        "INCLUDEPICTURE",
        "MERGEFIELD",
        "NEXT",
        "NOTEREF",
        "NUMPAGES",
        "PAGE",
        "PAGEREF",
        "REF",
        "SAVEDATE",
        "SEQ",
    ),
    *("SET", "STYLEREF", "SYMBOL", "TC", "TIME", "TOC", "XE"),
)
START = 6
"""The number of characters of a message that are looked for first."""

FACT_ID = re.compile(r"[A-Za-z][\w-]*")

IN_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,9}/)[^\s<>\"]*$", re.IGNORECASE)
"""The end of a text that is inside an address."""

CELL_ERRORS = r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)"


def _help_for_fact(match: re.Match[str]) -> str:
    name = match["name"] if FACT_ID.fullmatch(match["name"] or "") else "id"
    return f"write {{{name}}} for a fact of the brief, or the text that belongs here"


LEFTOVERS = (
    Kind(
        "BR332",
        ("{{", "{%", "{#", "<%", "%("),
        re.compile(
            r"\{\{\s*(?P<name>[\w.-]*)[^{}]*\}\}|\{%[^{}]*%\}|\{#\s[^{}]*#\}|<%[^%\n]*%>|%\([A-Za-z_]+\)[sd]"
        ),
        "`{}` is a field of a template, which would be printed as typed",
        _help_for_fact,
    ),
    Kind(
        "BR332",
        "<<",
        re.compile(r"<<(?![<\s])[^<>\n]{1,60}(?<!\s)>>"),
        "`{}` is a field of a mail merge, which would be printed as typed",
        "write the text that belongs here",
    ),
    Kind(
        "BR332",
        "«",
        re.compile(r"«(?:[^\W\d_]+(?:_[^\W_]+)+|[A-Z][a-z]+(?:[A-Z][a-z]*)+\d*|[A-Z][a-z]+\d+)»"),
        "`{}` is a field of a mail merge, which would be printed as typed",
        "write the text that belongs here",
    ),
    Kind(
        "BR332",
        "%",
        re.compile(r"(?<![\w%])%[A-Z][A-Z_]{2,30}%(?!\w)"),
        "`{}` is a field of a template, which would be printed as typed",
        "write the text that belongs here; as code, write `%NAME%` between backticks",
    ),
    Kind(
        "BR332",
        "${",
        re.compile(r"(?<!\\)\$\{[^{}\n]*\}"),
        "`{}` is a field of a template, which would be printed as typed",
        "write {id} for a fact of the brief, or the text that belongs here",
    ),
    Kind(
        "BR333",
        FIELD_CODES,
        re.compile(
            rf"\{{\s+(?:{'|'.join(FIELD_CODES)})(?:\s[^{{}}]*)?\}}"
            r"|\b(?:MERGEFIELD \"?\w+|PAGEREF _\w+|REF _Ref\d+|HYPERLINK \"[^\"]*\"|HYPERLINK \\l \"?\w+\"?"
            r"|ADDIN (?:ZOTERO|EN|CSL|PAPERS|Mendeley)[\w.]*)(?: \\\\?\*? ?[\w\\* ]+)?"
        ),
        "`{}` is the code of a field in a word processor, which would be printed",
        "write the words that the field shows",
    ),
    Kind(
        "BR333",
        "Formatted:",
        re.compile(
            r"\bFormatted: (?:Font|Normal|Indent|Line|List|Left|Right|Not|Bullet|Centered|Justified|Space)\b[^\n]*"
        ),
        "`{}` is the note of a tracked change, which would be printed",
        "remove it",
    ),
    Kind(
        "BR333",
        "#",
        re.compile(r"\{[^{}\n]*[,\s]\d{4}[a-z]?\s#\d+[^{}\n]*\}"),
        "`{}` is the mark of a reference manager, which would be printed as typed",
        "cite the source by its id: [@id]",
    ),
    Kind(
        "BR333",
        "....",
        re.compile(r"[^.\n]*\.{4,}[ \t]*\d{1,3}(?=\n|\Z)"),
        "`{}` is a line of a table of contents, whose number is not that of a page of the edition",
        "remove it; the contents of an edition are made from the titles of the sections",
    ),
    Kind(
        "BR333",
        ("_Toc", "_Ref", "_Hlk", "_GoBack"),
        re.compile(r"(?<![\w/#])_(?:(?:Toc|Ref|Hlk|Hlt)\d{4,}|GoBack)\b"),
        "`{}` is a bookmark of a word processor, which would be printed",
        "remove it",
    ),
    Kind(
        "BR333",
        "#",
        re.compile(rf"(?<![\w&]){CELL_ERRORS}(?!\w)|(?<!\S)#{{4,}}(?!\S)"),
        "`{}` is an error of a spreadsheet, which would be printed",
        "write the value, or '' for an empty cell",
    ),
    Kind(
        "BR333",
        "=",
        re.compile(r"\A=[A-Z]{2,}\([^()]*\)?.*\Z"),
        "`{}` is a formula of a spreadsheet, which would be printed as typed",
        "write the value that it shows",
    ),
    Kind(
        "BR333",
        ("X-NONE", "Mso", "mso-", "/* Style"),
        re.compile(
            r"Normal 0 (?:\d+ )?false false false [A-Z-]+ X-NONE[ \w-]*"
            r"|/\* Style Definitions \*/.*|mso-[\w-]+:\s?[^;]*;?"
            r"|(?<!\w)Mso(?:Normal|List|Title|Heading|TableGrid)\w*"
        ),
        "`{}` is formatting code of a word processor, which would be printed",
        "remove it; paste the text without its formatting",
    ),
    Kind(
        "BR333",
        tuple("\uf0b7\uf0a7\uf0d8\uf0fc\uf0e0\uf0a8\uf076\uf06e\uf071\uf02d\uf0de\uf0df\uf0ae\uf0b0\uf0b1"),
        re.compile("[\uf020-\uf0ff]"),
        "`{}` is a character of the Symbol or Wingdings font, and would be printed as an empty box",
        "type the character itself (→ ° ± ✓), or begin each line of a list with `- `",
    ),
    Kind(
        "BR333",
        ("\\n", "\\u", "\\x", "\\t"),
        re.compile(
            r"(?<![\w\\:]\\)(?<![A-Za-z]:)(?:(?<=[\w.,;:!?)])|(?<=\s)|\A)(?:\\[nt])+(?=\s|\\n|[-*•A-ZА-Я\d]|\Z)(?![^\s]*\\[A-Za-z]{2})"
            r"|\\u[0-9a-fA-F]{4}(?![0-9a-fA-F])|\\x[0-9a-fA-F]{2}(?![0-9a-fA-F])"
        ),
        "`{}` would be printed as typed",
        "begin a new line, or type the character itself",
    ),
    Kind(
        "BR333",
        ("%20", "%C3", "%E2", "=E2", "=C3"),
        re.compile(
            r"(?<=\w)%20(?=\w)|(?:%[CE][0-9A-F]%[89AB][0-9A-F])+|(?:=[CE][0-9A-F](?:=[89AB][0-9A-F]){1,2})+"
        ),
        "`{}` is an encoded character from an address or an e-mail, which would be printed as typed",
        "type the character itself",
        is_meant=lambda match: IN_ADDRESS.search(match.string[: match.start()]) is not None,
    ),
    Kind(
        "BR333",
        "&",
        re.compile(r"&(?:nbsp|ndash|mdash|hellip|[lr][sd]quo|shy|quot|euro|amp)\b(?!;)|&#\d{2,5}(?![\d;])"),
        "`{}` is an HTML character without its semicolon, which would be printed as typed",
        "type the character itself",
    ),
)
"""The leftovers of other programs, in the order in which they are looked for."""

NAME_LEFTOVERS = (
    Kind(
        "BR333",
        "&",
        re.compile(
            r"&(?:nbsp|ndash|mdash|hellip|[lr][sd]quo|shy|quot|apos|euro|amp|lt|gt|[aeiounc](?:acute|grave|uml|circ|tilde|cedil));|&#\d{2,5};",
            re.IGNORECASE,
        ),
        "`{}` would be printed as typed: this value is plain text",
        "type the character itself",
    ),
    Kind(
        "BR312",
        ("*", "__", "](", "`", "[^", "^["),
        re.compile(
            r"\*\*[^*\n]+\*\*|(?<!\w)__[^_\n]+__(?!\w)|\[[^\[\]\n]+\]\([^()\s]+\)|`[^`\n]+`"
            r"|(?<!\S)\*[^\W_](?:[^*\n]*[^\s*])?\*(?![\w*])|\[\^[\w-]+\]|\^\[[^\[\]\n]*\]"
        ),
        "`{}` would be printed as typed: this value is plain text",
        "write the words without markup",
    ),
)
"""Markup that a text may have, but that a value prints as typed."""

NAME_SCRIPTS = (
    Kind(
        "BR312",
        ("^", "~"),
        re.compile(r"(?<=\w)\^[-−+]?\w{1,4}\^|(?<=[\w)])\^[-−+]?\d{1,3}(?!\w)|(?<=[A-Za-z])~\d{1,2}~"),
        "`{}` would be printed as typed: this value is plain text",
        "type the characters themselves: m², CO₂, 10⁻⁹",
        is_meant=lambda match: "$" in match.string,  # a formula, which is reported as a whole
    ),
)
"""Superscripts and subscripts, which a value prints as typed, except in the cells, columns and units of exhibits."""

SCRIPTS_WITHOUT_CHARACTERS = Kind(
    "BR312",
    ("^", "~"),
    ANY_SCRIPT,
    "`{}` would be printed as typed: there are no characters for this script",
    "write it in words, or in a text: the title or the note",
    is_meant=has_script_characters,
)
"""Superscripts and subscripts in the cells, columns and units of exhibits, which are printed as characters."""


def find_messages(text: Written) -> Iterator[Literal]:
    """Yield what a word processor prints for a broken reference or an empty field of a form."""
    if not any(start in text.visible for start in _starts(text.words.messages)):
        return
    for match in cue_pattern(text.words.messages).finditer(text.visible):
        what = f"a message of a word processor would be printed: `{match.group()}`"
        help = "write the words that are missing; a reference is [](#id) for an exhibit, [@id] for a source"
        yield Literal("BR333", match.start(), match.end(), what, help)


@cache
def _starts(messages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(message[:START] for message in messages))
