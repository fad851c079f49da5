"""The theme of a workspace: where it is found, what its options mean, and how its layers are read."""

from __future__ import annotations

import pickle

import pytest

from briefing.compose.page import compose
from briefing.compose.style_layers import stylesheets_of
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.files.css import tokens_of
from briefing.files.read_log import READ, change_of
from briefing.load.library import Library
from briefing.load.themes import open_files, options_in
from briefing.model.theme import BASE_THEME, OptionType
from briefing.pipeline.plan import Selection, plan
from briefing.schema.documents import Additions, schema_of
from briefing.stages import Job
from tests.cases import each
from tests.conftest import ROOT

HOUSE = """\
name: house
description: The look of an institute.
version: "2.1"
extends: ../base
options:
  brand: {type: colour, default: "#7a1f3d", description: Colour of headings.}
  motto: {type: text, description: Line above the title.}
  band: {type: boolean, default: true, description: Whether there is a band.}
  room: {type: length, default: 3mm, description: Room.}
  density: {type: choice, choices: [wide, narrow], default: wide, description: Density.}
  cover: {type: picture, description: Picture.}
"""
BASE = 'name: base\ndescription: Beneath.\nversion: "1"\n'
WRONG_DEFAULT = "options: {a: {type: length, default: 3, description: x}}\n"
HIDDEN = "options: {strip: {type: boolean, default: true, description: x}}\n"
SIZE = "options: {text_size: {type: length, default: 12pt, description: x}}\n"
OWN_SIZE, SAME_SIZE, UNDERLINED = (
    {"base/styles/tokens.css": f'@import "shipped/tokens.css"; :root {{ {declaration} }}'}
    for declaration in ("--text-size: 11pt", "--text-size: 12pt", "--text_size: 9pt")
)
HEIGHT = ":root { --band: 3mm }"
NO_CHOICES = "options: {a: {type: choice, default: b, description: x}}\n"
EXTENDED = (
    '{% extends "shipped/parts/title.j2.html" %}'
    "{% block subtitle %}<p>ONE {{ theme.motto }}</p>{{ super() }}{% endblock %}"
)
FILES = {
    "content/workspace.yaml": "theme: ./house\n",
    "house/theme.yaml": HOUSE,
    "base/theme.yaml": BASE,
    "house/styles/parts/title.css": '@import "shipped/title.css"; h1 { color: red }',
    "base/styles/parts/title.css": '@import "shipped/title.css"; h1 { --of-base: 1 }',
    "house/templates/parts/title.j2.html": EXTENDED,
    "base/templates/parts/title.j2.html": EXTENDED.replace("ONE", "TWO"),
    "house/templates/labels/en.yaml": "labels: {outlook: What comes}\n",
}


@pytest.fixture
def opened(workspace):
    def make(settings: str = "theme: ./house\n", files: dict[str, str] | None = None, **options: bool):
        root = workspace(files={**FILES, "content/workspace.yaml": settings, **(files or {})}).root
        return open_files(root, **options)

    return make


def job_in(files) -> Job:
    planned = plan(files, Selection())
    for failure in planned.failed:
        raise failure.error
    return planned.jobs[0]


def test_each_layer_extends_the_one_beneath_it(opened):
    files = opened(
        'theme: {name: ./house, motto: "Facts, \\"first\\""}\n',
        {
            "templates/parts/title.j2.html": EXTENDED.replace("ONE", "OWN"),
            "styles/parts/title.css": '@import "shipped/title.css"; h1 { --own: 1 }',
        },
    )
    job = job_in(files)
    page = compose(tailor(job), files)
    assert [word for word in ("OWN", "ONE", "TWO") if word in page.html] == ["OWN", "ONE", "TWO"]
    assert page.html.index("OWN") < page.html.index("ONE") < page.html.index("TWO")
    assert "ONE Facts, &#34;first&#34;" in page.html
    tokens = tokens_of(stylesheets_of(tailor(job), files), files)
    assert {"--own", "--of-base"} <= set(tokens) and tokens["--brand"] == "#7a1f3d"
    assert (tokens["--band"], tokens["--room"], tokens["--density"]) == ("1", "3mm", "wide")
    assert tokens["--motto"] == '"Facts, \\22 first\\22 "' and "--cover" not in tokens
    assert job.labels.labels["outlook"] == "What comes"
    assert job.labels.labels["sources"], "the other labels are those beneath"


