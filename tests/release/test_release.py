"""Kits: their contents, their reproducibility, what prevents a release, and how changed kits are detected."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from briefing.cli.command_group import group
from briefing.compose.page import compose
from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError, Exit, MachineError, PromiseError, SelectionError
from briefing.files.atomic_writing import write_folder
from briefing.files.temporary_files import clear_folders
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.release.kit import MANIFEST, SUMS
from briefing.release.release import Terms, exit_of, release_all
from briefing.release.verify import kits_in, verify
from briefing.rules.pdf.release_files import read_html
from briefing.rules.registry import check_release_files
from briefing.stages import Medium
from tests.cases import each
from tests.command import brief

pytestmark = pytest.mark.engine

BRIEF = """\
# Ask the lawyers again before this goes out.
title: {text: Ports grow slowly, short: Ports grow}
date: 2026-11-22
as_of: 2026-11-15
marking:
  tlp: GREEN
  embargo_until: 2026-11-24T06:00:00Z
  handling: {text: For the cabinet alone, only: minister}
bottom_line: One berth is not enough.
key_points:
  - text: The terminal needs a second berth within five years.
    short: A second berth is needed before long.
  - {text: The price must not be named., only: [minister]}
sections:
  - title: Ships wait
    text: A first text.
    blocks:
      - table: {title: Waiting ships, alt: Two years, data: [[Year, Ships], ["2024", 12], ["2025", 19]]}
      - chart: {title: The queue grew, alt: Two bars, kind: column, data: [[Year, Ships], ["2024", 12], ["2025", 19]]}
outlook: It goes on.
audiences: {policymaker: {}, minister: {}}
"""
BEFORE = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)
AFTER = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A workspace with up-to-date editions."""
    root = started(tmp_path_factory.mktemp("port"))
    build(root)
    return root


@pytest.fixture
def port(built, tmp_path) -> Path:
    """A copy of the workspace, for changes."""
    return Path(shutil.copytree(built, tmp_path / "port"))


@pytest.fixture(scope="module")
def kit(built) -> Path:
    (one,) = release(built)
    assert one.error is None
    return one.folder


@pytest.fixture
def copy(kit, tmp_path) -> Path:
    """A copy of the kit, for changes."""
    return Path(shutil.copytree(kit, tmp_path / "kit"))


def started(root: Path, brief: str = BRIEF) -> Path:
    """Write the brief `port` into a folder, and return the folder."""
    path = root / "content/port/brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(brief)
    return root


def build(root: Path) -> None:
    files, selection = Files(root, shipped_root()), Selection()
    with BuildLog(files, root / "out", selection.key) as log:
        outcomes = list(build_all(plan(files, selection, log), files, root / "out", log=log))
    assert [outcome.error for outcome in outcomes] == [None] * len(outcomes)


def release(
    root: Path, now: datetime = AFTER, *, embargoed: bool = False, out: str = "out/release", **chosen
):
    files, selection = Files(root, shipped_root()), Selection(**chosen)
    with BuildLog(files, root / "out", selection.key) as log:
        return list(release_all(files, selection, log, Terms(now, embargoed), root / out))


def refused(root: Path, *args, **options) -> list[tuple[str, str]]:
    """Return the codes and places of the findings that prevent a release."""
    (one,) = release(root, *args, **options)
    assert one.error is not None and one.folder is None
    return [(finding.code, str(finding.where)) for finding in one.error.findings]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def message(kit: Path, name: str):
    return email.message_from_bytes((kit / name).read_bytes(), policy=email.policy.default)


def test_a_kit_has_each_edition_in_every_form(kit, built):
    stems = [f"port-2026-11-22-{audience}-en" for audience in ("policymaker", "minister")]
    names = {stem + ending for stem in stems for ending in (".pdf", ".html", "-cover.png", ".eml")}
    assert kit.name == "port-2026-11-22"
    assert set(contents(kit)) == names | {SUMS, MANIFEST}
    assert (kit / f"{stems[0]}.pdf").read_bytes() == (built / "out/port-policymaker-en.pdf").read_bytes()
    with Image.open(io.BytesIO((kit / f"{stems[0]}-cover.png").read_bytes())) as cover:
        assert cover.size == (1200, 1698) and len(cover.getcolors(1 << 24)) > 100
    assert verify(kit).edition_count == 2


