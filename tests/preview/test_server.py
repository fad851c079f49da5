"""The server answers what the wall asks for, and nothing else: no file that the plan does not name."""

from __future__ import annotations

import asyncio
import io
import json
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
from PIL import Image

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from briefing.preview import server
from briefing.preview.server import LARGEST_BODY, STATIC, Changes, make_app
from tests.preview.previews import BRIEF, NAME, PATIENCE, Desk, previewed
from tests.preview.requests import PORT, post, send

pytestmark = pytest.mark.process

REGISTERS = """\
  - text: >-  # of the point
      The first point,
      folded.
    short: 'Short.'  # kept"""
RICH = BRIEF.replace("  - The first point.", REGISTERS).replace("\n", "\r\n")
SPANISH = "title: 'Un hallazgo'  # traducido\nkey_points:\n  - Un primer punto.\n"
KEY = "key_points.1.text"


class Wall:
    """The application over a preview."""

    def __init__(self, desk: Desk, editor: str = "") -> None:
        self.desk = desk
        self.changes = Changes()
        self.api = server.Desk(desk.preview, self.changes, desk.root, editor)
        self.app = make_app(self.api, PORT)
        self.home = f"/{self.api.secrets.token}/"

    def get(self, path: str, **headers: str):
        return send(self.app, self.home + path, headers=headers)

    def post(self, path: str, value: object):
        return post(self.app, self.home + path, value)

    def edition(self):
        return self.desk.proof().as_json()

    def passage(self, key: str = KEY):
        return self.get(f"editions/{NAME}/passage?key={key}")

    def save(self, variant, words: str, key: str = KEY):
        given = {name: variant[name] for name in ("language", "register", "file", "digest", "text")}
        return self.post(f"editions/{NAME}/passage", {**given, "key": key, "words": words})


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Desk]:
    with previewed(tmp_path_factory.mktemp("workspace")) as desk:
        yield desk


@pytest.fixture
def wall(shared) -> Wall:
    (shared.root / "content/trial/brief.es.yaml").unlink(missing_ok=True)
    shared.write(BRIEF)
    return Wall(shared)


@pytest.fixture
def rich(wall) -> Wall:
    """A wall whose brief has registers, a translation, comments, and the line ends of Windows."""
    wall.desk.brief.write_bytes(RICH.encode())
    wall.desk.write(SPANISH, "content/trial/brief.es.yaml")
    return wall


def test_the_wall_and_all_of_its_files_are_served(wall):
    page = wall.get("")
    assert page.status == 200 and page.headers["content-type"].startswith("text/html")
    names = {path.name for path in STATIC.iterdir()} - {"wall.html"}
    assert {"wall.js", "page.js", "wall.css", "icon.svg"} <= names
    for name in names:
        answer = wall.get(name)
        assert (answer.status, answer.body) == (200, (STATIC / name).read_bytes())
    for name in ("src", "href"):
        assert f'{name}="/' not in page.text and f'{name}="http' not in page.text


def test_a_page_comes_with_its_picture_its_words_and_the_places_of_its_texts(wall):
    (first, *_) = wall.edition()["pages"]
    picture = wall.get(f"editions/{NAME}/pictures/{first['digest']}@150.png")
    assert picture.headers["content-type"] == "image/png"
    width, _ = Image.open(io.BytesIO(picture.body)).size
    assert width == pytest.approx(
        first["width"] * 0.75 * 1.5, abs=2
    )  # 0.75 pt in a pixel, 1.5 pixels in a pt
    page = wall.get(f"editions/{NAME}/pages/0.json").data
    place = next(one["place"] for one in page["regions"] if one["key"] == KEY)
    assert place["file"] == "content/trial/brief.yaml"
    assert wall.desk.brief.read_text().splitlines()[place["line"] - 1].endswith("The first point.")
    assert "A first text." in "".join(word[0] for word in page["words"])


