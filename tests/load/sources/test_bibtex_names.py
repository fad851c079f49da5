"""Names as programs write them in BibTeX, and those whose commas are not clear."""

from __future__ import annotations

import pytest

from briefing.load.sources.bibtex_names import read_names
from briefing.load.sources.bibtex_values import UnreadableValueError
from tests.cases import each


@each(
    ("typed", "names"),
    [
        ("{van} Beethoven, Ludwig and {van} Gogh", ["van Beethoven, Ludwig", "van Gogh"]),
        ("Beethoven, Ludwig van and Jane van der Doe", ["Beethoven, Ludwig van", "van der Doe, Jane"]),
        ("{Department of Trade, Industry and Energy} and OECD", ["{Department of Trade, Industry and Energy}", "OECD"]),
        ("World Health Organization and World Bank,", ["World Health Organization", "World Bank"]),
        ("Smith, J.; Lee, K.", ["Smith, J.", "Lee, K."]),
        ("Smith, J. & Lee, K.", ["Smith, J.", "Lee, K."]),
        ("Smith, J. et al.", ["Smith, J.", "et al."]),
        ("Smith, J. and others", ["Smith, J.", "et al."]),
        ("Lee, Jr., Robert E. and King, Martin, III", ["Lee, Jr., Robert E.", "King, III, Martin"]),
        ("O'Neil, P. and d'Artagnan, C.", ["O’Neil, P.", "d’Artagnan, C."]),
        ("family=Beethoven, given=Ludwig, prefix=van, useprefix=false", ["Beethoven, Ludwig van"]),
        (r"{\'E}tienne {\v{S}}m{\'\i}d", ["Šmíd, Étienne"]),
        ("李明 and Ивáнов, И. И.", ["李明", "Ивáнов, И. И."]),
        ("{Barnes and Noble}", ["Barnes and Noble"]),
        ("Smith, J. and", ["Smith, J."]),
        ("and Smith, J. and Anders and", ["Smith, J.", "Anders"]),
        ("Jean DUPONT and John Smith III and {Smith JA} and UN", ["DUPONT, Jean", "III, John Smith", "Smith JA", "UN"]),
    ],
)  # fmt: skip
def test_names(typed, names):
    assert read_names(typed) == names


@pytest.mark.parametrize("typed", ["Smith, J., Lee, K., Roe, R.", "Trade, Industry, Energy"])
def test_names_with_unclear_commas_are_reported(typed):
    with pytest.raises(UnreadableValueError, match="the commas of this name"):
        read_names(typed)


@pytest.mark.parametrize(
    ("typed", "help"),
    [
        ("Smith JA", "`Smith, J. A.`"),
        ("Lee, K. and Jing LI", "`LI, Jing`"),
        ("Malcolm X and Smith J", "`Smith, J.`"),
    ],
)
def test_a_name_that_ends_in_initials_or_a_short_family_name_is_reported(typed, help):
    with pytest.raises(UnreadableValueError, match="it is not clear which part") as raised:
        read_names(typed)
    assert help in raised.value.help
