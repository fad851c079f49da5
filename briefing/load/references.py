"""What a brief names must exist: sources, facts, audiences, places in the brief, words of the scale, images."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from briefing.finding import Finding, suggest
from briefing.model.brief import Brief
from briefing.model.text import CODE_SPAN, Flow, Register, Shown, Worded, find_mentions, parse_citation
from briefing.model.wording import Scale
from briefing.places import Key, Places

LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\(\s*<?(?P<target>(?:[^()\s>]|\([^()\s]*\))*)")
"""Markdown's inline link or image, near enough to check where it leads."""

LINK_SCHEMES = ("https://", "http://", "mailto:", "#")


@dataclass(frozen=True)
class Known:
    """What exists around a brief: names of audiences, the brief's scale, and the files beside it."""

    audiences: Collection[str]
    scales: Collection[str]
    scale: Scale | None
    files: Collection[str]


def check_references(brief: Brief, places: Places, known: Known) -> list[Finding]:
    """Every name in a brief that leads nowhere, each at its place."""
    checker = _Checker(brief, places, known)
    return [
        *checker.ids(),
        *checker.facts_and_sources(),
        *checker.likelihoods(),
        *checker.audiences(),
        *(
            finding
            for key, item in walk(brief)
            if isinstance(item, Worded)
            for finding in checker.words(key, item)
        ),
    ]


def walk(value: Any, key: Key = ()) -> Iterator[tuple[Key, Any]]:  # noqa: ANN401
    """Every value inside a model with the way to it, in the order of the model."""
    yield key, value
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from walk(getattr(value, name), (*key, field.alias or name))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from walk(item, (*key, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*key, index))


def word_key(key: Key, register: Register, places: Places) -> Key:
    """The way to one wording: where a person wrote the text alone, the text's own."""
    full = (*key, register.value)
    return full if full in places.marks else key


def _near_file(name: str, files: Collection[str]) -> str:
    near = suggest(name, files)
    return near if near.startswith("did you mean") else "put it there, or mend its name"


