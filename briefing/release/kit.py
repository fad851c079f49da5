"""A kit: the files that go out with a brief, their checksums and their manifest.

`sha256sum -c` reads `SHA256SUMS`, so that a recipient can check a kit without Briefwright. The list includes the
manifest, so that the checksum of `SHA256SUMS` itself identifies the whole kit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"

FORMAT = 1
"""The version of the format of the manifest."""


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a file, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a kit and the list of their checksums, sorted by name."""
    sums = list_of_sums({name: sha256_of(content) for name, content in files.items()})
    return {**{name: files[name] for name in sorted(files)}, SUMS: sums}


def list_of_sums(digests: Mapping[str, str]) -> bytes:
    """Return the list of checksums of files, by their names, as `sha256sum` reads it."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def write_manifest(content: Mapping[str, object]) -> bytes:
    """Return the bytes of a manifest: JSON with its keys in the given order."""
    return (json.dumps({"format": FORMAT, **content}, indent=2, ensure_ascii=False) + "\n").encode()
