"""Explains a key for a selection of editions, without laying them out; only for selectors the engine is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from briefing.compose.style_layers import FIT_STYLES
from briefing.core.errors import BriefingError, SelectionError
from briefing.core.finding import Finding, Span, nearest_few
from briefing.explain.audience_settings import AUDIENCE_KEYS, SETTINGS_KEYS, explain_choice, explain_setting
from briefing.explain.brief_values import explain_value
from briefing.explain.explanation import Explanation, merge_equal
from briefing.explain.keys import COUNTED, is_element, is_selector, keys_of, paths_of
from briefing.explain.labels import explain_label
from briefing.explain.layered_files import FOLDERS, explain_file, explain_part, layers_of, placed
from briefing.explain.tokens import explain_token, tokens_declared
from briefing.files.workspace import SHIPPED_FOLDERS, Files, OutsideError
from briefing.load.library import Library
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import Executor, Task, execute_here
from briefing.stages import Job

LABELS, WORKSPACE, AUDIENCES = "labels", "workspace", "audiences"

READ_WHEN = {
    "modifiers": "read last, if selected with --{}",
    "papers": "read for editions on this paper",
    "fit": "read last if an edition exceeds its page limit; never with --no-fit",
}


def explain(
    files: Files, key: str, selection: Selection, executor_of: Callable[[Task], Executor] | None = None
) -> tuple[list[Explanation], list[BriefingError]]:
    """Explain a key for the selected editions; also return the errors of briefs that cannot be read.

    If the selection has no language, the editions in the original language of each brief are explained.
    `executor_of` runs the task that composes the pages on which a selector is looked for, which executes templates;
    without it, the task runs in this process.
    Raises SelectionError for an unknown key, with the nearest known keys.
    """
    explainer = _Explainer(files, selection, executor_of or partial(execute_here, files))
    key = key.strip()
    explained = merge_equal(placed(one, files) for one in explainer.explain(key))
    if not explained and not explainer.errors:
        raise SelectionError([explainer.unmatched or _unknown(key, explainer.keys())])
    return explained, explainer.errors


class _Explainer:
    """The selected editions, and the explanations of keys for them."""

    def __init__(self, files: Files, selection: Selection, executor_of: Callable[[Task], Executor]) -> None:
        self.executor_of = executor_of
        self.files, self.selection, self.library = files, selection, Library(files)
        self.errors: list[BriefingError] = []
        self.unmatched: Finding | None = None
        """The finding for a selector that no element matches."""
        self.languages = selection.languages
        first = {self._language_of(slug) for slug in selection.briefs or self.library.slugs}
        self.jobs = self._planned(tuple(first - {""}))
        self.jobs += self._planned(self.languages) if self.languages else []

    def _language_of(self, slug: str) -> str:
        """Return the original language of a brief; an empty text if it cannot be read, which planning reports."""
        try:
            return self.library.brief(slug).brief.language
        except BriefingError:
            return ""

    def _planned(self, languages: tuple[str, ...]) -> list[Job]:
        """Plan the editions in some languages, without those that are planned already."""
        planned = plan(self.files, replace(self.selection, languages=languages))
        known = {job.name for job in getattr(self, "jobs", ())}
        self.errors += [failure.error for failure in planned.failed]
        return [job for job in planned.jobs if job.name not in known]

    def _slugs(self) -> list[str]:
        return list(dict.fromkeys(job.edition.brief for job in self.jobs))

    def bases(self) -> dict[tuple[str, str], Job]:
        """Return the editions in the original languages of their briefs, by brief and audience."""
        return {
            (job.edition.brief, job.edition.audience): job
            for job in self.jobs
            if job.source_map.beneath is None
        }

    def wanted(self, languages: Sequence[str] = ()) -> list[Job]:
        """Return the selected editions."""
        chosen = languages or self.languages
        return [
            job
            for job in self.jobs
            if (job.edition.language in chosen if chosen else job.source_map.beneath is None)
        ]

    def explain(self, key: str) -> Iterator[Explanation]:
        """Explain a key for each edition."""
        head, _, rest = key.partition("/")
        if key.startswith("--"):
            found = explain_token(key, self.wanted(), self.files)
            yield from (one for one in found if one.wins or one.over or one.reasons)
        elif head == "parts" and rest:
            yield from self._part(rest)
        elif rest and (head in FOLDERS or head == "fit" or head in SHIPPED_FOLDERS):
            yield from self._file(key, head, rest)
        elif key.startswith(f"{LABELS}."):
            found = (
                explain_label(key.removeprefix(f"{LABELS}."), job, self.library) for job in self.wanted()
            )
            yield from (one for one in found if one.wins)
        elif is_selector(key):
            yield from self._selected(key)
        else:
            valued = list(self._valued(key))
            yield from valued
            if not valued and is_element(key):
                yield from self._selected(key, is_word=True)

    def _selected(self, selector: str, *, is_word: bool = False) -> Iterator[Explanation]:
        """Explain a CSS selector. A word that no element has is an unknown key, not an unmatched selector.

        Raises SelectionError for an invalid selector.
        """
        from briefing.explain.selectors import explain_selector, find_selector_error, match_task  # the engine

        if error := find_selector_error(selector):
            raise SelectionError([error])
        execute = self.executor_of(match_task(selector))
        explained = explain_selector(selector, self.wanted(), self.files, execute)
        self.errors += explained.errors
        self.unmatched = None if is_word else explained.unmatched(selector)
        yield from explained.found

    def _part(self, part: str) -> Iterator[Explanation]:
        if part in self.library.parts:
            yield from explain_part(part, self.wanted(), self.library.audiences)

    def _file(self, key: str, head: str, rest: str) -> Iterator[Explanation]:
        name = FOLDERS[head].format(rest) if head in FOLDERS else key
        if head == "fit":
            name = next((step for step in self.files.list(FIT_STYLES) if rest in _names_of_step(step)), key)
        try:
            found = layers_of(name, self.files)
        except OutsideError:
            return
        if found:
            reason = READ_WHEN.get(head, "").format(rest)
            yield explain_file(key, name, self.wanted(), self.files, reason)

    def _valued(self, key: str) -> Iterator[Explanation]:
        """Explain a value of a brief, an audience or the workspace."""
        language, _, rest = key.partition(".")
        found = []
        if rest and any(language in self.library.translations(slug) for slug in self._slugs()):
            self.jobs += self._planned((language,))
            found = list(self._in_briefs(rest, [language]))
        found = found or list(self._in_briefs(key))
        yield from found or self._chosen(tuple(COUNTED.sub(r".\1", key).split(".")))

    def _in_briefs(self, key: str, languages: Sequence[str] = ()) -> Iterator[Explanation]:
        bases = self.bases()
        for job in self.wanted(languages) if not key.startswith(AUDIENCES) else ():
            base = bases.get((job.edition.brief, job.edition.audience), job)
            for path in filter(None, paths_of(key, base.brief)):
                yield explain_value(path, job, base, self.library)

    def _chosen(self, steps: tuple[str, ...]) -> list[Explanation]:
        """Explain a property of an audience, with or without its name (`audiences.minister.pages`), or a setting."""
        name = steps[1] if steps[0] == AUDIENCES and len(steps) > 2 else ""
        own = steps[2:] if name else steps
        settings = steps[1:] if steps[0] == WORKSPACE else steps
        found = []
        for job in self.wanted():
            if own[0] in AUDIENCE_KEYS and name in ("", job.edition.audience):
                found.append(explain_choice(own, job, self.library.audiences))
            elif not name and settings and settings[0] in SETTINGS_KEYS:
                found.append(explain_setting(settings, job, self.library))
        is_whole = len(own) == 1 or (steps[0] == WORKSPACE and len(settings) == 1)
        return found if is_whole or any(one.wins for one in found) else []

    def keys(self) -> Iterator[str]:
        """Return all keys that can be explained."""
        for base in {job.edition.brief: job for job in self.bases().values()}.values():
            yield from keys_of(base.brief)
        yield from (*AUDIENCE_KEYS, *SETTINGS_KEYS)
        yield from (f"parts/{part}" for part in self.library.parts)
        for job in self.wanted()[:1]:
            yield from (f"{LABELS}.{name}" for name in job.labels.labels)
        for head, pattern in FOLDERS.items():
            start, end = pattern.split("{}")
            yield from (
                f"{head}/{name.removeprefix(start).removesuffix(end)}"
                for name in self.files.list(pattern.format("*"))
            )
        yield from (f"fit/{_names_of_step(step)[1]}" for step in self.files.list(FIT_STYLES))
        yield from tokens_declared(self.wanted(), self.files)


def _names_of_step(step: str) -> tuple[str, str]:
    """Return both names of a fit step: `1-spacing` and `spacing`."""
    stem = PurePosixPath(step).stem
    return stem, stem.lstrip("0123456789-")


def _unknown(key: str, keys: Iterator[str]) -> Finding:
    near = nearest_few(key, set(keys))
    help = f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
    help = help or "`brief explain --help` lists the kinds of keys"
    return Finding("BR809", f"unknown key '{key}'", Span("command line"), help)
