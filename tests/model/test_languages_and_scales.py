"""The words of a language over those of another one, and scales of likelihood in several languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from briefing.model.labels import Rung, Scale
from briefing.model.language import Traits, Vocabulary


def context_of(make) -> dict:
    with pytest.raises(ValidationError) as caught:
        make()
    (error,) = caught.value.errors()
    return error["ctx"]


def test_a_file_of_a_language_has_each_key_or_says_that_it_lacks_it():
    assert "without" not in Traits.keys_expected()
    assert set(Traits(locale="en", without=["counted"]).keys_missing) == set(Traits.keys_expected()) - {
        "locale",
        "counted",
    }
    assert context_of(lambda: Traits(without=["abreviations"])) == {
        "code": "BR207",
        "what": "'abreviations' is not a key of this file",
        "help": "did you mean 'abbreviations'?",
        "at": "without",
    }
    assert context_of(lambda: Traits(locale="en", without=["counted", "locale"])) == {
        "code": "BR304",
        "what": "'locale' has a value, but is listed under `without`",
        "help": "remove one of the two",
        "at": "locale",
    }


def test_a_language_has_its_own_traits_and_shares_abbreviations():
    own = Traits(locale="fr", abbreviations=["art", "env"], counted=["chapitre"])
    over = own.over(Traits(locale="en", abbreviations=["art", "approx"], bound_words=["a"]))
    assert over.abbreviations == ("art", "env", "approx")
    assert over.counted == ("chapitre",)
    assert (over.locale, over.bound_words) == ("fr", ())
    assert over.over(Traits(counted=["chapter"])).counted == ("chapitre", "chapter")


def test_a_vocabulary_has_the_words_of_both_languages_but_its_own_numbers():
    own = Vocabulary(
        numbers=["zéro"], multipliers={"mille": 3, "m": 3}, units={"hour": ["heure"]}, percent=["pour cent"]
    )
    other = Vocabulary(
        decimal_mark=".",
        numbers=["zero"],
        number_forms={"twice": 2},
        fractions={"half": 50},
        multipliers={"thousand": 3, "m": 6},
        units={"hour": ["hour", "heure"], "minute": ["minute"]},
        percent=["per cent"],
        years=["year"],
    )
    over = own.over(other)
    assert (over.decimal_mark, over.numbers, over.number_forms, over.fractions) == (None, ("zéro",), {}, {})
    assert over.multipliers == {"thousand": 3, "m": 3, "mille": 3}
    assert over.units == {"hour": ("heure", "hour"), "minute": ("minute",)}
    assert over.percent == ("pour cent", "per cent")
    assert over.years == ("year",)
    assert other.fractions == {"half": Decimal(50)}


LIKELY = Rung(word="Likely", also="probable", translated={"es": ["Probable", "verosímil"]}, low=55, high=75)
UNLIKELY = Rung(word="unlikely", translated={"es": "improbable"}, low=20, high=40, range="20–<40")
SCALE = Scale(name="A scale", source="A test", words=[UNLIKELY, LIKELY])


def test_a_rung_has_its_word_its_synonyms_and_their_translations():
    assert LIKELY.names == ("Likely", "probable")
    assert (LIKELY.shown, UNLIKELY.shown) == ("55–75", "20–<40")
    for word in ("LIKELY", "probable"):
        assert LIKELY.has(word)
        assert LIKELY.matches(word)
    assert LIKELY.matches("Verosímil")
    assert not LIKELY.has("verosímil")
    assert not LIKELY.matches("unlikely")


def test_a_scale_is_translated_if_all_of_its_words_are():
    spanish = SCALE.in_language("es-MX")
    assert (spanish.language, spanish.translated_from) == ("es", "en")
    assert spanish.spoken == "improbable, Probable"
    assert spanish.words[1].also == ("verosímil",)
    assert spanish.words[1].translated == {"en": ("Likely", "probable")}
    assert SCALE.in_language("en-GB") is SCALE
    assert SCALE.in_language("fr") is SCALE
    half = Scale(name="A", source="B", words=[UNLIKELY, Rung(word="likely", low=55, high=75)])
    assert half.in_language("es") is half
    assert SCALE.spoken == "unlikely, Likely"


def test_a_word_is_found_on_a_scale_in_any_language():
    assert SCALE.find("improbable") is SCALE.words[0]
    assert SCALE.find("LIKELY") is SCALE.words[1]
    assert SCALE.find("certain") is None


@pytest.mark.parametrize(("low", "high"), [(50, 50), (60, 50), (90, 101)])
def test_a_range_is_between_0_and_100(low, high):
    assert context_of(lambda: Rung(word="a", low=low, high=high)) == {
        "code": "BR205",
        "what": f"{low} to {high} is not a range between 0 and 100",
        "help": "correct `low` or `high`",
        "at": "",
    }
    assert Rung(word="a", low=0, high=100).shown == "0–100"
