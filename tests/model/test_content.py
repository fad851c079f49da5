"""The content of an edition: a counterpart for each model, with types that a type checker enforces."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from briefing.compare.audience_diff import NOT_COMPARED
from briefing.compose.tailor import KINDS
from briefing.model import content
from briefing.model.base import Model
from briefing.model.blocks import READING_KEYS, Block, Data, OwnBlock
from briefing.model.brief import Brief, Superseded
from briefing.model.content import Content, Passage, passages_in
from briefing.model.labels import Rung
from briefing.model.parts import PARTS
from briefing.model.settings import Settings
from briefing.model.text import Flow, Line, Prose, Shown, Worded
from briefing.rules.content import loaded_words, unexplained_acronyms
from briefing.text import sentences
from tests.cases import each
from tests.conftest import ROOT

STEERING = {"site", "audiences", "only", "not_", "short", "plain", "accept", "shared", *READING_KEYS}
"""Fields for the selection of texts, for checks or for reading files; no edition has them."""

TEXTS = (Line, Prose, Superseded)
HELD_OTHERWISE = (*TEXTS, Block, Data)
"""Models without a counterpart of the same fields: texts, and models with one kind out of several."""

CREDITS = tuple[content.Credit, ...]
EXHIBIT = {"key": content.Key, "number": int, "name": str, "source": CREDITS}
MADE = {
    "Brief": {"at_a_glance": tuple[content.Fact, ...], "custom": Any},
    "Settings": {"custom": Any},
    "Section": {"leading": int},
    "Annex": {"key": content.Key, "name": str, "leading": int},
    "Fact": {"source": Passage | None, "unit_space": str},
    "Quote": {"source": Passage | None},
    "Scenario": {"rung": content.Rung | None},
    "Table": {**EXHIBIT, "data": content.Data[Passage | str]},
    "Chart": {
        **EXHIBIT,
        "data": content.Data[str],
        "x": str,
        "is_attached": bool,
        "vega_lite": Mapping[str, object] | None,
    },
    "Timeline": EXHIBIT,
    "Figure": EXHIBIT,
    "Box": EXHIBIT,
    "Numbers": {"source": CREDITS, "facts": tuple[content.Fact, ...]},
    "OwnBlock": {**EXHIBIT, "number": int | None, "name": str | None, "values": Any},
}
"""The values of an edition that the model does not have, or has with another type."""

READS = """\
from briefing.stages import Tailored


def read(tailored: Tailored) -> str:
    return tailored.content.{way}
"""


def named_in(annotation: object) -> Iterator[type]:
    """Return the classes in an annotation."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from named_in(inner)


def models_in(model: type[Model], found: dict[str, type[Model]] | None = None) -> dict[str, type[Model]]:
    """Return a model and all models in it, without those for the selection of texts or for checks."""
    found = {} if found is None else found
    if model.__name__ not in found:
        found[model.__name__] = model
        hints = get_type_hints(model)
        for name in model.model_fields.keys() - STEERING:
            for kind in named_in(hints[name]):
                if issubclass(kind, Model):
                    models_in(kind, found)
    return found


MODELS = {**models_in(Brief), **models_in(Settings), **models_in(Rung)}
COUNTERPARTS = sorted(name for name, model in MODELS.items() if model not in HELD_OTHERWISE)


def in_content(annotation: Any) -> Any:
    """Return the type that a value of a model has in the content of an edition."""
    if annotation in TEXTS:
        return Passage
    if isinstance(annotation, type) and not get_args(annotation):
        return KINDS[annotation.__name__] if issubclass(annotation, Model) else annotation
    origin, inner = get_origin(annotation), tuple(map(in_content, get_args(annotation)))
    if origin in (Union, UnionType):
        return Union[inner]  # noqa: UP007  (of as many as there are)
    return origin[inner] if inner else annotation


def expected(model: type[Model]) -> dict[str, Any]:
    """Return the names and types of the content of a model."""
    hints = get_type_hints(model)
    names = [name for name in model.model_fields if name not in STEERING]
    if model is OwnBlock:
        names.remove("kind")
    taken = {name: in_content(hints[name]) for name in names}
    for name, computed in model.model_computed_fields.items():
        taken[name] = get_type_hints(computed.wrapped_property.fget)["return"]
    if issubclass(model, Worded):
        taken["text"] = Passage if model.model_fields["text"].is_required() else Passage | None
    return {**taken, **MADE.get(model.__name__, {})}


@each("name", COUNTERPARTS)
def test_a_model_has_a_counterpart_with_the_same_fields(name):
    kind = KINDS[name]
    hints = get_type_hints(kind)
    wanted = expected(MODELS[name])
    assert set(kind.names) == set(wanted)
    for field, type_ in wanted.items():
        if type_ is not Any:
            assert hints[field] == type_, field


