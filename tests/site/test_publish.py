"""Publishing: what goes to the site and what never does, its versions, and what stops it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.core.errors import BriefingError, ContentError, PromiseError, SelectionError, WorkspaceError
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.release.kit import MANIFEST, SUMS
from briefing.release.release import Terms
from briefing.release.verify import verify
from briefing.site.publish import Published, publish

pytestmark = pytest.mark.engine

HIDDEN = "Forty-two million"
SETTINGS = """\
publisher: {name: The *Institute*}
audiences: [policymaker, minister]
site: {address: "https://institute.example/briefs", audiences: [policymaker]}
"""
HEAT = f"""\
title: Nights stay hot
series: City Notes
date: 2026-11-22
valid_until: 2027-11
web: https://institute.example/briefs/q/heat
keywords: [heat]
abstract: {{text: {HIDDEN} is the price of the plan., only: minister}}
method: {{text: {HIDDEN} are a guess., only: minister}}
bottom_line: Trees help.
key_points: [Nights are hot., {{text: {HIDDEN} must be found., only: [minister]}}]
sections: [{{title: Nights, text: A first text.}}]
outlook: It goes on.
"""
PORTS = """\
title: Ports grow slowly
date: 2026-03-02
marking: {tlp: GREEN}
key_points: [One berth is not enough.]
sections: [{title: Ships, text: They wait.}]
outlook: It goes on.
"""
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A workspace with a public brief, built, and one that is not public; and its site."""
    root = tmp_path_factory.mktemp("institute")
    files = {"workspace.yaml": SETTINGS, "heat/brief.yaml": HEAT, "ports/brief.yaml": PORTS}
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    build(root, "heat")
    assert published(root).how == "written"
    return root


@pytest.fixture
def institute(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "institute"))


def build(root: Path, *briefs: str) -> None:
    files, selection = Files(root, shipped_root()), Selection(briefs)
    with BuildLog(files, root / "out", selection.key) as log:
        outcomes = list(build_all(plan(files, selection, log), files, root / "out", log=log))
    assert [outcome.error for outcome in outcomes] == [None] * len(outcomes)


def published(root: Path, *briefs: str, now: datetime = NOW) -> Published:
    files, selection = Files(root, shipped_root()), Selection(briefs)
    with BuildLog(files, root / "out", selection.key) as log:
        return publish(files, selection, log, Terms(now), root / "out/site")


def refused(root: Path, *briefs: str, error: type[BriefingError] = PromiseError) -> list[tuple[str, str]]:
    """Return the codes and places of the findings that stop it; the site stays as it is."""
    before = contents(root / "out/site")
    with pytest.raises(error) as caught:
        published(root, *briefs)
    assert contents(root / "out/site") == before
    return [(finding.code, str(finding.where)) for finding in caught.value.findings]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def change(root: Path, old: str, new: str, name: str = "heat/brief.yaml") -> None:
    path = root / "content" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def versions(root: Path) -> list[tuple[str, str]]:
    record = json.loads((root / "out/site" / MANIFEST).read_text())
    return [(one["brief"], one["date"]) for one in record["versions"]]


def test_the_site_has_the_public_editions_and_nothing_of_the_others(made):
    found = contents(made / "out/site")
    files = "heat/2026-11-22/heat-2026-11-22-policymaker-en"
    assert found[f"{files}.pdf"] == (made / "out/heat-policymaker-en.pdf").read_bytes()
    assert {f"{files}.html", f"{files}-cover.png", f"{files}-thumbnail.png"} < found.keys()
    assert {"index.html", "heat/index.html", "q/heat/index.html", "feed.xml", "sitemap.xml"} < found.keys()
    assert not [name for name in found if "minister" in name or "ports" in name]
    assert len(found) > 20
    assert [
        name for name, content in found.items() if HIDDEN.encode() in content or b"Ports grow" in content
    ] == []
    assert b'">The Institute</a>' in found["index.html"] and b"Valid until" in found["heat/index.html"]
    assert b"Trees help." in found["heat/index.html"]  # the bottom line, which the edition prints


