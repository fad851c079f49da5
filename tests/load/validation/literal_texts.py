"""Texts with the mistakes of someone who comes from a word processor, and good texts that look like them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import partial

E, W = "error", "warning"

MISTAKES = [
    # formulae and LaTeX
    ("BR330", E, "$E = mc^2$"),
    ("BR330", E, "It is $$\\sum_i x_i$$ here."),
    ("BR330", E, r"It is \(a_1 + b\) here."),
    ("BR330", E, r"\[\frac{a}{b}\]"),
    ("BR330", E, "CO$_2$ rises"),
    ("BR330", E, "where $n$ is the number"),
    ("BR331", E, r"Text. \newpage More."),
    ("BR331", E, r"\pagebreak"),
    ("BR331", E, r"A \textbf{bold} word"),
    ("BR331", E, r"A \emph{word}"),
    ("BR331", E, r"see \ref{fig:map}"),
    ("BR331", E, r"so \cite{smith2020}"),
    ("BR331", E, r"a note\footnote{small}"),
    ("BR331", E, r"\begin{itemize}"),
    ("BR331", E, r"\item one"),
    ("BR331", E, r"5 \times 3"),
    ("BR331", E, "see Fig.~1"),
    ("BR331", E, "see Table~2"),
    ("BR331", E, "It is ``quoted'' here."),
    ("BR331", E, r"a {\bf bold} word"),
    ("BR331", E, r"5\,km away"),
    ("BR331", E, r"M\"uller said so"),
    ("BR311", E, "One line\\\\\nand another"),
    ("BR311", E, "One line\\"),
    # HTML
    ("BR311", E, "one<br>two"),
    ("BR311", E, "one<br />two"),
    ("BR311", E, "H<sub>2</sub>O"),
    ("BR311", E, "m<sup>2</sup>"),
    ("BR311", E, "a <b>word</b>"),
    ("BR311", E, '<a href="https://a.example">site</a>'),
    ("BR311", E, '<span style="color: red">red</span>'),
    ("BR311", E, "<o:p></o:p>"),
    ("BR311", E, "a <u>word</u>"),
    ("BR311", E, "a comment <!-- to do -->"),
    ("BR333", E, "a&nbsp word"),
    # other dialects of Markdown, wikis and forums
    ("BR311", E, "~~struck~~ out"),
    ("BR311", E, "==marked== text"),
    ("BR311", E, "++inserted++ text"),
    ("BR311", E, "- [ ] open\n- [x] done"),
    ("BR311", E, "::: note\nA text.\n:::"),
    ("BR311", E, "> [!NOTE]\n> A text."),
    ("BR311", E, "see [[Other page]]"),
    ("BR311", E, "see [[Other page|words]]"),
    ("BR311", E, "a heading {#id}"),
    ("BR311", E, "an image {width=50%}"),
    ("BR311", E, "see [the text][ref]"),
    ("BR311", E, "![A map]"),
    ("BR311", E, "![A map] (map.png)"),
    ("BR311", E, "see [the site] (https://a.example)"),
    ("BR311", E, "see (the site)[https://a.example]"),
    ("BR311", E, "see [https://a.example the site]"),
    ("BR311", E, "see [the file](my file.pdf)"),
    ("BR311", E, "see [the [mot]{lang=fr}](https://a.example)"),
    ("BR311", E, "call [the office](tel:+1 202)"),
    ("BR311", E, "see <a.example.org/x>"),
    ("BR311", E, "the [mot]{lang = fr} and"),
    ("BR311", E, "the [mot]{lang=fr and"),
    ("BR311", E, "see @fig:map"),
    ("BR311", E, "see @tbl-levels"),
    ("BR311", E, "It {++was++} is"),
    ("BR311", E, "It {--was--} is"),
    ("BR311", E, "[b]bold[/b]"),
    ("BR311", E, "'''bold''' words"),
    ("BR311", E, "== Heading =="),
    ("BR311", E, "===="),
    ("BR311", E, "##Heading without a space"),
    ("BR311", E, "h2. Heading of a wiki"),
    ("BR311", E, ".. note:: A text"),
    ("BR311", E, "[TOC]"),
    ("BR311", E, "%%a comment%%"),
    ("BR311", W, "Thanks :smile: to all"),
    # fields
    ("BR332", E, "Dear {{ name }},"),
    ("BR332", E, "It costs {{cost}}."),
    ("BR332", E, "{% if x %}yes{% endif %}"),
    ("BR332", E, "Dear <<NAME>>,"),
    ("BR332", E, "Dear «First_Name»,"),
    ("BR332", E, "Dear «FirstName»,"),
    ("BR332", E, "Dear %NAME%,"),
    ("BR332", E, "Dear <% name %>,"),
    ("BR332", E, "Dear %(name)s,"),
    ("BR332", E, "${total} people"),
    ("BR333", E, "page { PAGE } of { NUMPAGES }"),
    ("BR333", E, "Dear { MERGEFIELD Name },"),
    ("BR333", E, "see Error! Reference source not found."),
    ("BR333", E, "see Error! Bookmark not defined."),
    ("BR333", E, "Click or tap here to enter text."),
    ("BR333", E, "Choose an item."),
    ("BR333", E, "The outlook _Toc123456"),
    ("BR333", E, "It is #REF! now"),
    ("BR333", E, "#DIV/0!"),
    ("BR333", E, "It is ##### wide"),
    ("BR333", E, "=SUM(A1:A3)"),
    ("BR333", E, "\uf0b7 one"),
    ("BR333", E, r"caf\u00e9"),
    ("BR333", E, r"One line.\nThe next."),
    ("BR333", E, "annual%20report"),
    ("BR333", E, "Normal 0 false false false EN-US X-NONE X-NONE"),
    # placeholders
    ("BR046", E, "The date is [TBC]."),
    ("BR046", E, "The date is [tbd]."),
    ("BR046", E, "TODO: write this"),
    ("BR046", E, "TODO check the figure"),
    ("BR046", E, "FIXME"),
    ("BR046", E, "It rose by XX%."),
    ("BR046", E, "It rose by XX per cent."),
    ("BR046", E, "It costs €XX million."),
    ("BR046", E, "It fell by XX in a year."),
    ("BR046", E, "It has XX million users."),
    ("BR046", E, "in 20XX"),
    ("BR046", E, "on XX/XX/2026"),
    ("BR046", E, "see page XX"),
    ("BR046", E, "It rose to [XX]."),
    ("BR046", E, "It has xxxx users."),
    ("BR046", E, "It has ??? users."),
    ("BR046", E, "Since [??] it has risen."),
    ("BR046", W, "It has risen [?]."),
    ("BR046", E, "The minister, [insert name], said so."),
    ("BR046", E, "It has risen. [add source]"),
    ("BR046", E, "It has risen. [citation needed]"),
    ("BR046", E, "It has risen. [to be confirmed]"),
    ("BR046", W, "on [date]"),
    ("BR046", W, "Dear [Name],"),
    ("BR046", E, "Dear <name>,"),
    ("BR046", E, "on <insert date>"),
    ("BR046", E, "It has risen. [JS: check this]"),
    ("BR046", E, "It has risen. [Jane: check this]"),
    ("BR046", E, "It has risen. Commented [JS1]: really"),
    ("BR046", E, "Lorem ipsum dolor sit amet."),
    ("BR046", E, "The {insert name} fund"),
    ("BR046", W, "The date is (TBC)."),
    ("BR046", E, "It is [ TBC ] now"),
    ("BR046", E, "It has risen. [Comment JS1]"),
    ("BR046", E, "It has risen. [Note to the editor: shorten]"),
    ("BR046", W, "It has XX people."),
    ("BR046", W, "XX people came"),
    ("BR046", W, "a share of X% in"),
    ("BR046", W, "It has ____ people."),
    ("BR046", W, "It has risen [ref]."),
    ("BR046", W, "[Figure 1 about here]"),
    ("BR046", W, "INSERT CHART HERE"),
    ("BR046", W, "see Figure XX"),
    # emphasis and code
    # quotations and code without an end, citations without brackets
    ("BR334", W, 'He said "it is open. It goes on.'),
    ("BR334", W, 'He said "one" and "two.'),
    ("BR334", W, "He said “it is open. It goes on."),
    ("BR334", W, "Il dit « c'est ouvert. Et après."),
    ("BR334", W, '*Yes*, ("no way, he said.\n\nA second paragraph.'),
    ("BR334", E, "Code:\n\n```\nx = 1"),
    ("BR334", E, "Code:\n\n~~~ python\nx = 1\n\nText with [TBC]."),
    ("BR334", E, "> ```\n> x = 1\n\nText."),
    ("BR311", E, "```{r setup, echo=FALSE}\nx <- 1\n```"),
    ("BR311", E, "```{.python}\nx = 1\n```"),
    ("BR309", W, "As @a shows, it rose."),
    ("BR309", W, "It rose (@a)."),
    ("BR334", E, "a **bold word"),
    ("BR334", E, "a **bold **word"),
    ("BR334", E, "a ** bold ** word"),
    ("BR334", E, "**Note:**the text"),
    ("BR334", E, "a bold** word"),
    ("BR334", W, "a **bold* word"),
    ("BR334", W, "a *bold** word"),
    ("BR334", E, "**«bold»**text"),
    ("BR334", W, "it`s so"),
    ("BR334", W, "l´eau monte"),
    ("BR335", W, "don`t and won`t"),
    ("BR334", E, "a __bold word"),
    ("BR334", W, "a *single word"),
    ("BR334", W, "an _underlined word"),
    ("BR334", W, "a `code word"),
    ("BR334", W, "in the `90s"),
    ("BR335", E, "2*3*4"),
    ("BR335", E, "the area is 5*x*y"),
    ("BR335", E, "HLA-A*02:01 and HLA-B*07:02"),
    ("BR335", W, "the method __init__ runs"),
    # pasted lines
    ("BR047", E, "• one\n• two"),
    ("BR047", E, "• one"),
    ("BR047", E, "Three:\n▪ one\n▪ two"),
    ("BR047", E, "· one\n· two"),
    ("BR047", E, "– one\n– two"),
    ("BR047", E, "– one\n\n– two"),
    ("BR047", E, "Three:\n— one\n— two"),
    ("BR047", E, "o\tone\no\ttwo"),
    ("BR047", E, "o One\no Two"),
    ("BR047", E, "-one\n-two"),
    ("BR047", W, "(1) one\n(2) two"),
    ("BR047", W, "(a) one\n(b) two"),
    ("BR047", W, "1.One\n2.Two"),
    ("BR047", E, "○ one\n○ two"),
    ("BR047", E, "→ one\n→ two"),
    ("BR047", E, "-> one\n-> two"),
    ("BR047", E, "☐ one\n☐ two"),
    ("BR047", E, "§ one\n§ two"),
    ("BR047", E, "o\tone"),
    ("BR047", W, "1.) one\n2.) two"),
    ("BR047", W, "① one\n② two"),
    ("BR047", W, "1.1 One\n1.2 Two"),
    ("BR047", W, "1. One\n1.1 Two\n1.2 Three"),
    ("BR047", W, "1. One\n2. Two\n2.1 Three"),
    ("BR047", W, "1. one\n1.1 two\n1.2 three"),
    ("BR309", W, "[1] Smith, Water, 2020.\n[2] Jones, Air, 2021."),
    ("BR309", W, "[1] Smith, Water, 2020.\n\n[2] Jones, Air, 2021."),
    ("BR048", W, "place;level;year\nNorth;3;2020\nSouth;4;2020"),
    ("BR048", E, "River\tLevel\nFirst\t3"),
    ("BR048", E, "River\tLevel\tChange"),
    ("BR048", W, "The levels:\n\nRiver\nSpring\nAutumn\nFirst\n1,204\n1,210.5\nSecond\n980\n-2"),
    ("BR048", W, "River    Level\nFirst    3"),
    ("BR047", E, "Ask:\n☐ the miller\n☒ the teacher"),
    ("BR047", W, "A day is lost if\n(1)\tit rains, or\n(2)\tit snows."),
    ("BR048", W, "1. Introduction\t2\n2. Methods\t4"),
    ("BR333", E, "Introduction ........ 2\nMethods ......... 4"),
    ("BR333", E, "Formatted: Font: 11 pt, Bold"),
    ("BR333", E, "It rose {Tester, 2024 #12}."),
    ("BR333", W, "The river rose.[a] It fell later."),
    # marks that were raised, notes and captions
    ("BR333", W, "The river rose in every year.1 Nobody knew."),
    ("BR333", W, "Who must know?2"),
    ("BR333", W, "He called it “the old lady.”3 She laughed."),
    ("BR333", W, "Prices rose,4 which was new."),
    ("BR333", W, "The flow is then unknown3."),
    ("BR333", W, "The river rose.¹ Nobody knew."),
    ("BR309", W, "The handbook [1] says so."),
    ("BR309", W, "It has risen.[2-4] Nobody knew."),
    ("BR309", W, "Hello![1]"),
    ("BR325", W, "The river drains 120 km2 of land."),
    ("BR325", W, "It carries 3.5 m3 per second."),
    ("BR325", W, "There are 50 people per km2 here."),
    ("BR325", W, "It is 3.5 × 103 litres."),
    ("BR325", W, "The CO2 in the air rises."),
    ("BR325", W, "It emits 5 t of CO2e, or CO2-equivalents."),
    ("BR325", W, "A model of H2O and ice."),
    ("BR325", W, "The gas (N2O) stays."),
    ("BR325", W, "**CH4**, not oil"),
    ("BR325", W, "H2SO4 is an acid."),
    ("BR046", W, "See also Table XX below."),
    ("BR046", E, "It is ready on XX May."),
    ("BR046", E, "It is short. [Note to editor: shorten this]"),
    ("BR325", W, "They are here.\nFigure 1: The three stations"),
    ("BR325", W, "They are here.\n\nTable 2. Levels in centimetres\n\nSource: the office."),
    (
        "BR325",
        W,
        "The town has a gauge.\n\nThe mill and the school\n\nThe mill is two kilometres from the town, "
        "and the school is near.",
    ),
    (
        "BR325",
        W,
        "2.1 What the office asked for\n\nThe office asked for three things and got two of them in the end.",
    ),
    ("BR050", W, "A text.\n\n    The next paragraph is indented."),
    *(
        ("BR325", W, f"They are here.\n\n{caption}\n\nMore text.")
        for caption in (
            "fig. 2: The stations",
            "Chart 1: Levels",
            "Table 3. Levels in centimetres",
            "Map A1 – North",
        )
    ),
    ("BR311", E, f"{'A long term ' * 6}\n: its meaning"),
    ("BR311", E, "A paragraph comes first.\nTerm\n: its meaning"),
    # characters in the wrong encoding
    *(
        ("BR121", E, typed)
        for typed in (
            "It costs Â£5.",
            "the companyâ€™s plan and â€œwordsâ€",
            "ï»¿The first word",
            "a cafÃ© and a rÃ©sumÃ©.\n\nA second paragraph, naÃ¯ve.",
            "20Â °C and 5Â\u00a0000 people",
            "It costs 5 â‚¬, 3 â‰¤ 5, 5 âˆ’ 3 and â€¦",
            "ÐŸÑ€Ð¸Ð²ÐµÑ‚",
            "Ø§Ù„Ø¹Ø±Ø¨ÙŠØ©",
            "Thanks ðŸ˜€ to all",
            "The companyâ€™s café",
            "the company‚Äôs caf√©s",
        )
    ),
]
"""Code, severity and text."""

HELPS = {
    "It costs Â£5, and the companyâ€™s Â£6.": "write £5; save the text as UTF-8 before you copy it",
    "ï»¿The first": "write The; save the text as UTF-8 before you copy it",
    "Who must know?2": "write know?^[the text of the footnote], cite a source: know? [@id], or remove the number",
    "The river drains 120 km2 of land.": "write km^2^",
    "The CO2 in the air rises.": "write CO~2~",
    "H2SO4 is an acid.": "write H~2~SO~4~",
    "It emits 5 t of CO2eq.": "write CO~2~eq",
    "[1]\tA handbook. 2024.\n[2]\tA log. 2025.": "list the works under `sources`, and cite them by their ids: [@id]",
    "Opened:\tin May\nClosed:\tnever": (
        "use a `table` block, with the rows under `data`; for a list, write `- Opened: in May`"
    ),
    "CO$_2$ rises": "write ~2~",
    "$E = mc^2$": "write E = mc^2^",
    "H<sub>2</sub>O": "write ~2~",
    "a <b>word</b>": "write **word**",
    "see Fig.~1": "write Fig. 1",
    r"A \textbf{bold} word": "write **bold**",
    r"An \emph{odd word}": "write *odd word*",
    "It costs {{cost}}.": "write {cost} for a fact of the brief, or the text that belongs here",
    "2*3*4": "write 2\\*3\\*4, or 2 × 3 × 4",
    r"5 \times 3": "write ×",
    "It has risen. [add source]": "cite a source: [@id]",
    "As @a shows, it rose.": "write [@a]; for an @ as text, write \\@a",
    "He said “it is open.": "write `”` where it ends, or remove the `“`",
    "# note to self": "write ## note to self; if it is a note to yourself, move it above the key: a text "
    "cannot contain comments",
}

NOTES_MEANT = {
    ("es", "BR121"): ["AÃ±o", "Â¿QuÃ©?", "Â«sÃ­Â»"],
    ("fr", "BR121"): ["Å“uvre", "lâ€™eau", "Â« mot Â»", "Ã©tÃ©", "coÃ»t", "5Â 000"],
    ("pt", "BR121"): ["informaÃ§Ã£o", "Ãšltimo", "SÃ£o Paulo", "a â‚¬ 5"],
    ("es", "BR046"): [
        "TODO: verificar la cifra",
        "[TODO]",
        "Costó XX millones de euros.",
        "Subió. [añadir fuente]",
        "Subió un XX por ciento.",
        "El [por confirmar]",
        "Hola, [Nombre].",
    ],
    ("es", "BR325"): ["El texto.\n\nGráfico 2. Los niveles\n\nMás texto."],
    ("fr", "BR325"): ["Le texte.\n\nGraphique 2 : Les niveaux\n\nLa suite."],
    ("ru", "BR325"): ["Текст.\n\nРис. 2. Уровни воды\n\nТекст."],
    ("ar", "BR325"): ["النص.\n\nالشكل 2: المستويات\n\nالنص."],
    ("fr", "BR046"): [
        "Elle monte. [à vérifier]",
        "Elle monte de XX pour cent.",
        "Le [insérer nom]",
        "Le [nom] est là.",
        "le [date]",
    ],
    ("pt", "BR046"): ["Subiu. [inserir fonte]", "Subiu. [carece de fontes]", "em [data]"],
    ("ru", "BR046"): ["Растёт. [уточнить]", "Растёт на XX млн.", "Растёт. [добавить источник]", "на [дата]"],
    ("ar", "BR046"): ["ارتفع [أضف المصدر]", "ارتفع [يُضاف لاحقا]", "في [التاريخ]"],
    ("es", "BR333"): ["Véase ¡Error! No se encuentra el origen de la referencia."],
    ("fr", "BR333"): ["Voir Erreur ! Source du renvoi introuvable."],
    ("pt", "BR333"): ["Ver Erro! Fonte de referência não encontrada."],
    ("ru", "BR333"): ["См. Ошибка! Источник ссылки не найден."],
    ("ar", "BR333"): ["انظر خطأ! لم يتم العثور على مصدر المرجع."],
}

MEANT = [
    "See https://example.org/a%20b and www.example.org/%C3%A9t%C3%A9 now.",
    "CO~2~, CO₂, H~2~O, `CO2`, [a page](https://example.org/CO2), https://example.org/CO2 and x.org/CO2/y",
    "H2O AutoML and H2O.ai, H2O 3 and grant H2O-7; der CO2-Preis; the O2 Arena, the N2 road, in H2 2026",
    "{cost} of CO2_x, #CO2, SCO2, CO2Net, CO2=5 and version-CO2",
    "It said: “CO2 rises”.",
    "5 Å and 10 Å”, an “\u00c3\u201d, √2, √(x), â and ï, Ångström, Øst, Ðorđe, ESPAÑA",
    "They are here.\n\nTable 3 shows that levels fall in spring.\n\nFigure 2 and Map 1: both show that.",
    "It is shown in the next figures, as in\nfig. 2: it rises.",
    "from XX to XXI and in the XX century",
    # money and signs
    *(
        "$5 million and $3 billion",
        "US$5 and CA$",
        "a $-denominated and a $-linked bond",
        "R$ 5 e R$ 3",
        "between $5-$10",
    ),
    *(
        "5 > 3 and 2 < 4",
        "n<p and q>r",
        "A|B",
        "10~20 km",
        "~5 km, ~/x and n~1000",
        "a == b",
        "C++ and D++ too",
    ),
    *(
        "100% and 50% of 3%",
        "12:30:45, 1:2:3 and std::vector",
        "AT&T, R&D, Q&A",
        "5 * 6 * 7",
        "2^nd^ and H~2~O",
    ),
    r"C:\newpage\x, C:\Users\textbf and \\server\share",
    "a@b.example, @WHO and #ClimateAction",
    # Roman numerals and codes
    *(
        "World XX",
        "in the XX century",
        "Louis XX and Chapter XXX",
        "Article XX of the GATT",
        "XX and XY chromosomes",
    ),
    # brackets
    *(
        "[sic]",
        "[2024]",
        "[1] and [1][2]",
        "[…] and [...]",
        "[EU: European Union]",
        "the paragraph at [45] of the judgment",
        "an interval [5, 10] of values",
        "“As shown before, [12] it rises”, she said.",
        "`see [1]` and see \\[1]",
        "an array a[i][j]",
    ),
    "an array [DATE] and [n], [nom] and [fecha]",
    # quotations, inches, and what has an @
    *(
        """a 5" pipe, a 6' 2" man and 12" records""",
        '"in 1990" and "of 20"',
        '"One.\n\n"Two.\n\n"Three", he said.',
        'He said: "One.\n\nTwo." Then he left.',
        'He said: "we want\n\n- peace,\n- bread."',
        r"a \"mark",
        '``"x`` is code',
        "„eins“ und “two”",
        "»eins«, »zwei«",
        '("one"), ["two"] and *"three"*',
        '"*Words*" and **"more"**',
        "mail x@a.example, x@a, see @b, \\@a and https://a.example/@a",
    ),
    "```\nx = 1\n```",
    "````\n```\n````",
    "- One:\n\n  ```\n  x\n  ```",
    "~~~ python\nx = {1}\n~~~~",
    '"[the ministry] agreed to [insert] it"',
    "“[Add] fuel”, she said, “[check] it”",
    "> [To do] this is hard, [the ministry] said.",
    r"\[@name] and \[x] and \(see below\)",
    "{cost} and {a, b}",
    # emphasis
    *(
        "C*-algebra and W*-algebra",
        "*p* < 0.05",
        "un*believ*able",
        "**W**orld **H**ealth",
        "snake_case_name and a_b",
    ),
    *(
        "p < 0.05*, ** p < 0.01, *** p < 0.001",
        "Total** is high.\n\n** Provisional.",
        "Growth* rose. *Provisional.",
    ),
    *(
        "x_1_2 and 3*x + 4",
        "files *.pdf and *.doc",
        "2**3",
        "Ka`ba",
        "`code` and ``more``",
        "the file _private_name.txt",
    ),
    "`{{ x }}`, `$x$`, `<br>`, `[TBC]` and `**`",
    r"\$x\$, \<br>, \*\*bold and 2\*3\*4",
    # lines
    *(
        "The text has (1) first, (2) second and (3) third.",
        "a) first and b) second",
        "(1) A first note.",
        "Paris · London · Rome",
    ),
    "— Bonjour.\n\n— Salut.",
    "A dash breaks the line here\n– and goes on there\nto the end.",
    "Roses are red,\nViolets are blue,\nSugar is sweet,\nAnd so are you.",
    "The Ministry\n1 Long Street\nNorthtown",
    "One sentence on a line.\nAnother one on the next.\nA third one.",
    "- one\n- two\n\n1. one\n2. two",
    "```\nif x:\n    A\tB\tC\n• code\n```",
    "Levels rose by 2.5 points.\n3.5 points are rare.",
    "Real???",
    # what is left open
    "The Tax and Budget Committee (TBC) and the Trans-Baltic Council (TBC)",
    "the XX chromosome, two XX females and the rule of XX and XY",
    "C:\\temp\\ and C:\\temp\\",
    r"a line\* and O\'Neill",
    "*Growth* of *p* and **total**, *so* on",
    "Prices were\n1.1 million and\n1.2 million",
    "1. Prices were about\n1.1 million.",
    "1. Wait.\n2. Prices were\n2.1 million.",
    "§ 5 of it\n§ 6 of it",
    "one, two, three,\nfour, five, six,\nseven, eight, nine",
    "- ☐ one\n- ☐ two",
    "It fell**.\n\n\\** In June.",
    "Ka`ba",
    # numbers after words, and short paragraphs
    *(
        "see para.5 The rest",
        "see A/RES/60/Add.1 and Rev.2.",
        "we used python3. The rest",
        "see https://a.example/word.1 and file.2",
        "version.10",
        "in section 3. The rest",
        "covid19. The rest",
        "It fell by 1.5, 2.5 and 3.5.",
        "carbon14.",
        "the COP26. The rest",
        "the G7. A text",
        "PM2.5 and H5N1.",
        "an area of 5 m² or 3 km^2^",
        "boards of 2.5 × 10 cm and 12 × 103 cm",
        "the M2 and the M3 in the A2",
        "by the XX Corps",
    ),
    f"There are two kinds:\n\nI. Days in the morning\nII. Days in the evening\n\n{'A long line of words. ' * 8}",
    "The Ministry\n1 Long Street\nPO Box 12\n12345\nNorthtown\nTestland\n555 0100",
    "Formatted: as a list. It rose .... and fell in 2. “It rose.” [a] It fell.",
    "Table 1 shows the levels. Figure 2 has a map.",
    "The levels are in the next table, as\nTable 1. The next line goes on.",
    "Dear colleagues,\n\nThe river has risen for ten years, and nobody knows the reason for it.",
    "It rose.\n\nQ = c × h^2^\n\nThe letter Q is the flow of the river, and h is the level of the water in it.",
    "It rose.\n\n**The mill**\n\nThe mill is two kilometres from the town, and the school is near it.",
    "It rose.\n\nWhy did it?\n\nThe reason is not known to anybody who has looked at the gauges.",
    "> It rose.\n\nAda Example, miller\n\nThe miller has looked at the gauge on every morning for thirty years.",
    "The office has two rules\n\nThey are old rules, and nobody has ever changed a word of them in years",
    "The soft\u00adhyphen and the non\u2011breaking hyphen stay.",
]

