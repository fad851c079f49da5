"""The versions of a site in their relations: which is the newest, what replaces what, and where each has its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from briefing.site.record import Version


class Catalogue:
    """The published versions. A brief is superseded if the newest version of another one says so."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self.versions: Sequence[Version] = sorted(
            versions, key=lambda one: (one.day, one.brief), reverse=True
        )
        """All versions, the newest first."""

    @cached_property
    def newest(self) -> dict[str, Version]:
        """The newest version of each brief, by the name of the brief."""
        found: dict[str, Version] = {}
        for version in self.versions:
            found.setdefault(version.brief, version)
        return found

    @cached_property
    def superseding(self) -> dict[str, str]:
        """The name of the brief that replaces a brief, by the name of the replaced one."""
        return {
            replaced: version.brief
            for version in reversed(self.newest.values())
            for replaced in version.supersedes
            if replaced in self.newest
        }

    @property
    def current(self) -> list[Version]:
        """The versions that nothing replaces, the newest first."""
        return [version for version in self.newest.values() if version.brief not in self.superseding]

    @cached_property
    def _successors(self) -> dict[tuple[str, str], Version]:
        """The version that replaces each version directly, unless it is current."""
        found: dict[tuple[str, str], Version] = {}
        later: dict[str, Version] = {}
        for version in self.versions:
            if version.brief in later:
                found[version.key] = later[version.brief]
            elif version.brief in self.superseding:
                found[version.key] = self.newest[self.superseding[version.brief]]
            later[version.brief] = version
        return found

    @cached_property
    def _histories(self) -> dict[tuple[str, str], list[Version]]:
        """All versions that lead to each current version, by its key."""
        found: dict[tuple[str, str], list[Version]] = {}
        for version in self.versions:
            found.setdefault(self.current_of(version).key, []).append(version)
        return found

    def successor(self, version: Version) -> Version | None:
        """Return the version that replaces a version directly; None if it is current."""
        return self._successors.get(version.key)

    def current_of(self, version: Version) -> Version:
        """Return the current version to which the chain of successors leads."""
        while (after := self.successor(version)) is not None:
            version = after
        return version

    def history(self, version: Version) -> list[Version]:
        """Return all versions that lead to the same current version, the newest first."""
        return self._histories[self.current_of(version).key]

    def superseded_by(self, version: Version) -> list[Version]:
        """Return the versions that a version replaces directly, the newest first."""
        return [one for one in self.history(version) if self.successor(one) == version]

    def folder_of(self, version: Version) -> str:
        """Return the folder of the page of a version: that of its brief if it is current."""
        is_current = self.successor(version) is None
        return f"{version.brief}/" if is_current else folder_of_files(version)

    def cycles(self) -> Iterator[tuple[str, ...]]:
        """Yield each group of briefs that replace each other in a circle, from one of them."""
        seen: set[str] = set()
        for start in sorted(self.superseding):
            chain = [start]
            while (after := self.superseding.get(chain[-1])) and after not in chain:
                chain.append(after)
            if after == start and not seen & {*chain}:
                seen |= {*chain}
                yield tuple(chain)


def folder_of_files(version: Version) -> str:
    """Return the folder of the files of a version, which never move."""
    return f"{version.brief}/{version.date}/"
