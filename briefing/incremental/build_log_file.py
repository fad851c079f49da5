"""The file of the build log, `out/.brief/editions.json`: what each edition was made from.

An edition is up to date if everything that it read is unchanged, everything that it looked for in vain is still
missing, and its files are those that were written. A damaged file, or one of another version, counts as missing. The
check for up-to-date editions uses this module, so it imports nothing slow, and nothing of the model.
"""

from __future__ import annotations

import os

from briefing.core.version import FONT_CREATION_TIME
from briefing.files.layers import OUTPUT_FOLDER, Layers
from briefing.files.read_log import ReadLog, Stamp, change_of, digest_of, stamp_of

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

FORMAT = 4
"""The version of the file format: a file of another version is not read."""

FOLDER, FILE = ".brief", "editions.json"

REMEMBERED_COMMANDS = 32
"""The number of different `brief build` commands that can be answered without planning."""

WORD_END = "\0"
"""The end of each word of a command in its key. No argument of a program contains it."""

NO_FILE, NOT_LOGGED = "there is no PDF", "there is no record of how it was built"


class BuildLogFile:
    """The build log of the editions in one output folder."""

    def __init__(self, layers: Layers, out: str, *, has_known_themes: bool = False) -> None:
        """Read the file; with `has_known_themes`, the themes are those of the last build, and not those given.

        They are still the same if nothing has changed that the editions were made from.
        """
        self.out = out
        self.path = os.path.join(out, FOLDER, FILE)  # noqa: PTH118
        found = self._read()
        themes = found.get("themes", []) if has_known_themes else layers.themes
        self.layers = Layers(layers.root, layers.shipped, themes)
        self.inputs: list[list[Any]] = found.get("inputs", [])
        """The entries of all read logs: how, name, place, stamp, hash. Editions refer to them by their numbers."""
        self.editions: dict[str, dict[str, Any]] = found.get("editions", {})
        self.plans: dict[str, dict[str, Any]] = found.get("plans", {})
        """A selection → the editions of each brief, and what was read to determine them."""
        self.commands: dict[str, dict[str, Any]] = found.get("commands", {})
        """The words of a command → its selection and its briefs."""
        self.machines: dict[str, dict[str, Any]] = found.get("machines", {})
        """A hash → the versions that affect the bytes of an edition, in addition to its files."""
        self.evidence: dict[str, Any] = found.get("evidence", {})
        """The stamps by which it is quickly seen that the versions are the same as last time."""
        self.is_changed = False
        self._numbers: dict[str, int] = {}
        self._changes: dict[int, str] = {}

    def _read(self) -> dict[str, Any]:
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123
                found = _value_of(file.read().decode("utf-8"))
            return found if _is_whole(found) else {}
        except (OSError, ValueError, RecursionError):
            return {}

    def number(self, reads: ReadLog) -> list[int]:
        """Return the numbers of the entries of a read log; an entry has the same number in every edition."""
        import json

        if len(self._numbers) < len(self.inputs):
            self._numbers = {json.dumps(row[:3] + row[4:]): at for at, row in enumerate(self.inputs)}
        numbers = []
        for how, name, (place, stamp, digest) in reads.needed():
            key = json.dumps([how, name, place, digest])
            number = self._numbers.setdefault(key, len(self.inputs))
            if number == len(self.inputs):
                self.inputs.append([how, name, place, stamp, digest])
            elif stamp:
                self.inputs[number][3] = stamp
            numbers.append(number)
        return sorted(numbers)

    def change(self, numbers: Iterable[int]) -> str:
        """Describe the first change in the entries with these numbers; empty if nothing has changed."""
        return next((change for change in map(self._change, numbers) if change), "")

    def _change(self, number: int) -> str:
        if number not in self._changes:
            how, name, place, stamp, digest = self.inputs[number]
            entry = (place, tuple(stamp) if stamp else None, digest)
            change, now = change_of(how, name, entry, self.layers)
            if now and now != entry[1]:
                self.inputs[number][3], self.is_changed = now, True
            self._changes[number] = change
        return self._changes[number]

    def why_outdated(self, name: str, options: str, machine: str, endings: Sequence[str]) -> str:
        """Describe why an edition is outdated; empty if it is up to date."""
        known = self.editions.get(name)
        if not os.path.isfile(os.path.join(self.out, f"{name}.pdf")):  # noqa: PTH113, PTH118
            return NO_FILE
        if known is None:
            return NOT_LOGGED
        if known["options"] != options:
            return f"it was built with {known['options']}"
        if known["machine"] != machine:
            return self._version_change(known["machine"], machine)
        return self._file_change(known["files"], name, endings) or self.change(known["inputs"])

    def _file_change(self, written: dict[str, Any], name: str, endings: Sequence[str]) -> str:
        for ending in endings:
            file = f"{name}{ending}"
            if ending not in written:
                return f"it was built without {file}"
            path = os.path.join(self.out, file)  # noqa: PTH118
            stamp, digest = written[ending]
            now = stamp_of(path)
            if now is None:
                return f"{file} is gone"
            if stamp and tuple(stamp) == now:
                continue
            settled = stamp_of(path, is_settled=True)
            with open(path, "rb") as opened:  # noqa: PTH123
                if digest_of(opened.read()) != digest:
                    return f"{file} was changed after the build"
            if settled:
                written[ending], self.is_changed = [settled, digest], True
        return ""

    def _version_change(self, before: str, now: str) -> str:
        old, new = self.machines.get(before, {}), self.machines.get(now, {})
        changes = [
            f"{name}: {old[kind].get(name, 'none')} → {new[kind].get(name, 'none')}"
            if kind == "packages"
            else f"{name} has changed"
            for kind in old.keys() & new.keys()
            for name in sorted(old[kind].keys() | new[kind].keys())
            if old[kind].get(name) != new[kind].get(name)
        ]
        return ", ".join(changes[:3]) or "it was built with different versions"

    def keep_edition(
        self, name: str, reads: ReadLog, files: Mapping[str, bytes], known: dict[str, Any]
    ) -> None:
        """Record what an edition was made from, its written files by their endings, and other data."""
        written: dict[str, tuple[Stamp | None, str]] = {
            ending: (None, digest_of(content)) for ending, content in files.items()
        }
        self.editions[name] = {"inputs": self.number(reads), "files": written, **known}
        self.is_changed = True

    def keep_plan(
        self, selection: str, brief: str, reads: ReadLog, editions: Sequence[tuple[str, str]]
    ) -> None:
        """Record the editions of a brief in a selection, with their options, and what was read to determine them."""
        plan = {"inputs": self.number(reads), "editions": [list(edition) for edition in editions]}
        self.plans.setdefault(selection, {})[brief] = plan
        self.is_changed = True

    def keep_command(self, words: Sequence[str], reads: ReadLog, call: dict[str, Any]) -> None:
        """Record the selection and the briefs of a command, and what was read to determine them."""
        key = WORD_END.join(words)
        command = {**call, "inputs": self.number(reads)}
        if self.commands.pop(key, None) != command:
            self.is_changed = True
        self.commands[key] = command

    def command(self, words: Sequence[str]) -> dict[str, Any] | None:
        """Return what was recorded for a command the last time that it was typed with the same words."""
        return self.commands.get(WORD_END.join(words))

    def up_to_date_editions(
        self, selection: str, brief: str, machine: str, endings: Sequence[str]
    ) -> list[str] | None:
        """Return the names of a brief's editions in a selection, if all of them are up to date; else None."""
        plan = self.plans.get(selection, {}).get(brief)
        if plan is None or self.change(plan["inputs"]):
            return None
        if any(self.why_outdated(name, options, machine, endings) for name, options in plan["editions"]):
            return None
        return [name for name, _ in plan["editions"]]

    def machine(self) -> str:
        """Return the hash of the versions if the evidence shows that they are the same as last time; else empty."""
        kept = self.evidence
        is_same = (
            kept
            and kept["process"] == describe_process()
            and all(stamp_of_any(path) == tuple(stamp) for path, stamp in kept["stamps"].items())
        )
        return str(kept["machine"]) if is_same else ""

    def save(self) -> None:
        """Write the file if it has changed. If it cannot be written, the next build rebuilds more."""
        if not self.is_changed:
            return
        import json

        folder, name = os.path.split(
            self.path
        )  # the next build recognises the partial file of a killed one by its name
        partial = os.path.join(folder, f".{name}.{os.getpid():08d}.part")  # noqa: PTH118
        try:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            with open(partial, "w", encoding="utf-8") as file:  # noqa: PTH123
                # `json.dump` takes three times as long
                file.write(json.dumps(self._content(), separators=(",", ":")))
            os.replace(partial, self.path)  # noqa: PTH105
            self.is_changed = False
        except OSError:
            from contextlib import suppress

            with suppress(OSError):  # frees the space again if the disk is full
                os.unlink(partial)  # noqa: PTH108

    def _content(self) -> dict[str, Any]:
        """Return everything that is worth keeping, with the inputs renumbered."""
        commands = dict(list(self.commands.items())[-REMEMBERED_COMMANDS:])
        selections = {command["selection"] for command in commands.values()}
        plans = {name: briefs for name, briefs in self.plans.items() if name in selections}
        editions = {name: known for name, known in self.editions.items() if self._has_file(name)}
        machines = {known["machine"] for known in editions.values()} | {self.evidence.get("machine", "")}
        numbers: dict[int, int] = {}

        def renumbered(holder: dict[str, Any]) -> dict[str, Any]:
            return {**holder, "inputs": [numbers.setdefault(old, len(numbers)) for old in holder["inputs"]]}

        return {
            "format": FORMAT,
            "themes": list(self.layers.themes),
            "commands": {name: renumbered(command) for name, command in commands.items()},
            "plans": {
                name: {slug: renumbered(plan) for slug, plan in briefs.items()}
                for name, briefs in plans.items()
            },
            "editions": {name: renumbered(known) for name, known in editions.items()},
            "inputs": [self.inputs[old] for old in numbers],
            "machines": {name: known for name, known in self.machines.items() if name in machines},
            "evidence": self.evidence,
        }

    def _has_file(self, name: str) -> bool:
        return os.path.isfile(os.path.join(self.out, f"{name}.pdf"))  # noqa: PTH113, PTH118


