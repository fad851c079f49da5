"""The languages of a workspace: one folder of data each. A file of the workspace overrides the shipped one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import TypeVar

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Severity, Span, nearest
from briefing.core.source_map import SourceMap
from briefing.files.workspace import Files, Names, OutsideError
from briefing.load.yaml.files import open_model_once
from briefing.model.labels import Labels, OwnLabels
from briefing.model.language import OfLanguage, Traits, Vocabulary
from briefing.model.site import SiteWords

LABELS_FILE = "templates/languages/{}/labels.yaml"
TRAITS_FILE = "templates/languages/{}/traits.yaml"
VOCABULARY_FILE = "templates/languages/{}/vocabulary.yaml"
SITE_FILE = "templates/languages/{}/site.yaml"

OWN_LABELS_FILE = "templates/labels/{}.yaml"
"""Labels of a workspace: those that differ, or all of a language without a folder. None is shipped by this name."""

REFERENCE_LABELS = "shipped/templates/languages/en/labels.yaml"
"""The labels that every language must have."""

COMMON = "en"
"""The language whose abbreviations, units and the like are known in texts of every language."""

F = TypeVar("F", bound=OfLanguage)


def labels_files(language: str) -> tuple[str, str]:
    """Return the files that may hold the labels of a language; the first one overrides the second."""
    return OWN_LABELS_FILE.format(language), LABELS_FILE.format(language)


class Languages(Collection[str]):
    """The languages that have labels, by their tags."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._own, self._in_folders = Names(files, OWN_LABELS_FILE), Names(files, LABELS_FILE)

    def __contains__(self, tag: object) -> bool:
        return tag in self._own or tag in self._in_folders

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._own, *self._in_folders}))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def find(self, tag: str) -> str | None:
        """Return the language whose labels a text uses: the tag's own, or the one that the tag starts with."""
        return next((candidate for candidate in _candidates(tag) if candidate in self), None)

    def labels_of(self, language: str) -> Labels:
        """Return the labels of a language that `find` returned. Raises WorkspaceError if any are missing."""
        labels, source_map = self._labels(language)
        missing = [name for name in self._reference_labels() if name not in labels.labels]
        if missing:
            what = f"labels are missing: {', '.join(missing)}"
            help = (
                f"copy them from the shipped {REFERENCE_LABELS.removeprefix('shipped/')}, and translate them"
            )
            raise WorkspaceError([Finding("BR405", what, source_map.key(("labels",)), help)])
        return labels

    def _reference_labels(self) -> Collection[str]:
        """Return the names of the labels that every language must have.

        If they are those of English texts in the workspace, as nearly always, the file is read under that name alone.
        """
        english = LABELS_FILE.format(COMMON)
        file = REFERENCE_LABELS
        with suppress(OutsideError):
            file = english if self.files.find(english) == self.files.find(REFERENCE_LABELS) else file
        return open_model_once(self.files, file, Labels)[0].labels

    def traits_of(self, tag: str) -> Traits:
        """Return the traits of a language, with the abbreviations that every language has."""
        return self.files.remember((self, Traits, tag), lambda: self._traits(tag))

    def vocabulary_of(self, tag: str) -> Vocabulary:
        """Return the vocabulary of a language, with the words that every language has."""
        return self.files.remember((self, Vocabulary, tag), lambda: self._vocabulary(tag))

    def site_words_of(self, tag: str) -> tuple[SiteWords, Finding | None]:
        """Return the words of the site in a language; if it has none, those of English with a warning."""
        for candidate in _candidates(tag):
            if candidate in Names(self.files, SITE_FILE):
                return open_model_once(self.files, SITE_FILE.format(candidate), SiteWords)[0], None
        what = f"the language '{tag}' has no words for the site; it takes the English ones"
        help = f"copy {SITE_FILE.format(COMMON)} to {SITE_FILE.format(tag)}, and translate it"
        words, _ = open_model_once(self.files, SITE_FILE.format(COMMON), SiteWords)
        return words, Finding("BR405", what, Span(SITE_FILE.format(tag)), help, Severity.WARNING)

    def _traits(self, tag: str) -> Traits:
        found, own = self._read(tag, TRAITS_FILE, Traits)
        _, common = self._read(COMMON, TRAITS_FILE, Traits)
        locale = own.locale if found == tag and own.locale else tag
        return own.over(common).model_copy(update={"locale": locale})

    def _vocabulary(self, tag: str) -> Vocabulary:
        own, common = (self._read(one, VOCABULARY_FILE, Vocabulary)[1] for one in (tag, COMMON))
        return own.over(common)

    def _read(self, tag: str, file: str, model: type[F]) -> tuple[str | None, F]:
        """Return the data of a language, or of the one that its tag starts with; empty data if there is neither."""
        for candidate in _candidates(tag):
            if candidate in Names(self.files, file):
                return candidate, open_model_once(self.files, file.format(candidate), model)[0]
        return None, model()

    def _labels(self, language: str) -> tuple[Labels, SourceMap]:
        """Return the labels of a language; a standalone file may have only those that differ from its folder's."""
        if language not in self._own:
            return open_model_once(self.files, LABELS_FILE.format(language), Labels)
        file = OWN_LABELS_FILE.format(language)
        if language not in self._in_folders:
            return open_model_once(self.files, file, Labels)
        own, source_map = open_model_once(self.files, file, OwnLabels)
        base, _ = open_model_once(self.files, LABELS_FILE.format(language), Labels)
        given = {name: getattr(own, name) for name in own.model_fields_set if name != "labels"}
        return base.model_copy(update={**given, "labels": {**base.labels, **own.labels}}), source_map

    def gaps(self, tag: str) -> Iterator[Finding]:
        """Return a warning for each file or key that a language's folder lacks: rules cannot check without them.

        A workspace that has labels only has no folder to complete.
        """
        language = self.find(tag)
        if language is None:
            return
        yield from self._misspelt_labels(language)
        labels = Span(LABELS_FILE.format(language))
        for file, model in ((TRAITS_FILE, Traits), (VOCABULARY_FILE, Vocabulary)):
            name = file.format(language)
            found, own = self._read(language, file, model)
            if found is None and language not in self._own:
                what = f"the language '{language}' has no {name.rpartition('/')[2]}"
                help = f"copy templates/languages/{COMMON}/{name.rpartition('/')[2]} into its folder and translate it"
                yield Finding("BR405", what, labels, help, Severity.WARNING)
            elif found == language and own.keys_missing:
                what = f"{name.rpartition('/')[2]} has nothing for {', '.join(own.keys_missing)}"
                help = "add them, or list them under `without` if the language has nothing for them"
                yield Finding("BR405", what, Span(name), help, Severity.WARNING)

    def _misspelt_labels(self, language: str) -> Iterator[Finding]:
        """Return a warning for each label of a standalone file that resembles a known one, and that no template has."""
        if language not in self._own or language not in self._in_folders:
            return
        own, source_map = open_model_once(self.files, OWN_LABELS_FILE.format(language), OwnLabels)
        known = open_model_once(self.files, LABELS_FILE.format(language), Labels)[0].labels
        for name in own.labels:
            if name not in known and (near := nearest(name, known)) and not self._is_printed(name):
                where = source_map.key(("labels", name))
                what = f"unknown label '{name}'"
                yield Finding("BR405", what, where, f"did you mean '{near}'?", Severity.WARNING)

    def _is_printed(self, label: str) -> bool:
        """Return whether a template mentions a label."""
        names = self.files.list("templates/**/*.j2.html")
        return any(label.encode() in self.files.read(name) for name in names)


def _candidates(tag: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((tag, tag.partition("-")[0])))
