"""A language is a folder of data: the shipped ones are complete, and a new one needs no code."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from briefing.core.errors import WorkspaceError
from briefing.files.read_log import READ
from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import REFERENCE_LABELS, Languages, labels_files
from briefing.load.yaml.files import open_model
from briefing.model.language import Traits, Vocabulary
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.review.check import check
from briefing.text.lexicon import Lexicon
from briefing.text.quantities import quantities
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF

FOLDERS = shipped_root() / "templates/languages"
SHIPPED = sorted(path.name for path in FOLDERS.iterdir())
MODELS = {"traits.yaml": Traits, "vocabulary.yaml": Vocabulary}
DAY = date(2026, 11, 24)
SHIPPED_AUDIENCES = [path.name for path in (shipped_root() / "templates/audiences").iterdir()]


def copied(language: str, tag: str, *changes: tuple[str, str]) -> dict[str, str]:
    """Return the files of a shipped language under another tag, with words replaced; each must occur."""
    files = {path.name: path.read_text(encoding="utf-8") for path in (FOLDERS / language).iterdir()}
    for before, after in changes:
        assert any(before in text for text in files.values()), before
        files = {name: text.replace(before, after) for name, text in files.items()}
    return {f"templates/languages/{tag}/{name}": text for name, text in files.items()}


def codes_of(files: Files, *audiences: str) -> list[tuple[str, str]]:
    """Return the codes of the findings of a check, and the text at their places."""
    found = check(files, Selection(audiences=audiences), DAY).findings
    return [
        (one.code, one.where.source[one.where.column - 1 :][: one.where.length])
        for one in found
        if one.where.file.endswith("brief.yaml")
    ]


@each("language", SHIPPED)
def test_a_shipped_language_forgets_nothing(language):
    files = Files(shipped_root())
    names = {path.name for path in (FOLDERS / language).iterdir()}
    assert names == {"labels.yaml", "site.yaml", *MODELS}, f"{language}: {names}"
    assert Languages(files).labels_of(language).name
    for name, model in MODELS.items():
        own, _ = open_model(files, f"templates/languages/{language}/{name}", model, WorkspaceError)
        assert own.keys_missing == (), f"{language}/{name} forgets {own.keys_missing}"
    words, warning = Languages(files).site_words_of(language)
    assert warning is None and words.audiences.keys() == set(SHIPPED_AUDIENCES)


def test_all_shipped_languages_were_looked_at():
    assert len(SHIPPED) >= 6
    assert {"ar", "en", "ru"} < set(SHIPPED)


FRENCH = """\
title: Personne ne sait quand cela finit
date: 2026-11-22
as_of: 2026-11-15
language: {tag}
key_points: {points}
sections: [{{title: Une première partie, text: Un texte.}}]
outlook: La suite.
sources: {{a: {{title: A, publisher: B, date: 2026-03-05}}}}
"""


@pytest.mark.engine
def test_a_brief_is_built_in_a_new_language(workspace):
    text = '"L\'un dit : \\"pas \'ce jour\'\\" -- et partit ? [@a]"'
    pages = {}
    for tag, files in (("fr", {}), ("qfr", copied("fr", "qfr"))):
        opened = workspace(FRENCH.format(tag=tag, points=f"[{text}]"), files)
        (job,) = plan(opened, Selection(audiences=("policymaker",))).jobs
        result = Run()
        run_stages(job, Typesetter(opened), result)
        assert result.findings == []
        pages[tag] = result.page.html
    assert 'lang="qfr" dir="ltr"' in pages["qfr"]
    assert "22\u00a0novembre 2026" in pages["qfr"]
    assert pages["qfr"].replace('"qfr"', '"fr"').replace("-qfr", "-fr") == pages["fr"]


POINTS = [
    ("{text: '3 milliards [@a]', short: '3000 millions [@a]'}", []),
    ("{text: '3 milliards [@a]', short: '3 millions [@a]'}", [("BR001", "3 millions")]),
    ("{text: 'deux sortes [@a]', short: 'trois sortes [@a]'}", [("BR001", "trois")]),
    ("{text: '9 % fuient. [@a]', plain: '9 litres sur 100 fuient. [@a]'}", []),
    ("{text: '12 % [@a]', plain: '12 pour cent [@a]'}", []),
    ("{text: '5 km [@a]', plain: '5 kilomètres [@a]'}", []),
    ("{text: '5 km [@a]', plain: '5 mètres [@a]'}", [("BR001", "5 mètres")]),
    ("{text: 'De 2009 à 2019 [@a]', plain: 'Pendant dix ans [@a]'}", []),
    ("{text: 'Le 3 mai 2024 [@a]', short: 'Le 4 mai 2024 [@a]'}", [("BR002", "4 mai 2024")]),
    ("'Le chapitre 3 le dit.'", []),
    ("'C’est le plus grand port.'", [("BR011", "C’est le plus grand port")]),
    ("'Actuellement, la flotte est petite.'", [("BR035", "Actuellement, la flotte est petite")]),
    ("'Elle sera là en mars 2024. [@a]'", [("BR036", "Elle sera là en mars 2024")]),
    ("'Elle sera liée à la loi de mars 2024. [@a]'", []),
    ("'La CGPM, une conférence, et l’ONU. [@a]'", []),
    ("'La CGPM parle. [@a]'", [("BR041", "CGPM")]),
    ("'Voir [ici](https://e.org/a).'", [("BR082", "ici")]),
]


@each(("point", "expected"), POINTS)
@each("tag", ["fr", "qfr"])
def test_every_rule_uses_the_words_of_a_new_language(workspace, tag, point, expected):
    files = copied("fr", "qfr") if tag == "qfr" else {}
    assert codes_of(workspace(FRENCH.format(tag=tag, points=f"[{point}, 'K [@a]']"), files)) == expected


def test_a_glossary_and_long_sentences_are_read_with_the_words_of_a_new_language(workspace):
    glossary = "glossary: {NTP et PTP: des protocoles}\n"
    sentences = " ".join(["Un mot, art. 5."] * 6)
    brief = FRENCH.format(tag="qfr", points=f"['Le PTP suffit. {sentences} [@a]']") + glossary
    files = copied("fr", "qfr")
    assert codes_of(workspace(brief, files), "public") == [("BR045", "Le PTP suffit")]
    assert [code for code, _ in codes_of(workspace(brief, files), "analyst")] == []


def test_words_are_those_of_the_folder_and_of_no_code(workspace):
    changes = (
        ("milliard:", "zillion:"),
        ("depuis", "jadis"),
        ("kilomètres", "verstes"),
        ("chapitre", "livret"),
    )
    files = copied("fr", "qfr", *changes)
    languages = Languages(workspace(files=files))
    lexicon = Lexicon.compile(languages.vocabulary_of("qfr"), "fr", languages.traits_of("qfr").counted)
    (number, length) = quantities("3 zillion; 5 verstes", lexicon)
    assert number.readings == {3_000_000_000} and length.readings == {5000}
    assert [one.kind for one in quantities("livret 3, chapitre 3", lexicon)] == ["code", "number"]
    assert lexicon.looking_back.search("jadis ") and not lexicon.looking_back.search("depuis ")


def test_a_new_language_brings_its_own_formula_of_readability(workspace):
    spanish = (
        "La cooperación internacional necesita organizaciones responsables y administraciones profesionales. "
    )
    audience = {"templates/audiences/b/audience.yaml": "label: B\ngrade: 6\nparts: [title, sections]\n"}
    brief = LEAST_BRIEF.replace("A first text.", f'"{spanish * 12}"') + "language: qes\n"
    hard = codes_of(workspace(brief, {**audience, **copied("es", "qes")}), "b")
    assert {code for code, _ in hard} == {"BR608"}
    easy = copied("es", "qes", ("syllables_in_100_words: 0.049", "syllables_in_100_words: 0.0049"))
    assert codes_of(workspace(brief, {**audience, **easy}), "b") == []


def gaps(workspace, files: dict[str, str]) -> list[tuple[str, str, str]]:
    opened = workspace(LEAST_BRIEF + "language: qfr\n", files)
    found = check(opened, Selection(audiences=("policymaker",)), DAY).findings
    return [(one.code, str(one.where), one.what) for one in found]


def test_a_folder_that_forgets_a_file_or_a_key_is_a_warning(workspace):
    whole = copied("fr", "qfr")
    labels, _, _, vocabulary = sorted(whole)
    assert gaps(workspace, {labels: whole[labels]}) == [
        ("BR405", labels, "the language 'qfr' has no traits.yaml"),
        ("BR405", labels, "the language 'qfr' has no vocabulary.yaml"),
    ]
    assert gaps(workspace, whole) == []
    lines = [line for line in whole[vocabulary].splitlines() if not line.startswith(("percent:", "years:"))]
    assert gaps(workspace, {**whole, vocabulary: "\n".join(lines)}) == [
        ("BR405", vocabulary, "vocabulary.yaml has nothing for percent, years")
    ]


def test_a_language_without_words_for_the_site_takes_the_english_ones(workspace):
    own = copied("fr", "qfr")
    site = own.pop("templates/languages/qfr/site.yaml")
    words, warning = Languages(workspace(files=own)).site_words_of("qfr")
    assert words.search == "Search" and (warning.code, warning.severity) == ("BR405", "warning")
    assert "copy templates/languages/en/site.yaml" in warning.help
    files = workspace(files={**own, "templates/languages/qfr/site.yaml": site})
    words, warning = Languages(files).site_words_of("qfr-CA")
    assert warning is None and words.search == "Rechercher"


def test_an_own_file_of_a_shipped_language_is_complete_as_well(workspace):
    own = workspace(files={"templates/languages/fr/traits.yaml": "without: [bound_words, reading_grade]\n"})
    assert [one.what for one in Languages(own).gaps("fr")] == [
        "traits.yaml has nothing for locale, counted, coded, titles, after_years, after_counts, number_words, "
        "uncounted, numeral_endings, unbroken, elisions, clipped_joiners, not_joined, continued_quotes, "
        "raised_endings, raised_after_roman, ordinal_signs, marks_before, abbreviations, footnote_letters"
    ]
    assert [one for tag in SHIPPED if tag != "fr" for one in Languages(own).gaps(tag)] == []


def test_labels_that_are_missing_are_an_error_at_the_labels_file(workspace):
    whole = copied("fr", "qfr")
    labels = min(whole)
    short = "\n".join(line for line in whole[labels].splitlines() if "  outlook:" not in line)
    ((code, place, what),) = gaps(workspace, {**whole, labels: short})
    assert (code, what) == ("BR405", "labels are missing: outlook")
    assert place.startswith(f"{labels}:")


@each(
    ("name", "line", "code"),
    [
        ("vocabulary.yaml", "colour: [red]", "BR201"),
        ("vocabulary.yaml", "without: [colour]", "BR207"),
        ("vocabulary.yaml", "percent: [x]\nwithout: [percent]", "BR304"),
        ("vocabulary.yaml", "decimal_mark: ';'", "BR207"),
        ("vocabulary.yaml", "units: {furlong: [furlong]}", "BR207"),
        ("vocabulary.yaml", "fractions: {half: many}", "BR205"),
        ("vocabulary.yaml", "multipliers: {googol: 100}", "BR203"),
        ("traits.yaml", "without: [colour]", "BR207"),
        ("traits.yaml", "locale: french", "BR210"),
        ("traits.yaml", "reading_grade: {constant: 1, long_word: 3}", "BR202"),
        ("traits.yaml", "reading_grade: {constant: 1, long_word: 3, syllables: {final_vowels: {ay: i}}}", "BR203"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_line(workspace, name, line, code):
    file = f"templates/languages/qfr/{name}"
    whole = copied("fr", "qfr")
    found = gaps(workspace, {**whole, file: f"# of qfr\n{line}\n"})
    assert (code, f"{file}:2") in [(one, ":".join(place.split(":")[:2])) for one, place, _ in found]


def test_labels_without_a_folder_win_and_lack_nothing(workspace):
    labels = (FOLDERS / "fr/labels.yaml").read_text(encoding="utf-8")
    alone = labels.replace("name: Français", "name: Seul")
    files = {"templates/labels/qfr.yaml": alone}
    assert gaps(workspace, files) == []
    opened = workspace(files={**files, "templates/labels/fr.yaml": alone})
    languages = Languages(opened)
    assert languages.labels_of("qfr").name == languages.labels_of("fr").name == "Seul"
    assert {"qfr", "fr"} < set(languages) and len(languages) == len(SHIPPED) + 1
    shipped_only = Languages(Files(opened.root, opened.shipped, is_shipped_only=True))
    assert shipped_only.labels_of("fr").name == "Français" and "qfr" not in shipped_only


def test_a_variety_has_the_words_of_its_language_and_a_locale_of_its_own(workspace):
    languages = Languages(workspace())
    assert languages.find("pt-BR") == "pt" and languages.find("tlh") is None
    brazil, portugal = languages.traits_of("pt-BR"), languages.traits_of("pt")
    assert (brazil.locale, portugal.locale) == ("pt-BR", "pt")
    assert brazil.abbreviations == portugal.abbreviations
    assert languages.vocabulary_of("pt-BR") == languages.vocabulary_of("pt")
    assert languages.traits_of("en").locale == "en-001" and languages.traits_of("en-GB").locale == "en-GB"


def test_a_language_without_words_is_read_with_those_of_english_but_not_its_numbers(workspace):
    languages = Languages(workspace())
    unknown, english = languages.vocabulary_of("tlh"), languages.vocabulary_of("en")
    assert unknown.units == english.units and unknown.multipliers == english.multipliers
    assert (unknown.numbers, unknown.fractions, unknown.decimal_mark) == ((), {}, None)
    assert languages.traits_of("tlh").abbreviations == languages.traits_of("en").abbreviations


def test_no_words_of_a_language_are_left_in_the_package():
    """Letters beyond English are only in ranges, signs and Arabic shaping; three in a row would be a word."""
    found = []
    paths = [*(Path(__file__).parents[2] / "briefing").rglob("*.py")]
    assert len(paths) > 300
    for path in paths:
        source = path.read_text(encoding="utf-8")
        if not re.search(r"[\u0400-\u04ff\u0600-\u06ffà-öø-ÿ]|\\[uUNx]", source):  # parsing all takes seconds
            continue
        tree = ast.parse(source)
        written = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in written:
                if "\n    Bad:\n" in node.value:  # the page of a rule: its examples are in several languages
                    continue
                if re.search("[\u0400-\u04ff]{3}|[\u0600-\u06ff]{3}|[a-z]*[à-öø-ÿ][a-z]+", node.value):
                    found.append((path.name, node.value))
    assert "arabic_shaping.py" in dict(found)
    assert [one for one in found if one[0] != "arabic_shaping.py"] == []


@pytest.mark.parametrize("is_own", [False, True])
def test_the_labels_that_every_language_must_have_are_those_of_english_texts_or_read_besides(
    workspace, is_own
):
    own = {labels_files("en")[1]: (shipped_root() / labels_files("en")[1]).read_text()} if is_own else {}
    files = workspace(files=own)
    with files.noting() as reads:
        assert Languages(files).labels_of("en").labels["outlook"] == "Outlook"
    assert ((READ, REFERENCE_LABELS) in reads.entries) is is_own
    assert (READ, labels_files("en")[1]) in reads.entries
