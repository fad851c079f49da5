"""The pages of a site: which there are, and what the template of each gets.

Templates are filled where editions are built, in a process that can be stopped. They place values, and the metadata of
the head and the scripts are added afterwards: a template may have neither.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefing.compose.templating.element_origins import read_marks
from briefing.compose.templating.environment import fill_marked, make_environment
from briefing.compose.templating.template_values import Context, Node
from briefing.core.errors import BriefingError
from briefing.core.months import last_day
from briefing.files.workspace import Files
from briefing.pipeline.task import Task
from briefing.results import Result
from briefing.site.addresses import redirects_of
from briefing.site.catalogue import folder_of_files
from briefing.site.citations import FORMATS, key_of, web_address, write_bibtex
from briefing.site.metadata import (
    Tag,
    feed_link,
    first_edition,
    head_of,
    linked_data,
    tags_of_index,
    tags_of_redirect,
    tags_of_version,
)
from briefing.site.record import Texts, Version, day_of
from briefing.site.search import SCRIPT, search_index_of
from briefing.site.site import ASSETS, FEED, INDEX, SERIES, TOPICS, Site, SiteLanguage, link
from briefing.site.styles import write_styles
from briefing.stages import Job
from briefing.text.alphabetical_order import alphabetical_key
from briefing.text.locale_formats import find_locale

if TYPE_CHECKING:  # imports the engine, which only the workers need
    from briefing.typeset.layout import Typesetter

PAGES = "pages"
"""The name of the one file in the result of the task: all pages and fonts, as JSON."""

TEMPLATES = "site/"
STYLE = f"{ASSETS}/site.css"


@dataclass(frozen=True)
class SitePage:
    """A page: its path, its template with its values, and what is added to its head."""

    path: str
    template: str
    language: str
    title: str
    """The title of the window."""
    values: Mapping[str, object]
    alternatives: Mapping[str, str] = field(default_factory=dict)
    """The same page in other languages."""
    tags: Sequence[Tag] = ()
    linked_data: Sequence[Mapping[str, object]] = ()
    scripts: Sequence[str] = ()


def render_task(site: Site) -> Task:
    """Return the task that fills in all pages of a site; it does not depend on the job that it is done with."""
    return Task(_render, (PAGES,), (site,))


def _render(_: Job, typesetter: Typesetter, site: Site) -> Result:
    try:
        return Result({PAGES: json.dumps(render_pages(site, typesetter.files)).encode()})
    except BriefingError as error:
        return Result(error=error)


def render_pages(site: Site, files: Files) -> dict[str, dict[str, str]]:
    """Return the texts of the pages and styles, and the fonts in Base64, by their paths.

    Raises WorkspaceError with findings at file and line for a template that cannot be filled in.
    """
    environments = {tag: make_environment(files, words.locale) for tag, words in site.languages.items()}
    texts = {page.path: _filled(site, page, environments[page.language], files) for page in pages_of(site)}
    style, fonts = write_styles(site, texts.values(), files)
    packed = {f"{ASSETS}/{name}": base64.b64encode(content).decode() for name, content in fonts.items()}
    return {"texts": {**texts, STYLE: style}, "fonts": packed}


def read_pages(content: bytes) -> dict[str, bytes]:
    """Return the files that a worker has sent, by their paths. Raises ValueError for anything else."""
    found = json.loads(content)
    texts = {str(path): str(text).encode() for path, text in found["texts"].items()}
    return {**texts, **{str(path): base64.b64decode(text) for path, text in found["fonts"].items()}}


def _filled(site: Site, page: SitePage, environment: Any, files: Files) -> str:  # noqa: ANN401  (Jinja's)
    words = site.languages[page.language]
    context = Context({**_frame(site, page, words), **page.values})
    marked = fill_marked(f"{TEMPLATES}{page.template}.j2.html", environment, files, context)
    html = read_marks(marked, ()).html
    scripts = [f'<script defer src="{link(page.path, path)}"></script>' for path in page.scripts]
    added = "\n".join(filter(None, (head_of(page.tags, page.linked_data), *scripts)))
    return html.replace("</head>", f"{added}\n</head>", 1) if added else html


def _frame(site: Site, page: SitePage, words: SiteLanguage) -> dict[str, object]:
    """Return the values that the templates of all pages have."""
    root = site.root_of(page.language)
    languages = page.alternatives or {page.language: page.path}
    return {
        "page": Node(
            "page",
            {
                "title": page.title,
                "language": page.language,
                "direction": words.direction,
                "style": link(page.path, STYLE),
                "home": link(page.path, f"{root}{INDEX}"),
                "by_series": link(page.path, f"{root}{SERIES}/{INDEX}")
                if page.language in site.grouped[SERIES]
                else None,
                "by_topic": link(page.path, f"{root}{TOPICS}/{INDEX}")
                if page.language in site.grouped[TOPICS]
                else None,
                "feed": link(page.path, f"{root}{FEED}") if site.address else None,
                "languages": tuple(
                    _language(site, tag, link(page.path, path), is_current=tag == page.language)
                    for tag, path in languages.items()
                ),
            },
        ),
        "site": Node("site", {"publisher": words.publisher, "about": words.about}),
        "words": Node("words", words.words),
        "labels": Node("labels", words.labels),
        "quotes": words.quotes,
        "marks": Node("marks", words.marks),
    }


def _language(site: Site, tag: str, address: str, *, is_current: bool) -> Node:
    """Return what templates say of a page in another language, or of the page itself."""
    words = site.languages[tag]
    values = {"tag": tag, "name": words.name, "direction": words.direction, "address": address}
    return Node("language", {**values, "is_current": is_current})


def pages_of(site: Site) -> Iterator[SitePage]:
    """Yield all pages of a site."""
    yield from _indexes(site)
    for version in site.catalogue.versions:
        for texts in version.texts:
            yield _page_of(site, version, texts)
    for path, target, language in redirects_of(site):
        tags = tuple(tags_of_redirect(site, path, target))
        title = site.languages[language].words["publications"]
        yield SitePage(path, "moved", language, title, {"target": link(path, target)}, tags=tags)


def listed_pages(site: Site) -> list[dict[str, str]]:
    """Return the pages that search engines should list, each as its paths by language."""
    return [site.indexes, *(site.pages_of(version) for version in site.catalogue.current)]


def _indexes(site: Site) -> Iterator[SitePage]:
    roots = site.indexes
    for tag, words in site.languages.items():
        path = roots[tag]
        versions = [(version, version.text_in(tag)) for version in site.in_language(tag)]
        years: dict[str, list[Node]] = {}
        for version, texts in versions:
            years.setdefault(str(version.day.year), []).append(_entry(site, path, version, texts))
        scripts = (search_index_of(tag), SCRIPT)
        title = words.words["publications"]
        window = f"{title} · {words.publisher}" if words.publisher else title
        tags = tuple(tags_of_index(site, path, tag, roots))
        values = {
            "years": tuple(
                Node("year", {"name": year, "briefs": tuple(briefs)}) for year, briefs in years.items()
            )
        }
        yield SitePage(path, "index", tag, window, values, roots, tags, scripts=scripts)
        yield from _groups(site, tag, window)


def _groups(site: Site, language: str, window: str) -> Iterator[SitePage]:
    """Yield the pages by series and by topic in a language."""
    words = site.languages[language].words
    locale = find_locale(site.languages[language].locale)
    root = site.root_of(language)
    for kind, label in ((SERIES, words["by_series"]), (TOPICS, words["by_topic"])):
        path = f"{root}{kind}/{INDEX}"
        named: dict[str, list[Node]] = {}
        for version in site.in_language(language):
            texts = version.text_in(language)
            for name in _names_of(kind, texts):
                named.setdefault(name, []).append(_entry(site, path, version, texts))
        if not named:
            continue
        groups = tuple(
            Node("group", {"name": name, "id": anchor_of(name), "briefs": tuple(named[name])})
            for name in sorted(named, key=lambda name: alphabetical_key(name, locale))
        )
        others = {
            tag: f"{site.root_of(tag)}{kind}/{INDEX}" for tag in site.languages if tag in site.grouped[kind]
        }
        tags = (
            ("link", {"rel": "canonical", "href": site.absolute(path)}),
            *feed_link(site, path, language),
            ("meta", {"name": "description", "content": label}),
        )
        yield SitePage(
            path, "groups", language, f"{label} · {window}", {"kind": kind, "groups": groups}, others, tags
        )


def _names_of(kind: str, texts: Texts) -> tuple[str, ...]:
    if kind == TOPICS:
        return tuple(dict.fromkeys(texts.keywords))
    return (texts.series,) if texts.series else ()


def anchor_of(name: str) -> str:
    """Return the id of a group of briefs: its name in lower case with hyphens."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split()) or "-"


