"""Masks and blend modes in drawings look as in another renderer."""

from __future__ import annotations

import pytest

from tests.cases import each
from tests.typeset.drawings.rendering import by_resvg, by_weasyprint, difference, examples

pytestmark = pytest.mark.engine

ALIKE = 0.004
DRAWINGS = examples("groups")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    root = tmp_path_factory.mktemp("drawings")
    return root, by_weasyprint(root, DRAWINGS)


@each("name", DRAWINGS)
def test_a_group_is_painted_as_svg_defines_it(drawn, name):
    root, pages = drawn
    picture = by_resvg(root, DRAWINGS[name])
    assert len(picture.getcolors(100_000)) > 1, "there is something to compare"
    assert difference(pages[name], picture) < ALIKE
