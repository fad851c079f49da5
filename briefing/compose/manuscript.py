"""The content of an edition as YAML: the variant of each text that it prints, and no other.

The file is attached to the PDF, so it omits the texts for other audiences and for parts that the edition lacks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import PurePosixPath
from urllib.parse import unquote

import yaml

from briefing.core.months import Month
from briefing.core.source_map import Key
from briefing.markdown.grammar import FACT, PICTURE_NAME
from briefing.markdown.typed_footnotes import without_footnotes
from briefing.model.audience import FootnotePlace
from briefing.model.base import Model
from briefing.model.blocks import READING_KEYS, Block, Data, Figure, OwnBlock
from briefing.model.brief import Author
from briefing.model.parts import AT_A_GLANCE, AUTHORS, COLOPHON, CONTACT, FURTHER_READING
from briefing.model.text import Flow, Line, Prose, Shown, Worded
from briefing.stages import Attachment, Job

FILE_NAME = "brief.yaml"
IN_TEXT = re.compile(
    r"(!\[[^\]]*\]\(\s*|^\s*\[[^\]]+\]:\s*)(?:<([^>\n]+)>|([^\s()]+\.(?:png|jpe?g|gif|webp|svg)))",
    re.IGNORECASE | re.MULTILINE,
)
"""A picture in Markdown, or the address of one in a link reference definition."""

ONLY_IN = {
    "at_a_glance": (AT_A_GLANCE,),
    "further_reading": (FURTHER_READING,),
    "contact": (CONTACT, COLOPHON),
}
"""Keys without texts of their own, which an edition contains only if it has one of these parts."""

OF_PICTURES = ("file", "logo", "portrait")
"""Keys for the name of a picture, which may have spaces."""

OF_AUTHORS = {COLOPHON: {"email", "orcid"}, AUTHORS: {"portrait", "bio"}}
"""The keys of an author that only one part prints, by this part."""


def write_manuscript(
    job: Job, title: str, printed: Collection[Key], cited: Iterable[str], files: Mapping[Key, str]
) -> Attachment:
    """Return the content of an edition; `printed` are the keys of its texts, `files` the names of data files."""
    writer = _Writer(job, printed, files)
    content = writer.node(job.brief, ()) or {}
    for key, parts in ONLY_IN.items():
        if not {*parts} & {*job.audience.parts}:
            content.pop(key, None)
    facts, glance = content.pop("facts", None), content.get("at_a_glance")
    content.pop("sources", None)
    wanted = writer.facts | set(glance if isinstance(glance, list) else ())
    given = facts.items() if isinstance(facts, dict) else ()
    used = {name: fact for name, fact in given if name in wanted}
    sources = {name: writer.whole(job.brief.sources[name], ("sources", name)) for name in cited}
    content |= {name: values for name, values in (("facts", used), ("sources", sources)) if values}
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return Attachment(FILE_NAME, text.encode(), title, job.brief.date, relationship="Source")


NOT_CONTENT = {"audiences", "only", "not", "short", "plain", "accept", "large_print", *READING_KEYS}
"""Keys that control selection or checks, which no edition contains; `file` of a figure is the picture it shows."""


def content_of(model: Model) -> Iterator[tuple[str, object]]:
    """Yield the values of a model that are content, including all keys of a custom block."""
    own = model.values if isinstance(model, OwnBlock) else {}
    yield from (
        (name, value) for name, value in model.named_values() if name not in NOT_CONTENT or name in own
    )


class _Writer:
    """One pass over a model, which counts the texts found and those printed."""

    def __init__(self, job: Job, printed: Collection[Key], files: Mapping[Key, str]) -> None:
        self.job, self.printed, self.files = job, printed, files
        self.met, self.kept = 0, 0
        self.facts: set[str] = set()
        self.takes_all = False
        self.pictures: dict[str, str] = {}

    def whole(self, model: Model, key: Key) -> object:
        """Return a model with all of its texts, printed or not."""
        self.takes_all = True
        try:
            return self.node(model, key)
        finally:
            self.takes_all = False

    def value(self, value: object, key: Key) -> object:
        """Return a value as YAML writes it, or None to omit it."""
        if isinstance(value, Shown) and not value.is_for(self.job.edition.audience):
            return None
        if isinstance(value, Line | Prose):
            return self.text(value, key)
        if isinstance(value, Data):
            return self.files.get(key[:-1])
        if isinstance(value, str) and (key[-1] in OF_PICTURES or PICTURE_NAME.fullmatch(value)):
            return self.picture(value)
        if isinstance(value, Model):
            return self.node(value, key)
        if isinstance(value, tuple):
            items = [self.value(item, (*key, index)) for index, item in enumerate(value)]
            return [item for item in items if item is not None] or None
        if isinstance(value, Mapping):
            return dict(self.items(value.items(), key)) or None
        return _plain(value)

    def items(self, values: Iterable[tuple[str, object]], key: Key) -> Iterator[tuple[str, object]]:
        for name, value in values:
            written = self.value(value, (*key, name))
            if written is not None:
                yield name, written

    def node(self, model: Model, key: Key) -> dict[str, object] | None:
        """Return the values of a model, or None if it has texts and none of them was printed."""
        met, kept = self.met, self.kept
        written = dict(self.items(_values(model, self.job), key))
        if isinstance(model, Worded):
            text = self.text(model, key)
            written = {**written, "text": text} if text else {k: v for k, v in written.items() if k != "text"}
        numbers = written.get("numbers") if isinstance(model, Block) else None
        if isinstance(numbers, dict):
            self.facts.update(numbers.get("facts", ()))
        is_unseen = self.met > met and self.kept == kept
        return None if is_unseen or not written else written

    def text(self, worded: Worded, key: Key) -> str | None:
        """Return the variant that this edition printed, if any."""
        chosen = worded.chosen(self.job.audience.register_)
        if chosen is None:
            return None
        register, words = chosen
        self.met += 1
        if not self.takes_all and (*key, register.value) not in self.printed:
            return None
        self.kept += 1
        if self.job.audience.footnotes is FootnotePlace.NONE:
            words = without_footnotes(words, is_block=worded.flow is Flow.BLOCK)
        self.facts.update(match["id"] for match in FACT.finditer(words))
        return self.without_names(words)

    def picture(self, file: str) -> str:
        """Return a neutral name for a picture, since its real file name may be internal."""
        ending = PurePosixPath(file).suffix.lower()
        return self.pictures.setdefault(unquote(file), f"picture-{len(self.pictures) + 1}{ending}")

    def without_names(self, words: str) -> str:
        """Return a text with neutral names for its pictures."""
        if PICTURE_NAME.fullmatch(words.strip()):
            return self.picture(words.strip())
        return IN_TEXT.sub(lambda match: f"{match[1]}{self.picture(match[2] or match[3])}", words)


def _values(model: Model, job: Job) -> Iterator[tuple[str, object]]:
    hidden: set[str] = set()
    if isinstance(model, Author):
        hidden.update(*(keys for part, keys in OF_AUTHORS.items() if part not in job.audience.parts))
    if isinstance(model, Worded):
        hidden = hidden | {"text"}
    shown = {"file": model.shown_file(is_large=job.edition.is_large)} if isinstance(model, Figure) else {}
    return ((name, shown.get(name, value)) for name, value in content_of(model) if name not in hidden)


def _plain(value: object) -> object:
    """Return a scalar of YAML, or None to omit a false or missing value."""
    if value is None or value is False:
        return None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    is_plain = isinstance(value, str | int | date) and not isinstance(value, Month)
    return value if is_plain else str(value)


class _Dumper(yaml.SafeDumper):
    """A dumper that writes texts of several lines as literal blocks."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