MEANT_IN = {
    "en": [
        (
            "Under Regulation (EU) 2016/679, art. 6(1)(e) and (f), processing is "
            "lawful; see also recitals 47-49 and Case C-311/18, paras 134-135."
        ),
        (
            "In Q1-Q3 2025, CO~2~ fell by 3-4 % (from 412 to 398 ppm), "
            'the OECD\'s "best case"; PM2.5 and NO~x~ fell too.'
        ),
        (
            "Mr J. R. Smith (Univ. of Leeds, b. 1971) wrote to "
            "j.smith@a.example on 3-4 May: \"It's 'fine', more or less\"."
        ),
        (
            "The 2021-27 budget (€1.2tn, i.e. 1.1% of GNI) was cut by one-third "
            "between 2019 and 2021 – see Annex II, Table 3 and Box 1."
        ),
        (
            "The so-called 5-4 ruling in Roe v. Wade (1973), 410 U.S. "
            "113, was overturned in 2022 [sic], 50 years later."
        ),
        (
            "Article 50(3) TEU, the A-levels, an 18-25 railcard, a 9-to-5 job, "
            "the G7-led plan, a B2B deal and a 12-month, 24/7 service."
        ),
        (
            "H5N1, Boeing 747-400, COVID-19, ISO 14001:2015, IPCC AR6 "
            "WG3, SDG 7.2, UTC+3, Windows 11, Python 3.11-3.12."
        ),
        "It costs £3-£5 (€4-€6) per kWh; 10-15p per mile; in 2-3 of 10 homes; between 65-70 dB; at 37-38 °C.",
    ],
    "es": [
        (
            "El art. 149.1.3.ª de la Constitución y el Real Decreto 1720/2007, "
            "de 21 de diciembre, págs. 12-15, regulan el IVA (21 %)."
        ),
        (
            "En los años 1990-2000, EE. UU. y la UE gastaron 2-3 millones; «es "
            "“poco”», dijo la Sra. Gómez, de 45-50 años, a las 10:30 h."
        ),
        (
            "¿Quién paga? Todo: luz, agua y gas. El siglo XIX-XX, la II "
            "República, Alfonso XIII, el 11-M y el 23-F, de lunes a viernes."
        ),
        "TODO: nada.",
        "Ahora o nunca, todo: nada queda. TODO: eso dice el lema.",
        "en el siglo XX, del siglo XX a hoy, el XX Congreso, Juan XX",
        "XX aniversario de la Constitución",
        "fue XX edición del foro",
        "ESPAÑA, AÑO, el «Ñ» y la “Ñ”",
    ],
    "pt": [
        (
            "Nos termos do art. 5.º, n.º 2, da Lei n.º 12-A/2010, págs. 12-15, "
            "o IVA (23%) aplica-se; a Sra. Silva tem 45-50 anos."
        ),
        (
            "No século XX, D. João VI, a 2.ª edição, de segunda a "
            "sexta-feira, das 9h às 17h30; “é ‘pouco’”, disse; TODO o país."
        ),
        "TODO: nada, diz o lema.",
        "no século XX e nos séculos XIX e XX, XX Congresso",
        "A MAÇÃ, a MANHÃ; a “MAÇ\u00c3\u201d e a IRMÃ… SÃO PAULO, NÃO",
        "A letra “\u00c3\u201d e «MAÇ\u00c3\u00bb",
    ],
    "fr": [
        (
            "Selon l'article L. 121-1 du code, modifié par la loi n° 2019-1479 du "
            "28 déc. 2019, les art. 4-7 s'appliquent aux 15-24 ans."
        ),
        (
            "De 2015-2016 à 2020, l'OCDE (37 pays) a dépensé 2,5 M€, soit 3-4 % du "
            "PIB ; « c'est peu », dit M. Martin (Univ. de Lyon-II)."
        ),
        (
            "Du lundi 1er au vendredi 5 mai, de 9 h à 17 h 30, la 2e édition ; le "
            "XXIe siècle ; Jean-Paul II ; Louis XIV ; p. ex. le CO~2~."
        ),
        (
            "Vous écrivez : « L'eau “potable” manque » ; voir c.-à-d. p. "
            "12-15, chap. IV-VI, fig. 2, et info@exemple.fr."
        ),
        "au XXe siècle, Louis XX, le tome XX, XX siècles",
        "L'ÂGE d'or, l’Âge, PÂTÉ, « PÂTÉ », la lettre « Â », CAFÉ”",
        "Un texte qui est bien plus long que soixante caractères et qui est coupé ici\n: la suite du texte.",
        "Le tableau 3 montre que les niveaux baissent.",
        "Le graphique 2 : voir l'annexe, dit-il.",
    ],
    "ru": [
        (
            "Согласно ст. 5 Федерального закона от 27.07.2006 № 152-ФЗ, п. 1-3, "
            "данные обрабатываются; см. рис. 2, табл. 3, с. 12-15."
        ),
        (
            "В 1990-е гг. ВВП упал на 3-4 %, т. е. на 2,5 млрд руб.; «это „немного“», "
            "– сказал И. И. Петров (род. в 1971 г.) в Ростове-на-Дону."
        ),
        (
            "Кое-что о COVID-19, Ту-154, Су-27, Ил-76МД и 5-процентной ставке: "
            "XIX-XX вв., 10-15 мая, пн-пт, 2-й этап, 3-комнатная."
        ),
        "в XX веке, начало XX в., XX съезд, XX век стал",
        "Рис и соль. На рис. 2 видно.",
    ],
    "ar": [
        (
            "تنص المادة 5 من القانون رقم 12/2019 على أن النسبة 3-4٪، أي 2.5 "
            "مليون دولار، بين 1990-2000؛ انظر الجدول 3 والشكل 2."
        ),
        "قال د. أحمد (جامعة القاهرة): «هذا “قليل”»، يوم 3-4 مايو، الساعة 10:30، info@example.org، COVID-19.",
        "في القرن XX",
        "يبين الشكل 2 المستويات.",
    ],
}
"""Good text of one language that looks like a placeholder, a caption or text in the wrong encoding."""