def test_the_list_of_checksums_is_one_that_sha256sum_reads(kit):
    lines = [line.split("  ") for line in (kit / SUMS).read_text().splitlines()]
    assert len(lines) == 9 and [name for _, name in lines] == sorted(contents(kit).keys() - {SUMS})
    assert all(hashlib.sha256((kit / name).read_bytes()).hexdigest() == digest for digest, name in lines)


def test_the_manifest_describes_the_kit(kit):
    manifest = json.loads((kit / MANIFEST).read_text())
    assert (manifest["brief"], manifest["date"], manifest["as_of"]) == ("port", "2026-11-22", "2026-11-15")
    assert manifest["marking"] == {
        "tlp": "GREEN",
        "status": None,
        "embargo_until": "2026-11-24T06:00:00+00:00",
        "is_embargoed": False,
    }
    assert manifest["source"] is None
    assert manifest["made_with"]["packages"]["weasyprint"].startswith("70.")
    assert manifest["made_with"]["theme"] == {"name": "memo", "version": "1"}
    assert any("pango" in name for name in manifest["made_with"]["libraries"])
    edition = manifest["editions"][0]
    assert (edition["audience"], edition["title"], edition["pages"]) == (
        "policymaker",
        "Ports grow slowly",
        1,
    )
    assert edition["conformance"] == ["PDF/UA-1", "PDF/A-3a"]
    assert "Brief-Text" in edition["fonts"] and "XCharter-Regular.otf" in edition["font_files"]
    assert [manifest["editions"][1][key] for key in ("audience", "title")] == ["minister", "Ports grow"]


def test_the_manifest_counts_what_was_accepted_and_quotes_none_of_it(port):
    brief = port / "content/port/brief.yaml"
    brief.write_text(
        BRIEF.replace(
            "title: {text: Ports",
            "accept: {rule: BR012, why: the harbour master would not be named}\ntitle: {text: Ports",
        )
    )
    build(port)
    (one,) = release(port)
    text = (one.folder / MANIFEST).read_text()
    (accepted,) = json.loads(text)["accepted"]
    assert (accepted["rule"], accepted["count"]) == ("BR012", 2)
    assert "harbour" not in text


def test_the_same_editions_give_the_same_kit(built, kit, port):
    shutil.rmtree(port / "out/release")
    (again,) = release(port, datetime(2027, 1, 1, tzinfo=UTC), out="elsewhere")
    assert contents(again.folder) == contents(kit)
    (left,) = release(built)
    assert left.how == "unchanged" and left.fingerprint == again.fingerprint


def test_the_letter_has_what_its_edition_says_and_its_pdf(kit):
    letter = message(kit, "port-2026-11-22-policymaker-en.eml")
    assert letter["Subject"] == (
        "[TLP:GREEN] [EMBARGOED UNTIL 24 November 2026, 06:00 UTC] Ports grow slowly"
    )
    assert letter["X-Unsent"] == "1" and letter["To"] is None and letter["From"] is None
    assert letter["Date"].datetime == datetime(2026, 11, 22, tzinfo=UTC)
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("TLP:GREEN\n") and "One berth is not enough." in text
    assert "– The terminal needs a second berth within five years." in text.replace("\xa0", " ")
    assert "cabinet" not in text and "price" not in text
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "port-2026-11-22-policymaker-en.pdf"
    assert attached.get_content() == (kit / attached.get_filename()).read_bytes()
    minister = message(kit, "port-2026-11-22-minister-en.eml").get_body(("plain",)).get_content()
    assert "For the cabinet alone" in minister and "The price must not be named." in minister


