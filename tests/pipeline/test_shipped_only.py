"""`--shipped-only` builds content with the shipped templates and styles, and ignores those of the workspace."""

from __future__ import annotations

import pytest

from briefing.compose.email_draft import write_email_draft
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.execution.cluster import bundle_of
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.stages import Job, Medium
from tests.cases import each
from tests.command import brief
from tests.conftest import LEAST_BRIEF

HOSTILE = "{{ marks.parse_raw('x') }}"
OWN = {
    "templates/brief.j2.html": HOSTILE,
    "templates/screen.j2.html": HOSTILE,
    "templates/email.j2.txt": HOSTILE,
    "templates/differences.j2.html": HOSTILE,
    "templates/exhibit.j2.html": HOSTILE,
    "templates/parts/outlook.j2.html": HOSTILE,
    "templates/audiences/policymaker/title.j2.html": HOSTILE,
    "templates/audiences/policymaker/audience.yaml": "label: Own\nparts: [outlook]\n",
    "templates/labels/en.yaml": "name: Own\nlabels: {}\n",
    "templates/languages/en/labels.yaml": "name: Own\nlabels: {}\n",
    "templates/languages/en/traits.yaml": "locale: fr\n",
    "templates/languages/en/vocabulary.yaml": "no: key\n",
    "templates/scales/icd-203.yaml": "name: Own\n",
    "templates/citation-styles/note.csl": "<no/>",
    "styles/tokens.css": "@import 'nothing.css'; :root { --ink: red }",
    "styles/audiences/policymaker.css": "p { color: red }",
    "styles/fit/4-own.css": "p { color: red }",
    "styles/fonts.css": "",
    "styles/papers/a4.css": "@page { size: 1mm }",
}
CITING = LEAST_BRIEF.replace("The first point.", '"A point. [@a]"') + "sources: {a: {title: First}}\n"
CITING = CITING.replace("outlook: It goes on.", "outlook: {summary: It goes on., scale: icd-203}")


def job_of(files: Files, selection: Selection | None = None) -> Job:
    (job,) = plan(files, selection or Selection(audiences=("policymaker",))).jobs
    return job


def only(files: Files) -> Files:
    return Files(files.root, files.shipped, is_shipped_only=True)


@pytest.mark.parametrize("medium", list(Medium))
def test_a_page_is_that_of_a_workspace_without_layers_of_its_own(workspace, medium):
    files = workspace(CITING)
    plain = compose(tailor(job_of(files)), files, medium)
    passed_over = only(workspace(CITING, OWN))
    assert compose(tailor(job_of(passed_over)), passed_over, medium) == plain
    assert not [
        name for name, path in passed_over.seen.items() if path.is_relative_to(files.root / "templates")
    ]
    assert not [name for name, path in passed_over.seen.items() if path.is_relative_to(files.root / "styles")]


def test_the_email_is_the_shipped_one(workspace):
    files = workspace(CITING)
    plain = write_email_draft(tailor(job_of(files)), files, b"%PDF", "a.pdf")
    passed_over = only(workspace(CITING, OWN))
    assert write_email_draft(tailor(job_of(passed_over)), passed_over, b"%PDF", "a.pdf") == plain


@each("name", OWN)
def test_each_of_them_counts_without_the_option(workspace, name):
    files = workspace(CITING, {name: OWN[name]})
    assert files.read(name) == OWN[name].encode()
    assert name in files.list(f"{name.rpartition('/')[0]}/*")
    if name.startswith("templates/differences"):
        assert only(files).read(name) != OWN[name].encode()
    assert only(files).find(name) == (shipped_root() / name if (shipped_root() / name).is_file() else None)


@pytest.mark.parametrize(
    ("brief", "own", "code"),
    [
        (
            "audiences: {mayor: {}}\n",
            {"templates/audiences/mayor/audience.yaml": "label: M\nparts: [title]\n"},
            "BR301",
        ),
        ("language: xx\n", {"templates/labels/xx.yaml": "name: X\nlabels: {}\n"}, "BR308"),
        (
            "sections: [{title: T, text: T., blocks: [{card: {text: T.}}]}]\n",
            {"templates/parts/card.j2.html": "x"},
            "BR214",
        ),
    ],
)
def test_a_missing_file_that_only_the_workspace_has_is_reported_by_name(workspace, brief, own, code):
    key = brief.partition(":")[0]
    rest = (
        LEAST_BRIEF.partition("sections:")[0] + "outlook: It goes on.\n" if key == "sections" else LEAST_BRIEF
    )
    files = only(workspace(rest + brief, own))
    (outcome,) = plan(files, Selection()).failed
    assert code in [finding.code for finding in outcome.error.findings]


