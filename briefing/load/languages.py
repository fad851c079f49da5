"""The languages of a workspace: a folder of data for each, file by file the workspace's own before the shipped one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

from briefing.core.errors import WorkspaceError
from briefing.core.finding import Finding, Severity, Span
from briefing.files.workspace import Files, Names
from briefing.load.yaml.files import open_model_once
from briefing.model.labels import Labels
from briefing.model.language import OfLanguage, Traits, Vocabulary

LABELS_FILE = "templates/languages/{}/labels.yaml"
TRAITS_FILE = "templates/languages/{}/traits.yaml"
VOCABULARY_FILE = "templates/languages/{}/vocabulary.yaml"

OWN_LABELS_FILE = "templates/labels/{}.yaml"
"""Labels of a workspace that stand alone, without a folder for their language; nothing is shipped there."""

REFERENCE_LABELS = "shipped/templates/languages/en/labels.yaml"
"""The labels that every language must have."""

COMMON = "en"
"""The language whose abbreviations, units and the like are known in texts of all others."""

F = TypeVar("F", bound=OfLanguage)


def labels_files(language: str) -> tuple[str, str]:
    """The names that the labels of a language may have, the one that wins first."""
    return OWN_LABELS_FILE.format(language), LABELS_FILE.format(language)


class Languages(Collection[str]):
    """The languages that there are labels for, by their tags."""

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
        """The language whose labels a text in a language has: its own, or the one that its tag starts with."""
        return next((candidate for candidate in _candidates(tag) if candidate in self), None)

    def labels_of(self, language: str) -> Labels:
        """The labels of a language that has some. Raises WorkspaceError where one is missing."""
        file = self._labels_file(language)
        labels, source_map = open_model_once(self.files, file, Labels)
        wanted = open_model_once(self.files, REFERENCE_LABELS, Labels)[0].labels
        missing = [name for name in wanted if name not in labels.labels]
        if missing:
            what = f"labels are missing: {', '.join(missing)}"
            help = (
                f"{REFERENCE_LABELS.removeprefix('shipped/')}, as it was shipped, shows what each one means"
            )
            raise WorkspaceError([Finding("BR405", what, source_map.key(("labels",)), help)])
        return labels

    def traits_of(self, tag: str) -> Traits:
        """The traits of a language, with the abbreviations that every language has."""
        return self.files.remember((self, Traits, tag), lambda: self._traits(tag))

    def vocabulary_of(self, tag: str) -> Vocabulary:
        """The vocabulary of a language, with the words that every language has."""
        return self.files.remember((self, Vocabulary, tag), lambda: self._vocabulary(tag))

    def _traits(self, tag: str) -> Traits:
        found, own = self._read(tag, TRAITS_FILE, Traits)
        _, common = self._read(COMMON, TRAITS_FILE, Traits)
        locale = own.locale if found == tag and own.locale else tag
        return own.over(common).model_copy(update={"locale": locale})

    def _vocabulary(self, tag: str) -> Vocabulary:
        own, common = (self._read(one, VOCABULARY_FILE, Vocabulary)[1] for one in (tag, COMMON))
        return own.over(common)

    def _read(self, tag: str, file: str, model: type[F]) -> tuple[str | None, F]:
        """A file of a language, or of the one that its tag starts with; an empty one where there is none."""
        for candidate in _candidates(tag):
            if candidate in Names(self.files, file):
                return candidate, open_model_once(self.files, file.format(candidate), model)[0]
        return None, model()

    def _labels_file(self, language: str) -> str:
        return (OWN_LABELS_FILE if language in self._own else LABELS_FILE).format(language)

    def gaps(self, tag: str) -> Iterator[Finding]:
        """The files and keys that a language's folder leaves out, which rules then know nothing of.

        A workspace whose labels stand alone has no folder to complete.
        """
        language = self.find(tag)
        if language is None:
            return
        labels = Span(LABELS_FILE.format(language))
        for file, model in ((TRAITS_FILE, Traits), (VOCABULARY_FILE, Vocabulary)):
            name = file.format(language)
            found, own = self._read(language, file, model)
            if found is None and language not in self._own:
                what = f"the language '{language}' has no {name.rpartition('/')[2]}"
                help = f"copy templates/languages/{COMMON}/{name.rpartition('/')[2]} into its folder, and translate it"
                yield Finding("BR405", what, labels, help, Severity.WARNING)
            elif found == language and own.keys_missing:
                what = f"{name.rpartition('/')[2]} has nothing for {', '.join(own.keys_missing)}"
                help = "write them, or list them under `without` if the language has nothing for them"
                yield Finding("BR405", what, Span(name), help, Severity.WARNING)


def _candidates(tag: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((tag, tag.partition("-")[0])))
