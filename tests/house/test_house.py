"""House rules: imports, codes, labels, generated pages, the words of the README."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from importlinter.cli import lint_imports

from briefing.cli.command_group import COMMANDS
from briefing.compose.signature import LABEL as SIGNED_BY
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.model.audience import Audience, Budget, Extension
from briefing.model.blocks import (
    SHIPPED_KINDS,
    Annotation,
    Axis,
    Block,
    Column,
    Entry,
    Numbering,
    Series,
    model_of,
)
from briefing.model.brief import Brief, Marking, Outlook, Scenario, Source
from briefing.model.labels import Cues, Labels, Rung, Scale
from briefing.model.language import ReadingGrade, Syllables, Traits, Vocabulary
from briefing.model.settings import Settings
from briefing.rules.catalogue import read_catalogue
from briefing.rules.page_files import read_pages
from briefing.rules.registry import RULES
from briefing.rules.rule import Rule
from tests.conftest import ROOT
from tests.house import write_architecture
from tests.house.write_findings_page import CODES_MODULE, FINDINGS_PAGE, codes_module, findings_page

SOURCES = sorted((ROOT / "briefing").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.j2.*"))
WORKPLACE = re.compile("/wo" + "rk/|/tm" + "p/|far" + "m-|DEVELO" + "PERS")


def test_imports_point_downwards(capsys):
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0
    assert "4 kept, 0 broken" in capsys.readouterr().out


def test_the_architecture_is_drawn_as_it_is():
    assert write_architecture.PICTURE.read_text(encoding="utf-8") == write_architecture.picture()
    assert write_architecture.PAGE.read_text(encoding="utf-8") == write_architecture.page()
    rooms = {path.relative_to(ROOT / "briefing").parts[0].removesuffix(".py") for path in SOURCES}
    drawn = {room for floor in write_architecture.floors() for room in floor}
    assert drawn == rooms - {"__init__", "__main__"}
    assert len(drawn) >= 15


def test_every_room_says_what_lives_there():
    rooms = [path for path in SOURCES if path.name == "__init__.py"]
    assert len(rooms) >= 20
    assert [path for path in rooms if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_every_code_is_declared_once_and_used():
    declared = [rule.code for rule in (*RULES, *read_pages().values())]
    assert len(declared) == len(set(declared)) > 180
    used = set()
    for path in SOURCES:
        if path != CODES_MODULE:
            used |= set(re.findall(r'"(BR\d{3})"', path.read_text()))
    assert used == set(declared)


def test_what_is_derived_from_the_rules_is_up_to_date():
    assert CODES_MODULE.read_text(encoding="utf-8") == codes_module(), "run `make docs`"
    assert FINDINGS_PAGE.read_text(encoding="utf-8") == findings_page(), "run `make docs`"


@pytest.mark.slow
def test_every_rule_of_a_file_is_in_one_table_and_used():
    constants = {
        (path.stem, name): rule
        for path in (ROOT / "briefing/rules").rglob("*.py")
        for name, rule in vars(_module(path)).items()
        if isinstance(rule, Rule) and rule.code in path.read_text(encoding="utf-8")
    }
    assert len(constants) == len(RULES) > 60
    assert set(constants.values()) == set(RULES)
    texts = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = re.findall(r"\b(\w+)(?:\.finding\(| if)|\byield (\w+), |rule = (\w+)\b", texts)
    assert {name for _, name in constants} - {name for names in used for name in names} == set()


def _module(path):
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def test_findings_have_the_severity_of_their_rules():
    """A finding created with a literal code has the severity on the page of the code."""
    rules = read_catalogue()
    created = [(path, call) for path in SOURCES for call in _created_findings(path)]
    assert len({call.args[0].value for _, call in created}) > 80
    wrong = []
    for path, call in created:
        rule, severity = rules[call.args[0].value], _severity(call)
        if severity not in (None, rule.severity) and not rule.varies:
            wrong.append(f"{path.name}:{call.lineno} {rule.code} {severity}")
    assert wrong == []


def _created_findings(path):
    """Yield the calls of `Finding` with a literal code."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_finding = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Finding"
        if is_finding and call.args and isinstance(call.args[0], ast.Constant):
            yield call


def _severity(call):
    """Return the severity in a call, or the default if it has none; None if it is computed."""
    given = [*call.args[4:], *(one.value for one in call.keywords if one.arg == "severity")]
    if not given:
        return "error"
    return given[0].attr.lower() if isinstance(given[0], ast.Attribute) else None


