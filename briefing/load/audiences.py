"""The audiences of a workspace: each with what it inherits, and as a brief changes it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import ContentError, WorkspaceError
from briefing.core.finding import Finding, Span, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.files.workspace import Files, Names
from briefing.load.yaml.files import choose, open_document
from briefing.load.yaml.models import validate
from briefing.model.audience import Audience, AudienceChange, Extension
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.brief import Brief, Marking
from briefing.model.parts import MARKING, OPENING

AUDIENCE_FILE = "templates/audiences/{}/audience.yaml"


class Audiences(Names):
    """The names of the audiences, the workspace's and the shipped ones. A file is read when it is first needed."""

    def __init__(self, files: Files, parts: Names) -> None:
        super().__init__(files, AUDIENCE_FILE)
        self.parts = parts
        """The names of the parts and blocks that have a template."""

    def named(self, name: str) -> Audience:
        """Return an audience by its name. Raises SelectionError if it does not exist."""
        choose("audience", name, self)
        return self._known(name)[0]

    def lineage(self, name: str) -> tuple[str, ...]:
        """Return the names of an audience and of those that it extends, the nearest first."""
        return self._known(name)[1]

    def _known(self, name: str) -> tuple[Audience, tuple[str, ...]]:
        return self.files.remember((self, name), lambda: self._resolved(name, ()))

    def wanted_by(self, brief: Brief, source_map: SourceMap, name: str) -> Audience:
        """Return an audience with a brief's changes. If the brief has a marking, every audience must print it."""
        change = brief.audiences.get(name)
        audience = self.named(name)
        if change is not None:
            key: Key = ("audiences", name)
            if findings := self._wrong_parts(change, audience, source_map, key):
                raise ContentError(findings)
            audience = audience.changed(change)
        if brief.marking != Marking() and MARKING not in audience.parts:
            what = f"this marking would not be printed: the audience '{name}' has no part '{MARKING}'"
            help = f"add '{MARKING}' to the parts of {AUDIENCE_FILE.format(name)}"
            raise ContentError([Finding("BR313", what, source_map.key(("marking",)), help)])
        return audience

    def places_of(self, name: str) -> SourceMap:
        """Return the places of the values in an audience's own file."""
        return open_document(self.files, AUDIENCE_FILE.format(name), WorkspaceError).source_map

    def deciding_place(self, brief: Brief, source_map: SourceMap, name: str, key: str) -> Span:
        """Return the place that sets a key of an audience: in the brief, its own file, or one that it extends."""
        change = brief.audiences.get(name)
        if change is not None and dict(change.named_values()).get(key):
            return source_map.key(("audiences", name, key))
        for ancestor in self.lineage(name):
            source_map = self.places_of(ancestor)
            if (key,) in source_map.marks:
                return source_map.key((key,))
        return Span(AUDIENCE_FILE.format(name))

    def _resolved(self, name: str, descendants: tuple[str, ...]) -> tuple[Audience, tuple[str, ...]]:
        """Return an audience with what it inherits, and its lineage."""
        document = open_document(self.files, AUDIENCE_FILE.format(name), WorkspaceError)
        source_map = document.source_map
        ancestors: tuple[str, ...] = ()
        findings: list[Finding] = []
        if "extends" not in document.data:
            audience = validate(document, Audience, WorkspaceError)
        else:
            extension = validate(document, Extension, WorkspaceError)
            self._check_extended(extension.extends, (*descendants, name), source_map)
            base, ancestors = self._resolved(extension.extends, (*descendants, name))
            findings = self._wrong_parts(extension, base, source_map, ())
            audience = base.changed(extension)
        if "extends" not in document.data:
            findings = self._unknown_parts(audience.parts, source_map, ("parts",))
        if findings:
            raise WorkspaceError(findings)
        return audience, (name, *ancestors)

    def _check_extended(self, name: str, descendants: tuple[str, ...], source_map: SourceMap) -> None:
        where = source_map.value(("extends",))
        if name in descendants:
            what = f"circular `extends`: {' → '.join((*descendants, name))}"
            raise WorkspaceError([Finding("BR320", what, where, "remove `extends` from one of them")])
        if name not in self:
            help = suggest(name, self, noun="audiences")
            raise WorkspaceError([Finding("BR301", f"there is no audience '{name}'", where, help)])

    def _wrong_parts(
        self, change: AudienceChange, audience: Audience, source_map: SourceMap, key: Key
    ) -> list[Finding]:
        """Return the findings about the parts that a change of an audience names."""
        given = (("drop", change.drop), ("first", change.first), ("parts", change.parts or ()))
        unknown = [
            finding
            for name, parts in given
            for finding in self._unknown_parts(parts, source_map, (*key, name))
        ]
        return unknown or list(_not_printed(change, audience, source_map, (*key, "first")))

    def _unknown_parts(self, parts: tuple[str, ...], source_map: SourceMap, key: Key) -> list[Finding]:
        """Return a finding for each part that has no template."""
        missing = [part for part in parts if part in SHIPPED_KINDS or part not in self.parts]
        if not missing:
            return []
        names = [name for name in self.parts if name not in SHIPPED_KINDS]  # blocks belong in sections
        return [
            Finding(
                "BR310",
                f"there is no part '{part}'",
                source_map.value((*key, index)),
                suggest(part, names, noun="parts"),
            )
            for index, part in enumerate(parts)
            if part in missing
        ]


def _not_printed(
    change: AudienceChange, audience: Audience, source_map: SourceMap, key: Key
) -> Iterator[Finding]:
    """Yield a finding for each part that is to come first, but that the audience does not print."""
    parts = [part for part in change.parts or audience.parts if part not in change.drop]
    for index, part in enumerate(change.first):
        if part not in parts:
            what = f"'{part}' cannot come first: this audience does not print it"
            help = f"remove it; the parts are: {', '.join(one for one in parts if one not in OPENING)}"
            yield Finding("BR310", what, source_map.value((*key, index)), help)
