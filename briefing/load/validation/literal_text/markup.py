"""Markup of other languages than the Markdown of texts: HTML, LaTeX, wikis, and other dialects of Markdown."""

from __future__ import annotations

import re

from briefing.core.finding import Severity
from briefing.load.validation.literal_text.kinds import Kind

HTML_HELP = {
    "br": "end the line with a backslash, `\\`, or begin a new paragraph after an empty line",
    "p": "leave an empty line between paragraphs",
    "hr": "write `---` between two empty lines",
    "b": "write **words**",
    "strong": "write **words**",
    "i": "write *words*",
    "em": "write *words*",
    "sup": "write the raised characters between carets: m^2^",
    "sub": "write the lowered characters between tildes: CO~2~",
    "a": "write [words](https://…)",
    "img": "write ![alternative text](figures/name.png)",
    "li": "begin each line of a list with `- ` or `1. `",
    "ul": "begin each line of a list with `- `",
    "ol": "begin each line of a list with `1. `",
    "table": "use a `table` block",
    "code": "write `words` between backticks",
    "blockquote": "begin each line of the quotation with `> `",
    "h1": "use the `title` of a section, or begin the line with `## `",
    "ref": "cite a source: [@id]",
    "cite": "cite a source: [@id]",
}
"""For an HTML element, what to type instead."""

