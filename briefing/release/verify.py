"""Verifies a kit or a site: every file is there and unchanged, there is no other, manifest and signatures match."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from briefing.core.errors import MachineError, PromiseError, SelectionError
from briefing.core.finding import Finding, Span, has_errors, sorted_findings
from briefing.files.bounded_reading import read_file
from briefing.pdf.objects import UnreadableError
from briefing.pdf.pages import count_pages
from briefing.pipeline.formats import KIT_FORMATS, PDF
from briefing.release.kit import FORMAT, MANIFEST, SUMS, sha256_of
from briefing.release.signatures import Signature, check_signature, is_signed
from briefing.release.signing import TIME_FORMAT

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

MAX_BYTES = 1024 * 1024 * 1024
"""The largest file of a kit that is read."""

LINE = re.compile(r"([0-9a-f]{64}) [ *]([^\\\0]+)")
"""A line of `sha256sum`, with a path that has no backslash."""

SITE = "site"
"""The kind in the manifest of a site; that of a kit has none."""

NEW_KIT = "ask the sender for the kit again"


@dataclass(frozen=True, slots=True)
class Verified:
    """A kit or a site that passed verification: its folder, its numbers of editions and files, and its fingerprint."""

    folder: Path
    edition_count: int
    file_count: int
    fingerprint: str
    """The SHA-256 of its list of checksums, which identifies the kit."""
    signatures: tuple[Signature, ...] = ()
    """The signatures of its PDFs, which are intact."""
    unchecked: str = ""
    """Why the signatures were not checked."""


def kits_in(folder: Path) -> list[Path]:
    """Return a folder, or the folders in it if it is no kit itself and has some.

    All of them are meant to be kits then, except hidden ones: one that has lost its list of checksums is not passed
    over.
    """
    if os.path.lexists(folder / SUMS) or not folder.is_dir():
        return [folder]
    inner = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return inner if any((path / SUMS).is_file() for path in inner) else [folder]


def verify(folder: Path, anchors: Sequence[Certificate] = ()) -> Verified:
    """Verify a kit or a site: every file is there and unchanged, there is no other file, manifest and signatures match.

    With certificates that the recipient trusts, each PDF must have a signature whose certificate leads to one of them.
    Raises SelectionError if the folder is neither, and PromiseError with all differences.
    """
    if not folder.is_dir():
        raise SelectionError(
            [Finding("BR620", "the folder does not exist", Span(str(folder)), "check the path")]
        )
    try:
        listed = read_file(os.fspath(folder / SUMS))
    except OSError:
        help = "name the folder of a kit, out/release/<brief>-<date>, or of a site, out/site"
        raise SelectionError(
            [Finding("BR620", f"the folder is not a kit: it has no {SUMS}", Span(str(folder)), help)]
        ) from None
    findings: list[Finding] = []
    sums = dict(_read_sums(folder, listed, findings))
    findings += [*_changed_files(folder, sums), *_extra_files(folder, sums)]
    contents = _Contents(folder, sums)
    edition_count = 0
    signatures, unchecked = list[Signature](), ""
    if not has_errors(findings):
        manifest = _read_manifest(contents.get(MANIFEST, b""))
        edition_count = len(list(_editions_in(manifest)))
        findings += _contradictions(folder, manifest, contents)
        if not findings:
            try:
                signatures += _read_signatures(folder, manifest, contents, anchors, findings)
            except MachineError as error:
                if anchors:
                    raise
                unchecked = f"{error.findings[0].what}: {error.findings[0].help}"
    if findings:
        raise PromiseError(sorted_findings(findings))
    return Verified(folder, edition_count, len(sums) + 1, sha256_of(listed), tuple(signatures), unchecked)


def _read_signatures(
    folder: Path,
    manifest: Mapping[str, Any],
    contents: Mapping[str, bytes],
    anchors: Sequence[Certificate],
    findings: list[Finding],
) -> Iterator[Signature]:
    """Return the signatures of the PDFs that are signed or have to be, and report what is wrong with them.

    Raises MachineError if there are any and the extra is not installed.
    """
    for edition in _editions_in(manifest):
        name, entry = _name_of_pdf(edition), edition.get("signature")
        if not (entry or anchors or is_signed(contents[name])):
            continue
        signature, wrong = check_signature(contents[name], Span(str(folder / name)), anchors)
        findings += wrong
        if signature:
            where = Span(str(folder / MANIFEST))
            different = _signature_contradictions(name, entry, signature, contents[name])
            findings += (Finding("BR624", what, where, NEW_KIT) for what in different)
            yield signature


def _name_of_pdf(edition: Mapping[str, Any]) -> str:
    """Return the name of the PDF of an edition in the manifest of a site or a kit."""
    name: str = edition["pdf"]["name"] if "pdf" in edition else edition["files"][PDF]["name"]
    return name


def _signature_contradictions(
    name: str,
    entry: Any,  # noqa: ANN401
    signature: Signature,
    content: bytes,
) -> Iterator[str]:
    """Return what the manifest does not say, or not correctly, about the signature of a PDF."""
    try:
        if entry["certificate"] != signature.identity.fingerprint:
            yield f"the manifest lists another certificate for the signature of '{name}'"
        if entry["signed_at"] != f"{signature.signed_at:{TIME_FORMAT}}":
            yield f"the manifest lists another time for the signature of '{name}'"
        unsigned = content[: entry["unsigned"]["bytes"]]
        if sha256_of(unsigned) != entry["unsigned"]["sha256"]:
            yield f"'{name}' does not begin with the PDF that the manifest lists as unsigned"
    except (KeyError, TypeError):
        yield f"the manifest does not describe the signature of '{name}'"


def _read_sums(folder: Path, listed: bytes, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    """Read the names and checksums of a list, and report invalid lines."""
    seen: set[str] = set()
    for number, line in enumerate(listed.decode("utf-8", "replace").splitlines(), start=1):
        match = LINE.fullmatch(line)
        name = match[2] if match else ""
        if match is None or name in seen or name == SUMS or not _is_inside(name):
            what = f"invalid line in a list of checksums: '{line[:80]}'"
            findings.append(Finding("BR620", what, Span(str(folder / SUMS), number, 1, source=line), NEW_KIT))
            continue
        seen.add(name)
        yield name, match[1]
    if MANIFEST not in seen:
        findings.append(
            Finding(
                "BR620",
                f"the list of checksums does not contain {MANIFEST}",
                Span(str(folder / SUMS)),
                NEW_KIT,
            )
        )


def _is_inside(name: str) -> bool:
    """Return whether a path leads to a file inside the folder."""
    return not any(part in ("", ".", "..") for part in name.split("/"))


class _Contents(Mapping[str, bytes]):
    """The files of a folder by their paths. Each is read when it is needed: those of a site may not fit into memory."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._folder, self._names = folder, frozenset(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return read_file(os.fspath(self._folder / name), limit=MAX_BYTES)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _changed_files(folder: Path, sums: Mapping[str, str]) -> Iterator[Finding]:
    contents = _Contents(folder, sums)
    for name, digest in sums.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            is_missing = not path.is_symlink() and not path.exists()
            what = "the file is missing" if is_missing else "expected a file, found a link or a folder"
            yield Finding("BR621" if is_missing else "BR622", what, Span(str(path)), NEW_KIT)
            continue
        try:
            found = sha256_of(contents[name])
        except OSError as error:
            yield Finding("BR622", f"cannot read the file: {error.strerror}", Span(str(path)), NEW_KIT)
            continue
        if found != digest:
            what = f"the file has changed since the release: its SHA-256 was {digest[:12]}…"
            yield Finding("BR622", what, Span(str(path)), NEW_KIT)


