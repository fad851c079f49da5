"""The audiences of a workspace: each with what it takes over from those that it extends, and as a brief wants it."""

from __future__ import annotations

from briefing.core.errors import ContentError, WorkspaceError
from briefing.core.finding import Finding, Span, suggest
from briefing.core.source_map import Key, SourceMap
from briefing.files.workspace import Files, Names
from briefing.load.yaml.files import choose, open_document
from briefing.load.yaml.models import validate
from briefing.model.audience import Audience, Extension
from briefing.model.blocks import SHIPPED_KINDS
from briefing.model.brief import Brief, Marking
from briefing.model.parts import MARKING

AUDIENCE_FILE = "templates/audiences/{}/audience.yaml"


class Audiences(Names):
    """The names of the audiences, the user's and the shipped ones; each file is read when it is asked for."""

    def __init__(self, files: Files, parts: Names) -> None:
        super().__init__(files, AUDIENCE_FILE)
        self.parts = parts
        """The names of the parts and blocks that there are templates for."""

    def named(self, name: str) -> Audience:
        """An audience by its name. Raises SelectionError for one that does not exist."""
        choose("audience", name, self)
        return self._known(name)[0]

    def lineage(self, name: str) -> tuple[str, ...]:
        """An audience and those that it extends, the nearest first."""
        return self._known(name)[1]

    def _known(self, name: str) -> tuple[Audience, tuple[str, ...]]:
        return self.files.remember((self, name), lambda: self._resolved(name, ()))

    def wanted_by(self, brief: Brief, source_map: SourceMap, name: str) -> Audience:
        """An audience as one brief wants it. A marking of the brief must have its part in every audience."""
        change = brief.audiences.get(name)
        audience = self.named(name)
        if change is not None:
            given = (("drop", change.drop), ("parts", change.parts or ()))
            if findings := [
                finding
                for key, parts in given
                for finding in self._unknown_parts(parts, source_map, ("audiences", name, key))
            ]:
                raise ContentError(findings)
            audience = audience.changed(change)
        if brief.marking != Marking() and MARKING not in audience.parts:
            what = f"the audience '{name}' has no part '{MARKING}', so this marking would not be printed"
            help = f"add '{MARKING}' to the parts of {AUDIENCE_FILE.format(name)}"
            raise ContentError([Finding("BR313", what, source_map.key(("marking",)), help)])
        return audience

    def places_of(self, name: str) -> SourceMap:
        """Where the values of an audience's own file stand."""
        return open_document(self.files, AUDIENCE_FILE.format(name), WorkspaceError).source_map

    def deciding_place(self, brief: Brief, source_map: SourceMap, name: str, key: str) -> Span:
        """Where it is said what an audience has under a key: in the brief, in its own file, or one it extends."""
        change = brief.audiences.get(name)
        if change is not None and dict(change.named_values()).get(key):
            return source_map.key(("audiences", name, key))
        for ancestor in self.lineage(name):
            own = self.places_of(ancestor)
            if (key,) in own.marks:
                return own.key((key,))
        return Span(AUDIENCE_FILE.format(name))

    def _resolved(self, name: str, on_the_way: tuple[str, ...]) -> tuple[Audience, tuple[str, ...]]:
        """An audience with what it takes over from those that it extends, and their names."""
        document = open_document(self.files, AUDIENCE_FILE.format(name), WorkspaceError)
        source_map = document.source_map
        ancestors: tuple[str, ...] = ()
        findings: list[Finding] = []
        if "extends" not in document.data:
            audience = validate(document, Audience, WorkspaceError)
        else:
            extension = validate(document, Extension, WorkspaceError)
            self._check_extended(extension.extends, (*on_the_way, name), source_map)
            base, ancestors = self._resolved(extension.extends, (*on_the_way, name))
            findings = self._unknown_parts(extension.drop, source_map, ("drop",))
            audience = base.changed(extension)
        if findings := [*findings, *self._unknown_parts(audience.parts, source_map, ("parts",))]:
            raise WorkspaceError(findings)
        return audience, (name, *ancestors)

    def _check_extended(self, name: str, on_the_way: tuple[str, ...], source_map: SourceMap) -> None:
        where = source_map.value(("extends",))
        if name in on_the_way:
            what = f"the audiences extend each other in a circle: {' → '.join((*on_the_way, name))}"
            raise WorkspaceError([Finding("BR320", what, where, "let one of them stand alone")])
        if name not in self:
            help = suggest(name, self, noun="audiences")
            raise WorkspaceError([Finding("BR301", f"there is no audience '{name}'", where, help)])

    def _unknown_parts(self, parts: tuple[str, ...], source_map: SourceMap, key: Key) -> list[Finding]:
        """The findings for parts that there is no template for."""
        missing = [part for part in parts if part in SHIPPED_KINDS or part not in self.parts]
        if not missing:
            return []
        names = [name for name in self.parts if name not in SHIPPED_KINDS]  # blocks stand in sections
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