def test_stylesheets_of_the_workspace_win_over_options(opened):
    own = {"styles/tokens.css": '@import "shipped/tokens.css"; :root { --brand: blue }'}
    files = opened("theme: {name: ./house, brand: green}\n", own)
    tokens = tokens_of(stylesheets_of(tailor(job_in(files)), files), files)
    assert tokens["--brand"] == "blue" and tokens["--accent"], "those of the shipped file are beneath"


def test_an_option_of_the_shipped_look_needs_no_stylesheet(opened):
    files = opened('theme: {name: memo, brand: "#123456"}\n')
    tokens = tokens_of(stylesheets_of(tailor(job_in(files)), files), files)
    assert tokens["--brand"] == "#123456" and tokens["--series-1"] == "#123456"
    assert opened("theme: memo\n").themes == opened("").themes == ()


def test_the_options_of_the_shipped_look_are_the_variables_of_its_stylesheet(opened):
    files = opened("")
    tokens = tokens_of(["styles/tokens.css"], files)
    theme = Library(files).theme
    assert theme.name == BASE_THEME and len(theme.options) >= 4
    assert {name: tokens[f"--{name}"] for name in theme.options} == theme.options


@each(
    ("settings", "what"),
    [
        ("theme: [memo]\n", "'theme' must be a name, or `name` and options"),
        ("theme: {brand: [a]}\n", "'theme.brand' must be one value"),
    ],
)
def test_a_theme_that_is_neither_a_name_nor_options_is_named_with_its_key(opened, settings, what):
    with pytest.raises(BriefingError) as caught:
        job_in(opened(settings))
    assert [finding.what for finding in caught.value.findings] == [what]


@pytest.mark.parametrize(
    ("settings", "files", "code", "place", "help"),
    [
        ("theme: meno\n", {}, "BR531", "content/workspace.yaml:1", "did you mean 'memo'"),
        ("theme: house\n", {}, "BR531", "content/workspace.yaml:1", "./house"),
        ("theme: ../nothing\n", {}, "BR531", "content/workspace.yaml:1", "brief new theme"),
        ("theme: ./content\n", {}, "BR531", "content/workspace.yaml:1", "theme.yaml"),
        ("theme: {brand: blue}\n", {}, "", "", ""),
        ("theme: {name: ./house, bran: blue}\n", {}, "BR533", "content/workspace.yaml:1:24", "did you mean 'brand'"),
        ("theme: {name: ./house, brand: bluue}\n", {}, "BR533", "content/workspace.yaml:1:31", "brand: "),
        ("theme: {name: ./house, brand: 'red; } body { color: red'}\n", {}, "BR533", "content", "brand: "),
        ("theme: {name: ./house, band: yes}\n", {}, "BR533", "content/workspace.yaml:1:30", "band: true"),
        ("theme: {name: ./house, room: 3}\n", {}, "BR533", "content/workspace.yaml:1:30", "12mm"),
        ("theme: {name: ./house, density: fat}\n", {}, "BR533", "content/workspace.yaml:1:33", "narrow, wide"),
        ("theme: {name: ./house, cover: ../x.png}\n", {}, "BR533", "content/workspace.yaml:1:31", "content/"),
        ("theme: [memo]\n", {}, "BR203", "content/workspace.yaml:1", "write `theme: memo`"),
        ("theme: {brand: [a]}\n", {}, "BR203", "content/workspace.yaml:1:9", "write one value: `brand: …`; quote"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + "extends: ../house\n"}, "BR532", "base/theme.yaml:4", "memo"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + "extends: ../no\n"}, "BR531", "base/theme.yaml:4", ""),
        ("theme: ./house\n", {"base/theme.yaml": BASE + "option: {}\n"}, "BR201", "base/theme.yaml:4", ""),
        ("theme: ./house\n", {"base/theme.yaml": BASE + WRONG_DEFAULT}, "BR533", "base/theme.yaml:4", "12mm"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + NO_CHOICES}, "BR533", "base/theme.yaml:4", "choices"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + HIDDEN}, "BR533", "base/theme.yaml:4", "show_strip"),
        ("theme: ./house\n", {"base/styles/tokens.css": HEIGHT}, "BR533", "house/theme.yaml:8", "show_band"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + SIZE, **OWN_SIZE}, "BR533", "base/theme.yaml:4", "--text-size"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + SIZE, **UNDERLINED}, "BR533", "base/theme.yaml", "--text-size"),
        ("theme: ./house\n", {"base/theme.yaml": BASE + SIZE, **SAME_SIZE}, "", "", ""),
        ("theme: ./house\n", {"base/theme.yaml": BASE + SIZE}, "", "", ""),
    ],
)  # fmt: skip
def test_a_wrong_theme_is_a_finding_at_its_place(opened, settings, files, code, place, help):
    try:
        job_in(opened(settings, files))
        findings = []
    except BriefingError as error:
        findings = error.findings
    assert {finding.code for finding in findings} == ({code} if code else set())
    assert all(str(finding.where).startswith(place) and help in finding.help for finding in findings)