def test_nothing_is_released_while_an_embargo_runs(port):
    shutil.rmtree(port / "out/release", ignore_errors=True)
    assert refused(port, BEFORE) == [("BR806", "content/port/brief.yaml:7:18")]
    assert list((port / "out/release").iterdir()) == []
    assert exit_of(release(port, BEFORE)) is Exit.PROMISE


def test_a_kit_under_embargo_says_so_wherever_it_is_read(port):
    (one,) = release(port, BEFORE, embargoed=True)
    assert one.is_embargoed and one.folder.name == "port-2026-11-22-embargoed"
    files = contents(one.folder).keys() - {SUMS, MANIFEST}
    assert len(files) == 8 and all("-embargoed" in name for name in files)
    assert json.loads((one.folder / MANIFEST).read_text())["marking"]["is_embargoed"] is True
    assert verify(one.folder)


def test_after_its_end_an_embargo_marks_nothing(port):
    (one,) = release(port, AFTER, embargoed=True)
    assert not one.is_embargoed and one.folder.name == "port-2026-11-22"


@pytest.mark.parametrize("spoil", ["content", "file", "gone"])
def test_nothing_outdated_is_released(port, spoil):
    pdf = port / "out/port-policymaker-en.pdf"
    if spoil == "content":
        brief = port / "content/port/brief.yaml"
        brief.write_text(BRIEF.replace("A first text.", "Another text."))
    elif spoil == "file":
        pdf.write_bytes(pdf.read_bytes() + b"\n")
    else:
        pdf.unlink()
    found = refused(port)
    assert ("BR807", "out/port-policymaker-en.pdf") in found
    assert len(found) == (2 if spoil == "content" else 1)


def test_nothing_is_released_with_an_error(port):
    (port / "content/port/brief.yaml").write_text(BRIEF.replace("bottom_line", "botom_line"))
    (one,) = release(port)
    assert [finding.code for finding in one.error.findings] == ["BR201"]
    assert exit_of([one]) is Exit.CONTENT


def test_of_several_briefs_the_good_ones_are_released(port):
    other = port / "content/other/brief.yaml"
    other.parent.mkdir()
    other.write_text("title: no more\n")
    shutil.rmtree(port / "out/release", ignore_errors=True)
    released = release(port)
    assert {one.brief: one.error is None for one in released} == {"port": True, "other": False}
    assert exit_of(released) is Exit.PARTIAL


def test_a_kit_for_one_audience_has_its_own_folder(port):
    (one,) = release(port, audiences=("minister",))
    assert one.folder.name == "port-minister-2026-11-22"
    assert not any("policymaker" in name for name in contents(one.folder))
    assert b"policymaker" not in (one.folder / MANIFEST).read_bytes()


def test_a_kit_takes_the_place_of_an_earlier_one(port):
    (first,) = release(port)
    brief = port / "content/port/brief.yaml"
    brief.write_text(BRIEF.replace("A first text.", "Another text."))
    build(port)
    (second,) = release(port)
    assert second.how == "replaced" and second.fingerprint != first.fingerprint
    assert verify(second.folder).fingerprint == second.fingerprint
    assert [path.name for path in (port / "out/release").iterdir()] == ["port-2026-11-22"]


@pytest.mark.parametrize("there", ["file", "link", "folder", "changed kit"])
def test_what_is_no_kit_is_never_written_over(port, there, tmp_path):
    place = port / "out/release/port-2026-11-22"
    shutil.rmtree(place.parent, ignore_errors=True)
    place.parent.mkdir()
    if there == "file":
        place.write_text("precious")
    elif there == "link":
        (tmp_path / "precious").mkdir()
        place.symlink_to(tmp_path / "precious")
    elif there == "folder":
        place.mkdir()
        (place / "notes.txt").write_text("precious")
    else:
        release(port)
        (place / "notes.txt").write_text("precious")
        (port / "content/port/brief.yaml").write_text(BRIEF.replace("A first text.", "Another text."))
        build(port)
    before = contents(place) if place.is_dir() else place.read_bytes()
    assert refused(port) == [("BR808", "out/release/port-2026-11-22")]
    assert before == (contents(place) if place.is_dir() else place.read_bytes())


