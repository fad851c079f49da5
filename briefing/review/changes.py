"""Finds the files that have changed since a revision of git, and the briefs that they touch.

The working tree is compared with the commit at which the revision and HEAD parted, as a pull request is: changes that
are not committed count, and those that others have made to the revision since do not. Only files that a brief can read
are looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from briefing.core.errors import SelectionError
from briefing.core.finding import Finding, Span
from briefing.files.git_program import Git, GitError, find_git, is_as_stored, name_of_object
from briefing.files.layers import LAYERED, OUTPUT_FOLDER, THEME_FILE
from briefing.files.read_log import LISTED, NOTHING, PART_MARK, USED
from briefing.files.workspace import Files
from briefing.files.yaml_parts import digests_of_parts
from briefing.load.library import Library
from briefing.load.validation.instructions import STARTS
from briefing.pipeline.unused_files import SKIPPED_TYPES
from briefing.results import Plan
from briefing.stages import Job

CONTENT = "content"
LINK, SUBMODULE = "120000", "160000"
"""The modes of entries in a tree that are no files (gitformat-index)."""

OF_AUDIENCE = re.compile(r"templates/audiences/([^/]+)/.+|styles/audiences/([^/]+)\.css")
OF_LANGUAGE = re.compile(
    r"templates/languages/([^/]+)/.+|templates/labels/([^/]+)\.yaml|styles/languages/(?:fonts/)?([^/]+)\.css"
)
OF_PAPER = re.compile(r"styles/papers/([^/]+)\.css")
OF_NO_EDITION = re.compile(rf"{STARTS}/.+|.+\.md")
"""Files of a design that are for some editions only, and those that are for none."""


@dataclass(frozen=True)
class Changes:
    """The files that have been changed, added or removed since a revision."""

    since: str
    git: Git
    objects: Mapping[Path, str]
    """The path of each file, with links resolved, and the object that it was; empty if it is new."""

    @property
    def paths(self) -> Set[Path]:
        """The paths of the files."""
        return self.objects.keys()

    def parts_before(self, path: Path) -> Mapping[tuple[str, ...], str]:
        """Return the digests of the parts of a YAML file as it was; none if it is new. Raises GitError."""
        if not self.objects[path]:
            return {}
        _, content = self.git.run("cat-file", "blob", self.objects[path])
        return digests_of_parts(content)


def find_changes(files: Files, rev: str) -> Changes:
    """Return the files that have changed since a revision. Raises SelectionError if git cannot say which."""
    root = files.root.resolve()
    try:
        git = find_git(root)
        if git is None:
            raise _unknown(rev, f"{root} is not in a git repository", "run it in a clone of the repository")
        commit = _commit_of(git, rev)
        top = next(folder for folder in (root, *root.parents) if (folder / ".git").exists())
        wanted = [path for path in _places(files, root) if path.is_relative_to(top)]
        return Changes(rev, git, dict(_changed(git, commit, top, wanted)))
    except (GitError, OSError, ValueError) as error:
        raise _unknown(rev, f"git cannot compare with '{rev}': {error}", "check the repository") from None


def _unknown(rev: str, what: str, help: str) -> SelectionError:
    return SelectionError([Finding("BR814", what, Span("command line"), help)])


def _commit_of(git: Git, rev: str) -> str:
    """Return the commit at which a revision and HEAD parted. Raises SelectionError if there is none."""
    is_shallow = git.said("rev-parse", "--is-shallow-repository") == "true"
    deepen = "fetch the history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout"
    commit = "" if rev.startswith("-") else git.said("rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}")
    if not commit:
        help = deepen if is_shallow else "name a branch, a tag or a commit, e.g. main or HEAD~1"
        raise _unknown(rev, f"there is no revision '{rev}' in this repository", help)
    if not git.said("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
        return commit
    if parted := git.said("merge-base", commit, "HEAD"):
        return parted
    what = f"'{rev}' and HEAD have no commit in common"
    if is_shallow:
        raise _unknown(rev, f"{what} in this shallow clone", deepen)
    raise _unknown(rev, what, "name a revision of the same history")


def _places(files: Files, root: Path) -> Iterator[Path]:
    """Yield the folders and files that a brief of the workspace can read."""
    yield from (root / name for name in (CONTENT, *LAYERED))
    for folder in files.themes:
        if folder:
            yield from (Path(folder).resolve() / name for name in (*LAYERED, THEME_FILE))
    yield from (path.resolve() for path in files.seen.values() if not path.resolve().is_relative_to(root))


def _changed(git: Git, commit: str, top: Path, places: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files in some places that differ from those of a commit, each with its object in the commit."""
    places = list(dict.fromkeys(places))
    names = [path.relative_to(top).as_posix() for path in places]
    stored = dict(_stored(git, commit, names))
    for name, (mode, digest) in stored.items():
        path = top / name
        if mode != SUBMODULE and not _is_same(path, digest, is_link=mode == LINK):
            yield path, digest
    for path in (one for place in places for one in _files_in(place)):
        if path.relative_to(top).as_posix() not in stored:
            yield path, ""


