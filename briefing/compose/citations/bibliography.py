"""The sources of one edition, printed in the citation styles of its workspace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path, PurePosixPath
from string import ascii_lowercase
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from briefing.compose.citations.csl.xml_elements import UnusableStyleError
from briefing.compose.citations.in_text import ShortForm
from briefing.compose.citations.publication_date import PublicationDate
from briefing.compose.citations.source_markup import finish, language_attributes, set_spaces
from briefing.compose.citations.whole_reference import link_addresses, short_form_of
from briefing.compose.templating.template_errors import internal_code
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span
from briefing.core.source_map import Key
from briefing.files.packaged_csl import packaged_style, suggest_style
from briefing.files.workspace import Files
from briefing.model.audience import Notes
from briefing.model.content import Passage, Source
from briefing.model.parts import SOURCES
from briefing.stages import Job
from briefing.text.locale_formats import NO_BREAK_SPACE

if TYPE_CHECKING:  # loaded only by editions that cite something
    from briefing.compose.citations.csl_style import CitationStyle

FOLDER = "templates/citation-styles/"
ENDING = ".csl"
SHORT_STYLE = "short"

ABBREVIATED = re.compile(
    r"(?<=[\s(][^\W\d_]\.) (?=\d)|(?<=[\s(](?:pp|no|No)\.) (?=\d)|(?<=[\s(]vol\.) (?=\d)"
)
"""The space between an abbreviated noun and its number: pp. 4–7, n. 3."""

LATIN_COMMA = re.compile("(?<=[\u0620-\u0652\u0660-\u0669])((?:</\\w+>)*), ")
"""The comma of a citation style after an Arabic letter or digit, which has its own."""


class ListedSource:
    """A source as a value for templates, which prints its entry in the source list."""

    __slots__ = ("_bibliography", "_name")

    def __init__(self, bibliography: Bibliography, name: str) -> None:
        self._bibliography, self._name = bibliography, name

    def __html__(self) -> str:
        with internal_code():
            return self._bibliography.entry(self._name)

    def __str__(self) -> str:
        return Markup(self.__html__()).striptags()  # noqa: S704  (from our own entry)


def _without_repeated_publisher(source: Source) -> Source:
    """Return a source without a publisher that is its author: the name is printed once."""
    publisher = source.publisher.words if source.publisher else ""
    repeats = len(source.author) == 1 and _folded(source.author[0]) == _folded(publisher)
    values = {name: getattr(source, name) for name in source.names}
    return Source(**{**values, "publisher": None}) if repeats else source


def _folded(name: str) -> str:
    """Return a name as it is compared: without braces, escapes, a full stop at its end, and capitals."""
    return re.sub(r"[{}\\]", "", name).strip(" .").casefold()


class YearSuffixes:
    """The letters that distinguish sources with the same name and year: Institute, 2022a and 2022b.

    They are used only if texts cite by name and year and the edition lists its sources.
    """

    def __init__(self, bibliography: Bibliography) -> None:
        self._bibliography = bibliography
        audience = bibliography.job.audience
        self._is_used = audience.notes is Notes.SHORT and SOURCES in audience.parts
        self._found: dict[Key, str] | None = None

    def of(self, source: Source) -> str:
        """Return the letter of a source, or an empty text."""
        if not self._is_used:
            return ""
        if self._found is None:
            self._found = dict(self._assign())
        return self._found.get(source.title.key, "")

    def _assign(self) -> Iterator[tuple[Key, str]]:
        """Yield letters for the sources with the same citation, in the order of their titles."""
        style = self._bibliography.load_style(SHORT_STYLE, attrgetter("words"))
        alike: dict[str, list[Source]] = {}
        for source in self._bibliography.sources.values():
            if source.date and not source.whole:
                alike.setdefault(style.citation(source, None), []).append(source)
        for sources in alike.values():
            if 1 < len(sources) <= len(ascii_lowercase):
                ordered = sorted(sources, key=lambda source: source.title.words.casefold())
                yield from (
                    (one.title.key, letter) for one, letter in zip(ordered, ascii_lowercase, strict=False)
                )


class Bibliography:
    """Prints the sources of an edition. Raises WorkspaceError for a missing or unusable style."""

    def __init__(self, job: Job, sources: Mapping[str, Source], files: Files) -> None:
        self.job, self.sources, self.files = job, sources, files
        self.plain: Callable[[Passage], str] = lambda passage: passage.words
        """Returns the words of a text. It is replaced with the function of the edition's prose, made later."""
        self.html: Callable[[Passage], Markup] = lambda passage: escape(passage.words)
        """Returns the HTML of a text, in the same way."""
        self.spaced: Callable[[str], str] = str
        """Sets the spaces before marks, and the bonds, in the HTML of an entry, in the same way."""
        self.year_suffixes = YearSuffixes(self)
        self._styles: dict[str, CitationStyle] = {}

    def entry(self, name: str) -> Markup:
        """Return the entry of a source in the source list."""
        source = self.sources[name]
        if source.whole:
            return self._in_language(
                source, self.html(replace(source.title, words=link_addresses(source.title.words)))
            )
        style = self.job.settings.citation_style
        with self._reporting(style):
            suffix = self.year_suffixes.of(source)
            return self._finished(self._style(style).entry(_without_repeated_publisher(source), suffix))

    def _in_language(self, source: Source, html: Markup) -> Markup:
        """Return a whole reference, with its language if that is not the language of the edition."""
        tag, labels = source.language or "", self.job.labels
        if tag.partition("-")[0] in ("", self.job.edition.language.partition("-")[0]):
            return html
        return Markup(f"<span {language_attributes(tag, labels.direction)}>{html}</span>")  # noqa: S704  (our own)

    def short_form(self) -> ShortForm:
        """Return the short form by which a text names a source."""
        return ShortForm(
            one=lambda cited: self.short(self.sources[cited.id], cited.locator),
            joined=lambda citations: set_spaces(self._style(SHORT_STYLE).joined(citations), self.spaced),
            spoken=self._spoken,
        )

    def _spoken(self, number: int, name: Markup) -> str:
        labels = self.job.labels
        return f"{labels.labels['source']}\u00a0{number}{labels.marks.comma}{name.striptags()}"

    def named(self, source: Source) -> Markup:
        """Return the name and the year of a source under an exhibit, where `n.d.` would be of no use."""
        no_date, name = self._style(SHORT_STYLE).term("no date", "short"), self.short(source)
        for comma in (", ", self.job.labels.marks.comma):
            name = Markup(name.removesuffix(Markup(comma) + no_date))  # noqa: S704  (a part of our own)
        return name

    def short(self, source: Source, locator: str | None = None) -> Markup:
        """Return the name and the year of a source, and a place in it: Okoye and Lee, 2025, p. 4."""
        with self._reporting(SHORT_STYLE):
            style = self._style(SHORT_STYLE)
            if source.whole and not source.author:
                return self._short_of_whole(source, style, locator)
            return self._finished(style.citation(source, locator, self.year_suffixes.of(source)))

    def _short_of_whole(self, source: Source, style: CitationStyle, locator: str | None) -> Markup:
        name, year = short_form_of(
            self.plain(source.title),
            and_word=style.term("and"),
            et_al=style.term("et-al"),
            no_date=style.term("no date", "short"),
        )
        if issued := PublicationDate.of(source, style.term):
            year = issued.words or issued.day[:4]
        return self._finished(escape(", ".join(filter(None, (name, year, locator)))))

    def _finished(self, printed: Markup) -> Markup:
        bound = ABBREVIATED.sub(NO_BREAK_SPACE, printed)
        labels = self.job.labels
        if labels.direction == "rtl":
            bound = LATIN_COMMA.sub(rf"\g<1>{labels.marks.comma}", bound)
        finished = finish(Markup(bound), labels.direction)  # noqa: S704  (a space for a space)
        return set_spaces(finished, self.spaced)

    @contextmanager
    def _reporting(self, style: str) -> Iterator[None]:
        """Report an unusable style as a finding."""
        try:
            yield
        except UnusableStyleError as error:
            raise WorkspaceError([self._unusable(style, str(error))]) from None

    def _style(self, name: str) -> CitationStyle:
        if name not in self._styles:
            self._styles[name] = self.load_style(name, self.plain)
        return self._styles[name]

    def load_style(self, name: str, plain: Callable[[Passage], str]) -> CitationStyle:
        """Return a style; `plain` returns the words of a text of a source."""
        from briefing.compose.citations.csl_style import CitationStyle

        with self._reporting(name):
            return CitationStyle(self._independent(name), self.job.labels, self.job.locale, plain)

    def _independent(self, name: str) -> bytes:
        """Return a style, or for a dependent style the one that it refers to."""
        from briefing.compose.citations.csl.style_file import parent_of

        content = self._content(name)
        parent = parent_of(content)
        if parent is None:
            return content
        if self._path(parent) is None:
            raise UnusableStyleError(f"it only refers to another style, '{parent}', which is missing")
        return self._content(parent)

    def _path(self, name: str) -> Path | None:
        return self.files.find(f"{FOLDER}{name}{ENDING}") or packaged_style(name)

    def _content(self, name: str) -> bytes:
        file = f"{FOLDER}{name}{ENDING}"
        try:
            path = self._path(name)
            if path is None:
                raise WorkspaceError([self._missing(name)])
            return self.files.read_found(file, path)
        except OSError as error:
            raise WorkspaceError(
                [self._unusable(name, f"its file cannot be read: {error.strerror}")]
            ) from None

    def _missing(self, name: str) -> Finding:
        names = [PurePosixPath(file).stem for file in self.files.list(f"{FOLDER}*{ENDING}")]
        help = f"{suggest_style(name, names)}; or add {FOLDER}{name}{ENDING}"
        return Finding("BR319", f"unknown citation style '{name}'", self._place(name), help)

    def _unusable(self, name: str, reason: str) -> Finding:
        what = f"the citation style '{name}' cannot be used: {reason}"
        return Finding(
            "BR319", what, self._place(name), f"fix {FOLDER}{name}{ENDING}, or choose another style"
        )

    def _place(self, name: str) -> Span:
        """Return the place of the setting that chose the style, or the style's file if no setting did."""
        source_map, key = self.job.settings_places, ("citation_style",)
        if source_map is not None and name == self.job.settings.citation_style and source_map.known(key):
            return source_map.value(key)
        return Span(f"{FOLDER}{name}{ENDING}")
