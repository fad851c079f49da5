"""Where a value comes from: every line that sets it, the one that wins, and the lines that decide."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.core.errors import SelectionError
from briefing.explain.explain import explain
from briefing.load.themes import open_files
from briefing.pipeline.plan import Selection
from tests.command import brief
from tests.conftest import LEAST_BRIEF, ROOT

HOME, SPANISH = "content/trial/brief.yaml", "content/trial/brief.es.yaml"
BRIEF = """\
title: {text: The same for everyone, short: The same}
date: 2026-11-22
key_points:
  - {text: A point of five words., short: A point.}
  - {text: Only for one., only: one}
sections:
  - id: why
    title: It is so
    text: Because it is so.
    blocks: [{box: {id: said, text: So it is., title: A witness}}]
outlook: It goes on.
method: By looking.
facts: {planes: {value: 36, unit: aircraft}}
licence: CC0
audiences: {one: {}, two: {drop: [method], pages: 1}}
"""
TRANSLATED = """\
title: Lo mismo para todos
key_points: [{text: Un punto., short: Punto.}, Solo para uno.]
sections: [{id: why, title: Es así, text: Porque sí., blocks: [{box: {id: said, text: Así es., title: Testigo}}]}]
outlook: Sigue.
method: Mirando.
"""
ONE = "templates/audiences/one/audience.yaml"
TWO = "templates/audiences/two/audience.yaml"
BASE = "templates/audiences/base/audience.yaml"
FILES = {
    SPANISH: TRANSLATED,
    ONE: "label: One\nparts: [title, key-points, sections, outlook, method]\n",
    BASE: "label: Base\nregister: short\npages: {max: 3}\nparts: [title, key-points, sections, outlook, method]\n",
    TWO: "label: Two\nextends: base\n",
    "content/workspace.yaml": "publisher: {name: A house, about: We look.}\nlicence: CC BY\npaper: letter\n",
    "content/workspace.es.yaml": "publisher: {about: Miramos.}\n",
}


def explanations(files, key, *audiences, languages=(), **selection):
    """Explain a key: audiences, the setting that wins, those that it overrides, and the reasons, all with places."""
    explained, errors = explain(files, key, Selection((), audiences, languages, **selection))
    assert errors == []
    return [
        (
            " ".join(edition.audience for edition in one.editions),
            _shown(one.wins) if one.wins else None,
            [_shown(assignment) for assignment in one.over],
            [f"{reason.where}: {reason.why}" for reason in one.reasons],
        )
        for one in explained
    ]


def _shown(assignment):
    return f"{assignment.where}: {assignment.by}: {assignment.value}"


@pytest.fixture
def files(workspace):
    return workspace(BRIEF, FILES)


def test_a_text_is_explained_with_its_registers_and_the_line_that_chooses(files):
    text, short = f"{HOME}:4:12: `text`: A point of five words.", f"{HOME}:4:43: `short`: A point."
    assert explanations(files, "key_points[1].text") == [
        ("one", text, [short], [f"{ONE}: 'one' reads `text`"]),
        ("two", short, [text], [f"{BASE}:2:1: 'two' reads `short`"]),
    ]
    assert (
        explanations(files, "key_points.1.short")
        == explanations(files, "key_points.1")
        == explanations(files, "key_points[1].text")
    )


def test_what_an_edition_does_not_have_says_by_which_line(files):
    assert explanations(files, "key_points.2") == [
        ("one", f"{HOME}:5:12: `text`: Only for one.", [], []),
        ("two", None, [f"{HOME}:5:12: `text`: Only for one."], [f"{HOME}:5:27: `only` keeps it from 'two'"]),
    ]
    assert explanations(files, "method", "two") == [
        ("two", None, [f"{HOME}:12:9: `text`: By looking."], [f"{HOME}:15:28: 'two' has no part 'method'"])
    ]


def test_a_text_that_the_page_for_the_teacher_prints_is_not_left_out(workspace):
    files = workspace(BRIEF.replace("two: {drop: [method], pages: 1}", "classroom: {}"), FILES)
    text, short = f"{HOME}:4:12: `text`: A point of five words.", f"{HOME}:4:43: `short`: A point."
    (found,) = explanations(files, "key_points.1", "classroom")
    assert found[:3] == ("classroom", text, [short])


def test_a_translation_overrides_its_original(files):
    spanish = [f"{SPANISH}:2:21: `text`: Un punto.", f"{SPANISH}:2:39: `short`: Punto."]
    assert explanations(files, "es.key_points.1", "two") == [
        (
            "two",
            spanish[1],
            [
                spanish[0],
                f"{HOME}:4:43: `short` in 'en': A point.",
                f"{HOME}:4:12: `text` in 'en': A point of five words.",
            ],
            [f"{BASE}:2:1: 'two' reads `short`"],
        )
    ]
    assert explanations(files, "es.key_points.1", "two") == explanations(
        files, "key_points.1", "two", languages=("es",)
    )
    (title,) = explanations(files, "title", "two", languages=("es",))
    assert title[1] == f"{SPANISH}:1:8: `text`: Lo mismo para todos"
    assert f"{HOME}:1:45: `short` in 'en': The same" in title[2]
    assert title[3] == [f"{BASE}:2:1: 'two' reads `short`, which this text does not have"]


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("why", "`text`: Because it is so.", "9:11"),
        ("why.title", "`text`: It is so", "8:12"),
        ("sections.why.blocks.said.box.text", "`text`: So it is.", "10:37"),
        ("said", "`text`: So it is.", "10:37"),
        ("sections[1].blocks[1].title", "`text`: A witness", "10:55"),
        ("planes.value", "the brief: 36", "13:25"),
        ("facts.planes", "the brief: value: 36, unit: aircraft", "13:17"),
        ("date", "the brief: 2026-11-22", "2:7"),
        ("outlook.summary", "`text`: It goes on.", "11:10"),
    ],
)
def test_values_go_by_ids_and_counts(files, key, value, where):
    ((_, wins, _, _),) = explanations(files, key, "one")
    assert wins == f"{HOME}:{where}: {value}"


def test_an_id_that_a_section_and_a_fact_share_explains_both(workspace):
    files = workspace(BRIEF.replace("planes:", "why:"), FILES)
    assert [wins for _, wins, _, _ in explanations(files, "why", "one")] == [
        f"{HOME}:9:11: `text`: Because it is so.",
        f"{HOME}:13:14: the brief: value: 36, unit: aircraft",
    ]
    assert [wins for _, wins, _, _ in explanations(files, "facts.why", "one")] == [
        f"{HOME}:13:14: the brief: value: 36, unit: aircraft"
    ]


def test_a_property_of_an_audience_is_explained_along_its_ancestors(files):
    assert explanations(files, "pages") == [
        ("one", None, [], []),
        ("two", f"{HOME}:15:51: the brief: 1", [f"{BASE}:3:8: 'base', of the workspace: {{max: 3}}"], []),
    ]
    assert explanations(files, "register", "two") == [
        (
            "two",
            f"{BASE}:2:11: 'base', of the workspace: short",
            ["None: the default: text"],
            [f"{TWO}:2:10: 'two' extends 'base'"],
        )
    ]
    ((_, wins, _, why),) = explanations(files, "audiences.two.parts", "two")
    assert wins == f"{BASE}:4:8: 'base', of the workspace: title, key-points, sections, outlook"
    assert why == [f"{TWO}:2:10: 'two' extends 'base'", f"{HOME}:15:28: the brief drops method"]


def test_settings_override_defaults_and_the_brief_overrides_settings(files):
    workspace_file = "content/workspace.yaml"
    assert explanations(files, "paper", "one") == [
        ("one", f"{workspace_file}:3:8: the workspace: letter", ["None: the default: a4"], [])
    ]
    ((_, wins, over, _),) = explanations(files, "licence", "one")
    assert (wins, over) == (
        f"{HOME}:14:10: the brief: name: CC0",
        [f"{workspace_file}:2:10: the workspace: name: CC BY"],
    )
    ((_, wins, over, _),) = explanations(files, "publisher.about", "one", languages=("es",))
    assert wins == "content/workspace.es.yaml:1:20: the workspace: Miramos."
    assert over == [f"{workspace_file}:1:35: the original language of the workspace: We look."]


def test_a_label_overrides_the_shipped_one(workspace):
    shipped = (workspace(BRIEF, FILES).shipped / "templates/languages/en/labels.yaml").read_text()
    mine = shipped.replace("  outlook: Outlook", "  outlook: What comes")
    line = mine.splitlines().index("  outlook: What comes") + 1
    files = workspace(BRIEF, {**FILES, "templates/labels/en.yaml": mine})
    place, shipped_place = (
        f"templates/labels/en.yaml:{line}:12",
        f"templates/languages/en/labels.yaml:{line}:12",
    )
    assert explanations(files, "labels.outlook") == [
        (
            "one two",
            f"{place}: the workspace: What comes",
            [f"{shipped_place}: shipped: Outlook"],
            [],
        )
    ]


def test_a_part_is_explained_with_the_files_that_are_shadowed(workspace):
    own = {
        "templates/audiences/one/outlook.j2.html": "{% block content %}{% endblock %}",
        "templates/parts/outlook.j2.html": '{% extends "shipped/parts/outlook.j2.html" %}',
        "styles/parts/outlook.css": ".outlook { color: black }",
    }
    template, style = "templates/parts/outlook.j2.html", "styles/parts/outlook.css"
    audience = "templates/audiences/one/outlook.j2.html"
    files = workspace(BRIEF, {**FILES, **own})
    mine = f"{template}:1:1: the workspace: {template}"
    base = f"{template}:1:1: shipped, included by the winner: {template}"
    order = f"{ONE}:2:1: 'one' has it as part 4 of 5"
    assert explanations(files, "parts/outlook", "one") == [
        ("one", f"{audience}:1:1: of 'one', the workspace: {audience}", [mine, base], [order]),
        ("one", f"{style}:1:1: the workspace: {style}", [f"{style}:1:1: shipped: {style}"], [order]),
    ]
    (_, wins, over, why), _ = explanations(files, "parts/method", "two")
    assert (wins, why) == (None, [f"{HOME}:15:28: 'two' does not have this part"])
    assert over == ["templates/parts/method.j2.html:1:1: shipped: templates/parts/method.j2.html"]


def test_a_variable_is_explained_along_the_whole_cascade(workspace):
    own = {
        "styles/tokens.css": '@import "shipped/tokens.css";\n/* --accent: red */\n:root {\n  --accent: var(--brand) }',
        "styles/audiences/base.css": (
            "html { --accent: pink }\n@media screen { :root { --accent: gold } }\n.title { --accent: teal; }\n"
        ),
        "styles/audiences/two.css": ":root { --accent: #333 !important }\n:root { --accent: #444 }",
        "templates/parts/method.j2.html": '{% block content %}\n<p style="--accent: blue">x</p>\n{% endblock %}',
    }
    files = workspace(BRIEF, {**FILES, **own})
    one, two = explanations(files, "--accent")
    mine = "styles/tokens.css:4:3: the workspace: var(--brand)"
    shipped = "styles/tokens.css:7:3: shipped: #9a3324"
    part = "templates/parts/method.j2.html:2:11: the part 'method' sets it on its own elements: blue"
    assert one == ("one", f"{mine} = #12395b", [shipped], [part])
    styles = "styles/audiences/{}: the workspace: {}"
    assert two == (
        "two",
        styles.format("two.css:1:9", "#333"),
        [styles.format("two.css:2:9", "#444"), mine, shipped, styles.format("base.css:1:8", "pink")],
        [
            "styles/audiences/base.css:2:25: gold under `@media screen`, which does not apply to print",
            "styles/audiences/base.css:3:10: inside `.title` it is teal",
        ],
    )


def test_a_variable_in_a_replaced_file_is_shown_as_not_read(workspace):
    files = workspace(BRIEF, {**FILES, "styles/parts/outlook.css": ".outlook { color: red }\n"})
    (_, _, over, _), *_ = explanations(files, "--fit-size", "one")
    assert over == []
    replaced = workspace(BRIEF, {**FILES, "styles/tokens.css": ":root { --accent: red }"})
    ((_, wins, over, _),) = explanations(replaced, "--accent", "one")
    assert wins == "styles/tokens.css:1:9: the workspace: red"
    assert over == [
        "styles/tokens.css:7:3: shipped, not read: the file of the workspace replaces it: #9a3324"
    ]


def test_fit_steps_are_shown_as_conditional(files):
    ((_, wins, over, why),) = explanations(files, "--fit-size", "one")
    lines = (ROOT / "styles/tokens.css").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "--fit-size: 1;" in text)
    assert (wins, over) == (f"styles/tokens.css:{line}:3: shipped: 1", [])
    assert why == [
        "styles/fit/3-size.css:3:9: fit step 3 sets it to .94 if the edition exceeds its page limit"
    ]
    step = "styles/fit/3-size.css:1:1: shipped: styles/fit/3-size.css"
    assert [one[1] for one in explanations(files, "fit/size", "one")] == [step]
    assert [one[1] for one in explanations(files, "fit/3-size", "one")] == [step]
    assert [one[1] for one in explanations(files, "modifiers/mono", "one")] == [
        "styles/modifiers/mono.css:1:1: shipped: styles/modifiers/mono.css"
    ]


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("titel", "did you mean `title` or `site`?"),
        ("key_points.7", "did you mean `key_points.2` or `key_points.1` or `key_points`?"),
        ("labels.outlok", "did you mean `labels.outlook` or"),
        ("parts/outlok", "did you mean `parts/outlook`"),
        ("--acent", "did you mean `--accent`"),
        ("modifiers/mon", "did you mean `modifiers/mono`"),
        ("styles/../../x", "`brief explain --help` lists"),
        ("", "`brief explain --help` lists"),
        (".", "`brief explain --help` lists"),
        ("key_points[0]", "did you mean `key_points"),
        ("audiences..pages", ""),
    ],
)
def test_an_unknown_key_is_a_finding_with_the_nearest_keys(files, key, help):
    with pytest.raises(SelectionError) as caught:
        explain(files, key, Selection())
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.where)) == ("BR809", "command line")
    assert finding.what == f"unknown key '{key}'"
    assert help in finding.help


@pytest.mark.process
def test_a_brief_that_cannot_be_read_does_not_hide_the_others(workspace):
    files = workspace(BRIEF, {**FILES, "content/broken/brief.yaml": "title: [\n"})
    explained, errors = explain(files, "date", Selection())
    assert [one.wins.value for one in explained] == ["2026-11-22"]
    assert len(errors) == 1
    done = brief("explain", "date", cwd=files.root)
    assert (done.returncode, "content/broken/brief.yaml" in done.stderr) == (1, True)
    assert done.stdout.startswith(
        "date (trial; en; one, two)\n  2026-11-22\n    from  content/trial/brief.yaml:2:7"
    )


@pytest.mark.process
def test_the_command_prints_text_and_json(files):
    done = brief("explain", "--accent", "-a", "one", cwd=files.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "--accent (trial; en; one)\n  #9a3324\n    from  styles/tokens.css:7:3  shipped\n"
        f"files outside the workspace:\n  styles/tokens.css  {ROOT / 'styles/tokens.css'}\n"
    )
    done = brief("explain", "key_points.1", "-a", "two", "--json", cwd=files.root)
    assert json.loads(done.stdout) == [
        {
            "key": "key_points.1",
            "editions": ["trial-two-en-letter"],
            "value": "A point.",
            "wins": {"by": "`short`", "value": "A point.", "where": f"{HOME}:4:43"},
            "over": [{"by": "`text`", "value": "A point of five words.", "where": f"{HOME}:4:12"}],
            "reasons": [{"why": "'two' reads `short`", "where": f"{BASE}:2:1"}],
        }
    ]
    assert brief("explain", "titel", cwd=files.root).returncode == 2
    assert brief("explain", "title", "--format", "json", cwd=files.root).stdout.startswith("[\n")


def test_each_layer_of_a_variable_is_named_by_the_path_of_its_file(workspace):
    theme = "name: own\ndescription: A look.\nversion: '1'\nextends: parliament\n"
    theme += "options:\n  brand: {type: colour, default: '#12395b', description: One.}\n"
    own = '@import "shipped/tokens.css";\n\n:root { --side: 34mm }\n'
    files = {
        "content/workspace.yaml": 'theme: {name: ./themes/own, accent: "#334455"}\n',
        "themes/own/theme.yaml": theme,
        "themes/own/styles/tokens.css": own,
    }
    opened = open_files(workspace(LEAST_BRIEF, files).root)

    def lines(token: str) -> list[tuple[str, str, str]]:
        explained, errors = explain(opened, token, Selection())
        assert errors == []
        (found,) = explained
        assert found.wins
        return [(line.by, str(line.where), line.path) for line in (found.wins, *found.over) if line.where]

    side = lines("--side")
    assert ("the theme", "themes/own/styles/tokens.css:3:9", "") in side
    assert {path for _, _, path in side} >= {
        str(ROOT / "themes/parliament/styles/tokens.css"),
        str(ROOT / "styles/tokens.css"),
    }
    assert lines("--accent")[0] == ("an option of the theme", "content/workspace.yaml:1:37", "")
    assert lines("--brand")[0] == ("an option of the theme", "themes/own/theme.yaml:6:34", "")
    for _, where, path in (*side, *lines("--accent"), *lines("--brand")):
        name, line, _ = where.rsplit(":", 2)
        assert "--" in Path(path or opened.root / name).read_text().splitlines()[
            int(line) - 1
        ] or name.endswith("yaml")


@pytest.mark.process
def test_nothing_of_the_engine_is_loaded(files):
    program = (
        "import sys\nfrom briefing.cli import main\n"
        "import atexit; atexit.register(lambda: print('weasyprint' in sys.modules))\n"
        "main(['explain', '--accent'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=files.root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_the_line_that_puts_a_part_first_is_a_reason_for_the_order(workspace):
    files = workspace(BRIEF.replace("drop: [method]", "first: [outlook]"), FILES)
    ((_, _, _, why),) = explanations(files, "audiences.two.parts", "two")
    assert why == [f"{TWO}:2:10: 'two' extends 'base'", f"{HOME}:15:28: the brief puts first: outlook"]
