"""Find all errors in the editions of a brief that can be found before layout.

A plan stops at the first error, but a user wants all of them in one run. So every step is tried here, even if an
earlier one failed, and errors that follow from a reported one are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from briefing.compose.style_layers import Design
from briefing.core.errors import BriefingError, ContentError, WorkspaceError, joined_error
from briefing.core.finding import Span, has_errors
from briefing.core.source_map import NO_PLACE
from briefing.load.library import Library, Loaded
from briefing.model.audience import Audience
from briefing.model.settings import Settings
from briefing.pipeline.design_errors import find_design_errors
from briefing.stages import Edition, Modifier

V = TypeVar("V")

DEFAULT_PAPER = "a4"

Planned = tuple[Loaded | None, str]
"""A brief in one language, as far as it could be read, and the name of an audience."""


class PlanErrors:
    """Collects the errors in the editions of one brief by trying every step of the plan."""

    def __init__(
        self, error: BriefingError, library: Library, *, paper: str | None = None, is_draft: bool = False
    ) -> None:
        """Start with the error that stopped the plan; `paper` overrides the paper of the audience."""
        self.errors, self.library, self.paper, self.is_draft = [error], library, paper, is_draft

    def joined(self) -> BriefingError:
        """Join all errors into one, without findings about placeholders."""
        error = joined_error(self.errors) or self.errors[0]
        return type(error)(finding for finding in error.findings if finding.where != NO_PLACE)

    def find_in_brief(
        self,
        slug: str,
        base: Loaded | None,
        audiences: Sequence[str],
        languages: Sequence[str],
        modifiers: tuple[Modifier, ...],
    ) -> None:
        """Find the errors in the translations, audiences and design of a brief that cannot be built.

        `base` is the brief as far as it could be read. Empty audiences or languages mean all of them.
        """
        loaded = [*([base] if base else ()), *self._translations(slug, languages)]
        settings = self._try(lambda: self.library.settings)
        names = audiences or (tuple(base.brief.audiences) if base else ())
        names = names or (settings.audiences if settings else ())
        known = [
            name for name in names if name in self.library.audiences
        ]  # unknown names are reported elsewhere
        self.find_in_editions(slug, [(one, name) for one in loaded or [None] for name in known], modifiers)

    def find_in_editions(
        self, slug: str, editions: Sequence[Planned], modifiers: tuple[Modifier, ...]
    ) -> None:
        """Find the errors in the audiences, papers, labels and design of editions."""
        found = (self._design_of(slug, loaded, name, modifiers) for loaded, name in editions)
        designs = [design for design in found if design]
        if findings := find_design_errors(designs, self.library.files):
            self.errors.append(WorkspaceError(findings))

    def _try(self, step: Callable[[], V]) -> V | None:
        """Return the result of a step; if it fails, record its error and return None."""
        try:
            return step()
        except BriefingError as error:
            self.errors.append(error)
            return None

    def _translations(self, slug: str, languages: Sequence[str]) -> Iterator[Loaded]:
        """Yield the translations as far as they can be read, and record the errors in their own files."""
        for language in self.library.translations(slug):
            if languages and language not in languages:
                continue
            file = f"content/{slug}/brief.{language}.yaml"
            try:
                loaded = self.library.read_translation(slug, language, is_draft=self.is_draft)
                findings = loaded.findings
                yield loaded
            except BriefingError as error:
                findings = error.findings
            own = [finding for finding in findings if finding.where.file == file]
            if has_errors(own):
                self.errors.append(ContentError(own))

    def _design_of(
        self, slug: str, loaded: Loaded | None, name: str, modifiers: tuple[Modifier, ...]
    ) -> Design | None:
        """Return the design of an edition; None if its audience is unknown."""
        language = loaded.brief.language if loaded else ""
        settings, places = self._try(lambda: self.library.settings_for(language)) or (Settings(), None)
        audience = self._audience(loaded, name)
        labels = self._try(lambda: self.library.labels(loaded)) if loaded else None
        if audience is None:
            return None
        paper = self.paper or audience.paper or settings.paper
        where = places.value(("paper",)) if places else Span("content")
        if finding := self.library.find_paper_error(paper, where):
            self.errors.append(WorkspaceError([finding]))
            paper = DEFAULT_PAPER
        blocks = (
            [block for _, section in loaded.brief.sectioned() for block in section.blocks] if loaded else []
        )
        return Design(
            Edition(slug, name, language or "en", paper, modifiers),
            self.library.audiences.lineage(name),
            audience.parts,
            tuple(dict.fromkeys(block.kind for block in blocks)),
            labels.direction if labels else "ltr",
        )

    def _audience(self, loaded: Loaded | None, name: str) -> Audience | None:
        """Return an audience as modified by the brief or, if that fails, without the modifications."""
        audiences = self.library.audiences
        wanted = (
            self._try(lambda: audiences.wanted_by(loaded.brief, loaded.source_map, name)) if loaded else None
        )
        return wanted or self._try(lambda: audiences.named(name))