def _stored(git: Git, commit: str, names: list[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the mode and the object of each file of a commit in some folders."""
    _, output = git.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *names)
    for row in output.split(b"\0")[:-1]:
        entry, _, name = row.partition(b"\t")
        mode, _, digest = entry.decode("ascii").split()
        yield os.fsdecode(name), (mode, digest)


def _is_same(path: Path, digest: str, *, is_link: bool) -> bool:
    if path.is_symlink() or is_link:
        target = os.fsencode(path.readlink()) if path.is_symlink() else b""
        return is_link and name_of_object(target, digest) == digest
    return path.is_file() and is_as_stored(path, digest)


def _files_in(place: Path) -> Iterator[Path]:
    """Yield a file, or the files in a folder, without those that systems and editors leave behind."""
    if place.is_file():
        yield place
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if not name.startswith(".") and name != OUTPUT_FOLDER]
        yield from (Path(folder, name) for name in names if not SKIPPED_TYPES.search(name))


def touched_briefs(plan: Plan, files: Files, changes: Changes) -> frozenset[str]:
    """Return the names of the briefs of a plan that read a file that has changed, or would have read it.

    A brief counts as a whole. A change of the design touches every brief, unless the file is of an audience, a
    language or a paper that none of its editions has.
    """
    design = {name for path in changes.paths for name in _names_in_design(path, files)}
    audiences = frozenset(Library(files).audiences) if design else frozenset()
    root = files.root.resolve()
    found = set()
    for slug, briefs in plan.by_brief().items():
        folder = root / CONTENT / slug
        is_own = any(path.is_relative_to(folder) for path in changes.paths)
        is_unknown = bool(briefs.failed) and any(_is_shared(path, root) for path in changes.paths)
        of_design = any(_is_for(name, briefs.jobs, audiences) for name in design)
        if is_own or is_unknown or of_design or any(_reads(job, files, changes) for job in briefs.jobs):
            found.add(slug)
    return frozenset(found)


def _reads(job: Job, files: Files, changes: Changes) -> bool:
    """Return whether planning an edition has read a file that has changed, or would have read it."""
    for (how, name), (place, _, digest) in job.reads.entries.items():
        path = files.path_at(name, place).resolve()
        if how == USED and path in changes.paths:
            part = tuple(name.split(PART_MARK)[1:])
            before = changes.parts_before(path)
            if before.get(() if () in before else part, NOTHING) != digest:
                return True
        elif how not in (LISTED, USED) and not changes.paths.isdisjoint((path, files.root.resolve() / name)):
            return True
    return False


def _is_shared(path: Path, root: Path) -> bool:
    """Return whether a file is none of a brief: a brief that could not be read may have read it."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    return parts[:1] != (CONTENT,) or len(parts) <= 2


def _names_in_design(path: Path, files: Files) -> Iterator[str]:
    """Yield the names that a file has in the layers of the design; none for content."""
    for _, folder in files.layers.all():
        layer = Path(folder).resolve()
        if folder and path.is_relative_to(layer):
            name = path.relative_to(layer).as_posix()
            if name.split("/")[0] in LAYERED or name == THEME_FILE:
                yield name


def _is_for(name: str, jobs: Iterable[Job], audiences: frozenset[str]) -> bool:
    """Return whether a file of the design may be read for some editions."""
    if OF_NO_EDITION.fullmatch(name):
        return False
    if (found := OF_AUDIENCE.fullmatch(name)) and (found[1] or found[2]) in audiences:
        return any((found[1] or found[2]) in job.lineage for job in jobs)
    if found := OF_LANGUAGE.fullmatch(name):
        tag = next(filter(None, found.groups())).partition("-")[0]
        return any(tag == one.partition("-")[0] for job in jobs for one in _languages_of(job))
    if found := OF_PAPER.fullmatch(name):
        return any(found[1] == job.edition.paper for job in jobs)
    return True


def _languages_of(job: Job) -> Iterator[str]:
    yield from (job.edition.language, *job.passages)
