"""Parts, block kinds and chart kinds have everything that they need; anything missing is listed by name."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, get_args

import pytest
from jinja2 import Environment
from jinja2.nodes import Getattr, Name

from briefing.compose.charts.kinds import SPECIFICATIONS
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.model.base import Model
from briefing.model.blocks import (
    BLOCK_KINDS,
    Block,
    BlockKind,
    Data,
    Exhibit,
    Numbering,
    Tabular,
    Timeline,
    model_of,
)
from briefing.model.brief import Brief
from briefing.model.chart_kinds import ChartKind
from briefing.model.content import BlockContent
from briefing.model.parts import LIST_OF_EXHIBITS, PARTS, PIECES, Part
from briefing.model.text import Prose, Shown, TextRole, Worded
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Tailored
from briefing.text.sentences import passages_of
from tests.compose.charts.examples import CHARTS
from tests.conftest import ROOT
from tests.house.test_documentation import (
    BLOCKS,
    BRIEF_KEYS,
    GRAPHIC,
    KINDS,
    LEAST,
    SETTINGS,
    as_yaml,
    rows_of,
)

LABELS = {
    language: set(library.languages.labels_of(language).labels)
    for library in [Library(Files(ROOT))]
    for language in library.languages
}
DOCUMENTATION = "tests/house/test_documentation.py"
SCHEMA = json.loads((ROOT / "docs/schemas/brief.schema.json").read_text())["$defs"]


def template_of(name: str) -> str:
    return f"templates/parts/{name}.j2.html"


def missing_files(name: str, *, has_stylesheet: bool) -> Iterator[str]:
    """Yield the template, the stylesheet and the printed labels that a part or a block kind lacks."""
    if not (ROOT / template_of(name)).exists():
        yield f"write {template_of(name)}"
    style = f"styles/parts/{name}.css"
    if has_stylesheet != (ROOT / style).exists():
        yield (
            f"write {style}, or set has_stylesheet=False"
            if has_stylesheet
            else f"remove {style}, or has_stylesheet"
        )
    for path in templates_of(name):
        yield from missing_labels(re.findall(r"\blabels\.(\w+)", (ROOT / path).read_text()))


def missing_labels(names: Collection[str]) -> Iterator[str]:
    for language, labels in LABELS.items():
        for name in sorted(set(names) - labels):
            yield f"add the label '{name}' to templates/languages/{language}/labels.yaml"


def templates_of(name: str) -> list[str]:
    """Return the template of a part, and those that audiences have for it."""
    found = (*(ROOT / "templates/parts").glob("*"), *(ROOT / "templates/audiences").glob("*/*"))
    return [str(path.relative_to(ROOT)) for path in found if path.name == f"{name}.j2.html"]


def keys_read(name: str) -> set[str]:
    """Return the keys of the brief that the templates of a part read."""
    trees = (Environment().parse((ROOT / path).read_text()) for path in templates_of(name))  # noqa: S701
    return {
        node.attr
        for tree in trees
        for node in tree.find_all(Getattr)
        if isinstance(node.node, Name) and node.node.name == "brief"
    }


def carries_text(annotation: Any) -> bool:
    """Return whether a value of the model contains text for readers."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        fields = annotation.model_fields.values()
        return issubclass(annotation, Worded) or any(carries_text(field.annotation) for field in fields)
    return any(carries_text(argument) for argument in get_args(annotation))


def missing_of_part(name: str) -> Iterator[str]:
    part = PARTS[name]
    yield from missing_files(name, has_stylesheet=part.has_stylesheet)
    read = keys_read(name)
    texts = {
        key for key in read & set(Brief.model_fields) if carries_text(Brief.model_fields[key].annotation)
    }
    for key in sorted(texts - {*part.prints, *part.names}):
        yield f"declare '{key}' in `prints` or `names`: its template prints it"
    for key in sorted({*part.prints, *part.names} - read):
        yield f"take '{key}' out of `prints` and `names`: no template of it reads the key"
    (line,) = re.findall(r"^The parts: .*$", (ROOT / "docs/workspace.md").read_text(), re.MULTILINE)
    if f"`{name}`" not in line:
        yield "add it to 'The parts' in docs/workspace.md"


