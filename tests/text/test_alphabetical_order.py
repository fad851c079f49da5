"""Terms are sorted as a dictionary of their language sorts them."""

from __future__ import annotations

from briefing.text.alphabetical_order import alphabetical_key
from briefing.text.locale_formats import find_locale
from tests.cases import each


@each(
    ("language", "terms"),
    [
        ("fr", ["âge", "Bac", "échelle", "été", "Niveau", "œuvre", "zone"]),
        ("es", ["nube", "ñame", "ola"]),
        ("pt", ["água", "árvore", "nível"]),
        ("ru", ["ёж", "ель", "иней", "йод", "куст"]),
        ("es", ["nunca", "Núñez", "ñandú", "o"]),
        ("fr", ["cote", "coté", "côté", "coté b", "œil", "Œuf", "of"]),
        ("ar", ["بيت", "دار"]),
        ("en", ["CO₂", "co-op", "Coopers", "naïve", "river levels", "riverbank"]),
    ],
)
def test_terms_are_in_the_alphabetical_order_of_the_language(language, terms):
    locale = find_locale(language)
    assert sorted(set(terms), key=lambda term: alphabetical_key(term, locale)) == terms
