"""A kit contains nothing that its editions do not show: no canary planted in the content is in any file."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
from datetime import UTC, datetime

import pikepdf
import pytest

from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from briefing.release.release import Terms, release_all
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.release.canaries import MARK, SHOWN, Plants, everything_in, found_in, write_workspace

pytestmark = pytest.mark.engine

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def kit_of(root, contents, *audiences, languages=()):
    """Return the files of the kit of a workspace."""
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    files = Files(root, shipped_root())
    selection = Selection(audiences=audiences, languages=languages)
    with BuildLog(files, root / "out", selection.key) as log:
        outcomes = list(build_all(plan(files, selection, log), files, root / "out", log=log))
        assert [one.error for one in outcomes] == [None] * len(outcomes)
        (released,) = release_all(files, selection, log, Terms(NOW), root / "out/release")
    assert released.error is None
    return {path.name: path.read_bytes() for path in released.folder.iterdir()}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    plants = Plants()
    kit = kit_of(tmp_path_factory.mktemp("canaries"), write_workspace(plants), "policymaker", "whole")
    return plants.source_map, kit, everything_in(kit)


def test_no_canary_is_in_any_file_of_a_kit(planted):
    source_map, kit, pieces = planted
    assert len(source_map) >= 70
    assert len(kit) == 2 * 4 + 2
    assert found_in(pieces, source_map) == []


@each("word", SHOWN)
def test_what_the_editions_show_is_in_their_files(planted, word):
    _, kit, pieces = planted
    for ending in (".pdf", ".html"):
        for name in kit:
            if name.endswith(ending):
                own = (piece for place, piece in pieces.items() if place.startswith(name))
                assert any(word.encode() in piece for piece in own), name


def test_the_attached_data_has_the_columns_that_are_shown(planted):
    _, kit, _ = planted
    name = next(name for name in kit if "whole" in name and name.endswith(".pdf"))
    with pikepdf.open(io.BytesIO(kit[name])) as document:
        carried = {name: one.get_file().read_bytes().decode() for name, one in document.attachments.items()}
    assert carried["table-1.csv"] == "Port,Tonnes\r\nHamburg,12\r\nBremen,13\r\n"
    assert carried["table-2.csv"] == "Quay\r\nNordkai\r\n"
    data = {name: text for name, text in carried.items() if name.startswith("figure-")}
    assert [text.splitlines()[0] for text in data.values()] == ["Port,Ships", "Pier,Depth"]
    assert "picture-1.png" in carried["brief.yaml"] and "Hamburg" not in carried["brief.yaml"]
    html = kit[name.replace(".pdf", ".html")].decode()
    assert sorted(re.findall(r'download="([^"]+)"', html)) == sorted(data)


SPANISH = f"""\
title: Un hallazgo {MARK}901x
key_points: [El primer punto {MARK}902x.]
sections: [{{title: Un título {MARK}903x, text: Un primer texto.}}]
outlook: Sigue.
"""


def test_no_canary_of_a_translation_is_in_the_other_language(tmp_path):
    brief = LEAST_BRIEF.replace("First", "First") + f"keywords: [ships]\n# {MARK}904x\n"
    contents = {"content/trial/brief.yaml": brief, "content/trial/brief.es.yaml": SPANISH}
    kit = kit_of(tmp_path, contents, "analyst")
    pieces = everything_in({name: content for name, content in kit.items() if "-en" in name})
    assert len(pieces) > 4
    assert found_in(pieces, {}) == []
    spanish = everything_in({name: content for name, content in kit.items() if "-es" in name})
    assert {hit.partition(" ")[0] for hit in found_in(spanish, {})} == {f"{MARK}90{n}x" for n in (1, 2, 3)}


SECRET = f"{MARK}001x"


def zipped(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
    return out.getvalue()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The PDF of a minimal brief, in which leaks are planted."""
    files = Files(tmp_path_factory.mktemp("small"), shipped_root())
    path = files.root / "content/trial/brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(LEAST_BRIEF)
    ((job, made),) = execute_here(files)(plan(files, Selection()).jobs)
    content = made.files["pdf"]
    assert content is not None and found_in(everything_in({f"{job.name}.pdf": content}), {}) == []
    return content


@each(
    "leak",
    [
        SECRET.encode(),
        SECRET.encode("utf-16-le"),
        SECRET.encode("utf-16-be"),
        SECRET.encode().hex().encode(),
        b"data:text/csv;base64," + base64.b64encode(b"a,b\n1," + SECRET.encode()),
        gzip.compress(SECRET.encode()),
        zipped(SECRET),
        b"Zq7kana- \nri001x",
    ],
)
@each("where", ["in another file", "attached", "in a string", "in a stream"])
def test_a_planted_leak_is_found(small, leak, where):
    if where == "in another file":
        changed = {"more.bin": leak}
    else:
        with pikepdf.open(io.BytesIO(small)) as document:
            if where == "attached":
                document.attachments["more.bin"] = pikepdf.AttachedFileSpec(document, leak)
            elif where == "in a string":
                document.Root.PieceInfo = pikepdf.Dictionary(Private=pikepdf.String(leak))
            else:
                document.pages[0].Private = document.make_stream(leak)
            out = io.BytesIO()
            document.save(out)
        changed = {"small.pdf": out.getvalue()}
    hits = found_in(everything_in(changed), {SECRET: "planted"})
    assert hits and all(hit.startswith("planted → ") for hit in hits)