def test_every_label_of_the_templates_is_in_every_language():
    wanted = {name for path in TEMPLATES for name in re.findall(r"\blabels\.(\w+)", path.read_text())}
    wanted |= {f"confidence_{level}" for level in ("high", "moderate", "low")}
    wanted |= {f"drives_{way}" for way in ("up", "down", "either")} | {
        "disclaimer_views",
        "disclaimer_maps",
        "footnote",
        "no_data",
    }
    wanted |= {*get_args(Numbering), "annex", "annex_letters", "accessed_month", SIGNED_BY}
    assert len(wanted) > 40
    library = Library(Files(ROOT))
    documented = (ROOT / "docs/workspace.md").read_text()
    assert len(library.languages) >= 6
    assert [language for language in library.languages if f"`{language}`" not in documented] == []
    keys = {language: set(library.languages.labels_of(language).labels) for language in library.languages}
    for language, names in keys.items():
        assert names == wanted, f"{language}: {names ^ wanted}"


def test_every_key_of_audiences_languages_and_scales_is_documented():
    written = (ROOT / "docs/workspace.md").read_text()
    keys = {
        field.alias or name
        for model in (
            Audience,
            Extension,
            Budget,
            Labels,
            Cues,
            Traits,
            ReadingGrade,
            Syllables,
            Vocabulary,
            Scale,
            Rung,
        )
        for name, field in model.model_fields.items()
    }
    assert len(keys) > 30
    assert [name for name in sorted(keys) if f"`{name}" not in written and f"\n{name}:" not in written] == []


def test_no_template_knows_an_audience():
    library = Library(Files(ROOT))
    named = [path.name for path in TEMPLATES for name in library.audiences if f'"{name}"' in path.read_text()]
    assert len(TEMPLATES) >= 19
    assert named == []


def test_only_the_console_prints():
    printing = [path.name for path in SOURCES if re.search(r"\bprint\(|click\.echo\(", path.read_text())]
    assert printing == ["console.py"]


def test_the_project_speaks_of_itself_alone():
    files = [
        path
        for folder in ("briefing", "templates", "styles", "content", "docs", "tests", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in (".png", ".pyc", ".ttf")
    ]
    files += [
        path for path in ROOT.iterdir() if path.suffix in (".md", ".toml", ".lock") or path.name == "Makefile"
    ]
    assert len(files) > 150
    assert [
        path.name for path in files if WORKPLACE.search(path.read_text(encoding="utf-8", errors="replace"))
    ] == []


@pytest.mark.parametrize("command", ["make brief", "make test", *(f"brief {name}" for name in COMMANDS)])
def test_the_readme_names_each_command(command):
    assert command in (ROOT / "README.md").read_text()


def test_the_lock_pins_what_decides_the_bytes():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = (ROOT / "requirements.lock").read_text()
    names = [re.match(r"[a-z0-9-]+", dependency).group() for dependency in wanted]
    assert len(names) >= 9
    assert [name for name in names if not re.search(rf"^{name}==", locked, re.MULTILINE)] == []
    assert "--hash=sha256:" in locked


def test_every_key_of_the_content_is_documented():
    written = (ROOT / "docs/content.md").read_text() + (ROOT / "docs/workspace.md").read_text()
    keys = {field.alias or name for name, field in Brief.model_fields.items()}
    keys |= {field.alias or name for name, field in Settings.model_fields.items()}
    keys |= {
        field.alias or name for kind in SHIPPED_KINDS for name, field in model_of(kind).model_fields.items()
    }
    keys |= {
        field.alias or name
        for model in (
            Outlook,
            Scenario,
            Marking,
            Source,
            Block,
            Column,
            Entry,
            Axis,
            Annotation,
            Series,
        )
        for name, field in model.model_fields.items()
    }
    keys -= {"own"}
    assert len(keys) > 90
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", written)] == []


LISTING = """
import pytest

class Empty(pytest.Module):
    def collect(self):
        print(self.path.relative_to(self.config.rootpath).as_posix())
        return []

@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path, parent):
    return Empty.from_parent(parent, path=module_path)
"""
"""A plugin that lists the files in which pytest looks for tests, without importing them."""


@pytest.mark.process
def test_pytest_without_configuration_sees_every_test(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "listing.py").write_text(LISTING)
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qqs", "-p", "no:cacheprovider"]
    command += ["-p", "listing", "-c", tmp_path / "pytest.ini", "--rootdir", ROOT, "tests"]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    listed = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False).stdout
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(files) >= 80
    assert {line for line in listed.splitlines() if line.startswith("tests/")} == files


