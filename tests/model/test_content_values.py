"""The values of content: named, complete, comparable, and never changed."""

from __future__ import annotations

import pytest

from briefing.model.blocks import OwnBlock
from briefing.model.content import Content, Licence, Passage, passages_in
from briefing.model.text import Flow


class Terms(Content):
    """A value with a name that is a keyword of Python."""

    for_: str
    licence: Licence


OPEN = Licence(name="CC BY 4.0", url=None)


def test_content_has_exactly_its_named_values():
    assert OPEN.names == ("name", "url")
    assert list(Terms(for_="all", licence=OPEN).named_values()) == [("for", "all"), ("licence", OPEN)]
    for values, wrong in (
        ({"name": "a"}, "url"),
        ({"name": "a", "url": None, "x": 1}, "x"),
        ({"x": 1, "url": 1}, "name, x"),
    ):
        with pytest.raises(TypeError) as caught:
            Licence(**values)
        assert str(caught.value) == f"Licence: missing or unexpected values: {wrong}"


def test_content_is_compared_by_type_and_value():
    same = Licence(name="CC BY 4.0", url=None)
    assert same == OPEN
    assert hash(OPEN) == hash(same)
    assert Licence(name="b", url=None) != OPEN
    assert OPEN != ("CC BY 4.0", None)
    assert repr(OPEN) == "Licence(name='CC BY 4.0', url=None)"

    class Other(Content):
        name: str
        url: str | None

    assert Other(name="CC BY 4.0", url=None) != OPEN
    assert len({OPEN, same, Other(name="CC BY 4.0", url=None)}) == 2


def test_content_cannot_be_changed():
    with pytest.raises(AttributeError, match=r"^'name' of the content of an edition cannot be changed$"):
        OPEN.name = "b"
    with pytest.raises(AttributeError, match=r"^'name' of the content of an edition cannot be removed$"):
        del OPEN.name
    assert OPEN.name == "CC BY 4.0"


def passage(words: str) -> Passage:
    return Passage(key=(words,), words=words, flow=Flow.INLINE)


class Held(Content):
    """Content with passages at several depths."""

    first: object
    note: object
    last: object


def test_passages_are_found_in_order_but_for_those_under_skipped_names():
    inner = Held(first=passage("b"), note=passage("n"), last=7)
    value = Held(
        first=(passage("a"), {"x": inner}), note=(passage("m"),), last={"y": (inner,), "z": passage("c")}
    )
    assert [one.words for one in passages_in(value)] == ["a", "b", "n", "m", "b", "n", "c"]
    assert [one.words for one in passages_in(value, frozenset({"note"}))] == ["a", "b", "b", "c"]
    assert list(passages_in("a")) == []


def test_a_custom_block_has_its_common_keys_and_then_its_own():
    block = OwnBlock(kind="map", values={"a": 1, "b": 2}, only=("press",))
    names = [name for name, _ in block.named_values()]
    assert names[-2:] == ["a", "b"]
    assert {"only", "not"} <= set(names[:-2])
    assert not {"kind", "values"} & set(names)