NAMES = [
    ("BR312", "**Bold** name"),
    ("BR312", "[Site](https://a.example)"),
    ("BR312", "*Emphasis* here"),
    ("BR312", "a note^[of it]"),
    ("BR312", "m^2^"),
    ("BR312", "µg/m^3"),
    ("BR312", "CO~2~"),
    ("BR333", "Research &amp; Development"),
    ("BR311", "Line<br>break"),
    ("BR046", "Jane [TBC]"),
    ("BR332", "{{ name }}"),
    ("BR330", "$x^2$"),
]
NAMES_MEANT = [
    "R&D",
    "A* search",
    "O'Neill",
    "CO2 [Mt]",
    "GDP ($bn)",
    "*A, B*C and C^*",
    "~5 km",
    "a@b.example [at work]",
    "Total*",
    "5–10 %",
    "_id",
    "Müller, A. (ed.)",
]

PROSE = {
    "en": """\
The river has risen for ten years, and the dams are older than the towns below them. In 2019 the ministry \
wrote that "[the] walls need a look", but nobody paid for one. A survey of 40 dams found cracks in nine (see e.g. \
annex B); US$5 million would repair them all, i.e. less than one flood costs.

The plan – drafted in May, revised in June – has three parts: first, a survey; second, repairs; third, an alarm. \
Dr. Smith's team (Univ. of Northtown) wants the alarm first. "Why wait?" she asked. The answer, *pace* the \
ministry, is money: about 3.5 % of the budget, or £2m–£3m a year.

- The survey takes a year.
- The repairs take three, at ~5 km a month.""",
    "fr": """\
La rivière monte depuis dix ans : les barrages sont plus vieux que les villes. Au XXe siècle, on disait « l'eau \
n'attend pas » ; aujourd'hui, M. Martin (art. 5 de la loi) demande 2,5 M€, soit 3 % du budget. « [Le ministère] \
a tardé », écrit-il.

Le plan – rédigé en mai – a trois parties : un relevé, des travaux, une alarme. Qui paiera ? L'État, dit-on, \
c.-à-d. tout le monde. Les travaux durent trois ans, n° 7 de la liste, et la ville attend encore une réponse.

- Le relevé dure un an.
- Les travaux durent trois ans.""",
    "es": """\
El río sube desde hace diez años y las presas son más viejas que los pueblos. TODO el valle lo sabe. En el siglo XX \
se decía «el agua no espera»; hoy, el Sr. Gómez pide 2,5 millones de euros, o sea, el 3 % del presupuesto. ¿Quién \
paga? «[El ministerio] tardó», dice.

El plan –de mayo– tiene tres partes: un censo, obras y una alarma. ¡Nada más! Las obras duran tres años, núm. 7 \
de la lista, y el EE. UU. no participa. La ciudad espera todavía una respuesta clara del ministerio.

1. El censo dura un año.
2. Las obras duran tres.""",
    "ru": """\
Река поднимается десять лет, а плотины старше городов. В XX веке говорили: «вода не ждёт»; сегодня И. И. Петров \
просит 2,5 млн руб., т. е. 3 % бюджета. «[Министерство] опоздало», – пишет он. Кто заплатит? Все, см. ст. 5.

План – майский – состоит из трёх частей: обследование, ремонт, сигнал тревоги. Ремонт длится три года, № 7 в \
списке, и т. д. Город всё ещё ждёт ответа министерства, а вода поднимается каждую весну на 5–10 см.

- Обследование длится год.
- Ремонт длится три года.""",
    "ar": """\
يرتفع النهر منذ عشر سنوات، والسدود أقدم من المدن. كتبت الوزارة عام 2019 أن «[الجدران] تحتاج إلى نظرة»، ولم يدفع \
أحد. تبلغ الكلفة 2.5 مليون دولار، أي 3٪ من الميزانية. من يدفع؟ الجميع، بحسب المادة 5 من القانون \
الذي صدر في العام الماضي.

للخطة ثلاثة أجزاء: مسح، ثم إصلاح، ثم إنذار. يستغرق الإصلاح ثلاث سنوات. ما زالت المدينة تنتظر \
جواب الوزارة، والماء يرتفع كل ربيع بنحو 5 إلى 10 سم \
في السنة، ولا أحد يعرف السبب حتى الآن.

- يستغرق المسح سنة.
- يستغرق الإصلاح ثلاث سنوات.""",
}
"""Good texts of five kinds, made for these tests."""


def _wrapped(text: str, width: int) -> str:
    return "\n\n".join(
        part
        if part[0] in "-1"
        else textwrap.fill(part, width, break_long_words=False, break_on_hyphens=False)
        for part in text.split("\n\n")
    )


WRAPPED: dict[str, Callable[[int], str]] = {
    language: partial(_wrapped, text) for language, text in PROSE.items()
}
"""The same texts with their lines broken at a width."""
