"""Content that is not read because of its name: `brief.yml`, a folder without a brief, a brief in the wrong folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from briefing.core.finding import Finding, Span
from briefing.files.bounded_reading import NotAFileError, check_file
from briefing.files.workspace import Files

BRIEF, SETTINGS = "brief.yaml", "workspace.yaml"
FOLDERS = "content/*/!" + BRIEF
"""The folders of content that have no brief."""

ENDING = re.compile(r"\.(?:ya?ml|ymal|yalm|yam|yml|yaml\.txt|yml\.txt)$", re.IGNORECASE)
YAML = re.compile(r"\.ya?ml$", re.IGNORECASE)
LANGUAGE = re.compile(
    r"(?:\.(?=[a-z]{2,3}\b)|[_ -](?=[a-z]{2}(?![a-z])))([a-z]+(?:[-_][a-z0-9]{2,8})*)$", re.IGNORECASE
)
"""After a full stop a language may have three letters; after a hyphen, these would be `old` or `new`."""
ALIKE = 0.8
"""The least similarity of two names, from 0 to 1, by the letters that they share in order: `breif`, `brief`: 0.8."""


def find_misnamed(files: Files) -> dict[str, list[Finding]]:
    """Return the findings for content that is not read, by folder; "" is `content/` itself."""
    if closed := files.unlistable("content"):
        return {"": [closed]}
    found = {"": [finding for name in _names("content", files) for finding in _in_content(name, files)]}
    for folder in files.list(FOLDERS):
        name = folder.partition("/")[2]
        if not name.startswith((".", "_")):
            found[name] = misnamed_in(folder, files)
    return {name: findings for name, findings in found.items() if findings}


def misnamed_in(folder: str, files: Files) -> list[Finding]:
    """Return why a folder of content has no brief; no findings if it does not look like one."""
    if closed := files.unlistable(folder):
        return [closed]
    names = _names(folder, files)
    if likes := [name for name in names if _meant(name, "brief") == BRIEF]:
        return [_rename(f"{folder}/{name}", BRIEF) for name in likes]
    if translations := [name for name in names if _meant(name, "brief")]:
        what = f"the folder has no {BRIEF}, only the translation '{translations[0]}'"
        return [Finding("BR812", what, Span(folder), f"put {BRIEF} next to it")]
    if texts := [name for name in names if YAML.search(name)]:
        what = f"the file '{texts[0]}' is not read: the folder has no {BRIEF}"
        help = f"if it is the brief, rename it to {BRIEF}; if not, move it out of content/"
        return [Finding("BR812", what, Span(folder), help)]
    if deeper := files.list(f"{folder}/*/{BRIEF}"):
        what = f"the brief '{deeper[0]}' is not read: its folder is not directly in content/"
        slug = PurePosixPath(deeper[0]).parent.name
        return [Finding("BR812", what, Span(folder), f"move it to content/{slug}/{BRIEF}")]
    return []


def misnamed_next_to(slug: str, files: Files) -> list[Finding]:
    """Return the findings for files next to a brief whose names resemble those that are read."""
    folder = f"content/{slug}"
    if closed := files.unlistable(folder):
        return [closed]
    return [
        _rename(f"{folder}/{name}", meant)
        for name in _names(folder, files)
        if (meant := _meant(name, "brief") or _meant(name, "confirmed", in_languages=False)) and meant != name
    ]


def _in_content(name: str, files: Files) -> Iterator[Finding]:
    meant = _meant(name, "workspace") or _meant(name, "shared")
    if meant and meant != name:
        yield _rename(f"content/{name}", meant)
    elif _meant(name, "brief"):
        what = f"the brief '{name}' is not read: it has no folder of its own"
        yield Finding("BR812", what, Span(f"content/{name}"), f"move it to content/my-brief/{BRIEF}")
    elif not YAML.search(name):
        yield from _broken_links(f"content/{name}", files)


def _broken_links(name: str, files: Files) -> Iterator[Finding]:
    """Return the finding for a broken link in the place of a brief's folder."""
    try:
        check_file(str(files.root / name), name)
    except NotAFileError as error:
        help = "put the folder of the brief there, or remove the link"
        if "link" in str(error.strerror):
            yield Finding("BR804", f"the folder cannot be read: {error.strerror}", Span(name), help)
    except OSError:
        return


def _names(folder: str, files: Files) -> list[str]:
    names: Iterable[str] = (PurePosixPath(name).name for name in files.list(f"{folder}/*"))
    return [name for name in names if not name.startswith(".")]


def _rename(file: str, meant: str) -> Finding:
    what = f"the file is not read: its name is '{PurePosixPath(file).name}', not '{meant}'"
    return Finding("BR813", what, Span(file), f"rename it to '{meant}', or move it out of content/")


def _meant(name: str, stem: str, *, in_languages: bool = True) -> str:
    """Return the name of the file of content that a name is, or resembles; "" if it resembles none."""
    ending = ENDING.search(name)
    if ending is None:
        return f"{stem}.yaml" if name.lower() in (stem, f"{stem}.txt") else ""
    given = name[: ending.start()]
    language = LANGUAGE.search(given)
    if in_languages and language and _is_like(given[: language.start()], stem):
        return f"{stem}.{language[1]}.yaml"
    return f"{stem}.yaml" if _is_like(given, stem) else ""


def _is_like(given: str, stem: str) -> bool:
    if given.lower() == stem:
        return True
    return given[:1].lower() == stem[0] and SequenceMatcher(None, given.lower(), stem).ratio() >= ALIKE
