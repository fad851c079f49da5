"""Every snippet and every key in the documentation is tried: a snippet is built as the file that it is part of.

The first keys of a snippet and the heading above it decide which file it is part of. A snippet for which they do not
fails, and so does a key of a table that has no example here.
"""

# ruff: noqa: E501  (an example on its line)
from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click
import pytest
import yaml
from PIL import Image

from briefing.cli.command_group import group
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.finding import Finding
from briefing.files.workspace import SHIPPED_FOLDERS, Files
from briefing.load.library import Library
from briefing.model.audience import Audience, Extension
from briefing.model.brief import Brief
from briefing.model.labels import Scale
from briefing.model.settings import Settings
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.unused_files import unread_files
from briefing.results import Run
from briefing.rules.registry import check_content
from briefing.schema.documents import DOCUMENTS as DOCUMENT_SCHEMAS
from briefing.schema.documents import schema_of
from briefing.stages import Job
from briefing.typeset.layout import Typesetter
from tests.command import brief
from tests.compose.charts.examples import REGIONS
from tests.conftest import ROOT
from tests.house import write_reference as reference
from tests.typeset.icc_profile import cmyk_profile

DOCUMENTS = (
    "README.md",
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
    "templates/README.md",
)

GRAPHIC = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="#123456"/></svg>'
LOOKS = {"BR604", "BR605", "BR315"}
"""Findings about a nearly empty page and uncited sources, which are not the fault of a snippet."""

LEAST: dict[str, Any] = {
    "title": "A finding",
    "date": "2026-11-22",
    "key_points": ["One point."],
    "sections": [{"id": "streets", "title": "Streets heat up", "text": "A first text."}],
    "outlook": "It goes on.",
}


@dataclass(frozen=True)
class Snippet:
    file: str
    line: int
    language: str
    heading: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}"


def snippets() -> Iterator[Snippet]:
    """Return the fenced snippets of all documents."""
    for file in DOCUMENTS:
        heading, language, start, lines = "", "", 0, list[str]()
        for number, line in enumerate((ROOT / file).read_text().splitlines(), start=1):
            if start:
                if line.startswith("```"):
                    yield Snippet(file, start, language, heading, "\n".join(lines) + "\n")
                    start = 0
                else:
                    lines.append(line)
            elif line.startswith("```"):
                language, start, lines = line.removeprefix("```"), number, []
            elif line.startswith("#"):
                heading = line.lstrip("# ")


ALL = tuple(snippets())


def of(*languages: str) -> list[Any]:
    return [pytest.param(one, id=one.name) for one in ALL if one.language in languages]


def keys_of(model: Any) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def built(files: Files, **selection: Any) -> list[str]:
    """Return the findings of all editions of a workspace, except those about layout."""
    typesetter = Typesetter(files)

    def build(job: Job) -> Sequence[Finding]:
        result = Run()
        run_stages(job, typesetter, result)
        return result.findings

    return _findings_of(build, files, **selection)


def composed(files: Files, **selection: Any) -> list[str]:
    """Return the findings of all editions of a workspace whose pages are composed, and not laid out."""

    def build(job: Job) -> Sequence[Finding]:
        tailored = tailor(job)
        compose(tailored, files)
        return check_content(tailored)

    return _findings_of(build, files, **selection)


def _findings_of(build: Callable[[Job], Sequence[Finding]], files: Files, **selection: Any) -> list[str]:
    findings = [f"{one.where}: {one.what} [{one.code}]" for one in unread_files(files)]
    planned = plan(files, Selection(**selection))
    every = [failure.error.findings for failure in planned.failed]
    for job in planned.jobs:
        try:
            every.append((*job.findings, *build(job)))
        except Exception as error:
            every.append(getattr(error, "findings", None) or [error])
    for found in every:
        findings += [str(getattr(one, "what", one)) for one in found if getattr(one, "code", "") not in LOOKS]
    return findings


