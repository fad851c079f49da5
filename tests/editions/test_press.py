"""Editions for a press: bleed and crop marks, black as one ink, the inks of a style, the profile of the printer."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from PIL import ImageCms

from briefing.core.errors import ContentError
from briefing.load.library import Library
from briefing.stages import Modifier
from briefing.structure.standards import Standard
from briefing.typeset.layout import export
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.editions.test_modifiers import GRADIENT, SVG, red_picture, run_edition
from tests.typeset.icc_profile import cmyk_profile
from tests.verapdf import PROFILES, missing, validate

pytestmark = pytest.mark.engine

PRESS, MONO, BOTH = (Modifier.PRESS,), (Modifier.MONO,), (Modifier.MONO, Modifier.PRESS)
VEIL = '<rect width="9" height="9" opacity=".5"/>'
PICTURES = {"content/trial/red.png": red_picture(), "content/trial/blue.svg": SVG % (GRADIENT + VEIL)}
BRIEF = LEAST_BRIEF.replace(
    "outlook:",
    "    blocks:\n"
    "      - figure: {id: f, title: A figure, alt: A red field., file: red.png}\n"
    "      - figure: {id: g, title: Another, alt: Two colours., file: blue.svg}\n"
    "outlook:",
)
INKS = '@import "../shipped/modifiers/press.css";\n:root { --brand: device-cmyk(1 .7 0 .4) }'
PROFILE = {"content/press.icc": cmyk_profile(), "content/workspace.yaml": "output_intent: press.icc\n"}
CANNOT = "cannot be the output intent: it is"
POINTS_PER_MM = 72 / 25.4


def operators_in(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return how often each operator sets a colour, on pages and in forms."""
    streams = [page.Contents.read_bytes() for page in pdf.pages]
    streams += [
        one.read_bytes()
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
    ]
    found = re.findall(rb"(?<=\d )(rg|RG|g|G|k|K)(?=\s)", b"\n".join(streams))
    return {name: found.count(name.encode()) for name in ("rg", "RG", "g", "G", "k", "K")}


def opened(run) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(run.pdf.content))


def spaces_in(pdf: pikepdf.Pdf, kind: str) -> set[str]:
    """Return the colour spaces of groups (`/Group`), or of pictures (`/Image`)."""
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    if kind == "/Group":
        return {str(one.Group.CS) for one in streams if "/Group" in one}
    return {str(one.ColorSpace) for one in streams if one.get("/Subtype") == kind}


@pytest.mark.parametrize("modifiers", [MONO, BOTH])
def test_a_greyscale_edition_is_printed_in_black_ink_alone(workspace, modifiers):
    pdf = opened(run_edition(workspace(BRIEF, {**PICTURES, **PROFILE}), modifiers=modifiers))
    counted = operators_in(pdf)
    assert counted["g"] > 10
    assert counted["rg"] == counted["RG"] == counted["k"] == counted["K"] == 0
    assert spaces_in(pdf, "/Group") == {"/DeviceGray"}
    assert spaces_in(pdf, "/Image") == {"/DeviceGray"}
    shadings = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ShadingType" in one]
    shadings += [
        shading
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream) and "/Resources" in one
        for shading in one.Resources.get("/Shading", {}).values()
    ]
    assert shadings
    assert {str(one.ColorSpace) for one in shadings} == {"/DeviceGray"}


