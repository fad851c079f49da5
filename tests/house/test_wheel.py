"""The wheel contains everything that a brief needs: it is built, installed alone, and used in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from briefing.docs.docs import LEFT_OUT
from briefing.scaffold.example import IN_PACKAGE
from briefing.scaffold.workspace_schemas import schemas_in
from briefing.schema.documents import DOCUMENTS, file_name
from tests.conftest import ROOT

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_templates_styles_and_types(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("templates", "styles"):
        wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert len(wanted) > 20
        assert {f"briefing/shipped/{name}" for name in wanted} <= names
    assert "briefing/shipped/themes/memo/theme.yaml" in names
    assert {f"briefing/shipped/schemas/{file_name(name)}" for name in DOCUMENTS} <= names
    pages = {path.name for path in (ROOT / "docs").glob("*.md") if path.stem not in LEFT_OUT}
    assert {name.rpartition("/")[2] for name in names if name.startswith("briefing/shipped/docs/")} == pages
    examples = {path.relative_to(ROOT / "content") for path in (ROOT / "content").rglob("*.*")}
    assert {f"briefing/shipped/{IN_PACKAGE}/{path.as_posix()}" for path in examples} <= names
    assert {"briefing/py.typed", "briefing/typeset/fonts.conf"} <= names
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "briefing/rules/pages").iterdir()}
    assert len(pages) > 100
    assert pages <= names
    wall = {path.relative_to(ROOT).as_posix() for path in (ROOT / "briefing/preview/static").iterdir()}
    assert len(wall) > 5 and wall <= names
    assert not [
        name for name in names if name.startswith(("tests", "content", "templates", "styles", "themes"))
    ]


def test_an_installed_wheel_starts_builds_and_releases_an_example(wheel, tmp_path):
    """A separate environment has the dependencies of the tests, but nothing of this checkout."""
    environment, folder = tmp_path / "environment", tmp_path / "folder"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(install, check=True, capture_output=True)
    site = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    link_dependencies(Path(site))
    command = environment / "bin" / "brief"

    def run(*words, cwd):
        own = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        done = subprocess.run(
            [command, *words], cwd=cwd, env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    edition = ("-a", "minister", "-l", "en")
    assert run("new", "workspace", folder, "--example", "venezuela-russia", cwd=tmp_path).stderr == ""
    schema = (folder / ".schemas/brief.schema.json").read_text(encoding="utf-8")
    assert schema == schemas_in(folder)["brief"], "the words of the models are in the wheel, too"
    built = run("build", "-v", *edition, "--timeout", "300", cwd=folder)
    assert (folder / "out/venezuela-russia-minister-en.pdf").read_bytes().startswith(b"%PDF")
    assert str(ROOT) not in built.stderr
    assert "briefing/shipped/templates/brief.j2.html" in built.stderr
    assert "warning" not in built.stderr
    run("release", *edition, "--today", "2026-11-30", cwd=folder)
    (kit,) = (folder / "out/release").iterdir()
    assert "verified" in run("verify", kit, cwd=folder).stdout
    assert "Custom blocks" in run("docs", "workspace", "custom-blocks", cwd=tmp_path).stdout


def link_dependencies(site: Path) -> None:
    """Link every package of this environment into the new one, except our own."""
    own = ("briefing", "briefwright", "_editable", "__pycache__", "pip", "setuptools")
    for package in Path(pytest.__file__).parent.parent.iterdir():
        target = site / package.name
        if not package.name.startswith(own) and package.suffix != ".pth" and not target.exists():
            target.symlink_to(package)
