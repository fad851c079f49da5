"""LaTeX → plain characters, and marks for italics and scripts (see `rich_text`), as far as a line can have them.

pylatexenc reads it. Commands that pylatexenc would drop silently are either known here or reported.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec
from pylatexenc.latex2text import get_default_latex_context_db as words_of_latex
from pylatexenc.latexwalker import get_default_latex_context_db as grammar_of_latex
from pylatexenc.macrospec import LatexContextDb, MacroSpec

from briefing.load.sources import rich_text
from briefing.load.sources.bibtex_values import UnreadableValueError

logging.getLogger("pylatexenc").addHandler(logging.NullHandler())  # reported as findings instead

SIGNS = {
    "-": "",
    "/": "",
    "\\": " ",
    ">": " ",
    "|": "‖",
    "EUR": "€",
    "P": "¶",
    "S": "§",
    "SS": "ẞ",
    "bibrangedash": "–",
    "celsius": "°C",
    "copyright": "©",
    "cprime": "′",
    "dag": "†",
    "ddag": "‡",
    "degree": "°",
    "euro": "€",
    "flqq": "«",
    "frqq": "»",
    "glqq": "„",
    "grqq": "“",
    "hyphen": "-",
    "lq": "‘",
    "ne": "≠",
    "newline": " ",
    "nobreakspace": "\xa0",
    "ohm": "Ω",
    "par": " ",
    "pounds": "£",
    "rq": "’",
    "sim": "~",
    "slash": "/",
    "space": " ",
    "textampersand": "&",
    "textbar": "|",
    "textbackslash": "\\",
    "textdegree": "°",
    "textmu": "µ",
    "texttimes": "×",
    "textonehalf": "½",
    "textquotesingle": "'",
    "textdollar": "$",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasteriskcentered": "*",
    "textcompwordmark": "",
    "micro": "µ",
    "permil": "‰",
    "perthousand": "‰",
    "numero": "№",
    "textnumero": "№",
    "textgreater": ">",
    "textless": "<",
    "textminus": "−",
    "textpercent": "%",
    "textquotedbl": '"',
    "textunderscore": "_",
    "thinspace": "\u2009",
}
LOGOS = {
    "AmS": "AMS",
    "BibTeX": "BibTeX",
    "ConTeXt": "ConTeXt",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "LuaLaTeX": "LuaLaTeX",
    "LuaTeX": "LuaTeX",
    "TeX": "TeX",
    "XeLaTeX": "XeLaTeX",
    "XeTeX": "XeTeX",
}
"""Names that LaTeX typesets as logos."""

MANNERS = """
    ! @ allowbreak bf bfseries displaystyle em footnotesize it itshape large left limits mdseries nobreak normalfont
    protect relax right rm rmfamily sc scriptsize scshape sf sffamily sl slshape small tt ttfamily unskip upshape
"""
"""Commands that change only the style of words. The names are separated by spaces, as in the lists below."""

ENCLOSING = """
    NoCaseChange bm boldsymbol burl hbox lowercase mathop mbox mkbibparens natexlab nocase nolinkurl operatorname path
    textgreek textlatin textmd textnormal textsc textsf texttt textup underline uppercase url
"""
ENCLOSING_SECOND = "bibinfo foreignlanguage href"
"""Commands that print their argument; those with two arguments print the second."""

QUOTING = "enquote mkbibquote"
HIDING = "SortNoop hphantom hspace noopsort phantom sortnoop vphantom"
ITALIC = "emph mkbibemph mkbibitalic textit textsl"
BOLD = "mkbibbold textbf"
LOWERED = "mkbibsubscript textsubscript"
RAISED = "mkbibsuperscript textsuperscript"
"""Commands that set their argument in a format."""

FORMATS = {
    **dict.fromkeys(ITALIC.split(), rich_text.ITALIC),
    **dict.fromkeys(BOLD.split(), rich_text.BOLD),
    **dict.fromkeys(LOWERED.split(), rich_text.LOWERED),
    **dict.fromkeys(RAISED.split(), rich_text.RAISED),
}

REFUSED = """
    cite citep citet documentclass eqref footnote include includegraphics input item label pageref ref title
    usepackage verb