def _extra_files(folder: Path, sums: Mapping[str, str]) -> Iterator[Finding]:
    folders = {str(inner) for name in sums for inner in PurePosixPath(name).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_folder = name in folders and path.is_dir() and not path.is_symlink()
        is_known = name in sums or name == SUMS or is_folder
        if not is_known and (path.parent == folder or path.parent.relative_to(folder).as_posix() in folders):
            what = f"the file is not listed in {SUMS}"
            yield Finding("BR623", what, Span(str(path)), "remove it from the folder")


def _read_manifest(content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    is_valid = (
        isinstance(manifest, dict)
        and manifest.get("format") == FORMAT
        and isinstance(manifest.get("versions" if manifest.get("kind") == SITE else "editions"), list)
    )
    return manifest if is_valid else {}


def _editions_in(manifest: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the editions of a kit, or of all versions in a site."""
    if manifest.get("kind") != SITE:
        yield from manifest.get("editions", ())
        return
    for version in manifest["versions"]:
        yield from version["editions"] if isinstance(version, dict) and "editions" in version else (version,)


def _contradictions(
    folder: Path, manifest: dict[str, Any], contents: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Report where the manifest does not match the files."""
    where = Span(str(folder / MANIFEST))
    if not manifest:
        yield Finding("BR624", f"the file is not a manifest of format {FORMAT}", where, NEW_KIT)
        return
    named = {MANIFEST}
    is_site = manifest.get("kind") == SITE
    contradictions = _site_contradictions if is_site else _edition_contradictions
    for edition in _editions_in(manifest):
        try:
            found = list(contradictions(edition, contents))
            named |= set() if is_site else {file["name"] for file in edition["files"].values()}
        except (KeyError, TypeError, AttributeError, UnreadableError) as error:
            found = [f"cannot read an edition in the manifest: {type(error).__name__}: {error}"]
        yield from (Finding("BR624", what, where, NEW_KIT) for what in found)
    for name in () if is_site else sorted(contents.keys() - named):
        yield Finding("BR624", f"the manifest does not list '{name}'", where, NEW_KIT)


def _edition_contradictions(edition: Mapping[str, Any], contents: Mapping[str, bytes]) -> Iterator[str]:
    names = {kind: file["name"] for kind, file in edition["files"].items()}
    for file in edition["files"].values():
        content = contents[file["name"]]
        if (file["sha256"], file["bytes"]) != (sha256_of(content), len(content)):
            yield f"the size or checksum of '{file['name']}' differs from the file"
    for one in KIT_FORMATS:
        if one.contradictions:
            yield from one.contradictions(edition, names, contents)


def _site_contradictions(edition: Mapping[str, Any], contents: Mapping[str, bytes]) -> Iterator[str]:
    """Report where the record of an edition on a site does not match its files."""
    for file in (edition["pdf"], edition["html"]):
        content = contents.get(file["name"], b"")
        if (file["sha256"], file["bytes"]) != (sha256_of(content), len(content)):
            yield f"the size or checksum of '{file['name']}' differs from the file"
    name = edition["pdf"]["name"]
    if (pages := count_pages(contents.get(name, b""))) != edition["pages"]:
        yield f"'{name}' has {pages} pages, but the manifest lists {edition['pages']}"
