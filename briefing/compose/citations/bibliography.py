"""The sources of one edition in the styles of the workspace: which style file it is, and what it makes of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing.compose.citations.csl_macros import UnusableStyleError
from briefing.compose.citations.in_text import ShortForm
from briefing.compose.templating.template_errors import our_own
from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Span, suggest
from briefing.files.fonts import packaged_style
from briefing.files.workspace import Files
from briefing.markdown import Cited
from briefing.model.content import Passage, Source
from briefing.stages import Job

if TYPE_CHECKING:  # an edition that cites nothing does not wait for citeproc-py
    from briefing.compose.citations.csl_style import CitationStyle

FOLDER = "templates/citation-styles/"
ENDING = ".csl"
SHORT_STYLE = "short"


class ListedSource:
    """A source inside a template: it prints itself as the list has it."""

    __slots__ = ("_bibliography", "_name")

    def __init__(self, bibliography: Bibliography, name: str) -> None:
        self._bibliography, self._name = bibliography, name

    def __html__(self) -> str:
        with our_own():
            return self._bibliography.entry(self._name)

    def __str__(self) -> str:
        return Markup(self.__html__()).striptags()  # noqa: S704  (of our own entry)


class Bibliography:
    """Prints the sources of an edition. Raises WorkspaceError for a style that is missing or cannot be used."""

    def __init__(self, job: Job, sources: Mapping[str, Source], files: Files) -> None:
        self.job, self.sources, self.files = job, sources, files
        self.plain: Callable[[Passage], str] = lambda passage: passage.words
        """Gives the plain words of a text; it is set to that of the edition's prose, which needs the short forms."""
        self._styles: dict[str, CitationStyle] = {}

    def entry(self, name: str) -> Markup:
        """A source as the list has it."""
        return self._printed(self.job.settings.citation_style, name, None)

    def short_form(self) -> ShortForm:
        """How the text names a source."""
        return ShortForm(
            one=lambda cited: self._printed(SHORT_STYLE, cited.id, cited),
            joined=lambda citations: self._style(SHORT_STYLE).joined(citations),
        )

    def _printed(self, style: str, name: str, cited: Cited | None) -> Markup:
        with self._telling(style):
            if cited is None:
                return self._style(style).entry(self.sources[name])
            return self._style(style).citation(self.sources[name], cited.locator)

    @contextmanager
    def _telling(self, style: str) -> Iterator[None]:
        """What is wrong with a style becomes a finding."""
        try:
            yield
        except UnusableStyleError as error:
            raise WorkspaceError([self._unusable(style, str(error))]) from None

    def _style(self, name: str) -> CitationStyle:
        from briefing.compose.citations.csl_style import CitationStyle

        if name not in self._styles:
            content = self._content(name)
            with self._telling(name):
                self._styles[name] = CitationStyle(content, self.job.labels, self.job.locale, self.plain)
        return self._styles[name]

    def _content(self, name: str) -> bytes:
        file = f"{FOLDER}{name}{ENDING}"
        try:
            path = self.files.find(file) or packaged_style(name)
            if path is None:
                raise WorkspaceError([self._missing(name)])
            return self.files.read_found(file, path)
        except OSError as error:
            raise WorkspaceError([self._unusable(name, f"it cannot be read: {error.strerror}")]) from None

    def _missing(self, name: str) -> Finding:
        names = [PurePosixPath(file).stem for file in self.files.list(f"{FOLDER}*{ENDING}")]
        help = f"{suggest(name, names, noun='styles')}; or put {name}{ENDING} into {FOLDER}"
        return Finding("BR319", f"there is no citation style '{name}'", self._place(name), help)

    def _unusable(self, name: str, reason: str) -> Finding:
        what = f"the citation style '{name}' cannot be used: {reason}"
        return Finding(
            "BR319", what, self._place(name), f"mend {FOLDER}{name}{ENDING}, or choose another style"
        )

    def _place(self, name: str) -> Span:
        """The setting that chose the style, or the file where none did."""
        source_map, key = self.job.settings_places, ("citation_style",)
        if source_map is not None and name == self.job.settings.citation_style and source_map.known(key):
            return source_map.value(key)
        return Span(f"{FOLDER}{name}{ENDING}")
