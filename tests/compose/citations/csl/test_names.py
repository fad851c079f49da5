"""Names: particles, suffixes, initials, and the order of their parts in lists."""

from __future__ import annotations

import pytest

from briefing.compose.citations.csl.formatting import Formatter
from briefing.compose.citations.csl.locales import Locales
from briefing.compose.citations.csl.marks import Joiner
from briefing.compose.citations.csl.name_lists import NO_ELEMENT, NameOptions, format_names
from briefing.compose.citations.csl.names import Name, complete_initials, initials, read_name
from briefing.compose.citations.csl.xml_elements import Element
from tests.cases import each

LOCALES = Locales(Element("style", {}), "en-US")
FORMATTER = Formatter(LOCALES, Joiner(punctuation_in_quote=True, quotes="“”‘’"), is_english=True)


def printed(typed: list[str], *, demotes: bool = False, hyphen: bool = True, **options: str) -> str:
    named = {name.replace("_", "-"): value for name, value in options.items()}
    return format_names(
        [read_name(one) if one else Name(is_more=True) for one in typed],
        NameOptions(NO_ELEMENT, named, None, demotes_particle=demotes, hyphen=hyphen),
        FORMATTER,
    )


@each(
    ("typed", "parts"),
    [
        ("van Gogh, Vincent", Name("Gogh", "Vincent", particle="van")),
        ("de la Cruz, Maria", Name("Cruz", "Maria", particle="de la")),
        ("Beethoven, Ludwig van", Name("Beethoven", "Ludwig", dropping="van")),
        ("Beethoven, L. van", Name("Beethoven", "L.", dropping="van")),
        ("al-Hakim, Tawfiq", Name("Hakim", "Tawfiq", particle="al-")),
        ("d'Artagnan, Charles", Name("Artagnan", "Charles", particle="d’")),
        ("'t Hooft, Gerard", Name("Hooft", "Gerard", particle="’t")),
        ("Smith, Jr., John B.", Name("Smith", "John B.", "Jr.")),
        ("O'Shea, Tim", Name("O’Shea", "Tim")),
        # no particles
        ("Van Rompuy, Herman", Name("Van Rompuy", "Herman")),
        ("Lloyd-Jones, Ann", Name("Lloyd-Jones", "Ann")),
        ("hooks, bell", Name("hooks", "bell")),
        ("毛, 泽东", Name("毛", "泽东")),
        ("{Department of Trade, Industry}", Name(literal="Department of Trade, Industry")),
        ("World Health Organization", Name(literal="World Health Organization")),
    ],
)
def test_a_typed_name_is_split_into_its_parts(typed, parts):
    assert read_name(typed) == parts


@each(
    ("given", "sign", "hyphen", "text"),
    [
        ("Jean-Paul", ". ", True, "J.-P."),
        ("Jean-Paul", "", True, "J-P"),
        ("Jean-Paul", "", False, "JP"),
        ("John Ronald", ". ", True, "J. R."),
        ("J.R.R.", ".", True, "J.R.R."),
        ("JR", ". ", True, "J. R."),
        ("Иван Петрович", ". ", True, "И. П."),
        ("bell", ". ", True, "b."),
        ("Élise", ". ", True, "É."),
    ],
)
def test_initials(given, sign, hyphen, text):
    assert initials(given, sign, hyphen=hyphen) == text


@pytest.mark.parametrize(
    ("given", "sign", "text"),
    [("Lynette M", ". ", "Lynette M."), ("J S", ".", "J.S."), ("Jean-Paul", ". ", "Jean-Paul")],
)
def test_names_in_full_keep_their_words(given, sign, text):
    assert complete_initials(given, sign) == text


ALL = {"name_as_sort_order": "all", "initialize_with": ". "}
THREE = ["van der Test, Jan-Peter", "Beispiel, Ludwig van", "Smith, Jr., John"]


def test_particles_come_where_the_style_wants_them():
    assert printed(THREE, **ALL) == "van der Test, J.-P., Beispiel, L. van, Smith, J., Jr."
    assert printed(THREE, demotes=True, **ALL) == "Test, J.-P. van der, Beispiel, L. van, Smith, J., Jr."
    assert printed(THREE) == "Jan-Peter van der Test, Ludwig van Beispiel, John Smith Jr."
    assert printed(THREE, form="short") == "van der Test, Beispiel, Smith"
    assert printed(["al-Test, Ana"], demotes=True, **ALL) == "Test, A. al-"


@each(
    ("count", "options", "text"),
    [
        (2, {"and": "symbol"}, "N1 & N2"),
        (3, {"and": "symbol", "delimiter_precedes_last": "always"}, "N1, N2, & N3"),
        (3, {"and": "text"}, "N1, N2, and N3"),
        (3, {"and": "text", "delimiter_precedes_last": "never"}, "N1, N2 and N3"),
        (2, {"and": "text", "delimiter_precedes_last": "after-inverted-name"}, "N1 and N2"),
        (3, {"delimiter": "; "}, "N1; N2; N3"),
        (4, {"et_al_min": "4", "et_al_use_first": "1"}, "N1 et al."),
        (4, {"et_al_min": "4", "et_al_use_first": "2"}, "N1, N2, et al."),
        (3, {"et_al_min": "4", "et_al_use_first": "1"}, "N1, N2, N3"),
        (3, {"et_al_min": "x", "et_al_use_first": "-1"}, "N1, N2, N3"),
        (9, {"et_al_min": "9", "et_al_use_first": "2", "et_al_use_last": "true"}, "N1, N2, … N9"),
        (3, {"et_al_min": "3", "et_al_use_first": "2", "et_al_use_last": "true"}, "N1, N2, et al."),
    ],
)
def test_lists_of_names(count, options, text):
    assert printed([f"{{N{number}}}" for number in range(1, count + 1)], **options) == text


def test_a_list_that_names_only_some_ends_with_et_al():
    assert printed(["{A}", "{B}", ""], **{"and": "text"}) == "A, B, et al."
    assert printed(["{A}", ""], **{"and": "text"}) == "A et al."


def test_east_asian_names_are_never_inverted():
    assert printed(["毛, 泽东", "Test, Ana"], name_as_sort_order="all") == "毛泽东, Test, Ana"