def test_the_pdf_is_that_of_the_proof(wall):
    answer = wall.get(f"editions/{NAME}.pdf")
    assert answer.body == wall.desk.proof().shown.pdf and answer.headers["content-type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(answer.body)) == len(wall.edition()["pages"])


TRICKS = (
    "../content/trial/brief.yaml",
    "..%2fcontent%2ftrial%2fbrief.yaml",
    "....//wall.js",
    "static/wall.js",
    "wall.js/../../access.py",
    "access.py",
    "server.py",
    "/etc/passwd",
    "editions/../../content/trial/brief.yaml",
    f"editions/{NAME}/pages/9.json",
    f"editions/{NAME}/pages/-1.json",
    f"editions/{NAME}/pages/../../x.json",
    f"editions/{NAME}/pictures/{'0' * 32}@100.png",
    f"editions/{NAME}/pictures/..%2f..@100.png",
    "editions/nothing/pages/0.json",
    "editions/nothing.pdf",
    f"editions/..%2f{NAME}.pdf",
    f"editions/{NAME}/passage?key=nothing",
    f"editions/{NAME}/passage?key=../../x",
    f"editions/{NAME}/passage",
    "content/trial/brief.yaml",
    "wall.html%00.js",
)


@pytest.mark.parametrize("path", TRICKS)
def test_a_path_of_something_else_leads_nowhere(wall, path):
    answer = wall.get(path)
    assert answer.status in (403, 404) and b"title:" not in answer.body and b"root:" not in answer.body
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_picture_may_be_large_but_not_huge(wall):
    digest = wall.edition()["pages"][0]["digest"]
    large = wall.get(f"editions/{NAME}/pictures/{digest}@99999999.png")
    assert Image.open(io.BytesIO(large.body)).size[0] < 5000
    assert wall.get(f"editions/{NAME}/pictures/{digest}@0.png").status == 200


@pytest.fixture
def opened(wall, tmp_path) -> tuple[Wall, Path]:
    """A wall with an editor that writes down which files it opens."""
    log = tmp_path / "opened by the editor"
    script = "import sys; open(sys.argv[1], 'a').write(' '.join(sys.argv[2:]) + '\\n')"
    words = [sys.executable, "-c", script, str(log), "{file}", "{line}", "{column}"]
    return Wall(wall.desk, shlex.join(words)), log


def test_a_click_starts_the_editor_at_the_line(opened):
    wall, log = opened
    page = wall.get(f"editions/{NAME}/pages/0.json").data
    place = next(one["place"] for one in page["regions"] if one["key"] == KEY)
    assert wall.post("open", place).data == {}
    until = time.monotonic() + PATIENCE
    while not (log.exists() and log.read_text().endswith("\n")) and time.monotonic() < until:
        time.sleep(0.02)
    assert log.read_text() == f"{wall.desk.brief} {place['line']} {place['column']}\n"


def test_without_an_editor_the_browser_opens_the_file(wall):
    answer = wall.post("open", {"file": "content/trial/brief.yaml", "line": 3, "column": 1})
    assert answer.data == {"address": f"vscode://file{quote(str(wall.desk.brief))}:3:1"}


@pytest.mark.parametrize(
    "file",
    [
        "/etc/passwd",
        "../outside.yaml",
        "content/../../x",
        "content/trial/none.yaml",
        "out/x.pdf",
        "",
        "content",
    ],
)
def test_only_files_that_the_wall_names_are_opened(opened, file):
    wall, log = opened
    assert wall.post("open", {"file": file, "line": 1, "column": 1}).status == 404
    assert not log.exists()


@pytest.mark.parametrize("value", [None, [], "x", {"file": 3}, {"line": 1}, {"file": ["a"]}])
def test_what_is_no_place_is_refused(wall, value):
    assert wall.post("open", value).status == 400


def test_an_editor_that_does_not_start_is_reported(wall):
    answer = Wall(wall.desk, "no-such-editor").post("open", {"file": "content/trial/brief.yaml"})
    assert answer.status == 502 and "The editor could not be started" in answer.text


@pytest.mark.parametrize("path", ["open", "view", f"editions/{NAME}/passage"])
@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * (LARGEST_BODY + 1), 413), (b"{", 400), (b"\xff\xfe", 400), (b"[" * 99_999, 400)],
)
def test_a_body_that_is_huge_or_not_json_is_refused(wall, path, body, status):
    before = wall.desk.brief.read_bytes()
    assert send(wall.app, wall.home + path, "POST", body).status == status
    assert wall.desk.brief.read_bytes() == before


def test_a_text_comes_with_its_registers_translations_and_budget(rich):
    passage = rich.passage().data
    found = [(one["language"], one["register"], one["file"], one["text"]) for one in passage["variants"]]
    english, spanish = "content/trial/brief.yaml", "content/trial/brief.es.yaml"
    assert found == [
        ("en", "text", english, "The first point, folded."),
        ("en", "short", english, "Short."),
        ("es", "text", spanish, "Un primer punto."),
        ("es", "short", spanish, ""),
    ]
    assert passage["register"] == "text" and passage["direction"] == "ltr"


def test_saving_changes_the_text_and_no_other_byte(rich):
    before = rich.desk.brief.read_bytes()
    short = rich.passage().data["variants"][1]
    assert rich.save(short, "Shorter, it's so.").status == 200
    after = rich.desk.brief.read_bytes()
    assert after == before.replace(b"'Short.'", b"'Shorter, it''s so.'")
    assert b"\r\n" in after and b"# kept" in after


def test_a_translation_that_is_missing_is_written_into_its_file(rich):
    original = rich.desk.brief.read_bytes()
    missing = rich.passage().data["variants"][3]
    assert rich.save(missing, "Breve.").status == 200
    spanish = (rich.desk.root / "content/trial/brief.es.yaml").read_text()
    assert "Breve." in spanish and "# traducido" in spanish and rich.desk.brief.read_bytes() == original
    assert rich.passage().data["variants"][3]["text"] == "Breve."