class _Checker:
    def __init__(self, brief: Brief, places: Places, known: Known) -> None:
        self.brief, self.places, self.known = brief, places, known
        self.section_ids = [section.id for section in brief.sections if section.id]

    def ids(self) -> Iterator[Finding]:
        for index, section in enumerate(self.brief.sections):
            if section.id and section.id in self.section_ids[:index]:
                yield Finding(
                    "BR304",
                    f"two sections have the id '{section.id}'",
                    self.places.value(("sections", index, "id")),
                    "give each its own",
                )

    def facts_and_sources(self) -> Iterator[Finding]:
        for index, fact in enumerate(self.brief.at_a_glance):
            if fact not in self.brief.facts:
                yield self._unknown("BR303", "fact", fact, self.brief.facts, ("at_a_glance", index))
        for key, value in walk(self.brief):
            if key and key[-1] == "source" and isinstance(value, tuple):
                for index, source in enumerate(value):
                    if source not in self.brief.sources:
                        yield self._unknown("BR302", "source", source, self.brief.sources, (*key, index))

    def likelihoods(self) -> Iterator[Finding]:
        outlook = self.brief.outlook
        if outlook.scale and outlook.scale not in self.known.scales:
            yield self._unknown("BR307", "scale", outlook.scale, self.known.scales, ("outlook", "scale"))
            return
        for index, scenario in enumerate(outlook.scenarios):
            if scenario.likelihood is None:
                continue
            key = ("outlook", "scenarios", index, "likelihood")
            if self.known.scale is None:
                yield Finding(
                    "BR307",
                    "a likelihood is given, but the outlook names no scale",
                    self.places.value(key),
                    "add `scale: icd-203` to the outlook",
                )
            elif self.known.scale.find(scenario.likelihood) is None:
                words = [rung.word for rung in self.known.scale.words]
                yield self._unknown(
                    "BR307", f"word of {self.known.scale.name}", scenario.likelihood, words, key
                )

    def audiences(self) -> Iterator[Finding]:
        for key, item in walk(self.brief):
            if isinstance(item, Shown):
                for name, field in (("only", item.only or ()), ("not", item.not_)):
                    for index, audience in enumerate(field):
                        if audience not in self.known.audiences:
                            way = (*key, name, index)
                            yield self._unknown("BR301", "audience", audience, self.known.audiences, way)
        for audience in self.brief.audiences:
            if audience not in self.known.audiences:
                where = self.places.key(("audiences", audience))
                yield Finding(
                    "BR301",
                    f"there is no audience '{audience}'",
                    where,
                    suggest(audience, self.known.audiences, noun="audiences"),
                )

    def words(self, key: Key, item: Worded) -> Iterator[Finding]:
        for register in Register:
            if words := item.words(register):
                where = word_key(key, register, self.places)
                yield from self._mentions(where, words)
                yield from self._links(where, words)
                if item.flow is Flow.INLINE and re.search(r"\n\s*\n", words.strip()):
                    yield Finding(
                        "BR212",
                        "this text is one paragraph, but has an empty line in it",
                        self.places.value(where),
                        "join the paragraphs, or make two items of them",
                    )

    def _mentions(self, key: Key, words: str) -> Iterator[Finding]:
        for mention in find_mentions(words):
            place = self.places.word(key, mention.whole, mention.nth)
            if mention.kind == "fact":
                if mention.inside not in self.brief.facts:
                    mend = suggest(mention.inside, self.brief.facts, noun="facts")
                    yield Finding("BR303", f"there is no fact '{mention.inside}'", place, mend)
                continue
            cited = parse_citation(mention.inside)
            if cited is None:
                yield Finding(
                    "BR309",
                    f"`{mention.whole}` is not a citation",
                    place,
                    "write `[@id]`, `[@id, p. 4]` or `[@one; @two]`",
                )
                continue
            for one in cited:
                if one.id not in self.brief.sources:
                    mend = suggest(one.id, self.brief.sources, noun="sources")
                    yield Finding("BR302", f"there is no source '{one.id}'", place, mend)

    def _links(self, key: Key, words: str) -> Iterator[Finding]:
        bare = CODE_SPAN.sub(lambda code: " " * len(code.group()), words)
        for match in LINK.finditer(bare):
            target = match["target"]
            place = self.places.word(key, target) if target else self.places.word(key, match.group())
            if match["image"]:
                yield from self._image(match["text"], target, place)
            elif not target.startswith(LINK_SCHEMES):
                yield Finding(
                    "BR306",
                    f"a printed brief cannot carry the link '{target}'",
                    place,
                    "link to a web address (https://…), a mail address (mailto:…) or a section (#its-id)",
                )
            elif target.startswith("#") and target[1:] not in self.section_ids:
                mend = suggest(target[1:], self.section_ids, noun="ids of sections")
                yield Finding("BR305", f"no section has the id '{target[1:]}'", place, mend)

    def _image(self, alt: str, target: str, place: Any) -> Iterator[Finding]:  # noqa: ANN401
        if not alt.strip():
            yield Finding(
                "BR509",
                "the image has no alternative text",
                place,
                "say between the brackets what a reader who cannot see it should know",
            )
        if "://" in target or target.startswith(("/", "data:")) or ".." in target.split("/"):
            yield Finding(
                "BR502",
                f"the image '{target}' is not in the folder of the brief",
                place,
                "put the file beside the brief, in `figures/`, and name it from there",
            )
        elif target not in self.known.files:
            yield Finding(
                "BR501",
                f"there is no image '{target}' beside the brief",
                place,
                _near_file(target, self.known.files),
            )

    def _unknown(self, code: str, kind: str, name: str, choices: Collection[str], key: Key) -> Finding:
        mend = suggest(name, choices, noun=f"{kind.split()[0]}s")
        article = "an" if kind == "audience" else "a"
        what = f"there is no {kind} '{name}'" if article else ""
        return Finding(code, what, self.places.value(key), mend)