def _entry(site: Site, page: str, version: Version, texts: Texts) -> Node:
    """Return what a list says of a version."""
    return Node(
        "entry",
        {
            **_values_of(version, texts),
            "id": version.brief,
            "address": link(page, site.page_of(version, texts.language)),
            "thumbnail": link(page, texts.thumbnail.name),
            "languages": tuple(
                _language(site, tag, link(page, site.page_of(version, tag)), is_current=False)
                for tag in version.languages
                if tag != texts.language
            ),
        },
    )


def _values_of(version: Version, texts: Texts) -> dict[str, object]:
    return {
        "title": texts.title,
        "subtitle": texts.subtitle,
        "type": texts.type,
        "series": texts.series,
        "number": version.number,
        "edition": version.edition,
        "date": version.day,
        "date_text": version.date,
        "summary": texts.summary,
        "authors": tuple(
            Node("author", {"name": one.name, "language": one.language, "orcid": one.orcid})
            for one in texts.authors
        ),
    }


def _page_of(site: Site, version: Version, texts: Texts) -> SitePage:
    """Return the page of a version in a language."""
    language = texts.language
    path = site.page_of(version, language)
    root = site.root_of(language)
    catalogue = site.catalogue
    current = catalogue.current_of(version)
    paths = site.pages_of(version)
    first = first_edition(version, language)
    is_current = current == version
    topics = f"{root}{TOPICS}/{INDEX}"
    values: dict[str, object] = {
        **_values_of(version, texts),
        "as_of": texts.as_of,
        "key_points": texts.key_points,
        "cover": link(path, texts.cover.name),
        "pdf": link(path, first.pdf.name),
        "pdf_size": _size(first.pdf.bytes),
        "pdf_pages": first.pages,
        "html": link(path, first.html.name),
        "topics": tuple(
            Node(
                "topic",
                {"name": name, "address": f"{link(path, topics)}#{anchor_of(name)}" if is_current else None},
            )
            for name in texts.keywords
        ),
        "editions": tuple(
            Node(
                "edition",
                {
                    "label": site.label_of(edition, language),
                    "language": edition.language,
                    "language_name": site.languages[edition.language].name,
                    "pages": edition.pages,
                    "size": _size(edition.pdf.bytes),
                    "pdf": link(path, edition.pdf.name),
                    "html": link(path, edition.html.name),
                },
            )
            for edition in sorted(version.editions, key=lambda one: one.language != language)
        ),
        "licence": Node("licence", version.licence.model_dump()) if version.licence else None,
        "publisher": texts.publisher,
        "publisher_web": version.publisher_web,
        "contact": Node("contact", version.contact.model_dump()) if version.contact else None,
        "doi": version.doi,
        "isbn": version.isbn,
        "issn": version.issn,
        "report_number": version.report_number,
        "valid_until": last_day(day_of(version.valid_until)) if version.valid_until else None,
        "supersedes": texts.supersedes,
        "cite_as": texts.cite_as,
        "web": web_address(site, version, texts),
        "bibtex": write_bibtex(site, version, texts).strip(),
        "references": tuple(
            Node(
                "reference",
                {
                    "name": name,
                    "address": link(path, f"{folder_of_files(version)}{key_of(version, texts)}.{ending}"),
                },
            )
            for ending, name in FORMATS.items()
        ),
        "newest": None if is_current else _version(site, path, current, language),
        "is_superseded": current.brief != version.brief,
        "versions": tuple(
            _version(site, path, one, language, is_this=one == version) for one in catalogue.history(version)
        ),
    }
    window = f"{texts.title} · {texts.publisher}" if texts.publisher else texts.title
    tags = tuple(tags_of_version(site, version, texts))
    return SitePage(
        path, "brief", language, window, values, paths, tags, (linked_data(site, version, texts),)
    )


def _version(site: Site, page: str, version: Version, language: str, *, is_this: bool = False) -> Node:
    """Return what the page of a version says of one of the others."""
    texts = version.text_in(language)
    values = {
        **_values_of(version, texts),
        "language": texts.language,
        "direction": site.languages[texts.language].direction,
        "address": link(page, site.page_of(version, texts.language)),
        "is_this": is_this,
    }
    return Node("version", values)


def _size(count: int) -> str:
    """Return the size of a file as readers know it: 240 kB, 1.3 MB."""
    return (
        f"{count / 1_000_000:.1f}\u00a0MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))}\u00a0kB"
    )