def test_every_class_of_content_is_the_counterpart_of_a_model():
    assert len(COUNTERPARTS) > 25
    without = {"Content", "EditionContent", "Exhibit", "Credit", "Block", "Data"}
    assert set(KINDS) == set(COUNTERPARTS) | without


def test_a_block_holds_the_counterparts_of_what_a_model_of_one_holds():
    held = {kind for name in Block.model_fields for kind in named_in(get_type_hints(Block)[name])}
    kinds = {in_content(kind) for kind in held - {type(None)}}
    assert kinds == set(get_args(content.BlockContent))


@each("name", COUNTERPARTS)
def test_what_an_audience_may_not_be_shown_may_be_missing(name):
    hints = get_type_hints(KINDS[name])
    for field, info in MODELS[name].model_fields.items():
        is_shown = any(issubclass(kind, Shown) for kind in named_in(info.annotation))
        if is_shown and not info.is_required():
            assert type(None) in get_args(hints[field]) or get_origin(hints[field]) in (tuple, Mapping), field


@pytest.mark.process
def test_a_misspelt_attribute_of_tailored_content_fails_the_type_check(tmp_path):
    ways = {"right": "brief.sections[0].title.words", "wrong": "brief.sectionz[0].title.words"}
    for name, way in ways.items():
        (tmp_path / f"{name}.py").write_text(READS.format(way=way))
    options = ["--config-file", ROOT / "pyproject.toml", "--cache-dir", tmp_path / "cache"]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *sorted(tmp_path.glob("*.py"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in checked.stdout.splitlines() if ": error: " in line]
    assert errors and all("wrong.py:5: " in error for error in errors), checked.stdout
    assert '"Brief" has no attribute "sectionz"' in checked.stdout


def test_keys_in_tables_of_parts_are_values_of_a_brief():
    keys = {key for part in PARTS.values() for key in part.prints}
    assert len(keys) > 15
    assert keys <= set(content.Brief.names)
    named = {name.removesuffix("_") for kind in KINDS.values() for name in kind.names}
    skipped = NOT_COMPARED | loaded_words.NOT_CHECKED | unexplained_acronyms.NOT_TEXT | sentences.RUNNING
    assert skipped <= named


def test_content_has_all_of_its_values_and_no_others():
    values = {"name": "CC BY 4.0", "url": None}
    assert content.Licence(**values).name == "CC BY 4.0"
    for wrong in ({"name": "CC BY 4.0"}, {**values, "title": "x"}, {}):
        with pytest.raises(TypeError, match="Licence: missing or unexpected values: "):
            content.Licence(**wrong)


def test_content_cannot_be_changed_and_travels_to_another_process():
    licence = content.Licence(name="CC BY 4.0", url=None)
    for change in (
        lambda: setattr(licence, "name", "x"),
        lambda: delattr(licence, "name"),
        lambda: setattr(licence, "x", 1),
    ):
        with pytest.raises(AttributeError, match="of the content of an edition cannot be"):
            change()
    assert pickle.loads(pickle.dumps(licence)) == licence != content.Licence(name="x", url=None)  # noqa: S301
    assert len({licence, content.Licence(name="CC BY 4.0", url=None)}) == 1


def own_block(**changes: object) -> content.OwnBlock:
    given = {"title": Passage("Title", ("title",), Flow.INLINE), "wide": False, "values": {}, "source": ()}
    return content.OwnBlock(**{**dict.fromkeys(content.OwnBlock.names), **given, **changes})


def test_the_own_keys_of_a_block_come_before_those_of_the_page():
    kept = Passage("Kept", ("own",), Flow.INLINE)
    block = own_block(values={"key": kept, "for": "it", "note": None}, key=("sections", 0))
    named = dict(block.named_values())
    assert (named["key"], named["for"], named["note"]) == (kept, "it", None)
    assert "number" not in named and "values" not in named
    assert dict(own_block(number=3).named_values())["number"] == 3


def test_passages_are_found_in_order_and_skipped_by_name():
    one, two, three = (Passage(words, (words,), Flow.INLINE) for words in ("one", "two", "three"))
    block = own_block(title=one, values={"list": (two, {"deep": three})})
    option = content.Option(text=replace(one, words="text"), name=one, for_=two, against=three)
    assert list(passages_in(block)) == [one, two, three]
    assert [passage.words for passage in passages_in(option, frozenset({"for"}))] == ["text", "one", "three"]
    assert isinstance(option, Content)
