"""The contents of a workspace: its settings, briefs, audiences, labels and scales, each read and validated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import PurePosixPath
from typing import TypeVar

from briefing.core.errors import BriefingError, ContentError, WorkspaceError, error_of
from briefing.core.finding import Finding, Severity, Span, has_errors, sorted_findings, suggest
from briefing.core.source_map import NO_PLACE, Key, SourceMap
from briefing.files.layers import SETTINGS_FILE
from briefing.files.workspace import Files, Names
from briefing.load.audiences import Audiences
from briefing.load.data.gather import gather_data
from briefing.load.languages import COMMON, LABELS_FILE, Languages
from briefing.load.misnamed_files import find_misnamed, misnamed_next_to
from briefing.load.set_values import set_shared_values, set_values
from briefing.load.shared import CONTACT, SharedContent, join_contact, join_shared, open_shared
from briefing.load.sources.source_files import join_sources
from briefing.load.text_files import join_texts
from briefing.load.themes import check_choice
from briefing.load.translation import find_untranslated, lay_over, texts_of
from briefing.load.validation.custom_blocks import check_own_blocks
from briefing.load.validation.custom_fields import check_custom_fields
from briefing.load.validation.exhibits import check_exhibits
from briefing.load.validation.instructions import find_instructions
from briefing.load.validation.likelihoods import check_estimates, check_exclusive, check_scale
from briefing.load.validation.literal_text.cells import check_cells
from briefing.load.validation.literal_text.written import NO_WORDS, DraftWords
from briefing.load.validation.output_intent import check_output_intent
from briefing.load.validation.references import Known, Named, check_references, check_settings
from briefing.load.yaml.files import choose, is_there, open_document, open_model_once
from briefing.load.yaml.models import Reading, read_model, respell_keys
from briefing.load.yaml.reader import Data, Document
from briefing.model.brief import Brief
from briefing.model.labels import Labels, Scale
from briefing.model.parts import PIECES
from briefing.model.settings import Settings
from briefing.model.theme import ChosenTheme
from briefing.text.lexicon import units_of

SLUG = r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*"
"""The name of a brief's folder, and so the start of its files' names."""

EXHIBITS = ("table", "figure", "box")
"""The labels that begin the caption of an exhibit."""

OPEN_IN_DRAFTS = ("BR046", "BR218", "BR316", "BR321", "BR501")
"""The errors that are warnings in drafts: a placeholder, a wrong total or sum of likelihoods, a missing translation or
image."""

BRIEF_FILE = "brief.yaml"

NAMED_IN = {"facts": "BR303", "sources": "BR302", "sections": "BR305"}
"""The keys under which things get names, and the code of the finding for an unknown name."""

NO_SETTINGS: tuple[Settings, SourceMap | None] = (Settings(), None)

V = TypeVar("V")


@dataclass(frozen=True)
class Loaded:
    """A brief that was read, the places of its values, and the findings about it.

    If there are errors among the findings, the brief has placeholders for the wrong values.
    It can then be checked, but not built.
    """

    slug: str
    brief: Brief
    source_map: SourceMap
    findings: tuple[Finding, ...] = ()
    untranslated: Mapping[Key, Finding] = field(default_factory=dict)
    """The errors among the findings for texts that are not translated, by the keys of the texts."""
    shared: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    """The parts of the shared content that it has, by their keys in it."""

    @property
    def error(self) -> BriefingError | None:
        """The error to raise for the findings; None if the brief can be built."""
        return error_of(self.findings)

    def checked(self) -> Loaded:
        """Return the same brief if it has no errors. Raises ContentError or WorkspaceError with all findings."""
        if error := self.error:
            raise error
        return self

    def so_far(self) -> Loaded:
        """Return the same translation without findings for missing texts: an edition may not print them."""
        missing = set(self.untranslated.values())
        return replace(self, findings=tuple(found for found in self.findings if found not in missing))


def once(make: Callable[[Library], V]) -> Callable[[Library], V]:
    """Decorate a value that a library makes once. Every use counts as a read of the files that it came from."""

    @wraps(make)
    def remembered(library: Library) -> V:
        return library.files.remember((library, make), lambda: make(library))

    return remembered


class Library:
    """Everything in one workspace. A file is read when it is first needed."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.briefs = Names(files, f"content/{{}}/{BRIEF_FILE}")
        self.scales = Names(files, "templates/scales/{}.yaml")
        self.papers = Names(files, "styles/papers/{}.css")
        self.citation_styles = Names(files, "templates/citation-styles/{}.csl")
        self.parts = Names(files, "templates/parts/{}.j2.html")
        self.audiences = Audiences(files, self.parts)
        self.languages = Languages(files)

    @property
    @once
    def slugs(self) -> tuple[str, ...]:
        """The names of the briefs, in order."""
        return tuple(self.briefs)

    @property
    @once
    def misnamed(self) -> dict[str, list[Finding]]:
        """The findings for content that is not read because of its name, by folder; "" is `content/` itself."""
        return find_misnamed(self.files)

    @property
    @once
    def scale_names(self) -> tuple[str, ...]:
        """The names of the scales of likelihood."""
        return tuple(self.scales)

    @property
    @once
    def settings(self) -> Settings:
        """The workspace's settings; the defaults if there is no file."""
        return self.settings_for("")[0]

    def settings_for(self, language: str) -> tuple[Settings, SourceMap | None]:
        """Return the settings for editions in a language, and their places; `workspace.es.yaml` translates them."""
        key = (self, "settings", language)
        return self.files.remember(key, lambda: self._settings_in(language))

    def _settings_in(self, language: str) -> tuple[Settings, SourceMap | None]:
        is_set = is_there(self.files, SETTINGS_FILE)
        document = Document({}, SourceMap(SETTINGS_FILE, ""))
        if is_set:
            document = open_document(self.files, SETTINGS_FILE, ContentError, may_be_empty=True)
        file = SETTINGS_FILE.replace(".yaml", f".{language}.yaml")
        if is_set and is_there(self.files, file):
            document = lay_over(
                document, open_document(self.files, file, ContentError, may_be_empty=True), Settings
            )
        if CONTACT not in document.data:
            document = join_contact(document, self.shared_for(language))
        if not document.data and not is_set:
            return Settings(), None
        reading = read_model(document, Settings)
        settings, source_map = reading.value, reading.source_map
        if settings is None:
            raise ContentError(reading.findings)
        _, of_theme = check_choice(settings.theme, source_map, self.files)
        checked = [
            *of_theme,
            *check_settings(settings, source_map, self.audiences, self.citation_styles),
            *find_untranslated(settings, source_map).values(),
            *check_output_intent(settings.output_intent, source_map, self.files),
        ]
        if checked or has_errors(reading.findings):
            findings = (*reading.findings, *checked)
            raise ContentError(finding for finding in findings if finding.where != NO_PLACE)
        return settings, source_map

    @property
    @once
    def theme(self) -> ChosenTheme:
        """The theme of the workspace, with the values of its options."""
        settings, source_map = self.settings_for("")
        return check_choice(settings.theme, source_map or SourceMap(SETTINGS_FILE, ""), self.files)[0]

    def _settings_left(self, language: str, brief: Brief) -> Iterator[Finding]:
        """Return a warning for each text of the settings that a brief takes and that is not translated."""
        settings, source_map = self.settings_for(language)
        if source_map is None or source_map.beneath:
            return
        own: set[Key] = {("custom", name) for name in brief.custom}
        own |= {("publisher",)} if brief.publisher else set()
        for key in texts_of(settings):
            if {key[:1], key[:2]} & own:
                continue
            what = f"'{'.'.join(map(str, key[:-1]))}' has no translation into '{language}'"
            help = f"add it to {SETTINGS_FILE.replace('.yaml', f'.{language}.yaml')}"
            yield Finding("BR323", what, source_map.key(key), help, Severity.WARNING)

    def brief(self, slug: str, *, is_draft: bool = False) -> Loaded:
        """Return a brief by the name of its folder. Raises ContentError or WorkspaceError with all findings."""
        return self.read_brief(slug, is_draft=is_draft).checked()

    def read_brief(self, slug: str, *, is_draft: bool = False) -> Loaded:
        """Return a brief with its errors as findings. Raises ContentError if there is nothing to check."""
        key = (self, "brief", slug, is_draft)
        return self.files.remember(key, lambda: self._brief(slug, is_draft=is_draft))

    def _brief(self, slug: str, *, is_draft: bool) -> Loaded:
        choose("brief", slug, self.briefs)
        if not re.fullmatch(SLUG, slug):
            what = f"invalid folder name '{slug}': the PDF is named after it"
            help = "rename it to at most 80 lower-case letters and digits, with hyphens between words"
            raise ContentError([Finding("BR210", what, Span(f"content/{slug}"), help)])
        document = join_sources(self._open_brief(slug), self.files)
        language = str(document.data.get("language", "en"))
        document = self._joined(document, lambda: self.shared_for(language))
        return self._checked(slug, document, is_draft=is_draft)

    def _joined(self, document: Document, shared: Callable[[], SharedContent]) -> Document:
        """Return a brief's document with the shared content that it names, and values set in that."""

        def is_shared(section: str, name: str) -> bool:
            return shared().value(section, name) is not None

        return set_shared_values(join_shared(document, shared), self.files.set_values, is_shared)

    def shared_for(self, language: str, *, is_translation: bool = False) -> SharedContent:
        """Return the shared content for editions in a language; no use of it is recorded yet.

        Raises ContentError or WorkspaceError if it cannot be read.
        """
        return open_shared(self.files, language, is_translation=is_translation)

    def _open_brief(self, slug: str) -> Document:
        document = open_document(self.files, f"content/{slug}/{BRIEF_FILE}", ContentError)
        document = join_texts(respell_keys(document, Brief), self.files)
        return set_values(document, self.files.set_values)

    def find_paper_error(self, paper: str, where: Span) -> Finding | None:
        """Return the finding for a paper that has no stylesheet; None if it has one."""
        if paper in self.papers:
            return None
        help = suggest(paper, self.papers, noun="papers")
        return Finding("BR507", f"there is no paper '{paper}'", where, help)

    def misnamed_next_to(self, slug: str) -> list[Finding]:
        """Return the findings for files next to a brief that are not read because of their names."""
        return misnamed_next_to(slug, self.files)

    def translations(self, slug: str) -> tuple[str, ...]:
        """Return the languages that a brief is translated into, from the names of its files: `brief.es.yaml`."""
        files = self.files.list(f"content/{slug}/brief.*.yaml")
        return tuple(PurePosixPath(name).name.split(".", 1)[1].removesuffix(".yaml") for name in files)

    def read_translation(self, slug: str, language: str, *, is_draft: bool = False) -> Loaded:
        """Return a brief in another language with its errors as findings; in a draft, texts may be missing.

        Raises ContentError if there is nothing to check.
        """
        key = (self, "brief", slug, is_draft, language)
        return self.files.remember(key, lambda: self._translation(slug, language, is_draft=is_draft))

    def _translation(self, slug: str, language: str, *, is_draft: bool) -> Loaded:
        file = f"content/{slug}/brief.{language}.yaml"
        if self.languages.find(language) is None:
            what = f"there are no labels for the language '{language}'"
            help = f"add {LABELS_FILE.format(language)}, or rename the file if it is not a translation"
            raise ContentError([Finding("BR308", what, Span(file), help)])
        over = join_texts(open_document(self.files, file, ContentError), self.files)
        base = self._open_brief(slug)
        over = self._in_language(over, language, str(base.data.get("language", "en")))
        texts = (over.source_map.source, *(other.source for other in over.source_map.elsewhere.values()))
        base = join_sources(base, self.files, "\n".join(texts))
        laid = lay_over(base, over, Brief)
        laid = self._joined(laid, lambda: self.shared_for(language, is_translation=True))
        loaded = self._checked(slug, laid, is_draft=is_draft)
        return replace(loaded, findings=(*loaded.findings, *self._settings_left(language, loaded.brief)))

    def _in_language(self, document: Document, language: str, base_language: str) -> Document:
        """Return a translation with the language that its file name gives."""
        said = document.data.get("language", language)
        where = (
            document.source_map.value(("language",))
            if "language" in document.data
            else Span(document.source_map.file)
        )
        if said != language:
            what = f"the language is '{said}', but the file name says '{language}'"
            raise ContentError(
                [Finding("BR209", what, where, f"write `language: {language}`, or rename the file")]
            )
        if language == base_language:
            what = f"{BRIEF_FILE} is also written in '{language}'"
            raise ContentError(
                [Finding("BR304", what, where, "remove one of the two files, or correct its language")]
            )
        return replace(document, data={**document.data, "language": language})

    def _checked(self, slug: str, document: Document, *, is_draft: bool = False) -> Loaded:
        """Return the brief of a document with all of its findings.

        Raises ContentError if the data is no brief even with placeholders.
        """
        document, gathered = gather_data(document, self.files)
        reading = read_model(document, Brief)
        brief, source_map = reading.value, reading.source_map
        if brief is None:
            raise ContentError(reading.findings)
        beside: list[Finding] = []
        scale = _taken(lambda: self._scale_of(brief), None, beside)
        known = Known(
            audiences=self.audiences,
            scales=self.scales,
            scale=scale,
            files=Names(self.files, f"content/{slug}/{{}}", with_folders=True),
            uncited=document.uncited,
            named=_named_in(document) if has_errors(reading.findings) else Named(),
            draft_words=_taken(lambda: self.draft_words(brief.language), NO_WORDS, beside),
        )
        nothing: tuple[str, ...] = ()
        estimative = _taken(lambda: self._estimative_words(brief.language), nothing, beside) if scale else ()

        def page_parts() -> frozenset[str]:
            return _taken(lambda: self._page_parts, frozenset(), beside)

        def settings() -> tuple[Settings, SourceMap | None]:
            return self.settings_for(brief.language)

        def totals() -> tuple[str, ...]:
            return _taken(lambda: self.languages.vocabulary_of(brief.language).totals, nothing, beside)

        untranslated = find_untranslated(brief, source_map)
        findings = [
            *reading.findings,
            *untranslated.values(),
            *check_references(brief, source_map, known),
            *check_exclusive(brief, source_map, scale, self.audiences),
            *check_exhibits(brief, source_map, gathered, known.files, totals),
            *check_cells(brief, gathered, known.draft_words),
            *check_own_blocks(brief, reading.data, source_map, self.files, page_parts),
            *check_custom_fields(brief, source_map, *_taken(settings, NO_SETTINGS, beside), self.files),
            *check_estimates(brief, source_map, scale, estimative),
            *self._instructions_left(brief, source_map, settings),
            *beside,
        ]
        if is_draft:
            findings = [found.as_warning() if found.code in OPEN_IN_DRAFTS else found for found in findings]
        following = _following(reading, document) if has_errors(reading.findings) else ()
        kept = (found for found in findings if found.where != NO_PLACE and found.code not in following)
        missing = {} if is_draft else untranslated
        return Loaded(slug, brief, source_map, sorted_findings(kept), missing, document.shared)

    def _instructions_left(
        self, brief: Brief, source_map: SourceMap, settings: Callable[[], tuple[Settings, SourceMap | None]]
    ) -> Iterator[Finding]:
        """Yield the instructions of `brief new` that the editions of a brief would print; drafts may."""
        if brief.marking.status == "draft":
            return
        yield from find_instructions(source_map, BRIEF_FILE, self.files)
        if of_settings := _taken(settings, NO_SETTINGS, [])[1]:
            yield from find_instructions(of_settings, PurePosixPath(SETTINGS_FILE).name, self.files)

    def _scale_of(self, brief: Brief) -> Scale | None:
        name = brief.outlook.scale
        return self.scale(name, brief.language) if name and name in self.scales else None

    @property
    @once
    def _page_parts(self) -> frozenset[str]:
        """The parts of all audiences."""
        parts = {part for name in self.audiences for part in self.audiences.named(name).parts}
        return frozenset({*parts, *PIECES})

    def labels(self, loaded: Loaded) -> Labels:
        """Return the labels of a brief's language, or of the language that its tag starts with."""
        language = loaded.brief.language
        found = self.languages.find(language)
        if found:
            return self.languages.labels_of(found)
        help = f"add {LABELS_FILE.format(language)}; {suggest(language, self.languages, noun='languages')}"
        where = loaded.source_map.value(("language",))
        raise ContentError(
            [Finding("BR308", f"there are no labels for the language '{language}'", where, help)]
        )

    def _estimative_words(self, language: str) -> tuple[str, ...]:
        found = self.languages.find(language)
        return self.languages.labels_of(found).estimative if found else ()

    def draft_words(self, language: str) -> DraftWords:
        """Return the words that show that a text is not finished, in a language and in English."""
        return self.files.remember((self, "draft_words", language), lambda: self._draft_words_in(language))

    def _draft_words_in(self, language: str) -> DraftWords:
        found = dict.fromkeys(name for name in (self.languages.find(language), COMMON) if name)
        cues = [self.languages.labels_of(name).cues for name in found]
        words = self.languages.vocabulary_of(language)
        return DraftWords(
            notes=tuple(word for one in cues for word in one.placeholders),
            blanks=tuple(word for one in cues for word in one.blanks),
            messages=tuple(word for one in cues for word in one.leftovers),
            counted=(*words.percent, *words.multipliers, *words.years, *units_of(words)),
            language=language,
            has_spaced_colons=":" in self.languages.labels_of(next(iter(found))).spaces,
            exhibits=tuple(
                label
                for one in found
                for name in EXHIBITS
                if (label := self.languages.labels_of(one).labels.get(name))
            ),
            captions=tuple(word for one in cues for word in one.captions),
        )

    def scale(self, name: str, language: str) -> Scale:
        """Return a scale of likelihood, translated if it has the language. Raises WorkspaceError if it is ambiguous."""
        scale, source_map = open_model_once(self.files, f"templates/scales/{name}.yaml", Scale)
        findings = check_scale(scale, source_map)
        if findings:
            raise WorkspaceError(findings)
        return scale.in_language(language)