def stamp_of_any(path: str) -> tuple[int, ...]:
    """Return the stamp of a file or a folder; empty if it does not exist."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def describe_process() -> list[str]:
    """Return what affects the bytes and is known without opening a file: interpreter, path, environment."""
    import sys

    return [sys.version, *sys.path[1:], os.environ.get("SOURCE_DATE_EPOCH", FONT_CREATION_TIME)]


class _Scanning:
    """The settings of the JSON scanner of CPython."""

    strict, object_hook, object_pairs_hook = True, None, None
    parse_int, parse_float, parse_constant = int, float, float


def _value_of(text: str) -> Any:  # noqa: ANN401
    """Return the value of a JSON text, without the module `json` where the interpreter has its scanner.

    That module imports regular expressions, which nothing else needs if nothing has changed.
    Raises ValueError, or RecursionError, unless the text is valid.
    """
    try:
        from _json import make_scanner
    except ImportError:  # another interpreter than CPython
        import json

        return json.loads(text)
    try:
        value, end = make_scanner(_Scanning)(text, 0)  # type: ignore[arg-type]  # any object with these settings
    except StopIteration as error:
        raise ValueError(f"no JSON value at {error.value}") from None
    if end != len(text):
        raise ValueError(f"more than one JSON value, at {end}")
    return value


def _is_whole(found: Any) -> bool:  # noqa: ANN401
    """Return whether data is a complete build log of this version, with all numbers those of existing inputs."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return False
    try:
        count = len(found["inputs"])
        holders = [*found["commands"].values(), *found["editions"].values()]
        holders += [plan for briefs in found["plans"].values() for plan in briefs.values()]
        are_numbered = all(-1 < number < count for holder in holders for number in holder["inputs"])
        are_whole = all(
            {"files", "options", "machine", "report", "edition"} <= known.keys() and ".pdf" in known["files"]
            for known in found["editions"].values()
        )
        rows = all(len(row) == 5 for row in found["inputs"])
        are_folders = all(isinstance(folder, str) for folder in found["themes"])
        evidence = found["evidence"]
        is_evident = not evidence or (
            {"process", "machine"} <= evidence.keys() and all(evidence["stamps"].values())
        )
        machines = all(
            isinstance(kinds, dict) for known in found["machines"].values() for kinds in known.values()
        )
        return are_numbered and are_whole and rows and are_folders and is_evident and machines
    except (KeyError, TypeError, AttributeError):
        return False


def output_of(root: str) -> str:
    """Return the default output folder of a workspace."""
    return os.path.join(root, OUTPUT_FOLDER)  # noqa: PTH118
