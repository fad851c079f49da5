"""Pages are counted and drawn by a program that is independent of the one that wrote them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from briefing.pdf.objects import UnreadableError
from briefing.pdf.pages import (
    WIDTH,
    changed_pixels,
    count_pages,
    digests_of_pages,
    draw_areas,
    draw_cover,
    draw_page,
    draw_pages,
)
from tests.cases import each
from tests.pdf.test_objects import pdf_bytes, stream


def two_pages(box: bytes = b"0 0 90 45") -> bytes:
    """Return a PDF with a red first page and an empty second one."""
    second = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"
    content = pdf_bytes(second, stream(b"1 0 0 rg 0 0 999 999 re f"))
    content = content.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 4 0 R]/Count 2")
    return content.replace(b"/MediaBox[0 0 9 9]", b"/Contents 5 0 R/MediaBox[" + box + b"]", 1)


def test_pages_are_counted():
    assert count_pages(two_pages()) == 2
    assert count_pages(pdf_bytes()) == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"x" * 5_000])
def test_bytes_that_are_not_a_pdf_have_no_pages(content):
    with pytest.raises(UnreadableError, match=r"\w+"):
        count_pages(content)


def test_the_cover_is_the_first_page_as_wide_as_a_preview():
    with Image.open(io.BytesIO(draw_cover(two_pages()))) as cover:
        assert (cover.format, cover.mode, cover.size) == ("PNG", "RGB", (WIDTH, WIDTH // 2))
        assert cover.getcolors() == [(WIDTH * WIDTH // 2, (255, 0, 0))]


def test_a_page_is_drawn_as_png_in_the_scale_of_the_screen():
    with Image.open(io.BytesIO(draw_page(two_pages(), 0, 2.0))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (180, 90))
        assert picture.getcolors() == [(180 * 90, (255, 0, 0))]
    with Image.open(io.BytesIO(draw_page(two_pages(), 1, 1.5))) as picture:
        assert picture.getcolors() == [(picture.width * picture.height, (255, 255, 255))]


def test_all_pages_are_drawn_in_their_order():
    colours = []
    for content in draw_pages(two_pages(), 2.0):
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.mode) == ("PNG", "RGB")
            colours.append((picture.size, picture.getpixel((0, 0))))
    assert colours == [((180, 90), (255, 0, 0)), ((18, 18), (255, 255, 255))]


def test_a_part_of_a_page_is_drawn_from_the_top_left_corner_of_the_page():
    box = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"
    painted = stream(b"1 0 0 rg 0 0 45 45 re f 0 1 0 rg 45 0 45 22 re f 0 0 1 rg 45 22 45 23 re f")
    content = pdf_bytes(box, painted).replace(
        b"/MediaBox[0 0 9 9]", b"/Contents 5 0 R/MediaBox[0 0 90 45]", 1
    )
    areas = [(0, 5, 5, 20, 10), (0, 50, 2, 10, 10), (0, 50, 30, 10, 8), (0, -5, -5, 20, 20)]
    found = []
    for drawn in draw_areas(content, areas, 2.0):
        with Image.open(io.BytesIO(drawn)) as picture:
            found.append((picture.size, picture.getcolors()))
    red, green, blue = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    assert found == [
        ((40, 20), [(800, red)]),
        ((20, 20), [(400, blue)]),
        ((20, 16), [(320, green)]),
        ((30, 30), [(900, red)]),
    ], "what would be beyond the page is left out"


def test_a_pixel_has_changed_if_one_of_its_colours_has():
    old, new = Image.new("RGB", (4, 2), (100, 100, 100)), Image.new("RGB", (3, 3), (100, 100, 100))
    for place, colour in (
        ((0, 0), (124, 76, 100)),
        ((1, 0), (125, 100, 100)),
        ((2, 0), (100, 75, 100)),
        ((0, 1), (100, 100, 125)),
    ):
        new.putpixel(place, colour)
    mask = changed_pixels(old, new)
    assert (mask.mode, mask.size) == ("L", (4, 3))
    white = {(x, y) for x in range(4) for y in range(3) if mask.getpixel((x, y))}
    assert white == {(1, 0), (2, 0), (0, 1), (3, 0), (3, 1), (0, 2), (1, 2), (2, 2)}
    assert {mask.getpixel(place) for place in white} == {255}


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


def drawn(
    content: bytes = b"/F1 Do /G1 gs",
    resources: bytes = b"/XObject<</F1 5 0 R>>/ExtGState<</G1<</ca .5>>>>",
    form: bytes = b"/G2 gs 0 0 9 9 re f",
    entries: bytes = FORM + b"/Resources<</ExtGState<</G2 6 0 R>>>>",
    state: bytes = b"<</ca .5/Kept[1 2]>>",
    box: bytes = b"0 0 9 9",
) -> tuple[str, ...]:
    """Return the digests of a page that paints a form, which uses a graphics state."""
    made = pdf_bytes(stream(content), stream(form, entries), state)
    made = made.replace(
        b"/MediaBox[0 0 9 9]/Resources<<>>",
        b"/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>" % (box, resources),
    )
    return digests_of_pages(made)


SAME_PAGES = {
    "another name of a resource": {
        "content": b"/F9 Do /G1 gs",
        "resources": b"/XObject<</F9 5 0 R>>/ExtGState<</G1<</ca .5>>>>",
    },
    "a resource that nothing uses": {
        "resources": b"/XObject<</F1 5 0 R/F2 6 0 R>>/ExtGState<</G1<</ca .5>>>>/Pattern<</G1 6 0 R>>"
    },
    "one that the form does not use": {
        "entries": FORM + b"/Resources<</ExtGState<</G2 6 0 R/G3<</ca 1>>>>>>"
    },
    "what paints nothing": {"entries": FORM + b"/StructParents 7/Resources<</ExtGState<</G2 6 0 R>>>>"},
    "a state in the page itself": {"entries": FORM + b"/Resources<</ExtGState<</G2<</Kept[1 2]/ca .5>>>>>>"},
}
OTHER_PAGES = {
    "the content": {"content": b"/F1 Do /G1 gs 0 0 9 9 re f"},
    "the size of the page": {"box": b"0 0 9 8"},
    "a state": {"resources": b"/XObject<</F1 5 0 R>>/ExtGState<</G1<</ca .6>>>>"},
    "the name of an entry of a state": {"resources": b"/XObject<</F1 5 0 R>>/ExtGState<</G1<</CA .5>>>>"},
    "the content of a form": {"form": b"/G2 gs 0 0 8 9 re f"},
    "the box of a form": {"entries": FORM.replace(b"9]", b"8]") + b"/Resources<</ExtGState<</G2 6 0 R>>>>"},
    "a state of a form": {"state": b"<</ca .4/Kept[1 2]>>"},
    "an item of an array": {"state": b"<</ca .5/Kept[1 3]>>"},
    "the order of an array": {"state": b"<</ca .5/Kept[2 1]>>"},
    "a resource that is missing": {"resources": b"/ExtGState<</G1<</ca .5>>>>"},
}


def test_a_page_has_the_same_digest_if_the_same_is_painted():
    (first,) = drawn()
    assert len(first) == 32
    assert drawn() == (first,)
    for what, values in SAME_PAGES.items():
        assert drawn(**values) == (first,), what
    for what, values in OTHER_PAGES.items():
        assert drawn(**values) != (first,), what


@each(
    ("use", "kind"),
    [
        (b"Do", b"XObject"),
        (b"gs", b"ExtGState"),
        (b"sh", b"Shading"),
        (b"cs", b"ColorSpace"),
        (b"CS", b"ColorSpace"),
        (b"scn", b"Pattern"),
        (b"SCN", b"Pattern"),
    ],
)
def test_a_resource_of_each_kind_counts_where_it_is_used(use, kind):
    def of(value: bytes, name: bytes = b"N1") -> tuple[str, ...]:
        return drawn(b"/%s %s " % (name, use), b"/%s<</%s %s>>" % (kind, name, value))

    assert of(b"[/A 1]") == of(b"[/A 1]", b"N2") != of(b"[/A 2]")


@pytest.mark.parametrize("end", [b"", b" ", b"\n", b"/P MP", b"[]0 d"])
def test_a_resource_counts_wherever_its_operator_ends(end):
    def of(alpha: bytes) -> tuple[str, ...]:
        return drawn(b"f /G1  gs" + end, b"/ExtGState<</G1<</ca %s>>>>" % alpha)

    assert of(b".5") != of(b".6")


def test_pictures_and_patterns_are_compared_by_what_they_contain():
    """A pattern is painted as a page is; the bytes of a picture are not to be read as content."""
    image = b"/Type/XObject/Subtype/Image/Width 1/Height 1"
    tile = b"/Type/Pattern/PatternType 1/Resources<</ExtGState<<%s<</ca .5>>>>>>"
    assert drawn(form=b"/G2 gs x", entries=image) != drawn(form=b"/G3 gs x", entries=image)
    tiles = [drawn(form=b"/%s gs x" % name, entries=tile % (b"/" + name)) for name in (b"G2", b"G3")]
    assert tiles[0] == tiles[1]


def test_a_form_that_contains_itself_has_a_digest():
    entries = FORM + b"/Resources<</XObject<</F1 5 0 R>>>>"
    assert drawn(form=b"/F1 Do ", entries=entries) == drawn(form=b"/F1 Do ", entries=entries)
    assert drawn(form=b"/F1 Do ", entries=entries) != drawn(form=b"/F1 Do f ", entries=entries)


def test_each_page_has_its_own_digest():
    first, second = digests_of_pages(
        two_pages().replace(b"/MediaBox[0 0 9 9]", b"/Contents 5 0 R/MediaBox[0 0 90 45]")
    )
    assert first == second
    assert (
        len(
            {
                first,
                *digests_of_pages(
                    two_pages(b"0 0 90 44").replace(b"[0 0 9 9]/Re", b"[0 0 9 9]/Contents 5 0 R/Re")
                ),
            }
        )
        == 3
    )
