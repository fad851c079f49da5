"""A kit: the files that go out with a brief, their checksums and their manifest.

`SHA256SUMS` is what `sha256sum -c` reads, so that a receiver without Briefwright can check it as well. It names the
manifest too, so that the checksum of `SHA256SUMS` itself identifies the whole kit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"

FORMAT = 1
"""The version of the manifest."""


def sha256_of(content: bytes) -> str:
    """The SHA-256 of a file, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a kit with the list of their checksums, in the order of their names."""
    lines = "".join(f"{sha256_of(files[name])}  {name}\n" for name in sorted(files))
    return {**{name: files[name] for name in sorted(files)}, SUMS: lines.encode()}


def write_manifest(content: Mapping[str, Any]) -> bytes:
    """The bytes of a manifest: JSON in the order that is given."""
    return (json.dumps({"format": FORMAT, **content}, indent=2, ensure_ascii=False) + "\n").encode()
