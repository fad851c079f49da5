"""LaTeX as libraries have it: the plain characters that it becomes, and the limits on what it may do."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from briefing.load.sources.bibtex_values import UnreadableValueError
from briefing.load.sources.latex import decode_latex
from briefing.load.sources.rich_text import as_markdown, mark_formulas, mark_html
from tests.cases import each


@each(
    ("latex", "plain"),
    [
        ("Plain words, and [brackets]", "Plain words, and [brackets]"),
        (r"{\'E}tude \v{s} \c{c} \ss{} \O re \L\'od\'z \i", "Étude š ç ß Øre Łódź ı"),
        ("``One'' -- two --- three~four", "“One” – two — three\xa0four"),
        ("The `new' rivers, ``a `b' c'', O`Neil", "The ‘new' rivers, “a ‘b' c”, O’Neil"),
        (r"R\&D, 5\,\%, \$100, \#1, a\_b", "R&D, 5 %, $100, #1, a_b"),
        ("Smith & Co at 50% of $100", "Smith & Co at 50% of $100"),
        (r"\emph{Homo} \textbf{s} {\bf x} {\relax Yu} \mbox{a b}", "*Homo* **s** x Yu a b"),
        (
            r"\enquote{A} \href{https://example.org/}{words} \url{https://a.org/~b_c}",
            '"A" words https://a.org/\xa0b_c',
        ),
        (r"\noopsort{1973b}1974 \foreignlanguage{german}{Wort} \bibinfo{author}{X}", "1974 Wort X"),
        (
            r"\copyright{} 2020 \texttrademark{} \euro{}5 \pounds{}6 \textgreater{} \S{}4",
            "© 2020 ™ €5 £6 > §4",
        ),
        (r"\LaTeX{} and Bib\TeX", "LaTeX and BibTeX"),
        (r"\~{}x \^{}y", "~x ^y"),
        (r"H$_2$O, CO\textsubscript{2}, $^{14}$C, \ensuremath{CO_2}, \(x^2\)", "H₂O, CO₂, ¹⁴C, CO₂, x²"),
        (r"$10^{-3}$, 1\textsuperscript{st}, 90$^\circ$C, 90\degree", "10⁻³, 1^st^, 90°C, 90°"),
        (r"$\alpha$ $\leq$ $\beta\times\pm5$ $\frac{1}{2}$ $\mathrm{x}$ $\mathbb{R}$", "α ≤ β×±5 1/2 x ℝ"),
        (r"$x_{max}$, $x_i$, $T_{\text{eff}}$, $x_{\alpha}$", "x~max~, x~i~, T~eff~, x~α~"),
        (r"H$_{\textrm{2}}$O, $\mathrm{CO_2}$, ${\rm CO}_2$, PM$_{2.5}$", "H~2~O, CO₂, CO₂, PM~2.5~"),
        (r"m$^2$, $\mu$g, $<$5 m, $\sim$5, \textmu m, $\geq$5", "m², μg, <5 m, ~5, µm, ≥5"),
        (r"\ce{CO2}, \ce{SO4^{2-}}, \ce{Na+}, \ce{2H2 + O2 -> 2H2O}", "CO₂, SO₄²⁻, Na⁺, 2H₂ + O₂  →  2H₂O"),
        (
            r"\textit{in situ}, \textsc{Nato}, CO_2, PM_{2.5}, a_b, data_2020",
            "*in situ*, Nato, CO~2~, PM~2.5~, a_b, data_2020",
        ),
        (
            "<i>Salmo</i>, H<sub>2</sub>O, R&amp;D, x < 5 > y, Vec<T>",
            "*Salmo*, H~2~O, R&D, x < 5 > y, Vec<T>",
        ),
        (r"{$<$}i{$>$}Salmo{$<$}/i{$>$} \{x\} \vphantom{\}}", "*Salmo* {x} "),
        ('<span class="nocase">pH</span> of <sup>14</sup>C<br/>here', "pH of 14C here"),
        (r"\emph{(a)} and x\emph{y z}w", "(a) and xy zw"),
    ],
)
def test_latex_becomes_plain_characters(latex, plain):
    assert as_markdown(mark_html(decode_latex(mark_formulas(latex)))) == plain


@each(
    ("latex", "name"),
    [
        (r"\SI{5}{\km}", "SI"),
        (r"see \cite{other}", "cite"),
        (r"a\footnote{b}", "footnote"),
        (r"\begin{itemize}\item a\end{itemize}", "begin"),
        (r"\input{/etc/hostname}", "input"),
        (r"{\'E} \unheard{of}", "unheard"),
    ],
)
def test_an_unsupported_command_is_reported(latex, name):
    with pytest.raises(UnreadableValueError) as raised:
        decode_latex(latex)
    assert raised.value.what == f"unsupported LaTeX command `\\{name}`"


@each(
    "latex",
    [
        "\\emph" * 15_000,
        "\\'" * 30_000,
        "\\(" * 40_000,
        "\\ensuremath{" * 8_000,
        "$" + "_{" * 30_000 + "$",
        "$" + "^" * 90_000 + "$",
        "\\href" * 15_000,
        "{" * 50_000,
        "\\" * 90_001,
    ],
)
@pytest.mark.slow
def test_it_comes_to_an_end(latex):
    begun = time.process_time()
    with suppress(UnreadableValueError):
        decode_latex(latex)
    assert time.process_time() - begun < 8  # about one second at most
