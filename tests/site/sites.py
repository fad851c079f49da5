"""Sites for tests: published versions as records, and the languages of a site as the shipped files have them."""

from __future__ import annotations

from typing import Any

from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.site.record import Person, PublishedEdition, SiteFile, Terms, Texts, Version
from briefing.site.site import Site, SiteLanguage

FILES = Files(shipped_root(), shipped_root())
ADDRESS = "https://institute.example/briefs/"
TITLES = {"en": "Nights stay hot & humid", "ar": "الليالي تبقى حارة", "ru": "Ночи остаются жаркими"}


def file(name: str) -> SiteFile:
    return SiteFile(name=name, bytes=12_345, sha256="0" * 64)


def texts(brief: str, date: str, language: str, **changes: Any) -> Texts:
    stem = f"{brief}/{date}/{brief}-{date}-policymaker-{language}"
    given: dict[str, Any] = {
        "title": TITLES.get(language, brief),
        "subtitle": "Trees <and> shade",
        "type": "policy brief",
        "series": "City Notes",
        "summary": "Hot nights harm people.\nTrees help: 100 % & more.",
        "key_points": ("Nights are hot.", "Trees cool streets."),
        "authors": (
            Person(name="Ada Okoye", orcid="0000-0002-1825-0097", is_person=True),
            Person(name="The City Team"),
        ),
        "keywords": ("heat", "trees and shade"),
        "publisher": "The Institute",
    }
    cover, thumbnail = file(f"{stem}-cover.png"), file(f"{stem}-thumbnail.png")
    return Texts(language=language, cover=cover, thumbnail=thumbnail, **{**given, **changes})


def version(
    brief: str, date: str, *languages: str, text: dict[str, Any] | None = None, **changes: Any
) -> Version:
    """Return a version with an edition for policymakers in each language (default: English)."""
    languages = languages or ("en",)
    return Version(
        brief=brief,
        date=date,
        language=languages[0],
        texts=tuple(texts(brief, date, language, **(text or {})) for language in languages),
        editions=tuple(edition(brief, date, language) for language in languages),
        **{"licence": Terms(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"), **changes},
    )


def edition(brief: str, date: str, language: str) -> PublishedEdition:
    stem = f"{brief}/{date}/{brief}-{date}-policymaker-{language}"
    return PublishedEdition(
        edition=f"{brief}-policymaker-{language}",
        audience="policymaker",
        label="Policymaker",
        language=language,
        paper="a4",
        pages=4,
        pdf=file(f"{stem}.pdf"),
        html=file(f"{stem}.html"),
    )


def language(tag: str) -> SiteLanguage:
    languages = Languages(FILES)
    labels, (words, _) = languages.labels_of(tag), languages.site_words_of(tag)
    return SiteLanguage(
        tag=tag,
        name=labels.name,
        direction=labels.direction,
        locale=languages.traits_of(tag).locale or tag,
        words=words.model_dump(exclude={"audiences"}),
        audiences=dict(words.audiences),
        labels=dict(labels.labels),
        quotes=labels.quotes,
        marks=labels.marks.model_dump(),
        publisher="The Institute",
        about="We study cities & heat.",
    )


def site(*versions: Version, address: str | None = ADDRESS) -> Site:
    tags = dict.fromkeys(tag for one in versions for tag in one.languages)
    return Site(address, {tag: language(tag) for tag in tags}, versions)


def history() -> Site:
    """Return a site with a brief in three languages, its older version, and a brief that it supersedes."""
    return site(
        version(
            "heat",
            "2026-11",
            "en",
            "ar",
            "ru",
            number=7,
            edition=2,
            supersedes=("heat-2024",),
            doi="10.1000/182",
        ),
        version("heat", "2026-03-01", "en", "ar", number=6, web=f"{ADDRESS}q/heat/"),
        version("heat-2024", "2024-06-10", number=3, isbn="978-3-16-148410-0"),
        version("ports", "2025-01-02", text={"series": None, "keywords": (), "summary": None, "authors": ()}),
    )
