"""The addresses of a site that only lead to another page, and those that two things would have.

The address of a brief always leads to its current version: also that in the QR code of an older PDF, and that of a
brief which another one has superseded.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from briefing.site.catalogue import folder_of_files
from briefing.site.record import Version
from briefing.site.site import ASSETS, INDEX, SERIES, TOPICS, Site


def redirects_of(site: Site) -> Iterator[tuple[str, str, str]]:
    """Yield the path of each page that leads to another one, the path of that, and the language of both."""
    taken: set[str] = {
        site.page_of(version, language) for version in site.versions for language in version.languages
    }
    for version in site.catalogue.versions:
        for language in version.languages:
            for path in _former(site, version, language):
                if path not in taken:
                    taken.add(path)
                    yield path, *_target(site, version, language)


def _former(site: Site, version: Version, language: str) -> Iterator[str]:
    """Yield the paths at which readers may look for a version: of its brief, of its date, and in its QR code."""
    own = "" if language == version.language else f"{language}/"
    yield f"{version.brief}/{own}{INDEX}"
    yield f"{folder_of_files(version)}{own}{INDEX}"
    if language == version.language and (path := path_of_web(site, version)):
        yield path


def _target(site: Site, version: Version, language: str) -> tuple[str, str]:
    current = site.catalogue.current_of(version)
    chosen = language if language in current.languages else current.language
    return site.page_of(current, chosen), chosen


def path_of_web(site: Site, version: Version) -> str | None:
    """Return the path in the site of the address that the PDFs of a version name; None if it is elsewhere."""
    if site.address is None or version.web is None:
        return None
    address, base = urlsplit(version.web), urlsplit(site.address)
    if address.netloc.casefold() != base.netloc.casefold() or not f"{address.path}/".startswith(base.path):
        return None
    path = unquote(address.path.removeprefix(base.path)).strip("/")
    if (
        not path
        or any(part in ("", ".", "..") or part.startswith(".") for part in path.split("/"))
        or "\\" in path
    ):
        return None
    return path if path.endswith((".html", ".htm")) else f"{path}/{INDEX}"


def conflicts(site: Site) -> Iterator[tuple[Version, str]]:
    """Yield each version with an address that something else has: the name of its brief, or its `web`."""
    reserved = {SERIES, TOPICS, ASSETS, *site.languages}
    pages = {site.page_of(one, language): one for one in site.versions for language in one.languages}
    led = {f"{one.brief}/{INDEX}": one for one in site.versions}
    for version in site.catalogue.versions:
        if version.brief in reserved:
            yield version, version.brief
        path = path_of_web(site, version)
        other = pages.get(path or "") or led.get(path or "")
        is_taken = other is not None and other.brief != version.brief
        if path and (is_taken or path.partition("/")[0] in reserved or path == INDEX):
            yield version, path