def missing_of_block_kind(name: str, model: type[Shown]) -> Iterator[str]:
    yield from missing_files(name, has_stylesheet=BLOCK_KINDS[name].has_stylesheet)
    yield from missing_labels(get_args(Numbering) if issubclass(model, Exhibit) else ())
    contents = {kind.__name__ for kind in get_args(BlockContent)}
    if model.__name__ not in contents and model is not Prose:  # which becomes a passage
        yield f"write the class {model.__name__} in model/content.py, and add it to BlockContent"
    if "data" in model.model_fields and model not in get_args(Tabular):
        yield "add its model to `Tabular`: it has rows of data"
    if name not in KINDS:
        yield "add a row to the table of kinds in docs/content.md"
    (line,) = re.findall(r"^Inside sections .*$", (ROOT / "docs/workspace.md").read_text(), re.MULTILINE)
    if f"`{name}`" not in line:
        yield "add it to the blocks in docs/workspace.md"
    if name not in BLOCKS:
        yield f"add an example with all of its keys to BLOCKS in {DOCUMENTATION}"
    if name not in SCHEMA["Block"]["properties"]:
        yield "write the JSON Schemas again: make docs"


def missing_of_chart_kind(name: str) -> Iterator[str]:
    if name not in SPECIFICATIONS:
        yield f"write briefing/compose/charts/kinds/{name}.py, and add it to SPECIFICATIONS"
    if not any(chart.startswith(f"kind: {name},") for chart in CHARTS.values()):
        yield "add an example to CHARTS in tests/compose/charts/examples.py"
    row = next(rest for keys, rest in rows_of("docs/content.md", "Blocks") if keys == ["chart"])
    (kinds,) = re.findall(r"`kind`: ([\w, ]+);", row)
    if name not in kinds.split(", "):
        yield "add it to the kinds in the row of `chart` in docs/content.md"
    if name not in SCHEMA["Chart"]["properties"]["kind"]["enum"]:
        yield "write the JSON Schemas again: make docs"


def listed(thing: str, missing: list[str]) -> str:
    return "\n- ".join((f"{thing} is not complete:", *missing))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_complete(name):
    missing = list(missing_of_part(name))
    assert not missing, listed(f"the part '{name}'", missing)


@pytest.mark.parametrize("name", BLOCK_KINDS)
def test_a_block_kind_is_complete(name):
    missing = list(missing_of_block_kind(name, model_of(name)))
    assert not missing, listed(f"the block kind '{name}'", missing)


@pytest.mark.parametrize("name", [kind.value for kind in ChartKind])
def test_a_chart_kind_is_complete(name):
    missing = list(missing_of_chart_kind(name))
    assert not missing, listed(f"the chart kind '{name}'", missing)


def test_what_is_shipped_is_a_part_a_block_kind_or_a_piece_of_a_part():
    known = {*PARTS, *BLOCK_KINDS, *PIECES}
    templates = {path.name.removesuffix(".j2.html") for path in (ROOT / "templates/parts").iterdir()}
    styles = {path.stem for path in (ROOT / "styles/parts").iterdir()}
    assert len(known) > 30
    assert templates == known, (
        "add an entry to PARTS, PIECES or Block for each template, or its template to each"
    )
    assert styles <= known - set(PIECES)


def test_each_field_of_a_block_has_the_properties_of_its_kind():
    assert set(BLOCK_KINDS) == set(Block.model_fields) - {"own"}, "annotate the field with a BlockKind"
    alone = {name: kind.sole_key for name, kind in BLOCK_KINDS.items() if kind.sole_key}
    assert [name for name, key in alone.items() if key not in model_of(name).model_fields] == []


def test_all_that_a_part_lacks_is_listed(monkeypatch):
    monkeypatch.setitem(PARTS, "trial-part", Part(role=TextRole.RUNNING, prints=("recommendations",)))
    assert list(missing_of_part("trial-part")) == [
        "write templates/parts/trial-part.j2.html",
        "write styles/parts/trial-part.css, or set has_stylesheet=False",
        "take 'recommendations' out of `prints` and `names`: no template of it reads the key",
        "add it to 'The parts' in docs/workspace.md",
    ]


def test_keys_that_a_part_prints_and_does_not_declare_are_listed(monkeypatch):
    monkeypatch.setitem(PARTS, "teacher", Part(role=TextRole.REFERENCE, prints=("about", "method")))
    assert list(missing_of_part("teacher")) == [
        f"declare '{key}' in `prints` or `names`: its template prints it"
        for key in ("as_of", "counter_view", "key_points")
    ]


