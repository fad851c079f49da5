"""Names in citation styles: their parts, particles and initials, and lists of names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.compose.citations.csl.marks import EAST_ASIAN

JOINED_PARTICLE = re.compile(r"([^\W\d_]{1,4}[-‐’])(?=[^\W\d_])")
"""A particle that is joined to the name: al-, d’."""
ELISION = re.compile("[‘’ʼ`]")
INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[A-Z]{1,3}")


@dataclass(frozen=True)
class Name:
    """The name of a person by its parts, or of an organisation (`literal`)."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    particle: str = ""
    """The particle before the family name, which does not drop: de la, van, al-."""
    dropping: str = ""
    """The particle after the given names, which drops if the family name is alone: Beethoven."""
    literal: str = ""
    is_more: bool = False
    """True at the end of a list that names only some of the people: et al."""
    language: str = ""
    """The language of the source, if it is not that of the edition."""

    @property
    def is_east_asian(self) -> bool:
        """True for a name in Chinese, Japanese or Korean script: the family name comes first, without a comma."""
        return EAST_ASIAN.fullmatch(self.family + self.given) is not None


def read_name(typed: str) -> Name:
    """Split `Family, Given` and `Family, Jr., Given`; a name without a comma or in braces stays whole."""
    parts = [part.strip() for part in typed.replace("'", "’").split(",")]
    if typed.startswith("{") and typed.endswith("}"):
        return Name(literal=typed[1:-1].strip())
    if len(parts) not in {2, 3} or not all(parts):
        return Name(literal=typed)
    family, *suffix, given = parts
    particle, family = _split_family(family)
    given, dropping = _split_given(given)
    return Name(family, given, "".join(suffix), particle, dropping)


def _split_family(typed: str) -> tuple[str, str]:
    """Return the particle before a family name, which is in lower case, and the rest: van + Gogh, al- + Hakim."""
    words = typed.split()
    count = next((place for place, word in enumerate(words) if not _is_particle(word)), 0)
    particle, family = " ".join(words[:count]), " ".join(words[count:])
    joined = JOINED_PARTICLE.match(family)
    if joined and joined[0].islower() and family[joined.end()].isupper():
        return put_before(particle, joined[0]), family[joined.end() :]
    return particle, family


def _split_given(typed: str) -> tuple[str, str]:
    """Return given names, and the particle after them: Ludwig + van."""
    words = typed.split()
    end = len(words)
    while end and _is_particle(words[end - 1]):
        end -= 1
    return (" ".join(words[:end]), " ".join(words[end:])) if end else (typed, "")


def _is_particle(word: str) -> bool:
    """Return True for a word in lower case, but not for `al-Hakim`; `’t` is one."""
    letters = ELISION.sub("", word)
    return letters[:1].islower() and letters == letters.lower()


def put_before(particle: str, name: str) -> str:
    """Return a particle and the name after it: `van Gogh`, but `al-Hakim` and `d’Artagnan`."""
    return f"{particle}{'' if particle.endswith(('-', '‐', '’')) or not particle or not name else ' '}{name}"


def initials(given: str, sign: str, *, hyphen: bool) -> str:
    """Return the initials of given names, each followed by a sign: `J.-P.`. Words in lower case stay as they are."""
    given = given if hyphen else given.replace("-", " ").replace("‐", " ")
    is_lower = given == given.lower()
    printed = ""
    for word in given.split():
        if word[0] == word[0].lower() and word[0] != word[0].upper() and not is_lower:
            printed = f"{printed.rstrip()} {word} "
        else:
            parts = (
                "".join(f"{letter}{sign}" for letter in _letters(part)) for part in re.split("[-‐]", word)
            )
            printed += "-".join(f"{part.rstrip()}" for part in parts if part) + _space(sign)
    return printed.strip()


def complete_initials(given: str, sign: str) -> str:
    """Return given names in full, each initial among them followed by the sign."""
    printed = ""
    for word in given.split():
        if INITIALS.fullmatch(word):
            printed += "".join(f"{letter}{sign}" for letter in _letters(word))
        else:
            printed = f"{printed.rstrip()} {word} "
    return printed.strip()


def _letters(word: str) -> list[str]:
    """Return the initials in a word: one of a name, and each of `J.R.` and `JR`."""
    if INITIALS.fullmatch(word):
        return [letter for letter in word if letter != "."]
    return [part[0] for part in word.split(".") if part]


def _space(sign: str) -> str:
    return sign[len(sign.rstrip()) :]
