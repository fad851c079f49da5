"""A text after a full stop begins with a capital, in every language; names keep the letters that they were given."""

from __future__ import annotations

from briefing.compose.sentence_capital import capitalize_first
from tests.cases import each

CAPITALS = {
    "the models agree": "The models agree",
    "élargie depuis": "Élargie depuis",
    "ñandúes": "Ñandúes",
    "модели согласны": "Модели согласны",
    "“the models” agree": "“The models” agree",
    "« les modèles » concordent": "« Les modèles » concordent",
    "¿qué falta?": "¿Qué falta?",
    "(the models)": "(The models)",
    "a model": "A model",
    "e-mail is slow": "E-mail is slow",
    "well. And so": "Well. And so",
}
KEPT = [
    "The models agree",
    "iPhone sales fell",
    "pH values rose",
    "mRNA is new",
    "data.csv has gaps",
    "a@b.example answers",
    "https://a.example says so",
    "5 models agree",
    "النماذج متفقة",
    "– as before",
    "",
]


@each(("words", "expected"), CAPITALS.items())
def test_the_first_letter_becomes_a_capital(words, expected):
    assert capitalize_first(words) == expected


@each("words", KEPT)
def test_names_files_and_numbers_stay_as_they_are(words):
    assert capitalize_first(words) == words
