"""What an edition was made from, as YAML: its own wording of each text that it prints, and no other.

What other audiences read, and what this one has no part for, is left out: the file goes with the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import PurePosixPath
from urllib.parse import unquote

import yaml

from briefing.core.source_map import Key
from briefing.markdown import PICTURE_NAME
from briefing.model.base import Model
from briefing.model.blocks import Block, Data, OwnBlock
from briefing.model.brief import Author
from briefing.model.parts import AT_A_GLANCE, COLOPHON
from briefing.model.text import Line, Prose, Shown, Worded
from briefing.stages import Attachment, Job

FILE_NAME = "brief.yaml"
IN_TEXT = re.compile(
    r"(!\[[^\]]*\]\(\s*|^\s*\[[^\]]+\]:\s*)(?:<([^>\n]+)>|([^\s()]+\.(?:png|jpe?g|gif|webp|svg)))",
    re.IGNORECASE | re.MULTILINE,
)
"""A picture in Markdown, and the address of one that stands in a line of its own."""

FACT = re.compile(r"\{([A-Za-z][\w-]*)\}")
PRIVATE = {"email", "orcid"}
"""What is said of an author in the colophon alone."""


def write_manuscript(
    job: Job, title: str, printed: Collection[Key], cited: Iterable[str], files: Mapping[Key, str]
) -> Attachment:
    """The content of an edition as a file; `printed` are the places of its texts, `files` those of data."""
    writer = _Writer(job, printed, files)
    content = writer.node(job.brief, ()) or {}
    if AT_A_GLANCE not in job.audience.parts:
        content.pop("at_a_glance", None)
    facts, glance = content.pop("facts", None), content.get("at_a_glance")
    content.pop("sources", None)
    wanted = writer.facts | set(glance if isinstance(glance, list) else ())
    given = facts.items() if isinstance(facts, dict) else ()
    used = {name: fact for name, fact in given if name in wanted}
    sources = {name: writer.whole(job.brief.sources[name], ("sources", name)) for name in cited}
    content |= {name: values for name, values in (("facts", used), ("sources", sources)) if values}
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return Attachment(FILE_NAME, text.encode(), title, job.brief.date, relationship="Source")


NOT_CONTENT = {"audiences", "only", "not", "short", "plain", "accept"}
"""Keys that steer the selection or the checks; no edition has them."""


def content_of(model: Model) -> Iterator[tuple[str, object]]:
    """Yield the values of a model that are content; every key that a block has of its own is."""
    own = model.values if isinstance(model, OwnBlock) else {}
    yield from (
        (name, value) for name, value in model.named_values() if name not in NOT_CONTENT or name in own
    )


class _Writer:
    """One pass over a model; counts the texts that it meets, and those that were printed."""

    def __init__(self, job: Job, printed: Collection[Key], files: Mapping[Key, str]) -> None:
        self.job, self.printed, self.files = job, printed, files
        self.met, self.kept = 0, 0
        self.facts: set[str] = set()
        self.takes_all = False
        self.pictures: dict[str, str] = {}

    def whole(self, model: Model, key: Key) -> object:
        """A model with all of its texts, printed or not."""
        self.takes_all = True
        try:
            return self.node(model, key)
        finally:
            self.takes_all = False

    def value(self, value: object, key: Key) -> object:
        """A value as YAML has it; None for what is left out."""
        if isinstance(value, Shown) and not value.is_for(self.job.edition.audience):
            return None
        if isinstance(value, Line | Prose):
            return self.text(value, key)
        if isinstance(value, Data):
            return self.files.get(key[:-1])
        if isinstance(value, str) and PICTURE_NAME.fullmatch(value):
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
        """The values of a model; None where it has texts, and none of them was printed."""
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
        """The wording that this edition printed."""
        chosen = worded.chosen(self.job.audience.register_)
        if chosen is None:
            return None
        register, words = chosen
        self.met += 1
        if not self.takes_all and (*key, register.value) not in self.printed:
            return None
        self.kept += 1
        self.facts.update(FACT.findall(words))
        return self.without_names(words)

    def picture(self, file: str) -> str:
        """A name for a picture that says nothing of the one it has beside the brief: that may be for colleagues."""
        ending = PurePosixPath(file).suffix.lower()
        return self.pictures.setdefault(unquote(file), f"picture-{len(self.pictures) + 1}{ending}")

    def without_names(self, words: str) -> str:
        """A text whose pictures have other names."""
        if PICTURE_NAME.fullmatch(words.strip()):
            return self.picture(words.strip())
        return IN_TEXT.sub(lambda match: f"{match[1]}{self.picture(match[2] or match[3])}", words)


def _values(model: Model, job: Job) -> Iterator[tuple[str, object]]:
    hidden = PRIVATE if isinstance(model, Author) and COLOPHON not in job.audience.parts else set()
    if isinstance(model, Worded):
        hidden = hidden | {"text"}
    return ((name, value) for name, value in content_of(model) if name not in hidden)


def _plain(value: object) -> object:
    """A scalar that YAML knows; what is false or missing goes without saying."""
    if value is None or value is False:
        return None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | date) else str(value)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they were typed."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