@pytest.mark.parametrize(
    "settings",
    [
        "theme: ./house/\n",
        "theme: house/../house\n",
        "theme: {name: ./house, room: 0, cover: art/cover.jpg, band: false, density: narrow}\n",
        "theme: {name: ./house, brand: rgb(10 20 30), room: -.5em}\n",
        "theme: {name: ./house, brand: 'hsl(200, 50%, 30%)'}\n",
    ],
)
def test_right_values_are_no_findings(opened, settings):
    assert job_in(opened(settings)).theme.name == "house"


def test_an_edition_depends_on_the_files_of_its_theme(opened):
    files = opened()
    job = job_in(files)
    with files.noting() as reads:
        compose(tailor(job), files)
    reads.add(job.reads)
    assert {place for (how, _), (place, *_) in reads.entries.items() if how == READ} > {"theme 2", "theme 3"}

    def changes() -> set[str]:
        found = (change_of(how, name, entry, files.layers)[0] for how, name, entry in reads.needed())
        return {change for change in found if change}

    assert changes() == set()
    for name in ("house/theme.yaml", "base/templates/parts/title.j2.html", "house/templates/labels/en.yaml"):
        path = files.root / name
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert len(changes()) == 1, name
        path.write_bytes(before)
    (files.root / "styles").mkdir()
    (files.root / "styles/tokens.css").write_text("")
    assert any("now overrides" in change for change in changes())


def test_files_of_a_stranger_are_skipped_with_the_shipped_alone(opened):
    files = opened("theme: {name: ./house, motto: Mine}\n", is_shipped_only=True)
    job = job_in(files)
    page = compose(tailor(job), files)
    assert "ONE" not in page.html and "TWO" not in page.html and job.labels.labels["outlook"] == "Outlook"
    assert tokens_of(stylesheets_of(tailor(job), files), files)["--brand"] == "#12395b"
    assert "motto" not in job.theme.options
    kept = open_files(files.root, is_shipped_only=False)
    assert "ONE" in compose(tailor(job_in(kept)), kept).html


def test_an_option_of_the_shipped_look_is_kept_with_the_shipped_alone(opened):
    files = opened('theme: {name: memo, brand: "#123456"}\n', is_shipped_only=True)
    assert tokens_of(stylesheets_of(tailor(job_in(files)), files), files)["--brand"] == "#123456"