def test_saving_is_refused_if_the_file_has_changed_meanwhile(rich):
    variant = rich.passage().data["variants"][0]
    foreign = rich.desk.brief.read_bytes() + b"# of another program\r\n"
    rich.desk.brief.write_bytes(foreign)
    answer = rich.save(variant, "Lost?")
    assert answer.status == 409 and "has changed" in answer.text
    assert rich.desk.brief.read_bytes() == foreign


def test_a_file_that_has_become_a_link_is_neither_shown_nor_written(rich, tmp_path):
    outside = tmp_path / "outside.yaml"
    variant = rich.passage().data["variants"][0]
    outside.write_bytes(rich.desk.brief.read_bytes())
    rich.desk.brief.unlink()
    rich.desk.brief.symlink_to(outside)
    assert rich.passage().status == 409
    assert rich.save(variant, "Through the link.").status == 409
    assert outside.read_bytes() == RICH.encode() and rich.desk.brief.is_symlink()
    rich.desk.brief.unlink()


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x00"])
def test_a_file_that_cannot_be_read_is_refused_with_its_line(rich, sign):
    variant = rich.passage().data["variants"][0]
    rich.desk.brief.write_bytes(RICH.replace("A first text.", f"A first{sign}text.").encode())
    line = RICH.splitlines().index(next(one for one in RICH.splitlines() if "A first text." in one)) + 1
    for answer in (rich.passage(), rich.save(variant, "Lost?")):
        assert answer.status == 409 and f"U+{ord(sign):04X}" in answer.text
        assert answer.text.startswith("content/trial/brief.yaml cannot be read: ")
        assert answer.text.rstrip().endswith(f"(line {line})")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_line_ends_that_editors_do_not_show_are_saved_as_ordinary_ones(rich, sign):
    """They come with texts that are pasted from web pages."""
    assert rich.save(rich.passage().data["variants"][0], f"One{sign}{sign}two.").status == 200
    assert rich.passage().data["variants"][0]["text"].rstrip("\n") == "One\n\ntwo."
    assert sign not in rich.desk.brief.read_text()


def test_changes_are_undone_in_turn_unless_the_file_has_changed(rich):
    assert rich.post("undo", {}).status == 404
    states = [rich.desk.brief.read_bytes()]
    for words in ("One.", "Two."):
        assert rich.save(rich.passage().data["variants"][0], words).status == 200
        states.append(rich.desk.brief.read_bytes())
    assert rich.post("undo", {}).status == 200 and rich.desk.brief.read_bytes() == states[1]
    rich.desk.brief.write_bytes(states[1] + b"# of another program\r\n")
    assert rich.post("undo", {}).status == 409
    rich.desk.brief.write_bytes(states[1])
    assert rich.post("undo", {}).status == 200 and rich.desk.brief.read_bytes() == states[0]
    assert rich.post("undo", {}).status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"file": "content/workspace.yaml"},
        {"file": "../outside.yaml"},
        {"file": "/etc/passwd"},
        {"register": "nothing"},
        {"key": "facts.rain"},
        {"key": ""},
        {"words": 3},
        {"digest": None},
    ],
)
def test_only_texts_on_the_pages_are_saved(rich, change):
    before = rich.desk.brief.read_bytes()
    variant = rich.passage().data["variants"][0]
    given = {name: variant[name] for name in ("language", "register", "file", "digest", "text")}
    answer = rich.post(f"editions/{NAME}/passage", {**given, "key": KEY, "words": "x", **change})
    assert answer.status in (400, 404)
    assert rich.desk.brief.read_bytes() == before


def test_what_is_in_view_is_made_first(wall):
    assert wall.post("view", [NAME]).status == 200 and wall.desk.preview.in_view == (NAME,)
    assert wall.post("view", "x").status == 400 and wall.post("view", [1]).status == 400


def test_the_stream_sends_the_wall_then_each_change_and_ends(wall):
    async def read():
        wall.changes.start()
        stream = server._events(wall.api)
        first = json.loads((await anext(stream)).removeprefix("data: "))
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        with wall.desk.preview._change:
            wall.desk.preview._touch(wall.desk.preview.proofs[NAME])
        wall.changes.notify()
        second = json.loads((await waiting).removeprefix("data: "))
        wall.changes.end()
        rest = [one async for one in stream]
        return first, second, rest

    first, second, rest = asyncio.run(read())
    assert first["names"] == [NAME] and first["editions"][0]["state"] == "up to date"
    assert second["editions"][0]["revision"] > first["editions"][0]["revision"]
    assert rest == []


def test_the_wall_is_written_for_browsers_without_a_word_of_markup_from_texts():
    scripts = "".join(path.read_text() for path in STATIC.glob("*.js"))
    for danger in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "http://",
        "https://",
    ):
        assert danger not in scripts