KEPT_BACK = "The price must not be named."
LEAKS = {
    "text": ("screen", "{% block body %}<body><h1>T</h1><main><p>%s</p></main></body>{% endblock %}"),
    "attribute": ("screen", '{% block body %}<body title="%s"></body>{% endblock %}'),
    "style": ("screen", '{% block frame %}<style>p::before { content: "%s" }</style>{% endblock %}'),
    "file": (
        "screen",
        '{% block body %}<body><a download="x" href="data:text/plain,%s">x</a></body>{% endblock %}',
    ),
    "e-mail": ("email", "%s"),
}


@pytest.mark.parametrize(
    "secret", [KEPT_BACK, "Ask the lawyers again before this goes out.", "/home/ana/port/notes.txt"]
)
@pytest.mark.parametrize("place", LEAKS)
def test_what_is_meant_for_others_is_not_handed_out(port, place, secret):
    template, text = LEAKS[place]
    path = port / f"templates/{template}.j2.{'txt' if template == 'email' else 'html'}"
    path.parent.mkdir()
    head = "" if template == "email" else '{% extends "shipped/screen.j2.html" %}\n'
    path.write_text(head + text.replace("%s", secret))
    (one,) = release(port, audiences=("policymaker",))
    assert ("BR520" if "/" in secret else "BR609") in {finding.code for finding in one.error.findings}
    assert exit_of([one]) is Exit.PROMISE and not (port / "out/release/port-policymaker-2026-11-22").exists()


def test_comments_of_a_template_are_not_released(port):
    path = port / "templates/screen.j2.html"
    path.parent.mkdir()
    body = f"{{% block body %}}<body><h1>T</h1><!-- {KEPT_BACK} --></body>{{% endblock %}}"
    path.write_text('{% extends "shipped/screen.j2.html" %}' + body)
    (one,) = release(port, audiences=("policymaker",))
    html = (one.folder / "port-2026-11-22-policymaker-en.html").read_text()
    assert "<h1>T</h1>" in html and "price" not in html and "<!--" not in html


FOREIGN = {
    "<script>alert(1)</script>": "<script>",
    '<img src="https://example.org/x.gif" alt="x">': "https://example.org/x.gif",
    '<p onclick="alert(1)">x</p>': "onclick",
    '<p style="background: url(https://example.org/x.gif)">x</p>': "url(https://example.org/x.gif)",
    '<style>@import "https://example.org/x.css";</style>': "@import",
    '<iframe src="about:blank"></iframe>': "<iframe>",
    '<form action="https://example.org/"></form>': "<form>",
    '<a href="javascript:alert(1)">x</a>': "javascript:",
    '<a href="annex.pdf">x</a>': "annex.pdf",
    '<svg><use href="https://example.org/x.svg#a"/></svg>': "https://example.org/x.svg",
    '<meta http-equiv="refresh" content="0; url=https://example.org/">': "refresh",
}


REFUSED = ("<script", "<p onclick", "<iframe", "<form", '<a href="javascript:', "<meta")
"""Markup that no template may contain: it is refused before the page is composed."""


@pytest.mark.parametrize("markup", FOREIGN)
def test_an_html_edition_runs_and_fetches_nothing(port, markup):
    path = port / "templates/screen.j2.html"
    path.parent.mkdir()
    path.write_text(
        '{% extends "shipped/screen.j2.html" %}{% block body %}<body>\n ' + markup + "</body>{% endblock %}"
    )
    (one,) = release(port, audiences=("policymaker",))
    found = [(finding.code, str(finding.where)) for finding in one.error.findings]
    if markup.startswith("<img"):  # the file is looked up in the workspace
        assert [code for code, _ in found] == ["BR501"]
    elif markup.startswith(REFUSED):
        assert found == [("BR412", "templates/screen.j2.html:2:2")]
    else:
        assert {(code, where.rpartition(":")[0]) for code, where in found} == {
            ("BR523", "templates/screen.j2.html:2")
        }
        assert FOREIGN[markup] in " ".join(finding.what for finding in one.error.findings)