def test_a_file_of_a_theme_must_not_lead_out_of_it(opened, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.css"
    secret.write_text("h1 { --secret: 1 }")
    files = opened()
    (files.root / "house/styles/parts/masthead.css").symlink_to(secret)
    with pytest.raises(OSError, match="leads out"):
        files.read("styles/parts/masthead.css")
    assert sorted(path.name for path in files.folders() if "house" in path.parts) == [
        "styles",
        "templates",
        "theme.yaml",
    ]


def test_the_place_of_a_finding_in_a_theme_is_its_path(opened):
    files = opened()
    assert files.shown_name("templates/parts/title.j2.html") == "house/templates/parts/title.j2.html"
    outlook = files.shown_name("shipped/shipped/styles/parts/outlook.css")
    assert outlook == files.shown_name("styles/parts/outlook.css")
    assert (files.root / outlook).resolve() == ROOT / "styles/parts/outlook.css"
    assert files.is_own("templates/parts/title.j2.html") and not files.is_own("styles/page.css")


def test_a_workspace_with_a_theme_can_be_sent_to_a_worker(opened):
    files = opened()
    files.read("styles/parts/title.css")
    sent = pickle.loads(pickle.dumps(files.fresh()))  # noqa: S301
    assert (sent.themes, sent.option_sheet, sent.seen) == (files.themes, files.option_sheet, {})


def test_an_installed_package_gives_its_theme_without_being_run(opened, tmp_path_factory, monkeypatch):
    site = tmp_path_factory.mktemp("site")
    for name, text in {
        "institute_theme/__init__.py": "raise SystemError",
        "institute_theme/theme.yaml": BASE.replace("base", "institute"),
        "institute_theme/styles/parts/title.css": "h1 { --institute: 1 }",
        "institute_theme-3.dist-info/METADATA": "Metadata-Version: 2.1\nName: institute-theme\nVersion: 3\n",
        "institute_theme-3.dist-info/entry_points.txt": "[briefwright.themes]\ninstitute = institute_theme\n",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    monkeypatch.syspath_prepend(str(site))
    files = opened("theme: institute\n")
    job = job_in(files)
    assert job.theme.name == "institute"
    assert "--institute" in tokens_of(stylesheets_of(tailor(job), files), files)


def test_editors_know_the_options_of_the_theme(opened):
    options = options_in(opened().root)
    schema = schema_of("workspace", Additions(options=options))["properties"]["theme"]["anyOf"][1]
    assert set(schema["properties"]) == {"name", *options} and not schema["additionalProperties"]
    assert schema["properties"]["density"]["enum"] == ["wide", "narrow"]
    assert {option.type for option in options.values()} == set(OptionType)


def test_every_shipped_theme_has_its_own_name():
    folders = [path.parent for path in (ROOT / "themes").glob("*/theme.yaml")]
    assert BASE_THEME in {folder.name for folder in folders}
    for folder in folders:
        assert f"name: {folder.name}\n" in (folder / "theme.yaml").read_text()


def test_addresses_in_a_stylesheet_are_resolved_in_its_layer_and_those_below(opened):
    own = {"styles/own.css": "", "styles/parts/title.css": '@import "shipped/title.css";'}
    files = opened("theme: {name: ./house, room: 4mm}\n", own)
    of_base = "shipped/shipped/shipped/styles/parts/title.css"
    assert files._find(of_base)[1].endswith("base/styles/parts/title.css")
    assert files.base_in_layer("styles/own.css") == "styles/own.css"
    assert files.base_in_layer("styles/parts/title.css") == "styles/parts/title.css"
    assert files.base_in_layer(of_base) == of_base
    assert files.base_in_layer("styles/parts/outlook.css") == "shipped/" * 4 + "styles/parts/outlook.css"
    assert opened("").base_in_layer("shipped/styles/parts/title.css") == "styles/parts/title.css"


def test_a_resolved_address_is_found_in_any_layer_unless_it_skips_some_itself(opened):
    files = opened("theme: {name: ./house, room: 4mm}\n")
    assert files.resolved("shipped/shipped/styles/fonts/A.otf") == "styles/fonts/A.otf"
    assert files.resolved("styles/fonts/A.otf") == "styles/fonts/A.otf"
    assert files.resolved("shipped/styles/shipped/title.css") == "shipped/styles/shipped/title.css"
    assert opened("").resolved("shipped/styles/fonts/A.otf") == "shipped/styles/fonts/A.otf"