def test_the_site_is_verified_as_a_kit_is(made, institute):
    assert verify(made / "out/site").edition_count == 1
    folder = institute / "out/site"
    (folder / "heat/index.html").write_text("changed")
    (folder / "heat/extra.html").write_text("new")
    (folder / "feed.xml").unlink()
    with pytest.raises(PromiseError) as caught:
        verify(folder)
    names = [(one.code, Path(one.where.file).relative_to(folder).as_posix()) for one in caught.value.findings]
    assert names == [("BR621", "feed.xml"), ("BR623", "heat/extra.html"), ("BR622", "heat/index.html")]


def test_a_link_in_place_of_a_folder_is_found(institute, tmp_path):
    folder = institute / "out/site"
    (folder / "heat").rename(tmp_path / "elsewhere")
    (folder / "heat").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PromiseError) as caught:
        verify(folder)
    assert [(one.code, one.where.file) for one in caught.value.findings] == [("BR623", str(folder / "heat"))]


@pytest.mark.parametrize("name", ["../escape.txt", "heat/../../x", "/etc/passwd", "heat//x"])
def test_a_list_of_checksums_cannot_lead_out_of_the_folder(institute, name):
    sums = institute / "out/site" / SUMS
    sums.write_text(sums.read_text() + f"{'0' * 64}  {name}\n")
    with pytest.raises(PromiseError) as caught:
        verify(institute / "out/site")
    assert [one.code for one in caught.value.findings] == ["BR620"]


def test_a_forged_record_is_found(institute):
    from briefing.release.kit import with_sums

    folder = institute / "out/site"
    found = contents(folder)
    found.pop(SUMS)
    record = json.loads(found[MANIFEST])
    record["versions"][0]["editions"][0]["pages"] = 9
    forged = with_sums({**found, MANIFEST: json.dumps(record).encode()})
    for name in (MANIFEST, SUMS):
        (folder / name).write_bytes(forged[name])
    with pytest.raises(PromiseError) as caught:
        verify(folder)
    assert [one.code for one in caught.value.findings] == ["BR624"]


def test_the_same_editions_give_the_same_site(institute):
    again = published(institute)
    assert again.how == "unchanged" and (again.brief_count, again.version_count) == (1, 1)
    before = contents(institute / "out/site")
    shutil.rmtree(institute / "out/site")
    (institute / "out/site").mkdir()  # an empty folder may be there
    assert published(institute, now=datetime(2030, 1, 1, tzinfo=UTC)).how == "written"
    assert contents(institute / "out/site") == before


def test_a_brief_that_is_not_public_is_left_out_with_the_reason(institute):
    found = [(one.code, one.severity, str(one.where)) for one in published(institute).findings]
    assert found == [("BR851", "warning", "content/ports/brief.yaml:3:16")]
    reasons = {
        "{embargo_until: 2026-12-01T06:00:00Z}": "the embargo lasts until 2026-12-01 06:00 UTC",
        "{status: draft}": "the brief is a draft",
        "{handling: For the cabinet}": "the brief has instructions for handling",
        "{tlp: AMBER}": "the brief is marked TLP:AMBER",
    }
    for marking, reason in reasons.items():
        (institute / "content/ports/brief.yaml").write_text(PORTS.replace("{tlp: GREEN}", marking))
        assert [one.what for one in published(institute).findings] == [f"left out of the site: {reason}"]
    change(institute, "{tlp: AMBER}", "{tlp: CLEAR}\naudiences: {minister: {}}", "ports/brief.yaml")
    (finding,) = published(institute).findings
    assert finding.what.endswith("built for none of its audiences") and "policymaker" in finding.help


def test_a_brief_that_is_no_longer_public_is_taken_off(institute):
    change(institute, "keywords:", "marking: {tlp: AMBER}\nkeywords:")
    assert refused(institute, "heat")[-1][0] == "BR851"  # nothing would be left
    change(institute, "date: 2026-11-22", "date: 2026-11-23")  # what was published before stays
    assert published(institute, "heat").version_count == 1 and versions(institute) == [("heat", "2026-11-22")]