def test_content_is_read_as_ever(workspace):
    files = only(workspace(files={"content/trial/data/shipped.csv": "a,b\n1,2\n"}))
    assert files.read("content/trial/data/shipped.csv") == b"a,b\n1,2\n"
    assert files.list("content/*/brief.yaml") == ["content/trial/brief.yaml"]


def build(files: Files) -> dict[str, str]:
    """Return the reason for each edition that was outdated."""
    selection = Selection()
    with BuildLog(files, files.root / "out", selection.key) as log:
        for outcome in build_all(plan(files, selection, log), files, files.root / "out", log=log):
            assert outcome.error is None
    return log.reasons


@pytest.mark.engine
def test_an_edition_built_with_it_is_outdated_without_it_and_vice_versa(workspace):
    files = workspace(files={"styles/parts/title.css": "h1 { letter-spacing: 1pt }"})
    name = "trial-policymaker-en"
    assert list(build(Files(files.root))) == [name]
    assert build(Files(files.root)) == {}
    plain = (files.root / f"out/{name}.pdf").read_bytes()
    assert build(only(files)) == {name: "it was built with --pdf ua1 --fit"}
    assert build(only(files)) == {}
    assert (files.root / f"out/{name}.pdf").read_bytes() != plain
    (files.root / "styles/parts/title.css").write_text("h1 { letter-spacing: 2pt }")
    assert build(only(files)) == {}
    assert build(Files(files.root)) == {name: "it was built with --pdf ua1 --fit --shipped-only"}


def test_its_read_log_skips_the_layer_of_the_workspace(workspace):
    files = only(workspace(files=OWN))
    job = job_of(files)
    with files.noting() as reads:
        compose(tailor(job), files)
    reads.add(job.reads)
    layered = {name for _, name in reads.entries if "templates/" in name or "styles/" in name}
    assert len(layered) > 30
    assert all(name.startswith("shipped/") for name in layered)


def test_no_layer_is_sent_to_a_cluster(workspace):
    files = workspace(files=OWN)
    assert bundle_of(files).keys() == {"content/trial/brief.yaml", *OWN}
    assert bundle_of(only(files)).keys() == {"content/trial/brief.yaml"}


@pytest.mark.process
def test_the_commands_take_it(workspace):
    root = workspace(files=OWN).root
    assert brief("build", cwd=root).returncode == 3
    built = brief("build", "--shipped-only", cwd=root)
    assert (built.returncode, built.stderr) == (
        0,
        "--shipped-only: ignored 19 files in templates/ and styles/\n",
    )
    assert "nothing to build" in brief("build", "--shipped-only", cwd=root).stdout
    assert "up to date" in brief("list", "--shipped-only", cwd=root).stdout
    assert brief("check", "--built", "--shipped-only", cwd=root).returncode == 0
    assert brief("diff", "policymaker", "public", "--pdf", "--shipped-only", cwd=root).returncode == 0
    refused = brief("release", cwd=root)
    assert refused.returncode != 0
    assert brief("release", "--shipped-only", cwd=root).returncode == 0
    assert (root / "out/release/trial-2026-11-22/manifest.json").is_file()


@pytest.mark.process
def test_a_kit_is_not_released_with_other_templates_than_its_editions_were_built_with(workspace):
    root = workspace().root
    assert brief("build", "--shipped-only", cwd=root).returncode == 0
    refused = brief("release", cwd=root)
    assert refused.returncode == 4
    assert "it was built with --shipped-only [BR807]" in refused.stderr + refused.stdout
    assert brief("build", cwd=root).returncode == 0
    refused = brief("release", "--shipped-only", cwd=root)
    assert "it was built without --shipped-only [BR807]" in refused.stderr + refused.stdout
    assert "run `brief build trial --shipped-only`" in refused.stderr + refused.stdout


def test_without_it_a_hostile_template_is_a_finding_all_the_same(workspace):
    files = workspace(files={"templates/parts/outlook.j2.html": HOSTILE})
    with pytest.raises(BriefingError):
        compose(tailor(job_of(files)), files)