HTML_HELP |= dict.fromkeys(("dl", "dt", "dd"), HTML_HELP["li"])
HTML_HELP |= dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot", "caption"), HTML_HELP["table"])
HTML_HELP |= dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), HTML_HELP["h1"])
ELEMENTS = (
    *HTML_HELP,
    *(
        "abbr",
        "article",
        "aside",
        "big",
        "button",
        "center",
        "col",
        "colgroup",
        "del",
        "details",
        "div",
        "figure",
    ),
    *(
        "figcaption",
        "font",
        "footer",
        "form",
        "header",
        "iframe",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "main",
    ),
    *(
        "mark",
        "meta",
        "nav",
        "nobr",
        "object",
        "pre",
        "q",
        "s",
        "samp",
        "script",
        "section",
        "select",
        "small",
    ),
    *("span", "strike", "style", "summary", "svg", "textarea", "title", "tt", "u", "var", "video", "wbr"),
)
"""The elements that are typed or pasted into texts; any other word in angle brackets is a placeholder."""

ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))*"
ELEMENT = "|".join(sorted(set(ELEMENTS), key=lambda name: (-len(name), name)))
TAG = re.compile(
    rf"<(?P<paired>{ELEMENT})(?![\w-])(?P<attributes>{ATTRIBUTES})\s*>(?P<words>[^<>]{{1,200}})</(?P=paired)\s*>"
    rf"|</?(?P<element>{ELEMENT})(?![\w-]){ATTRIBUTES}\s*/?>|</?[A-Za-z]\w*:[\w:-]+{ATTRIBUTES}\s*/?>",
    re.IGNORECASE,
)
PAIRS = {"sup": "^", "sub": "~", "b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
"""For an HTML element, the mark that is typed before and after its words."""

FORMULA = re.compile(
    r"(?<![\\$\w])\$\$(?P<display>[^$]+)\$\$"
    r"|(?<![\\$])\$(?P<script>[_^\\][^$\n]{1,80})\$"
    r"|(?<![\\$\w])\$(?=\S)(?P<inline>[^$\n]{1,200}?)(?<=\S)\$(?![\d$])"
    r"|\\\((?P<round>[^\n]{1,200}?)\\\)|\\\[(?P<square>[^@]{1,400}?)\\\]"
)
MATHEMATICAL = re.compile(r"[\\^_=<>+{}]|(?<=\w)\s*[*/]\s*(?=\w)")
VARIABLE = re.compile(r"-?[A-Za-z](?:'|\d)?|\d+[a-z]")

COMMAND = re.compile(
    r"(?<![\\:/])\\(?P<name>[A-Za-z]{2,})\*?(?P<arguments>(?:\[[^\[\]]*\]|\{[^{}]*\})+)"
    r"|(?<![\w\\:/])\\(?:new|page|clear|line|text|double|clearpage)(?:page|break|line|newpage)(?!\w)"
    r"|(?<![\w\\:/])\\(?:item|noindent|centering|maketitle|tableofcontents|par|bigskip|medskip|smallskip|vspace|hspace"
    r"|LaTeX|ldots|dots|textendash|textemdash|times|cdot|pm|leq|geq|le|ge|neq|approx|to|rightarrow|degree|deg|percent"
    r"|alpha|beta|gamma|delta|Delta|epsilon|lambda|mu|pi|sigma|Sigma|omega|Omega|quad|qquad|infty|sim)(?![\w\\:.])"
)
COMMAND_HELP = {
    "ref": "write [](#id), the id of a section or exhibit",
    "cite": "cite a source: [@id]",
    "footnote": "write a footnote in place: ^[the note]",
    "textbf": "write **words**",
    "textit": "write *words*",
    "href": "write [words](https://…)",
    "url": "write <https://…>",
    "section": "use the `title` of a section, or begin the line with `## `",
    "begin": "use a list, a `table` block or a `figure` block",
}
COMMAND_HELP |= dict.fromkeys(("autoref", "cref", "Cref", "eqref", "pageref", "label"), COMMAND_HELP["ref"])
COMMAND_HELP |= dict.fromkeys(("citep", "citet", "parencite", "autocite", "textcite"), COMMAND_HELP["cite"])
COMMAND_HELP |= dict.fromkeys(("emph", "underline", "textsl"), COMMAND_HELP["textit"])
COMMAND_HELP |= dict.fromkeys(
    ("subsection", "chapter", "subsubsection", "paragraph"), COMMAND_HELP["section"]
)
COMMAND_MARKS = {"textbf": "**", **dict.fromkeys(("textit", "emph", "textsl", "underline"), "*")}
"""For a command, the mark that is typed before and after its words."""

SOLE_ARGUMENT = re.compile(r"\{([^{}\\]{1,40})\}")
COMMAND_HELP |= {"includegraphics": "use a `figure` block", "end": COMMAND_HELP["begin"]}
BREAK_HELP = "remove it: the layout breaks pages, and a backslash at the end of a line breaks the line"

FILE_WITH_SPACES = r"(?=[^()\n]* )[^()\n]+\.(?:pdf|docx?|xlsx?|pptx?|csv|html?|png|jpe?g|svg)"
LINK_TARGET = r"(?:https?://|mailto:|www\.|#|\.{0,2}/)[^\s()]*|[^\s()]+\.[A-Za-z]{2,4}"


def _inside(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None).strip()


def _is_no_formula(match: re.Match[str]) -> bool:
    inside = _inside(match)
    return not (MATHEMATICAL.search(inside) or VARIABLE.fullmatch(inside))


def _help_for_formula(match: re.Match[str]) -> str:
    if typed := _typed_formula(_inside(match)):
        return f"write {typed}"
    return "write it in plain characters (m^2^, H~2~O, ×, ≤), in words, or as a `figure` block"


def _typed_formula(formula: str) -> str:
    """Return a simple formula as it can be typed here, with `^2^` and `~2~`; "" for any other."""
    from briefing.load.sources.bibtex_values import UnreadableValueError
    from briefing.load.sources.latex import decode_latex  # only when there is something to report

    shifted = re.sub(r"\^(?:\{([^{}]+)\}|(\w))", lambda match: f"\ue000{match[1] or match[2]}\ue000", formula)
    shifted = re.sub(r"_(?:\{([^{}]+)\}|(\w))", lambda match: f"\ue001{match[1] or match[2]}\ue001", shifted)
    if re.search(r"\\(?:d?frac|sum|int|sqrt|begin|left|overline|lim|prod)", shifted):
        return ""
    try:
        plain = decode_latex(f"${shifted}$")
    except UnreadableValueError:
        return ""
    typed = " ".join(plain.replace("\ue000", "^").replace("\ue001", "~").split())
    return "" if re.search(r"[\\{}$]", typed) else typed


def _help_for_tag(match: re.Match[str]) -> str:
    element = (match["paired"] or match["element"] or "").lower()
    if match["paired"] and element in PAIRS and (element not in ("sup", "sub") or " " not in match["words"]):
        words = match["words"].strip()
        return f"write {PAIRS[element]}{words}{PAIRS[element]}"
    if (
        element == "a"
        and match["paired"]
        and (address := re.search(r"href\s*=\s*[\"']?([^\s\"'>]+)", match["attributes"]))
    ):
        return f"write [{match['words'].strip()}]({address[1]})"
    return HTML_HELP.get(element, "remove it; the style of the edition sets the look of texts")


def _help_for_command(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        from briefing.load.sources.bibtex_values import UnreadableValueError
        from briefing.load.sources.latex import decode_latex

        try:
            plain = decode_latex(f"${match.group()}$").strip()
        except UnreadableValueError:
            plain = ""
        return f"write {plain}" if plain and "\\" not in plain else BREAK_HELP
    if (mark := COMMAND_MARKS.get(name)) and (words := SOLE_ARGUMENT.fullmatch(match["arguments"])):
        return f"write {mark}{words[1].strip()}{mark}"
    return COMMAND_HELP.get(name, "write what it prints, in Markdown")


def _ends_path(match: re.Match[str]) -> bool:
    """Return True for a backslash at the end of a path: `C:\\temp\\`."""
    words = match.string[: match.start()].split()
    return bool(words) and "\\" in words[-1]


def _unsupported(triggers: str | tuple[str, ...], pattern: str, what: str, help: str, **more: object) -> Kind:
    return Kind("BR311", triggers, re.compile(pattern, re.MULTILINE), what, help, **more)  # type: ignore[arg-type]


MARKUP = (
    Kind(
        "BR330",
        ("$", "\\(", "\\["),
        FORMULA,
        "the formula `{}` would be printed as typed",
        _help_for_formula,
        is_masked=False,
        is_meant=_is_no_formula,
    ),
    Kind(
        "BR331",
        "\\",
        COMMAND,
        "`{}` is a LaTeX command, which would be printed as typed",
        _help_for_command,
    ),
    Kind(
        "BR331",
        "~",
        re.compile(r"(?<![\w~/.])[^\W\d_]+\.~\w+|(?<![\w~/.])[^\W\d_]*[^\W\d_A-Z]{2}~\d+"),
        "`{}` has the tie of LaTeX, `~`, which would be printed as typed",
        lambda match: f"write {match.group().replace('~', ' ')}",
    ),
    Kind(
        "BR331",
        "``",
        re.compile(r"``(?=\w)[^`'\n]+''"),
        "`{}` has LaTeX quotation marks, which would be printed as typed",
        'write straight quotation marks: "words"',
    ),
    Kind(
        "BR331",
        "{\\",
        re.compile(r"\{\\(?:bf|it|em|tt|sc|rm|sl|sf|large|Large|small|footnotesize)\b[^{}\n]*\}"),
        "`{}` is LaTeX, which would be printed as typed",
        "write **words** or *words*",
    ),
    Kind(
        "BR331",
        ("\\,", "\\;"),
        re.compile(r"(?<=[\w%])\\[,;](?=\w)"),
        "`{}` is a space in LaTeX; it would be printed without its backslash",
        "write a space",
        is_masked=False,
    ),
    Kind(
        "BR331",
        '\\"',
        re.compile(r'(?<=[A-Za-z])\\"\{?[aeiouAEIOU]\}?(?=[a-z])'),
        "`{}` is a letter in LaTeX; it would be printed without its backslash",
        "type the letter itself: ä ö ü",
        is_masked=False,
    ),
    Kind(
        "BR311",
        "\\",
        re.compile(r"(?<!\\)\\{1,2}[ \t]*(?=\n|\Z)"),
        "the backslash at the end of this line would be printed",
        "remove it; for a line break, end a line with one backslash and type the next line directly below",
        is_masked=False,
        is_meant=_ends_path,
    ),
    Kind(
        "BR334",
        ("`", "´"),
        re.compile(
            r"(?<=[A-Za-z])[`´](?=(?:s|t|re|ve|ll)\b)"
            r"|(?:(?<=\b[ldjmtnscLDJMTNSC])|(?<=\b[Qq]u))[`´](?=[a-zàâéèêœAEIOUÉÈÊ])"
        ),
        "a backtick or an accent is no apostrophe, and would be printed as typed",
        "write ' instead",
        Severity.WARNING,
    ),
    Kind(
        "BR311",
        "<",
        re.compile(
            r"<(?P<address>(?:[a-z0-9-]+\.)+(?:com|edu|eu|gov|info|int|io|net|org|[a-z]{2})(?:/[^<>\s]*)?)>"
        ),
        "`{}` is no link, and would be printed as typed",
        lambda match: f"write <https://{match['address']}>",
    ),
    Kind("BR311", "<", TAG, "HTML is not supported in texts: `{}` would be printed as typed", _help_for_tag),
    _unsupported(
        "{",
        r"\{(?:\+\+|--|~~|==|>>).*?(?:\+\+|--|~~|==|<<)\}",
        "the review mark `{}` would be printed as typed",
        "accept or reject the change, and remove the mark",
    ),
    _unsupported(
        "~~",
        r"~~(?=\S)[^~\n]+(?<=\S)~~",
        "struck-out text is not supported: `{}` would be printed as typed",
        "remove it, or its `~~`",
    ),
    _unsupported(
        "==",
        r"^={2,6} .+ ={2,6}$|(?<![=\w<>!])==(?=[^\s=])[^=\n]+(?<=\S)==(?![=\w])",
        "`{}` would be printed as typed",
        "write **words** for emphasis; a heading is the `title` of a section, or a line after `## `",
    ),
    _unsupported(
        "++",
        r"(?<![\w+])\+\+(?=\S)[^+\n]+(?<=\S)\+\+(?![\w+])",
        "insertion marks are not supported: `{}` would be printed as typed",
        "remove the `++`",
    ),
    _unsupported(
        "[",
        r"\A\[[ xX]\](?=\s)",
        "task lists are not supported: `{}` would be printed as typed",
        "remove it, or type a box: ☐ ☑",
    ),
    _unsupported(
        ("===", "###", "^^^", "+++"),
        r"^(?:={3,}|#{7,}|\^{3,}|\+{3,})$",
        "the line `{}` would be printed as typed",
        "remove it; `---` between two empty lines is a rule, and `## ` begins a heading",
    ),
    _unsupported(
        ":::",
        r"^:{3,}.*$",
        "`{}` would be printed as typed",
        "use a `box` block",
    ),
    _unsupported(
        "[!",
        r"\A\[![A-Za-z]+\]",
        "`{}` would be printed as typed",
        "use a `box` block with its `type`",
    ),
    _unsupported(
        "[[",
        r"(?<!\\)\[\[[^\[\]\n]+\]\]",
        "the wiki link `{}` would be printed as typed",
        "write [words](https://…), or [words](#id) for a section or exhibit",
    ),
    _unsupported(
        "![",
        r"(?<![\w!])!\[[^\[\]\n]*\](?!\()",
        "`{}` is not a picture, and would be printed as typed",
        "write ![alternative text](figures/name.png)",
    ),
    _unsupported(
        "[",
        rf"(?<![\w!\]])\[[^\[\]\n]+\](?:\((?:{LINK_TARGET})\s[^()\n]*\)|\({FILE_WITH_SPACES}\)|\s+\((?:https?://|mailto:|#)[^()\n]*\))"
        rf"|\([^()\n]+\)\[(?:https?://|mailto:)[^\[\]\n]*\]|(?<!\w)\[https?://[^\s\]]+ [^\[\]\n]+\]",
        "`{}` is not a link, and would be printed as typed",
        "write [words](https://…), without a space between the brackets or in the address (%20)",
    ),
    _unsupported(
        "](",
        r"\]\((?:https?://|mailto:|tel:|www\.|#)[^()\n]*\)?",
        "`{}` belongs to no link, and would be printed as typed",
        "write [words](https://…), without a citation or a language in its words, and without a space in the address",
    ),
    _unsupported(
        "{",
        r"(?<=\])\{\s*:?\s*lang\b(?:[^{}\n]*\s=|=\s)[^{}\n]*\}|(?<=\])\{\s*lang=[\w-]*(?![^{}\n]*\})|(?<=\])\{:[a-z]{2}\}",
        "`{}` would be printed as typed",
        "write the language directly after the brackets, and close its braces: [words]{lang=fr}",
    ),
    _unsupported(
        "][",
        r"(?<![\w\]])\[[^\[\]\n]+\]\[(?:[^\W\d_][\w .-]*)?\](?![\[(])",
        "`{}` is a link without an address, and would be printed as typed",
        "write [words](https://…)",
        not_quoted=True,
    ),
    _unsupported(
        "@",
        r"(?<![\w.@/\[;])@(?:fig|tbl|tab|table|sec|eq|lst|thm)[:-][\w:-]*\w",
        "the reference `{}` would be printed as typed",
        "write [](#id), the id of a section or exhibit",
    ),
    _unsupported(
        "{",
        r"(?<!\\)\{:?\s*(?:[.#][A-Za-z][\w-]*|[a-z-]+=\"?[^{}\"]*\"?)(?:\s+[^{}]*)?\}",
        "the attributes `{}` would be printed as typed",
        "remove them; the only attribute of a passage is its language: [words]{lang=fr}",
    ),
    _unsupported(
        "[/",
        r"\[(?P<tag>b|i|u|s|url|img|quote|code|list|size|color)(?:=[^\[\]]*)?\].*?\[/(?P=tag)\]",
        "`{}` would be printed as typed",
        "write **words** or *words*, and [words](https://…) for a link",
    ),
    _unsupported(
        "''",
        r"'''+(?=\S)[^'\n]+(?<=\S)'''+|(?<![\w'])''(?=\w)[^'\n]+(?<=[\w.,!?])''(?!['\w])",
        "`{}` would be printed with its apostrophes",
        'write *words* or **words** for emphasis, "words" for a quotation',
    ),
    _unsupported(
        ("TOC", "toc"),
        r"^\[(?:TOC|toc|_TOC_)\]$|^\{:toc\}$",
        "`{}` would be printed as typed",
        "remove it; the part `contents` of an audience is the list of contents",
    ),
    _unsupported(
        ("#", "h", ".. "),
        r"^#{2,6}(?=[^\W\d_])(?!.*\s#\w).+$|^h[1-6]\. .+$|^\.\. \w+::.*$",
        "`{}` is not a heading, and would be printed as typed",
        "write a space after the number signs: `## Words`",
    ),
    _unsupported(
        "%%",
        r"(?<![\w%])%%(?=\S).+?(?<=\S)%%(?!\w)",
        "the comment `{}` would be printed",
        "remove it, or write it as a YAML comment, after `# `",
    ),
    _unsupported(
        ":",
        r"(?<![\w:/])(?<!\ufffc):[a-z][a-z_+-]*[a-z]\d?:(?![\w:/])",
        "`{}` would be printed as typed",
        "type the character itself, or remove it",
        severity=Severity.WARNING,
    ),
)
"""The markup of other languages, in the order in which it is looked for."""