@each("markup", FOREIGN)
def test_what_runs_or_is_fetched_is_found_in_the_html_itself(built, kit, markup):
    """The check of the HTML does not rely on the earlier check of templates."""
    files = Files(built, shipped_root())
    (job, *_) = plan(files, Selection(audiences=("policymaker",))).jobs
    composed = compose(tailor(job), files, Medium.SCREEN)
    html = (kit / "port-2026-11-22-policymaker-en.html").read_text()
    assert not check_release_files(tailor(job), [read_html(html, composed)])
    for changed in (
        html.replace("</body>", f"{markup}</body>"),
        html.replace("</h1>", f"{markup.upper()}</h1>"),
    ):
        found = check_release_files(tailor(job), [read_html(changed, composed)])
        assert {finding.code for finding in found} == {"BR523"}
        assert FOREIGN[markup].lower() in " ".join(finding.what for finding in found).lower()


def forged(kit: Path, change) -> None:
    """Change the manifest of a kit and its checksum, as a skilled forger would."""
    manifest = json.loads((kit / MANIFEST).read_text())
    change(manifest)
    (kit / MANIFEST).write_text(json.dumps(manifest))
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(kit.iterdir())
        if path.name != SUMS
    ]
    (kit / SUMS).write_text("".join(sums))


NAME = "port-2026-11-22-minister-en"
TAMPERED = {
    "missing": (lambda kit: (kit / f"{NAME}.html").unlink(), "BR621"),
    "changed": (lambda kit: (kit / f"{NAME}.html").write_text("<p>other"), "BR622"),
    "one bit": (lambda kit: flip(kit / f"{NAME}.pdf"), "BR622"),
    "link": (lambda kit: linked(kit / f"{NAME}.eml"), "BR622"),
    "folder": (lambda kit: ((kit / f"{NAME}.eml").unlink(), (kit / f"{NAME}.eml").mkdir()), "BR622"),
    "extra": (lambda kit: (kit / "notes.txt").write_text("x"), "BR623"),
    "hidden": (lambda kit: (kit / ".DS_Store").write_text("x"), "BR623"),
    "extra folder": (lambda kit: (kit / "more").mkdir(), "BR623"),
    "manifest": (lambda kit: (kit / MANIFEST).write_text("{}"), "BR622"),
    "no manifest": (lambda kit: (cut(kit / SUMS, MANIFEST), (kit / MANIFEST).unlink()), "BR620"),
    "way out": (lambda kit: add(kit / SUMS, f"{'0' * 64}  ../secret\n"), "BR620"),
    "no line": (lambda kit: add(kit / SUMS, "x\n"), "BR620"),
    "twice": (lambda kit: add(kit / SUMS, (kit / SUMS).read_text().splitlines()[0] + "\n"), "BR620"),
    "pages": (lambda kit: forged(kit, lambda manifest: manifest["editions"][0].update(pages=7)), "BR624"),
    "claims": (
        lambda kit: forged(kit, lambda manifest: manifest["editions"][0].update(conformance=["PDF/UA-2"])),
        "BR624",
    ),
    "checksums": (
        lambda kit: forged(kit, lambda manifest: manifest["editions"][0]["files"]["pdf"].update(sha256="0")),
        "BR624",
    ),
    "unnamed": (lambda kit: forged(kit, lambda manifest: manifest["editions"].pop()), "BR624"),
    "no edition": (lambda kit: forged(kit, lambda manifest: manifest["editions"].append(3)), "BR624"),
    "format": (lambda kit: forged(kit, lambda manifest: manifest.update(format=9)), "BR624"),
    "other letter": (lambda kit: (bare(kit / f"{NAME}.eml"), forged(kit, with_true_checksums(kit))), "BR624"),
}


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def linked(path: Path) -> None:
    path.rename(path.parent.parent / path.name)
    path.symlink_to(path.parent.parent / path.name)


def cut(path: Path, word: str) -> None:
    path.write_text("".join(line for line in path.read_text().splitlines(True) if word not in line))