@pytest.mark.process
def test_no_tool_passes_over_a_folder():
    """By default, black and pytest ignore folders with these names."""
    left_out = {"_build", "buck-out", "build", "dist", "venv", "node_modules", "CVS", "_darcs", "{arch}"}
    folders = {part for path in _tracked() for part in path.parent.parts}
    assert len(folders) >= 40
    assert folders & left_out == set()


PYTHON_GITIGNORE = """\
__pycache__/
*.py[codz]
*$py.class
*.so
.Python
build/
develop-eggs/
dist/
downloads/
eggs/
.eggs/
lib/
lib64/
parts/
sdist/
var/
wheels/
share/python-wheels/
*.egg-info/
.installed.cfg
*.egg
MANIFEST
*.manifest
*.spec
pip-log.txt
htmlcov/
.tox/
.nox/
.coverage
.cache
nosetests.xml
coverage.xml
*.cover
cover/
*.mo
*.pot
*.log
local_settings.py
db.sqlite3
instance/
.scrapy
docs/_build/
.pybuilder/
target/
.ipynb_checkpoints
profile_default/
__pypackages__/
celerybeat-schedule
*.sage.py
.env
.envrc
.venv
env/
venv/
ENV/
env.bak/
venv.bak/
.spyderproject
.ropeproject
/site
.mypy_cache/
.pyre/
.pytype/
cython_debug/
.ruff_cache/
.pypirc
"""
"""The patterns of the .gitignore that GitHub offers for Python (github/gitignore, CC0)."""


@pytest.mark.process
def test_the_usual_gitignore_sees_every_file(tmp_path):
    for path in _tracked():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"" if path.name != ".gitignore" else (ROOT / path).read_bytes())
    (tmp_path / ".gitignore").write_text(PYTHON_GITIGNORE)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    seen = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    assert {path.as_posix() for path in _tracked()} - set(seen) == set()


def _tracked() -> list[Path]:
    """Return the files of the project: those in git, and new ones that git does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = [Path(name) for name in listed if name and (ROOT / name).exists()]
    assert len(paths) > 800
    return paths


def test_the_documented_limits_are_those_of_the_code():
    from briefing.compare import pdf_process, sent_pdf
    from briefing.compose.templating import sandbox
    from briefing.execution.bounds import MIB, Bounds
    from briefing.files import bounded_reading, office_package
    from briefing.importing import web_page, word_package
    from briefing.load.data import layout, workbooks
    from briefing.load.validation import inline_references, value_schemas
    from briefing.load.yaml import reader
    from briefing.rules.page.page_limit import PAGES_OF_NO_BRIEF
    from briefing.typeset import url_fetcher

    stated = (
        (ROOT / "docs/trust.md").read_text(encoding="utf-8").partition("## The limits")[2].partition("## ")[0]
    )
    rows = [row.split(" | ")[1] for row in stated.splitlines() if row.startswith("| ")][1:]
    assert rows == [
        f"{Bounds().seconds:g} s",
        f"{Bounds().memory // MIB:,} MiB",
        f"{PAGES_OF_NO_BRIEF}",
        f"{url_fetcher.MAX_PIXELS // 1_000_000} million pixels",
        f"{bounded_reading.OTHER_LIMIT // MIB} MiB",
        f"{bounded_reading.TEXT_LIMIT // MIB} MiB, {reader.MAX_DEPTH} levels, {reader.MAX_ALIASES} aliases, "
        f"{reader.MAX_VALUES:,} values",
        f"{bounded_reading.SOURCES_LIMIT // MIB} MiB",
        f"{layout.MAX_ROWS:,} rows, {layout.MAX_COLUMNS} columns",
        f"{workbooks.MAX_XML // MIB} MiB",
        f"{word_package.MAX_FILE // MIB} MiB; unpacked {word_package.MAX_ALL // MIB} MiB, of which "
        f"{word_package.MAX_XML // MIB} MiB are text; {office_package.MAX_PARTS:,} parts, "
        f"{office_package.MAX_DEPTH} levels",
        f"{web_page.MAX_DEPTH} elements inside each other",
        f"{inline_references.MAX_LEVELS} levels",
        f"{inline_references.MAX_BRACKETS:,}",
        f"{inline_references.MAX_WORD:,} and {inline_references.MAX_PARAGRAPH:,} characters",
        f"{value_schemas.SECONDS} s",
        f"{sandbox.MAX_BITS:,} bits",
        f"{sandbox.MAX_LENGTH:,} characters or items",
        f"{pdf_process.MAX_BYTES // MIB} MiB, {pdf_process.SECONDS} s, {sent_pdf.MEMORY // MIB // 1024} GiB of memory, "
        f"{sent_pdf.MAX_PAGES} pages, {sent_pdf.MAX_TEXTS:,} texts",
    ]