def test_text_is_black_ink_and_the_sheet_has_a_bleed_and_marks(workspace):
    files = workspace(BRIEF, PICTURES)
    plain, press = run_edition(files), run_edition(files, modifiers=PRESS)
    assert press.pdf.page_count == plain.pdf.page_count
    with opened(press) as pdf, opened(plain) as other:
        page = pdf.pages[0]
        trim, bleed, media = (
            [float(side) for side in page[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox")
        )
        assert trim == [float(side) for side in other.pages[0].MediaBox]
        for edge, mark, middle in zip(trim, media, bleed, strict=True):
            assert abs(mark - edge) == pytest.approx(7 * POINTS_PER_MM, abs=0.1)
            assert abs(middle - edge) >= 3 * POINTS_PER_MM
        content = page.Contents.read_bytes()
        sizes = re.findall(rb"(\S+ g|\S+ \S+ \S+ rg)\n[^B]*?BT", content)
        assert b"0.0 g" in sizes or b"0 g" in sizes
        assert operators_in(other)["g"] == 0
        assert "/DefaultRGB" not in page.Resources.ColorSpace


def test_inks_that_a_style_names_are_printed_with_the_profile_of_the_printer(workspace):
    style = {"styles/modifiers/press.css": INKS}
    pdf = opened(run_edition(workspace(BRIEF, {**PICTURES, **PROFILE, **style}), modifiers=PRESS))
    assert b"1 0.7 0 0.4 k" in pdf.pages[0].Contents.read_bytes()
    (intent,) = pdf.Root.OutputIntents
    assert intent.DestOutputProfile.read_bytes()[16:20] == b"CMYK"
    assert intent.OutputConditionIdentifier == "Test press"
    assert pdf.pages[0].Resources.ColorSpace.DefaultRGB[1].read_bytes()[16:20] == b"RGB "
    assert spaces_in(pdf, "/Group") <= {"/DeviceCMYK", "/DeviceGray"}


def test_inks_are_converted_to_srgb_in_any_other_edition(workspace):
    style = '@import "shipped/tokens.css";\n:root { --brand: device-cmyk(1 .7 0 .4) }'
    files = workspace(BRIEF, {**PICTURES, "styles/tokens.css": style})
    for modifiers in ((), PRESS):
        pdf = opened(run_edition(files, modifiers=modifiers))
        counted = operators_in(pdf)
        assert counted["k"] == counted["K"] == 0
        assert re.search(rb"^0(?:\.0)? 0\.18\d* 0\.6\d* rg", pdf.pages[0].Contents.read_bytes(), re.MULTILINE)


@each(
    ("name", "content", "what"),
    [
        ("press.icc", None, "there is no colour profile 'press.icc' in content/"),
        ("../press.icc", None, "there is no colour profile '../press.icc' in content/"),
        ("logo.png", red_picture(), f"'logo.png' {CANNOT} not a colour profile (ICC)"),
        ("a.icc", cmyk_profile()[:100], f"'a.icc' {CANNOT} not a colour profile (ICC)"),
        ("b.icc", cmyk_profile()[:-99], f"'b.icc' {CANNOT} damaged or cut short"),
        ("c.icc", cmyk_profile()[:128] + bytes(4000), f"'c.icc' {CANNOT} damaged or cut short"),
        (
            "scan.icc",
            cmyk_profile().replace(b"prtr", b"scnr", 1),
            f"'scan.icc' {CANNOT} the profile of a scanner or a camera",
        ),
        (
            "grey.icc",
            cmyk_profile().replace(b"CMYK", b"GRAY", 1),
            f"'grey.icc' {CANNOT} a profile for greyscale",
        ),
        (
            "hexachrome.icc",
            cmyk_profile().replace(b"CMYK", b"6CLR", 1),
            "'hexachrome.icc' cannot be the output intent: its colour space is 6CLR",
        ),
        (
            "max.icc",
            cmyk_profile().replace(b"\x02\x40", b"\x05\x00", 1),
            f"'max.icc' {CANNOT} of version 5 of ICC, which PDF/A does not allow",
        ),
    ],
)
def test_a_profile_that_cannot_be_used_is_reported(workspace, name, content, what):
    files = {"content/workspace.yaml": f"output_intent: {name}\n"}
    files |= {f"content/{name}": content} if content else {}
    with pytest.raises(ContentError) as caught:
        _ = Library(workspace(files=files)).settings
    (finding,) = caught.value.findings
    assert (finding.code, finding.what, str(finding.where)) == ("BR645", what, "content/workspace.yaml:1:16")


@pytest.mark.parametrize(
    ("name", "inside", "example"),
    [
        ("profiles", "a.icc", "profiles/a.icc"),
        ("profiles/", "ISO [coated].ICC", "profiles/ISO [coated].ICC"),
        ("profiles", "read-me.txt", "profiles/….icc"),
    ],
)
def test_a_folder_of_profiles_is_named_as_one(workspace, name, inside, example):
    files = {
        "content/workspace.yaml": f"output_intent: {name}\n",
        f"content/profiles/{inside}": cmyk_profile(),
    }
    with pytest.raises(ContentError) as caught:
        _ = Library(workspace(files=files)).settings
    (finding,) = caught.value.findings
    assert (finding.code, finding.what) == ("BR645", f"'{name}' is a folder")
    assert f"`output_intent: {example}`" in finding.help


@pytest.mark.parametrize("profile", ["sRGB of version 4", "CMYK", "CMYK with bytes after its end"])
def test_a_good_profile_is_accepted(workspace, profile):
    content = {
        "sRGB of version 4": lambda: ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        "CMYK": cmyk_profile,
        "CMYK with bytes after its end": lambda: cmyk_profile() + bytes(2),
    }[profile]()
    files = {"content/workspace.yaml": "output_intent: a.icc\n", "content/a.icc": content}
    assert Library(workspace(files=files)).settings.output_intent == "a.icc"


@pytest.mark.validator
@pytest.mark.skipif(bool(missing()), reason=f"PDF/UA and PDF/A were not validated: {missing()}")
def test_editions_for_print_conform_to_their_standards(workspace, tmp_path):
    style = {"styles/modifiers/press.css": INKS}
    files = workspace(BRIEF, {**PICTURES, **PROFILE, **style})
    profiles_of = {}
    for modifiers in (PRESS, MONO, BOTH):
        sheets = run_edition(files, modifiers=modifiers).sheets
        for standard in Standard:
            path = tmp_path / f"{'-'.join(modifiers)}-{standard}.pdf"
            path.write_bytes(export(sheets, standard).content)
            profiles_of[path] = [profile for profile in PROFILES[standard] if profile != "PDFA-4F"]
    verdicts = validate(profiles_of)
    assert len(verdicts) == sum(map(len, profiles_of.values()))
    assert [verdict for verdict in verdicts if not verdict.passed] == []