def loaded(text: str) -> Any:
    """Return a snippet of YAML as data in which every scalar is a text, as in a brief."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  (makes texts, lists and mappings alone)


def as_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


class _Dumper(yaml.SafeDumper):
    """A dumper that writes texts of several lines as literal blocks, as their authors do."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def photograph() -> bytes:
    """Return a grey JPEG that is sharp as wide as a page."""
    written = io.BytesIO()
    Image.new("RGB", (1100, 400), "#888").save(written, "JPEG")
    return written.getvalue()


def completed(excerpt: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a brief that contains an excerpt, and the files that the excerpt names."""
    brief = {**LEAST, **excerpt}
    text = as_yaml(brief)
    cited = {*re.findall(r"@([a-z0-9-]+)", text), *_sources_of(brief)}
    given = brief.get("sources", {})
    if not isinstance(given, dict):  # whole references, or the name of a file
        return brief, {}
    brief["sources"] = {**{name: f"The source {name}, 2020" for name in cited}, **given}
    brief["method"] = " ".join(f"See [@{name}]." for name in brief["sources"]) or "We asked."
    named = re.findall(r"[\w-]+/[\w-]+\.csv", text)
    files: dict[str, Any] = {
        f"content/trial/{name}": "Year,Wind,Gas\n2015,28,33\n2020,36,31\n" for name in named
    }
    files |= {
        f"content/trial/{name}": "Words of a file.\n" for name in re.findall(r"[\w-]+/[\w-]+\.md", text)
    }
    return brief, files | {
        f"content/trial/{name}": photograph() for name in re.findall(r"[\w-]+/[\w-]+\.jpg", text)
    }


def _sources_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "source":
                yield from [item] if isinstance(item, str) else item
            else:
                yield from _sources_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from _sources_of(item)


AUDIENCE = "templates/audiences/mayor/audience.yaml"
WHOLE_FILES = {
    frozenset({"labels"}): "templates/labels/en.yaml",
    frozenset({"site"}): "content/workspace.yaml",
}
"""The files that a snippet with these keys is, whatever brief there is."""


def workspace_of(snippet: Snippet) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the brief and the files that a snippet of YAML makes, and the audience to build it for."""
    data = loaded(snippet.text) or {}
    keys = set(data) if isinstance(data, dict) else set()
    brief, files = completed({})
    if not data and "yaml-language-server" in snippet.text:
        return brief, {"content/workspace.yaml": snippet.text + "publisher: The house\n"}, "policymaker"
    if keys & {"extends", "label"} and keys <= keys_of(Audience) | keys_of(Extension):
        return brief, {AUDIENCE: snippet.text}, "mayor"
    if {"words", "source"} <= keys <= keys_of(Scale):
        scenario = {"name": "One", "likelihood": "probable", "text": "It comes."}
        outlook = {"horizon": "2030", "scale": "casa", "scenarios": [scenario]}
        files = {"templates/scales/casa.yaml": snippet.text}
        return {**LEAST, "language": "es", "outlook": outlook}, files, "policymaker"
    if keys == {"theme"} or "boxes" in keys:
        return of_whole_workspace(snippet)
    if "options" in keys:
        files = {"content/workspace.yaml": "theme: ./themes/house\n", "themes/house/theme.yaml": snippet.text}
        return brief, files, "policymaker"
    if file := WHOLE_FILES.get(frozenset(keys)):
        return brief, {file: snippet.text}, "policymaker"
    if keys == {"data"}:
        brief, files = completed(
            {"sections": [_with_block({"table": {"title": "T", "alt": "Rows.", **data}})]}
        )
        return brief, files, "policymaker"
    if keys == {"blocks"}:
        brief, files = completed({"sections": [_with_block(*data["blocks"])]})
        html = next(one.text for one in ALL if one.language == "html")
        return brief, {**files, "templates/parts/contact-card.j2.html": html}, "press"
    if "<language>" in snippet.heading and keys <= keys_of(Brief):
        base, files = completed(_mirrored(data))
        del base["method"], base["sources"]
        return base, {**files, "content/trial/brief.es.yaml": snippet.text + "outlook: Sigue.\n"}, "public"
    assert keys, snippet.text
    assert keys <= keys_of(Brief), keys - keys_of(Brief)
    brief, files = completed(data)
    return brief, files, "policymaker"


def of_whole_workspace(snippet: Snippet) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return what `workspace_of` does for a snippet of settings or shared content."""
    if "theme:" in snippet.text:
        return completed({})[0], {"content/workspace.yaml": snippet.text}, "policymaker"
    taken = {"glossary": ["albedo"], "key_points": ["{trees} trees, an albedo."], "disclaimers": ["funder"]}
    brief, _ = completed({**taken, "sections": [_with_block({"box": "grass"})]})
    return brief, {"content/shared.yaml": snippet.text}, "analyst"


def _with_block(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"id": "streets", "title": "Streets heat up", "text": "A first text.", "blocks": list(blocks)}


def _mirrored(translation: Any) -> Any:
    """Return a brief that a translation could belong to, with texts and variants under the same keys."""
    return {key: value for key, value in translation.items() if key not in ("outlook",)}


@pytest.mark.engine
@pytest.mark.parametrize("snippet", [one for one in of("yaml") if "pipelines.md" not in one.id])
def test_a_snippet_of_yaml_builds(workspace, snippet):
    brief, files, audience = workspace_of(snippet)
    is_named = "audiences" in brief
    opened = workspace(as_yaml(brief), files)
    assert built(opened, audiences=() if is_named else (audience,)) == []


CSS_FILE = re.compile(r"/\* in (styles/[\w./-]+\.css) \*/")


@pytest.mark.engine
@pytest.mark.parametrize("snippet", of("css"))
def test_a_snippet_of_css_builds(workspace, snippet):
    named = CSS_FILE.search(snippet.text)
    assert named, "a snippet of CSS says which file it is"
    brief, files = completed({})
    assert built(workspace(as_yaml(brief), {**files, named[1]: snippet.text})) == []


@pytest.mark.parametrize("snippet", of("html"))
def test_a_snippet_of_a_template_is_used_by_a_snippet_of_yaml(snippet):
    users = [one for one in ALL if one.file == snippet.file and "contact-card:" in one.text]
    assert [one.language for one in users] == ["yaml"]


@pytest.mark.engine
def test_the_snippets_about_custom_fields_build_together(workspace):
    (fields,) = (one for one in ALL if one.language == "yaml" and one.text.startswith("custom:"))
    (template,), (schema,) = ([one for one in ALL if one.language == name] for name in ("jinja", "json"))
    brief, files = completed(loaded(fields.text))
    files |= {
        "templates/parts/colophon.j2.html": template.text,
        "templates/custom.schema.json": schema.text,
    }
    assert built(workspace(as_yaml(brief), files), audiences=("policymaker",)) == []


def commands_in(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        for command in re.split(r"&&|;", line.partition(" #")[0]):
            words = shlex.split(command.partition(" > ")[0])
            if words[:1] == ["brief"]:
                yield words[1:]


def parsed(words: list[str]) -> click.Command:
    """Return the command of a command line, with its arguments parsed. Raises click.UsageError."""
    command: Any = group
    context = click.Context(group, info_name="brief", **group.context_settings)
    while isinstance(command, click.Group) and words:
        name, command, words = command.resolve_command(context, words)
        assert command is not None
        context = (
            command.make_context(name, list(words), parent=context)
            if not isinstance(command, click.Group)
            else (click.Context(command, info_name=name, parent=context))
        )
    return command


INLINE = re.compile(r"`(brief [a-z][^`]*)`")
PLACEHOLDERS = {
    "[FOLDER]": "heat",
    "[--slug": "--slug",
    "SLUG]": "heat",
    "[--from": "--from",
    "AUDIENCE]": "minister",
}


def test_the_commands_of_the_documentation_are_understood(workspace, monkeypatch):
    named = workspace(files={"content/my-brief/brief.yaml": as_yaml(LEAST)})  # by a path, which must exist
    monkeypatch.chdir(named.root)
    calls = [words for one in ALL if one.language == "sh" for words in commands_in(one.text)]
    documentation = " ".join((ROOT / file).read_text() for file in DOCUMENTS)
    for command in INLINE.findall(documentation):
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command.replace("…", "x"))]
        if "--" not in command or "=" not in command:
            calls += list(commands_in(shlex.join(words)))
    understood, refused = set(), []
    for words in calls:
        try:
            understood.add(parsed(words).name)
        except click.UsageError as error:  # a command may be named without its arguments
            refused += (
                [] if "Missing argument" in error.format_message() else [(words, error.format_message())]
            )
    assert refused == []
    languages = [words[2] for words in calls if words[:2] == ["new", "translation"] and len(words) > 2]
    assert [one for one in languages if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", one)] == []
    assert len(languages) > 2
    assert len(calls) > 40
    assert len(understood) >= 9


@pytest.mark.process
@pytest.mark.parametrize("snippet", of(""))
def test_a_session_of_the_documentation_is_what_the_command_prints(snippet):
    command, _, printed = snippet.text.partition("\n")
    assert command.startswith("$ brief explain ")  # which writes nothing
    done = brief(*shlex.split(command)[2:], cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, printed), "`make docs` writes it"


def rows_of(file: str, heading: str) -> Iterator[tuple[list[str], str]]:
    """Yield the rows of the tables under a heading: the names in backticks in the first column, and the rest."""
    inside = False
    for line in (ROOT / file).read_text().splitlines():
        if line.startswith("#"):
            inside = line.lstrip("# `").startswith(heading)
        elif inside and line.startswith("| `"):
            first, _, rest = line.strip("| ").partition(" | ")
            yield re.findall(r"`([^`]+)`", first), rest


PERSON = {
    "name": "Ada Example",
    "role": "Fellow",
    "affiliation": "The university",
    "email": "ada@example.org",
    "orcid": "0000-0002-1825-0097",
    "language": "en",
    "portrait": "map.svg",
    "bio": "Ada reads rivers.",
}
SCENARIO = {
    "name": "One",
    "likelihood": "likely",
    "confidence": "low",
    "because": "Few data.",
    "text": "It comes.",
    "signs": ["Rain"],
}
BRIEF_KEYS: dict[str, Any] = {
    **LEAST,
    "subtitle": "What streets need",
    "type": "Policy brief",
    "about": "For officials.",
    "series": "Heat papers",
    "number": "4",
    "edition": "2",
    "as_of": "2026-11-20",
    "valid_until": "2027-11-22",
    "next_update": "2027-05-01",
    "supersedes": {"text": "The paper of 2024", "briefs": "paper-2024"},
    "language": "fr",
    "authors": ["Bo", PERSON],
    "cover": {"file": "map.svg", "alt": "A street with trees", "credit": "Ada"},
    "keywords": ["heat", "shade"],
    "doi": "10.1000/182",
    "issn": "2049-3630",
    "isbn": "978-3-16-148410-0",
    "report_number": "WP/26/031",
    "publisher": {"name": "Two houses", "web": "https://example.org", "about": "We publish together."},
    "contact": {"name": "Bo", "email": "bo@example.org", "phone": "+44 20 7946 0019"},
    "partners": ["The archive", {"name": "The museum", "web": "https://example.org/museum"}],
    "abstract": "Trees cool streets.",
    "annexes": [{"title": "The survey", "text": "We asked twice."}, {"title": "The forms", "text": "Two.", "new_page": "true", "blocks": [{"table": {"title": "T", "alt": "R.", "data": [["Form", "Pages"], ["A", "1"]]}}]}],
    "further_reading": ["s"],
    "acknowledgements": "We thank Bo.",
    "funding": "The city paid.",
    "competing_interests": "None.",
    "custom": {"project_code": "WS-1", "programme": {"text": "Water.", "plain": "Water.", "not": ["press"]}},
    "web": "https://example.org/heat",
    "cite_as": "Ada Example. A finding.",
    "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "marking": {"tlp": "GREEN", "embargo_until": "2026-11-24T06:00:00Z", "handling": "For you", "status": "final"},
    "facts": {"cost": {"value": "5", "unit": "€", "label": "a tree", "as_of": "2026-11-01", "source": "s"}},
    "bottom_line": "Trees first.",
    "at_a_glance": ["cost"],
    "implications": [{"who": "Cities", "text": "They plant."}],
    "recommendations": [{"who": "Cities", "action": "Plant.", "by": "2027-01-01"}],
    "options": [{"name": "Plant", "text": "Trees.", "for": "Shade", "against": "Water"}],
    "counter_view": "Machines.",
    "method": "We asked.",
    "changes": "A new table.",
    "quotes": [{"text": "Shade.", "by": "Bo", "date": "2026-11-01", "source": "s"}],
    "questions": ["Who waters?"],
    "glossary": {"shade": "Less sun."},
    "sources": {"s": {"title": "A source", "publisher": "P", "date": "2026"}},
    "disclaimers": ["views", "maps", "Ours alone."],
    "audiences": {"minister": {"pages": 1}, "public": {}},
    "accept": {"rule": "BR013", "why": "it has no date", "until": "2027-06-30"},
    "outlook": {
        "horizon": "2030", "scale": "icd-203", "summary": "It goes on.", "assumptions": ["Peace"],
        "drivers": [{"name": "Heat", "direction": "up", "text": "It rises."}], "exclusive": "true",
        "scenarios": [SCENARIO], "watch": [{"indicator": "Trees", "now": "3", "means": "More"}],
    },
}  # fmt: skip
NEEDED = {
    "at_a_glance": ("facts", "sources"),
    "further_reading": ("sources",),
    "facts": ("sources",),
    "quotes": ("sources",),
}
OUTLOOK_KEYS = tuple(BRIEF_KEYS["outlook"])


def documented(heading: str) -> list[str]:
    return [key for keys, _ in rows_of("docs/content.md", heading) for key in keys]


@pytest.mark.parametrize("key", [*documented("Metadata"), *documented("The argument")])
def test_a_key_of_a_brief_is_in_the_model_and_builds(workspace, key):
    assert key in keys_of(Brief)
    assert key in BRIEF_KEYS, f"'{key}' is documented, and has no example here"
    chosen = {name: BRIEF_KEYS[name] for name in (key, *NEEDED.get(key, ()))}
    brief = {**LEAST, **chosen}
    if "sources" in chosen:
        brief["method"] = "See [@s]."
    selection = {} if key == "audiences" else {"audiences": ("analyst",)}
    assert composed(workspace(as_yaml(brief), {"content/trial/map.svg": GRAPHIC}), **selection) == []


def test_the_keys_inside_of_keys_are_those_of_the_example():
    looked_at = 0
    for heading in ("Metadata", "The argument"):
        for keys, rest in rows_of("docs/content.md", heading):
            for key in keys:
                named = set(re.findall(r"`([a-z_]+)`", rest)) - {"policymaker", "term"}
                example = as_yaml(BRIEF_KEYS[key])
                looked_at += len(named)
                if key in ("outlook", "marking", "implications", "recommendations", "options"):
                    assert [one for one in named if f"{one}:" not in example and one != "options"] == [], key
    assert looked_at > 60


SOURCE: dict[str, Any] = {
    "title": "A source", "container": "A journal", "author": ["Example, Ada"], "editor": "Example, Bo",
    "translator": "Example, Cy", "series": "Papers", "genre": "Working paper", "volume": "3",
    "issue": "2", "pages": "45-67", "number": "ISO 8601-1:2019", "edition": "2", "publisher": "P", "place": "Paris",
    "date": "2022-05", "url": "https://example.org/a", "accessed": "2026-11-03", "archive": "https://example.org/b",
    "doi": "10.1000/182", "isbn": "978-3-16-148410-0", "note": "In French", "type": "report",
    "status": "in press", "language": "fr", "whole": "true", "listed": "true",
}  # fmt: skip


SOURCE_KEYS = dict.fromkeys(key for keys, _ in rows_of("docs/content.md", "Sources") for key in keys)


@pytest.mark.parametrize("key", [key for key in SOURCE_KEYS if key != "note"])
def test_a_key_of_a_source_builds(workspace, key):
    assert key in SOURCE, f"'{key}' is documented, and has no example here"
    source = {"title": "A source", "publisher": "P", "date": "2022", key: SOURCE[key]}
    brief = {**LEAST, "sources": {"s": source}, "method": "See [@s]."}
    assert composed(workspace(as_yaml(brief)), audiences=("analyst",)) == []


ROWS = [["Year", "Wind", "Gas"], ["2015", "28", "33"], ["2020", "36", "31"]]
SHARED = {
    "title": "Wind grew",
    "alt": "Two rows.",
    "subtitle": "Output in TWh, 2015 and 2020",
    "id": "grew",
    "note": "Net.",
    "source": ["s"],
    "place": "wide",
    "float": "page",
    "only": ["analyst"],
}
COLUMN = {
    "column": "Wind",
    "name": "Wind power",
    "unit": "TWh",
    "align": "right",
    "kind": "number",
    "decimals": "1",
    "rounded": "true",
}
CHART = {
    "data": ROWS,
    "kind": "line",
    "x": "Year",
    "series": ["Wind", {"column": "Gas", "name": "Natural gas"}],
    "unit": "TWh",
}
BLOCKS: dict[str, list[Any]] = {
    "text": ["A text.", {"text": "A text.", "short": "Short.", "plain": "Plain."}],
    "table": [
        {**SHARED, "data": ROWS, "columns": ["Year", COLUMN], "total": ["Both", "64"]},
        {"title": "T", "alt": "R.", "data": ROWS, "columns": ["Year", {"column": "Wind", "name": "Wind power"}]},
        {"title": "T", "alt": "R.", "data": ROWS, "columns": ["Year", {"column": "Wind", "align": "left"}]},
        {"title": "T", "alt": "R.", "data": ROWS, "columns": [{"column": "Year", "align": "centre", "kind": "text"}]},
    ],
    "chart": [
        {**SHARED, **CHART, "steps": "true", "facet": "true", "highlight": "Gas", "annotations": [{"text": "Here", "at": "2020"}, {"text": "Half", "value": "30"}]},
        {"title": "T", "alt": "A.", **CHART, "axis": {"from": "20", "to": "40"}},
        {"title": "T", "alt": "A.", **CHART, "axis": {"from": "0"}},
        {"title": "T", "alt": "A.", **CHART, "axis": {"to": "40"}},
        *({"title": "T", "alt": "A.", **CHART, "kind": "bar", "sort": order} for order in ("descending", "ascending", "given")),
        *({"title": "T", "alt": "A.", **CHART, "kind": kind} for kind in ("bar", "column", "stacked", "area", "dot", "slope")),
        {"title": "T", "alt": "A.", "kind": "range", "data": [["Case", "Low", "High"], ["Dry", "2", "4"]]},
        {"title": "T", "alt": "A.", **CHART, "kind": "waffle", "series": ["Wind"]},
        {"title": "T", "alt": "A.", "kind": "map", "map": {"file": "regions.geojson", "key": "name"}, "data": [["Region", "Share"], ["North", "3"]]},
        {"title": "T", "alt": "A.", "data": ROWS, "vega_lite": {"mark": "bar", "encoding": {"x": {"field": "Wind", "type": "quantitative"}}}},
    ],
    "timeline": [{**SHARED, "entries": [{"date": "2026-11-01", "text": "One."}, {"date": "Later", "text": "Two."}]}],
    "box": [{"title": "A box", "text": "Words.", "place": "margin", "wide": "false"}, {"title": "A box", "text": "Words.", "type": "Case study"}],
    "quote": [{"text": "Shade.", "by": "Bo", "date": "2026-11-01", "source": "s"}],
    "pull_quote": ["A first text.", {"text": "first … text", "plain": "A first text"}],
    "figure": [{**SHARED, "file": "map.svg", "large_print": "map-large.svg", "credit": "Ada"}],
    "numbers": [["cost"], {"facts": ["cost"], "note": "Net."}],
}  # fmt: skip
KINDS = {keys[0]: rest for keys, rest in rows_of("docs/content.md", "Blocks") if keys[0] not in SHARED}


@pytest.mark.engine
@pytest.mark.parametrize("kind", [name for name in KINDS if name not in ("note", "only")])
def test_a_kind_of_block_builds_with_all_of_its_keys(workspace, kind):
    assert kind in BLOCKS, f"'{kind}' is documented, and has no example here"
    values = "/".join(("left", "centre", "right"))
    words = as_yaml(BLOCKS[kind]) + values
    named = set(re.findall(r"`([a-z_]+)`", KINDS[kind]))
    assert [name for name in named if name not in words] == []
    brief = {
        **LEAST,
        "sections": [_with_block(*({kind: block} for block in BLOCKS[kind]))],
        "facts": {"cost": BRIEF_KEYS["facts"]["cost"]},
        "sources": BRIEF_KEYS["sources"],
        "method": "See [@s].",
    }
    files = workspace(
        as_yaml(brief),
        {
            "content/trial/regions.geojson": REGIONS,
            **{f"content/trial/{name}.svg": GRAPHIC for name in ("map", "map-large")},
        },
    )
    assert built(files, audiences=("analyst",)) == []


SETTINGS: dict[str, Any] = {
    "publisher": {"name": "The house", "web": "https://example.org", "about": "We publish."},
    "logo": {"file": "logo.svg", "alt": "A logo"},
    "contact": {"name": "Ada", "email": "ada@example.org", "phone": "+44 20 7946 0018"},
    "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "audiences": ["press"],
    "citation_style": "author-date",
    "loaded_terms": {"regime": "government"},
    "acronyms": ["ICAO", "SAR"],
    "custom": {"project_code": "WS-1"},
    "output_intent": "press.icc",
    "paper": "letter",
    "theme": {"name": "memo", "brand": "#7a1f3d"},
    "shared": "content/common.yaml",
    "site": {"audiences": ["press"], "address": "https://example.org/briefs/"},
}


@pytest.mark.engine
@pytest.mark.parametrize(
    "key", [key for keys, _ in rows_of("docs/workspace.md", "content/workspace.yaml") for key in keys]
)
def test_a_key_of_the_workspace_builds(workspace, key):
    assert key in keys_of(Settings)
    assert key in SETTINGS, f"'{key}' is documented, and has no example here"
    files = {
        "content/workspace.yaml": as_yaml({key: SETTINGS[key]}),
        "content/logo.svg": GRAPHIC,
        "content/press.icc": cmyk_profile(),
        "content/common.yaml": as_yaml({"contact": SETTINGS["contact"]}),
    }
    brief = {**LEAST, "sources": BRIEF_KEYS["sources"], "method": "See [@s]."}
    audiences = () if key == "audiences" else ("press",)
    assert built(workspace(as_yaml(brief), files), audiences=audiences) == []


AUDIENCE_EXAMPLE = next(
    loaded(one.text)
    for one in ALL
    if one.language == "yaml" and "register:" in one.text and "label:" in one.text
)


def test_the_example_of_an_audience_has_every_key():
    extension = next(
        loaded(one.text) for one in ALL if one.file == "docs/workspace.md" and "extends:" in one.text
    )
    assert {*AUDIENCE_EXAMPLE, *extension} >= keys_of(Audience) | {"extends", "drop"}


AUDIENCES = [keys[0] for keys, _ in rows_of("docs/workspace.md", "An audience")]


def test_every_shipped_audience_is_documented():
    assert sorted(AUDIENCES) == sorted(Library(Files(ROOT)).audiences)


@pytest.mark.engine
@pytest.mark.parametrize("name", AUDIENCES)
def test_a_shipped_audience_builds(workspace, name):
    brief, files = completed({})
    assert built(workspace(as_yaml(brief), files), audiences=(name,)) == []


PRINTED = re.compile(r"`([^`]*(?:\{\{|\{%)[^`]*)`")
GIVEN = "{% set item = brief.recommendations[0] %}{% set moment = brief.marking.embargo_until %}"


@pytest.mark.engine
def test_what_templates_print_in_the_documentation_is_printed(workspace):
    idioms = PRINTED.findall((ROOT / "templates/README.md").read_text())
    assert len(idioms) >= 8
    lines = [one.replace("…", "x") for one in idioms if "extends" not in one]
    body = "".join(f"<p>{line}</p>" for line in lines)
    files = {"templates/parts/method.j2.html": f"{GIVEN}<div>{body}</div>"}
    brief = {
        **LEAST,
        **{key: BRIEF_KEYS[key] for key in ("recommendations", "marking", "subtitle", "method")},
    }
    assert built(workspace(as_yaml(brief), files), audiences=("analyst",)) == []


@pytest.mark.parametrize("file", DOCUMENTS)
def test_a_template_or_style_that_is_extended_in_the_text_exists(file):
    text = (ROOT / file).read_text()
    for folder, pattern in zip(
        SHIPPED_FOLDERS, (r'extends "shipped/([^"]+)"', r'import "shipped/([^"]+)"'), strict=True
    ):
        for name in re.findall(pattern, text):
            assert list((ROOT / folder).rglob(name)), name


def test_the_documentation_has_what_this_looks_at():
    counts = {
        language: sum(one.language == language for one in ALL)
        for language in ("yaml", "css", "sh", "html", "jinja", "json", "python", "toml", "xml", "console", "")
    }
    assert counts["yaml"] >= 14
    assert counts["css"] >= 3
    assert counts["sh"] >= 6
    assert counts["html"] >= 1
    assert counts["python"] >= 4  # tests/test_api.py and tests/rules/test_custom_rules.py run them
    assert counts["toml"] == 1  # the second of these installs it
    assert counts["console"] >= 2  # tests/house/test_tutorials.py runs them
    assert counts[""] >= 1
    assert {one.language for one in ALL} == set(counts), "a kind of snippet that nothing here runs"
    keys = [*documented("Metadata"), *documented("The argument"), *KINDS]
    assert len(keys) > 45


def test_the_reference_is_up_to_date():
    written = [*reference.KEYS.read_text().splitlines(), *reference.COMMANDS.read_text().splitlines()]
    made = [*reference.keys().splitlines(), *reference.commands().splitlines()]
    assert [line for line in made if line not in written] == [], "`make docs` writes it"
    assert len(made) == len(written)


def test_every_command_and_every_key_is_in_the_reference():
    assert reference.COMMANDS.read_text().count("\n## brief ") >= 24
    keys = reference.KEYS.read_text()
    for name in DOCUMENT_SCHEMAS:
        for key in schema_of(name)["properties"]:
            assert f"\n| `{key}`" in keys