def add(path: Path, line: str) -> None:
    path.write_text(path.read_text() + line)


def bare(path: Path) -> None:
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    next(letter.iter_attachments()).set_content(b"other", maintype="application", subtype="pdf")
    path.write_bytes(letter.as_bytes())


def with_true_checksums(kit: Path):
    def change(manifest) -> None:
        for edition in manifest["editions"]:
            for file in edition["files"].values():
                content = (kit / file["name"]).read_bytes()
                file.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())

    return change


@pytest.mark.parametrize("way", TAMPERED)
def test_a_kit_that_was_changed_is_found(copy, way):
    tamper, code = TAMPERED[way]
    tamper(copy)
    with pytest.raises(PromiseError) as caught:
        verify(copy)
    assert {finding.code for finding in caught.value.findings} == {code}


def test_a_kit_that_was_changed_with_all_its_checksums_has_another_one(copy, kit):
    forged(copy, lambda manifest: manifest.update(date="2026-11-23"))
    assert verify(copy).fingerprint != verify(kit).fingerprint


def test_a_folder_that_is_not_a_kit_is_an_error(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(SelectionError) as caught:
            verify(folder)
        assert [finding.code for finding in caught.value.findings] == ["BR620"]


def test_in_a_folder_of_kits_every_kit_is_verified(kit, tmp_path):
    for name in ("first", "second"):
        shutil.copytree(kit, tmp_path / name)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "notes.txt").write_text("")
    assert [path.name for path in kits_in(tmp_path)] == ["first", "second"]
    assert kits_in(kit) == [kit]
    (tmp_path / "first" / SUMS).unlink()
    ran = CliRunner().invoke(group, ["verify", str(tmp_path)], standalone_mode=False)
    assert ran.return_value == Exit.USAGE
    assert f"{tmp_path}/second: verified: 2 editions" in ran.output
    assert f"{tmp_path}/first: verification failed" in ran.output


def test_a_folder_without_kits_is_no_kit_itself(tmp_path):
    (tmp_path / "empty").mkdir()
    assert kits_in(tmp_path) == [tmp_path]
    assert kits_in(tmp_path / "missing") == [tmp_path / "missing"]


def test_a_folder_is_put_in_place_whole_or_not_at_all(tmp_path, monkeypatch):
    place = tmp_path / "kit"
    write_folder(place, {"a": b"1", "b": b"2"})
    rename, calls = Path.rename, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(MachineError):
        write_folder(place, {"a": b"3"})
    assert len(calls) == 3 and contents(place) == {"a": b"1", "b": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


def test_what_a_killed_release_left_is_cleared(tmp_path, monkeypatch):
    monkeypatch.setattr("briefing.files.temporary_files.YOUNG", -1.0)
    names = (".kit.abcdefgh.part", ".kit.abcdefgh.aside", ".lost.abcdefgh.aside", "kit", ".other")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    clear_folders(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other", "kit", "lost"]
    assert (tmp_path / "kit/file").read_text() == "kit"


def test_a_brief_that_does_not_exist_is_an_error_of_use(built):
    with pytest.raises(BriefingError) as caught:
        release(built, briefs=("prot",))
    assert caught.value.exit_code is Exit.USAGE


@pytest.mark.process
def test_an_endless_file_is_stopped_and_its_brief_is_not_released(port):
    numbers = "range(99999)"
    loop = f"{{% for a in {numbers} %}}{{% for b in {numbers} %}}{{% endfor %}}{{% endfor %}}"
    (port / "templates").mkdir(exist_ok=True)
    (port / "templates/email.j2.txt").write_text(loop)
    done = brief("release", "-a", "minister", "--today", "2026-11-25", "--timeout", 1, "-o", "kits", cwd=port)
    assert done.returncode == Exit.RENDERER
    assert "was not ready after 1 s, and was stopped [BR702]" in done.stderr
    assert "port: not released: 1 error" in done.stderr
    assert list((port / "kits").iterdir()) == []