"""
"""Commands for which pylatexenc prints a placeholder, or which do not belong in a title."""

SHIFTED_SIGNS = "0123456789+-−=()"
RAISED_SIGNS = str.maketrans(SHIFTED_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
LOWERED_SIGNS = str.maketrans(SHIFTED_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
"""The raised and lowered characters that text fonts have. Letters get marks: `x_{max}`."""

SPECIAL = re.compile(r"[\\{}$~%&`']|--")
LITERAL = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
"""A comment or a column in LaTeX, but hardly in a library: `Smith & Co` and `50%` are meant literally."""

BARE_ACCENT = re.compile(r"\\([~^])\s*\{\s*\}")
BARE = {"~": r"\textasciitilde{}", "^": "^"}
DOLLAR = re.compile(r"(?<!\\)\$")
ENSURED = re.compile(r"\\ensuremath\s*\{([^{}$]*)\}")
FORMULA = re.compile(r"(?<!\\)\$[^$]*\$|\\\((?:(?!\\[()])[^$])*\\\)")
DEGREE = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))")
SHIFTED = re.compile(
    rf"(?P<way>[_^])\s*(?:\{{\s*(?P<several>[{re.escape(SHIFTED_SIGNS)}]+)\s*\}}|(?P<one>\d))"
)
SHIFTED_TEXT = re.compile(
    rf"\\text(?P<way>sub|super)script\s*(?:\{{\s*(?P<several>[{re.escape(SHIFTED_SIGNS)}]+)\s*\}}|(?P<one>\d))"
)
SHIFTED_WORD = re.compile(
    r"(?P<way>[_^])\s*(?:\{\s*(?:\\(?:text|mathrm|rm|mathit|mathsf)\s*)?\{?(?P<several>[\w.,+−*/ -]+)\}?\s*\}"
    r"|(?P<one>[A-Za-z*]))"
)
SHIFTED_COMMAND = re.compile(
    r"(?P<way>[_^])\s*(?:\{\s*(?P<several>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<one>\\[A-Za-z]+))"
)
GRAVE_IN_WORD = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])")
CHEMICAL = re.compile(r"\\ce\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
CHEMICAL_INDEX = re.compile(r"(?<=[A-Za-z)\]])(\d+)|_\{?([\w.]+)\}?")
CHEMICAL_CHARGE = re.compile(r"\^\{([^{}]+)\}|\^(\d*[+-])|(?<=[A-Za-z\d)\]])([+-])(?=$|\s)")
CHEMICAL_ARROWS = (("<=>", "⇌"), ("<->", "↔"), ("->", "→"), ("<-", "←"))


def decode_latex(latex: str) -> str:
    """Return LaTeX as plain characters. Raises UnreadableValueError for commands that are not known here."""
    if not SPECIAL.search(latex):
        return latex
    if "\\begin" in latex:
        raise _unknown("begin")
    latex = CHEMICAL.sub(_chemical, latex)
    plain = BARE_ACCENT.sub(lambda accent: BARE[accent[1]], LITERAL.sub(r"\1\\\2", latex))
    if len(DOLLAR.findall(plain)) % 2:  # a dollar amount: a formula has two signs
        plain = DOLLAR.sub(r"\\$", plain)
    plain = FORMULA.sub(_formula, ENSURED.sub(r"$\1$", plain))
    try:
        decoded = str(DECODER.latex_to_text(SHIFTED_TEXT.sub(_shifted, plain), latex_context=GRAMMAR))
    except RecursionError:
        raise UnreadableValueError("the LaTeX is nested too deeply", "write it in plain characters") from None
    return GRAVE_IN_WORD.sub("’", decoded).replace("`", "‘")


def _formula(found: re.Match[str]) -> str:
    shifted = SHIFTED.sub(_shifted, DEGREE.sub("°", found.group()))
    return SHIFTED_COMMAND.sub(_marked, SHIFTED_WORD.sub(_marked, shifted))


def _shifted(found: re.Match[str]) -> str:
    is_raised = found["way"] in ("^", "super")
    return (found["several"] or found["one"]).translate(RAISED_SIGNS if is_raised else LOWERED_SIGNS)


def _marked(found: re.Match[str]) -> str:
    opening, closing = rich_text.RAISED if found["way"] == "^" else rich_text.LOWERED
    return f"{opening}{(found['several'] or found['one']).strip()}{closing}"


def _chemical(found: re.Match[str]) -> str:
    """Return a formula of mhchem: digits after an element are an index, a sign at the end is a charge."""
    formula = found[1]
    for typed, arrow in CHEMICAL_ARROWS:
        formula = formula.replace(typed, f" {arrow} ")
    formula = CHEMICAL_INDEX.sub(
        lambda index: _set(index[1] or index[2], rich_text.LOWERED, LOWERED_SIGNS), formula
    )
    return CHEMICAL_CHARGE.sub(
        lambda charge: _set(charge[1] or charge[2] or charge[3], rich_text.RAISED, RAISED_SIGNS), formula
    )


def _set(script: str, marks: tuple[str, str], signs: dict[int, int]) -> str:
    """Return a script in the characters that text fonts have, or between marks."""
    is_plain = all(ord(sign) in signs for sign in script)
    return script.translate(signs) if is_plain else f"{marks[0]}{script}{marks[1]}"


def _refuse(node: Any) -> str:  # noqa: ANN401
    raise _unknown(node.macroname)


def _unknown(name: str) -> UnreadableValueError:
    what = f"unsupported LaTeX command `\\{name}`"
    return UnreadableValueError(what, "replace it with the plain characters that it prints")


def _enclosed(node: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401  (pylatexenc calls by these names)
    parts = [part for part in node.nodeargd.argnlist if part is not None] if node.nodeargd else []
    return str(l2tobj.node_arg_to_text(node, len(node.nodeargd.argnlist) - 1)) if parts else ""


def _in_format(node: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401
    opening, closing = FORMATS[node.macroname]
    return f"{opening}{_enclosed(node, l2tobj)}{closing}"


def _quoted(node: Any, l2tobj: LatexNodes2Text) -> str:  # noqa: ANN401
    return f'"{_enclosed(node, l2tobj)}"'


def _make_decoder() -> LatexNodes2Text:
    known = words_of_latex()
    texts: dict[str, Any] = {**SIGNS, **LOGOS}
    for names, text in (
        (MANNERS, ""),
        (HIDING, ""),
        (ENCLOSING, _enclosed),
        (ENCLOSING_SECOND, _enclosed),
        (QUOTING, _quoted),
        (" ".join(FORMATS), _in_format),
        (REFUSED, _refuse),
    ):
        texts |= dict.fromkeys(names.split(), text)
    macros = [MacroTextSpec(name, simplify_repl=text) for name, text in texts.items()]
    known.add_context_category("of a library", prepend=True, macros=macros)
    known.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_refuse))
    return LatexNodes2Text(latex_context=known, math_mode="text")


def _make_grammar() -> LatexContextDb:
    grammar = grammar_of_latex()
    one, two = f"{ENCLOSING} {QUOTING} {HIDING} {' '.join(FORMATS)}", ENCLOSING_SECOND
    macros = [MacroSpec(name, parts) for names, parts in ((one, "{"), (two, "{{")) for name in names.split()]
    grammar.add_context_category("of a library", prepend=True, macros=macros)
    return grammar


DECODER = _make_decoder()
GRAMMAR = _make_grammar()