def _taken(make: Callable[[], V], otherwise: V, findings: list[Finding]) -> V:
    """Return the result of `make`; if it fails, add its findings to the list and return `otherwise`."""
    try:
        return make()
    except BriefingError as error:
        findings += error.findings
        return otherwise


def _named_in(document: Document) -> Named:
    """Return the names that a file gives, even those of things that have errors, or of a key used twice."""

    def given(key: str) -> tuple[Data, ...]:
        again = (value for (name, *_), value in document.repeated if name == key)
        return (document.data.get(key), *again)

    def names(key: str) -> tuple[str, ...]:
        return tuple(name for value in given(key) if isinstance(value, dict) for name in value)

    ids = (name for value in given("sections") for name in _ids_in(value))
    return Named(facts=names("facts"), sources=names("sources"), ids=tuple(ids))


def _ids_in(data: Data) -> Iterator[str]:
    """Return the values of `id` in data, at any depth."""
    if isinstance(data, dict) and isinstance(name := data.get("id"), str):
        yield name
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _ids_in(item)


def _following(reading: Reading[Brief], document: Document) -> set[str]:
    """Return the codes of findings that may follow from others: an unknown name may be in what cannot be read."""
    lost = {key[0] for key in reading.source_map.gaps if len(key) == 1}
    following = {code for key, code in NAMED_IN.items() if key in lost}
    has_all_sources = document.has_all_sources and not any(
        key == ("sources",) and not isinstance(value, dict) for key, value in document.repeated
    )
    return {*following, "BR315"} if has_all_sources else {*following, "BR302", "BR315"}