def test_all_that_a_block_kind_lacks_is_listed(monkeypatch):
    monkeypatch.setitem(BLOCK_KINDS, "trial-block", BlockKind(role=TextRole.RUNNING))
    monkeypatch.setitem(LABELS, "ar", LABELS["ar"] - {"box"})

    class Trial(Timeline):
        """A model that has no content."""

        data: Data

    assert list(missing_of_block_kind("trial-block", Trial)) == [
        "write templates/parts/trial-block.j2.html",
        "write styles/parts/trial-block.css, or set has_stylesheet=False",
        "add the label 'box' to templates/languages/ar/labels.yaml",
        "write the class Trial in model/content.py, and add it to BlockContent",
        "add its model to `Tabular`: it has rows of data",
        "add a row to the table of kinds in docs/content.md",
        "add it to the blocks in docs/workspace.md",
        "add an example with all of its keys to BLOCKS in tests/house/test_documentation.py",
        "write the JSON Schemas again: make docs",
    ]


def test_all_that_a_chart_kind_lacks_is_listed():
    assert list(missing_of_chart_kind("trial-chart")) == [
        "write briefing/compose/charts/kinds/trial-chart.py, and add it to SPECIFICATIONS",
        "add an example to CHARTS in tests/compose/charts/examples.py",
        "add it to the kinds in the row of `chart` in docs/content.md",
        "write the JSON Schemas again: make docs",
    ]


def opened(workspace, part: str) -> tuple[Tailored, Files]:
    """Return an edition with a part, of a brief with every documented key."""
    left_out = "options" if "recommendations" in PARTS[part].prints else "recommendations"
    keys = BRIEF_KEYS.keys() - {"audiences", "language", "accept", left_out}
    section = {"title": "Shade cools", "text": "A second text."}
    brief = {
        **LEAST,
        **{key: BRIEF_KEYS[key] for key in sorted(keys)},
        "sections": [*LEAST["sections"], section],
        "method": "See [@s].",
    }
    needed = ("annexes",) if part == LIST_OF_EXHIBITS else ()
    audience = {"label": "Trial", "parts": list(dict.fromkeys(("marking", "method", *needed, part)))}
    settings = {key: SETTINGS[key] for key in ("publisher", "contact")}
    files = workspace(
        as_yaml(brief),
        {
            "templates/audiences/trial/audience.yaml": as_yaml(audience),
            "content/workspace.yaml": as_yaml(settings),
            "content/trial/map.svg": GRAPHIC,
        },
    )
    (job,) = plan(files, Selection(audiences=("trial",))).jobs
    return tailor(job), files


@pytest.mark.parametrize("name", PARTS)
def test_a_part_prints_the_example_of_the_documentation(workspace, name):
    html = compose(*opened(workspace, name)).html
    classes = {word for words in re.findall(r'class="([^"]+)"', html) for word in words.split()}
    assert classes & {name, name.removesuffix("s")}, f"add its keys to BRIEF_KEYS in {DOCUMENTATION}"


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.role is TextRole.RUNNING])
def test_the_running_text_of_a_part_is_read(workspace, name):
    tailored, _ = opened(workspace, name)
    keys = set(PARTS[name].prints)
    read = {passage.key[0] for passage in passages_of(tailored)} - ({"method"} - keys)
    assert read, "add the keys of its texts to RUNNING in text/sentences.py"
    assert read <= keys


WITH_DATA = [name for name in BLOCK_KINDS if {"data", "file"} & set(model_of(name).model_fields)]


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_data_of_a_block_kind_is_checked(workspace, name):
    example = {**BLOCKS[name][0], "source": [], "file": "gone.svg"}
    if "data" in example:
        head, first, *rest = example["data"]
        example = {**example, "data": [head, [first[0], "many", *first[2:]], *rest]}
        del example["file"]
    brief = {**LEAST, "sections": [{**LEAST["sections"][0], "blocks": [{name: example}]}]}
    files = workspace(as_yaml(brief), {"content/trial/map.svg": GRAPHIC})
    (failure,) = plan(files, Selection(audiences=("analyst",))).failed
    assert {one.code for one in failure.error.findings} & {"BR217", "BR501"}, (
        "check it in load/validation/exhibits.py"
    )


@pytest.mark.parametrize("model", get_args(Tabular))
def test_the_data_of_a_block_kind_is_attached(workspace, model):
    (name,) = (name for name in BLOCK_KINDS if model_of(name) is model)
    sections = [{**LEAST["sections"][0], "blocks": [{name: {**BLOCKS[name][0], "source": []}}]}]
    files = workspace(as_yaml({**LEAST, "sections": sections}))
    (job,) = plan(files, Selection(audiences=("analyst",))).jobs
    attached = [one.name for one in compose(tailor(job), files).attachments]
    assert f"{model.counted_as}-1.csv" in attached, "attach it in compose/exhibits.py"


def test_what_these_tests_look_at():
    assert len(PARTS) > 20
    assert len(LABELS) > 5
    assert len(WITH_DATA) > 2
    assert sum(bool(keys_read(name)) for name in PARTS) > 18
