"""Where a value comes from: every line that says it, the one that wins, and the lines that decide."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from briefing.core.errors import SelectionError
from briefing.explain.explain import explain
from briefing.pipeline.plan import Selection
from tests.cli.test_commands import brief

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


def told(files, key, *audiences, languages=(), **selection):
    """What is explained of a key: audiences, what wins, what it won over, and why, each with its place."""
    explained, errors = explain(files, key, Selection((), audiences, languages, **selection))
    assert errors == []
    return [
        (
            " ".join(edition.audience for edition in one.editions),
            _said(one.wins) if one.wins else None,
            [_said(said) for said in one.over],
            [f"{reason.where}: {reason.why}" for reason in one.reasons],
        )
        for one in explained
    ]


def _said(said):
    return f"{said.where}: {said.by}: {said.value}"


@pytest.fixture
def files(workspace):
    return workspace(BRIEF, FILES)


def test_a_text_is_told_with_its_registers_and_the_line_that_chooses(files):
    text, short = f"{HOME}:4:12: `text`: A point of five words.", f"{HOME}:4:43: `short`: A point."
    assert told(files, "key_points[1].text") == [
        ("one", text, [short], [f"{ONE}: 'one' reads `text`"]),
        ("two", short, [text], [f"{BASE}:2:1: 'two' reads `short`"]),
    ]
    assert (
        told(files, "key_points.1.short") == told(files, "key_points.1") == told(files, "key_points[1].text")
    )


def test_what_an_edition_does_not_have_says_by_which_line(files):
    assert told(files, "key_points.2") == [
        ("one", f"{HOME}:5:12: `text`: Only for one.", [], []),
        ("two", None, [f"{HOME}:5:12: `text`: Only for one."], [f"{HOME}:5:27: `only` keeps it from 'two'"]),
    ]
    assert told(files, "method", "two") == [
        ("two", None, [f"{HOME}:12:9: `text`: By looking."], [f"{HOME}:15:28: 'two' has no part 'method'"])
    ]


def test_a_text_that_the_page_for_the_teacher_prints_is_not_left_out(workspace):
    files = workspace(BRIEF.replace("two: {drop: [method], pages: 1}", "classroom: {}"), FILES)
    text, short = f"{HOME}:4:12: `text`: A point of five words.", f"{HOME}:4:43: `short`: A point."
    (found,) = told(files, "key_points.1", "classroom")
    assert found[:3] == ("classroom", text, [short])


def test_a_translation_is_told_over_what_it_translates(files):
    spanish = [f"{SPANISH}:2:21: `text`: Un punto.", f"{SPANISH}:2:39: `short`: Punto."]
    assert told(files, "es.key_points.1", "two") == [
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
    assert told(files, "es.key_points.1", "two") == told(files, "key_points.1", "two", languages=("es",))
    (title,) = told(files, "title", "two", languages=("es",))
    assert title[1] == f"{SPANISH}:1:8: `text`: Lo mismo para todos"
    assert f"{HOME}:1:45: `short` in 'en': The same" in title[2]
    assert title[3] == [f"{BASE}:2:1: 'two' reads `short`, which this text does not offer"]


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
    ((_, wins, _, _),) = told(files, key, "one")
    assert wins == f"{HOME}:{where}: {value}"


def test_an_id_that_a_section_and_a_fact_share_is_told_of_both(workspace):
    files = workspace(BRIEF.replace("planes:", "why:"), FILES)
    assert [wins for _, wins, _, _ in told(files, "why", "one")] == [
        f"{HOME}:9:11: `text`: Because it is so.",
        f"{HOME}:13:14: the brief: value: 36, unit: aircraft",
    ]
    assert [wins for _, wins, _, _ in told(files, "facts.why", "one")] == [
        f"{HOME}:13:14: the brief: value: 36, unit: aircraft"
    ]


def test_what_an_audience_has_is_told_along_what_it_extends(files):
    assert told(files, "pages") == [
        ("one", None, [], []),
        ("two", f"{HOME}:15:51: the brief: 1", [f"{BASE}:3:8: 'base', of the workspace: {{max: 3}}"], []),
    ]
    assert told(files, "register", "two") == [
        (
            "two",
            f"{BASE}:2:11: 'base', of the workspace: short",
            ["None: the default: text"],
            [f"{TWO}:2:10: 'two' extends 'base'"],
        )
    ]
    ((_, wins, _, why),) = told(files, "audiences.two.parts", "two")
    assert wins == f"{BASE}:4:8: 'base', of the workspace: title, key-points, sections, outlook"
    assert why == [f"{TWO}:2:10: 'two' extends 'base'", f"{HOME}:15:28: the brief takes out method"]


def test_settings_are_told_over_defaults_and_under_the_brief(files):
    workspace_file = "content/workspace.yaml"
    assert told(files, "paper", "one") == [
        ("one", f"{workspace_file}:3:8: the workspace: letter", ["None: the default: a4"], [])
    ]
    ((_, wins, over, _),) = told(files, "licence", "one")
    assert (wins, over) == (
        f"{HOME}:14:10: the brief: name: CC0",
        [f"{workspace_file}:2:10: the workspace: name: CC BY"],
    )
    ((_, wins, over, _),) = told(files, "publisher.about", "one", languages=("es",))
    assert wins == "content/workspace.es.yaml:1:20: the workspace: Miramos."
    assert over == [f"{workspace_file}:1:35: the workspace's own language: We look."]


def test_a_label_is_told_over_the_shipped_one(workspace):
    shipped = (workspace(BRIEF, FILES).shipped / "templates/languages/en/labels.yaml").read_text()
    mine = shipped.replace("  outlook: Outlook", "  outlook: What comes")
    line = mine.splitlines().index("  outlook: What comes") + 1
    files = workspace(BRIEF, {**FILES, "templates/labels/en.yaml": mine})
    place, shipped_place = (
        f"templates/labels/en.yaml:{line}:12",
        f"templates/languages/en/labels.yaml:{line}:12",
    )
    assert told(files, "labels.outlook") == [
        (
            "one two",
            f"{place}: the workspace's own: What comes",
            [f"{shipped_place}: shipped: Outlook"],
            [],
        )
    ]


def test_a_part_is_told_with_the_files_that_are_shadowed(workspace):
    own = {
        "templates/audiences/one/outlook.j2.html": "{% block content %}{% endblock %}",
        "templates/parts/outlook.j2.html": '{% extends "shipped/parts/outlook.j2.html" %}',
        "styles/parts/outlook.css": ".outlook { color: black }",
    }
    template, style = "templates/parts/outlook.j2.html", "styles/parts/outlook.css"
    audience = "templates/audiences/one/outlook.j2.html"
    files = workspace(BRIEF, {**FILES, **own})
    mine = f"{template}:1:1: the workspace's own: {template}"
    base = f"{template}:1:1: shipped, which the winner builds on: {template}"
    order = f"{ONE}:2:1: 'one' has it as part 4 of 5"
    assert told(files, "parts/outlook", "one") == [
        ("one", f"{audience}:1:1: of 'one', the workspace's own: {audience}", [mine, base], [order]),
        ("one", f"{style}:1:1: the workspace's own: {style}", [f"{style}:1:1: shipped: {style}"], [order]),
    ]
    (_, wins, over, why), _ = told(files, "parts/method", "two")
    assert (wins, why) == (None, [f"{HOME}:15:28: 'two' has no such part"])
    assert over == ["templates/parts/method.j2.html:1:1: shipped: templates/parts/method.j2.html"]


def test_a_token_is_told_over_the_whole_cascade(workspace):
    own = {
        "styles/tokens.css": '@import "shipped/tokens.css";\n/* --accent: red */\n:root {\n  --accent: var(--brand) }',
        "styles/audiences/base.css": (
            "html { --accent: pink }\n@media screen { :root { --accent: gold } }\n.title { --accent: teal; }\n"
        ),
        "styles/audiences/two.css": ":root { --accent: #333 !important }\n:root { --accent: #444 }",
        "templates/parts/method.j2.html": '{% block content %}\n<p style="--accent: blue">x</p>\n{% endblock %}',
    }
    files = workspace(BRIEF, {**FILES, **own})
    one, two = told(files, "--accent")
    mine = "styles/tokens.css:4:3: the workspace's own: var(--brand)"
    shipped = "styles/tokens.css:7:3: shipped: #9a3324"
    part = "templates/parts/method.j2.html:2:11: the part 'method' sets it on its own elements: blue"
    assert one == ("one", f"{mine} = #12395b", [shipped], [part])
    styles = "styles/audiences/{}: the workspace's own: {}"
    assert two == (
        "two",
        styles.format("two.css:1:9", "#333"),
        [styles.format("two.css:2:9", "#444"), mine, shipped, styles.format("base.css:1:8", "pink")],
        [
            "styles/audiences/base.css:2:25: gold under `@media screen`, which no printed page is",
            "styles/audiences/base.css:3:10: inside `.title` it is teal",
        ],
    )


def test_a_token_of_a_file_that_was_replaced_is_told_as_shadowed(workspace):
    files = workspace(BRIEF, {**FILES, "styles/parts/outlook.css": ".outlook { color: red }\n"})
    (_, _, over, _), *_ = told(files, "--fit-size", "one")
    assert over == []
    replaced = workspace(BRIEF, {**FILES, "styles/tokens.css": ":root { --accent: red }"})
    ((_, wins, over, _),) = told(replaced, "--accent", "one")
    assert wins == "styles/tokens.css:1:9: the workspace's own: red"
    assert over == [
        "styles/tokens.css:7:3: shipped, not read: the workspace's file stands before it: #9a3324"
    ]


def test_the_steps_of_the_fit_are_told_as_what_may_come(files):
    ((_, wins, over, why),) = told(files, "--fit-size", "one")
    assert (wins, over) == ("styles/tokens.css:41:3: shipped: 1", [])
    assert why == [
        "styles/fit/3-size.css:3:9: step 3 of the fit makes it .94 where the edition runs over its pages"
    ]
    step = "styles/fit/3-size.css:1:1: shipped: styles/fit/3-size.css"
    assert [one[1] for one in told(files, "fit/size", "one")] == [step]
    assert [one[1] for one in told(files, "fit/3-size", "one")] == [step]
    assert [one[1] for one in told(files, "modifiers/mono", "one")] == [
        "styles/modifiers/mono.css:1:1: shipped: styles/modifiers/mono.css"
    ]


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("titel", "did you mean `title`?"),
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
def test_a_key_that_nothing_has_is_a_finding_with_those_near_it(files, key, help):
    with pytest.raises(SelectionError) as caught:
        explain(files, key, Selection())
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.where)) == ("BR809", "command line")
    assert finding.what == f"nothing has the key '{key}'"
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
def test_the_command_tells_it_in_words_and_as_json(files):
    done = brief("explain", "--accent", "-a", "one", cwd=files.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ("--accent (trial; en; one)\n  #9a3324\n    from  styles/tokens.css:7:3  shipped\n")
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