def test_a_new_version_takes_the_address_of_the_brief_and_the_old_one_stays(institute):
    before = contents(institute / "out/site")
    change(institute, "date: 2026-11-22", "date: 2026-11-29\nedition: 2")
    change(institute, "Nights stay hot", "Nights get hotter")
    build(institute, "heat")
    assert published(institute, "heat").how == "replaced"
    found = contents(institute / "out/site")
    assert versions(institute) == [("heat", "2026-11-29"), ("heat", "2026-11-22")]
    kept = [name for name in before if name.startswith("heat/2026-11-22/heat-")]
    assert (
        len(kept) == 7
        and [name for name in kept if name.endswith(".pdf") and found[name] != before[name]] == []
    )
    assert b"Nights get hotter" in found["heat/index.html"]
    assert b"There is a newer version" in found["heat/2026-11-22/index.html"]
    assert b"url=../../heat/index.html" in found["q/heat/index.html"]
    change(institute, "date: 2026-11-29", "date: 2026-11-21")
    build(institute, "heat")
    assert refused(institute, "heat", error=ContentError) == [("BR854", "content/heat/brief.yaml:3:7")]


def test_a_version_of_the_same_day_is_corrected(institute):
    change(institute, "Trees help.", "Trees help much.")
    build(institute, "heat")
    assert published(institute, "heat").version_count == 1
    assert b"Trees help much." in contents(institute / "out/site")["heat/index.html"]


def test_a_brief_that_left_the_workspace_stays_published(institute):
    shutil.rmtree(institute / "content/heat")
    change(
        institute,
        "{tlp: GREEN}",
        "{tlp: CLEAR}\nsupersedes: {text: Nights of 2026, briefs: heat}",
        "ports/brief.yaml",
    )
    change(institute, "2026-03-02", "2026-12-02", "ports/brief.yaml")
    build(institute, "ports")
    assert published(institute).version_count == 2
    found = contents(institute / "out/site")
    assert b"url=../ports/index.html" in found["heat/index.html"]
    assert b"superseded by" in found["heat/2026-11-22/index.html"]


def test_a_brief_replaces_only_briefs_that_exist(institute):
    change(institute, "keywords:", "supersedes: {text: Older, briefs: [ports, haet]}\nkeywords:")
    build(institute, "heat")
    assert refused(institute, "heat", error=ContentError) == [("BR853", "content/heat/brief.yaml:6:43")]


def test_outdated_editions_and_errors_stop_it(institute):
    change(institute, "Trees help.", "Trees do help.")
    assert refused(institute, "heat") == [("BR807", "out/heat-policymaker-en.pdf")]
    change(institute, "Trees do help.", "Trees [@missing] help.")
    assert ("BR302", "content/heat/brief.yaml:9:20") in refused(institute, "heat", error=ContentError)


def test_a_folder_of_anything_else_is_left_alone(institute):
    folder = institute / "out/site"
    (folder / "heat/notes.txt").write_text("mine")
    assert refused(institute, "heat") == [("BR808", "out/site")]
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    assert refused(institute, "heat") == [("BR808", "out/site")]


def test_the_workspace_says_what_is_public(institute):
    with pytest.raises(SelectionError):
        published(institute, "missing")
    change(institute, "audiences: [policymaker]}", "audiences: [polcymaker]}", "workspace.yaml")
    assert refused(institute, error=ContentError)[0][0] == "BR301"
    change(
        institute,
        'site: {address: "https://institute.example/briefs", audiences: [polcymaker]}',
        "",
        "workspace.yaml",
    )
    assert refused(institute, error=WorkspaceError) == [("BR850", "content/workspace.yaml")]


@pytest.mark.parametrize("address", ["https://institute.example/briefs?lang=en", "https://a.example/#briefs"])
def test_paths_can_be_added_to_the_address(institute, address):
    change(institute, "https://institute.example/briefs", address, "workspace.yaml")
    assert refused(institute, error=ContentError)[0][0] == "BR210"


def test_without_an_address_a_warning_says_what_is_left_out(institute):
    change(institute, 'address: "https://institute.example/briefs", ', "", "workspace.yaml")
    build(institute, "heat")
    (finding,) = published(institute, "heat").findings
    assert (finding.code, str(finding.where)) == ("BR852", "content/workspace.yaml:3:1")
    assert not {"feed.xml", "sitemap.xml"} & contents(institute / "out/site").keys()


def test_two_pages_with_one_address_are_an_error(institute):
    change(institute, "briefs/q/heat", "briefs/series/x")
    build(institute, "heat")
    assert refused(institute, "heat", error=ContentError) == [("BR855", "content/heat/brief.yaml:5:6")]
